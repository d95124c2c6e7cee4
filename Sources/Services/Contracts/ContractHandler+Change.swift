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
    let wish = ContractWish(request)
    try wish.check()
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
      return try ContractDesk.change(&row, scene, as: wish)
    } answer: {
      Contracts.ChangeResponse(contract: $0, trace: $1.trace.message, netYen: $1.net.amount)
    }
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

extension ContractWish {
  fileprivate init(_ request: Contracts.ChangeRequest) {
    self.init(
      licences: request.licences.map { Int($0) }, atRenewal: request.atRenewal,
      price: request.priceYen.map { Yen($0) }, quantities: request.quantities.mapValues { Int($0) },
      prices: request.pricesYen.mapValues { Yen($0) }, isCoTerm: request.coTerm)
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
