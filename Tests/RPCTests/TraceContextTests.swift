import RPC
import Testing

private let id = "0af7651916cd43dd8448eb211c80319c"
private let parent = "b7ad6b7169203331"

@Suite struct TraceContextTests {
  @Test(arguments: [
    "00-\(id)-\(parent)-01", "00-\(id)-\(parent)-00",
    "00-00000000000000000000000000000001-0000000000000001-01",
  ])
  func aTraceparentIsReadAndWrittenTheSame(text: String) {
    #expect(TraceContext(traceparent: text)?.traceparent == text)
  }

  @Test(arguments: [
    ("00-\(id)-\(parent)-03", "00-\(id)-\(parent)-01"),
    ("00-\(id)-\(parent)-fe", "00-\(id)-\(parent)-00"),
    ("01-\(id)-\(parent)-01", "00-\(id)-\(parent)-01"),
    ("cc-\(id)-\(parent)-01-what-comes-later", "00-\(id)-\(parent)-01"),
  ])
  func ofLaterVersionsAndFlagsIsReadWhatIsKnown(text: String, written: String) {
    #expect(TraceContext(traceparent: text)?.traceparent == written)
  }

  @Test(arguments: [
    "", "00", "00-\(id)-\(parent)", "00-\(id)-\(parent)-0", "00-\(id)-\(parent)-011",
    "00-\(id)-\(parent)-01-", "ff-\(id)-\(parent)-01", "0g-\(id)-\(parent)-01",
    "00-\(id.uppercased())-\(parent)-01", "00-\(id)-\(parent.uppercased())-01",
    "00-00000000000000000000000000000000-\(parent)-01", "00-\(id)-0000000000000000-01",
    "00_\(id)_\(parent)_01", " 00-\(id)-\(parent)-01", "00-\(id)-\(parent)-0x",
    "01-\(id)-\(parent)-01x", "00-\(id)\(parent)--01",
  ])
  func aBrokenTraceparentIsNone(text: String) {
    #expect(TraceContext(traceparent: text) == nil)
  }

  @Test func metadataThatNamesTwoTracesNamesNone() throws {
    var metadata: Metadata = ["traceparent": "00-\(id)-\(parent)-01", "tracestate": "a=1"]
    #expect(TraceContext(metadata: metadata)?.state == "a=1")
    try metadata.add("tracestate", "b=2")
    #expect(TraceContext(metadata: metadata)?.state == "a=1,b=2")
    try metadata.add("tracestate", String(repeating: "c", count: 512))
    #expect(TraceContext(metadata: metadata)?.state == "")
    try metadata.add("traceparent", "00-\(id)-\(parent)-01")
    #expect(TraceContext(metadata: metadata) == nil)
  }

  @Test func aTraceThatTheCallerNamedIsLeftAsItIs() {
    let trace = TraceContext.started()
    var metadata: Metadata = ["traceparent": "own"]
    trace.add(to: &metadata)
    #expect(metadata.texts("traceparent") == ["own"])
    var empty = Metadata()
    trace.add(to: &empty)
    #expect(empty.texts("traceparent") == [trace.traceparent])
    #expect(empty.texts("tracestate") == [])
  }
}
