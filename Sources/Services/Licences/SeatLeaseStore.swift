import CivilTime
import Rules
import SQLite

/// A connection that is held, as it is kept.
struct SeatLeaseRow: Sendable, Hashable {
  /// A device's or a web session's.
  var id: String
  var client: SeatLeases.Client
  var user: String
  var until: Instant
}

/// The most connections of an hour, as it is kept.
struct SeatPeakRow: Sendable, Hashable {
  /// Hours since 1970.
  var hour: Int64
  var connections: Int
  var webSessions: Int
}

/// The connections of a tenant's contracts.
struct SeatLeaseStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// What is held of a contract, and what was.
  func leases(of contract: String) throws -> [SeatLeaseRow] {
    try rows.query(
      """
      SELECT lease_id, client, user_id, until_at FROM seat_lease
      WHERE contract_id = ? AND tenant_id = :tenant ORDER BY lease_id
      """, contract
    ) { row in
      guard let client = SeatLeases.Client(rawValue: try row.read(1)) else {
        throw DamagedRow(table: "seat_lease")
      }
      return SeatLeaseRow(
        id: try row.read(0), client: client, user: try row.read(2),
        until: Instant(storedNanoseconds: try row.read(3)))
    }
  }

  /// Keeps a lease, in the place of an earlier one of its id.
  func put(_ lease: SeatLeaseRow, of contract: String) throws {
    try rows.run(
      """
      INSERT INTO seat_lease (contract_id, lease_id, tenant_id, client, user_id, until_at)
      VALUES (?, ?, :tenant, ?, ?, ?)
      ON CONFLICT (contract_id, lease_id) DO UPDATE SET client = excluded.client,
        user_id = excluded.user_id, until_at = excluded.until_at
      """, contract, lease.id, lease.client.rawValue, lease.user, try lease.until.stored())
  }

  func remove(_ lease: String, of contract: String) throws {
    try rows.run(
      "DELETE FROM seat_lease WHERE contract_id = ? AND lease_id = ? AND tenant_id = :tenant",
      contract, lease)
  }

  /// Forgets what nobody renewed.
  func removeExpired(of contract: String, at now: Instant) throws {
    try rows.run(
      "DELETE FROM seat_lease WHERE contract_id = ? AND until_at <= ? AND tenant_id = :tenant",
      contract, try now.stored())
  }

  // MARK: Peaks

  /// Raises the peak of an hour to what is in use.
  func raise(_ peak: SeatPeakRow, of contract: String) throws {
    try rows.run(
      """
      INSERT INTO seat_peak (contract_id, hour, tenant_id, connections, web_sessions)
      VALUES (?, ?, :tenant, ?, ?)
      ON CONFLICT (contract_id, hour) DO UPDATE SET
        connections = CASE WHEN excluded.connections > connections
          THEN excluded.connections ELSE connections END,
        web_sessions = CASE WHEN excluded.web_sessions > web_sessions
          THEN excluded.web_sessions ELSE web_sessions END
      """, contract, peak.hour, peak.connections, peak.webSessions)
  }

  /// The peaks of a contract by hours, in order.
  func peaks(of contract: String, hours: Range<Int64>) throws -> [SeatPeakRow] {
    try rows.query(
      """
      SELECT hour, connections, web_sessions FROM seat_peak
      WHERE contract_id = ? AND hour >= ? AND hour < ? AND tenant_id = :tenant ORDER BY hour
      """, contract, hours.lowerBound, hours.upperBound
    ) { row in
      SeatPeakRow(
        hour: try row.read(0), connections: try row.read(1), webSessions: try row.read(2))
    }
  }

  /// The highest peak of a contract since an hour; 0 where nothing was in use.
  func highest(of contract: String, since hour: Int64) throws -> Int {
    let found = try rows.first(
      """
      SELECT MAX(connections) FROM seat_peak
      WHERE contract_id = ? AND hour >= ? AND tenant_id = :tenant
      """, contract, hour
    ) { try $0.read(0, as: Int?.self) }
    return (found ?? nil) ?? 0
  }

  /// Forgets peaks before an hour.
  func removePeaks(of contract: String, before hour: Int64) throws {
    try rows.run(
      "DELETE FROM seat_peak WHERE contract_id = ? AND hour < ? AND tenant_id = :tenant",
      contract, hour)
  }
}
