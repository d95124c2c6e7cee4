import CivilTime
import MadoAPI
import RPC
import Rules
import StandardAPI

/// Reads a version of the catalogue as it came, and gathers everything that is wrong with it. What the rules of the schema
/// say has been checked: here is what they cannot say.
///
/// What is wrong reads as a stand-in, which nobody uses: ``version(_:)`` throws.
struct CatalogueReading {
  private var violations = FieldViolations()

  /// - Parameter field: where the request has it.
  static func version(
    _ message: Contracts.CatalogVersion, at field: String
  ) throws(RPCError) -> CatalogueVersion {
    var reading = CatalogueReading()
    let effective = CivilDate(message.effectiveDate ?? .init())
    if effective == nil {
      reading.violations.add("\(field).effective_date", "it is no day: give year, month and day")
    }
    let products = message.products.enumerated().map { place, product in
      reading.product(product, "\(field).products[\(place)]")
    }
    try reading.violations.refuse()
    guard
      let version = CatalogueVersion(message.id, effective: effective ?? .min, products: products)
    else {
      var violations = FieldViolations()
      violations.add(
        "\(field).products",
        "a code stands twice, or a lot has no units: give each product, and each item of one, a code of "
          + "its own, and lots of 1 or more")
      try violations.refuse()
      throw RPCError(Status(.internal, "a catalogue's fault was not refused"))
    }
    return version
  }

  private mutating func product(_ message: Contracts.Product, _ field: String) -> Product {
    let cancellation = message.cancellation ?? .init()
    return Product(
      message.code, name(message.name),
      licenceModel: word(message.licenceModel, .namedUser, "\(field).licence_model"),
      minimumLicences: Int(message.minimumLicences),
      termLength: period(message.termLength),
      termStart: word(message.termStart, .activation, "\(field).term_start"),
      minimumTerm: message.minimumTerm.map {
        MinimumTerm(
          months: $0.months == 0 ? nil : Int($0.months),
          rule: rule($0.ruleId, "\(field).minimum_term.rule_id"))
      }, renewal: renewal(message.renewal, "\(field).renewal"),
      cancellation: terms(cancellation, "\(field).cancellation"),
      addition: addition(message.addition ?? .init(), "\(field).addition"),
      changesByApplication: message.changesByApplication,
      desk: desk(message.desk, "\(field).desk"),
      billedBy: word(message.billedBy, .vendor, "\(field).billed_by"),
      items: message.items.enumerated().map { item($0.element, "\(field).items[\($0.offset)]") })
  }

  private mutating func terms(
    _ message: Contracts.CancellationTerms, _ field: String
  ) -> CancellationTerms {
    CancellationTerms(
      ending: word(message.ending, .unstated, "\(field).ending"), notice: period(message.notice),
      endsWithTerm: message.endsWithTerm, penalty: message.penalty.rule,
      needsOriginal: message.needsOriginal, rule: rule(message.ruleId, "\(field).rule_id"),
      penaltyRule: message.penaltyRuleId.isEmpty
        ? .com11 : rule(message.penaltyRuleId, "\(field).penalty_rule_id"),
      noRefundRule: message.noRefundRuleId.isEmpty
        ? nil : rule(message.noRefundRuleId, "\(field).no_refund_rule_id"))
  }

  private mutating func addition(
    _ message: Contracts.LicenceAddition, _ field: String
  ) -> LicenceChange.Addition {
    let rule = rule(message.ruleId, "\(field).rule_id")
    return message.item.isEmpty ? .atRenewal(rule) : .byMonth(item: message.item, rule)
  }

  private mutating func item(_ message: Contracts.CatalogItem, _ field: String) -> CatalogueItem {
    CatalogueItem(
      message.code, name(message.name), word(message.feeClass, .usage, "\(field).fee_class"),
      word(message.charge, .once, "\(field).charge"),
      per: word(message.countedBy, .contract, "\(field).counted_by"),
      price(message.price, field), lot: message.lot == 0 ? 1 : Int(message.lot),
      validity: period(message.validity), category: message.outOfScope ? .outOfScope : .taxable,
      basis: message.taxIncluded ? .inclusive : .exclusive, isMandatory: message.isMandatory,
      rule: rule(message.ruleId, "\(field).rule_id"))
  }

  private mutating func price(
    _ price: Contracts.CatalogItem.Price?, _ field: String
  ) -> CatalogueItem.Price {
    switch price {
    case .fixedYen(let yen):
      if yen < 0 { violations.add("\(field).fixed_yen", "\(yen) is negative: give 0 yen or more") }
      return .fixed(Yen(yen))
    case .tiers(let message):
      let rows = message.rows.map {
        PriceTiers.Row(through: Int($0.through), Yen($0.priceYen))
      }
      if let tiers = PriceTiers(rows), rows.allSatisfy({ $0.price >= .zero }) {
        return .tiered(tiers)
      }
      violations.add(
        "\(field).tiers",
        "they do not rise, or one is negative: give rows in order, each 0 yen or more")
    case nil: break
    }
    return .unpublished
  }

  // MARK: Words

  private mutating func word<Word: WordOfRules>(
    _ word: Word, _ standIn: Word.Rule, _ field: String
  ) -> Word.Rule {
    if let rule = word.rule { return rule }
    violations.add(field, "it is not said: give one of its values")
    return standIn
  }

  private mutating func renewal(_ mode: Contracts.RenewalMode, _ field: String) -> Renewal.Mode {
    if let mode = mode.rule { return mode }
    violations.add(field, "it is not said: give one of its values")
    return .unspecified
  }

  private mutating func rule(_ id: String, _ field: String) -> RuleID {
    if let rule = RuleID(rawValue: id) { return rule }
    violations.add(field, "\"\(id)\" is no rule of the rule book: give one such as COM-13")
    return .com13
  }

  private mutating func desk(_ id: String, _ field: String) -> DeskCalendar? {
    if id.isEmpty { return nil }
    if let desk = DeskCalendar(rawValue: id) { return desk }
    let known = DeskCalendar.allCases.map(\.rawValue).joined(separator: ", ")
    violations.add(field, "there is no calendar \"\(id)\": give one of \(known), or none")
    return nil
  }

  /// The rules of the schema have looked at it.
  private func period(_ message: Contracts.CalendarPeriod?) -> Period? {
    guard let message, let unit = Period.Unit(message.unit) else { return nil }
    return Period(Int(message.length), unit)
  }

  private func name(_ name: Shared.LocalizedName?) -> LocalizedName {
    LocalizedName(ja: name?.ja ?? "", en: name?.en ?? "", zh: name?.zh ?? "")
  }
}
