import Buffers
import Testing

@testable import Protobuf

/// What protobuf's JSON mapping accepts and refuses, beyond the forms of ``JSON``.
@Suite struct JSONMapping {
  @Test(
    arguments: [
      // a number's JSON, the int64 it is; nil where it is none
      ("1.0", 1), ("1e3", 1000), ("\"1e3\"", 1000), ("10e-1", 1), ("0e9999", 0), ("-0", 0),
      ("9223372036854775807", .max), ("9.223372036854775807e18", .max),
      ("92233720368547758070e-1", .max), ("9223372036854775808", nil), ("1e19", nil), ("0.5", nil),
      ("1e-1", nil), ("1e999999999999999999999", nil), ("\"01\"", nil), ("\" 1\"", nil),
      ("\"\"", nil), ("\"+1\"", nil), ("0x1", nil), ("true", nil), ("1.", nil), ("-", nil),
    ] as [(String, Int64?)])
  func anIntegerIsReadExactly(json: String, expected: Int64?) {
    let read = try? TestShapes.Optionals(json: "{\"int64Value\":\(json)}")
    #expect(read?.int64Value == expected)
  }

  @Test(
    arguments: [
      // a number's JSON, the float it is; nil where it is none
      ("1e-50", 0), ("3.402823e38", 3.402823e38), ("3.5e38", nil), ("\"Infinity\"", .infinity),
      ("Infinity", nil), ("NaN", nil), ("\"inf\"", nil), ("\"0x1p3\"", nil), ("\"-1.5\"", -1.5),
    ] as [(String, Float?)])
  func aFloatStaysInItsRange(json: String, expected: Float?) {
    let read = try? TestShapes.Optionals(json: "{\"floatValue\":\(json)}")
    #expect(read?.floatValue == expected)
  }

  @Test(arguments: [
    #"{"numbers":[1,null]}"#, #"{"scalars":[null]}"#, #"{"counters":{"a":null}}"#,
    #"{"counters":{"a":1,"a":2}}"#, #"{"numbers":[1,]}"#, #"{"numbers":1}"#,
    #"{"coloursByFlag":{"1":1}}"#, #"{"scalarsByNumber":{1:{}}}"#, #"{"names":"x"}"#,
  ])
  func wrongCollectionsAreRefused(json: String) {
    #expect(throws: JSONError.self) { try TestShapes.Collections(json: json) }
  }

  @Test func whatHasNoJSONIsRefused() {
    let value = GoogleProtobuf.Value(kind: .numberValue(.nan))
    #expect(throws: JSONError.self) { try value.json() }
    for path in ["fooBar", "foo__bar", "foo_3_bar", "foo_"] {
      #expect(throws: JSONError.self) { try GoogleProtobuf.FieldMask(paths: [path]).json() }
    }
    for (seconds, nanos) in [(1, -1), (-1, 1), (315_576_000_001, 0), (0, 1_000_000_000)] {
      let duration = GoogleProtobuf.Duration(seconds: Int64(seconds), nanos: Int32(nanos))
      #expect(throws: JSONError.self) { try duration.json() }
    }
    #expect(throws: JSONError.self) { try GoogleProtobuf.Timestamp(nanos: -1).json() }
  }

  @Test func anErrorOfWritingNamesTheField() {
    let tree = TestShapes.Tree(right: .init(length: .init(seconds: 1, nanos: -1)))
    #expect {
      try tree.json()
    } throws: {
      "\($0)" == "right.length: 1 s and -1 ns have different signs"
    }
  }

  @Test(arguments: [
    #"{"@type":"google.protobuf.Empty"}"#, #"{"@type":""}"#, #"{"value":1}"#,
    #"{"@type":"type.googleapis.com/google.protobuf.Duration"}"#,
    #"{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s","more":1}"#,
    #"{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1"}"#,
  ])
  func aWrongAnyIsRefused(json: String) {
    #expect(throws: JSONError.self) { try GoogleProtobuf.`Any`(json: json) }
  }

  @Test func theTypeOfAnAnyMayStandAnywhereAndAnysInsideEachOther() throws {
    let json = #"""
      {"value":{"@type":"type.googleapis.com/google.protobuf.Any","value":
        {"value":"1.5s","@type":"type.googleapis.com/google.protobuf.Duration"}},
        "@type":"type.googleapis.com/google.protobuf.Any"}
      """#
    let outer = try GoogleProtobuf.`Any`(json: json)
    let inner = outer.unpacked(GoogleProtobuf.`Any`.self)?.unpacked(GoogleProtobuf.`Any`.self)
    #expect(
      inner?.unpacked(GoogleProtobuf.Duration.self) == .init(seconds: 1, nanos: 500_000_000))
    #expect(try GoogleProtobuf.`Any`(json: outer.json()) == outer)
    #expect(try GoogleProtobuf.`Any`(json: "{}").json() == "{}")
  }

  @Test func oneBudgetOfNestingCountsMessagesWhateverTheFormat() throws {
    func tree(_ depth: Int) -> TestShapes.Tree {
      (0..<depth).reduce(TestShapes.Tree()) { tree, _ in TestShapes.Tree(others: [tree]) }
    }
    let deepest = tree(WireReader.nestingMax)
    #expect(try TestShapes.Tree(decoding: deepest.encoded()) == deepest)
    #expect(try TestShapes.Tree(json: deepest.json()) == deepest)
    let deeper = tree(WireReader.nestingMax + 1)
    #expect(throws: DecodeError.self) { try TestShapes.Tree(decoding: deeper.encoded()) }
    #expect(throws: JSONError.self) { try deeper.json() }
  }

  @Test func whatJSONAcceptsOfAStructBinaryFormatDoesToo() throws {
    for depth in 1...200 {
      let json =
        String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
      guard let value = try? GoogleProtobuf.Struct(json: json) else {
        // Each level is a struct, an entry and a value.
        #expect(depth == WireReader.nestingMax / 3 + 1)
        return
      }
      #expect(try GoogleProtobuf.Struct(decoding: value.encoded()) == value)
    }
    Issue.record("no nesting is too deep")
  }

  @Test func anysInsideEachOtherEndAtTheLimit() {
    var packed = GoogleProtobuf.`Any`(packing: GoogleProtobuf.Duration(seconds: 1))
    for _ in 0..<1000 { packed = GoogleProtobuf.`Any`(packing: packed) }
    #expect(throws: JSONError.self) { try packed.json() }
    let type = #"{"@type":"type.googleapis.com/google.protobuf.Any","value":"#
    let json = String(repeating: type, count: 1000) + "{}" + String(repeating: "}", count: 1000)
    #expect(throws: JSONError.self) { try GoogleProtobuf.`Any`(json: json) }
  }

  @Test func aTagOfMoreThanFiveBytesIsRefused() {
    let bytes: Bytes = [0x8A, 0x80, 0x80, 0x80, 0x80, 0x00, 0x00]
    #expect(throws: DecodeError.self) { try TestShapes.Tree(decoding: bytes) }
  }

  @Test func negativeZeroIsNotTheDefault() throws {
    let message = TestShapes.Scalars(doubleValue: -0.0, floatValue: -0.0)
    #expect(try message.json() == #"{"doubleValue":-0,"floatValue":-0}"#)
    #expect(try TestShapes.Scalars(decoding: message.encoded()).doubleValue.sign == .minus)
  }

  @Test func aMessageBehindAReferenceIsACopyToItsUser() {
    let original = TestShapes.Tree(left: .init(label: "a"))
    var copy = original
    copy.left?.label = "b"
    copy.left?.others.append(.init())
    #expect(original.left == .init(label: "a"))
    #expect(copy.left == .init(label: "b", others: [.init()]))
    copy.left = nil
    #expect(copy.left == nil)
  }
}
