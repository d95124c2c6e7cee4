import CivilTime
import MadoAPI
import RPC
import Rules
import StandardAPI
import Storage

extension Telework.LockRequest: MutationRequest {}
extension Telework.UnlockRequest: MutationRequest {}

/// Serves `mado.telework.v1.PeriodService`.
struct PeriodHandler: Telework.PeriodService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations

  /// Months that are listed.
  private static let listMax = 500

  func lock(
    _ request: Telework.LockRequest, _ call: CallContext
  ) async throws -> Telework.LockResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    let month = try Self.month(request.month)
    let today = JST.date(of: now)
    guard month.lastOfMonth < today else {
      throw RPCError(
        .failedPrecondition,
        "\(month.description.prefix(7)) is not over on \(today): lock it from the next month on",
        reason: "MONTH_STILL_OPEN", metadata: ["month": String(month.description.prefix(7))])
    }
    let row = LockRow(month: month, at: now, by: try call.caller.principal.subject)
    return try await mutations.perform(request, call) { transaction in
      let store = PunchStore(tenancy, transaction.connection)
      if let known = try store.lock(on: month) {
        return Change([], answer: Telework.LockResponse(month: Telework.LockedMonth(known)))
      }
      try store.lock(row)
      let made = Telework.LockedMonth(row)
      return Change(
        "locked-month", month.description, to: made, answer: Telework.LockResponse(month: made))
    }
  }

  func unlock(
    _ request: Telework.UnlockRequest, _ call: CallContext
  ) async throws -> Telework.UnlockResponse {
    let tenancy = try call.tenancy
    let month = try Self.month(request.month)
    return try await mutations.perform(request, call) { transaction in
      let store = PunchStore(tenancy, transaction.connection)
      guard let known = try store.lock(on: month), try store.unlock(month) else {
        if request.allowMissing { return Change([], answer: Telework.UnlockResponse()) }
        throw RPCError(
          .notFound, "\(month.description.prefix(7)) is not locked: list the months that are",
          reason: "LOCK_NOT_FOUND", metadata: ["month": String(month.description.prefix(7))])
      }
      return Change(
        "locked-month", month.description, from: Telework.LockedMonth(known),
        answer: Telework.UnlockResponse())
    }
  }

  func list(
    _ request: Telework.PeriodServiceListRequest, _ call: CallContext
  ) async throws -> Telework.PeriodServiceListResponse {
    let tenancy = try call.tenancy
    let rows = try await call.awaitingStorage {
      try await database.read { try PunchStore(tenancy, $0).locks(limit: Self.listMax) }
    }
    return Telework.PeriodServiceListResponse(months: rows.map(Telework.LockedMonth.init))
  }

  /// The first day of the month that a day lies in.
  private static func month(_ date: GoogleType.Date?) throws(RPCError) -> CivilDate {
    let given = date ?? .init()
    guard let day = CivilDate(given) else {
      throw .invalid(
        [
          .init(
            field: "month",
            description:
              "\(given.year)-\(given.month)-\(given.day) is no day: give one of the month")
        ])
    }
    return day.firstOfMonth
  }
}
