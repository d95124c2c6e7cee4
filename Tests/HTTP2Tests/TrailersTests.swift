import Buffers
import HTTP2
import Testing

private let kept = FieldBlock([("grpc-status", "0"), ("x", "")], isPermanent: true)

@Test(arguments: [1, 10, .max], [0, 1, 40_000])
func keptTrailersComeBehindThePayload(step: Int, count: Int) throws {
  let pair = try Pair()
  pair.server.onOpen = {
    $0.onEnd = {
      $0.stream?.respond(ok)
      $0.stream?.send(Bytes(repeatElement(7, count: count)))
      $0.stream?.end(trailers: kept)
    }
  }
  let calls = (0..<3).map { _ in pair.open(endStream: true) }
  try pair.exchange(step: step)
  for call in calls {
    #expect(call.data.count == count)
    #expect(call.fields == [":status=200", "grpc-status=0", "x="])
    #expect(call.ended && call.closed == .noError)
  }
}

@Test func aResponseWithKeptTrailersMayEndBeforeItsRequest() throws {
  let pair = try Pair()
  pair.server.onOpen = {
    $0.onHeaders = {
      $0.stream?.respond(ok)
      $0.stream?.end(trailers: kept)
    }
  }
  let call = pair.open()
  try pair.exchange()
  #expect(call.fields.suffix(2) == ["grpc-status=0", "x="])
  #expect(call.closed == .noError)
}

/// A change of the compressor's table has to be told at the beginning of the next header block.
@Test func settingsThatComeLaterPutTrailersBackIntoTheCompressor() throws {
  let pair = try Pair()
  pair.server.onOpen = { $0.onHeaders = { $0.stream?.respond(ok) } }
  for isLater in [false, true] {
    _ = pair.open(endStream: true)
    try pair.exchange()
    if isLater {
      let settings: [UInt8] = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
      try settings.withUnsafeBytes { try pair.server.session.receive($0) }
    }
    pair.server.exchanges.last?.stream?.end(trailers: kept)
    let output = OutputBuffer(capacity: 1024)
    _ = try pair.server.session.produce(into: output, limit: 64 << 10)
    let bytes = [UInt8](output.bytes)
    #expect(!bytes.isEmpty)
    #expect(bytes.contains(Array("grpc-status".utf8)) == !isLater)
  }
}
