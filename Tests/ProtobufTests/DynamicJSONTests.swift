import Buffers
import Testing

@testable import Protobuf

@Suite struct DynamicJSON {
  /// Every message of the fixture and of the well-known types.
  static let types: [any Message.Type] = [
    TestShapes.Scalars.self, TestShapes.Optionals.self, TestShapes.Collections.self,
    TestShapes.Choice.self, TestShapes.Tree.self, TestShapes.Tree.Branch.self,
    TestShapes.Names.self, TestShapes.Names.Message.self, TestShapes.Names.Value.self,
    TestShapes.MessageWithNamesThatTakeMoreThanALine.self,
    TestShapes.MessageWhoseNameIsRatherLong.self, GoogleProtobuf.Timestamp.self,
    GoogleProtobuf.Duration.self, GoogleProtobuf.FieldMask.self, GoogleProtobuf.Struct.self,
    GoogleProtobuf.Value.self, GoogleProtobuf.ListValue.self, GoogleProtobuf.BoolValue.self,
    GoogleProtobuf.BytesValue.self, GoogleProtobuf.DoubleValue.self, GoogleProtobuf.FloatValue.self,
    GoogleProtobuf.Int32Value.self, GoogleProtobuf.Int64Value.self, GoogleProtobuf.StringValue.self,
    GoogleProtobuf.UInt32Value.self, GoogleProtobuf.UInt64Value.self, GoogleProtobuf.Empty.self,
  ]

  static let pool = Result {
    try DescriptorPool([
      TestShapes.shapesFile, GoogleProtobuf.timestampFile, GoogleProtobuf.durationFile,
      GoogleProtobuf.fieldMaskFile, GoogleProtobuf.structFile, GoogleProtobuf.wrappersFile,
      GoogleProtobuf.emptyFile, GoogleProtobuf.anyFile,
    ])
  }

  private func compare<M: Message>(
    _ type: M.Type, seed: UInt64, _ pool: Result<DescriptorPool, any Error> = pool
  ) throws {
    let descriptor = try #require(try pool.get().message(named: M.fullName), "\(M.fullName)")
    var samples = DynamicSamples(seed: seed)
    let dynamic = samples.message(descriptor)
    let generated = try M(decoding: dynamic.encoded())
    #expect(generated.encoded().sorted() == dynamic.encoded().sorted())
    for options in [
      JSONOptions(), JSONOptions(isPretty: true, usesSchemaNames: true, writesDefaults: true),
    ] {
      let json = try? generated.json(options)
      #expect(json == (try? dynamic.json(options)))
      guard let json else { continue }
      // What JSON does not tell, such as half a duration's sign, it tells to neither.
      let back = Result { () throws(JSONError) in try M(json: json).encoded().sorted() }
      #expect(
        back
          == Result { () throws(JSONError) in
            try DynamicMessage(descriptor, json: json).encoded().sorted()
          })
    }
    #expect(generated.text() == dynamic.text())
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func allFormatsAreThoseOfGeneratedMessages(seed: UInt64) throws {
    for type in Self.types { try compare(type, seed: seed) }
  }

  @Test(arguments: 1...10 as ClosedRange<UInt64>)
  func allFormatsOfWhatOurServicesSayAreThoseOfGeneratedMessages(seed: UInt64) throws {
    for type in ServiceMessages.all.values { try compare(type, seed: seed, ServiceMessages.pool) }
  }

  @Test func everyMessageOfOurServicesIsAmongThem() throws {
    let pool = try ServiceMessages.pool.get()
    let names = pool.typeNames.filter { $0.hasPrefix("mado.") && pool.message(named: $0) != nil }
    #expect(names == ServiceMessages.all.keys.filter { $0.hasPrefix("mado.") }.sorted())
  }

  private func type(_ name: String) throws -> MessageDescriptor {
    try #require(Self.pool.get().message(named: name))
  }

  @Test(arguments: [
    ("test.shapes.v1.Choice", "{\"befroe\": \"x\"}"),
    ("test.shapes.v1.Choice", "{\"number\": \"x\"}"),
    ("test.shapes.v1.Choice", "{\"number\": 1, \"text\": \"\"}"),
    ("test.shapes.v1.Choice", "{\"before\": \"\", \"before\": \"\"}"),
    ("test.shapes.v1.Choice", "{\"colour\": \"COLOUR_BLEU\"}"),
    ("test.shapes.v1.Choice", "{\"instant\": \"yesterday\"}"), ("test.shapes.v1.Choice", "[]"),
    ("test.shapes.v1.Collections", "{\"numbers\": [1, 2.5]}"),
    ("test.shapes.v1.Collections", "{\"counters\": {\"a\": 1, \"a\": 2}}"),
    ("test.shapes.v1.Collections", "{\"scalarsByNumber\": {\"x\": {}}}"),
    ("test.shapes.v1.Collections", "{\"blobs\": [\"?\"]}"),
    ("test.shapes.v1.Tree", "{\"left\": {\"left\": {\"lable\": \"\"}}}"),
    ("test.shapes.v1.Tree", String(repeating: "{\"left\":", count: 102)),
  ])
  func wrongJSONIsRefusedInTheSameWords(name: String, json: String) throws {
    func generated<M: Message>(_ type: M.Type) -> JSONError? {
      do throws(JSONError) { _ = try M(json: json) } catch { return error }
      return nil
    }
    let known = try #require(Self.types.first { $0.fullName == name })
    let refusal = generated(known)
    let error = try #require(refusal)
    let type = try type(name)
    #expect(throws: error) { try DynamicMessage(type, json: json) }
  }

  @Test func namesUnknownFieldsAreSkippedOnRequestOnly() throws {
    let type = try type("test.shapes.v1.Choice")
    let json = "{\"x\": [{}], \"before\": \"b\", \"colour\": \"PUCE\"}"
    let message = try DynamicMessage(type, json: json, JSONOptions(ignoresUnknown: true))
    #expect(try message.json() == "{\"before\":\"b\"}")
  }

  @Test func anAnyHoldsWhateverThePoolKnows() throws {
    let pool = try ProtocSchema.pool(
      """
      syntax = "proto3"; package t; import "google/protobuf/any.proto";
      import "google/protobuf/duration.proto"; import "google/protobuf/struct.proto";
      message M { google.protobuf.Any any = 1; string name = 2; google.protobuf.NullValue n = 3; }
      """)
    let type = try #require(pool.message(named: "t.M"))
    let json = """
      {"any":{"@type":"x/t.M","any":{"@type":"type.googleapis.com/google.protobuf.Duration",\
      "value":"1.500s"},"name":"in"},"name":"out"}
      """
    let message = try DynamicMessage(type, json: json)
    #expect(try message.json() == json)
    #expect(
      message.text() == """
        any {
          [x/t.M] {
            any {
              [type.googleapis.com/google.protobuf.Duration] {
                seconds: 1
                nanos: 500000000
              }
            }
            name: "in"
          }
        }
        name: "out"

        """)
    let unknown = "{\"any\":{\"@type\":\"x/t.Unknown\",\"value\":\"AAE=\"}}"
    #expect(try DynamicMessage(type, json: unknown).json() == unknown)
  }

  @Test func aThousandAnysInsideEachOtherAreRefused() throws {
    let pool = try ProtocSchema.pool(
      """
      syntax = "proto3"; package t; import "google/protobuf/any.proto";
      message M { google.protobuf.Any any = 1; }
      """)
    let type = try #require(pool.message(named: "t.M"))
    var message = DynamicMessage(type)
    for _ in 0..<1000 {
      let any = GoogleProtobuf.`Any`(typeUrl: "x/t.M", value: message.encoded())
      let descriptor = try #require(pool.message(named: GoogleProtobuf.`Any`.fullName))
      message = DynamicMessage(type)
      try message.set(
        .message(DynamicMessage(descriptor, decoding: any.encoded())), named: "any")
    }
    #expect(throws: JSONError.self) { try message.json() }
    _ = message.text()
  }

  @Test func aMessageThatOnlyBearsTheNameOfAWellKnownTypeIsNone() throws {
    var file = try GoogleProtobuf.FileDescriptorProto(
      decoding: GoogleProtobuf.timestampFile.descriptor)
    file.messageType[0].field[0].type = .string
    let pool = try DescriptorPool([file])
    let type = try #require(pool.message(named: "google.protobuf.Timestamp"))
    var message = DynamicMessage(type)
    try message.set(.string("x"), named: "seconds")
    #expect(try message.json() == "\"1970-01-01T00:00:00Z\"")
    #expect(throws: Never.self) { try DynamicMessage(type, json: "\"2026-01-01T00:00:00Z\"") }
  }

  @Test func groupsAndExtensionsHaveJSON() throws {
    let pool = try ProtocSchema.pool(
      """
      syntax = "proto2"; package t;
      message M { optional group Part = 1 { optional int32 x = 1; } extensions 100 to 200; }
      extend M { repeated string more = 100; optional M inner = 101; }
      """)
    let type = try #require(pool.message(named: "t.M"))
    let json = "{\"part\":{\"x\":5},\"[t.more]\":[\"a\"],\"[t.inner]\":{\"part\":{}}}"
    let message = try DynamicMessage(type, json: json)
    #expect(
      message.encoded() == [
        0x0B, 0x08, 5, 0x0C, 0xA2, 0x06, 1, 0x61, 0xAA, 0x06, 2, 0x0B, 0x0C,
      ])
    #expect(try message.json() == json)
  }
}

extension Result where Failure == JSONError {
  fileprivate init(_ body: () throws(JSONError) -> Success) {
    do throws(JSONError) { self = .success(try body()) } catch { self = .failure(error) }
  }
}
