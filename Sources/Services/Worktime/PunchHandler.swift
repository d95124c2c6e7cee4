import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Telework.PunchRequest: MutationRequest {}
extension Telework.CorrectRequest: MutationRequest {}
extension Telework.DecideCorrectionRequest: MutationRequest {}

/// Serves `mado.telework.v1.PunchService`: here punching and reading, corrections beside it.
struct PunchHandler: Telework.PunchService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  // MARK: Punching

  func punch(
    _ request: Telework.PunchRequest, _ call: CallContext
  ) async throws -> Telework.PunchResponse {
    let (tenancy, principal, now) = (try call.tenancy, try call.caller.principal, clock.now)
    let punch = try Self.punch(request.punch ?? .init(), of: principal, at: now)
    let device = principal.isDevice ? principal.subject : nil
    return try await mutations.perform(request, call) { transaction in
      if device != nil { try TeleworkContract.requireRunning(tenancy, transaction.connection) }
      let store = PunchStore(tenancy, transaction.connection)
      switch try PunchIntake.take(
        punch, of: principal.worker, from: device, received: now, store)
      {
      case .counts(let row, let answer):
        let made = Telework.Punch(row)
        return Change(
          "punch", row.id, to: made,
          answer: Telework.PunchResponse(
            punch: made, work: Telework.Work(answer.work), trace: answer.trace.message))
      case .waits(let row):
        let made = Telework.Correction(row)
        return Change(
          "punch-correction", row.id, to: made, answer: Telework.PunchResponse(correction: made))
      }
    }
  }

  /// What a request punches. Its time is ours unless a device says it.
  private static func punch(
    _ given: Telework.Punch, of principal: Principal, at now: Instant
  ) throws(RPCError) -> Rules.Punch {
    var violations = FieldViolations()
    var at: Instant? = now
    if let time = given.punchTime {
      at = Instant(time).flatMap { $0.storedNanoseconds == nil ? nil : $0 }
      if at == nil {
        violations.add(
          "punch.punch_time",
          "\(time.seconds) s and \(time.nanos) ns is outside the years 1678 to 2261: give another")
      }
      if !principal.isDevice {
        violations.add(
          "punch.punch_time",
          "only a device says when: leave it out, or ask for a correction of what was before")
      }
    }
    if given.source == .detected, !principal.isDevice {
      violations.add("punch.source", "only a device detects: leave it out")
    }
    try violations.refuse()
    guard let at, let punch = Rules.Punch(given, at: at) else {
      throw .invalid([.init(field: "punch.act", description: "the act is missing: give one")])
    }
    return punch
  }

  // MARK: Reading

  func list(
    _ request: Telework.PunchServiceListRequest, _ call: CallContext
  ) async throws -> Telework.PunchServiceListResponse {
    let tenancy = try call.tenancy
    let worker = try call.worker(named: request.workerId)
    let filter = try Filter(request.filter, of: PunchStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["punches", tenancy.tenant.text, worker, request.filter], secret: pageTokenSecret)
    let place =
      try page.place(words: 2) { words in
        Int64(words[0]).map { (at: $0, id: words[1]) }
      } ?? (at: .min, id: "")
    let rows = try await call.awaitingStorage {
      try await database.read { connection in
        try PeopleStore(tenancy, connection).requireWorker(worker)
        return try PunchStore(tenancy, connection).list(
          filter, of: worker, after: place, limit: page.limit)
      }
    }
    let shown = try page.cut(rows) { "\(try $0.punch.at.stored()) \($0.id)" }
    return Telework.PunchServiceListResponse(
      punches: shown.rows.map(Telework.Punch.init), nextPageToken: shown.next)
  }

  /// Days that are shown at once, and how long after the last of them work that began there may end.
  private static let (daysMax, lastDays) = (366, 7)

  func listWork(
    _ request: Telework.ListWorkRequest, _ call: CallContext
  ) async throws -> Telework.ListWorkResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    let worker = try call.worker(named: request.workerId)
    let days = try Self.days(request)
    let end = JST.instant((try? days.upperBound.plus(days: Self.lastDays)) ?? .max)
    let rows = try await call.awaitingStorage {
      try await database.read { connection in
        try PeopleStore(tenancy, connection).requireWorker(worker)
        return try PunchStore(tenancy, connection).counting(
          of: worker, from: JST.instant(days.lowerBound), until: end)
      }
    }
    let work = Timesheet.work(of: rows.map(\.record)).filter { days.contains($0.day) }
    let totals = WorkAnalysis.rows(
      work, [], [], by: WorkAnalysis.Period(request.period), in: days, at: now)
    return Telework.ListWorkResponse(
      work: work.map(Telework.Work.init), totals: totals.map(Telework.WorkTotal.init))
  }

  private static func days(
    _ request: Telework.ListWorkRequest
  ) throws(RPCError) -> ClosedRange<CivilDate> {
    var violations = FieldViolations()
    let from = CivilDate(request.fromDate ?? .init())
    let through = CivilDate(request.throughDate ?? .init())
    if from == nil { violations.add("from_date", "it is no day: give year, month and day") }
    if through == nil { violations.add("through_date", "it is no day: give year, month and day") }
    if let from, let through, !(0..<daysMax).contains(from.days(to: through)) {
      violations.add(
        "through_date",
        "\(through) is not within \(daysMax) days from \(from): give a day from it on")
    }
    if let from, from.civil.year < 1679 || from.civil.year > 2260 {
      violations.add("from_date", "\(from) is outside the years 1679 to 2260: give another")
    }
    try violations.refuse()
    let first = from ?? .min
    return first...max(first, through ?? first)
  }

  // MARK: Refusals

  static func locked(_ lock: LockRow) -> RPCError {
    let month = String(lock.month.description.prefix(7))
    return RPCError(
      .failedPrecondition,
      "\(month) is locked since \(lock.at): have an administrator unlock it first",
      reason: "PERIOD_LOCKED", metadata: ["month": month])
  }
}

extension Principal {
  /// Whether a worker's machine calls.
  fileprivate var isDevice: Bool {
    if case .tenant(_, let roles) = side { roles.contains(.device) } else { false }
  }
}
