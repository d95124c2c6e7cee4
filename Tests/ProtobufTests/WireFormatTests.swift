import Buffers
import Testing

@testable import Protobuf

@Suite struct WireFormat {
  @Test func aDescriptorSetOfProtocComesBackByteForByte() throws {
    let set = try Protoc.run([
      "-I\(Protoc.schemaRoot)", "--include_imports", "--include_source_info",
      "--descriptor_set_out=/dev/stdout", "grpc/reflection/v1/reflection.proto",
      "google/rpc/error_details.proto", "google/protobuf/struct.proto",
    ])
    let decoded = try GoogleProtobuf.FileDescriptorSet(decoding: set)
    #expect(decoded.file.count == 4)
    #expect(decoded.encoded() == set)
  }

  /// Encodes, has protoc decode to text and encode again, and decodes.
  private func goAround<M: Message>(_ message: M) throws {
    let encoded = message.encoded()
    #expect(try M(decoding: encoded) == message)
    let text = try Protoc.decode(M.fullName, encoded)
    #expect(try M(decoding: try Protoc.encode(M.fullName, text)) == message)
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func protocReadsWhatWeWriteAndTheOtherWayRound(seed: UInt64) throws {
    var samples = Samples(seed: seed)
    try goAround(samples.scalars())
    try goAround(samples.optionals())
    try goAround(samples.collections())
    try goAround(samples.choice())
    try goAround(samples.tree())
  }

  @Test func theBytesAreThoseOfProtoc() throws {
    let text = """
      double_value: -0.5 float_value: 1e30 int32_value: -1 int64_value: 300 uint32_value: 4294967295
      uint64_value: 16384 sint32_value: -64 sint64_value: -9223372036854775808 fixed32_value: 7
      fixed64_value: 8 sfixed32_value: -9 sfixed64_value: -10 bool_value: true string_value: "窓"
      bytes_value: "\\000\\377" colour: COLOUR_INFRARED
      """
    let theirs = try Protoc.encode("test.shapes.v1.Scalars", text)
    let ours = TestShapes.Scalars(
      doubleValue: -0.5, floatValue: 1e30, int32Value: -1, int64Value: 300, uint32Value: .max,
      uint64Value: 16384, sint32Value: -64, sint64Value: .min, fixed32Value: 7, fixed64Value: 8,
      sfixed32Value: -9, sfixed64Value: -10, boolValue: true, stringValue: "窓",
      bytesValue: [0, 255], colour: .infrared)
    #expect(ours.encoded() == theirs)
    #expect(try TestShapes.Scalars(decoding: theirs) == ours)
  }

  @Test func packedAndScatteredElementsAreBothRead() throws {
    // Field 1 is packed in the schema and field 2 is not; each comes both ways.
    let bytes: Bytes = [0x08, 1, 0x0A, 2, 2, 3, 0x12, 2, 4, 5, 0x10, 6]
    let decoded = try TestShapes.Collections(decoding: bytes)
    #expect(decoded.numbers == [1, 2, 3])
    #expect(decoded.scatteredNumbers == [4, 5, 6])
    #expect(decoded.encoded() == [0x0A, 3, 1, 2, 3, 0x10, 4, 0x10, 5, 0x10, 6])
  }

  @Test func whatHasPresenceIsWrittenAtItsDefaultAndNothingElseIs() {
    #expect(TestShapes.Scalars().encoded().isEmpty)
    #expect(TestShapes.Optionals(int32Value: 0, boolValue: false).encoded() == [0x18, 0, 0x68, 0])
    #expect(TestShapes.Choice(selectedAnswer: .text("")).encoded() == [0x1A, 0])
    #expect(TestShapes.Scalars(doubleValue: -0.0).encoded().count == 9)
  }

  @Test func mergingReplacesAppendsAndMerges() throws {
    var tree = TestShapes.Tree(label: "a", left: .init(label: "l"), others: [.init()])
    let other = TestShapes.Tree(label: "b", left: .init(right: .init()), others: [.init()])
    try tree.merge(decoding: other.encoded())
    #expect(
      tree
        == TestShapes.Tree(
          label: "b", left: .init(label: "l", right: .init()), others: [.init(), .init()]))
    var choice = TestShapes.Choice(selectedAnswer: .choice(.init(before: "x")))
    try choice.merge(
      decoding: TestShapes.Choice(selectedAnswer: .choice(.init(behind: "y"))).encoded())
    #expect(choice.selectedAnswer == .choice(.init(before: "x", behind: "y")))
    try choice.merge(decoding: TestShapes.Choice(selectedAnswer: .number(1)).encoded())
    #expect(choice.selectedAnswer == .number(1))
  }

  @Test func anEntryOfAMapMayLackItsKeyOrItsValue() throws {
    let decoded = try TestShapes.Collections(decoding: [0x52, 0, 0x52, 3, 0x0A, 1, 0x61])
    #expect(decoded.counters == ["": 0, "a": 0])
  }

  @Test func unknownFieldsGoOutAsTheyCameIn() throws {
    var samples = Samples(seed: 7)
    let bytes = samples.scalars().encoded()
    let stranger = try TestShapes.Type_(decoding: bytes)
    #expect(!stranger.unknownFields.isEmpty)
    #expect(stranger.encoded() == bytes)
    // A group, and a known field of another layout.
    let odd: Bytes = [0x0B, 0x10, 1, 0x0C, 0x1D, 1, 2, 3, 4]
    let decoded = try TestShapes.Choice(decoding: odd)
    #expect(decoded.selectedAnswer == nil)
    #expect(decoded.encoded() == odd)
  }

  @Test func enumNumbersThatTheSchemaDoesNotKnowAreKept() throws {
    let decoded = try TestShapes.Optionals(decoding: [0x80, 0x01, 99])
    #expect(decoded.colour == .unrecognized(99))
    #expect(decoded.encoded() == [0x80, 0x01, 99])
    #expect(TestShapes.Colour.azure == .blue)
    #expect(TestShapes.Colour(name: "COLOUR_AZURE") == .blue)
    #expect(TestShapes.Colour.blue.name == "COLOUR_BLUE")
  }

  @Test func headroomLiesInFrontOfTheMessage() {
    let message = TestShapes.Scalars(stringValue: String(repeating: "x", count: 5000))
    let framed = message.encoded(headroom: 5) { prefix, count in
      prefix.copyBytes(from: [1, 2, 3, 4, UInt8(truncatingIfNeeded: count)])
    }
    .joined()
    let plain = message.encoded()
    #expect(framed.slice(5..<framed.count) == plain)
    #expect(Array(framed.prefix(5)) == [1, 2, 3, 4, UInt8(truncatingIfNeeded: plain.count)])
  }

  @Test func aMessageInsideItselfIsAValue() {
    var tree = TestShapes.Tree(left: .init(label: "a"))
    let copy = tree
    tree.left?.label = "b"
    #expect(copy.left?.label == "a")
    #expect(tree.left?.label == "b")
    #expect(tree != copy)
  }
}
