import Buffers
import EventLoop
import RPC
import RPCTransport
import Synchronization
import Testing

/// A channel to a scripted server, on a loop of its own.
private func withChannel(
  to script: @escaping @Sendable (Int, ScriptedPeer) -> Void,
  adjust: (inout Channel.Configuration) -> Void = { _ in },
  body: (Channel) async throws -> Void
) async throws {
  let server = try ScriptedServer(script)
  defer { server.stop() }
  let group = try EventLoopGroup(count: 1)
  defer { group.shutdown() }
  var configuration = Channel.Configuration(target: "\(server.address)")
  configuration.connectionBackoff = .quick
  adjust(&configuration)
  let channel = Channel(configuration, on: group.loops[0])
  do { try await body(channel) } catch {
    await channel.close()
    throw error
  }
  await channel.close()
}

extension Backoff {
  /// For tests that fail on purpose.
  static let quick = Backoff(initial: .milliseconds(5), multiplier: 1, max: .milliseconds(5))
}

/// How a unary call ended, in a word.
private func call(_ channel: Channel, _ options: CallOptions = CallOptions()) async -> String {
  do throws(RPCError) {
    let answer = try await channel.exchange(EchoService.unary, framed([1]), options)
    return "OK \(Array(answer))"
  } catch {
    return "\(error)"
  }
}

private func retries(_ codes: String, attempts: Int = 3, more: String = "") throws -> ServiceConfig
{
  try ServiceConfig(
    json: """
      {"methodConfig": [{"name": [{}], "retryPolicy": {"maxAttempts": \(attempts),
        "initialBackoff": "0.001s", "maxBackoff": "0.001s", "backoffMultiplier": 1,
        "retryableStatusCodes": [\(codes)]}}]\(more)}
      """)
}

/// The same numbers for the same seed (SplitMix64).
private struct Dice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}

@Suite(.timeLimit(.minutes(1))) struct FaultTests {
  @Test func aServerThatHangsAfterAcceptingIsUnavailable() async throws {
    try await withChannel { _, peer in
      peer.waitForEnd()
    } adjust: {
      $0.connectTimeout = .milliseconds(30)
    } body: { channel in
      #expect(await call(channel).contains("no answer within 0.03 seconds"))
    }
  }

  @Test func aServerThatSpeaksNoHTTP2IsUnavailable() async throws {
    try await withChannel { _, peer in
      peer.send(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8))
      peer.waitForEnd()
    } body: { channel in
      #expect(await call(channel).contains("does not speak HTTP/2 as it must"))
    }
  }

  @Test func aCallBeyondTheLastStreamOfAGoAwayIsMadeAgain() async throws {
    try await withChannel { number, peer in
      peer.open()
      guard let stream = peer.request() else { return }
      if number == 0 {
        peer.goAway(last: 0)
        peer.waitForEnd()
      } else {
        peer.respond(stream, [7])
        peer.waitForEnd()
      }
    } body: { channel in
      #expect(await call(channel) == "OK [7]")
    }
  }

  @Test func aCallWithinTheLastStreamOfAGoAwayIsServed() async throws {
    try await withChannel { number, peer in
      peer.open()
      guard let stream = peer.request() else { return }
      peer.goAway(last: number == 0 ? stream : 0)
      peer.respond(stream, [UInt8(number)])
      peer.waitForEnd()
    } body: { channel in
      #expect(await call(channel) == "OK [0]")
    }
  }

  @Test(arguments: [
    // resets with REFUSED_STREAM before an answer, what the call comes to
    (1, "OK [9]"),
    (5, "OK [9]"),
    (6, "UNAVAILABLE: the server reset the stream (HTTP/2 error code 7)"),
  ])
  func aRefusedStreamIsTriedAgainAFewTimes(refusals: Int, outcome: String) async throws {
    try await withChannel { _, peer in
      peer.open()
      for _ in 0..<refusals {
        if let stream = peer.request() { peer.reset(stream, code: 7) }
      }
      if let stream = peer.request() { peer.respond(stream, [9]) }
      peer.waitForEnd()
    } body: { channel in
      #expect(await call(channel) == outcome)
    }
  }

  @Test func aConnectionLostUnderACallIsUnavailableAndRetriedIfThePolicySaysSo() async throws {
    let script: @Sendable (Int, ScriptedPeer) -> Void = { number, peer in
      peer.open()
      guard let stream = peer.request() else { return }
      if number < 2 { return }
      peer.respond(stream, [2])
      peer.waitForEnd()
    }
    try await withChannel(to: script) { channel in
      let outcome = await call(channel)
      #expect(outcome.hasPrefix("UNAVAILABLE: the connection to 127.0.0.1:"))
    }
    let config = try retries("\"UNAVAILABLE\"")
    try await withChannel(to: script) {
      $0.serviceConfig = config
    } body: { channel in
      #expect(await call(channel) == "OK [2]")
    }
  }

  /// A server that opens connections and drops them at once cannot keep a client busy for ever.
  @Test func aServerThatHangsUpOnceOpenEndsInAnError() async throws {
    let connections = Atomic(0)
    try await withChannel { _, peer in
      connections.add(1, ordering: .relaxed)
      peer.open()
      peer.goAway(last: 0)
    } body: { channel in
      #expect(await call(channel).hasPrefix("UNAVAILABLE"))
    }
    #expect(connections.load(ordering: .relaxed) <= 8)
  }

  @Test(arguments: [
    // code, pushback, attempts allowed, attempts made, outcome
    (14, nil, 3, 3, "UNAVAILABLE: no"),
    (14, nil, 9, 5, "UNAVAILABLE: no"),
    (14, "0", 3, 3, "UNAVAILABLE: no"),
    (14, "-1", 3, 1, "UNAVAILABLE: no"),
    (14, "soon", 3, 1, "UNAVAILABLE: no"),
    (10, nil, 3, 1, "ABORTED: no"),
  ])
  func aRefusalIsRetriedAsThePolicyAndTheServerSay(
    code: Int, pushback: String?, allowed: Int, made: Int, outcome: String
  ) async throws {
    let attempts = Atomic(0)
    let config = try retries("\"UNAVAILABLE\"", attempts: allowed)
    try await withChannel { _, peer in
      peer.open()
      while let stream = peer.request() {
        attempts.add(1, ordering: .relaxed)
        peer.refuse(stream, code: code, pushback.map { [("grpc-retry-pushback-ms", $0)] } ?? [])
      }
    } adjust: {
      $0.serviceConfig = config
    } body: { channel in
      #expect(await call(channel) == outcome)
      #expect(attempts.load(ordering: .relaxed) == made)
    }
  }

  @Test func theTokensOfAChannelBoundItsRetries() async throws {
    let attempts = Atomic(0)
    let config = try retries(
      "14", attempts: 5, more: ", \"retryThrottling\": {\"maxTokens\": 4, \"tokenRatio\": 0.5}")
    try await withChannel { _, peer in
      peer.open()
      while let stream = peer.request() {
        attempts.add(1, ordering: .relaxed)
        peer.refuse(stream, code: 14)
      }
    } adjust: {
      $0.serviceConfig = config
    } body: { channel in
      #expect(await call(channel) == "UNAVAILABLE: no")
      // Four tokens, then three; with two none is retried.
      #expect(attempts.load(ordering: .relaxed) == 2)
      #expect(await call(channel) == "UNAVAILABLE: no")
      #expect(attempts.load(ordering: .relaxed) == 3)
    }
  }

  @Test func aDeadlineEndsTheRetriesAndTellsOfTheLast() async throws {
    let config = try ServiceConfig(
      json: """
        {"methodConfig": [{"name": [{}], "timeout": "0.05s", "retryPolicy": {"maxAttempts": 2,
          "initialBackoff": "100s", "maxBackoff": "100s", "backoffMultiplier": 1,
          "retryableStatusCodes": [14]}}]}
        """)
    try await withChannel { _, peer in
      peer.open()
      while let stream = peer.request() { peer.refuse(stream, code: 14) }
    } adjust: {
      $0.serviceConfig = config
    } body: { channel in
      // The first may spend its time connecting on a busy machine.
      var outcome = ""
      for _ in 0..<50 where !outcome.contains("attempt 1") { outcome = await call(channel) }
      #expect(outcome.hasPrefix("DEADLINE_EXCEEDED"))
      #expect(outcome.hasSuffix("; attempt 1 had ended with UNAVAILABLE: no"))
    }
  }

  @Test func callsBeyondTheServersLimitWaitForRoom() async throws {
    try await withChannel { _, peer in
      peer.open(maxStreams: 1)
      for _ in 0..<3 {
        guard let stream = peer.request() else { return }
        // What the client sends before it answers this has been sent before the answer below.
        peer.send(6, [0, 0, 0, 0, 0, 0, 0, 1])
        while let frame = peer.next(), frame.type != 6 {
          if frame.type == 1 { return peer.goAway(last: 0) }
        }
        peer.respond(stream, [1])
      }
      peer.waitForEnd()
    } body: { channel in
      let outcomes = await withTaskGroup(of: String.self) { group in
        for _ in 0..<3 { group.addTask { await call(channel) } }
        return await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes == ["OK [1]", "OK [1]", "OK [1]"])
    }
  }

  @Test func moreCallsThanMayWaitAreRefusedWithTheLimit() async throws {
    let gate = EchoService.Log()
    try await withChannel { _, peer in
      peer.open(maxStreams: 1)
      while let stream = peer.request() {
        gate.note("began")
        // Until the client has ended the call.
        while let frame = peer.next(), frame.type != 3 {}
        _ = stream
      }
    } adjust: {
      $0.maxQueuedCalls = 2
    } body: { channel in
      let first = Task { await call(channel) }
      await gate.wait(for: "began")
      await withTaskGroup(of: String.self) { group in
        for _ in 0..<3 { group.addTask { await call(channel) } }
        // Two wait; whichever came third hears at once.
        let refused = await group.next()
        #expect(refused?.hasPrefix("RESOURCE_EXHAUSTED: 2 calls wait for 127.0.0.1:") == true)
        group.cancelAll()
        for await outcome in group { #expect(outcome.hasPrefix("CANCELLED")) }
      }
      first.cancel()
      #expect(await first.value.hasPrefix("CANCELLED"))
    }
  }

  @Test func aServerThatAnswersNoPingIsLost() async throws {
    try await withChannel { _, peer in
      peer.open()
      peer.waitForEnd()
    } adjust: {
      $0.keepalive = Keepalive(interval: .milliseconds(5), timeout: .milliseconds(30))
    } body: { channel in
      #expect(await call(channel).hasSuffix("it did not answer a ping"))
    }
  }

  @Test func aServerThatAnswersPingsMayTakeItsTime() async throws {
    try await withChannel { _, peer in
      peer.open()
      guard let stream = peer.request() else { return }
      for _ in 0..<3 {
        while let frame = peer.next() {
          guard frame.type == 6 else { continue }
          peer.pong(frame)
          break
        }
      }
      peer.respond(stream, [3])
      peer.waitForEnd()
    } adjust: {
      $0.keepalive = Keepalive(interval: .milliseconds(5), timeout: .seconds(20))
    } body: { channel in
      #expect(await call(channel) == "OK [3]")
    }
  }

  @Test func aRequestBeyondItsLimitIsNotSent() async throws {
    try await withChannel { _, peer in
      peer.open()
      peer.waitForEnd()
    } body: { channel in
      var options = CallOptions()
      options.maxRequestBytes = 0
      #expect(
        await call(channel, options)
          == "RESOURCE_EXHAUSTED: the request has 1 bytes; the call's limit is 0")
      let stream = try await channel.open(EchoService.chat, options)
      await #expect(throws: RPCError.self) {
        try await stream.send(framed([1]), endStream: false)
      }
      let error = await #expect(throws: RPCError.self) { try await stream.nextMessage() }
      #expect(error?.code == .resourceExhausted)
    }
  }

  /// Frames of any type, length and content, on streams that are open and on others.
  @Test(arguments: 0..<40)
  func whateverAServerSendsEndsTheCallAndNothingElse(seed: UInt64) async throws {
    try await withChannel { number, peer in
      peer.open()
      guard number == 0 else {
        while let stream = peer.request() { peer.respond(stream, [1]) }
        return
      }
      guard let stream = peer.request() else { return }
      var dice = Dice(state: seed)
      if seed.isMultiple(of: 2) { peer.respondHead(stream) }
      for _ in 0..<20 {
        let length = Int(dice.next() % 40)
        peer.send(
          UInt8(dice.next() % 11), flags: UInt8(truncatingIfNeeded: dice.next()),
          stream: [0, stream, stream + 2, 2][Int(dice.next() % 4)],
          (0..<length).map { _ in UInt8(truncatingIfNeeded: dice.next()) })
      }
    } body: { channel in
      _ = await call(channel)
      #expect(await call(channel, CallOptions(waitForReady: true)) == "OK [1]")
    }
  }

  @Test func aTargetThatIsNoneIsNamed() async throws {
    try await withChannel { _, _ in
    } adjust: {
      $0.target = "no-port-here"
    } body: { channel in
      #expect(await call(channel).contains("\"no-port-here\" is no address: the port is missing"))
    }
  }
}
