import Buffers
import EventLoop
import Protobuf
import RPC
import RPCTransport
import Testing

/// A service whose handlers work longer than calls may wait, and one that tells of health.
private struct Toiling: Service {
  static let name = "test.Toil"
  static let work = MethodDescriptor(service: name, name: "Work", kind: .unary)
  static let descriptor = ServiceDescriptor(
    name: name, methods: [work], file: SchemaFile("toil.proto", imports: [], base64: ""))
  let began: EchoService.Log

  var methods: [ServerMethod] {
    [
      ServerMethod(
        Toiling.work,
        .unary { request, _ in
          began.note("began")
          let end = MonotonicClock.nanoseconds + 30_000_000
          while MonotonicClock.nanoseconds < end {}
          return framed(request)
        })
    ]
  }
}

private struct Health: Service {
  static let name = "grpc.health.v1.Health"
  static let check = MethodDescriptor(service: name, name: "Check", kind: .unary)
  static let descriptor = ServiceDescriptor(
    name: name, methods: [check], file: SchemaFile("health.proto", imports: [], base64: ""))
  var methods: [ServerMethod] {
    [ServerMethod(Health.check, .unary { request, _ in framed(request) })]
  }
}

@Suite(.timeLimit(.minutes(1))) struct OverloadTests {
  @Test func callsBeyondWhatTheLoopServesAreTurnedAwayAndHealthIsNot() async throws {
    let group = try EventLoopGroup(count: 1)
    defer { group.shutdown() }
    let callers = try EventLoopGroup(count: 1)
    defer { callers.shutdown() }
    var configuration = Server.Configuration(addresses: [try SocketAddress("127.0.0.1:0")])
    // A turn of ten handlers is longer than that, and no caller is as long in coming again, even on a
    // machine that is busy with other tests.
    configuration.limits.queueMilliseconds = 300
    let log = EchoService.Log()
    let server = Server(
      configuration, on: group, services: [Toiling(began: log), Health()],
      interceptors: [Recorder(log: log)])
    try server.start()
    // Callers on two connections: while those of one are served, the others come again.
    let channels = (0..<2).map { _ in
      Channel(Channel.Configuration(target: "\(server.boundAddresses[0])"), on: callers.loops[0])
    }
    var outcomes: [Result<Bytes, RPCError>] = []
    var isHealthTold = true
    for _ in 0..<20 where !outcomes.contains(where: \.isFailure) {
      outcomes += await withTaskGroup(of: [Result<Bytes, RPCError>].self) { tasks in
        for number in 0..<40 {
          tasks.addTask {
            var own: [Result<Bytes, RPCError>] = []
            for _ in 0..<5 { own.append(await call(channels[number % 2], Toiling.work)) }
            return own
          }
        }
        return await tasks.reduce(into: []) { $0 += $1 }
      }
      if await call(channels[0], Health.check).isFailure { isHealthTold = false }
    }
    #expect(isHealthTold)
    var refusals: [RPCError] = []
    for case .failure(let error) in outcomes { refusals.append(error) }
    let served = outcomes.count - refusals.count
    let refusal = try #require(refusals.first)
    #expect(Set(refusals.map(\.reason)) == ["OVERLOADED"])
    #expect(refusal.code == .unavailable)
    #expect(refusal.retryDelay == .milliseconds(1500))
    #expect(refusal.message.contains("shed-queue-ms"))
    // What was turned away has not come to its handler.
    #expect(log.count("began") == served)
    await server.drain(within: .milliseconds(200))
    for channel in channels { await channel.close() }
  }

  private func call(
    _ channel: Channel, _ method: MethodDescriptor
  ) async -> Result<Bytes, RPCError> {
    do throws(RPCError) {
      let stream = try await channel.open(method, CallOptions())
      try await stream.send(framed([1]), endStream: true)
      let response = try await stream.nextMessage() ?? Bytes()
      _ = try await stream.nextMessage()
      return .success(response)
    } catch {
      return .failure(error)
    }
  }
}

extension Result {
  fileprivate var isFailure: Bool {
    if case .failure = self { true } else { false }
  }
}
