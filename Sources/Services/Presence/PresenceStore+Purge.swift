import CivilTime
import SQLite

/// The purge of sightings whose time is over (TEL-40), and what was seen first.
extension PresenceStore {
  /// The next worker behind one who was seen before an instant.
  func worker(after worker: String, seenBefore instant: Instant) throws -> String? {
    try rows.first(
      """
      SELECT id FROM tenant_user
      WHERE tenant_id = :tenant AND id > ? AND EXISTS (
        SELECT 1 FROM presence_sighting WHERE worker_id = tenant_user.id AND tenant_id = :tenant
          AND seen_at < ?)
      ORDER BY id LIMIT 1
      """, worker, try instant.stored()
    ) { try $0.read(0) }
  }

  /// Takes away some of what was seen of a worker before an instant; returns how many.
  func purgeSome(of worker: String, before instant: Instant, limit: Int) throws -> Int64 {
    let end = try instant.stored()
    try rows.run(
      "DELETE FROM worker_presence WHERE worker_id = ? AND tenant_id = :tenant AND seen_at < ?",
      worker, end)
    return Int64(
      try rows.run(
        """
        DELETE FROM presence_sighting WHERE place IN (
          SELECT place FROM presence_sighting
          WHERE worker_id = ? AND tenant_id = :tenant AND seen_at < ? LIMIT ?)
        """, worker, end, limit))
  }

  /// How many sightings there are of before an instant.
  func count(before instant: Instant) throws -> Int64 {
    try rows.first(
      """
      SELECT COUNT(*) FROM presence_sighting
      WHERE tenant_id = :tenant AND seen_at < ?
        AND worker_id IN (SELECT id FROM tenant_user WHERE tenant_id = :tenant)
      """, try instant.stored()
    ) { try $0.read(0) } ?? 0
  }

  /// When a worker was seen first, as far as that is kept.
  func oldest(of worker: String) throws -> Instant? {
    try rows.first(
      """
      SELECT seen_at FROM presence_sighting WHERE worker_id = ? AND tenant_id = :tenant
      ORDER BY seen_at LIMIT 1
      """, worker
    ) { Instant(storedNanoseconds: try $0.read(0)) }
  }
}
