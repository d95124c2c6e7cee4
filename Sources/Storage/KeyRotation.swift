import Crypto
import Files
import SQLite

/// Changes the master key of a data folder that no server has open.
///
///     the new key beside the old one, durable (master.key.next)
///     one commit: the keys of all tenants wrapped by the new key, and by what the database knows it
///     the write-ahead log moved into the database, so that nothing wrapped by the old key is left
///     the new key in the place of the old one
///
/// Whenever this ends before its end, the next opening finds by the database which of the two keys holds, and
/// does away with the other.
public enum KeyRotation {
  /// - Returns: how many keys were wrapped anew.
  public static func run(_ folder: DataFolder) throws(StorageError) -> Int {
    try storing {
      let opened = try folder.openDatabase(migrations: [Database.migrations])
      let connection = opened.connection
      defer { connection.close() }
      let new = SymmetricKey()
      try folder.masterKeyFile.prepare(new)
      let count = try connection.transaction {
        try KeyRows(masterKey: opened.masterKey).rewrap(by: new, connection)
      }
      try folder.emptyLog(of: connection)
      try folder.masterKeyFile.settle(on: new)
      return count
    }
  }
}
