import CSQLite
import Files

/// What SQLite refused, in its words, with the statement and what the file system said.
public struct SQLiteError: Error, Sendable, Hashable {
  /// The extended result code, such as 2067 for a breach of a UNIQUE constraint.
  public let code: Int32
  public let message: String
  /// The statement, where one is to blame.
  public let sql: String?
  /// The file operation that failed, where one is to blame.
  public let file: FileError?

  public init(code: Int32, message: String, sql: String? = nil, file: FileError? = nil) {
    self.code = code
    self.message = message
    self.sql = sql
    self.file = file
  }

  /// What the error means to the caller.
  public enum Kind: Sendable, Hashable {
    /// A row breaks a constraint of the schema.
    case constraint
    /// The disk is full.
    case noSpace
    /// The file system failed otherwise.
    case file
    /// The database file is damaged, or is none.
    case corrupt
    /// Another connection is in the way.
    case busy
    /// A column holds something else than the reader asked for.
    case mismatch
    /// The statement is wrong, or anything else.
    case other
  }

  public var kind: Kind {
    if file?.kind == .noSpace { return .noSpace }
    return switch code & 0xff {
    case SQLITE_CONSTRAINT: .constraint
    case SQLITE_FULL: .noSpace
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY: .file
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_BUSY, SQLITE_LOCKED: .busy
    case SQLITE_MISMATCH: .mismatch
    default: .other
    }
  }
}

extension SQLiteError: CustomStringConvertible {
  public var description: String {
    "SQLite: \(message) (code \(code))" + (sql.map { " in: \($0)" } ?? "")
      + (file.map { "; \($0)" } ?? "")
  }
}
