import CivilTime
import MadoAPI
import Rules
import SQLite

/// The incidents of a tenant's workers, with their reviews: to a worker his own.
struct DetectionStore {
  let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  private var visible: String {
    "tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))"
  }

  // MARK: Incidents

  func add(_ row: DetectionRow) throws {
    try rows.run(
      """
      INSERT INTO detected_incident (\(DetectionRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, row.id, row.worker, row.agent, Telework.IncidentKind(row.detection.kind).word,
      try row.detection.at.stored(), try row.received.stored(), row.detection.confidence,
      row.detection.threshold, Telework.IncidentState(row.state).word, row.reviewer)
  }

  func incident(_ id: String) throws -> DetectionRow? {
    try rows.first(
      "SELECT \(DetectionRow.columns) FROM detected_incident WHERE id = ? AND \(visible)", id,
      make: DetectionRow.init)
  }

  /// What a filter compares.
  static let filterFields = [
    Filter.Field("kind", column: "kind"), Filter.Field("state", column: "state"),
    Filter.Field("agent_id", column: "agent_id"),
    Filter.Field("detect_time", column: "detected_at", as: .instant),
  ]

  /// Incidents before a place, the latest first.
  ///
  /// - Parameter worker: whose; nil for everybody's that are there for the caller.
  func list(
    _ filter: Filter, of worker: String?, before place: (at: Int64, id: String)?, limit: Int
  ) throws -> [DetectionRow] {
    var conditions = [visible]
    var values: [any Bindable] = []
    if let worker {
      conditions.append("worker_id = ?")
      values.append(worker)
    }
    if let place {
      conditions.append("(detected_at, id) < (?, ?)")
      values += [place.at, place.id]
    }
    conditions += filter.conditions
    values += filter.values + [limit]
    return try rows.query(
      """
      SELECT \(DetectionRow.columns) FROM detected_incident
      WHERE \(conditions.joined(separator: " AND ")) ORDER BY detected_at DESC, id DESC LIMIT ?
      """, values: values, make: DetectionRow.init)
  }

  /// The incidents of a worker within a span, in order.
  func incidents(of worker: String, in span: Range<Instant>) throws -> [DetectionRow] {
    try rows.query(
      """
      SELECT \(DetectionRow.columns) FROM detected_incident
      WHERE worker_id = ? AND detected_at >= ? AND detected_at < ? AND \(visible)
      ORDER BY detected_at, id
      """, worker, try span.lowerBound.stored(), try span.upperBound.stored(),
      make: DetectionRow.init)
  }

  // MARK: Reviews

  /// Keeps an act, and where the incident stands with it.
  func add(_ review: ReviewRow, to incident: String) throws {
    try rows.run(
      """
      INSERT INTO incident_review
        (incident_id, position, tenant_id, act, state, reviewer_id, reviewed_at, comment)
      SELECT ?, COALESCE(MAX(position), 0) + 1, :tenant, ?, ?, ?, ?, ?
      FROM incident_review WHERE incident_id = ? AND tenant_id = :tenant
      """, incident, review.act.rawValue, Telework.IncidentState(review.state).word,
      review.reviewer, try review.at.stored(), review.comment, incident)
    try rows.run(
      """
      UPDATE detected_incident SET state = ?, reviewer_id = ?
      WHERE id = ? AND tenant_id = :tenant
      """, Telework.IncidentState(review.state).word, review.reviewer, incident)
  }

  /// What was done about an incident, in order.
  func reviews(of incident: String) throws -> [ReviewRow] {
    try rows.query(
      """
      SELECT act, state, reviewer_id, reviewed_at, comment FROM incident_review
      WHERE incident_id = ? AND tenant_id = :tenant ORDER BY position
      """, incident
    ) { row in
      guard let act = ReviewRow.Act(rawValue: try row.read(0)),
        let state = Telework.IncidentState(word: try row.read(1))?.rule
      else { throw DamagedRow(table: "incident_review") }
      return ReviewRow(
        act: act, state: state, reviewer: try row.read(2),
        at: Instant(storedNanoseconds: try row.read(3)), comment: try row.read(4))
    }
  }
}

extension DetectionRow {
  fileprivate static let columns = """
    id, worker_id, agent_id, kind, detected_at, received_at, confidence, threshold, state,
    reviewer_id
    """

  /// Reads ``columns`` in their order.
  fileprivate init(_ row: Row) throws {
    guard let kind = Telework.IncidentKind(word: try row.read(3))?.rule,
      let state = Telework.IncidentState(word: try row.read(8))?.rule
    else { throw DamagedRow(table: "detected_incident") }
    self.init(
      id: try row.read(0), worker: try row.read(1), agent: try row.read(2),
      detection: Detection(
        kind: kind, at: Instant(storedNanoseconds: try row.read(4)), confidence: try row.read(6),
        threshold: try row.read(7)),
      received: Instant(storedNanoseconds: try row.read(5)), state: state,
      reviewer: try row.read(9))
  }
}
