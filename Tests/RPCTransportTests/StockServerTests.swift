import Buffers
import EventLoop
import Foundation
import RPC
import RPCTransport
import Testing

/// `Oracle/desk.py`: a server of grpcio's, in a process of its own.
private final class StockServer {
  struct Missing: Error, CustomStringConvertible {
    let output: String
    var description: String {
      "there is no stock server (\(output)): run tools/test, which makes the virtual environment of "
        + "the tests, or set MADO_TEST_PYTHON to a Python with the packages of tools/python-packages"
    }
  }

  let port: Int
  private let process: pid_t
  /// Where its standard output is read, which stays open for as long as it writes.
  private let output: Int32

  init(_ name: String, port: Int = 0, _ options: String...) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
    let package = folder.deletingLastPathComponent().deletingLastPathComponent()
    let python =
      ProcessInfo.processInfo.environment["MADO_TEST_PYTHON"]
      ?? package.appending(path: ".venv-test/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: python) else {
      throw Missing(output: python)
    }
    let script = folder.appending(path: "Oracle/desk.py").path
    (process, output) = try Self.start([python, script, name, "\(port)"] + options)
    var line = [UInt8](repeating: 0, count: 64)
    let count = read(output, &line, line.count)
    let text = String(decoding: line.prefix(max(0, count)), as: UTF8.self)
    self.port = Int(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    guard self.port > 0 else {
      kill()
      throw Missing(output: text)
    }
  }

  /// Foundation's `Process` reads its folder of descriptors beyond the end when there are very many, as
  /// in these tests.
  ///
  /// - Returns: the process, and where its standard output is read.
  private static func start(_ words: [String]) throws -> (process: pid_t, output: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Missing(output: "pipe: errno \(errno)") }
    // Other servers must not hold it open.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
    guard code == 0 else {
      close(ends[0])
      throw Missing(output: "posix_spawn: error \(code)")
    }
    return (process, ends[0])
  }

  /// At once, as a crash does.
  func kill() {
    Foundation.kill(process, SIGKILL)
    waitpid(process, nil, 0)
    close(output)
  }
}

private func method(
  _ name: String, _ kind: MethodDescriptor.Kind = .unary
) -> MethodDescriptor {
  MethodDescriptor(service: "stock.Desk", name: name, kind: kind)
}

private func withChannel(
  to servers: [StockServer], _ config: String = "{}", _ body: (Channel) async throws -> Void
) async throws {
  let group = try EventLoopGroup(count: 1)
  defer { group.shutdown() }
  var configuration = Channel.Configuration(
    target: servers.map { "127.0.0.1:\($0.port)" }.joined(separator: ","))
  configuration.connectionBackoff = Backoff(
    initial: .milliseconds(50), multiplier: 1, max: .milliseconds(50))
  configuration.serviceConfig = try ServiceConfig(json: config)
  let channel = Channel(configuration, on: group.loops[0])
  do { try await body(channel) } catch {
    await channel.close()
    throw error
  }
  await channel.close()
}

private func call(
  _ channel: Channel, _ name: String, _ request: Bytes = [], _ options: CallOptions = CallOptions()
) async -> String {
  do throws(RPCError) {
    let answer = try await channel.exchange(method(name), framed(request), options)
    return String(decoding: answer, as: UTF8.self)
  } catch {
    return "\(error)"
  }
}

@Suite(.timeLimit(.minutes(2))) struct StockServerTests {
  @Test(arguments: [
    // failures, pushback, outcome
    (0, "1", "attempt 1, none before, deadline, x"),
    (2, "1", "attempt 3, 2 before, deadline, x"),
    (9, "1", "UNAVAILABLE: attempt 4"),
    (1, "-1", "UNAVAILABLE: attempt 1"),
  ])
  func callsAreRetriedAsTheServerSays(
    failures: UInt8, pushback: String, outcome: String
  ) async throws {
    let server = try StockServer("desk")
    defer { server.kill() }
    // The policy's own wait is so long that only the server's word ends it in time.
    let config = """
      {"methodConfig": [{"name": [{"service": "stock.Desk"}], "timeout": "100s", "retryPolicy": {
        "maxAttempts": 4, "initialBackoff": "1000s", "maxBackoff": "1000s", "backoffMultiplier": 1,
        "retryableStatusCodes": ["UNAVAILABLE"]}}]}
      """
    try await withChannel(to: [server], config) { channel in
      let options = CallOptions(metadata: ["key": "a", "pushback": pushback])
      #expect(await call(channel, "Flaky", [failures, UInt8(ascii: "x")], options) == outcome)
    }
  }

  @Test func twoServersShareTheCallsAndOneThatIsKilledAndComesBackIsUsedAgain() async throws {
    let one = try StockServer("one")
    let two = try StockServer("two")
    defer { two.kill() }
    try await withChannel(
      to: [one, two], "{\"loadBalancingConfig\": [{\"round_robin\": {}}]}"
    ) { channel in
      while await call(channel, "Who") != "one" {}
      while await call(channel, "Who") != "two" {}
      var answers: [String: Int] = [:]
      for _ in 0..<10 { answers[await call(channel, "Who"), default: 0] += 1 }
      #expect(answers == ["one": 5, "two": 5])
      one.kill()
      // A call may be on the lost connection; those after it are not.
      while await call(channel, "Who") != "two" {}
      for _ in 0..<4 { #expect(await call(channel, "Who") == "two") }
      let again = try StockServer("again", port: one.port)
      defer { again.kill() }
      while await call(channel, "Who") != "again" {}
      answers = [:]
      for _ in 0..<10 { answers[await call(channel, "Who"), default: 0] += 1 }
      #expect(answers == ["again": 5, "two": 5])
    }
  }

  @Test func aCallWaitsForAServerThatIsKilledAndComesBack() async throws {
    let server = try StockServer("before")
    try await withChannel(to: [server]) { channel in
      #expect(await call(channel, "Who") == "before")
      server.kill()
      #expect(await channel.connectivity(otherThan: .ready) != .ready)
      #expect(await call(channel, "Who").hasPrefix("UNAVAILABLE"))
      async let answer = call(channel, "Who", [], CallOptions(waitForReady: true))
      let again = try StockServer("after", port: server.port)
      defer { again.kill() }
      #expect(await answer == "after")
    }
  }

  @Test func noCallFailsWhenTheServerEndsConnectionsByAge() async throws {
    let server = try StockServer("aged", "grpc.max_connection_age_ms=20")
    defer { server.kill() }
    try await withChannel(to: [server]) { channel in
      let outcomes = await withTaskGroup(of: Set<String>.self) { group in
        for _ in 0..<4 {
          group.addTask {
            var outcomes: Set<String> = []
            for _ in 0..<200 { outcomes.insert(await call(channel, "Who")) }
            return outcomes
          }
        }
        return await group.reduce(into: Set<String>()) { $0.formUnion($1) }
      }
      #expect(outcomes == ["aged"])
    }
  }

  @Test func callsBeyondTheServersLimitAreServedInTheirTurn() async throws {
    let server = try StockServer("busy", "grpc.max_concurrent_streams=2")
    defer { server.kill() }
    try await withChannel(to: [server]) { channel in
      await withTaskGroup(of: String.self) { group in
        for _ in 0..<50 { group.addTask { await call(channel, "Who") } }
        for await outcome in group { #expect(outcome == "busy") }
      }
      let stream = try await channel.open(method("Total", .clientStreaming), CallOptions())
      for _ in 0..<20 {
        try await stream.send(framed(Bytes(repeatElement(7, count: 100_000))), endStream: false)
      }
      stream.closeSend()
      #expect(try await stream.nextMessage() == Bytes(utf8: "2000000"))
      #expect(try await stream.nextMessage() == nil)
    }
  }
}
