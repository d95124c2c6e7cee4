import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

/// Serves `mado.telework.v1.PresenceService`.
struct PresenceHandler: Telework.PresenceService {
  let database: Database
  let clock: any Clock
  let board: PresenceBoard
  let pace: WatchPace
  let pageTokenSecret: [UInt8]

  func get(
    _ request: Telework.PresenceServiceGetRequest, _ call: CallContext
  ) async throws -> Telework.PresenceServiceGetResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    let worker = try call.worker(named: request.workerId)
    let row = try await call.awaitingStorage {
      try await database.read { connection in
        try PeopleStore(tenancy, connection).requireWorker(worker)
        return try PresenceStore(tenancy, connection).presence(of: worker)
      }
    }
    return Telework.PresenceServiceGetResponse(
      presence: row.map { Telework.WorkerPresence($0, at: now) } ?? .init(ofUnheard: worker))
  }

  // MARK: Intervals

  /// Days that are asked for at once, and sightings that are looked at for a page.
  private static let (daysMax, sightingsMax) = (400, 20_000)

  func listIntervals(
    _ request: Telework.ListIntervalsRequest, _ call: CallContext
  ) async throws -> Telework.ListIntervalsResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    let worker = try call.worker(named: request.workerId)
    let span = try Self.span(request)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["intervals", tenancy.tenant.text, worker, "\(span)"], secret: pageTokenSecret)
    var start = span.lowerBound
    if !request.pageToken.isEmpty {
      guard let place = Int64(try token.open(request.pageToken)) else { throw token.mismatch }
      start = max(start, Instant(storedNanoseconds: place))
    }
    let rest = min(start, span.upperBound)..<span.upperBound
    let (intervals, end) = try await call.awaitingStorage {
      try await database.read { connection in
        try PeopleStore(tenancy, connection).requireWorker(worker)
        return try Self.intervals(of: worker, in: rest, PresenceStore(tenancy, connection), at: now)
      }
    }
    let page = intervals.prefix(size.rows)
    let last = page.last?.span.upperBound ?? end
    let isAll = page.count == intervals.count && end >= min(span.upperBound, now)
    return Telework.ListIntervalsResponse(
      intervals: page.map(Telework.PresenceInterval.init),
      nextPageToken: isAll ? "" : token.seal("\(try last.stored())"))
  }

  /// The intervals from the beginning of a span as far as it is looked at, and how far that is.
  private static func intervals(
    of worker: String, in span: Range<Instant>, _ store: PresenceStore, at now: Instant
  ) throws -> ([Presence.Interval], Instant) {
    let before = span.lowerBound.advanced(by: .zero - Presence.silence)
    let sightings = try store.sightings(
      of: worker, from: before, until: span.upperBound, limit: sightingsMax)
    var end = span.upperBound
    if sightings.count == sightingsMax, let last = sightings.last?.at, last > span.lowerBound {
      end = last
    }
    return (Presence.intervals(sightings, in: span.lowerBound..<end, at: now), end)
  }

  private static func span(
    _ request: Telework.ListIntervalsRequest
  ) throws(RPCError) -> Range<Instant> {
    var violations = FieldViolations()
    let from = violations.instant(request.fromTime, "from_time")
    let before = violations.instant(request.beforeTime, "before_time")
    let limit = Duration.seconds(86_400 * daysMax)
    if before < from || from.duration(to: before) > limit {
      violations.add(
        "before_time",
        "\(before) is not within \(daysMax) days from \(from): give an instant from it on")
    }
    for (name, instant) in [("from_time", from), ("before_time", before)]
    where instant.storedNanoseconds == nil
      || instant.advanced(by: .zero - Presence.silence).storedNanoseconds == nil
    {
      violations.add(name, "\(instant) is outside the years 1678 to 2261: give another")
    }
    try violations.refuse()
    return from..<max(from, before)
  }

  // MARK: Watching

  func watchGroup(
    _ request: Telework.WatchGroupRequest,
    _ responses: ResponseStream<Telework.WatchGroupResponse>, _ call: CallContext
  ) async throws {
    let tenancy = try call.tenancy
    let tokens = PageToken(
      of: ["presence", tenancy.tenant.text, request.groupId], named: "resume_token",
      secret: pageTokenSecret)
    var seq: Int64?
    if !request.resumeToken.isEmpty {
      guard let text = try? tokens.open(request.resumeToken), let last = Int64(text) else {
        throw Self.strangeToken
      }
      seq = last
    }
    try await requireShown(request.groupId, tenancy, call)
    let ofTenant = try await call.awaitingStorage { try await board.board(of: tenancy) }
    let watch = PresenceWatch(
      of: request.groupId, ofTenant, clock, pace, tokens, call, responses
    ) {
      try await call.confirmCaller()
      try await requireShown(request.groupId, tenancy, call)
    }
    try await watch.run(after: seq)
  }

  /// Throws NOT_FOUND for a department that is not there for the caller: who leads some names one of them.
  private func requireShown(
    _ group: String, _ tenancy: Tenancy, _ call: CallContext
  ) async throws {
    if tenancy.isWhole { return }
    let department = try await call.awaitingStorage {
      try await database.read { try DepartmentStore(tenancy, $0).department(group) }
    }
    guard department != nil else { throw GroupHandler.notFound(group) }
  }

  private static let strangeToken = RPCError.invalid(
    [
      .init(
        field: "resume_token",
        description: "it is of no watch of this department: give the last that you got, or none")
    ], reason: "RESUME_TOKEN_MISMATCH")
}
