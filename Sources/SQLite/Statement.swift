import CSQLite

/// A compiled statement.
final class Statement {
  let sql: String
  let handle: OpaquePointer
  unowned let connection: Connection
  /// What each place of a value is called, such as `:tenant`; nil for a `?`.
  private let names: [String?]
  /// Where texts and bytes lie while the statement runs: SQLite would ask for a piece of memory for each.
  private let memory: UnsafeMutableRawBufferPointer
  private var memoryUsed = 0
  /// Between binding and reset.
  var isInUse = false

  /// Of a row without a document in it; what has no room is copied by SQLite.
  private static let memoryBytes = 1_024

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
    memory = .allocate(byteCount: Self.memoryBytes, alignment: 1)
    let count = sqlite3_bind_parameter_count(handle)
    names = (0..<count).map { place in
      sqlite3_bind_parameter_name(handle, place + 1).map { String(cString: $0) }
    }
  }

  deinit {
    sqlite3_finalize(handle)
    memory.deallocate()
  }

  /// Gives every `?` its value, in order, and every name the one that `named` has for it.
  func bind(_ values: [any Bindable], named: [NamedValue]) throws(SQLiteError) {
    if let missing = named.first(where: { $0.isRequired && !names.contains($0.name) }) {
      throw misuse("the statement does not name \(missing.name)")
    }
    var next = 0
    for place in names.indices {
      let parameter = Parameter(statement: self, index: Int32(place + 1))
      let code: Int32
      if let name = names[place] {
        guard let known = named.firstIndex(where: { $0.name == name }) else {
          throw misuse("there is no value for \(name)")
        }
        code = named[known].value.bind(to: parameter)
      } else {
        guard next < values.count else { throw miscounted(values) }
        code = values[next].bind(to: parameter)
        next += 1
      }
      guard code == SQLITE_OK else { throw connection.error(code, in: sql) }
    }
    guard next == values.count else { throw miscounted(values) }
  }

  /// A copy of `bytes` that lasts until the statement is reset; nil when there is no room.
  func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
    guard bytes.count <= memory.count - memoryUsed, let begin = memory.baseAddress else {
      return nil
    }
    let place = begin + memoryUsed
    if let source = bytes.baseAddress { place.copyMemory(from: source, byteCount: bytes.count) }
    memoryUsed += bytes.count
    return UnsafeRawPointer(place)
  }

  private func miscounted(_ values: [any Bindable]) -> SQLiteError {
    let wanted = names.count { $0 == nil }
    return SQLiteError(
      code: SQLITE_RANGE, message: "\(wanted) parameters, but \(values.count) values", sql: sql)
  }

  private func misuse(_ message: String) -> SQLiteError {
    SQLiteError(code: SQLITE_MISUSE, message: message, sql: sql)
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
    memoryUsed = 0
    isInUse = false
  }
}

/// By what a statement is found again. Texts are the same literals each time, and comparing a literal with itself
/// costs nothing; hashing all of it would take as long as some statements do.
struct StatementText: Hashable {
  let sql: String

  func hash(into hasher: inout Hasher) {
    hasher.combine(sql.utf8.count)
    for byte in sql.utf8.suffix(8) { hasher.combine(byte) }
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
