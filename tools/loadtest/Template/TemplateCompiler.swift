import Buffers
import Calling
import Files
import Protobuf

/// Makes templates of JSON: what has no functions is encoded at once, the rest is planned field by
/// field, so that a call parses and looks up nothing.
struct TemplateCompiler {
  private let text: String
  private let origin: String
  private let files: any FileSystem
  /// Of the values of the template under way, in their order, and which is next.
  private var offsets: [Int] = []
  private var next = 0

  /// The templates of a text, one JSON object behind the other.
  ///
  /// - Parameter origin: how errors call the text.
  static func compile(
    _ text: String, from origin: String, _ type: MessageDescriptor,
    files: any FileSystem = LinuxFileSystem()
  ) throws(UsageError) -> [Template] {
    do throws(JSONParser.Failure) {
      let values = try JSONParser.parseAll(text)
      guard !values.isEmpty else { throw JSONParser.failure("expected an object", at: 0, of: text) }
      var templates: [Template] = []
      for value in values {
        var compiler = TemplateCompiler(text, origin, files)
        compiler.offsets = value.offsets
        templates.append(Template(merged(try compiler.message(value.tree, type))))
      }
      return templates
    } catch {
      throw UsageError("\(origin), \(error)")
    }
  }

  private init(_ text: String, _ origin: String, _ files: any FileSystem) {
    self.text = text
    self.origin = origin
    self.files = files
  }

  typealias Failure = JSONParser.Failure

  // MARK: - Messages

  private mutating func message(
    _ tree: JSONTree, _ type: MessageDescriptor
  ) throws(Failure) -> [Template.Part] {
    let place = take()
    guard case .object(let members) = tree else {
      throw failure("a \(type.fullName) is an object", at: place)
    }
    var parts: [Template.Part] = []
    var seen: Set<UInt32> = []
    var oneofs: Set<Int> = []
    for member in members {
      let place = peek
      guard let field = type.field(named: member.name) else {
        let near = NearestName.find(member.name, among: type.fields.map(\.name))
        throw failure(
          "\(type.fullName) has no field \(member.name)"
            + (near.map { "; did you mean \($0)?" } ?? ""), at: place)
      }
      guard seen.insert(field.number).inserted else {
        throw failure("\(field.name) stands twice", at: place)
      }
      if let oneof = field.oneof, member.value != .null, !oneofs.insert(oneof).inserted {
        throw failure("another member of the oneof of \(field.name) is set already", at: place)
      }
      parts += try self.field(member.value, field, type)
    }
    return parts
  }

  private mutating func field(
    _ value: JSONTree, _ field: FieldDescriptor, _ type: MessageDescriptor
  ) throws(Failure) -> [Template.Part] {
    guard value.hasFunctions else { return [try constant(value, field, type)] }
    if field.isMap {
      guard let entry = type.message(of: field) else { return [] }
      return try map(value, field, entry)
    }
    guard field.isRepeated else { return [try element(value, field, type)] }
    let place = take()
    guard case .array(let elements) = value else {
      throw failure("\(field.name) is a list", at: place)
    }
    var parts: [Template.Part] = []
    for element in elements {
      parts.append(
        element.hasFunctions
          ? try self.element(element, field, type)
          : try constant(.array([element]), field, type, valuesSkipped: element.valueCount))
    }
    return parts
  }

  private mutating func map(
    _ value: JSONTree, _ field: FieldDescriptor, _ entry: MessageDescriptor
  ) throws(Failure) -> [Template.Part] {
    let place = take()
    guard case .object(let members) = value, let keyField = entry.field(numbered: 1),
      let valueField = entry.field(numbered: 2)
    else { throw failure("\(field.name) is a map", at: place) }
    var parts: [Template.Part] = []
    for member in members {
      guard !FunctionParser.finds(member.name) else {
        throw failure("the keys of \(field.name) cannot be functions", at: peek)
      }
      let key = keyField.type == .bool ? JSONTree.number(member.name) : .string(member.name)
      let keyPart = try constant(key, keyField, entry, valuesSkipped: 0)
      parts.append(
        .message(
          .length(field.number),
          Self.merged([keyPart] + (try self.field(member.value, valueField, entry)))))
    }
    return parts
  }

  /// A value of a field, or an element of its list, in which there are functions.
  private mutating func element(
    _ value: JSONTree, _ field: FieldDescriptor, _ type: MessageDescriptor
  ) throws(Failure) -> Template.Part {
    let place = peek
    guard let message = type.message(of: field) else {
      _ = take()
      guard case .string(let text) = value else {
        throw failure("\(field.name) is a \(type.kind(of: field))", at: place)
      }
      return try scalar(try generator(text, place), field, type, place)
    }
    guard !field.isDelimited else {
      throw failure("functions cannot stand in a group, as \(field.name) is one", at: place)
    }
    let isObject = if case .object = value { true } else { false }
    if isObject, !Self.hasOwnForm(message) {
      return .message(.length(field.number), Self.merged(try self.message(value, message)))
    }
    _ = take()
    if case .string(let text) = value {
      let generator = try generator(text, place)
      if generator == .now, message.fullName == GoogleProtobuf.Timestamp.fullName {
        return .timestamp(.length(field.number))
      }
      if Self.wrappers.contains(message.fullName), let inner = message.field(numbered: 1) {
        return .message(.length(field.number), [try scalar(generator, inner, message, place)])
      }
    }
    throw failure("no function makes a \(message.fullName), which \(field.name) is", at: place)
  }

  private static let wrappers: Set<String> = Set(
    ["Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes"].map {
      "google.protobuf.\($0)Value"
    })

  /// Whether its JSON is not an object of its fields.
  private static func hasOwnForm(_ type: MessageDescriptor) -> Bool {
    let names = ["Any", "Duration", "FieldMask", "ListValue", "Struct", "Timestamp", "Value"]
    return wrappers.contains(type.fullName)
      || names.contains { "google.protobuf.\($0)" == type.fullName }
  }

  // MARK: - Constants

  /// A value without functions, as the fields of a message that has nothing else.
  ///
  /// - Parameter valuesSkipped: how many values of the text it takes; all of its own if nil.
  private mutating func constant(
    _ value: JSONTree, _ field: FieldDescriptor, _ type: MessageDescriptor,
    valuesSkipped: Int? = nil
  ) throws(Failure) -> Template.Part {
    let place = peek
    next += valuesSkipped ?? value.valueCount
    return .constant(try encoded(value, field, type, place))
  }

  private func encoded(
    _ value: JSONTree, _ field: FieldDescriptor, _ type: MessageDescriptor, _ place: Int
  ) throws(Failure) -> Bytes {
    let object = JSONTree.object([.init(name: field.jsonName, value: value)])
    do throws(JSONError) {
      return try DynamicMessage(type, json: object.text).encoded()
    } catch {
      throw failure("\(error.path.isEmpty ? "" : "\(error.path): ")\(error.problem)", at: place)
    }
  }

  // MARK: - Scalars

  private func generator(_ text: String, _ place: Int) throws(Failure) -> Generator {
    do throws(FunctionParser.Failure) {
      return try FunctionParser.parse(text, files)
    } catch {
      throw failure(error.what, at: place + 1 + error.offset)
    }
  }

  private func scalar(
    _ generator: Generator, _ field: FieldDescriptor, _ type: MessageDescriptor, _ place: Int
  ) throws(Failure) -> Template.Part {
    let number = field.number
    switch (field.type, generator) {
    case (_, .choice(let words)):
      var choices: [Bytes] = []
      for word in words { choices.append(try self.choice(word, field, type, place)) }
      return .oneOf(choices)
    case (_, .literal(let word)):
      return .constant(try choice(word, field, type, place))
    case (.bytes, .file(let content)):
      return .constant(Self.field(number, content))
    case (.bytes, .bytes):
      return .text(.length(number), generator)
    case (.bytes, _):
      throw failure(
        "\(field.name) is a bytes field: {{bytes(COUNT)}} and {{file('PATH')}} make one", at: place)
    case (.string, .bytes):
      throw failure("\(field.name) is a string: random bytes are none", at: place)
    case (.string, .file(let content)):
      guard String(validating: content, as: UTF8.self) != nil else {
        throw failure("\(field.name) is a string: the file is not UTF-8", at: place)
      }
      return .constant(Self.field(number, content))
    case (.string, _): return .text(.length(number), generator)
    case (.float, .float),
      (.float, _) where generator.integers != nil:
      return .integer(.fixed32(number), .float, generator)
    case (.double, .float),
      (.double, _) where generator.integers != nil:
      return .integer(.fixed64(number), .double, generator)
    default: return try integer(generator, field, type, place)
    }
  }

  private func integer(
    _ generator: Generator, _ field: FieldDescriptor, _ type: MessageDescriptor, _ place: Int
  ) throws(Failure) -> Template.Part {
    let narrow = Int64(Int32.min)...Int64(Int32.max)
    let wide = Int64.min...Int64.max
    let layouts:
      [GoogleProtobuf.FieldDescriptorProto.Type_: (WireType, Template.Layout, ClosedRange<Int64>)] =
        [
          .int32: (.varint, .varint32, narrow), .enum: (.varint, .varint32, narrow),
          .int64: (.varint, .varint, wide), .uint64: (.varint, .varint, 0...Int64.max),
          .uint32: (.varint, .unsigned32, 0...Int64(UInt32.max)),
          .sint32: (.varint, .zigzag32, narrow), .sint64: (.varint, .zigzag64, wide),
          .fixed32: (.fixed32, .fixed32, 0...Int64(UInt32.max)),
          .sfixed32: (.fixed32, .fixed32, narrow), .fixed64: (.fixed64, .fixed64, 0...Int64.max),
          .sfixed64: (.fixed64, .fixed64, wide),
        ]
    let kind = type.kind(of: field)
    guard let (wire, layout, range) = layouts[field.type], let made = generator.integers else {
      throw failure("\(field.name) is a \(kind): this makes none", at: place)
    }
    guard range.lowerBound <= made.lowerBound, made.upperBound <= range.upperBound else {
      throw failure(
        "\(field.name) is a \(kind), from \(range.lowerBound) to \(range.upperBound): "
          + "this makes numbers outside", at: place)
    }
    return .integer(WireTag(field.number, wire), layout, generator)
  }

  /// One of several values, as the JSON of the field.
  private func choice(
    _ word: String, _ field: FieldDescriptor, _ type: MessageDescriptor, _ place: Int
  ) throws(Failure) -> Bytes {
    let value = field.type == .bool ? JSONTree.number(word) : .string(word)
    return try encoded(field.isRepeated ? .array([value]) : value, field, type, place)
  }

  /// A field of bytes or text.
  private static func field(_ number: UInt32, _ content: Bytes) -> Bytes {
    var values = TemplateValues(random: RandomSource(seed: 0))
    let framed = Template([.text(.length(number), .file(content))]).framed(&values)
    return framed.slice(5..<framed.count)
  }

  // MARK: - Places

  private var peek: Int { next < offsets.count ? offsets[next] : 0 }

  private mutating func take() -> Int {
    defer { next += 1 }
    return peek
  }

  private func failure(_ what: String, at offset: Int) -> Failure {
    JSONParser.failure(what, at: offset, of: text)
  }

  /// Constant parts that stand together become one.
  private static func merged(_ parts: [Template.Part]) -> [Template.Part] {
    var merged: [Template.Part] = []
    for part in parts {
      if case .constant(let bytes) = part, case .constant(let before) = merged.last {
        merged[merged.count - 1] = .constant(BytePieces(before, [bytes]).joined())
      } else {
        merged.append(part)
      }
    }
    return merged
  }
}

extension JSONTree {
  fileprivate var hasFunctions: Bool {
    switch self {
    case .null, .bool, .number: false
    case .string(let text): FunctionParser.finds(text)
    case .array(let elements): elements.contains { $0.hasFunctions }
    case .object(let members):
      members.contains { $0.value.hasFunctions || FunctionParser.finds($0.name) }
    }
  }

  /// Itself and all values inside it.
  fileprivate var valueCount: Int {
    switch self {
    case .null, .bool, .number, .string: 1
    case .array(let elements): elements.reduce(1) { $0 + $1.valueCount }
    case .object(let members): members.reduce(1) { $0 + $1.value.valueCount }
    }
  }
}
