import CivilTime
import MadoAPI
import RPC
import Rules
import Storage

/// Serves `mado.status.v1.StatusService`: how everything does, as a function of the windows, the incidents and the time.
struct StatusHandler: Statuses.StatusService {
  let database: Database
  let clock: any Clock
  /// The full names of what is served.
  let services: Set<String>
  let pageTokenSecret: [UInt8]

  /// Windows of so much time ahead are shown.
  private static let ahead = Duration.seconds(7 * 86_400)

  func getSummary(
    _ request: Statuses.GetSummaryRequest, _ call: CallContext
  ) async throws -> Statuses.GetSummaryResponse {
    let now = clock.now
    let span = now..<now.advanced(by: Self.ahead)
    let (windows, incidents) = try await call.awaitingStorage {
      try await database.read { connection in
        (
          try WindowStore(connection).windows(touching: span),
          try IncidentStore(connection).open()
        )
      }
    }
    let components = services.sorted().map { name in
      Statuses.Component(name, windows, incidents, at: now)
    }
    let worst = components.map(\.state).max { $0.number < $1.number }
    return Statuses.GetSummaryResponse(
      time: now.message, state: worst ?? .operational, components: components,
      maintenances: windows.filter { !$0.times(in: span).isEmpty }.map { .init($0, at: now) },
      incidents: incidents.map(Statuses.Incident.init))
  }

  func listHistory(
    _ request: Statuses.ListHistoryRequest, _ call: CallContext
  ) async throws -> Statuses.ListHistoryResponse {
    let page = try Page(
      request.pageSize, request.pageToken, of: ["incidents"], secret: pageTokenSecret)
    let incidents = try await call.awaitingStorage {
      try await database.read { try IncidentStore($0).list(before: page.place, limit: page.limit) }
    }
    let shown = page.cut(incidents) { $0.id }
    return Statuses.ListHistoryResponse(
      incidents: shown.rows.map(Statuses.Incident.init), nextPageToken: shown.next)
  }

  func getUptime(
    _ request: Statuses.GetUptimeRequest, _ call: CallContext
  ) async throws -> Statuses.GetUptimeResponse {
    let (component, now) = (request.component, clock.now)
    guard services.contains(component) else {
      throw RPCError(
        .notFound, "there is no component \"\(component)\": give a service's full name",
        reason: "COMPONENT_UNKNOWN", metadata: ["component": component])
    }
    let (year, month) = (Int(request.year), Int(request.month))
    guard let first = CivilDate(year: year, month: month, day: 1),
      JST.instant(first) < now
    else {
      throw RPCError(
        .outOfRange, "the month \(year)-\(month) has not begun: give one that has",
        reason: "MONTH_TO_COME", metadata: ["month": "\(year)-\(month)"])
    }
    let end = min(JST.instant(first.lastOfMonth, .endOfDay), now)
    let span = JST.instant(first)..<end
    let (windows, incidents) = try await call.awaitingStorage {
      try await database.read { connection in
        (
          try WindowStore(connection).windows(touching: span).filter { $0.bears(on: component) },
          try IncidentStore(connection).incidents(touching: span)
        )
      }
    }
    let emergencies = windows.filter { $0.kind == .emergency }.flatMap { $0.times(in: span) }
    let outages = incidents.filter { $0.impact(on: component) == .outage }
      .map { $0.span(until: now) }
    let answer = Availability.compute(
      span, outages: emergencies + outages,
      planned: windows.filter { $0.kind != .emergency }.flatMap { $0.times(in: span) })
    return Statuses.GetUptimeResponse(
      partsPerMillion: Int32(clamping: answer.partsPerMillion), promised: answer.promised.message,
      planned: answer.planned.message, down: answer.down.message,
      outages: answer.outages.map(\.time), trace: answer.trace.message)
  }
}

extension WindowRow {
  /// Whether it says something of a component: what answers always is not stopped with all others.
  fileprivate func bears(on component: String) -> Bool {
    concerns(component) && (!stops || Stops.canStop(component))
  }
}

extension IncidentRow {
  fileprivate func impact(on component: String) -> Impact? {
    components.first { $0.name == component }?.impact
  }
}

extension Statuses.Component {
  /// How a component does at an instant: the worst of what concerns it.
  fileprivate init(
    _ name: String, _ windows: [WindowRow], _ incidents: [IncidentRow], at now: Instant
  ) {
    var states: [Statuses.ComponentState] = incidents.compactMap { incident in
      incident.impact(on: name).map { $0 == .outage ? .outage : .degraded }
    }
    var until: Instant?
    for window in windows where window.bears(on: name) {
      guard let time = window.current(at: now) else { continue }
      until = max(until ?? time.upperBound, time.upperBound)
      switch window.kind {
      case .minor: states.append(.maintenance)
      case .stopping: states.append(.stopped)
      case .emergency: states.append(.outage)
      }
    }
    self.init(
      name: name, state: states.max { $0.number < $1.number } ?? .operational,
      until: until?.message)
  }
}
