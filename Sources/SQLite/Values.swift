import Buffers
import CSQLite

/// A value that can stand for a `?` in a statement.
public protocol Bindable {
  /// Puts the value in its place; returns SQLite's result code.
  func bind(to parameter: Parameter) -> Int32
}

/// A value for every place in a statement that has its name.
public struct NamedValue {
  /// With its colon: `:tenant`.
  public let name: String
  public let value: any Bindable
  /// Whether a statement without the name is refused.
  public let isRequired: Bool

  public init(_ name: String, _ value: any Bindable, isRequired: Bool = false) {
    self.name = name
    self.value = value
    self.isRequired = isRequired
  }
}

/// A value that can be read from a column.
public protocol Readable {
  /// The column's value; nil when it is of another type.
  init?(reading column: Column)
}

/// The place of a `?`.
public struct Parameter {
  let statement: Statement
  let index: Int32
}

/// A column of the row that a statement has come to.
public struct Column {
  let statement: OpaquePointer
  let index: Int32

  var type: Int32 { sqlite3_column_type(statement, index) }

  var typeName: String {
    switch type {
    case SQLITE_INTEGER: "INTEGER"
    case SQLITE_FLOAT: "REAL"
    case SQLITE3_TEXT: "TEXT"
    case SQLITE_BLOB: "BLOB"
    default: "NULL"
    }
  }

  /// The memory of a TEXT or BLOB, valid until the statement goes on.
  var memory: UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(statement, index)
    return UnsafeRawBufferPointer(
      start: start, count: Int(sqlite3_column_bytes(statement, index)))
  }
}

/// `SQLITE_TRANSIENT`: SQLite copies what it is given before the call returns.
private let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int64: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 {
    sqlite3_bind_int64(parameter.statement.handle, parameter.index, self)
  }

  public init?(reading column: Column) {
    guard column.type == SQLITE_INTEGER else { return nil }
    self = sqlite3_column_int64(column.statement, column.index)
  }
}

extension Int: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 { Int64(self).bind(to: parameter) }

  public init?(reading column: Column) {
    guard let value = Int64(reading: column) else { return nil }
    self.init(exactly: value)
  }
}

extension Int32: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 { Int64(self).bind(to: parameter) }

  public init?(reading column: Column) {
    guard let value = Int64(reading: column) else { return nil }
    self.init(exactly: value)
  }
}

/// 0 or 1.
extension Bool: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 { Int64(self ? 1 : 0).bind(to: parameter) }

  public init?(reading column: Column) {
    guard let value = Int64(reading: column), value == 0 || value == 1 else { return nil }
    self = value == 1
  }
}

extension Double: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 {
    sqlite3_bind_double(parameter.statement.handle, parameter.index, self)
  }

  public init?(reading column: Column) {
    guard column.type == SQLITE_FLOAT || column.type == SQLITE_INTEGER else { return nil }
    self = sqlite3_column_double(column.statement, column.index)
  }
}

extension String: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 {
    var text = self
    return text.withUTF8 { parameter.bind(text: UnsafeRawBufferPointer($0)) }
  }

  public init?(reading column: Column) {
    guard column.type == SQLITE3_TEXT else { return nil }
    self.init(decoding: column.memory, as: UTF8.self)
  }
}

extension Bytes: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 {
    withUnsafeBytes { parameter.bind($0) }
  }

  public init?(reading column: Column) {
    guard column.type == SQLITE_BLOB else { return nil }
    self.init(copying: column.memory)
  }
}

extension [UInt8]: Bindable, Readable {
  public func bind(to parameter: Parameter) -> Int32 {
    withUnsafeBytes { parameter.bind($0) }
  }

  public init?(reading column: Column) {
    guard column.type == SQLITE_BLOB else { return nil }
    self.init(column.memory)
  }
}

extension Parameter {
  fileprivate func bind(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    guard let start = bytes.baseAddress, !bytes.isEmpty else {
      return sqlite3_bind_zeroblob(statement.handle, index, 0)
    }
    if let kept = statement.keep(bytes) {
      return sqlite3_bind_blob64(statement.handle, index, kept, UInt64(bytes.count), nil)
    }
    return sqlite3_bind_blob64(statement.handle, index, start, UInt64(bytes.count), copied)
  }

  fileprivate func bind(text: UnsafeRawBufferPointer) -> Int32 {
    let kept = statement.keep(text)
    // For no bytes there is always room. Without an address SQLite would bind NULL.
    guard let start = kept ?? text.baseAddress else { return SQLITE_NOMEM }
    return start.withMemoryRebound(to: CChar.self, capacity: text.count) {
      sqlite3_bind_text64(
        statement.handle, index, $0, UInt64(text.count), kept == nil ? copied : nil,
        UInt8(SQLITE_UTF8))
    }
  }
}

/// nil is NULL.
extension Optional: Bindable where Wrapped: Bindable {
  public func bind(to parameter: Parameter) -> Int32 {
    self?.bind(to: parameter) ?? sqlite3_bind_null(parameter.statement.handle, parameter.index)
  }
}

extension Optional: Readable where Wrapped: Readable {
  public init?(reading column: Column) {
    if column.type == SQLITE_NULL {
      self = .none
      return
    }
    guard let value = Wrapped(reading: column) else { return nil }
    self = .some(value)
  }
}
