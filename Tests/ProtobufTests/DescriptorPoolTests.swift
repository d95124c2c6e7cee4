import Buffers
import Testing

@testable import Protobuf

/// A schema as protoc's descriptors of a text.
struct ProtocSchema {
  static func files(_ sources: [String: String]) throws -> [GoogleProtobuf.FileDescriptorProto] {
    let set = try withTemporaryFolder(sources) { folder in
      try Protoc.run(
        ["-I\(folder)", "--include_imports", "--descriptor_set_out=/dev/stdout"]
          + sources.keys.sorted())
    }
    return try GoogleProtobuf.FileDescriptorSet(decoding: set).file
  }

  static func pool(_ source: String) throws -> DescriptorPool {
    try DescriptorPool(files(["t.proto": source]))
  }
}

typealias File = GoogleProtobuf.FileDescriptorProto
typealias Field = GoogleProtobuf.FieldDescriptorProto

@Suite struct DescriptorPools {
  @Test func fieldsAreAsTheSchemaSaysOfThem() throws {
    let pool = try ProtocSchema.pool(
      """
      syntax = "proto3"; package t;
      message M {
        int32 plain = 1; optional int32 present = 2; repeated int32 packed = 3;
        repeated int32 loose = 4 [packed = false]; oneof o { string a = 5; E b = 6; }
        map<string, M> map = 7; M inner = 8; repeated string names_of_it = 9; Deep.Er e = 10;
        message Deep { enum Er { ER_NONE = 0; } }
      }
      enum E { NONE = 0; ONE = 1; }
      """)
    let message = try #require(pool.message(named: "t.M"))
    #expect(
      message.fields.map { message.kind(of: $0) } == [
        "int32", "int32", "repeated int32", "repeated int32", "string", "t.E", "map<string, t.M>",
        "t.M", "repeated string", "t.M.Deep.Er",
      ])
    #expect(
      message.fields.map(\.hasPresence) == [
        false, true, false, false, true, true, false, true, false, false,
      ])
    #expect(message.fields.filter(\.isPacked).map(\.name) == ["packed"])
    #expect(message.field(named: "namesOfIt") == message.field(numbered: 9))
    #expect(message.oneofs == ["o", "_present"])
    #expect(pool.enumeration(named: "t.E")?.isOpen == true)
    #expect(pool.typeNames == ["t.E", "t.M", "t.M.Deep", "t.M.Deep.Er"])
  }

  @Test func proto2HasPresenceClosedEnumsGroupsAndExtensions() throws {
    let pool = try ProtocSchema.pool(
      """
      syntax = "proto2"; package t;
      message M {
        required int32 must = 1; optional group Part = 2 { optional int32 x = 1; }
        repeated int32 loose = 3; repeated int32 packed = 4 [packed = true]; extensions 100 to 200;
      }
      enum E { ONE = 1; }
      extend M { optional E more = 100; }
      """)
    let message = try #require(pool.message(named: "t.M"))
    #expect(message.fields.map(\.name) == ["must", "part", "loose", "packed", "[t.more]"])
    #expect(message.fields.map(\.hasPresence) == [true, true, false, false, true])
    #expect(message.fields.filter(\.isPacked).map(\.name) == ["packed"])
    #expect(message.fields.filter(\.isRequired).map(\.name) == ["must"])
    #expect(message.fields.filter(\.isDelimited).map(\.name) == ["part"])
    #expect(pool.enumeration(named: "t.E")?.isOpen == false)
  }

  @Test func featuresOfAnEditionAreInheritedAndOverridden() throws {
    var file = File(name: "e.proto", package: "t", syntax: "editions")
    // Implicit presence and delimited messages everywhere, explicit presence in one message.
    file.options = .init(features: .init(fieldPresence: .implicit, messageEncoding: .delimited))
    file.enumType = [
      .init(name: "Open", value: [.init(name: "A", number: 0)]),
      .init(
        name: "Closed", value: [.init(name: "B", number: 0)],
        options: .init(features: .init(enumType: .closed))),
    ]
    let entry = GoogleProtobuf.DescriptorProto(
      name: "MEntry",
      field: [
        .init(name: "key", number: 1, label: .optional, type: .string),
        .init(name: "value", number: 2, label: .optional, type: .message, typeName: ".t.M"),
      ], options: .init(mapEntry: true))
    file.messageType = [
      .init(
        name: "M",
        field: [
          .init(name: "a", number: 1, label: .optional, type: .int32),
          .init(
            name: "b", number: 2, label: .optional, type: .int32,
            options: .init(features: .init(fieldPresence: .explicit))),
          .init(name: "c", number: 3, label: .optional, type: .message, typeName: ".t.M"),
          .init(name: "d", number: 4, label: .repeated, type: .int32),
          .init(
            name: "e", number: 5, label: .repeated, type: .int32,
            options: .init(features: .init(repeatedFieldEncoding: .expanded))),
          .init(name: "m", number: 6, label: .repeated, type: .message, typeName: ".t.M.MEntry"),
        ], nestedType: [entry]),
      .init(
        name: "N", field: [.init(name: "a", number: 1, label: .optional, type: .int32)],
        options: .init(features: .init(fieldPresence: .explicit))),
    ]
    let pool = try DescriptorPool([file])
    let message = try #require(pool.message(named: "t.M"))
    #expect(message.fields.filter(\.hasPresence).map(\.name) == ["b", "c"])
    #expect(message.fields.filter(\.isDelimited).map(\.name) == ["c"])
    #expect(message.fields.filter(\.isPacked).map(\.name) == ["d"])
    #expect(message.fields.filter(\.isMap).map(\.name) == ["m"])
    #expect(pool.message(named: "t.M.MEntry")?.fields.contains(where: \.isDelimited) == false)
    #expect(pool.message(named: "t.N")?.fields.map(\.hasPresence) == [true])
    #expect(pool.enumeration(named: "t.Open")?.isOpen == true)
    #expect(pool.enumeration(named: "t.Closed")?.isOpen == false)
  }

  @Test func theSameFileTwiceIsOneFile() throws {
    let file = File(name: "a.proto", messageType: [.init(name: "M")])
    #expect(try DescriptorPool([file, file]).typeNames == ["M"])
  }

  @Test func aChainOfManyImportsTakesNoStack() throws {
    let files = (0..<50_000).map {
      File(name: "\($0)", dependency: $0 == 0 ? [] : ["\($0 - 1)"])
    }
    #expect(throws: Never.self) { try DescriptorPool(files) }
  }

  /// What is wrong, files, the file and the element named.
  private static let malformed: [(DescriptorError.Reason, [File], String, String)] = [
    (.missingImport("b"), [File(name: "a", dependency: ["b"])], "a", ""),
    (.importCycle, [File(name: "a", dependency: ["a"])], "a", ""),
    (
      .importCycle,
      [
        File(name: "a", dependency: ["b"]), File(name: "b", dependency: ["c"]),
        File(name: "c", dependency: ["b"]),
      ], "a", ""
    ),
    (.duplicateFile, [File(name: "a"), File(name: "a", package: "x")], "a", ""),
    (.noName, [File(name: "a", package: "p", messageType: [.init()])], "a", "p"),
    (
      .duplicateName,
      [File(name: "a", messageType: [.init(name: "M")], enumType: [.init(name: "M")])], "a", "M"
    ),
    (
      .nameTooLong,
      [
        File(
          name: "a", package: "p", messageType: [.init(name: String(repeating: "M", count: 4096))])
      ],
      "a", "p"
    ),
    (.noValues, [File(name: "a", enumType: [.init(name: "E")])], "a", "E"),
    (.duplicateName, [message("a"), message("b")], "b", "M"),
    (.noType, [message("a", Field(name: "f", number: 1))], "a", "M.f"),
    (
      .noType, [message("a", Field(name: "f", number: 1, type: .unrecognized(99)))], "a", "M.f"
    ),
    (.invalidNumber(0), [message("a", Field(name: "f", type: .bool))], "a", "M.f"),
    (
      .invalidNumber(.min), [message("a", Field(name: "f", number: .min, type: .bool))], "a", "M.f"
    ),
    (
      .invalidNumber(1 << 29), [message("a", Field(name: "f", number: 1 << 29, type: .bool))],
      "a", "M.f"
    ),
    (
      .duplicateNumber(1),
      [
        message(
          "a", Field(name: "f", number: 1, type: .bool), Field(name: "g", number: 1, type: .bool))
      ], "a", "M.g"
    ),
    (
      .unknownOneof(0), [message("a", Field(name: "f", number: 1, type: .bool, oneofIndex: 0))],
      "a", "M.f"
    ),
    (
      .unknownOneof(-1), [message("a", Field(name: "f", number: 1, type: .bool, oneofIndex: -1))],
      "a", "M.f"
    ),
    (
      .unknownType("N"),
      [message("a", Field(name: "f", number: 1, type: .message, typeName: ".N"))], "a", "M.f"
    ),
    (
      .unknownType("x.y.N"), [message("a", Field(name: "f", number: 1, typeName: "x.y.N"))],
      "a", "M.f"
    ),
    (
      .wrongType("M"), [message("a", Field(name: "f", number: 1, type: .enum, typeName: ".M"))],
      "a", "M.f"
    ),
    (
      .wrongType("E"),
      [
        File(
          name: "a",
          messageType: [
            .init(
              name: "M", field: [Field(name: "f", number: 1, type: .message, typeName: ".E")])
          ], enumType: [.init(name: "E", value: [.init(name: "A")])])
      ], "a", "M.f"
    ),
    (.notAnEntry, [entry()], "a", "M"),
    (.notAnEntry, [entry(Field(name: "key", number: 1, type: .string))], "a", "M"),
    (
      .notAnEntry,
      [
        entry(
          Field(name: "key", number: 1, type: .double), Field(name: "value", number: 2, type: .bool)
        )
      ], "a", "M"
    ),
    (
      .unknownType("N"),
      [File(name: "a", extension: [Field(name: "f", number: 1, type: .bool, extendee: ".N")])],
      "a", "f"
    ),
    (
      .unknownType("N"),
      [
        File(
          name: "a",
          service: [.init(name: "S", method: [.init(name: "Go", inputType: "N", outputType: "N")])])
      ], "a", "S.Go"
    ),
  ]

  private static func message(_ file: String, _ fields: Field...) -> File {
    File(name: file, messageType: [.init(name: "M", field: fields)])
  }

  private static func entry(_ fields: Field...) -> File {
    File(
      name: "a", messageType: [.init(name: "M", field: fields, options: .init(mapEntry: true))])
  }

  @Test(arguments: malformed.indices)
  func whatACompilerWouldRefuseIsRefused(row: Int) {
    let (reason, files, file, element) = Self.malformed[row]
    #expect(throws: DescriptorError(reason: reason, file: file, element: element)) {
      try DescriptorPool(files)
    }
  }

  @Test func anErrorNamesFileElementAndReason() {
    let error = #expect(throws: DescriptorError.self) {
      try DescriptorPool([Self.message("a.proto", Field(name: "f", number: 1, typeName: "N"))])
    }
    #expect(error.map { "\($0)" } == "a.proto: M.f refers to N, which is not there")
  }

  @Test(arguments: 1...300 as ClosedRange<UInt64>)
  func brokenDescriptorsNeverTrap(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    let set = try Protoc.standardSet.get()
    var bytes = Array(set)
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(
        in: 0...255, using: &random)
    }
    guard let broken = try? GoogleProtobuf.FileDescriptorSet(decoding: Bytes(bytes)),
      let pool = try? DescriptorPool(broken.file)
    else { return }
    // Whatever the types are now, any bytes can be read as them.
    for name in pool.typeNames {
      guard let type = pool.message(named: name) else { continue }
      if let message = try? DynamicMessage(type, decoding: set) { _ = message.encoded() }
    }
  }
}
