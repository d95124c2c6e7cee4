import CivilTime
import MadoAPI
import RPC
import Rules

// What a contract has, and the forecast of what becomes of terms.

extension Contracts.ChangeRequest: ContractAction {}

extension ContractHandler {
  func change(
    _ request: Contracts.ChangeRequest, _ call: CallContext
  ) async throws -> Contracts.ChangeResponse {
    try Self.check(request)
    return try await act(request, call, keeping: .fourHundredDays) { row, scene in
      try scene.customers.requireVendor(for: [
        "price_yen": request.priceYen != nil && !request.validateOnly,
        "prices_yen": !request.pricesYen.isEmpty && !request.validateOnly,
      ])
      if scene.product.changesByApplication, !scene.customers.isVendors, !request.validateOnly {
        throw RPCError(
          .failedPrecondition,
          "changes of \(row.product) are applied for: submit an application of the kind CHANGE",
          reason: "APPLICATION_REQUIRED", metadata: ["product": row.product])
      }
      var (trace, net) = (Rules.Trace(), Yen.zero)
      if let licences = request.licences {
        let answer = try LicenceDesk.change(
          &row, &scene, to: Int(licences), atRenewal: request.atRenewal,
          price: request.priceYen.map { Yen($0) })
        trace.append(answer.trace)
        net = answer.net
      }
      if !request.quantities.isEmpty {
        let items = try ItemDesk.change(&row, scene, as: request)
        trace.append(items.trace)
        net = try net.plus(items.net)
      }
      return (trace: trace, net: net)
    } answer: {
      Contracts.ChangeResponse(contract: $0, trace: $1.trace.message, netYen: $1.net.amount)
    }
  }

  /// Throws INVALID_ARGUMENT where nothing is to be changed, or a price is of nothing.
  private static func check(_ request: Contracts.ChangeRequest) throws(RPCError) {
    guard request.licences != nil || !request.quantities.isEmpty else {
      throw .invalid(
        [
          .init(
            field: "licences",
            description: "neither licences nor quantities are given: say what there is to be")
        ], reason: "NOTHING_TO_CHANGE")
    }
    let idle = request.pricesYen.keys.filter { request.quantities[$0] == nil }.sorted()
    var violations = FieldViolations()
    for code in idle {
      violations.add(
        "prices_yen.\(code)", "quantities has no \(code): say how many, or leave it out")
    }
    try violations.refuse()
  }

  func runRenewals(
    _ request: Contracts.RunRenewalsRequest, _ call: CallContext
  ) async throws -> Contracts.RunRenewalsResponse {
    let (customers, today) = (try Customers(of: call), JST.date(of: clock.now))
    let until = try request.asOfDate.map { date throws(RPCError) in
      try CivilDate(date, at: "as_of_date")
    }
    let events = try await call.awaitingStorage {
      try await database.read { connection in
        let tenancy = try customers.tenancy(named: request.tenantId, connection)
        let catalogue = CatalogueStore(connection)
        return try ContractStore(tenancy, connection).contracts().flatMap { row in
          let length = try catalogue.version(row.catalogue)?[row.product]?.termLength
          return row.forecast(of: length, from: today, through: until ?? today)
        }
      }
    }
    return Contracts.RunRenewalsResponse(
      events: events.sorted { ($0.instant, $0.contract) < ($1.instant, $1.contract) }.map(\.message)
    )
  }
}

/// Changes how many licences a contract has: asked for directly, or by an application that was accepted.
enum LicenceDesk {
  /// What a change comes to.
  ///
  /// - Throws: what the rules refuse.
  static func judge(
    _ row: ContractRow, _ scene: ContractScene, to licences: Int, atRenewal: Bool, price: Yen?
  ) throws -> LicenceChange.Answer {
    guard !row.state.isFinal, row.state != .suspended else {
      throw RPCError.state(row.state, "licences are changed while a contract is in use")
    }
    guard !atRenewal || (row.term != nil && row.renewal == .auto) else {
      throw RPCError(
        .failedPrecondition, "\(row.product) is not renewed by itself: order it again",
        reason: "NO_RENEWAL", metadata: ["product": row.product])
    }
    // Without a term there is none to wait for: what is added is there at once.
    let term = row.term ?? scene.today...CivilDate.max
    let day = atRenewal ? term.upperBound.advanced(by: 1) : scene.today
    return try LicenceChange.compute(
      from: Int(clamping: row.licences), to: licences, of: scene.product, on: day, term: term,
      price: price
    ).granted(naming: priceField(of: scene.product))
  }

  /// Changes it, and charges what is owed at once (TEL-13).
  ///
  /// - Throws: what the rules refuse.
  static func change(
    _ row: inout ContractRow, _ scene: inout ContractScene, to licences: Int, atRenewal: Bool,
    price: Yen?
  ) throws -> LicenceChange.Answer {
    let answer = try judge(row, scene, to: licences, atRenewal: atRenewal, price: price)
    guard !atRenewal else {
      row.nextLicences = Int64(answer.licences)
      return answer
    }
    row.licences = Int64(answer.licences)
    if answer.net > .zero, case .byMonth(let item, _) = scene.product.addition {
      try scene.store.put(
        ContractChargeRow(
          id: "\(row.id)-\(row.version + 1)-\(item)", contract: row.id, item: item,
          amount: answer.net, category: scene.product[item]?.category ?? .taxable,
          supplied: scene.today, createdAt: scene.now.seconds))
    }
    return answer
  }

  private static func priceField(of product: Product) -> [String: String] {
    guard case .byMonth(let item, _) = product.addition else { return [:] }
    return ["prices.\(item)": "price_yen"]
  }
}

/// Changes how many of its items a contract has (CTI-09, CTI-21, CTI-22).
enum ItemDesk {
  /// Changes them, and charges what is owed at once.
  ///
  /// - Throws: what the rules refuse, of every item at once.
  static func change(
    _ row: inout ContractRow, _ scene: ContractScene, as request: Contracts.ChangeRequest
  ) throws -> (trace: Rules.Trace, net: Yen) {
    guard !row.state.isFinal, row.state != .suspended else {
      throw RPCError.state(row.state, "a contract is changed while it is in use")
    }
    let order = Quote.Order(row.order, supplied: scene.today)
    var (faults, names, answers) = ([Fault](), [String: String](), [ItemChange.Answer]())
    for (code, count) in request.quantities.sorted(by: { $0.key < $1.key }) {
      names["prices.\(code)"] = "prices_yen.\(code)"
      let wish = ItemChange.Wish(
        code, Int(count), price: request.pricesYen[code].map { Yen($0) },
        isCoTerm: request.coTerm)
      switch ItemChange.compute(
        wish, of: order, row.itemCounts, scene.product, on: scene.today,
        billedFrom: row.billingStart)
      {
      case .granted(let answer): answers.append(answer)
      case .refused(let rejections): faults += rejections.map(\.fault)
      }
    }
    guard faults.isEmpty else { throw RPCError.refusing(faults, naming: names) }
    var (trace, net) = (Rules.Trace(), Yen.zero)
    for answer in answers {
      row.itemCounts.enter(answer.count)
      trace.append(answer.trace)
      net = try net.plus(answer.net)
      guard answer.net > .zero, let item = scene.product[answer.count.item] else { continue }
      try scene.store.put(
        ContractChargeRow(
          id: "\(row.id)-\(row.version + 1)-\(item.code)", contract: row.id, item: item.code,
          amount: answer.net, category: item.category, supplied: scene.today,
          createdAt: scene.now.seconds))
    }
    return (trace, net)
  }
}

extension RPCError {
  /// That a contract is in a state in which something is not possible.
  static func state(_ state: ContractLife.State, _ why: String) -> RPCError {
    RPCError(
      .failedPrecondition, "the contract is \(state.rawValue): \(why)", reason: "STATE",
      metadata: ["field": "state", "value": state.rawValue, "limit": why])
  }
}

/// Something that happens to a term.
private struct TermEvent: Sendable {
  let contract: String
  let instant: CivilTime.Instant
  let kind: Contracts.RenewalEventKind
  let termEnd: CivilDate

  var message: Contracts.RenewalEvent {
    Contracts.RenewalEvent(
      contractId: contract, kind: kind, date: JST.date(of: instant).message,
      termEndDate: termEnd.message)
  }
}

extension ContractRow {
  /// What happens to its terms behind one day up to another.
  ///
  /// - Parameter length: of a term; nil where it has none.
  fileprivate func forecast(
    of length: Period?, from today: CivilDate, through until: CivilDate
  ) -> [TermEvent] {
    guard !state.isFinal, state != .trial, let anchor = termAnchor, let length else { return [] }
    let ends = [cancelledEnd, terminatedEnd].compactMap { $0 }.min()
    var (events, number, last) = ([TermEvent](), Int(clamping: termNumber), term?.upperBound)
    while let end = last, ends.map({ $0 > end }) ?? true,
      let plan = Renewal.plan(termEnd: end, mode: renewal).answer
    {
      let days = plan.events.filter {
        let day = JST.date(of: $0.at)
        return day > today && day <= until
      }
      events += days.map { TermEvent(contract: id, instant: $0.at, kind: $0.word, termEnd: end) }
      guard renewal == .auto, end < until else { break }
      number += 1
      last =
        ContractTerm.compute(number, from: anchor, length: length, rule: .card08).answer?.days
        .upperBound
    }
    return events
  }
}

extension Renewal.Event {
  fileprivate var word: Contracts.RenewalEventKind {
    switch kind {
    case .reminder: .reminded
    case .renewed: .renewed
    case .expired: .expired
    }
  }
}
