import Crypto
import Rules
import SQLite

/// Tries that have not succeeded, by what was tried: the vendor's, above all tenants, since what is tried need
/// not exist.
struct TryStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func all() throws -> [SHA256.Digest: Lockout] {
    let rows = try connection.query("SELECT target, failures, last_try FROM sign_in_try") { row in
      (
        target: SHA256.Digest(try row.read(0, as: [UInt8].self)),
        lockout: Lockout(failures: try row.read(1), lastTry: try row.read(2))
      )
    }
    return rows.reduce(into: [:]) { if let target = $1.target { $0[target] = $1.lockout } }
  }

  /// Keeps what there is of a target; nil forgets it.
  func keep(_ lockout: Lockout?, of target: SHA256.Digest) throws {
    guard let lockout else {
      try connection.run("DELETE FROM sign_in_try WHERE target = ?", target.bytes)
      return
    }
    try connection.run(
      """
      INSERT INTO sign_in_try (target, failures, last_try) VALUES (?, ?, ?)
      ON CONFLICT (target) DO UPDATE SET failures = excluded.failures, last_try = excluded.last_try
      """, target.bytes, lockout.failures, lockout.lastTry)
  }

  /// Forgets tries that are over, a few at a time: each try takes some along.
  func removeSome(before instant: Int64) throws {
    try connection.run(
      """
      DELETE FROM sign_in_try WHERE target IN
        (SELECT target FROM sign_in_try WHERE last_try <= ? LIMIT 16)
      """, instant)
  }
}
