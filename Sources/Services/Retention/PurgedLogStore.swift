import SQLite
import Storage

/// A log of which a purge has taken rows, and how far it has been cleared, as it is kept.
struct PurgedLogRow: Sendable, Hashable {
  let log: LogMonth
  /// How long it was when its clearing began; 0 before, and -1 when it was given up.
  var length: Int64 = 0
  /// Up to which picture of which agent what is held has moved to the next log.
  var agent = ""
  var sequence: Int64 = 0
  /// How many held pictures could not be read, and keep it from being removed.
  var unreadable: Int64 = 0

  var isGivenUp: Bool { length < 0 }
}

/// The logs that purges have to clear. They are everybody's: each holds pictures of many tenants.
struct PurgedLogStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// Enters a log; one that was entered is cleared from its beginning.
  func mark(_ log: LogMonth) throws { try put(PurgedLogRow(log: log)) }

  func put(_ row: PurgedLogRow) throws {
    try connection.run(
      """
      INSERT INTO evidence_log_purge (log, length, after_agent, after_sequence, unreadable)
      VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (log) DO UPDATE SET length = excluded.length,
        after_agent = excluded.after_agent, after_sequence = excluded.after_sequence,
        unreadable = excluded.unreadable
      """, row.log.description, row.length, row.agent, row.sequence, row.unreadable)
  }

  func remove(_ log: LogMonth) throws {
    try connection.run("DELETE FROM evidence_log_purge WHERE log = ?", log.description)
  }

  /// In the order of months.
  func logs() throws -> [PurgedLogRow] {
    try connection.query(
      "SELECT log, length, after_agent, after_sequence, unreadable FROM evidence_log_purge"
    ) { row in
      guard let log = LogMonth(try row.read(0, as: String.self)) else {
        throw DamagedRow(table: "evidence_log_purge")
      }
      return PurgedLogRow(
        log: log, length: try row.read(1), agent: try row.read(2), sequence: try row.read(3),
        unreadable: try row.read(4))
    }.sorted { $0.log < $1.log }
  }

  /// Agents of all tenants from one on, in the order of their ids.
  func agents(from id: String, limit: Int) throws -> [(id: String, tenant: TenantID)] {
    try connection.query(
      "SELECT id, tenant_id FROM agent WHERE id >= ? ORDER BY id LIMIT ?", id, limit
    ) { (id: try $0.read(0), tenant: TenantID(try $0.read(1))) }
  }
}
