import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Support.CreatePolicyRequest: MutationRequest {}
extension Support.UpdatePolicyRequest: MutationRequest {}

/// Serves `mado.support.v1.SlaService`.
struct SlaHandler: Support.SlaService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pageTokenSecret: [UInt8]

  // MARK: Policies

  func createPolicy(
    _ request: Support.CreatePolicyRequest, _ call: CallContext
  ) async throws -> Support.CreatePolicyResponse {
    let given = request.policy ?? .init()
    var row = SlaPolicyRow(
      id: freshID("policy", at: clock.now.seconds), content: given, version: 1)
    row.content.id = row.id
    return try await mutations.perform(request, call) { [row] transaction in
      try Self.check(row.content, transaction.connection)
      let store = SlaPolicyStore(transaction.connection)
      guard try store.all().count < SlaPolicyStore.countMax else {
        throw RPCError(
          .resourceExhausted,
          "there are \(SlaPolicyStore.countMax) policies, which is the most: change one of them",
          reason: "TOO_MANY_POLICIES", metadata: ["limit": "\(SlaPolicyStore.countMax)"])
      }
      guard try store.add(row) else {
        throw RPCError(
          .alreadyExists,
          "there is a policy for the same product, channel and intake: update that one",
          reason: "POLICY_EXISTS")
      }
      return Change(
        "sla-policy", row.id, to: row.message,
        answer: Support.CreatePolicyResponse(policy: row.message))
    }
  }

  func updatePolicy(
    _ request: Support.UpdatePolicyRequest, _ call: CallContext
  ) async throws -> Support.UpdatePolicyResponse {
    let given = request.policy ?? .init()
    let mask = try UpdateMask(request.updateMask, of: Self.changeable)
    return try await mutations.perform(request, call) { transaction in
      let store = SlaPolicyStore(transaction.connection)
      guard var row = try store.policy(given.id) else {
        throw RPCError(
          .notFound, "there is no policy \"\(given.id)\" to change: list those that were made",
          reason: "POLICY_NOT_FOUND", metadata: ["id": given.id])
      }
      try row.etag.check(given.etag, "policy.etag")
      let before = row.message
      row.content.take(given, mask)
      try Self.check(row.content, transaction.connection)
      row.version += 1
      try store.replace(row)
      return Change(
        "sla-policy", row.id, from: before, to: row.message,
        answer: Support.UpdatePolicyResponse(policy: row.message))
    }
  }

  fileprivate static let changeable = [
    "calendar_id", "first", "next", "resolution", "warning", "pauses", "next_business_day",
    "deemed_acceptance",
  ]

  /// What the schema's rules cannot say of a policy: every field at once.
  private static func check(_ policy: Support.SlaPolicy, _ connection: Connection) throws {
    let products = Set(
      try CatalogueStore(connection).all().flatMap { $0.version.products.map(\.code) })
    var violations = FieldViolations()
    let calendars = try Support.FrozenTerms.calendars(connection)
    if !calendars.contains(policy.calendarId) {
      let known = calendars.joined(separator: ", ")
      violations.add(
        "policy.calendar_id",
        "there is no calendar \"\(policy.calendarId)\": give one of \(known)")
    }
    if !policy.product.isEmpty, !products.contains(policy.product) {
      violations.add(
        "policy.product",
        "\"\(policy.product)\" is no product: give a code of the catalogue, or none")
    }
    if policy.nextBusinessDay, policy.first != nil {
      violations.add("policy.first", "stands beside next_business_day: promise one of the two")
    }
    for (field, duration) in [
      ("first", policy.first), ("next", policy.next), ("resolution", policy.resolution),
      ("warning", policy.warning),
    ] {
      guard let duration, Swift.Duration(duration) == nil else { continue }
      violations.add(
        "policy.\(field)",
        "\(duration.seconds) s and \(duration.nanos) ns is no time: give both with the same sign")
    }
    for (place, pause) in policy.pauses.enumerated()
    where policy.pauses[..<place].contains(where: { $0.clock == pause.clock }) {
      violations.add("policy.pauses[\(place)].clock", "stands there already: give each clock once")
    }
    try violations.refuse()
    _ = try policy.terms.granted(naming: [
      "targets.first": "policy.first", "targets.next": "policy.next",
      "targets.resolution": "policy.resolution", "warning": "policy.warning",
    ])
  }

  func listPolicies(
    _ request: Support.ListPoliciesRequest, _ call: CallContext
  ) async throws -> Support.ListPoliciesResponse {
    let made = try await call.awaitingStorage {
      try await database.read { try SlaPolicyStore($0).all() }
    }
    return Support.ListPoliciesResponse(
      policies: made.map(\.message) + BuiltInTerms.allCases.map { Support.SlaPolicy($0) })
  }

  // MARK: Explaining

  func explain(
    _ request: Support.SlaServiceExplainRequest, _ call: CallContext
  ) async throws -> Support.SlaServiceExplainResponse {
    let reach = try call.caller.reach
    var violations = FieldViolations()
    let at = request.at.map { Instant($0) } ?? .some(clock.now)
    if at == nil {
      violations.add("at", "is no instant: give one from year 1 to 9999 with 0 to 999999999 ns")
    }
    try violations.refuse()
    let now = at ?? clock.now
    return try await call.awaitingStorage {
      try await database.read { connection in
        let file = try CaseHandler.file(request.caseId, reach, connection)
        let answer = try file.clocks(at: now, naming: ["opened": "at", "instant": "at"])
        let calendar = try file.row.terms.frozenCalendar
        return Support.SlaServiceExplainResponse(
          terms: file.row.terms,
          clocks: try answer.readings.map { try Self.explain($0, in: calendar, at: now) },
          trace: answer.trace.message)
      }
    }
  }

  /// A clock with the windows of the desk in which it ran.
  private static func explain(
    _ reading: SlaClocks.Reading, in calendar: BusinessCalendar, at now: Instant
  ) throws -> Support.ExplainedClock {
    var explained = Support.ExplainedClock(reading: .init(reading))
    for span in reading.spans {
      let elapsed = try DeskTime.elapsed(
        from: span.lowerBound, to: span.upperBound, in: calendar
      ).granted()
      explained.windows += elapsed.windows.map(\.message)
      explained.skippedDays += elapsed.skipped.map(\.message)
    }
    return explained
  }

  // MARK: Alerts

  func listAlerts(
    _ request: Support.ListAlertsRequest, _ call: CallContext
  ) async throws -> Support.ListAlertsResponse {
    let filter = try Filter(request.filter, of: CaseRegister.alertFields)
    let page = try Page(
      request.pageSize, request.pageToken, of: ["alerts", request.filter], secret: pageTokenSecret)
    let place = try page.place(words: 4) { words in
      Int64(words[0]).map {
        CaseRegister.AlertPlace(at: $0, caseID: words[1], clock: words[2], kind: words[3])
      }
    }
    let found = try await call.awaitingStorage {
      try await database.read {
        try CaseRegister($0).alerts(filter, before: place, limit: page.limit)
      }
    }
    let shown = try page.cut(found) {
      "\(try $0.at.stored()) \($0.caseID) \($0.clock.rawValue) \($0.kind.rawValue)"
    }
    return Support.ListAlertsResponse(
      alerts: shown.rows.map { Support.Alert($0) }, nextPageToken: shown.next)
  }
}

extension Support.SlaPolicy {
  /// Takes the fields that an update names.
  fileprivate mutating func take(_ given: Support.SlaPolicy, _ mask: UpdateMask) {
    if mask.contains("calendar_id") { calendarId = given.calendarId }
    if mask.contains("first") { first = given.first }
    if mask.contains("next") { next = given.next }
    if mask.contains("resolution") { resolution = given.resolution }
    if mask.contains("warning") { warning = given.warning }
    if mask.contains("pauses") { pauses = given.pauses }
    if mask.contains("next_business_day") { nextBusinessDay = given.nextBusinessDay }
    if mask.contains("deemed_acceptance") { deemedAcceptance = given.deemedAcceptance }
  }
}
