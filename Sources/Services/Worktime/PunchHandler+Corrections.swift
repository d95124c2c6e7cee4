import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension PunchHandler {
  func correct(
    _ request: Telework.CorrectRequest, _ call: CallContext
  ) async throws -> Telework.CorrectResponse {
    let (tenancy, caller, now) = (try call.tenancy, try call.caller.principal, clock.now)
    let worker = try call.worker(named: request.workerId)
    let punch = try request.punch.map { try Self.corrected($0, at: now) }
    var row = CorrectionRow(
      id: freshID("correction", at: now.seconds), worker: worker, replaces: request.replacesId,
      punch: punch, reason: request.reason, state: .requested, requester: caller.subject,
      requested: now)
    // Who may see another looks after him: he decides, and at once.
    if worker != caller.worker {
      (row.state, row.decider) = (.approved, caller.subject)
    }
    return try await mutations.perform(request, call) { [row] transaction in
      let connection = transaction.connection
      try PeopleStore(tenancy, connection).requireWorker(worker)
      let store = PunchStore(tenancy, connection)
      let answer = try Self.judge(row, store)
      try store.add(row)
      if row.state == .approved { try Self.apply(row, store, at: now) }
      let made = Telework.Correction(row)
      return Change(
        "punch-correction", row.id, to: made,
        answer: Telework.CorrectResponse(
          correction: made, work: answer.work.map(Telework.Work.init), trace: answer.trace.message))
    }
  }

  func decideCorrection(
    _ request: Telework.DecideCorrectionRequest, _ call: CallContext
  ) async throws -> Telework.DecideCorrectionResponse {
    let (tenancy, caller, now) = (try call.tenancy, try call.caller.principal.subject, clock.now)
    return try await mutations.perform(request, call) { transaction in
      let store = PunchStore(tenancy, transaction.connection)
      guard var row = try store.correction(request.id) else {
        throw RPCError(
          .notFound, "there is no correction \"\(request.id)\" that you may see: check the id",
          reason: "CORRECTION_NOT_FOUND", metadata: ["id": request.id])
      }
      guard row.state == .requested else {
        throw RPCError(
          .failedPrecondition,
          "\(row.id) was decided: it is \(row.state.rawValue); ask for another correction",
          reason: "CORRECTION_DECIDED", metadata: ["id": row.id, "state": row.state.rawValue])
      }
      guard row.requester != caller, row.worker != caller else {
        throw RPCError(
          .failedPrecondition,
          "\(row.id) is your own: have another manager decide it", reason: "OWN_CORRECTION",
          metadata: ["id": row.id])
      }
      let before = Telework.Correction(row)
      (row.state, row.decider) = (request.approve ? .approved : .refused, caller)
      row.comment = request.comment
      let answer = request.approve ? try Self.judge(row, store) : nil
      try store.decide(row)
      if request.approve { try Self.apply(row, store, at: now) }
      let after = Telework.Correction(row)
      return Change(
        "punch-correction", row.id, from: before, to: after,
        answer: Telework.DecideCorrectionResponse(
          correction: after, work: answer?.work.map(Telework.Work.init) ?? [],
          trace: answer?.trace.message))
    }
  }

  /// What a correction has count, at the time that it says.
  private static func corrected(
    _ given: Telework.Punch, at now: Instant
  ) throws(RPCError) -> Rules.Punch {
    var violations = FieldViolations()
    let at = given.punchTime.flatMap { Instant($0) }
    if at?.storedNanoseconds == nil {
      violations.add(
        "punch.punch_time", "it is no instant of the years 1678 to 2261: say when it was")
    } else if let at, at > now {
      violations.add("punch.punch_time", "\(at) is in the future: give an instant until \(now)")
    }
    if given.source == .detected {
      violations.add("punch.source", "what is corrected is operated: leave it out")
    }
    try violations.refuse()
    guard let at, let punch = Rules.Punch(given, at: at) else {
      throw .invalid([.init(field: "punch.act", description: "the act is missing: give one")])
    }
    return punch
  }

  /// What counts with a correction, if the punches then follow one another and no month is locked.
  private static func judge(
    _ row: CorrectionRow, _ store: PunchStore
  ) throws -> Timesheet.Answer {
    let replaced = row.replaces.isEmpty ? nil : try store.punch(row.replaces)
    guard row.replaces.isEmpty || replaced?.worker == row.worker else {
      throw RPCError.refusing(
        [Timesheet.Rejection.punchUnknown(row.replaces).fault], naming: fields)
    }
    let instants = [replaced?.punch.at, row.punch?.at].compactMap { $0 }
    let first = instants.min() ?? row.requested
    let rows = try store.counting(of: row.worker, from: first)
    let answer = try Timesheet.correct(rows.map(\.record), [], by: row.correction)
      .granted(naming: fields)
    let days = Timesheet.work(of: rows.map(\.record)).filter { span in
      instants.contains { span.start <= $0 && $0 <= span.end ?? .max }
    }.map(\.day)
    for day in days + instants.map(JST.date(of:)) {
      if let lock = try store.lock(on: day) { throw locked(lock) }
    }
    return answer
  }

  private static let fields = ["correction": "punch", "replaces": "replaces_id"]

  /// Has a correction count.
  private static func apply(
    _ row: CorrectionRow, _ store: PunchStore, at now: Instant
  ) throws {
    if !row.replaces.isEmpty { try store.markReplaced(row.replaces, by: row.id) }
    if let punch = row.punch {
      try store.add(
        PunchRow(
          id: row.punchID, worker: row.worker, punch: punch, received: now, correction: row.id))
    }
  }

  func listCorrections(
    _ request: Telework.ListCorrectionsRequest, _ call: CallContext
  ) async throws -> Telework.ListCorrectionsResponse {
    let tenancy = try call.tenancy
    let filter = try Filter(request.filter, of: PunchStore.correctionFilterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["corrections", tenancy.tenant.text, tenancy.whose.text, request.filter],
      secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let rows = try await call.awaitingStorage {
      try await database.read {
        try PunchStore(tenancy, $0).corrections(filter, after: after, limit: size.rows + 1)
      }
    }
    let page = rows.prefix(size.rows)
    return Telework.ListCorrectionsResponse(
      corrections: page.map(Telework.Correction.init),
      nextPageToken: rows.count > page.count ? page.last.map { token.seal($0.id) } ?? "" : "")
  }
}
