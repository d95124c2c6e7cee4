import Buffers
import Testing

@testable import Protobuf

@Suite struct WellKnownTypes {
  @Test(arguments: [
    // seconds, nanos, text
    (0, 0, "1970-01-01T00:00:00Z"),
    (-1, 999_999_999, "1969-12-31T23:59:59.999999999Z"),
    (951_782_400, 500_000_000, "2000-02-29T00:00:00.500Z"),
    (4_107_542_400, 1000, "2100-03-01T00:00:00.000001Z"),
    (-62_135_596_800, 0, "0001-01-01T00:00:00Z"),
    (253_402_300_799, 0, "9999-12-31T23:59:59Z"),
  ])
  func aTimestampIsTextOfRFC3339(seconds: Int64, nanos: Int32, text: String) throws {
    let timestamp = GoogleProtobuf.Timestamp(seconds: seconds, nanos: nanos)
    #expect(try timestamp.json() == "\"\(text)\"")
    #expect(try GoogleProtobuf.Timestamp(json: "\"\(text)\"") == timestamp)
  }

  @Test func aTimestampMayHaveAnOffsetAndAnyDecimals() {
    #expect(
      GoogleProtobuf.Timestamp(text: "2026-04-01T09:00:00.25+09:00")
        == GoogleProtobuf.Timestamp(seconds: 1_775_001_600, nanos: 250_000_000))
    #expect(
      GoogleProtobuf.Timestamp(text: "2026-04-01T00:00:00Z")
        == GoogleProtobuf.Timestamp(text: "2026-03-31T20:30:00-03:30"))
  }

  @Test func whatNoCalendarHasIsShownWithoutTrappingButHasNoJSON() {
    for seconds in [Int64.min, .max] {
      let timestamp = GoogleProtobuf.Timestamp(seconds: seconds, nanos: .min)
      let duration = GoogleProtobuf.Duration(seconds: seconds, nanos: .max)
      #expect(timestamp.text.hasSuffix("Z"))
      #expect(duration.text.hasSuffix("s"))
      #expect(throws: JSONError.self) { try timestamp.json() }
      #expect(throws: JSONError.self) { try duration.json() }
    }
  }

  @Test(arguments: [
    "", "2026-04-01", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-04-01T24:00:00Z",
    "2026-04-01T00:00:00", "2026-04-01T00:00:00.Z", "2026-04-01T00:00:00.1234567890Z",
    "0001-01-01T00:00:00+00:01", "2026-04-01T00:00:00+0900", "2026-04-01 00:00:00Z",
    "2026-04-01T00:00:60Z", "-026-04-01T00:00:00Z", "0000-12-31T23:59:59Z",
  ])
  func whatIsNoInstantIsRefused(text: String) {
    #expect(GoogleProtobuf.Timestamp(text: text) == nil)
  }

  @Test(arguments: [
    (0, 0, "0s"), (1, 500_000_000, "1.500s"), (-1, -1, "-1.000000001s"), (0, -10_000, "-0.000010s"),
    (315_576_000_000, 0, "315576000000s"),
  ])
  func aDurationIsSecondsWithAnS(seconds: Int64, nanos: Int32, text: String) throws {
    let duration = GoogleProtobuf.Duration(seconds: seconds, nanos: nanos)
    #expect(try duration.json() == "\"\(text)\"")
    #expect(try GoogleProtobuf.Duration(json: "\"\(text)\"") == duration)
  }

  @Test(arguments: ["", "s", "1", "1.s", ".5s", "1e3s", "--1s", "315576000001s", "1.0000000001s"])
  func whatIsNoDurationIsRefused(text: String) {
    #expect(GoogleProtobuf.Duration(text: text) == nil)
  }

  @Test func wrappersAreTheirValue() throws {
    #expect(try GoogleProtobuf.Int64Value(value: 7).json() == "\"7\"")
    #expect(try GoogleProtobuf.BoolValue(json: "true").value)
    #expect(try GoogleProtobuf.BytesValue(json: "\"AQI=\"").value == [1, 2])
  }

  @Test func aFieldMaskIsOneString() throws {
    let mask = GoogleProtobuf.FieldMask(paths: ["name", "worker.home_address"])
    #expect(try mask.json() == "\"name,worker.homeAddress\"")
    #expect(try GoogleProtobuf.FieldMask(json: mask.json()) == mask)
    #expect(throws: JSONError.self) { try GoogleProtobuf.FieldMask(json: "\"a_b\"") }
  }

  @Test func aStructIsAnyObject() throws {
    let json = #"{"a":[1,"x",true,null,{}],"b":null}"#
    let value = try GoogleProtobuf.Struct(json: json)
    #expect(try value.json() == json)
    #expect(value.fields["b"]?.kind == .nullValue(.nullValue))
    #expect(try GoogleProtobuf.Value(json: "null").kind == .nullValue(.nullValue))
  }

  @Test func anAnyShowsWhatItHoldsIfTheTypeIsKnown() throws {
    let options = JSONOptions(types: [
      TestShapes.Scalars.self, GoogleProtobuf.Duration.self, GoogleProtobuf.Empty.self,
    ])
    let scalars = GoogleProtobuf.`Any`(packing: TestShapes.Scalars(boolValue: true))
    let json = #"{"@type":"type.googleapis.com/test.shapes.v1.Scalars","boolValue":true}"#
    #expect(try scalars.json(options) == json)
    #expect(try GoogleProtobuf.`Any`(json: json, options) == scalars)
    #expect(scalars.unpacked(TestShapes.Scalars.self) == TestShapes.Scalars(boolValue: true))
    #expect(scalars.unpacked(TestShapes.Tree.self) == nil)

    let duration = GoogleProtobuf.`Any`(packing: GoogleProtobuf.Duration(seconds: 2))
    let special = #"{"@type":"type.googleapis.com/google.protobuf.Duration","value":"2s"}"#
    #expect(try duration.json(options) == special)
    #expect(try GoogleProtobuf.`Any`(json: special, options) == duration)

    let raw = #"{"@type":"type.googleapis.com/test.shapes.v1.Scalars","value":"aAE="}"#
    #expect(try scalars.json() == raw)
    #expect(try GoogleProtobuf.`Any`(json: raw) == scalars)
    #expect(throws: JSONError.self) { try GoogleProtobuf.`Any`(json: json) }
  }

  @Test func theDescriptorOfAFileIsAtHand() throws {
    let file = try GoogleProtobuf.FileDescriptorProto(decoding: TestShapes.shapesFile.descriptor)
    #expect(file.name == "shapes.proto")
    #expect(file.messageType.count == 9)
    #expect(file.sourceCodeInfo == nil)
    #expect(
      TestShapes.shapesFile.withImports.map(\.name) == [
        "google/protobuf/duration.proto", "google/protobuf/timestamp.proto", "shapes.proto",
      ])
  }
}
