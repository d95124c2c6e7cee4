/// How JSON is written and read.
public struct JSONOptions: Sendable {
  /// Whether members stand on lines of their own, indented by two spaces.
  public var isPretty = false
  /// Whether fields have the names of the schema instead of those in lowerCamelCase. Both are read.
  public var usesSchemaNames = false
  /// Whether fields without presence are written at their defaults too.
  public var writesDefaults = false
  /// Whether fields and enum values that the schema does not know are skipped instead of refused.
  public var ignoresUnknown = false
  /// The messages that a `google.protobuf.Any` may hold. Any other is shown as base64.
  public var types = TypeRegistry()

  public init() {}

  public init(
    isPretty: Bool = false, usesSchemaNames: Bool = false, writesDefaults: Bool = false,
    ignoresUnknown: Bool = false, types: TypeRegistry = TypeRegistry()
  ) {
    self.isPretty = isPretty
    self.usesSchemaNames = usesSchemaNames
    self.writesDefaults = writesDefaults
    self.ignoresUnknown = ignoresUnknown
    self.types = types
  }
}
