import Crypto
import SQLite

/// The secret with which page tokens are sealed. It is kept, so that a list goes on after a restart.
enum PageTokenSecret {
  static let migrations = MigrationList(
    area: "lists",
    [
      Migration(
        "the secret of page tokens",
        "CREATE TABLE page_token_secret (id BIGINT PRIMARY KEY, secret BYTEA NOT NULL)")
    ])

  /// The secret, made on the first call.
  static func value(in connection: Connection) throws -> [UInt8] {
    let known = try connection.first("SELECT secret FROM page_token_secret WHERE id = 1") { row in
      try row.read(0, as: [UInt8].self)
    }
    if let known { return known }
    let secret = SecureRandom.bytes(32)
    try connection.run("INSERT INTO page_token_secret (id, secret) VALUES (1, ?)", secret)
    return secret
  }
}
