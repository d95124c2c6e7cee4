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
