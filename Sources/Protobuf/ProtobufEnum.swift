/// An enum of a schema: a case per value and one for the numbers that the schema does not know.
public protocol ProtobufEnum: FieldValue {
  /// The value of a field that is absent: number 0 in proto3, the first value in proto2.
  init()

  /// The case of `number`, `unrecognized` if the schema has none.
  init(number: Int32)

  /// The number on the wire.
  var number: Int32 { get }

  /// Whether a number that the schema does not know is no value of a field, as in proto2.
  static var isClosed: Bool { get }

  /// Every value of the schema, aliases included, in its order: number and name in the schema.
  static var values: [(number: Int32, name: String)] { get }
}

extension ProtobufEnum {
  public static var isClosed: Bool { false }

  /// The value of that name in the schema, such as `KIND_DIALOG`.
  public init?(name: String) {
    guard let value = Self.values.first(where: { $0.name == name }) else { return nil }
    self.init(number: value.number)
  }

  /// The name in the schema; nil for an unrecognised number.
  public var name: String? {
    let number = self.number
    return Self.values.first { $0.number == number }?.name
  }
}
