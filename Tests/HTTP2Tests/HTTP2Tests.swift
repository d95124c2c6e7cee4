import Buffers
import HTTP2
import Testing

@Test(arguments: [1, 13, Int.max])
func headersDataAndTrailersTravelBothWaysHoweverTheyAreCut(step: Int) throws {
  let pair = try Pair()
  pair.server.onOpen = { exchange in
    exchange.onEnd = { exchange in
      exchange.stream?.respond(ok)
      exchange.stream?.send(Bytes(exchange.data))
      exchange.stream?.end(trailers: FieldBlock([("grpc-status", "0")]))
    }
  }
  let call = pair.open([("x-a", "窓")])
  let body = (0..<5000).map { UInt8(truncatingIfNeeded: $0) }
  call.stream?.send(Bytes(body[..<1000]))
  call.stream?.send(Bytes(body[1000...]))
  call.stream?.end()
  try pair.exchange(step: step)
  let served = try #require(pair.server.exchanges.first)
  #expect(served.fields == request.map { "\($0.name)=\($0.value)" } + ["x-a=窓"])
  #expect(served.data == body)
  #expect(served.closed == .noError)
  #expect(call.fields == [":status=200", "grpc-status=0"])
  #expect(call.blocks == 2)
  #expect(call.data == body)
  #expect(call.closed == .noError)
  #expect(pair.client.session.streams.isEmpty && pair.server.session.streams.isEmpty)
}

@Test func aResponseMayBeHeadersAlone() throws {
  let pair = try Pair()
  pair.server.onOpen = { $0.onHeaders = { $0.stream?.respond(ok, endStream: true) } }
  let call = pair.open(endStream: true)
  try pair.exchange()
  #expect(call.fields == [":status=200"])
  #expect(call.ended)
  #expect(call.closed == .noError)
}

@Test func aResponseThatEndsBeforeItsRequestStopsTheClient() throws {
  let pair = try Pair()
  pair.server.onOpen = { $0.onHeaders = { $0.stream?.respond(ok, endStream: true) } }
  let call = pair.open()
  try pair.exchange()
  #expect(call.ended)
  #expect(call.closed == .noError)
  #expect(pair.server.session.streams.isEmpty)
}

@Test func aReaderThatDoesNotConsumeHoldsItsOwnSenderAndNobodyElse() throws {
  let pair = try Pair { $0.streamWindowBytes = 100_000 }
  pair.server.onOpen = { exchange in exchange.consumes = exchange.stream?.id != 1 }
  let slow = pair.open()
  let fast = pair.open()
  let body = Bytes(repeatElement(7, count: 300_000))
  slow.stream?.send(body)
  fast.stream?.send(body)
  fast.stream?.end()
  try pair.exchange()
  let slowServed = pair.server.exchanges[0]
  #expect(slowServed.data.count == 100_000)
  #expect(slow.stream?.queuedBytes == 200_000)
  #expect(pair.server.exchanges[1].data.count == 300_000)
  #expect(pair.server.exchanges[1].ended)

  slowServed.stream?.consume(100_000)
  #expect(pair.server.outputs > 0)
  try pair.exchange()
  #expect(slowServed.data.count == 200_000)
}

@Test func allUnreadPayloadOfAConnectionStaysWithinItsWindow() throws {
  let pair = try Pair {
    $0.streamWindowBytes = 100_000
    $0.connectionWindowBytes = 250_000
  }
  pair.server.onOpen = { $0.consumes = false }
  let calls = (0..<5).map { _ in pair.open() }
  for call in calls { call.stream?.send(Bytes(repeatElement(7, count: 100_000))) }
  try pair.exchange()
  #expect(pair.server.exchanges.reduce(0) { $0 + $1.data.count } == 250_000)
  // What a stream leaves unread when it ends is given back to the others.
  for call in calls.prefix(3) { call.stream?.reset(.cancel) }
  try pair.exchange()
  #expect(pair.server.exchanges.suffix(2).allSatisfy { $0.data.count == 100_000 })
}

@Test func aSenderHearsWhenItsQueueHasDrained() throws {
  let pair = try Pair()
  pair.server.onOpen = { $0.onHeaders = { $0.stream?.respond(ok) } }
  let call = pair.open(endStream: true)
  try pair.exchange()
  let served = pair.server.exchanges[0]
  let lowWaterBytes = pair.server.session.configuration.lowWaterBytes
  served.stream?.send(Bytes(repeatElement(1, count: lowWaterBytes + 1)))
  #expect(pair.server.session.queuedBytes == lowWaterBytes + 1)
  #expect(served.drained == 0)
  try pair.exchange()
  #expect(served.drained == 1)
  #expect(call.data.count == lowWaterBytes + 1)
  #expect(pair.server.session.queuedBytes == 0)
}

@Test func outputStopsAtItsLimitAndGoesOnLater() throws {
  let pair = try Pair()
  pair.server.onOpen = { $0.onHeaders = { $0.stream?.respond(ok) } }
  let call = pair.open(endStream: true)
  try pair.exchange()
  pair.server.exchanges[0].stream?.send(Bytes(repeatElement(1, count: 400_000)))
  let output = OutputBuffer(capacity: 1024)
  #expect(try pair.server.session.produce(into: output, limit: 50_000))
  #expect(output.count >= 50_000 && output.count < 50_000 + 16_384 + 9)
  try output.bytes.withMemoryRebound(to: UInt8.self) { bytes in
    try pair.client.session.receive(UnsafeRawBufferPointer(bytes))
  }
  try pair.exchange()
  #expect(call.data.count == 400_000)
}

@Test func aResetReachesTheOtherSideWithItsCode() throws {
  let pair = try Pair()
  let call = pair.open()
  try pair.exchange()
  call.stream?.reset(.cancel)
  try pair.exchange()
  #expect(pair.server.exchanges[0].closed == .cancel)
  #expect(call.closed == .cancel)
  #expect(call.stream?.isOver == true)
  // Of no effect, and no harm.
  call.stream?.send([1])
  call.stream?.end()
}

@Test func aFieldBlockBeyondTheLimitIsMarkedAndLeavesTheRestOut() throws {
  let pair = try Pair { $0.headerListBytesMax = 1000 }
  _ = pair.open([("x-big", String(repeating: "a", count: 2000))], endStream: true)
  try pair.exchange()
  let served = try #require(pair.server.exchanges.first)
  #expect(served.stream?.headerExcess == .bytes)
  #expect(served.fields.count == 4)
}

@Test(arguments: [
  [(name: "x y", value: "1")], [(name: "x-a", value: "a\u{1}b")],
  [(name: "connection", value: "close")],
])
func malformedFieldsResetTheStream(extra: [(name: String, value: String)]) throws {
  let pair = try Pair()
  let call = pair.open(extra, endStream: true)
  try pair.exchange()
  #expect(pair.server.exchanges.allSatisfy { !$0.ended })
  #expect(call.closed != nil && call.closed != .noError)
  let next = pair.open(endStream: true)
  try pair.exchange()
  #expect(next.closed == nil)
}

@Test func streamsBeyondTheAllowedNumberWaitTheirTurn() throws {
  let pair = try Pair { $0.maxConcurrentStreams = 2 }
  let calls = (0..<3).map { _ in pair.open(endStream: true) }
  try pair.exchange()
  #expect(pair.server.exchanges.count == 2)
  pair.server.exchanges[0].stream?.respond(ok, endStream: true)
  try pair.exchange()
  #expect(pair.server.exchanges.count == 3)
  #expect(calls[0].closed == .noError)
}

@Test func aServerLeavesInTwoStepsAndFinishesWithItsLastStream() throws {
  let pair = try Pair()
  let call = pair.open(endStream: true)
  try pair.exchange()
  pair.server.session.announceShutdown()
  pair.server.session.ping()
  try pair.exchange()
  #expect(pair.client.goAways == [.noError])
  #expect(pair.server.pongs == 1)
  pair.server.session.goAway()
  try pair.exchange()
  #expect(!pair.server.session.isFinished)
  pair.server.exchanges[0].stream?.respond(ok, endStream: true)
  try pair.exchange()
  #expect(call.closed == .noError)
  #expect(pair.server.session.isFinished)
}

@Test func aStreamOpenedAfterGoAwayIsRefused() throws {
  let pair = try Pair()
  pair.server.session.goAway()
  try pair.exchange()
  let call = pair.open(endStream: true)
  try pair.exchange()
  #expect(call.stream == nil || call.closed == .refusedStream)
}

@Test func whatIsNoHTTP2EndsTheSessionWithAnError() throws {
  let side = try Side(HTTP2Session.Configuration(isServer: true))
  let error = #expect(throws: HTTP2Error.self) {
    try Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8).withUnsafeBytes {
      try side.session.receive($0)
    }
  }
  #expect(error?.description.hasPrefix("HTTP/2: ") == true)
}

@Test func aBrokenFrameIsAnsweredWithGoAwayAndFinishes() throws {
  let pair = try Pair()
  // DATA on stream 0: RFC 9113, 6.1.
  let frame: [UInt8] = [0, 0, 1, 0, 0, 0, 0, 0, 0, 9]
  try frame.withUnsafeBytes { try pair.server.session.receive($0) }
  try pair.exchange()
  #expect(pair.client.goAways == [.protocolError])
  #expect(pair.server.session.isFinished)
}

@Test func closingTheSessionEndsEveryStream() throws {
  let pair = try Pair()
  let call = pair.open()
  try pair.exchange()
  pair.server.session.close()
  pair.client.session.close(.internalError)
  #expect(pair.server.exchanges[0].closed == .cancel)
  #expect(call.closed == .internalError)
}

/// RFC 9113, 6.9.2.
@Test(arguments: [
  (0x7fff_ffff - 0xffff, 0x1_0000, true), (0x7fff_ffff - 0x1_0000, 0x1_0000, false),
])
func settingsThatOpenAWindowTooFarEndTheConnection(opened: Int, size: Int, ends: Bool) throws {
  let server = try Side(HTTP2Session.Configuration(isServer: true))
  let wire = OutputBuffer(capacity: 1024)
  let sizes = [0, 4] + Raw.number(size)
  let received =
    Raw.preface + Raw.headers(1) + Raw.headers(3) + Raw.frame(8, stream: 1, Raw.number(opened))
    + Raw.frame(4, sizes)
  try received.withUnsafeBytes { try server.session.receive($0) }
  while try server.session.produce(into: wire, limit: 64 << 10) {}
  #expect(server.session.isCondemned == ends)
  #expect(server.session.isFinished == ends)
  #expect(server.exchanges.map { $0.closed == .flowControlError } == [ends, ends])
  let text = Array("SETTINGS_INITIAL_WINDOW_SIZE is too large for a window".utf8)
  let goAway = Raw.frame(7, Raw.number(3) + Raw.number(3) + text)
  #expect(wire.bytes.suffix(goAway.count).elementsEqual(goAway) == ends)
}

@Test func aRequestRepeatsTheOneBeforeWhenNothingOfItDiffers() throws {
  let pair = try Pair { $0.headerFieldsMax = request.count + 1 }
  let (mark, more) = ((name: "x-mark", value: "a"), (name: "x-more", value: "b"))
  // The last but one is cut, to what the one before it was.
  for extra in [[], [], [mark], [mark], [], [mark], [mark, more], [mark]] {
    _ = pair.open(extra, endStream: true)
  }
  try pair.exchange()
  let served = pair.server.exchanges
  #expect(served.map(\.repeatsRequest) == [false, true, false, true, false, false, false, false])
  #expect(served.map { $0.stream?.headerExcess != nil }.filter { $0 }.count == 1)
}
