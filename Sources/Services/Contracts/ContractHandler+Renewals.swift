import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite

// What becomes of terms, when somebody asks for it: the scheduler's work, in a tenant's contracts alone.

extension Contracts.RunRenewalsRequest: MutationRequest {}

extension ContractHandler {
  /// What is carried out in one call at most: it holds up every other commit.
  private static let renewalsMax = 500

  func runRenewals(
    _ request: Contracts.RunRenewalsRequest, _ call: CallContext
  ) async throws -> Contracts.RunRenewalsResponse {
    let (customers, now) = (try Customers(of: call), clock.now)
    let today = JST.date(of: now)
    let day =
      try request.asOfDate.map { date throws(RPCError) in
        try CivilDate(date, at: "as_of_date")
      } ?? today
    guard day <= today || request.validateOnly else {
      throw RPCError.invalid([
        .init(
          field: "as_of_date",
          description: "\(day) has not come yet: give \(today) or earlier, or set validate_only")
      ])
    }
    let kinds = [ContractTimetable.termEnd, ContractTimetable.reminder]
    return try await mutations.perform(request, call) { [scheduler] transaction in
      let connection = transaction.connection
      let tenancy = try customers.tenancy(named: request.tenantId, connection)
      let outcome = try scheduler.runNow(
        kinds.compactMap { scheduler.work($0.name) }, of: tenancy.tenant, at: now,
        until: JST.instant(day), limit: Self.renewalsMax, in: transaction)
      return Change(
        "renewals", tenancy.tenant.text, in: tenancy.tenant,
        answer: Contracts.RunRenewalsResponse(
          events: try Self.events(outcome.runs, ContractStore(tenancy, connection)),
          failed: outcome.failed.map {
            .init(
              contractId: $0.row.subject, date: JST.date(of: $0.row.due).message,
              error: $0.lastError)
          }, truncated: outcome.isTruncated))
    }
  }

  /// What runs have made of terms, in their order.
  private static func events(
    _ runs: [RunRow], _ store: ContractStore
  ) throws -> [Contracts.RenewalEvent] {
    var (events, ends) = ([Contracts.RenewalEvent](), [String: CivilDate]())
    // From the last to the first: a reminder is of the term that ends behind it, or has not ended.
    for run in runs.reversed() {
      guard let contract = try store.contract(run.subject) else { continue }
      let day = JST.date(of: run.due)
      var kind = Contracts.RenewalEventKind.reminded
      if run.kind == ContractTimetable.termEnd.name {
        kind = contract.renewal == .auto ? .renewed : .expired
        ends[contract.id] = day.advanced(by: -1)
      }
      let end = ends[contract.id] ?? contract.term?.upperBound
      events.append(
        Contracts.RenewalEvent(
          contractId: contract.id, kind: kind, date: day.message, termEndDate: end?.message))
    }
    return events.reversed()
  }
}
