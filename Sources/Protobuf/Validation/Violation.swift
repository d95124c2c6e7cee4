/// One rule of the schema that a message breaks.
public struct Violation: Sendable, Hashable {
  /// The way from the message to the field: `images[3].captured_at`, `labels["x"]`; a oneof by its
  /// name; empty for the message itself.
  public let field: String
  /// The rule, as `buf.validate` names it: `string.min_len`, `required`.
  public let rule: String
  /// For people: what the value is, what the limit is, what to give instead.
  public let message: String
  /// Whether it is the key of a map's entry that is wrong, not its value.
  public let isForKey: Bool

  public init(field: String, rule: String, message: String, isForKey: Bool = false) {
    self.field = field
    self.rule = rule
    self.message = message
    self.isForKey = isForKey
  }
}

extension Violation: CustomStringConvertible {
  public var description: String {
    "\(field.isEmpty ? "the message" : field): \(message) (\(rule))"
  }
}
