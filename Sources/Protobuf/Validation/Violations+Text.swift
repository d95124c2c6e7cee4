import Buffers

/// Text compared by its bytes, as every other implementation does: Swift's own `==` takes two ways to
/// write an accent for the same.
enum Text {
  static func areSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }

  /// Whether `part` stands anywhere in `whole`.
  static func contains(_ whole: some Collection<UInt8>, _ part: some Collection<UInt8>) -> Bool {
    guard let first = part.first else { return true }
    var rest = whole[...]
    while let start = rest.firstIndex(of: first) {
      rest = rest[start...]
      if rest.starts(with: part) { return true }
      rest = rest.dropFirst()
    }
    return false
  }

  static func hasSuffix(_ whole: some BidirectionalCollection<UInt8>, _ end: String) -> Bool {
    whole.reversed().starts(with: end.utf8.reversed())
  }
}

// MARK: - Text

extension Violations {
  /// `const` of a text.
  public mutating func equals(_ field: StaticString, _ text: String, _ expected: String) {
    if Text.areSame(text, expected) { return }
    add(field, "string.const", "is \(Shown(text)): give \(Shown(expected))")
  }

  /// `in` of a text, and of the type URL of an `Any`.
  public mutating func oneOf(
    _ field: StaticString, _ text: String, _ allowed: [String], _ type: StaticString = "string"
  ) {
    if allowed.contains(where: { Text.areSame(text, $0) }) { return }
    add(field, "\(type).in", "is \(Shown(text)): give \(Shown.list(allowed))")
  }

  /// `not_in` of a text, and of the type URL of an `Any`.
  public mutating func noneOf(
    _ field: StaticString, _ text: String, _ refused: [String], _ type: StaticString = "string"
  ) {
    guard refused.contains(where: { Text.areSame(text, $0) }) else { return }
    add(field, "\(type).not_in", "is \(Shown(text)): give anything but \(Shown.list(refused))")
  }

  /// `len`, in Unicode code points.
  public mutating func length(_ field: StaticString, _ text: String, _ count: Int) {
    // A code point takes one to four bytes: most texts need not be counted.
    let bytes = text.utf8.count
    let isPossible = bytes >= count && bytes / 4 <= count
    if isPossible, text.unicodeScalars.count == count { return }
    add(
      field, "string.len",
      "\(Shown(text)) has \(text.unicodeScalars.count) characters: give exactly \(count)")
  }

  /// `min_len`, in Unicode code points.
  public mutating func minLength(_ field: StaticString, _ text: String, _ count: Int) {
    let bytes = text.utf8.count
    if bytes / 4 >= count || bytes >= count && text.unicodeScalars.count >= count { return }
    add(
      field, "string.min_len",
      "\(Shown(text)) has \(text.unicodeScalars.count) characters: give \(count) or more")
  }

  /// `max_len`, in Unicode code points.
  public mutating func maxLength(_ field: StaticString, _ text: String, _ count: Int) {
    if text.utf8.count <= count || text.unicodeScalars.count <= count { return }
    add(
      field, "string.max_len",
      "\(Shown(text)) has \(text.unicodeScalars.count) characters: give at most \(count)")
  }

  /// `len_bytes`, in bytes of UTF-8.
  public mutating func byteCount(_ field: StaticString, _ text: String, _ count: Int) {
    if text.utf8.count == count { return }
    add(
      field, "string.len_bytes",
      "\(Shown(text)) has \(text.utf8.count) bytes in UTF-8: give exactly \(count)")
  }

  /// `min_bytes`, in bytes of UTF-8.
  public mutating func minBytes(_ field: StaticString, _ text: String, _ count: Int) {
    if text.utf8.count >= count { return }
    add(
      field, "string.min_bytes",
      "\(Shown(text)) has \(text.utf8.count) bytes in UTF-8: give \(count) or more")
  }

  /// `max_bytes`, in bytes of UTF-8.
  public mutating func maxBytes(_ field: StaticString, _ text: String, _ count: Int) {
    if text.utf8.count <= count { return }
    add(
      field, "string.max_bytes",
      "\(Shown(text)) has \(text.utf8.count) bytes in UTF-8: give at most \(count)")
  }

  /// `pattern`.
  public mutating func pattern(_ field: StaticString, _ text: String, _ pattern: Pattern) {
    if pattern.matches(text) { return }
    add(field, "string.pattern", "\(Shown(text)) does not match \(pattern.text): give what does")
  }

  /// `prefix`.
  public mutating func prefix(_ field: StaticString, _ text: String, _ start: String) {
    if text.utf8.starts(with: start.utf8) { return }
    add(field, "string.prefix", "is \(Shown(text)): give one that begins with \(Shown(start))")
  }

  /// `suffix`.
  public mutating func suffix(_ field: StaticString, _ text: String, _ end: String) {
    if Text.hasSuffix(text.utf8, end) { return }
    add(field, "string.suffix", "is \(Shown(text)): give one that ends with \(Shown(end))")
  }

  /// `contains`.
  public mutating func contains(_ field: StaticString, _ text: String, _ part: String) {
    if Text.contains(text.utf8, part.utf8) { return }
    add(field, "string.contains", "is \(Shown(text)): give one with \(Shown(part)) in it")
  }

  /// `not_contains`.
  public mutating func lacks(_ field: StaticString, _ text: String, _ part: String) {
    guard Text.contains(text.utf8, part.utf8) else { return }
    add(field, "string.not_contains", "is \(Shown(text)): give one without \(Shown(part)) in it")
  }

  /// A well-known form, such as `email`.
  public mutating func format(_ field: StaticString, _ text: String, _ format: TextFormat) {
    if text.isEmpty {
      guard !format.allowsEmpty else { return }
      return add(field, "string.\(format.rule)_empty", "is empty: give \(format.noun)")
    }
    if format.matches(text) { return }
    add(field, "string.\(format.rule)", "\(Shown(text)) is not \(format.noun): give one")
  }
}

// MARK: - Bytes

extension Violations {
  /// `len`.
  public mutating func length(_ field: StaticString, _ bytes: Bytes, _ count: Int) {
    if bytes.count == count { return }
    add(field, "bytes.len", "has \(bytes.count) bytes: give exactly \(count)")
  }

  /// `min_len`.
  public mutating func minLength(_ field: StaticString, _ bytes: Bytes, _ count: Int) {
    if bytes.count >= count { return }
    add(field, "bytes.min_len", "has \(bytes.count) bytes: give \(count) or more")
  }

  /// `max_len`.
  public mutating func maxLength(_ field: StaticString, _ bytes: Bytes, _ count: Int) {
    if bytes.count <= count { return }
    add(field, "bytes.max_len", "has \(bytes.count) bytes: give at most \(count)")
  }

  /// `pattern`; what is not UTF-8 matches none.
  public mutating func pattern(_ field: StaticString, _ bytes: Bytes, _ pattern: Pattern) {
    let text = bytes.withUnsafeBytes { memory in
      memory.withMemoryRebound(to: UInt8.self) { String(validating: $0, as: UTF8.self) }
    }
    if let text, pattern.matches(text) { return }
    add(field, "bytes.pattern", "\(Shown(bytes)) does not match \(pattern.text): give what does")
  }

  /// `prefix`.
  public mutating func prefix(_ field: StaticString, _ bytes: Bytes, _ start: Bytes) {
    if bytes.starts(with: start) { return }
    add(field, "bytes.prefix", "is \(Shown(bytes)): give bytes that begin with \(Shown(start))")
  }

  /// `suffix`.
  public mutating func suffix(_ field: StaticString, _ bytes: Bytes, _ end: Bytes) {
    if bytes.reversed().starts(with: end.reversed()) { return }
    add(field, "bytes.suffix", "is \(Shown(bytes)): give bytes that end with \(Shown(end))")
  }

  /// `contains`.
  public mutating func contains(_ field: StaticString, _ bytes: Bytes, _ part: Bytes) {
    if Text.contains(bytes, part) { return }
    add(field, "bytes.contains", "is \(Shown(bytes)): give bytes with \(Shown(part)) in them")
  }

  /// `ip`, `ipv4`, `ipv6`, `uuid`: of one of these lengths.
  public mutating func format(
    _ field: StaticString, _ bytes: Bytes, _ rule: StaticString, lengths: [Int]
  ) {
    if lengths.contains(bytes.count) { return }
    let isEmpty = bytes.isEmpty ? "_empty" : ""
    add(
      field, "bytes.\(rule)\(isEmpty)",
      "has \(bytes.count) bytes: give \(Shown.list(lengths))")
  }
}

// MARK: - Lists and maps

extension Violations {
  /// `min_items`.
  public mutating func minItems<Element>(
    _ field: StaticString, _ elements: [Element], _ count: Int
  ) {
    if elements.count >= count { return }
    add(field, "repeated.min_items", "has \(elements.count) elements: give \(count) or more")
  }

  /// `max_items`.
  public mutating func maxItems<Element>(
    _ field: StaticString, _ elements: [Element], _ count: Int
  ) {
    if elements.count <= count { return }
    add(field, "repeated.max_items", "has \(elements.count) elements: give at most \(count)")
  }

  /// `unique`.
  public mutating func unique<Element: Hashable>(_ field: StaticString, _ elements: [Element]) {
    guard elements.count > 1 else { return }
    var seen: Set<Element> = []
    seen.reserveCapacity(elements.count)
    guard let index = elements.firstIndex(where: { !seen.insert($0).inserted }) else { return }
    repeated(field, "\(Shown(elements[index]))")
  }

  /// `unique` of texts, by their bytes.
  public mutating func unique(_ field: StaticString, _ elements: [String]) {
    guard elements.count > 1 else { return }
    var seen: Set<Bytes> = []
    seen.reserveCapacity(elements.count)
    let index = elements.firstIndex { !seen.insert(Bytes(utf8: $0)).inserted }
    guard let index else { return }
    repeated(field, "\(Shown(elements[index]))")
  }

  private mutating func repeated(_ field: StaticString, _ element: String) {
    add(field, "repeated.unique", "has \(element) twice: give each once")
  }

  /// `min_pairs`.
  public mutating func minPairs<Key, Value>(
    _ field: StaticString, _ map: [Key: Value], _ count: Int
  ) {
    if map.count >= count { return }
    add(field, "map.min_pairs", "has \(map.count) entries: give \(count) or more")
  }

  /// `max_pairs`.
  public mutating func maxPairs<Key, Value>(
    _ field: StaticString, _ map: [Key: Value], _ count: Int
  ) {
    if map.count <= count { return }
    add(field, "map.max_pairs", "has \(map.count) entries: give at most \(count)")
  }
}
