import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Statuses.ScheduleRequest: MutationRequest {}
extension Statuses.MaintenanceServiceUpdateRequest: MutationRequest {}
extension Statuses.MaintenanceServiceCancelRequest: MutationRequest {}
extension Statuses.EndNowRequest: MutationRequest {}

/// Serves `mado.status.v1.MaintenanceService`.
struct MaintenanceHandler: Statuses.MaintenanceService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let stops: Stops
  /// The full names of what is served.
  let services: Set<String>
  /// Days by which a stop is announced before.
  let noticeDays: Int
  let pageTokenSecret: [UInt8]

  /// Times that are shown with a window.
  private static let timesShown = 10

  // MARK: Changing

  func schedule(
    _ request: Statuses.ScheduleRequest, _ call: CallContext
  ) async throws -> Statuses.ScheduleResponse {
    let now = clock.now
    var window = WindowRow(
      id: freshID("maintenance", at: now.seconds), kind: .minor,
      title: LocalizedName(ja: "", en: "", zh: ""), reason: "", services: [], start: now, end: now,
      announced: now)
    try window.take(request.maintenance ?? .init(), services: services) { _ in true }
    let answer = try judge(window, at: now)
    let made = window
    let response = try await mutations.perform(request, call) { transaction in
      try WindowStore(transaction.connection).add(made)
      try plan(made, .planned, at: now, in: transaction)
      let shown = Statuses.Maintenance(made, at: now)
      return Change(
        "maintenance", made.id, to: shown,
        answer: Statuses.ScheduleResponse(
          maintenance: shown, announceBy: answer.announceBy?.message,
          times: times(of: made, at: now), trace: answer.trace.message))
    }
    return response
  }

  func update(
    _ request: Statuses.MaintenanceServiceUpdateRequest, _ call: CallContext
  ) async throws -> Statuses.MaintenanceServiceUpdateResponse {
    let given = request.maintenance ?? .init()
    let mask = try UpdateMask(
      request.updateMask,
      of: ["title", "reason", "services", "start_time", "end_time", "recurrence"])
    let now = clock.now
    let response = try await mutations.perform(request, call) { transaction in
      var window = try window(given.id, transaction.connection)
      try window.etag.check(given.etag, "maintenance.etag")
      let before = window
      try window.requirePlanned()
      guard window.start > now else { throw Self.begun(window) }
      try window.take(given, services: services) { mask.contains($0) }
      window.version += 1
      let isMoved =
        (window.start, window.end, window.recurrence)
        != (before.start, before.end, before.recurrence)
      if isMoved { window.announced = now }
      let answer = try judge(window, at: now)
      try WindowStore(transaction.connection).replace(window)
      try plan(window, isMoved ? .moved : nil, at: now, in: transaction)
      let after = Statuses.Maintenance(window, at: now)
      return Change(
        "maintenance", window.id, from: Statuses.Maintenance(before, at: now), to: after,
        answer: Statuses.MaintenanceServiceUpdateResponse(
          maintenance: after, announceBy: answer.announceBy?.message,
          times: times(of: window, at: now), trace: answer.trace.message))
    }
    return response
  }

  func cancel(
    _ request: Statuses.MaintenanceServiceCancelRequest, _ call: CallContext
  ) async throws -> Statuses.MaintenanceServiceCancelResponse {
    let now = clock.now
    let response = try await mutations.perform(request, call) { transaction in
      var window = try window(request.id, transaction.connection)
      try window.etag.check(request.etag, "etag")
      try window.requirePlanned()
      let before = Statuses.Maintenance(window, at: now)
      guard window.current(at: now) == nil else { throw Self.begun(window) }
      window.cancelledAt = now
      window.version += 1
      try WindowStore(transaction.connection).replace(window)
      try plan(window, .cancelled, at: now, in: transaction)
      let after = Statuses.Maintenance(window, at: now)
      return Change(
        "maintenance", window.id, from: before, to: after,
        answer: Statuses.MaintenanceServiceCancelResponse(maintenance: after))
    }
    return response
  }

  func endNow(
    _ request: Statuses.EndNowRequest, _ call: CallContext
  ) async throws -> Statuses.EndNowResponse {
    let now = clock.now
    return try await mutations.perform(request, call) { transaction in
      let store = WindowStore(transaction.connection)
      var window = try window(request.id, transaction.connection)
      let before = Statuses.Maintenance(window, at: now)
      guard let time = window.current(at: now) else {
        throw RPCError(
          .failedPrecondition, "no time of \"\(window.id)\" goes on: there is nothing to end",
          reason: "NOT_UNDER_WAY", metadata: ["id": window.id])
      }
      try store.cut(window.id, time.lowerBound, at: now)
      window.cuts[time.lowerBound] = now
      window.version += 1
      try store.replace(window)
      try DueStore(transaction.connection).cancel(MaintenanceEnd.job, window.id, of: .vendor)
      try stops.reload(transaction)
      let after = Statuses.Maintenance(window, at: now)
      return Change(
        "maintenance", window.id, from: before, to: after,
        answer: Statuses.EndNowResponse(maintenance: after))
    }
  }

  // MARK: Rules

  private func judge(
    _ window: WindowRow, at now: Instant
  ) throws(RPCError) -> Maintenance.Answer {
    try Maintenance.judge(
      window.kind, from: window.start, to: window.end, announced: window.announced, at: now,
      noticeDays: noticeDays, reason: window.reason
    ).granted(naming: [
      "start": "maintenance.start_time", "effect": "maintenance.start_time",
      "announced": "maintenance.start_time", "end": "maintenance.end_time",
      "reason": "maintenance.reason",
    ])
  }

  /// Plans what follows from a window, and has everybody be told of what has become of it.
  private func plan(
    _ window: WindowRow, _ event: MaintenanceNotice.Event?, at now: Instant,
    in transaction: Transaction
  ) throws {
    // An emergency may have begun before it was entered.
    try MaintenanceStart.plan(window, from: min(now, window.start), in: transaction)
    if let event { try MaintenanceNotice.plan(event, of: window, at: now, in: transaction) }
    try stops.reload(transaction)
  }

  private func times(of window: WindowRow, at now: Instant) -> [Statuses.MaintenanceTime] {
    window.next(from: min(now, window.start), limit: Self.timesShown).map(\.time)
  }

  // MARK: Reading

  func get(
    _ request: Statuses.MaintenanceServiceGetRequest, _ call: CallContext
  ) async throws -> Statuses.MaintenanceServiceGetResponse {
    let now = clock.now
    let window = try await call.awaitingStorage {
      try await database.read { try self.window(request.id, $0) }
    }
    let times = window.next(from: now, limit: Self.timesShown)
    return Statuses.MaintenanceServiceGetResponse(
      maintenance: .init(window, at: now), times: times.map(\.time),
      trace: times.first.flatMap { window.occurrences(in: $0)?.trace.message })
  }

  func list(
    _ request: Statuses.MaintenanceServiceListRequest, _ call: CallContext
  ) async throws -> Statuses.MaintenanceServiceListResponse {
    let now = clock.now
    let page = try Page(
      request.pageSize, request.pageToken, of: ["maintenances"], secret: pageTokenSecret)
    let windows = try await call.awaitingStorage {
      try await database.read { try WindowStore($0).list(before: page.place, limit: page.limit) }
    }
    let shown = page.cut(windows) { $0.id }
    return Statuses.MaintenanceServiceListResponse(
      maintenances: shown.rows.map { .init($0, at: now) }, nextPageToken: shown.next)
  }

  private func window(_ id: String, _ connection: Connection) throws -> WindowRow {
    guard let window = try WindowStore(connection).window(id) else {
      throw RPCError(
        .notFound, "there is no maintenance \"\(id)\": check the id",
        reason: "MAINTENANCE_NOT_FOUND", metadata: ["id": id])
    }
    return window
  }

  private static func begun(_ window: WindowRow) -> RPCError {
    RPCError(
      .failedPrecondition,
      "\"\(window.id)\" has begun: end the time that goes on, or call the others off afterwards",
      reason: "ALREADY_STARTED", metadata: ["id": window.id])
  }
}

extension WindowRow {
  fileprivate func requirePlanned() throws(RPCError) {
    guard cancelledAt == nil else {
      throw RPCError(
        .failedPrecondition, "\"\(id)\" was called off: plan another",
        reason: "MAINTENANCE_CANCELLED", metadata: ["id": id])
    }
  }

  /// Takes the fields of a request that are to be taken.
  ///
  /// - Parameters:
  ///   - services: the full names of what is served.
  ///   - isTaken: whether a field is: the kind is taken with a new window alone.
  /// - Throws: what is wrong with any of them.
  fileprivate mutating func take(
    _ given: Statuses.Maintenance, services: Set<String>, _ isTaken: (String) -> Bool
  ) throws(RPCError) {
    var fields = FieldViolations()
    if isTaken("kind") {
      switch given.kind {
      case .minor: kind = .minor
      case .stopping: kind = .stopping
      case .emergency: kind = .emergency
      case .unspecified, .unrecognized:
        fields.add("maintenance.kind", "it is missing: give MINOR, STOPPING or EMERGENCY")
      }
    }
    if isTaken("title") { takeTitle(given.title, &fields) }
    if isTaken("reason") { reason = given.reason }
    if isTaken("services") {
      self.services = given.services
      for (place, name) in given.services.enumerated() {
        if !services.contains(name) {
          fields.add(
            "maintenance.services[\(place)]", "there is no service \"\(name)\": give its full name")
        } else if !Stops.canStop(name) {
          fields.add(
            "maintenance.services[\(place)]", "\(name) answers always: leave it out")
        }
      }
    }
    if isTaken("start_time") {
      start = fields.instant(given.startTime, "maintenance.start_time", isRequired: true)
    }
    if isTaken("end_time") {
      end = fields.instant(given.endTime, "maintenance.end_time", isRequired: true)
    }
    try takeRecurrence(given, isTaken("recurrence"), &fields)
  }

  private mutating func takeTitle(_ title: Shared.LocalizedName?, _ fields: inout FieldViolations) {
    let title = title ?? .init()
    let texts = [title.ja, title.en, title.zh]
    guard let first = texts.first(where: { !$0.isEmpty }) else {
      return fields.add(
        "maintenance.title", "it is missing: say in one language at least what is done")
    }
    for (name, text) in zip(["ja", "en", "zh"], texts) where text.unicodeScalars.count > 200 {
      fields.add(
        "maintenance.title.\(name)",
        "it has \(text.unicodeScalars.count) characters: give 200 at most")
    }
    // What is said in one language alone is said so in the others.
    self.title = LocalizedName(
      ja: title.ja.isEmpty ? first : title.ja, en: title.en.isEmpty ? first : title.en,
      zh: title.zh.isEmpty ? first : title.zh)
  }

  /// What happens again lasts that long at most.
  private static let recurringMax = Duration.seconds(86_400)

  private mutating func takeRecurrence(
    _ given: Statuses.Maintenance, _ isTaken: Bool, _ fields: inout FieldViolations
  ) throws(RPCError) {
    let message =
      isTaken ? given.recurrence : recurrence.flatMap { Statuses.Recurrence($0) }
    guard let message else {
      if isTaken { recurrence = nil }
      return try fields.refuse()
    }
    if let until = message.until { _ = fields.date(until, "maintenance.recurrence.until") }
    for (place, day) in message.except.enumerated() {
      _ = fields.date(day, "maintenance.recurrence.except[\(place)]")
    }
    if start.duration(to: end) > Self.recurringMax {
      fields.add("maintenance.end_time", "what happens again lasts 24 hours at most")
    }
    try fields.refuse()
    let first = JST.date(of: start)
    let names = ["every", "weekdays", "day", "nth", "until"]
    let rule = try message.rule(from: first).granted(
      naming: Dictionary(
        uniqueKeysWithValues: names.map { ($0, "maintenance.recurrence.\($0)") }))
    guard rule.falls(on: first) else {
      throw RPCError.invalid([
        .init(
          field: "maintenance.start_time",
          description: "\(first) is none of the recurrence's days: begin on one of them")
      ])
    }
    recurrence = rule
  }
}

extension FieldViolations {
  /// An instant that has to be there.
  fileprivate mutating func instant(
    _ timestamp: GoogleProtobuf.Timestamp?, _ field: String, isRequired: Bool
  ) -> Instant {
    if timestamp == nil, isRequired { add(field, "it is missing: give an instant") }
    let instant = instant(timestamp, field)
    if instant.storedNanoseconds == nil {
      add(field, "\(instant) cannot be kept: give one of the years 1678 to 2261")
    }
    return instant
  }
}
