import Buffers
import Testing

@testable import RPC

@Suite struct MetadataTests {
  @Test(
    "refuses names that are malformed or belong to the protocol",
    arguments: [
      ("", MetadataError.name("")), ("with space", .name("with space")), ("ключ", .name("ключ")),
      ("a:b", .name("a:b")), (":path", .name(":path")), ("te", .reserved("te")),
      ("TE", .reserved("te")), ("grpc-timeout", .reserved("grpc-timeout")),
      ("grpc-anything-bin", .reserved("grpc-anything-bin")), ("host", .reserved("host")),
      ("content-type", .reserved("content-type")), ("connection", .reserved("connection")),
      ("trailer", .reserved("trailer")), ("upgrade", .reserved("upgrade")),
    ])
  func refusesNames(name: String, expected: MetadataError) {
    var metadata = Metadata()
    #expect(throws: expected) { try metadata.add(name, "x") }
    #expect(metadata.isEmpty)
  }

  @Test("refuses values that aren't of the name's kind")
  func refusesValues() {
    var metadata = Metadata()
    #expect(throws: MetadataError.value("a", "é")) { try metadata.add("a", "é") }
    #expect(throws: MetadataError.value("a", "x\n")) { try metadata.add("a", "x\n") }
    #expect(throws: MetadataError.textUnderBinaryName("a-bin")) { try metadata.add("a-bin", "x") }
    #expect(throws: MetadataError.bytesUnderTextName("a")) { try metadata.add("a", Bytes([1])) }
    #expect(metadata.isEmpty)
  }

  @Test("keeps order and repetition, and makes capitals small")
  func ordered() throws {
    var metadata = Metadata()
    try metadata.add("B", "2")
    try metadata.add("a", "1")
    try metadata.add("b", "3")
    try metadata.add("k-bin", Bytes([0, 255]))
    #expect(metadata["b"] == "2")
    #expect(metadata.texts("b") == ["2", "3"])
    #expect(metadata[binary: "k-bin"] == [0, 255])
    #expect(metadata.binaries("k-bin") == [[0, 255]])
    #expect(metadata["k-bin"] == nil)
    #expect(metadata["missing"] == nil)
    #expect(metadata.entries.map(\.name) == ["b", "a", "b", "k-bin"])
    metadata.remove("b")
    #expect(metadata.entries.map(\.name) == ["a", "k-bin"])
  }

  @Test("binary values come padded, unpadded and joined by commas")
  func receivesBinary() {
    var metadata = Metadata()
    let isTaken = withRaw("k-bin") { name in withRaw("AAE=,AAE,,Ag") { metadata.receive(name, $0) }
    }
    #expect(isTaken)
    #expect(metadata.binaries("k-bin") == [[0, 1], [0, 1], [], [2]])
  }

  @Test("a binary value that is no base64 is told; text that is no ASCII is left out")
  func receivesDamaged() {
    var metadata = Metadata()
    #expect(withRaw("k-bin") { name in withRaw("!") { metadata.receive(name, $0) } } == false)
    #expect(withRaw("k") { name in withRaw("é") { metadata.receive(name, $0) } })
    #expect(metadata.isEmpty)
  }

  @Test("what is written into a header block is read out of it again")
  func roundTrip() throws {
    var metadata: Metadata = ["a": "1", "b": "two words"]
    try metadata.add("k-bin", Bytes([1, 2, 3, 4]))
    var fields: [HeaderField] = []
    metadata.write(to: &fields)
    #expect(fields["k-bin"] == "AQIDBA")
    var received = Metadata()
    for field in fields {
      _ = withRaw(field.name) { name in withRaw(field.value) { received.receive(name, $0) } }
    }
    #expect(received == metadata)
  }
}
