import Buffers
import Calling
import Files
import Glibc
import Protobuf
import Testing

@testable import loadtest

/// A schema with a field of every scalar type, lists, maps, messages and well-known types.
private enum Schema {
  typealias Field = GoogleProtobuf.FieldDescriptorProto
  typealias Message = GoogleProtobuf.DescriptorProto

  static let scalars: [(name: String, type: Field.Type_)] = [
    ("double", .double), ("float", .float), ("int64", .int64), ("uint64", .uint64),
    ("int32", .int32), ("fixed64", .fixed64), ("fixed32", .fixed32), ("bool", .bool),
    ("string", .string), ("bytes", .bytes), ("uint32", .uint32), ("sfixed32", .sfixed32),
    ("sfixed64", .sfixed64), ("sint32", .sint32), ("sint64", .sint64),
  ]

  static func field(
    _ name: String, _ number: Int32, _ type: Field.Type_, _ typeName: String? = nil,
    isList: Bool = false, oneof: Int32? = nil
  ) -> Field {
    Field(
      name: name, number: number, label: isList ? .repeated : .optional, type: type,
      typeName: typeName, oneofIndex: oneof)
  }

  static let type: MessageDescriptor = {
    var fields: [Field] = []
    for (index, scalar) in scalars.enumerated() {
      fields.append(field("f_\(scalar.name)", Int32(index + 1), scalar.type))
      fields.append(field("l_\(scalar.name)", Int32(index + 101), scalar.type, isList: true))
    }
    fields += [
      field("choice", 30, .enum, ".t.Choice"), field("inner", 31, .message, ".t.M"),
      field("inners", 32, .message, ".t.M", isList: true),
      field("map", 33, .message, ".t.M.MapEntry", isList: true),
      field("at", 34, .message, ".google.protobuf.Timestamp"),
      field("wrapped", 35, .message, ".google.protobuf.Int64Value"),
      field("any", 36, .message, ".google.protobuf.Struct"),
      field("a", 37, .int32, oneof: 0), field("b", 38, .string, oneof: 0),
    ]
    let entry = Message(
      name: "MapEntry", field: [field("key", 1, .string), field("value", 2, .int64)],
      options: GoogleProtobuf.MessageOptions(mapEntry: true))
    let file = GoogleProtobuf.FileDescriptorProto(
      name: "t.proto", package: "t",
      dependency: ["timestamp", "wrappers", "struct"].map { "google/protobuf/\($0).proto" },
      messageType: [
        Message(
          name: "M", field: fields, nestedType: [entry],
          oneofDecl: [GoogleProtobuf.OneofDescriptorProto(name: "one")])
      ],
      enumType: [
        GoogleProtobuf.EnumDescriptorProto(
          name: "Choice",
          value: [.init(name: "NONE", number: 0), .init(name: "SOME", number: 5)])
      ], syntax: "proto3")
    let standard = [
      GoogleProtobuf.timestampFile, GoogleProtobuf.wrappersFile, GoogleProtobuf.structFile,
    ].compactMap { try? GoogleProtobuf.FileDescriptorProto(decoding: $0.descriptor) }
    guard let type = try? DescriptorPool(standard + [file]).message(named: "t.M") else {
      preconditionFailure("the schema of the test is broken")
    }
    return type
  }()
}

@Suite struct TemplateTests {
  private static func templates(_ text: String) throws -> [Template] {
    try TemplateCompiler.compile(text, from: "--data", Schema.type)
  }

  /// The message that a call gets, read back.
  private static func message(
    _ text: String, call: Int64 = 0, message: Int64 = 0, connection: Int64 = 0, seed: UInt64 = 1
  ) throws -> DynamicMessage {
    var values = TemplateValues(
      call: call, message: message, connection: connection, random: RandomSource(seed: seed))
    let framed = try templates(text)[0].framed(&values)
    #expect(
      Array(framed.prefix(5)) == [0]
        + withUnsafeBytes(of: UInt32(framed.count - 5).bigEndian, Array.init))
    return try DynamicMessage(Schema.type, decoding: framed.slice(5..<framed.count))
  }

  private static func json(_ text: String, call: Int64 = 0, message number: Int64 = 0) throws
    -> String
  {
    try message(text, call: call, message: number, connection: 3).json()
  }

  @Test("a template without functions is one memory for all calls")
  func constant() throws {
    let template = try Self.templates("{\"fString\": \"x\", \"inner\": {\"f_int32\": 7}}")[0]
    var values = TemplateValues(random: RandomSource(seed: 1))
    let first = template.framed(&values)
    let second = template.framed(&values)
    let places = [first, second].map { bytes in bytes.withUnsafeBytes { $0.baseAddress } }
    #expect(places[0] == places[1])
    #expect(
      try Self.json("{\"fString\": \"x\", \"inner\": {\"f_int32\": 7}}")
        == "{\"fString\":\"x\",\"inner\":{\"fInt32\":7}}")
    #expect(try Self.json("{}") == "{}")
  }

  @Test("a number goes into a field of every number's type", arguments: Schema.scalars.map(\.name))
  func numbers(name: String) throws {
    guard !["bool", "string", "bytes"].contains(name) else { return }
    let isWide = name.hasSuffix("64")
    let value = isWide ? "\"41\"" : "41"
    #expect(
      try Self.json("{\"f_\(name)\": \"{{seq(1, 10)}}\"}", call: 4)
        == "{\"f\(name.prefix(1).uppercased() + name.dropFirst())\":\(value)}")
    if !name.hasPrefix("u"), !name.hasPrefix("fixed") {
      let negative = isWide ? "\"-3\"" : "-3"
      #expect(
        try Self.json("{\"l_\(name)\": [\"{{int(-3, -3)}}\"]}")
          == "{\"l\(name.prefix(1).uppercased() + name.dropFirst())\":[\(negative)]}")
    }
  }

  @Test(
    "functions make values",
    arguments: [
      ("{\"fString\": \"a{{seq}}-{{msg(5)}}-{{connection}}\"}", "{\"fString\":\"a7-7-3\"}"),
      ("{\"fString\": \"{{seq}}\"}", "{\"fString\":\"7\"}"),
      ("{\"fString\": \"\\\\{{seq}}\"}", "{\"fString\":\"{{seq}}\"}"),
      ("{\"fString\": \"窓 {{ choice('a b') }}\"}", "{\"fString\":\"窓 a b\"}"),
      ("{\"fBool\": \"{{choice(true)}}\"}", "{\"fBool\":true}"),
      ("{\"choice\": \"{{choice(SOME)}}\"}", "{\"choice\":\"SOME\"}"),
      ("{\"choice\": \"{{int(5, 5)}}\"}", "{\"choice\":\"SOME\"}"),
      (
        "{\"inner\": {\"inner\": {\"fInt32\": \"{{seq}}\"}}}",
        "{\"inner\":{\"inner\":{\"fInt32\":7}}}"
      ),
      (
        "{\"inners\": [{\"fInt32\": 1}, {\"fInt32\": \"{{seq}}\"}, {}]}",
        "{\"inners\":[{\"fInt32\":1},{\"fInt32\":7},{}]}"
      ),
      ("{\"lInt32\": [1, \"{{seq}}\", 3]}", "{\"lInt32\":[1,7,3]}"),
      ("{\"map\": {\"k\": \"{{seq}}\", \"l\": 2}}", "{\"map\":{\"k\":\"7\",\"l\":\"2\"}}"),
      ("{\"wrapped\": \"{{seq}}\"}", "{\"wrapped\":\"7\"}"),
      ("{\"a\": \"{{seq}}\", \"fInt32\": 1}", "{\"fInt32\":1,\"a\":7}"),
      (
        "{\"fDouble\": \"{{float(1.5, 1.5)}}\", \"fFloat\": \"{{float(0.5, 0.5)}}\"}",
        "{\"fDouble\":1.5,\"fFloat\":0.5}"
      ),
      ("{\"any\": {\"x\": 1}, \"fInt32\": \"{{seq}}\"}", "{\"fInt32\":7,\"any\":{\"x\":1}}"),
    ])
  func functions(text: String, json: String) throws {
    #expect(try Self.json(text, call: 7, message: 2) == json)
  }

  @Test("texts and bytes have the length that was asked for")
  func lengths() throws {
    let text =
      "{\"fString\": \"{{string(40, 90)}}\", \"fBytes\": \"{{bytes(3000)}}\", \"b\": \"{{hex(17)}}\"}"
    var seen: Set<Int> = []
    for seed in UInt64(0)..<50 {
      let message = try Self.message(text, seed: seed)
      guard case .string(let string) = try message.value(named: "fString"),
        case .bytes(let bytes) = try message.value(named: "fBytes"),
        case .string(let hex) = try message.value(named: "b")
      else {
        Issue.record("a field is missing")
        return
      }
      #expect((40...90).contains(string.count) && bytes.count == 3000 && hex.count == 17)
      seen.insert(string.count)
    }
    #expect(seen.count > 10)
  }

  @Test("a UUID is one of version 7 and its time, and another for each call")
  func uuids() throws {
    var seen: Set<String> = []
    var values = TemplateValues(random: RandomSource(seed: 3))
    let before = UInt64(SystemTime.now().seconds) * 1000
    for _ in 0..<100 {
      var text: [UInt8] = []
      Generator.uuid.append(to: &text, &values)
      let parts = String(decoding: text, as: UTF8.self).split(separator: "-")
      #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
      #expect(parts[2].first == "7" && "89ab".contains(parts[3].first ?? " "))
      let time = try #require(UInt64(parts[0] + parts[1], radix: 16))
      #expect(time >= before && time <= (UInt64(SystemTime.now().seconds) + 1) * 1000)
      seen.insert(parts.joined())
    }
    #expect(seen.count == 100)
  }

  @Test("the present time is a timestamp or a text")
  func now() throws {
    let message = try Self.message(
      "{\"at\": \"{{now}}\", \"b\": \"{{now}}\", \"fInt64\": \"{{unix_ms}}\"}")
    guard case .message(let at) = try message.value(named: "at"),
      case .string(let text) = try message.value(named: "b"),
      case .int64(let milliseconds) = try message.value(named: "fInt64"),
      case .int64(let seconds) = try at.value(named: "seconds")
    else {
      Issue.record("a field is missing")
      return
    }
    let written = try GoogleProtobuf.Timestamp(json: "\"\(text)\"")
    #expect(abs(written.seconds - seconds) <= 1 && abs(milliseconds / 1000 - seconds) <= 1)
    #expect(abs(SystemTime.now().seconds - seconds) <= 60)
  }

  @Test("files are read once, lines take turns")
  func files() throws {
    let folder = try Folder()
    try folder.write("raw", [0xff, 0x00])
    try folder.write("text", Array("a\nb\n".utf8))
    let bytes = "{\"fBytes\": \"{{file('\(folder.path)/raw')}}\"}"
    #expect(try Self.json(bytes) == "{\"fBytes\":\"/wA=\"}")
    #expect(try Self.templates(bytes)[0].constant != nil)
    let lines = "{\"fString\": \"{{lines('\(folder.path)/text')}}\"}"
    #expect(
      try (0..<3).map { try Self.json(lines, call: $0) }
        == ["a", "b", "a"].map { "{\"fString\":\"\($0)\"}" })
  }

  @Test("several templates stand one behind the other")
  func several() throws {
    let templates = try Self.templates("{\"a\": 1}\n{\"a\": \"{{seq}}\"}\n")
    #expect(templates.map { $0.constant == nil } == [false, true])
  }

  @Test(
    "a wrong template is named with its place",
    arguments: [
      ("", "line 1, column 1: expected an object"), ("[]", "line 1, column 1: a t.M is an object"),
      ("{\"a\": }", "line 1, column 7: expected a value"),
      (
        "{\"a\": 1,\n  \"f_strin\": 2}",
        "line 2, column 14: t.M has no field f_strin; did you mean f_string?"
      ),
      ("{\"fInt32\": \"x\"}", "line 1, column 12: fInt32: "),
      ("{\"inner\": {\"inner\": {\"zzz\": 1}}}", "line 1, column 11: inner.inner.zzz"),
      ("{\"a\": \"{{sq}}\"}", "line 1, column 10: there is no function sq; did you mean seq?"),
      ("{\"b\": \"ab{{seq\"}", "line 1, column 15: expected }} behind seq"),
      ("{\"b\": \"{{int(1)}}\"}", "line 1, column 10: write int(LEAST, GREATEST)"),
      ("{\"b\": \"{{int(2, 1)}}\"}", "line 1, column 10: 2 is more than 1"),
      ("{\"b\": \"{{int(2, x)}}\"}", "line 1, column 17: 'x' is no number of int"),
      ("{\"b\": \"{{string(-1)}}\"}", "column 17: '-1' is no number of string"),
      ("{\"b\": \"{{choice('a)}}\"}", "column 17: the text does not end with '"),
      ("{\"b\": \"{{uuid(1)}}\"}", "column 10: write uuid, without arguments"),
      ("{\"b\": \"{{file('/no/such')}}\"}", "column 10: open /no/such"),
      ("{\"fInt32\": \"{{uuid}}\"}", "column 12: f_int32 is a int32: this makes none"),
      ("{\"fUint32\": \"{{int(-1, 5)}}\"}", "f_uint32 is a uint32, from 0 to 4294967295"),
      ("{\"fBytes\": \"{{uuid}}\"}", "f_bytes is a bytes field"),
      ("{\"fString\": \"{{bytes(4)}}\"}", "f_string is a string: random bytes are none"),
      ("{\"fBool\": \"{{choice(yes)}}\"}", "line 1, column 11: fBool: "),
      ("{\"choice\": \"{{choice(SOME, SOM)}}\"}", "did you mean SOME?"),
      ("{\"at\": \"{{uuid}}\"}", "no function makes a google.protobuf.Timestamp"),
      ("{\"any\": {\"x\": \"{{seq}}\"}}", "no function makes a google.protobuf.Struct"),
      ("{\"map\": {\"{{seq}}\": 1}}", "the keys of map cannot be functions"),
      ("{\"lInt32\": \"{{seq}}\"}", "column 12: l_int32 is a list"),
      ("{\"inner\": \"{{seq}}\"}", "no function makes a t.M"),
      ("{\"a\": 1, \"b\": \"{{seq}}\"}", "column 15: another member of the oneof of b is set"),
      ("{\"a\": 1, \"a\": \"{{seq}}\"}", "column 15: a stands twice"),
    ])
  func errors(text: String, message: String) {
    let error = #expect(throws: UsageError.self) { try Self.templates(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix("--data, line ") == true)
  }
}

/// A folder that goes with the test.
private final class Folder {
  let path: String

  init() throws {
    path = "/tmp/loadtest-\(UInt64.random(in: 0...UInt64.max))"
    try LinuxFileSystem().makeDirectory(path)
  }

  func write(_ name: String, _ content: [UInt8]) throws {
    try LinuxFileSystem().replace("\(path)/\(name)", with: content)
  }

  deinit {
    let files = LinuxFileSystem()
    for name in (try? files.list(path)) ?? [] { try? files.remove("\(path)/\(name)") }
    rmdir(path)
  }
}
