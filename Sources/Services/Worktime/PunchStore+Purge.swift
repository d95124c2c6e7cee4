import CivilTime
import SQLite

/// The purge of punches whose time is over (TEL-40).
extension PunchStore {
  /// The next worker behind one who has punched before an instant.
  func worker(after worker: String, withPunchesBefore instant: Instant) throws -> String? {
    try rows.first(
      """
      SELECT id FROM tenant_user
      WHERE tenant_id = :tenant AND id > ? AND EXISTS (
        SELECT 1 FROM punch WHERE worker_id = tenant_user.id AND tenant_id = :tenant
          AND punched_at < ?)
      ORDER BY id LIMIT 1
      """, worker, try instant.stored()
    ) { try $0.read(0) }
  }

  /// Takes away what a worker has punched before an instant; returns how many.
  func purge(of worker: String, before instant: Instant) throws -> Int64 {
    Int64(
      try rows.run(
        "DELETE FROM punch WHERE worker_id = ? AND tenant_id = :tenant AND punched_at < ?", worker,
        try instant.stored()))
  }

  /// Takes away the corrections of what was before an instant, or was to be; returns how many.
  func purgeCorrections(before instant: Instant) throws -> Int64 {
    Int64(
      try rows.run(
        """
        DELETE FROM punch_correction
        WHERE tenant_id = :tenant AND COALESCE(punched_at, requested_at) < ?
        """, try instant.stored()))
  }

  /// When a worker punched first, as far as that is kept.
  func oldest(of worker: String) throws -> Instant? {
    try rows.first(
      """
      SELECT punched_at FROM punch WHERE worker_id = ? AND tenant_id = :tenant
      ORDER BY punched_at LIMIT 1
      """, worker
    ) { Instant(storedNanoseconds: try $0.read(0)) }
  }

  /// How many punches and corrections there are of before an instant.
  func count(before instant: Instant) throws -> Int64 {
    let end = try instant.stored()
    return try rows.first(
      """
      SELECT (SELECT COUNT(*) FROM punch WHERE tenant_id = :tenant AND punched_at < ?
          AND worker_id IN (SELECT id FROM tenant_user WHERE tenant_id = :tenant))
        + (SELECT COUNT(*) FROM punch_correction
          WHERE tenant_id = :tenant AND COALESCE(punched_at, requested_at) < ?)
      """, end, end
    ) { try $0.read(0) } ?? 0
  }
}
