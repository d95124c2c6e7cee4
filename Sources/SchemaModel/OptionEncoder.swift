import SchemaSyntax

/// Encodes the values of options in binary format, by the types of the fields that they set.
struct OptionEncoder {
  typealias Refused = OptionInterpreter.Refused

  let scope: String
  let file: FileNode
  let target: OptionList.Target
  /// Inside an aggregate the rules are those of text format, which are a little wider.
  private var isInAggregate = false
  /// The path of the field being encoded, below the options message.
  private var path: [Int32]
  /// Where the fields of aggregates were set, by path.
  private(set) var settings: [[Int32]: Span] = [:]

  init(scope: String, file: FileNode, target: OptionList.Target, path: [Int32]) {
    self.scope = scope
    self.file = file
    self.target = target
    self.path = path
  }

  mutating func encode(
    _ value: OptionValue, of field: FieldNode, in run: inout LinkRun
  ) throws(Refused) -> EncodedValue {
    switch field.type {
    case .scalar(let scalar):
      return try encode(value, as: scalar, of: field, in: &run)
    case .enumeration(let enumeration):
      return try encode(value, of: enumeration, field: field, in: &run)
    case .message(let message), .group(let message):
      let content = try fields(of: value, in: message, field: field, in: &run)
      return field.isDelimited ? .group(content) : .lengthDelimited(content)
    case .unknown:
      throw Refused()
    }
  }

  private func refuse(
    _ what: String, _ value: OptionValue, _ field: FieldNode, _ run: inout LinkRun
  ) throws(Refused) -> Never {
    let shown = value.span.text.split(separator: "\n").first.map { String($0.prefix(60)) } ?? ""
    let isBuiltIn = field.file === run.builtInOptions
    var diagnostic = Diagnostic.error(
      "'\(field.name.text)' takes \(what), not \(shown)", at: value.span
    ).note("declared here", at: isBuiltIn ? nil : field.name.span)
    if let meant = Self.meant(value, for: field.type) { diagnostic = diagnostic.suggesting(meant) }
    run.report(diagnostic)
    throw Refused()
  }

  /// What the author of a value of another kind most likely meant.
  private static func meant(_ value: OptionValue, for type: FieldNode.FieldType) -> String? {
    switch (type, value.kind) {
    case (.scalar(.string), .identifier(let text)), (.scalar(.bytes), .identifier(let text)):
      return "\"\(text)\""
    case (.scalar(.string), .integer), (.scalar(.string), .float):
      return "\"\(value.span.text)\""
    case (.scalar(.bool), .integer(let number, false)) where number <= 1:
      return number == 1 ? "true" : "false"
    case (.scalar(.bool), .identifier(let text)):
      return ["true", "false"].first { $0 == text.lowercased() }
    case (.scalar(let scalar), .string(let bytes)):
      let text = String(decoding: bytes, as: UTF8.self)
      if scalar == .bool { return ["true", "false"].first { $0 == text.lowercased() } }
      return Int64(text) == nil ? nil : text
    case (.enumeration(let enumeration), .string(let bytes)):
      let text = String(decoding: bytes, as: UTF8.self)
      return enumeration.values.map(\.name.text).first { $0 == text }
    case (.enumeration(let enumeration), .integer(let number, false)):
      return enumeration.values.first {
        $0.syntax.number.value.map { Int64($0) } == Int64(clamping: number)
      }?
      .name.text
    default:
      return nil
    }
  }

  // MARK: Scalars

  private func encode(
    _ value: OptionValue, as scalar: ScalarType, of field: FieldNode, in run: inout LinkRun
  ) throws(Refused) -> EncodedValue {
    switch scalar {
    case .int32, .sint32, .sfixed32, .int64, .sint64, .sfixed64:
      let isLong = scalar == .int64 || scalar == .sint64 || scalar == .sfixed64
      guard let number = signed(value, bits: isLong ? 64 : 32) else {
        try refuse(scalar.values, value, field, &run)
      }
      return encode(number, as: scalar)
    case .uint32, .fixed32, .uint64, .fixed64:
      let isLong = scalar == .uint64 || scalar == .fixed64
      guard case .integer(let number, false) = value.kind, isLong || number <= UInt32.max else {
        try refuse(scalar.values, value, field, &run)
      }
      switch scalar {
      case .fixed32: return .fixed32(UInt32(truncatingIfNeeded: number))
      case .fixed64: return .fixed64(number)
      default: return .varint(number)
      }
    case .float, .double:
      guard let number = double(value) else { try refuse(scalar.values, value, field, &run) }
      return scalar == .double ? .fixed64(number.bitPattern) : .fixed32(Float(number).bitPattern)
    case .bool:
      guard let flag = bool(value) else { try refuse(scalar.values, value, field, &run) }
      return .varint(flag ? 1 : 0)
    case .string, .bytes:
      guard case .string(let bytes) = value.kind else {
        try refuse(scalar.values, value, field, &run)
      }
      if scalar == .string, String(validating: bytes, as: UTF8.self) == nil {
        try refuse("text in UTF-8", value, field, &run)
      }
      return .lengthDelimited(bytes)
    }
  }

  private func signed(_ value: OptionValue, bits: Int) -> Int64? {
    guard case .integer(let magnitude, let isNegative) = value.kind else { return nil }
    let limit = UInt64(1) << (bits - 1)
    guard isNegative ? magnitude <= limit : magnitude < limit else { return nil }
    return isNegative ? 0 &- Int64(truncatingIfNeeded: magnitude) : Int64(magnitude)
  }

  private func encode(_ number: Int64, as scalar: ScalarType) -> EncodedValue {
    switch scalar {
    case .sint32, .sint64: .varint(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    case .sfixed32: .fixed32(UInt32(truncatingIfNeeded: number))
    case .sfixed64: .fixed64(UInt64(bitPattern: number))
    default: .varint(UInt64(bitPattern: number))
    }
  }

  private func double(_ value: OptionValue) -> Double? {
    switch value.kind {
    case .integer(let magnitude, let isNegative):
      return isNegative ? -Double(magnitude) : Double(magnitude)
    case .float(let number):
      return number
    case .identifier(let name):
      switch isInAggregate ? name.lowercased() : name {
      case "inf": return .infinity
      case "infinity" where isInAggregate: return .infinity
      case "nan": return .nan
      default: return nil
      }
    default:
      return nil
    }
  }

  private func bool(_ value: OptionValue) -> Bool? {
    switch value.kind {
    case .identifier("true"): return true
    case .identifier("false"): return false
    case .identifier("True"), .identifier("t"): return isInAggregate ? true : nil
    case .identifier("False"), .identifier("f"): return isInAggregate ? false : nil
    case .integer(let number, false) where isInAggregate && number <= 1: return number == 1
    default: return nil
    }
  }

  private func encode(
    _ value: OptionValue, of enumeration: EnumNode, field: FieldNode, in run: inout LinkRun
  ) throws(Refused) -> EncodedValue {
    switch value.kind {
    case .identifier(let name):
      if let found = enumeration.values.first(where: { $0.name.text == name }) {
        return encode(Int64(found.syntax.number.value ?? 0), as: .int32)
      }
      var diagnostic = Diagnostic.error(
        "enum \(enumeration.fullName) has no value '\(name)'", at: value.span
      )
      if enumeration.file !== run.builtInOptions {
        diagnostic = diagnostic.note("the enum is declared here", at: enumeration.name.span)
      }
      let names = enumeration.values.map(\.name.text)
      if let nearest = nearestName(to: name, among: names) {
        diagnostic = diagnostic.suggesting(nearest)
      } else {
        diagnostic = diagnostic.help(enumeration.listOfValues)
      }
      run.report(diagnostic)
      throw Refused()
    case .integer where isInAggregate:
      guard let number = signed(value, bits: 32),
        !enumeration.isClosed
          || enumeration.values.contains(where: { $0.syntax.number.value.map(Int64.init) == number }
          )
      else { try refuse("a value of enum \(enumeration.fullName)", value, field, &run) }
      return encode(number, as: .int32)
    default:
      try refuse("a value of enum \(enumeration.fullName)", value, field, &run)
    }
  }

  // MARK: Messages

  private mutating func fields(
    of value: OptionValue, in message: MessageNode, field: FieldNode, in run: inout LinkRun
  ) throws(Refused) -> [UInt8] {
    guard case .aggregate(let entries) = value.kind else {
      try refuse("a message, written { name: value … }", value, field, &run)
    }
    let wasInAggregate = isInAggregate
    isInAggregate = true
    defer { isInAggregate = wasInAggregate }
    if let any = try self.any(entries, in: message, in: &run) { return any }

    var collected: [Int32: Collected] = [:]
    for entry in entries {
      let inner = try self.field(entry, of: message, in: &run)
      guard let number = inner.number,
        run.check(inner, isFor: target, in: file, at: entry.nameSpan)
      else { throw Refused() }
      path.append(number)
      defer { path.removeLast() }
      let values = try self.values(of: entry, inner, in: &run)
      if inner.label != .repeated, collected[number] != nil || values.count > 1 {
        run.error(
          "'\(inner.name.text)' is set twice", at: entry.nameSpan,
          note: settings[path].map { ("first set here", $0) })
        throw Refused()
      }
      settings[path] = entry.nameSpan
      if let oneof = inner.oneof,
        let other = collected.values.first(where: { $0.field.oneof === oneof })
      {
        run.error(
          "'\(inner.name.text)' and '\(other.field.name.text)' belong to one oneof: set one of them",
          at: entry.nameSpan)
        throw Refused()
      }
      collected[number, default: Collected(field: inner)].values += values
    }
    try checkRequired(of: message, collected, value, in: &run)
    return write(collected, of: message, keepsSourceOptions: run.keepsSourceOptions)
  }

  /// The values that an aggregate gives to one field.
  private struct Collected {
    let field: FieldNode
    var values: [EncodedValue] = []
  }

  private mutating func values(
    of entry: AggregateField, _ field: FieldNode, in run: inout LinkRun
  ) throws(Refused) -> [EncodedValue] {
    guard case .list(let list) = entry.value.kind else {
      return [try encode(entry.value, of: field, in: &run)]
    }
    guard field.label == .repeated else {
      run.error("'\(field.name.text)' is not repeated and takes no list", at: entry.value.span)
      throw Refused()
    }
    var values: [EncodedValue] = []
    for value in list { values.append(try encode(value, of: field, in: &run)) }
    return values
  }

  private func field(
    _ entry: AggregateField, of message: MessageNode, in run: inout LinkRun
  ) throws(Refused) -> FieldNode {
    switch entry.name {
    case .field(let name):
      let found = message.fields.first { field in
        // Text format names a group by its type.
        if case .group(let group) = field.type {
          group.name.text == name
        } else {
          field.name.text == name
        }
      }
      if let found { return found }
      var diagnostic = Diagnostic.error(
        "\"\(message.fullName)\" has no field '\(name)'", at: entry.nameSpan)
      if let nearest = nearestName(to: name, among: message.fields.map(\.name.text)) {
        diagnostic = diagnostic.suggesting(nearest)
      } else if message.file !== run.builtInOptions {
        diagnostic = diagnostic.note("the message is declared here", at: message.name.span)
      }
      run.report(diagnostic)
      throw Refused()
    case .extension(let name):
      let symbol = run.resolve(
        NameSyntax(text: name, span: entry.nameSpan.inside), scope: scope, in: file,
        typesOnly: false,
        wanted: \.isExtension)
      guard let symbol else { throw Refused() }
      guard case .field(let field) = symbol, field.extendee === message else {
        run.error(
          "\"\(name)\" is no extension of \(message.fullName)", at: entry.nameSpan)
        throw Refused()
      }
      return field
    case .any:
      run.error(
        "[domain/type] stands alone, in a google.protobuf.Any", at: entry.nameSpan)
      throw Refused()
    }
  }

  /// `{ [type.googleapis.com/a.B] { … } }` as the fields of a `google.protobuf.Any`.
  private mutating func any(
    _ entries: [AggregateField], in message: MessageNode, in run: inout LinkRun
  ) throws(Refused) -> [UInt8]? {
    guard entries.count == 1, case .any(let url) = entries[0].name,
      message.fullName == "google.protobuf.Any"
    else { return nil }
    let name = "." + (url.split(separator: "/").last.map(String.init) ?? "")
    let symbol = run.resolve(
      NameSyntax(text: name, span: entries[0].nameSpan.inside), scope: "", in: file,
      wanted: \.isMessage)
    guard case .message(let content)? = symbol, let field = message.fields.last else {
      throw Refused()
    }
    let value = try fields(of: entries[0].value, in: content, field: field, in: &run)
    return EncodedValue.lengthDelimited(Array(url.utf8)).field(1)
      + EncodedValue.lengthDelimited(value).field(2)
  }

  private func checkRequired(
    of message: MessageNode, _ collected: [Int32: Collected], _ value: OptionValue,
    in run: inout LinkRun
  ) throws(Refused) {
    for field in message.fields where field.isRequired {
      guard let number = field.number, collected[number] == nil else { continue }
      run.error(
        "required field '\(field.name.text)' is missing", at: value.span,
        note: ("declared here", field.name.span))
      throw Refused()
    }
  }

  /// The fields in order of number, which is how protoc writes an aggregate.
  private func write(
    _ collected: [Int32: Collected], of message: MessageNode, keepsSourceOptions: Bool
  ) -> [UInt8] {
    var collected = collected
    if message.isMapEntry {
      // An entry always has both its fields.
      for field in message.fields {
        if let number = field.number, collected[number] == nil {
          collected[number] = Collected(field: field, values: [zero(of: field)])
        }
      }
    }
    var bytes: [UInt8] = []
    for (number, entry) in collected.sorted(by: { $0.key < $1.key }) {
      let field = entry.field
      if field.asOption.isForCompilerOnly, !keepsSourceOptions { continue }
      if message.isMessageSet {
        for value in entry.values { bytes += messageSetItem(number, value) }
        continue
      }
      if field.isPacked, !entry.values.isEmpty {
        let content = entry.values.flatMap(\.content)
        bytes += EncodedValue.lengthDelimited(content).field(number)
        continue
      }
      let keepsZero = field.label == .repeated || field.hasPresence || message.isMapEntry
      for value in entry.values where !value.isZero || keepsZero {
        bytes += value.field(number)
      }
    }
    return bytes
  }

  /// An extension in a message set: a group 1 of its number, 2, and its content, 3.
  private func messageSetItem(_ number: Int32, _ value: EncodedValue) -> [UInt8] {
    let typeID = EncodedValue.varint(UInt64(UInt32(bitPattern: number))).field(2)
    return EncodedValue.group(typeID + value.field(3)).field(1)
  }

  private func zero(of field: FieldNode) -> EncodedValue {
    switch field.type {
    case .scalar(.fixed32), .scalar(.sfixed32), .scalar(.float): .fixed32(0)
    case .scalar(.fixed64), .scalar(.sfixed64), .scalar(.double): .fixed64(0)
    case .scalar(.string), .scalar(.bytes), .message, .group: .lengthDelimited([])
    default: .varint(0)
    }
  }
}
