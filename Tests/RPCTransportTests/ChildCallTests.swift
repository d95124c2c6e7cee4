import Buffers
import EventLoop
import Protobuf
import RPC
import RPCTransport
import Synchronization
import Testing

/// Serves by asking another server, as a service of a company does.
private struct Relay: Service {
  static let service = "test.Relay"
  static let forward = MethodDescriptor(service: service, name: "Forward", kind: .unary)
  static let converse = MethodDescriptor(service: service, name: "Converse", kind: .serverStreaming)
  static let descriptor = ServiceDescriptor(
    name: service, methods: [forward, converse],
    file: SchemaFile("relay.proto", imports: [], base64: ""))

  /// To the other server.
  let channel: Channel
  /// The method that is asked there.
  let asked: MethodDescriptor
  /// What the child call asks for itself.
  var options = CallOptions()

  var methods: [ServerMethod] {
    [
      ServerMethod(
        Relay.forward,
        .unary { request, call in try await ask(.request(request, of: call)).framed() }),
      ServerMethod(
        Relay.converse,
        .streaming { stream, call in
          guard let request = try await stream.onlyMessage() else { return }
          try await stream.send(try await ask(.request(request, of: call)).framed())
        }),
    ]
  }

  private func ask(_ request: GoogleProtobuf.BytesValue) async throws -> GoogleProtobuf.BytesValue {
    if asked.kind == .unary { return try await channel.unary(asked, request, options) }
    let child: ClientStream<GoogleProtobuf.BytesValue, GoogleProtobuf.BytesValue> =
      try await channel.bidirectional(asked, options)
    try await child.send(request)
    return try await child.next() ?? GoogleProtobuf.BytesValue()
  }
}

/// A handler's own calls, over real connections: a client, a server that relays, a server behind it.
@Suite(.timeLimit(.minutes(1))) struct ChildCallTests {
  /// - Parameter body: is given the server behind, and a channel to the one that relays to it.
  private func relay(
    to asked: MethodDescriptor, _ options: CallOptions = CallOptions(),
    _ body: (_ behind: Bench, _ channel: Channel) async throws -> Void
  ) async throws {
    try await Bench.run { behind in
      let group = try EventLoopGroup(count: 1)
      defer { group.shutdown() }
      // The handler's calls are made on its own loop, or on another.
      for loop in [group.loops[0], behind.group.loops[1]] {
        let onward = Channel(Channel.Configuration(target: "\(behind.address)"), on: loop)
        let server = Server(
          Server.Configuration(addresses: [try SocketAddress("127.0.0.1:0")]), on: group,
          services: [Relay(channel: onward, asked: asked, options: options)])
        try server.start()
        let channel = Channel(
          Channel.Configuration(target: "\(server.boundAddresses[0])"), on: behind.group.loops[0])
        do { try await body(behind, channel) } catch { Issue.record(error) }
        await channel.close()
        await server.drain(within: .milliseconds(200))
        await onward.close()
      }
    }
  }

  private func call(
    _ channel: Channel, _ method: MethodDescriptor, _ options: CallOptions = CallOptions()
  ) async throws -> ClientStream<GoogleProtobuf.BytesValue, GoogleProtobuf.BytesValue> {
    try await channel.serverStreaming(method, GoogleProtobuf.BytesValue(), options)
  }

  @Test(
    arguments: [
      // the caller's timeout, the child's own, the most that the child may have, in seconds
      (100, nil, 100),
      (100, 50, 50),
      (50, 100, 50),
      (nil, 50, 50),
    ] as [(Int?, Int?, Int)])
  func aChildHasNoMoreTimeThanIsLeft(outer: Int?, own: Int?, most: Int) async throws {
    let seconds = Mutex<[Int]>([])
    let options = CallOptions(deadline: own.map { Deadline(after: .seconds($0)) })
    var observed = options
    observed.onInitialMetadata = { metadata in
      seconds.withLock { $0.append(Int(metadata["x-seconds-left"] ?? "") ?? .max) }
    }
    try await relay(to: EchoService.describe, observed) { _, channel in
      for method in [Relay.forward, Relay.converse] {
        let deadline = outer.map { Deadline(after: .seconds($0)) }
        let call = try await call(channel, method, CallOptions(deadline: deadline))
        _ = try await call.next()
      }
    }
    let found = seconds.withLock { $0 }
    #expect(found.count == 4)
    // It is the deadline's own time, less what has passed of it.
    #expect(found.allSatisfy { (most - 45..<most).contains($0) })
  }

  @Test(arguments: [Relay.forward, Relay.converse])
  func aCallWithoutADeadlineGivesItsChildNone(method: MethodDescriptor) async throws {
    let heads = Mutex<[Metadata]>([])
    var options = CallOptions()
    options.onInitialMetadata = { metadata in heads.withLock { $0.append(metadata) } }
    try await relay(to: EchoService.describe, options) { _, channel in
      _ = try await call(channel, method).next()
    }
    #expect(heads.withLock { $0 } == [Metadata(), Metadata()])
  }

  @Test(arguments: [Relay.forward, Relay.converse], [EchoService.hang, EchoService.hangInStream])
  func cancellingACallCancelsItsChild(method: MethodDescriptor, asked: MethodDescriptor)
    async throws
  {
    let (began, ended) =
      asked.kind == .unary
      ? ("hang began", "hang cancelled") : ("stream began", "stream ended: CANCELLED")
    var round = 0
    try await relay(to: asked) { behind, channel in
      round += 1
      let call = try await call(channel, method)
      while behind.service.log.count(began) < round { await Task.yield() }
      call.cancel()
      while behind.service.log.count(ended) < round { await Task.yield() }
      let error = await #expect(throws: RPCError.self) { try await call.next() }
      #expect(error?.code == .cancelled)
    }
    #expect(round == 2)
  }

  @Test func theDeadlineOfACallEndsItsChild() async throws {
    try await relay(to: EchoService.hang) { behind, channel in
      // On a busy machine the first deadlines may pass before the server behind has seen the call.
      let before = behind.service.log.count("hang began")
      var timeout = Duration.milliseconds(50)
      while behind.service.log.count("hang began") == before {
        let error = await #expect(throws: RPCError.self) {
          try await call(channel, Relay.forward, CallOptions(timeout: timeout)).next()
        }
        #expect(error?.code == .deadlineExceeded)
        timeout *= 2
      }
      await behind.service.log.wait(for: "hang cancelled")
    }
  }
}
