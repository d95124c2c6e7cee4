import CivilTime
import MadoAPI
import RPC
import Rules

/// What a contract is to have: asked for directly, or by an application (TEL-12).
struct ContractWish: Sendable, Hashable {
  /// How many licences; nil leaves them.
  var licences: Int?
  /// Whether licences change from the next term on.
  var atRenewal = false
  /// What one licence more costs in a month, where the catalogue publishes nothing (TEL-13).
  var price: Yen?
  /// How many of its items, by their codes.
  var quantities: [String: Int] = [:]
  /// Prices of what is taken anew, by the items' codes, where the catalogue publishes none.
  var prices: [String: Yen] = [:]
  /// Whether more of what is paid ahead for a year ends with the present year (CTI-21).
  var isCoTerm = false

  /// Throws INVALID_ARGUMENT where nothing is to be changed, or a price is of nothing.
  func check() throws(RPCError) {
    guard licences != nil || !quantities.isEmpty else {
      throw .invalid(
        [
          .init(
            field: "licences",
            description: "neither licences nor quantities are given: say what there is to be")
        ], reason: "NOTHING_TO_CHANGE")
    }
    var violations = FieldViolations()
    for code in prices.keys.filter({ quantities[$0] == nil }).sorted() {
      violations.add(
        "prices_yen.\(code)", "quantities has no \(code): say how many, or leave it out")
    }
    try violations.refuse()
  }
}

/// Changes what a contract has, and charges what is owed at once.
enum ContractDesk {
  /// What a change comes to.
  struct Outcome: Sendable {
    /// The contract as it makes it.
    var contract: ContractRow
    var charges: [ContractChargeRow] = []
    var trace = Rules.Trace()
    /// What is charged at once, without tax.
    var net = Yen.zero

    /// Charges an amount that belongs to an item, if there is one.
    fileprivate mutating func charge(_ amount: Yen, _ item: String, in scene: ContractScene) throws
    {
      net = try net.plus(amount)
      guard amount > .zero else { return }
      charges.append(
        ContractChargeRow(
          id: "\(contract.id)-\(contract.version + 1)-\(item)", contract: contract.id, item: item,
          amount: amount, category: scene.product[item]?.category ?? .taxable,
          supplied: scene.today, createdAt: scene.now.seconds))
    }
  }

  /// Changes a contract as it stands today.
  ///
  /// - Throws: what ``judge(_:_:as:)`` throws.
  static func change(
    _ row: inout ContractRow, _ scene: ContractScene, as wish: ContractWish
  ) throws -> Outcome {
    let outcome = try judge(row, scene, as: wish)
    for charge in outcome.charges { try scene.store.put(charge) }
    row = outcome.contract
    return outcome
  }

  /// What a change of a contract as it stands today comes to, without effect.
  ///
  /// - Throws: what the rules refuse, of every field at once.
  static func judge(
    _ row: ContractRow, _ scene: ContractScene, as wish: ContractWish
  ) throws -> Outcome {
    guard !row.state.isFinal, row.state != .suspended else {
      throw RPCError.state(row.state, "a contract is changed while it is in use")
    }
    var (faults, names) = ([Fault](), [String: String]())
    var licences: LicenceChange.Answer?
    if let count = wish.licences {
      if case .byMonth(let item, _) = scene.product.addition {
        names["prices.\(item)"] = "price_yen"
      }
      switch try judge(row, scene, licences: count, as: wish) {
      case .granted(let answer): licences = answer
      case .refused(let rejections): faults += rejections.map(\.fault)
      }
    }
    var items: [ItemChange.Answer] = []
    let order = Quote.Order(row.order, supplied: scene.today)
    for (code, count) in wish.quantities.sorted(by: { $0.key < $1.key }) {
      names["prices.\(code)"] = "prices_yen.\(code)"
      switch ItemChange.compute(
        .init(code, count, price: wish.prices[code], isCoTerm: wish.isCoTerm), of: order,
        row.itemCounts, scene.product, on: scene.today, billedFrom: row.billingStart)
      {
      case .granted(let answer): items.append(answer)
      case .refused(let rejections): faults += rejections.map(\.fault)
      }
    }
    guard faults.isEmpty else { throw RPCError.refusing(faults, naming: names) }
    var outcome = Outcome(contract: row)
    if let licences { try outcome.take(licences, as: wish, in: scene) }
    for item in items { try outcome.take(item, in: scene) }
    return outcome
  }

  private static func judge(
    _ row: ContractRow, _ scene: ContractScene, licences: Int, as wish: ContractWish
  ) throws(RPCError) -> Ruling<LicenceChange.Answer, LicenceChange.Rejection> {
    guard !wish.atRenewal || (row.term != nil && row.renewal == .auto) else {
      throw RPCError(
        .failedPrecondition, "\(row.product) is not renewed by itself: order it again",
        reason: "NO_RENEWAL", metadata: ["product": row.product])
    }
    // Without a term there is none to wait for: what is added is there at once.
    let term = row.term ?? scene.today...CivilDate.max
    let day = wish.atRenewal ? term.upperBound.advanced(by: 1) : scene.today
    return LicenceChange.compute(
      from: Int(clamping: row.licences), to: licences, of: scene.product, on: day, term: term,
      price: wish.price)
  }
}

extension ContractDesk.Outcome {
  /// Takes over other licences, which are charged within a term (TEL-13).
  fileprivate mutating func take(
    _ answer: LicenceChange.Answer, as wish: ContractWish, in scene: ContractScene
  ) throws {
    trace.append(answer.trace)
    if wish.atRenewal {
      contract.nextLicences = Int64(answer.licences)
    } else {
      contract.licences = Int64(answer.licences)
      guard case .byMonth(let item, _) = scene.product.addition else { return }
      try charge(answer.net, item, in: scene)
    }
  }

  /// Takes over another count of an item (CTI-09, CTI-21, CTI-22).
  fileprivate mutating func take(_ answer: ItemChange.Answer, in scene: ContractScene) throws {
    trace.append(answer.trace)
    contract.itemCounts.enter(answer.count)
    try charge(answer.net, answer.count.item, in: scene)
  }
}
