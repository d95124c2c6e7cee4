import CivilTime
import SQLite

/// Something that went wrong, as it is kept.
struct IncidentRow: Sendable, Hashable {
  var id: String
  var title: String
  var start: Instant
  /// Nil while it goes on.
  var resolved: Instant?
  var postmortem = ""
  /// What it does to which components.
  var components: [Affected] = []
  /// What was said, the first first.
  var updates: [Update] = []

  struct Affected: Sendable, Hashable {
    var name: String
    var impact: Impact
  }

  enum Impact: String, Sendable {
    case degraded = "DEGRADED"
    case outage = "OUTAGE"
  }

  enum State: String, Sendable {
    case investigating = "INVESTIGATING"
    case identified = "IDENTIFIED"
    case monitoring = "MONITORING"
    case resolved = "RESOLVED"
  }

  struct Update: Sendable, Hashable {
    var at: Instant
    var state: State
    var text: String
  }

  /// How long it lasted, or lasts until `now`.
  func span(until now: Instant) -> Range<Instant> { start..<max(start, resolved ?? now) }
}

/// The incidents: the vendor's, above any tenant.
struct IncidentStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Enters an incident with what was said of it.
  func add(_ incident: IncidentRow) throws {
    try connection.run(
      """
      INSERT INTO incident (id, title, started_at, resolved_at, postmortem) VALUES (?, ?, ?, ?, ?)
      """, incident.id, incident.title, try incident.start.stored(),
      try incident.resolved?.stored(), incident.postmortem)
    for component in incident.components {
      try connection.run(
        "INSERT INTO incident_component (incident_id, name, impact) VALUES (?, ?, ?)", incident.id,
        component.name, component.impact.rawValue)
    }
    for (place, update) in incident.updates.enumerated() {
      try add(update, at: place, of: incident.id)
    }
  }

  private func add(_ update: IncidentRow.Update, at place: Int, of id: String) throws {
    try connection.run(
      """
      INSERT INTO incident_update (incident_id, position, said_at, state, words)
      VALUES (?, ?, ?, ?, ?)
      """, id, place, try update.at.stored(), update.state.rawValue, update.text)
  }

  /// Keeps what has become of an incident, and the last thing that was said if there is one more.
  func replace(_ incident: IncidentRow, saying isMore: Bool) throws {
    try connection.run(
      "UPDATE incident SET resolved_at = ?, postmortem = ? WHERE id = ?",
      try incident.resolved?.stored(), incident.postmortem, incident.id)
    guard isMore, let last = incident.updates.last else { return }
    try add(last, at: incident.updates.count - 1, of: incident.id)
  }

  func incident(_ id: String) throws -> IncidentRow? { try incidents("id = ?", [id]).first }

  /// Those that go on, the first opened first.
  func open() throws -> [IncidentRow] { try incidents("resolved_at IS NULL", []) }

  /// Those that touch a span.
  func incidents(touching span: Range<Instant>) throws -> [IncidentRow] {
    try incidents(
      "started_at < ? AND (resolved_at IS NULL OR resolved_at > ?)",
      [try span.upperBound.stored(), try span.lowerBound.stored()])
  }

  /// Those before an id, the last opened first.
  func list(before id: String?, limit: Int) throws -> [IncidentRow] {
    try incidents(
      id == nil ? "1 = 1" : "id < ?", (id.map { [$0] } ?? []) + [limit], order: "id DESC LIMIT ?")
  }

  private func incidents(
    _ condition: String, _ values: [any Bindable], order: String = "id"
  ) throws -> [IncidentRow] {
    let found = try connection.query(
      """
      SELECT id, title, started_at, resolved_at, postmortem FROM incident
      WHERE \(condition) ORDER BY \(order)
      """, values: values
    ) { row in
      IncidentRow(
        id: try row.read(0), title: try row.read(1),
        start: Instant(storedNanoseconds: try row.read(2)),
        resolved: try row.read(3, as: Int64?.self).map { Instant(storedNanoseconds: $0) },
        postmortem: try row.read(4))
    }
    return try found.map { incident in
      var incident = incident
      incident.components = try components(of: incident.id)
      incident.updates = try updates(of: incident.id)
      return incident
    }
  }

  private func components(of id: String) throws -> [IncidentRow.Affected] {
    try connection.query(
      "SELECT name, impact FROM incident_component WHERE incident_id = ? ORDER BY name", id
    ) { row in
      guard let impact = IncidentRow.Impact(rawValue: try row.read(1)) else {
        throw DamagedRow(table: "incident_component")
      }
      return IncidentRow.Affected(name: try row.read(0), impact: impact)
    }
  }

  private func updates(of id: String) throws -> [IncidentRow.Update] {
    try connection.query(
      """
      SELECT said_at, state, words FROM incident_update WHERE incident_id = ? ORDER BY position
      """, id
    ) { row in
      guard let state = IncidentRow.State(rawValue: try row.read(1)) else {
        throw DamagedRow(table: "incident_update")
      }
      return IncidentRow.Update(
        at: Instant(storedNanoseconds: try row.read(0)), state: state, text: try row.read(2))
    }
  }
}
