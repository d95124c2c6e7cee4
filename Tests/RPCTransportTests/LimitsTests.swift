import Buffers
import EventLoop
import HTTP2
import RPC
import RPCTransport
import Testing

@Suite(.timeLimit(.minutes(1))) struct LimitsTests {
  @Test func handlersOfCallsThatWereResetTakeThePlaceOfNewCalls() async throws {
    try await Bench.run(loops: 1) {
      $0.limits.concurrentStreams = 2
    } _: { bench in
      let client = try RawClient(bench.address)
      for count in 1...2 {
        let call = try client.open([(":path", "/test.Echo/Slow")])
        // A call that is reset before it has begun takes no place.
        while bench.service.log.count("slow began") < count { await Task.yield() }
        call.stream?.reset(.cancel)
      }
      let refused = try client.open()
      try refused.finish()
      #expect(refused.closed == .refusedStream)
      // Another connection has its own share.
      try await bench.expectEcho([1])
      bench.service.gate.note("open")
      while true {
        let call = try client.open()
        try call.send(prefixed([7]))
        try call.end()
        try call.finish()
        if call.closed == .refusedStream { continue }
        #expect(call.messages.map(\.bytes) == [[7]])
        break
      }
    }
  }

  @Test func anIdleConnectionIsAskedToEnd() async throws {
    try await Bench.run {
      $0.limits.idleTimeout = .milliseconds(40)
    } _: { bench in
      let client = try RawClient(bench.address)
      try client.runToEnd()
      #expect(Set(client.goAways) == [.noError])
    }
  }

  @Test func anOldConnectionIsAskedToEndAndItsCallsAreEndedLater() async throws {
    try await Bench.run {
      $0.limits.connectionAge = .milliseconds(40)
      $0.limits.connectionAgeGrace = .milliseconds(40)
    } _: { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/HangInStream")])
      try call.finish()
      #expect(call["grpc-status"] == "\(Code.unavailable.rawValue)")
      #expect(call["grpc-message"]?.contains("(connection-age-grace-seconds)") == true)
      try client.runToEnd()
      #expect(Set(client.goAways) == [.noError])
    }
  }

  @Test func aClientThatTakesNothingOfWhatWaitsIsPutOut() async throws {
    try await Bench.run {
      $0.limits.stallTimeout = .milliseconds(40)
    } _: { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/Flood")])
      call.isReading = false
      try call.send(prefixed([]))
      try call.end()
      try client.runToEnd()
      #expect(client.goAways == [.enhanceYourCalm])
    }
  }

  @Test func aResponseThatFindsNoRoomOnItsConnectionIsRefused() async throws {
    try await Bench.run {
      $0.limits.connectionSendBufferBytes = 100_000
    } _: { bench in
      let client = try RawClient(bench.address, streamWindowBytes: 1000)
      func echo(_ count: Int, isReading: Bool = true) throws -> RawCall {
        let call = try client.open()
        call.isReading = isReading
        try call.send(prefixed(Array(repeating: 7, count: count)))
        try call.end()
        return call
      }
      let unread = try echo(40_000, isReading: false)
      try unread.awaitBody(1000)
      let refused = try echo(70_000)
      try refused.finish()
      #expect(refused["grpc-status"] == "\(Code.resourceExhausted.rawValue)")
      #expect(refused["grpc-message"]?.contains("connection-send-buffer-bytes") == true)
      // What is no longer than that error is answered, and others' connections have their own room.
      let short = try echo(500)
      try short.finish()
      #expect(short.messages.map(\.bytes.count) == [500])
      try await bench.expectEcho([1])
      // Once it reads there is room again.
      unread.isReading = true
      unread.stream?.consume(unread.body.count)
      try unread.finish()
      #expect(unread.messages.map(\.bytes.count) == [40_000])
      let next = try echo(70_000)
      try next.finish()
      #expect(next["grpc-status"] == "0")
    }
  }

  @Test func aCallIsBegunWhenTheClientTakesWhatWaitsForIt() async throws {
    try await Bench.run(loops: 1) {
      $0.limits.connectionSendBufferBytes = 400_000
    } _: { bench in
      let client = try RawClient(bench.address, streamWindowBytes: 1000)
      let flood = try client.open([(":path", "/test.Echo/Flood")])
      flood.isReading = false
      try flood.send(prefixed([]))
      try flood.end()
      try flood.awaitBody(1000)
      let call = try client.open()
      try call.send(prefixed(Array(repeating: 7, count: 100_000)))
      try call.end()
      flood.isReading = true
      flood.stream?.consume(flood.body.count)
      try call.finish()
      #expect(call["grpc-status"] == "0")
    }
  }

  @Test func aClientThatAsksForMuchAtOnceAndReadsItGetsAllOfIt() async throws {
    try await Bench.run(loops: 1) {
      $0.limits.connectionSendBufferBytes = 256 << 10
      $0.limits.connectionWindowBytes = 1 << 20
    } _: { bench in
      let client = try RawClient(bench.address, streamWindowBytes: 10_000)
      let calls = try (0..<40).map { _ in
        let call = try client.open()
        try call.send(prefixed(Array(repeating: 7, count: 60_000)))
        try call.end()
        return call
      }
      for call in calls {
        try call.finish()
        #expect(call["grpc-status"] == "0")
        #expect(call.messages.map(\.bytes.count) == [60_000])
      }
    }
  }

  @Test func messagesWithoutContentCountForWhatKeepingThemTakes() async throws {
    try await Bench.run {
      $0.limits.messageBytes = 64 << 10
      $0.limits.incompleteRequestBytes = 1 << 20
    } _: { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/Slow")])
      await bench.service.log.wait(for: "slow began")
      for _ in 0..<20 where call.closed == nil {
        try call.send(Array(repeatElement(prefixed([]), count: 1000).joined()))
      }
      try call.finish()
      #expect(call["grpc-status"] == "\(Code.resourceExhausted.rawValue)")
      #expect(call["grpc-message"]?.contains("max-incomplete-bytes") == true)
      // What is read takes no room: on the same connection many more come through.
      let next = try client.open([(":path", "/test.Echo/Collect")])
      for _ in 0..<20 { try next.send(Array(repeatElement(prefixed([]), count: 1000).joined())) }
      try next.end()
      try next.finish()
      #expect(next["grpc-status"] == "0")
    }
  }

  @Test(arguments: [1024, 70_000])
  func aHandlerThatWaitsForItsClientGoesOnWhateverTheBufferIs(bytes: Int) async throws {
    try await Bench.run {
      $0.limits.sendBufferBytes = bytes
    } _: { bench in
      let client = try RawClient(bench.address, streamWindowBytes: 20_000)
      let call = try client.open([(":path", "/test.Echo/Chat")])
      for _ in 0..<8 { try call.send(prefixed(Array(repeating: 7, count: 50_000))) }
      try call.end()
      try call.finish()
      #expect(call.messages.map(\.bytes.count) == Array(repeating: 50_000, count: 8))
    }
  }

  @Test func aSilentClientIsAskedForASignOfLife() async throws {
    try await Bench.run {
      $0.limits.keepaliveInterval = .milliseconds(20)
    } _: { bench in
      let client = try RawClient(bench.address)
      try client.run { client.pings >= 3 }
      #expect(client.goAways == [])
    }
  }

  @Test func aClientThatGivesNoSignOfLifeIsLost() async throws {
    try await Bench.run {
      $0.limits.keepaliveInterval = .milliseconds(20)
      $0.limits.keepaliveTimeout = .milliseconds(20)
    } _: { bench in
      let client = try RawClient(bench.address)
      // It sends its preface, and looks at its socket no more until the server has closed it.
      try client.flush()
      while true {
        let loops = await bench.server.statistics().loops
        let accepted = loops.reduce(0) { $0 + $1.acceptedConnections }
        if accepted == 1, loops.allSatisfy({ $0.connections == 0 }) { break }
      }
    }
  }

  @Test(arguments: [true, false])
  func aClientThatPingsTooOftenIsPutOut(hasCall: Bool) async throws {
    try await Bench.run {
      $0.limits.permitsIdlePings = hasCall
      $0.limits.pingInterval = hasCall ? .seconds(60) : .zero
    } _: { bench in
      let client = try RawClient(bench.address)
      if hasCall { _ = try client.open([(":path", "/test.Echo/HangInStream")]) }
      for _ in 0..<4 { try client.ping() }
      try client.runToEnd()
      #expect(client.goAways == [.enhanceYourCalm])
    }
  }

  @Test func connectionsFromOneAddressAreBounded() async throws {
    try await Bench.run {
      $0.limits.connectionsPerAddress = 1
    } _: { bench in
      var client: RawClient? = try RawClient(bench.address)
      try client?.run { client?.hasSettings == true }
      let other = try RawClient(bench.address)
      try? other.runToEnd()
      #expect(other.goAways.allSatisfy { $0 == .enhanceYourCalm })
      #expect(!other.goAways.isEmpty || !other.hasSettings)
      client = nil
      // As soon as the server has noticed, there is room again.
      while true {
        let next = try RawClient(bench.address)
        let call = try? next.open()
        guard let call, (try? call.send(prefixed([3]))) != nil, (try? call.end()) != nil,
          (try? call.finish()) != nil, !call.messages.isEmpty
        else { continue }
        #expect(call.messages.map(\.bytes) == [[3]])
        break
      }
    }
  }

  @Test(arguments: [(20, 1, "max-header-fields"), (1, 5000, "max-header-bytes")])
  func aRequestWithTooManyHeadersIsToldTheBound(fields: Int, size: Int, key: String) async throws {
    try await Bench.run {
      $0.limits.headerFields = 16
      $0.limits.headerBytes = 4096
    } _: { bench in
      let client = try RawClient(bench.address)
      let value = String(repeating: "a", count: size)
      let call = try client.open((0..<fields).map { ("x-\($0)", value) }, endStream: true)
      try call.finish()
      #expect(call["grpc-status"] == "\(Code.resourceExhausted.rawValue)")
      #expect(call["grpc-message"]?.contains(key) == true)
    }
  }

  @Test func everyBoundHasAKeyAndATextThatSetsIt() {
    #expect(Set(ServerLimits.bounds.map(\.key)) == Set(ServerLimits.Key.allCases))
    #expect(ServerLimits.bounds.count == ServerLimits.Key.allCases.count)
    let limits = ServerLimits()
    for bound in ServerLimits.bounds { #expect(!bound.text(in: limits).isEmpty) }
  }
}
