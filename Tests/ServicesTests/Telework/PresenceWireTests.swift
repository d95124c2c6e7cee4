import EventLoop
import Foundation
import MadoAPI
import RPC
import RPCTransport
import Testing

@testable import Services

/// A watch over a connection, whose reader may stall (services of telework).
@Suite struct PresenceWireTests {
  /// Serves an office on a path, and calls it there with little room for what is not read.
  private func calling(
    _ office: Office, _ body: (Telework.PresenceServiceClient) async throws -> Void
  ) async throws {
    let path = NSTemporaryDirectory() + "watch-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let group = try EventLoopGroup(count: 1)
    defer { group.shutdown() }
    let server = Server(
      Server.Configuration(addresses: [try SocketAddress("unix:\(path)")]), on: group,
      services: office.services, interceptors: office.interceptors)
    try server.start()
    var configuration = Channel.Configuration(target: "unix:\(path)")
    configuration.streamWindowBytes = 1 << 16
    let channel = Channel(configuration, on: group.loops[0])
    do {
      try await body(Telework.PresenceServiceClient(channel))
    } catch {
      Issue.record(error)
    }
    await channel.close()
    await server.drain(within: .milliseconds(200))
  }

  @Test(.timeLimit(.minutes(5)))
  func aReaderThatStallsIsCutWhileItStallsAndGoesOnAfterwards() async throws {
    let office = try await Office(devices: 1)
    let options = office.options("demo-manager")
    try await calling(office) { presence in
      let slow = try await Follower(presence, options)
      while try await slow.next() != "end of 1" {}
      office.flood(30_000)
      // It is put out although it reads nothing, and another is served meanwhile.
      let board = try await office.presenceIntake.board.board(of: .atTheMachine(Demo.tenant))
      while board.hasWatchers { try await Task.sleep(for: .milliseconds(1)) }
      let other = try await Follower(presence, options)
      while try await other.next() != "end of 1" {}
      #expect(other.states == ["demo-worker": .away])
      let error = await failure { while try await slow.next() != "end" {} }
      #expect(error?.code == .resourceExhausted && error?.reason == "SLOW_CONSUMER")
      let token = try #require(await slow.stream.trailers()["resume-token"])
      #expect(token == slow.token)
      let again = try await Follower(presence, options, token: token)
      #expect(try await again.next() == "gap")
      while try await again.next() != "end of 1" {}
      #expect(again.states == other.states)
      // What is still known is told to who comes back, and nothing else.
      let place = again.token
      office.flood(3, after: .seconds(60))
      let back = try await Follower(presence, options, token: place)
      #expect(try await back.next() == "skipped")
      #expect(try await back.next() == "changes")
      #expect(back.states == ["demo-worker": .present])
    }
  }
}
