import CSQLite
import Files

/// A connection to a database file. One thread at a time may use it and what it hands out.
///
///     try connection.run("INSERT INTO agent (id, name) VALUES (?, ?)", id, name)
///     let names = try connection.query("SELECT name FROM agent WHERE id > ?", 7) { row in
///       try row.read(0) as String
///     }
///
/// Statements are compiled once and kept. Write SQL that SQLite 3.40 and PostgreSQL 15 both take.
public final class Connection {
  /// What a connection may do.
  public enum Access: Sendable {
    /// It alone writes, commits and checkpoints; the file is made when it does not exist.
    case owner
    /// It reads, and never checkpoints.
    case readOnly
  }

  /// nil once closed; SQLite refuses calls without it as misuse.
  private(set) var handle: OpaquePointer?
  private let vfs: VFS
  /// What ``watch(_:)`` asked for, with how often each was changed.
  private var watched: [(table: StaticString, changes: Int)] = []
  private var statements: [StatementText: Statement] = [:]

  /// Kept statements; beyond that the cache starts over.
  private static let statementsMax = 500
  /// Pages that the owner keeps in memory, in KiB: what is entered under a random key changes any page of
  /// an index, and each that is not here is read from the file first.
  private static let ownerCacheKiB = 64 << 10

  /// Opens the database at `path`: write-ahead log, `synchronous=FULL`, foreign keys on, no
  /// checkpoint but by ``checkpoint(truncating:)``.
  public init(_ path: String, vfs: VFS, access: Access) throws(SQLiteError) {
    self.vfs = vfs
    let flags =
      access == .owner ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(
      path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs.name)
    guard let handle, code == SQLITE_OK else {
      let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw SQLiteError(code: code, message: "\(message): \(path)", file: vfs.takeFailure())
    }
    self.handle = handle
    sqlite3_busy_timeout(handle, 5_000)
    if access == .owner {
      try execute("PRAGMA journal_mode = WAL")
      try execute("PRAGMA synchronous = FULL")
      try execute("PRAGMA foreign_keys = ON")
      // What is deleted is overwritten: rows hold wrapped keys.
      try execute("PRAGMA secure_delete = ON")
      try execute("PRAGMA cache_size = -\(Self.ownerCacheKiB)")
    }
    try execute("PRAGMA wal_autocheckpoint = 0")
    mado_sqlite3_keep_log_on_close(handle)
    sqlite3_wal_hook(
      handle,
      { connection, _, _, pages in
        Unmanaged<Connection>.fromOpaque(connection!).takeUnretainedValue().pagesInLog = Int(pages)
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
    try execute("PRAGMA temp_store = MEMORY")
  }

  deinit { close() }

  /// Closes the connection. The write-ahead log stays as it is, whoever closes last.
  public func close() {
    statements = [:]
    sqlite3_close_v2(handle)
    handle = nil
  }

  // MARK: Statements

  /// Runs any number of statements without parameters.
  public func execute(_ sql: String) throws(SQLiteError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, in: sql) }
  }

  /// Runs a statement; what rows it gives are dropped. Returns the number of rows changed.
  @discardableResult
  public func run(_ sql: String, _ values: any Bindable...) throws(SQLiteError) -> Int {
    try run(sql, values: values)
  }

  /// The same with the values in an array, and with values for names.
  @discardableResult
  public func run(
    _ sql: String, values: [any Bindable], named: [NamedValue] = []
  ) throws(SQLiteError) -> Int {
    let statement = try begin(sql, values, named)
    defer { statement.reset() }
    while try statement.step() {}
    return Int(sqlite3_changes64(handle))
  }

  /// The rows of a query, each as `make` reads it. Throws ``SQLiteError`` or what `make` throws.
  public func query<R>(
    _ sql: String, _ values: any Bindable..., make: (Row) throws -> R
  ) throws -> [R] {
    try query(sql, values: values, make: make)
  }

  /// The same with the values in an array, for statements that are put together, and with values for
  /// names.
  public func query<R>(
    _ sql: String, values: [any Bindable], named: [NamedValue] = [], make: (Row) throws -> R
  ) throws -> [R] {
    try withStatement(sql, values, named) { statement in
      var results: [R] = []
      while try statement.step() { results.append(try make(Row(statement))) }
      return results
    }
  }

  /// The first row of a query as `make` reads it, or nil. Throws as ``query(_:_:make:)``.
  public func first<R>(
    _ sql: String, _ values: any Bindable..., make: (Row) throws -> R
  ) throws -> R? {
    try first(sql, values: values, make: make)
  }

  /// The same with the values in an array, and with values for names.
  public func first<R>(
    _ sql: String, values: [any Bindable], named: [NamedValue] = [], make: (Row) throws -> R
  ) throws -> R? {
    try withStatement(sql, values, named) { statement in
      try statement.step() ? try make(Row(statement)) : nil
    }
  }

  /// Calls `body` with the rows of a query, one at a time, until it returns false. Throws as
  /// ``query(_:_:make:)``.
  public func forEach(
    _ sql: String, _ values: any Bindable..., body: (Row) throws -> Bool
  ) throws {
    try withStatement(sql, values, []) { statement in
      while try statement.step(), try body(Row(statement)) {}
    }
  }

  private func withStatement<R>(
    _ sql: String, _ values: [any Bindable], _ named: [NamedValue],
    _ body: (Statement) throws -> R
  ) throws -> R {
    let statement = try begin(sql, values, named)
    defer { statement.reset() }
    return try body(statement)
  }

  /// The statement with its values bound; whoever gets it resets it.
  func begin(
    _ sql: String, _ values: [any Bindable], _ named: [NamedValue] = []
  ) throws(SQLiteError) -> Statement {
    let statement = try statement(sql)
    statement.isInUse = true
    do throws(SQLiteError) {
      try statement.bind(values, named: named)
    } catch {
      statement.reset()
      throw error
    }
    return statement
  }

  private func statement(_ sql: String) throws(SQLiteError) -> Statement {
    let text = StatementText(sql: sql)
    let kept = statements[text]
    if let kept, !kept.isInUse { return kept }
    let statement = try Statement(sql, on: self)
    // While a query's rows are read, the same query within it gets a statement of its own.
    if kept == nil {
      if statements.count >= Self.statementsMax { statements = [:] }
      statements[text] = statement
    }
    return statement
  }

  // MARK: Changes

  /// Has the changes of a table's rows counted from now on, those of transactions that are undone too. It costs
  /// a comparison of names with each row that is changed of any table. (sqlite3_update_hook)
  public func watch(_ table: StaticString) {
    guard !watched.contains(where: { $0.table.description == table.description }) else { return }
    watched.append((table, 0))
    sqlite3_update_hook(
      handle,
      { connection, _, _, table, _ in
        guard let connection, let table else { return }
        Unmanaged<Connection>.fromOpaque(connection).takeUnretainedValue().count(table)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  private func count(_ table: UnsafePointer<CChar>) {
    for index in watched.indices {
      let isMeant = watched[index].table.withUTF8Buffer { name in
        name.enumerated().allSatisfy { UInt8(bitPattern: table[$0]) == $1 }
          && table[name.count] == 0
      }
      if isMeant { watched[index].changes &+= 1 }
    }
  }

  /// How often rows of a watched table were changed; 0 of one that is not watched.
  public func changes(of table: StaticString) -> Int {
    watched.first { $0.table.description == table.description }?.changes ?? 0
  }

  // MARK: Transactions

  /// Rows that have been inserted, changed or deleted by the connection so far.
  public var changes: Int64 { sqlite3_total_changes64(handle) }

  /// Whether a transaction is open.
  public var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs `body` as one transaction: committed when it returns, rolled back when it throws.
  @discardableResult
  public func transaction<R>(_ body: () throws -> R) throws -> R {
    try run("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      rollback()
      throw error
    }
  }

  /// Ends an open transaction without effect. SQLite has already done so after some errors.
  public func rollback() {
    if isInTransaction { _ = try? run("ROLLBACK") }
  }

  /// Runs `body` within the open transaction; when it throws, or if it is to be undone in any case, what it
  /// changed is undone and the transaction goes on, unless SQLite had to give it up.
  @discardableResult
  public func savepoint<R>(undoing isUndone: Bool = false, _ body: () throws -> R) throws -> R {
    try run("SAVEPOINT request")
    do {
      let result = try body()
      if isUndone { try run("ROLLBACK TO request") }
      try run("RELEASE request")
      return result
    } catch {
      if isInTransaction {
        try run("ROLLBACK TO request")
        try run("RELEASE request")
      }
      throw error
    }
  }

  /// The row number of the last INSERT.
  public var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }

  // MARK: The write-ahead log

  /// Pages in the write-ahead log after this connection's last commit.
  public private(set) var pagesInLog = 0

  /// Pages in the write-ahead log that are not in the database file yet, and whether all were moved.
  public struct Checkpoint: Sendable, Hashable {
    public let pagesInLog: Int
    public let pagesMoved: Int
    public var isComplete: Bool { pagesInLog == pagesMoved }
  }

  /// Moves the log's pages into the database file, as far as readers allow. With `truncating` the
  /// log is emptied besides, when no reader needs it.
  @discardableResult
  public func checkpoint(truncating: Bool = false) throws(SQLiteError) -> Checkpoint {
    var inLog: Int32 = 0
    var moved: Int32 = 0
    let code = sqlite3_wal_checkpoint_v2(
      handle, nil, truncating ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &inLog,
      &moved)
    // Busy means that a reader held part of it back: not an error, and the counts say so.
    guard code == SQLITE_OK || code & 0xff == SQLITE_BUSY else {
      throw error(code, in: "checkpoint")
    }
    let checkpoint = Checkpoint(pagesInLog: Int(inLog), pagesMoved: Int(moved))
    // A log moved as a whole is written from its beginning again.
    if checkpoint.isComplete { pagesInLog = 0 }
    return checkpoint
  }

  /// Moves the write-ahead log into the database file and does away with it: what is left is one file, as
  /// long as this is the only connection. The next owner's begins a log again.
  public func becomeOneFile() throws(SQLiteError) {
    try execute("PRAGMA journal_mode = DELETE")
  }

  // MARK: Errors

  func error(_ code: Int32, in sql: String) -> SQLiteError {
    let isOfFiles =
      switch code & 0xff {
      case SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN: true
      default: false
      }
    return SQLiteError(
      code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql,
      file: isOfFiles ? vfs.takeFailure() : nil)
  }
}
