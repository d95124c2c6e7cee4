import Buffers
import EventLoop
import Glibc
import Protobuf
import RPC
import RPCTransport
import Synchronization
import Testing

/// What a server under test does with its calls.
private struct Desk: Service {
  static let ask = MethodDescriptor(service: "test.Desk", name: "Ask", kind: .unary)
  static let tell = MethodDescriptor(service: "test.Desk", name: "Tell", kind: .clientStreaming)
  static let descriptor = ServiceDescriptor(
    name: "test.Desk", methods: [ask, tell],
    file: SchemaFile("desk.proto", imports: [], base64: ""))

  /// What ``ask`` answers.
  var name: UInt8 = 0
  /// How many attempts of ``tell`` fail, and how many there were.
  var failures = 0
  let attempts = Counter()

  final class Counter: Sendable {
    private let count = Atomic(0)
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
    var value: Int { count.load(ordering: .relaxed) }
  }

  var methods: [ServerMethod] {
    [
      ServerMethod(Desk.ask, .unary { _, _ in framed([name]) }),
      ServerMethod(
        Desk.tell,
        .streaming { stream, _ in
          let attempt = attempts.next()
          var all: [UInt8] = []
          while let message = try await stream.nextMessage() {
            all += message
            if attempt <= failures, all.count == 3 {
              throw RPCError(.unavailable, "attempt \(attempt)", reason: "BUSY")
            }
          }
          try await stream.send(framed(Bytes(all)))
        }),
    ]
  }
}

private let loopback = "127.0.0.1:0"

private func serve(
  _ desk: Desk, at address: String = loopback, on group: EventLoopGroup
) throws -> Server {
  let server = Server(
    Server.Configuration(addresses: [try SocketAddress(address)]), on: group, services: [desk])
  try server.start()
  return server
}

private func withGroup(_ body: (EventLoopGroup) async throws -> Void) async throws {
  let group = try EventLoopGroup(count: 1)
  do { try await body(group) } catch {
    group.shutdown()
    throw error
  }
  group.shutdown()
}

private func channel(
  to target: String, _ config: String = "{}", on group: EventLoopGroup,
  _ adjust: (inout Channel.Configuration) -> Void = { _ in }
) throws -> Channel {
  var configuration = Channel.Configuration(target: target)
  configuration.connectionBackoff = .quick
  configuration.serviceConfig = try ServiceConfig(json: config)
  adjust(&configuration)
  return Channel(configuration, on: group.loops[0])
}

private func ask(_ channel: Channel, _ options: CallOptions = CallOptions()) async throws -> UInt8?
{
  try await channel.exchange(Desk.ask, framed([]), options).first
}

@Suite(.timeLimit(.minutes(1))) struct BalancingTests {
  @Test func roundRobinSharesCallsEvenlyAndGoesOnWithoutAServerThatStops() async throws {
    try await withGroup { group in
      let servers = try (1...2).map { try serve(Desk(name: UInt8($0)), on: group) }
      let target = servers.map { "\($0.boundAddresses[0])" }.joined(separator: ",")
      let channel = try channel(
        to: target, "{\"loadBalancingConfig\": [{\"round_robin\": {}}]}", on: group)
      // Until both connections stand.
      while try await ask(channel) != 2 {}
      while try await ask(channel) != 1 {}
      var answers: [UInt8: Int] = [:]
      for _ in 0..<10 { answers[try await ask(channel) ?? 0, default: 0] += 1 }
      #expect(answers == [1: 5, 2: 5])
      await servers[0].drain(within: .seconds(1))
      for _ in 0..<4 { #expect(try await ask(channel) == 2) }
      await channel.close()
      await servers[1].drain(within: .seconds(1))
    }
  }

  @Test func pickFirstGoesPastAnAddressThatRefuses() async throws {
    try await withGroup { group in
      let server = try serve(Desk(name: 7), on: group)
      let target = "127.0.0.1:1,unix:/nowhere/at/all,\(server.boundAddresses[0])"
      let channel = try channel(to: target, on: group)
      #expect(try await ask(channel) == 7)
      await channel.close()
      await server.drain(within: .seconds(1))
    }
  }

  @Test func aUnixSocketIsReachedByItsPath() async throws {
    try await withGroup { group in
      let path = "unix:/tmp/mado-client-\(getpid()).sock"
      let server = try serve(Desk(name: 3), at: path, on: group)
      for target in [path, path.replacing("unix:", with: "unix://")] {
        let channel = try channel(to: target, on: group)
        #expect(try await ask(channel) == 3)
        await channel.close()
      }
      await server.drain(within: .seconds(1))
    }
  }

  @Test func aChannelSaysWhatItCanDoForACall() async throws {
    try await withGroup { group in
      let server = try serve(Desk(), on: group)
      let channel = try channel(to: "\(server.boundAddresses[0])", on: group) {
        $0.connectionBackoff = .connection
      }
      #expect(await channel.connectivity() == .idle)
      #expect(await channel.connectivity(connecting: true) == .connecting)
      #expect(await channel.connectivity(otherThan: .connecting) == .ready)
      await server.drain(within: .seconds(1))
      #expect(await channel.connectivity(otherThan: .ready) == .idle)
      await #expect(throws: RPCError.self) { try await ask(channel) }
      #expect(await channel.connectivity() == .transientFailure)
      await channel.close()
      #expect(await channel.connectivity() == .shutdown)
    }
  }

  @Test func aChannelThatNobodyUsesClosesItsConnectionAndOpensAnother() async throws {
    try await withGroup { group in
      let server = try serve(Desk(name: 4), on: group)
      let channel = try channel(to: "\(server.boundAddresses[0])", on: group) {
        $0.idleTimeout = .milliseconds(20)
      }
      for _ in 0..<2 {
        #expect(try await ask(channel) == 4)
        #expect(await channel.connectivity(otherThan: .ready) == .idle)
      }
      await channel.close()
      await server.drain(within: .seconds(1))
    }
  }

  @Test func aCallOnTheChannelsLoopStaysThere() async throws {
    try await withGroup { group in
      let server = try serve(Desk(name: 5), on: group)
      let channel = try channel(to: "\(server.boundAddresses[0])", on: group)
      let loop = group.loops[0]
      let threads = try await Task(executorPreference: loop) {
        var inLoop: [Bool] = []
        for _ in 0..<3 {
          #expect(try await ask(channel) == 5)
          inLoop.append(loop.inLoop)
        }
        let stream = try await channel.open(Desk.tell, CallOptions())
        try await stream.send(framed([1]), endStream: true)
        #expect(try await stream.nextMessage() == [1])
        #expect(try await stream.nextMessage() == nil)
        return inLoop + [loop.inLoop]
      }.value
      #expect(threads == [true, true, true, true])
      await channel.close()
      await server.drain(within: .seconds(1))
    }
  }
}

@Suite(.timeLimit(.minutes(1))) struct RetryTests {
  private static func policy(attempts: Int = 4) -> String {
    """
    {"methodConfig": [{"name": [{"service": "test.Desk"}], "retryPolicy": {
      "maxAttempts": \(attempts), "initialBackoff": "0.001s", "maxBackoff": "0.001s",
      "backoffMultiplier": 1, "retryableStatusCodes": ["UNAVAILABLE"]}}]}
    """
  }

  @Test(arguments: [
    // attempts that fail, policy's attempts, bytes kept, attempts made, outcome
    (0, 4, 100, 1, "[1, 2, 3, 4]"),
    (2, 4, 100, 3, "[1, 2, 3, 4]"),
    (9, 4, 100, 4, "UNAVAILABLE: attempt 4"),
    // The third message does not fit beside the first two.
    (9, 4, 12, 1, "UNAVAILABLE: attempt 1"),
  ])
  func aStreamIsSentAgainAsLongAsItIsKept(
    failures: Int, allowed: Int, kept: Int, made: Int, outcome: String
  ) async throws {
    try await withGroup { group in
      let desk = Desk(failures: failures)
      let server = try serve(desk, on: group)
      let channel = try channel(
        to: "\(server.boundAddresses[0])", Self.policy(attempts: allowed), on: group
      ) { $0.retryBufferBytes = kept }
      let stream = try await channel.open(Desk.tell, CallOptions())
      var result = ""
      do throws(RPCError) {
        for byte in UInt8(1)...4 { try await stream.send(framed([byte]), endStream: false) }
        stream.closeSend()
        while let message = try await stream.nextMessage() { result += "\(Array(message))" }
      } catch {
        result = "\(error)"
      }
      #expect(result == outcome)
      #expect(desk.attempts.value == made)
      await channel.close()
      await server.drain(within: .seconds(1))
    }
  }

  @Test func aStreamThatIsLetGoOfIsCancelled() async throws {
    try await Bench.run { bench in
      do {
        let stream: ClientStream<GoogleProtobuf.Empty, GoogleProtobuf.Empty> =
          try await bench.channel.bidirectional(EchoService.hangInStream)
        try await stream.send(GoogleProtobuf.Empty())
        await bench.service.log.wait(for: "stream began")
      }
      await bench.service.log.wait(for: "stream ended: CANCELLED")
    }
  }

  @Test func closingAtOnceEndsACallThatRunsOnBothSides() async throws {
    try await Bench.run { bench in
      let channel = Channel(
        Channel.Configuration(target: "\(bench.address)"), on: bench.group.loops[1])
      let call = Task { try await channel.exchange(EchoService.hang, framed([]), CallOptions()) }
      let stream = try await channel.open(EchoService.hangInStream, CallOptions())
      try await stream.send(framed([1]), endStream: false)
      for began in ["hang began", "stream began"] { await bench.service.log.wait(for: began) }
      channel.closeNow()
      for error in [
        await #expect(throws: RPCError.self) { try await call.value },
        await #expect(throws: RPCError.self) { try await stream.nextMessage() },
        await #expect(throws: RPCError.self) {
          try await channel.exchange(EchoService.unary, framed([]), CallOptions())
        },
      ] {
        #expect(error?.code == .unavailable)
        #expect(error?.message.contains("the channel") == true)
      }
      await bench.service.log.wait(for: "hang cancelled")
      await bench.service.log.wait(for: "stream ended: CANCELLED")
      await channel.close()
    }
  }

  @Test func closingAtOnceEndsACallThatWaits() async throws {
    try await withGroup { group in
      // For a connection.
      let far = try channel(to: "127.0.0.1:1", on: group)
      let waiting = Task {
        try await far.exchange(Desk.ask, framed([]), CallOptions(waitForReady: true))
      }
      while await far.connectivity() == .idle { await Task.yield() }
      far.closeNow()
      var error = await #expect(throws: RPCError.self) { try await waiting.value }
      #expect(error?.code == .unavailable)

      // For its next attempt.
      let desk = Desk(failures: .max)
      let server = try serve(desk, on: group)
      let near = try channel(
        to: "\(server.boundAddresses[0])",
        Self.policy().replacing("0.001s", with: "600s"), on: group)
      let stream = try await near.open(Desk.tell, CallOptions())
      for byte in UInt8(1)...3 { try await stream.send(framed([byte]), endStream: false) }
      while desk.attempts.value == 0 { await Task.yield() }
      // By now the first attempt's end has come as well.
      _ = try await ask(near)
      near.closeNow()
      error = await #expect(throws: RPCError.self) { try await stream.nextMessage() }
      #expect(error?.code == .unavailable)
      #expect(desk.attempts.value == 1)
      await near.close()
      await server.drain(within: .seconds(1))
    }
  }

  @Test func theTimeoutOfTheServiceConfigEndsACall() async throws {
    try await Bench.run { bench in
      var configuration = Channel.Configuration(target: "\(bench.address)")
      configuration.serviceConfig = try ServiceConfig(
        json: "{\"methodConfig\": [{\"name\": [{}], \"timeout\": \"0.02s\"}]}")
      let channel = Channel(configuration, on: bench.group.loops[1])
      let error = await #expect(throws: RPCError.self) {
        try await channel.exchange(
          EchoService.hang, framed([]), CallOptions(timeout: .seconds(60)))
      }
      #expect(error?.code == .deadlineExceeded)
      await channel.close()
    }
  }
}
