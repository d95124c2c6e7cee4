import CivilTime
import SQLite

/// The purge of incidents whose time is over (TEL-40), and what of them holds pictures.
extension DetectionStore {
  /// Of what nobody has decided.
  private static let isOpen = "state IN ('DETECTED', 'UNDER_REVIEW')"

  /// Takes away some incidents of before an instant with their reviews; returns how many.
  ///
  /// - Parameter holdsOpen: whether those stay of which nobody has decided.
  func purgeSome(before instant: Instant, holdsOpen: Bool, limit: Int) throws -> Int64 {
    let ids = try rows.query(
      """
      SELECT id FROM detected_incident
      WHERE tenant_id = :tenant AND detected_at < ? AND NOT (? AND \(Self.isOpen))
      ORDER BY detected_at, id LIMIT ?
      """, try instant.stored(), holdsOpen, limit
    ) { try $0.read(0, as: String.self) }
    for id in ids {
      try rows.run(
        "DELETE FROM incident_review WHERE incident_id = ? AND tenant_id = :tenant", id)
      try rows.run("DELETE FROM detected_incident WHERE id = ? AND tenant_id = :tenant", id)
    }
    return Int64(ids.count)
  }

  /// How many incidents there are of before an instant, and of how many nobody has decided.
  func count(before instant: Instant) throws -> (all: Int64, open: Int64) {
    try rows.first(
      """
      SELECT COUNT(*), COUNT(CASE WHEN \(Self.isOpen) THEN 1 END) FROM detected_incident
      WHERE tenant_id = :tenant AND detected_at < ?
      """, try instant.stored()
    ) { (all: try $0.read(0), open: try $0.read(1)) } ?? (0, 0)
  }

  /// When the first incident of a worker was detected, as far as that is kept.
  func oldest(of worker: String) throws -> Instant? {
    try rows.first(
      """
      SELECT detected_at FROM detected_incident WHERE worker_id = ? AND tenant_id = :tenant
      ORDER BY detected_at LIMIT 1
      """, worker
    ) { Instant(storedNanoseconds: try $0.read(0)) }
  }

  // MARK: What they hold

  /// When an agent detected what is open, up to an instant.
  func open(by agent: String, until instant: Instant) throws -> [Instant] {
    try rows.query(
      """
      SELECT detected_at FROM detected_incident
      WHERE tenant_id = :tenant AND detected_at < ? AND agent_id = ? AND \(Self.isOpen)
      """, try instant.stored(), agent
    ) { Instant(storedNanoseconds: try $0.read(0)) }
  }

  /// How many pictures of before an instant were taken by their agent around an incident that is open.
  ///
  /// - Parameter margin: how long before and after it, in nanoseconds.
  func heldPictures(before instant: Instant, margin: Int64) throws -> Int64 {
    try rows.first(
      """
      SELECT COUNT(*) FROM evidence
      WHERE tenant_id = :tenant AND captured_at < ?
        AND agent_id IN (SELECT id FROM agent WHERE tenant_id = :tenant)
        AND EXISTS (
          SELECT 1 FROM detected_incident
          WHERE tenant_id = :tenant AND detected_at <= evidence.captured_at + ?
            AND detected_at > evidence.captured_at - ? AND agent_id = evidence.agent_id
            AND \(Self.isOpen))
      """, try instant.stored(), margin, margin
    ) { try $0.read(0) } ?? 0
  }
}
