import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Support.StartRequest: MutationRequest {}
extension Support.StopRequest: MutationRequest {}
extension Support.AddRequest: MutationRequest {}
extension Support.MergeEntriesRequest: MutationRequest {}
extension Support.ReverseEntryRequest: MutationRequest {}
extension Support.SendReportRequest: MutationRequest {}

/// Serves `mado.support.v1.WorkLogService`.
struct WorkLogHandler: Support.WorkLogService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let outbox: Outbox
  let pageTokenSecret: [UInt8]

  /// The item of paid support whose units handlings cost (SUP-12).
  static let item = "incidents"

  // MARK: Entering

  func start(
    _ request: Support.StartRequest, _ call: CallContext
  ) async throws -> Support.StartResponse {
    let (reach, agent, now) = (
      try call.caller.reach, try call.caller.principal.subject, clock.now
    )
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let (row, book) = try Self.book(ofCase: request.caseId, reach, transaction.connection)
      if let running = try book.store.running(in: row.id, of: agent) {
        throw Self.running(running.id)
      }
      let handling = HandlingRow(
        id: freshID("handling", at: now.seconds), caseID: row.id, contract: row.contract,
        agent: agent, start: now, state: .running)
      try book.store.add(handling)
      let made = try book.message(handling)
      return Change(
        "handling", handling.id, to: made, in: row.tenant,
        answer: Support.StartResponse(handling: made))
    }
  }

  func stop(
    _ request: Support.StopRequest, _ call: CallContext
  ) async throws -> Support.StopResponse {
    let now = clock.now
    return try await mutations.perform(request, call, keeping: .fourHundredDays) {
      transaction in
      let (handling, book) = try Self.book(of: request.id, transaction.connection)
      guard handling.state == .running else {
        throw RPCError(
          .failedPrecondition, "the handling \"\(handling.id)\" does not run: enter another",
          reason: "HANDLING_NOT_RUNNING", metadata: ["id": handling.id])
      }
      var ended = handling
      ended.end = max(now, handling.start)
      ended.spent = handling.start.duration(to: max(now, handling.start))
      let before = try book.message(handling)
      let (charged, consumption) = try book.charge(ended, naming: ["duration": "id"])
      try book.store.replace(charged)
      let after = try book.message(charged)
      return Change(
        "handling", charged.id, from: before, to: after, in: book.tenancy.tenant,
        answer: Support.StopResponse(handling: after, consumption: consumption))
    }
  }

  func add(
    _ request: Support.AddRequest, _ call: CallContext
  ) async throws -> Support.AddResponse {
    let (reach, agent, now) = (
      try call.caller.reach, try call.caller.principal.subject, clock.now
    )
    let (start, end) = try Self.span(request, now)
    return try await mutations.perform(request, call, keeping: .fourHundredDays) {
      transaction in
      let (row, book) = try Self.book(ofCase: request.caseId, reach, transaction.connection)
      let entered = HandlingRow(
        id: freshID("handling", at: now.seconds), caseID: row.id, contract: row.contract,
        agent: agent, start: start, end: end, spent: start.duration(to: end), state: .running)
      let (charged, consumption) = try book.charge(entered, naming: ["duration": "end_time"])
      try book.store.add(charged)
      let made = try book.message(charged)
      return Change(
        "handling", charged.id, to: made, in: row.tenant,
        answer: Support.AddResponse(handling: made, consumption: consumption))
    }
  }

  /// From when until when a handling was, every wrong field at once.
  private static func span(
    _ request: Support.AddRequest, _ now: Instant
  ) throws(RPCError) -> (start: Instant, end: Instant) {
    var violations = FieldViolations()
    func instant(_ given: GoogleProtobuf.Timestamp?, _ field: String) -> Instant? {
      let given = given ?? .init()
      if let instant = Instant(given) { return instant }
      violations.add(
        field, "\(given.seconds) s and \(given.nanos) ns is no instant: give one of the past")
      return nil
    }
    let start = instant(request.startTime, "start_time")
    let end = instant(request.endTime, "end_time")
    if let end, end > now {
      violations.add("end_time", "\(end) is in the future: give an instant until \(now)")
    }
    try violations.refuse()
    return (start ?? now, end ?? now)
  }

  // MARK: Correcting

  func mergeEntries(
    _ request: Support.MergeEntriesRequest, _ call: CallContext
  ) async throws -> Support.MergeEntriesResponse {
    let now = clock.now
    return try await mutations.perform(request, call, keeping: .fourHundredDays) {
      transaction in
      let (_, book) = try Self.book(of: request.ids.first ?? "", transaction.connection)
      var rows = try request.ids.map { id -> HandlingRow in
        guard let row = try book.store.find(id) else { throw Self.notFound(id) }
        guard row.state != .running else { throw Self.running(id) }
        guard row.state == .stopped || row.state == .reported else { throw Self.notStanding(id) }
        return row
      }
      let merged = try WorkLog.merge(rows.compactMap(\.handling))
        .granted(naming: ["handlings": "ids"])
      let before = try rows.map { try book.message($0) }
      for place in rows.indices {
        try book.takeBack(rows[place], because: "merged", at: now)
        (rows[place].state, rows[place].mergedInto) = (.merged, merged.handling.id)
        if place > 0 { try book.store.replace(rows[place]) }
      }
      rows[0].start = merged.handling.start
      (rows[0].end, rows[0].spent) = (merged.handling.end, merged.handling.spent)
      rows[0].mergedInto = ""
      let (charged, consumption) = try book.charge(
        rows[0], naming: ["duration": "ids"], behind: merged.trace)
      rows[0] = charged
      try book.store.replace(charged)
      let after = try rows.map { try book.message($0) }
      return Change(
        zip(before, after).map {
          Alteration("handling", $1.id, from: $0, to: $1, in: book.tenancy.tenant)
        },
        answer: Support.MergeEntriesResponse(handling: after.first, consumption: consumption))
    }
  }

  func reverseEntry(
    _ request: Support.ReverseEntryRequest, _ call: CallContext
  ) async throws -> Support.ReverseEntryResponse {
    let now = clock.now
    let hasMailer = outbox.hasMailer
    return try await mutations.perform(request, call, keeping: .fourHundredDays) {
      transaction in
      let (row, book) = try Self.book(of: request.id, transaction.connection)
      guard row.state != .running else { throw Self.running(row.id) }
      guard row.state == .stopped || row.state == .reported else {
        throw Self.notStanding(row.id)
      }
      let before = try book.message(row)
      try book.takeBack(row, because: request.reason, at: now)
      var reversed = row
      (reversed.state, reversed.reversalReason) = (.reversed, request.reason)
      try book.store.replace(reversed)
      let notices = row.state == .reported ? try book.report.sendReversal(of: row, at: now) : []
      let after = try book.message(reversed)
      return Change(
        [Alteration("handling", row.id, from: before, to: after, in: book.tenancy.tenant)]
          + book.alterations(of: notices, hasMailer: hasMailer),
        answer: Support.ReverseEntryResponse(handling: after))
    }
  }

  // MARK: Telling

  func sendReport(
    _ request: Support.SendReportRequest, _ call: CallContext
  ) async throws -> Support.SendReportResponse {
    let (reach, now, hasMailer) = (try call.caller.reach, clock.now, outbox.hasMailer)
    return try await mutations.perform(request, call) { transaction in
      let (row, book) = try Self.book(ofCase: request.caseId, reach, transaction.connection)
      var (response, alterations) = (Support.SendReportResponse(), [Alteration]())
      for handling in try book.store.unreported(of: row.id) {
        let before = try book.message(handling)
        let (sent, notices) = try book.report.send(handling, at: now)
        let after = try book.message(sent)
        alterations.append(
          Alteration("handling", sent.id, from: before, to: after, in: row.tenant))
        alterations += book.alterations(of: notices, hasMailer: hasMailer)
        response.handlings.append(after)
        response.noticeIds += notices.map(\.id)
      }
      return Change(alterations, answer: response)
    }
  }

  // MARK: Reading

  func list(
    _ request: Support.WorkLogServiceListRequest, _ call: CallContext
  ) async throws -> Support.WorkLogServiceListResponse {
    let tenancy = try call.tenancy(orOf: request.tenantId)
    let filter = try Filter(request.filter, of: HandlingStore.filterFields)
    let page = try Page(
      request.pageSize, request.pageToken, of: ["handlings", tenancy.tenant.text, request.filter],
      secret: pageTokenSecret)
    let place = try page.place(words: 2) { words in
      Int64(words[0]).map { (start: $0, id: words[1]) }
    }
    let (messages, next) = try await call.awaitingStorage {
      try await database.read { connection -> ([Support.Handling], String) in
        let book = WorkBook(tenancy, connection)
        let found = try book.store.list(filter, before: place, limit: page.limit)
        let shown = try page.cut(found) { "\(try $0.start.stored()) \($0.id)" }
        return (try shown.rows.map { try book.message($0) }, shown.next)
      }
    }
    return Support.WorkLogServiceListResponse(handlings: messages, nextPageToken: next)
  }

  // MARK: Finding

  /// The case of paid support whose handlings are entered, and the book of its tenant.
  private static func book(
    ofCase id: String, _ reach: Reach, _ connection: Connection
  ) throws -> (row: CaseRow, book: WorkBook) {
    let row = try CaseHandler.file(id, reach, connection).row
    guard row.channel == .paid, !row.contract.isEmpty else {
      throw RPCError(
        .failedPrecondition,
        "the case \"\(id)\" is not of the paid channel: what is done for it costs no units",
        reason: "CASE_NOT_PAID", metadata: ["id": id])
    }
    return (row, WorkBook(.ofWhomItConcerns(row.tenant), connection))
  }

  /// A handling, and the book of its tenant.
  private static func book(
    of id: String, _ connection: Connection
  ) throws -> (row: HandlingRow, book: WorkBook) {
    guard let tenant = try CaseRegister(connection).tenant(ofHandling: id) else {
      throw notFound(id)
    }
    let book = WorkBook(.ofWhomItConcerns(tenant), connection)
    guard let row = try book.store.find(id) else { throw notFound(id) }
    return (row, book)
  }

  private static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no handling \"\(id)\": check the id", reason: "HANDLING_NOT_FOUND",
      metadata: ["id": id])
  }

  private static func running(_ id: String) -> RPCError {
    RPCError(
      .failedPrecondition, "the handling \"\(id)\" runs: stop it first",
      reason: "HANDLING_RUNNING", metadata: ["id": id])
  }

  private static func notStanding(_ id: String) -> RPCError {
    RPCError(
      .failedPrecondition, "the handling \"\(id)\" was merged or taken back: it stands no more",
      reason: "HANDLING_NOT_STANDING", metadata: ["id": id])
  }
}
