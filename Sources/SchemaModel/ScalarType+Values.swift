import SchemaSyntax

extension ScalarType {
  /// What can stand for a value of the type, for a message.
  var values: String {
    switch self {
    case .int32, .sint32, .sfixed32: "a whole number from \(Int32.min) to \(Int32.max)"
    case .int64, .sint64, .sfixed64: "a whole number from \(Int64.min) to \(Int64.max)"
    case .uint32, .fixed32: "a whole number from 0 to \(UInt32.max)"
    case .uint64, .fixed64: "a whole number from 0 to \(UInt64.max)"
    case .float, .double: "a number, inf or nan"
    case .bool: "true or false"
    case .string, .bytes: "a string in quotes"
    }
  }
}

extension EnumNode {
  /// The names of its values, for a help line; nil when they are too many.
  var listOfValues: String? {
    (1...8) ~= values.count ? "it has " + values.map(\.name.text).joined(separator: ", ") : nil
  }
}
