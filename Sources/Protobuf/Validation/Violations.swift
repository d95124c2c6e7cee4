import Glibc

/// Gathers what is wrong with a message: generated code checks one rule with each call.
///
/// Nothing is put together while the rules hold: names are static, a path is written when a rule is
/// broken. A check names its field; inside a list or a map the field is `""`, the element itself.
public struct Violations: Sendable {
  /// No more than these are gathered; who sends a thousand mistakes need not be told all.
  public static let countMax = 100
  /// How deep messages inside messages are checked: as deep as they are decoded.
  public static let depthMax = WireReader.nestingMax

  /// What is wrong, in the order of the schema.
  public private(set) var all: [Violation] = []

  /// The way from the message to what is being checked.
  private var way: [Step] = []
  private var isForKey = false
  /// The clock that `lt_now`, `gt_now` and `within` look at.
  private let clock: @Sendable () -> GoogleProtobuf.Timestamp

  private enum Step: Sendable {
    case field(StaticString)
    case index(StaticString, Int)
    case key(StaticString, String)
  }

  /// - Parameter clock: what is now, for the rules that ask.
  public init(
    clock: @escaping @Sendable () -> GoogleProtobuf.Timestamp = Violations.systemClock
  ) {
    self.clock = clock
  }

  public var isEmpty: Bool { all.isEmpty }
  /// Whether as many have been gathered as are kept.
  public var isFull: Bool { all.count >= Self.countMax }
  var now: GoogleProtobuf.Timestamp { clock() }

  /// The clock of the machine (clock_gettime(2)).
  public static let systemClock: @Sendable () -> GoogleProtobuf.Timestamp = {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return GoogleProtobuf.Timestamp(
      seconds: Int64(time.tv_sec), nanos: Int32(truncatingIfNeeded: time.tv_nsec))
  }

  /// Notes that a field breaks a rule.
  ///
  /// - Parameters:
  ///   - field: its name in the schema; empty for the element or message that is being checked.
  ///   - rule: the rule's id.
  ///   - message: value, limit and fix.
  @inline(never)
  public mutating func add(_ field: StaticString, _ rule: String, _ message: String) {
    guard !isFull else { return }
    all.append(
      Violation(field: path(to: field), rule: rule, message: message, isForKey: isForKey))
  }

  private func path(to field: StaticString) -> String {
    var path = ""
    func name(_ name: StaticString) {
      if !path.isEmpty { path += "." }
      path += name.description
    }
    for step in way {
      switch step {
      case .field(let field): name(field)
      case .index(let field, let index):
        name(field)
        path += "[\(index)]"
      case .key(let field, let key):
        name(field)
        path += "[\(key)]"
      }
    }
    if field.utf8CodeUnitCount > 0 { name(field) }
    return path
  }
}

// MARK: - Messages, lists and maps

extension Violations {
  /// Checks the message in a field.
  @inlinable
  public mutating func message(_ field: StaticString, _ message: some Message) {
    guard enter(field) else { return }
    message.validate(into: &self)
    leave()
  }

  /// Checks the message that is an element of a list or a value of a map.
  public mutating func message(_ message: some Message) {
    guard way.count < Self.depthMax else { return }
    message.validate(into: &self)
  }

  /// Checks each element of a list.
  @inlinable
  public mutating func items<Element>(
    _ field: StaticString, _ elements: [Element], _ check: (inout Violations, Element) -> Void
  ) {
    for index in elements.indices {
      guard enter(field, at: index) else { return }
      check(&self, elements[index])
      leave()
    }
  }

  /// Checks the key and the value of each entry of a map.
  public mutating func entries<Key: Hashable & Comparable, Value>(
    _ field: StaticString, _ map: [Key: Value],
    keys: (inout Violations, Key) -> Void = { _, _ in },
    values: (inout Violations, Value) -> Void = { _, _ in }
  ) {
    let before = all.count
    for (key, value) in map {
      // Those of other entries may be told; which ones is left to the order of the map.
      if isFull { break }
      check(field, key, value, keys, values)
    }
    if all.count > before + 1 { all[before...].sort { $0.field < $1.field } }
  }

  /// Checks the key and the value of each entry of a map from `bool`.
  public mutating func entries<Value>(
    _ field: StaticString, _ map: [Bool: Value],
    keys: (inout Violations, Bool) -> Void = { _, _ in },
    values: (inout Violations, Value) -> Void = { _, _ in }
  ) {
    for key in [false, true] {
      guard let value = map[key] else { continue }
      check(field, key, value, keys, values)
    }
  }

  private mutating func check<Key: Hashable, Value>(
    _ field: StaticString, _ key: Key, _ value: Value,
    _ keys: (inout Violations, Key) -> Void, _ values: (inout Violations, Value) -> Void
  ) {
    guard enter(.key(field, Self.subscript(key))) else { return }
    values(&self, value)
    isForKey = true
    keys(&self, key)
    isForKey = false
    leave()
  }

  /// Goes into a field, or an element of it; false where nothing more is checked. What is entered is left.
  @usableFromInline
  mutating func enter(_ field: StaticString, at index: Int? = nil) -> Bool {
    enter(index.map { .index(field, $0) } ?? .field(field))
  }

  private mutating func enter(_ step: Step) -> Bool {
    guard way.count < Self.depthMax, !isFull else { return false }
    way.append(step)
    return true
  }

  @usableFromInline
  mutating func leave() { way.removeLast() }

  /// A key as it stands in a path: a number as it is, a text in quotes.
  private static func `subscript`(_ key: some Hashable) -> String {
    guard let text = key as? String else { return "\(key)" }
    var quoted = "\""
    for scalar in text.unicodeScalars.prefix(Shown.charactersMax) {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case "\r": quoted += "\\r"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + (text.unicodeScalars.count > Shown.charactersMax ? "…\"" : "\"")
  }
}

// MARK: - Presence

extension Violations {
  /// `required`, where presence is tracked: fields with it, oneofs.
  @discardableResult
  public mutating func required<Value>(_ field: StaticString, _ value: Value?) -> Bool {
    if value != nil { return true }
    missing(field)
    return false
  }

  /// `required` of a field that is not set.
  public mutating func missing(_ field: StaticString) {
    add(field, "required", "is missing: it must be given")
  }

  /// A oneof rule of the message: at most one of the fields may be set, or exactly one.
  public mutating func oneof(_ fields: [(name: StaticString, isSet: Bool)], required: Bool) {
    let set = fields.filter(\.isSet).map(\.name.description)
    let names = fields.map(\.name.description).joined(separator: ", ")
    if set.count > 1 {
      add("", "message.oneof", "\(set.joined(separator: ", ")) are set: give one of \(names)")
    } else if required, set.isEmpty {
      add("", "message.oneof", "none is set: give one of \(names)")
    }
  }
}

extension Message {
  /// What is wrong with the message by the rules of its schema; nothing where that has none.
  public func violations(
    clock: @escaping @Sendable () -> GoogleProtobuf.Timestamp = Violations.systemClock
  ) -> Violations {
    var violations = Violations(clock: clock)
    validate(into: &violations)
    return violations
  }
}
