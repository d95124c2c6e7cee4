/// An enum with values that its schema deprecates.
///
/// Who names such a value is warned. Generated code must name it too, and does so in one place, which is
/// deprecated itself and reached by way of this protocol.
public protocol DeprecatedValues {
  /// The deprecated value of that number.
  static func deprecatedValue(_ number: Int32) -> Self
}

extension DeprecatedValues {
  /// The deprecated value of that number, without a warning.
  public init(deprecated number: Int32) {
    self = Self.deprecatedValue(number)
  }
}
