import Buffers

// Rules of numbers, instants and durations, and those that all types of value share.

extension Violations {
  /// `const`.
  @inlinable
  public mutating func equals<Value: Equatable>(
    _ field: StaticString, _ value: Value, _ type: StaticString, _ expected: Value
  ) {
    if value == expected { return }
    add(field, "\(type).const", "is \(Shown(value)): give \(Shown(expected))")
  }

  /// `in`.
  @inlinable
  public mutating func oneOf<Value: Equatable>(
    _ field: StaticString, _ value: Value, _ type: StaticString, _ allowed: [Value]
  ) {
    if allowed.contains(value) { return }
    add(field, "\(type).in", "is \(Shown(value)): give \(Shown.list(allowed))")
  }

  /// `not_in`.
  @inlinable
  public mutating func noneOf<Value: Equatable>(
    _ field: StaticString, _ value: Value, _ type: StaticString, _ refused: [Value]
  ) {
    guard refused.contains(value) else { return }
    add(
      field, "\(type).not_in", "is \(Shown(value)): give anything but \(Shown.list(refused))")
  }

  /// `gt`, `gte`, `lt`, `lte`: at most one lower and one upper bound. An upper bound below the lower
  /// one means outside of them.
  @inlinable
  public mutating func range<Value: Comparable>(
    _ field: StaticString, _ value: Value, _ type: StaticString,
    gt: Value? = nil, gte: Value? = nil, lt: Value? = nil, lte: Value? = nil
  ) {
    let isAbove = if let gt { value > gt } else if let gte { value >= gte } else { true }
    let isBelow = if let lt { value < lt } else if let lte { value <= lte } else { true }
    if isAbove, isBelow { return }
    if let lower = gt ?? gte, let upper = lt ?? lte, upper < lower, isAbove || isBelow { return }
    outOfRange(field, value, type, gt, gte, lt, lte)
  }

  @inline(never)
  @usableFromInline
  mutating func outOfRange<Value: Comparable>(
    _ field: StaticString, _ value: Value, _ type: StaticString,
    _ gt: Value?, _ gte: Value?, _ lt: Value?, _ lte: Value?
  ) {
    var (ids, texts): ([String], [String]) = ([], [])
    if let gt { (ids, texts) = (["gt"], ["above \(Shown(gt))"]) }
    if let gte { (ids, texts) = (["gte"], ["\(Shown(gte)) or more"]) }
    if let lt { (ids, texts) = (ids + ["lt"], texts + ["below \(Shown(lt))"]) }
    if let lte { (ids, texts) = (ids + ["lte"], texts + ["at most \(Shown(lte))"]) }
    var isOutside = false
    if let lower = gt ?? gte, let upper = lt ?? lte { isOutside = upper < lower }
    let id = ids.joined(separator: "_") + (isOutside ? "_exclusive" : "")
    let limits = texts.joined(separator: isOutside ? " or " : " and ")
    add(field, "\(type).\(id)", "is \(Shown(value)): give one \(limits)")
  }

  /// `required` of a number without presence: zero is as good as nothing.
  @discardableResult
  public mutating func required(_ field: StaticString, _ value: some BinaryInteger) -> Bool {
    required(field, isSet: value != 0)
  }

  /// `required` of a number without presence; -0 is something.
  @discardableResult
  public mutating func required(_ field: StaticString, _ value: Double) -> Bool {
    required(field, isSet: value.bitPattern != 0)
  }

  /// `required` of a number without presence; -0 is something.
  @discardableResult
  public mutating func required(_ field: StaticString, _ value: Float) -> Bool {
    required(field, isSet: value.bitPattern != 0)
  }

  /// `required` of a `bool` without presence.
  @discardableResult
  public mutating func required(_ field: StaticString, _ value: Bool) -> Bool {
    required(field, isSet: value)
  }

  /// `required` of an enum without presence.
  @discardableResult
  public mutating func required(_ field: StaticString, _ value: some ProtobufEnum) -> Bool {
    required(field, isSet: value.number != 0)
  }

  /// `required` of a list or a map, of text or bytes without presence.
  @discardableResult
  public mutating func required(_ field: StaticString, _ value: some Collection) -> Bool {
    required(field, isSet: !value.isEmpty)
  }

  private mutating func required(_ field: StaticString, isSet: Bool) -> Bool {
    if !isSet { missing(field) }
    return isSet
  }

  /// `finite`.
  public mutating func finite(
    _ field: StaticString, _ value: some BinaryFloatingPoint, _ type: StaticString
  ) {
    if value.isFinite { return }
    add(field, "\(type).finite", "is \(Shown(value)): give a finite number")
  }
}

// MARK: - Enums

extension Violations {
  /// `defined_only` of a value that the schema does not know.
  public mutating func undefined<E: ProtobufEnum>(_ field: StaticString, _ value: E) {
    add(
      field, "enum.defined_only",
      "is \(value.number), which is no value of it: give \(Shown.listed(E.values.map(\.name)))")
  }

  /// `const`.
  public mutating func equals<E: ProtobufEnum>(
    _ field: StaticString, _ value: E, _ expected: Int32
  ) {
    if value.number == expected { return }
    add(field, "enum.const", "is \(E.shown(value.number)): give \(E.shown(expected))")
  }

  /// `in`.
  public mutating func oneOf<E: ProtobufEnum>(
    _ field: StaticString, _ value: E, _ allowed: [Int32]
  ) {
    if allowed.contains(value.number) { return }
    add(
      field, "enum.in",
      "is \(E.shown(value.number)): give \(Shown.listed(allowed.map(E.shown)))")
  }

  /// `not_in`.
  public mutating func noneOf<E: ProtobufEnum>(
    _ field: StaticString, _ value: E, _ refused: [Int32]
  ) {
    guard refused.contains(value.number) else { return }
    let others = E.values.filter { !refused.contains($0.number) }.map(\.name)
    add(
      field, "enum.not_in", "is \(E.shown(value.number)): give \(Shown.listed(others))")
  }
}

extension ProtobufEnum {
  fileprivate static func shown(_ number: Int32) -> String {
    Self(number: number).name ?? "\(number)"
  }
}

// MARK: - Instants and durations

extension Violations {
  /// `lt_now`.
  public mutating func beforeNow(_ field: StaticString, _ value: GoogleProtobuf.Timestamp) {
    let now = now
    if value <= now { return }
    add(
      field, "timestamp.lt_now", "is \(Shown(value)), and now is \(Shown(now)): give an earlier one"
    )
  }

  /// `gt_now`.
  public mutating func afterNow(_ field: StaticString, _ value: GoogleProtobuf.Timestamp) {
    let now = now
    if value >= now { return }
    add(field, "timestamp.gt_now", "is \(Shown(value)), and now is \(Shown(now)): give a later one")
  }

  /// `within`.
  public mutating func nearNow(
    _ field: StaticString, _ value: GoogleProtobuf.Timestamp, within span: GoogleProtobuf.Duration
  ) {
    let now = now
    let distance = (now.nanoseconds - value.nanoseconds).magnitude
    if span.nanoseconds >= 0, distance <= span.nanoseconds.magnitude { return }
    add(
      field, "timestamp.within",
      "is \(Shown(value)), and now is \(Shown(now)): give one at most \(Shown(span)) away")
  }
}

extension GoogleProtobuf.Timestamp: Comparable {
  /// Since 1970 began in UTC.
  fileprivate var nanoseconds: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanos) }

  public static func < (a: Self, b: Self) -> Bool { (a.seconds, a.nanos) < (b.seconds, b.nanos) }
}

extension GoogleProtobuf.Duration: Comparable {
  fileprivate var nanoseconds: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanos) }

  public static func < (a: Self, b: Self) -> Bool { (a.seconds, a.nanos) < (b.seconds, b.nanos) }
}

// MARK: - Field masks

extension Violations {
  /// `const` of a field mask.
  public mutating func equals(
    _ field: StaticString, _ mask: GoogleProtobuf.FieldMask, _ paths: [String]
  ) {
    if mask.paths.elementsEqual(paths, by: Text.areSame) { return }
    add(
      field, "field_mask.const", "is \(Shown.listed(mask.paths)): give \(Shown.listed(paths))")
  }

  /// `in` of a field mask: each path is one of these or below one.
  public mutating func oneOf(
    _ field: StaticString, _ mask: GoogleProtobuf.FieldMask, _ allowed: [String]
  ) {
    guard let path = mask.paths.first(where: { !Self.isCovered($0, by: allowed) }) else { return }
    add(
      field, "field_mask.in", "has \(Shown(path)): give \(Shown.listed(allowed)) or what is inside")
  }

  /// `not_in` of a field mask: no path is one of these or below one.
  public mutating func noneOf(
    _ field: StaticString, _ mask: GoogleProtobuf.FieldMask, _ refused: [String]
  ) {
    guard let path = mask.paths.first(where: { Self.isCovered($0, by: refused) }) else { return }
    add(
      field, "field_mask.not_in", "has \(Shown(path)): give anything but \(Shown.listed(refused))")
  }

  private static func isCovered(_ path: String, by fields: [String]) -> Bool {
    fields.contains { Text.areSame(path, $0) || path.utf8.starts(with: Array("\($0).".utf8)) }
  }
}
