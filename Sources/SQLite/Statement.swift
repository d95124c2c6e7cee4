import CSQLite

/// A compiled statement.
final class Statement {
  let sql: String
  let handle: OpaquePointer
  unowned let connection: Connection
  /// Between binding and reset.
  var isInUse = false

  init(_ sql: String, on connection: Connection) throws(SQLiteError) {
    self.sql = sql
    self.connection = connection
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      connection.handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK else { throw connection.error(code, in: sql) }
    guard let handle else {
      throw SQLiteError(code: SQLITE_MISUSE, message: "no statement", sql: sql)
    }
    self.handle = handle
  }

  deinit { sqlite3_finalize(handle) }

  func bind(_ values: [any Bindable]) throws(SQLiteError) {
    let wanted = Int(sqlite3_bind_parameter_count(handle))
    guard values.count == wanted else {
      throw SQLiteError(
        code: SQLITE_RANGE, message: "\(wanted) parameters, but \(values.count) values", sql: sql)
    }
    var index: Int32 = 1
    for value in values {
      let code = value.bind(to: Parameter(statement: handle, index: index))
      guard code == SQLITE_OK else { throw connection.error(code, in: sql) }
      index += 1
    }
  }

  /// Goes on to the next row; false at the end.
  func step() throws(SQLiteError) -> Bool {
    let code = sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw connection.error(code, in: sql)
    }
  }

  func reset() {
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
    isInUse = false
  }
}

/// The row a query has come to. Valid until the query goes on.
public struct Row {
  private let statement: Statement

  init(_ statement: Statement) {
    self.statement = statement
  }

  /// The value of a column, counted from 0. What type is wanted shows from the context; a column
  /// that may be NULL is read as an optional. Another type in the column is an error, not a guess.
  public func read<V: Readable>(_ column: Int, as type: V.Type = V.self) throws(SQLiteError) -> V {
    let count = Int(sqlite3_column_count(statement.handle))
    guard column >= 0 && column < count else {
      throw SQLiteError(
        code: SQLITE_RANGE, message: "column \(column) of \(count)", sql: statement.sql)
    }
    let source = Column(statement: statement.handle, index: Int32(column))
    guard let value = V(reading: source) else {
      throw SQLiteError(
        code: SQLITE_MISMATCH, message: "column \(column) holds \(source.typeName), not \(V.self)",
        sql: statement.sql)
    }
    return value
  }
}
