import EventLoop
import Foundation
import MadoAPI
import RPC
import RPCTransport
import Testing

@testable import Services

/// What ends the stream of an agent that does nothing wrong in what it sends.
@Suite struct AgentStreamTests {
  // MARK: Silence

  /// Serves an office on a path, where agents are awaited so long, and calls it there.
  private func calling(
    _ office: Office, helloWait: Swift.Duration,
    _ body: (Telework.AgentServiceClient) async throws -> Void
  ) async throws {
    let path = NSTemporaryDirectory() + "agents-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let group = try EventLoopGroup(count: 1)
    defer { group.shutdown() }
    var handler = try #require(office.services.compactMap { $0 as? AgentHandler }.first)
    handler.helloWait = helloWait
    let server = Server(
      Server.Configuration(addresses: [try SocketAddress("unix:\(path)")]), on: group,
      services: [handler], interceptors: office.interceptors)
    try server.start()
    let channel = Channel(.init(target: "unix:\(path)"), on: group.loops[0])
    do {
      try await body(Telework.AgentServiceClient(channel))
    } catch {
      Issue.record(error)
    }
    await channel.close()
    await server.drain(within: .milliseconds(200))
  }

  @Test(.timeLimit(.minutes(5)), arguments: [Swift.Duration.zero, .milliseconds(1)])
  func whoNeverSaysHelloIsCut(wait: Swift.Duration) async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    try await calling(office, helloWait: wait) { agents in
      let call = try await agents.connect(office.options("demo-device"))
      let error = await failure { try await call.next() }
      #expect(error?.code == .aborted && error?.reason == "HELLO_MISSING")
    }
    #expect(AgentStream.silenceMax == .seconds(90), "as the schema says")
  }

  @Test(.timeLimit(.minutes(5)))
  func whoHasSaidHelloIsNotHeldToThatWait() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    try await calling(office, helloWait: .seconds(3_600)) { agents in
      let call = try await agents.connect(office.options("demo-device"))
      try await call.send(.init(item: .hello(.init(oldestRecord: 1))))
      guard case .welcome? = try await call.next()?.item else { throw TestAgent.Unexpected() }
      call.closeSend()
      while try await call.next() != nil {}
    }
  }
}
