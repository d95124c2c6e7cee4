import CivilTime
import MadoAPI
import Rules

// The catalogue in the schema's words. What is read back is the same: ``CatalogueReading``.

extension Contracts.CatalogVersion {
  init(_ version: CatalogueVersion) {
    self.init(
      id: version.id, effectiveDate: version.effective.message,
      products: version.products.map(Contracts.Product.init))
  }
}

extension Contracts.Product {
  init(_ product: Product) {
    self.init(
      code: product.code, name: product.name.message,
      licenceModel: Contracts.LicenceModel(product.licenceModel),
      minimumLicences: Int32(clamping: product.minimumLicences),
      termLength: product.termLength.map(Contracts.CalendarPeriod.init),
      termStart: Contracts.TermStart(product.termStart),
      minimumTerm: product.minimumTerm.map {
        Contracts.MinimumTerm(months: Int32(clamping: $0.months ?? 0), ruleId: $0.rule.rawValue)
      }, renewal: Contracts.RenewalMode(product.renewal),
      cancellation: Contracts.CancellationTerms(product.cancellation),
      addition: Contracts.LicenceAddition(product.addition),
      changesByApplication: product.changesByApplication, desk: product.desk?.rawValue ?? "",
      billedBy: Contracts.BilledBy(product.billedBy),
      items: product.items.map(Contracts.CatalogItem.init))
  }
}

extension Contracts.CalendarPeriod {
  init(_ period: Period) {
    let unit: Calendar.PeriodUnit =
      switch period.unit {
      case .day: .day
      case .week: .week
      case .month: .month
      case .year: .year
      }
    self.init(length: Int32(clamping: period.length), unit: unit)
  }
}

extension Contracts.CancellationTerms {
  init(_ terms: CancellationTerms) {
    self.init(
      ending: Contracts.Ending(terms.ending),
      notice: terms.notice.map(Contracts.CalendarPeriod.init), endsWithTerm: terms.endsWithTerm,
      penalty: terms.penalty.map { Contracts.PenaltyFee($0) } ?? .unspecified,
      needsOriginal: terms.needsOriginal, ruleId: terms.rule.rawValue,
      penaltyRuleId: terms.penaltyRule.rawValue, noRefundRuleId: terms.noRefundRule?.rawValue ?? "")
  }
}

extension Contracts.LicenceAddition {
  init(_ addition: LicenceChange.Addition) {
    switch addition {
    case .atRenewal(let rule): self.init(ruleId: rule.rawValue)
    case .byMonth(let item, let rule): self.init(item: item, ruleId: rule.rawValue)
    }
  }
}

extension Contracts.CatalogItem {
  init(_ item: CatalogueItem) {
    let price: Price? =
      switch item.price {
      case .fixed(let yen): .fixedYen(yen.amount)
      case .tiered(let tiers):
        .tiers(
          Contracts.PriceTiers(
            rows: tiers.rows.map {
              .init(through: Int32(clamping: $0.through), priceYen: $0.price.amount)
            }))
      case .unpublished: nil
      }
    self.init(
      code: item.code, name: item.name.message, feeClass: Contracts.FeeClass(item.feeClass),
      charge: Contracts.Charge(item.charge), countedBy: Contracts.CountedBy(item.per), price: price,
      lot: Int32(clamping: item.lot), validity: item.validity.map(Contracts.CalendarPeriod.init),
      outOfScope: item.category == .outOfScope, taxIncluded: item.basis == .inclusive,
      isMandatory: item.isMandatory, ruleId: item.rule.rawValue)
  }
}
