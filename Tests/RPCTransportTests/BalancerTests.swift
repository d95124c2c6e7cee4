import RPC
import Testing

@testable import EventLoop
@testable import RPCTransport

private let second: Int64 = 1_000_000_000

/// What happens to a balancer, and what it must answer with: addresses are `a`, `b`, `c`.
private struct Play {
  var balancer: Balancer
  /// In seconds.
  var now = 0.0

  init(_ policy: ServiceConfig.LoadBalancing, _ names: String?, chance: Double = 0.5) {
    balancer = Balancer(
      policy, .connection, addresses: names.map { $0.map { Play.address($0) } },
      chance: { chance })
  }

  static func address(_ name: Character) -> SocketAddress {
    SocketAddress(.unix("/\(name)"))
  }

  private var instant: Int64 { Int64(now * Double(second)) }

  private func text(_ actions: [Balancer.Action]) -> String {
    let words = actions.map { action in
      switch action {
      case .resolve: "resolve"
      case .connect(let id, let address): "connect \(id) \("\(address)".last ?? "?")"
      case .close(let id): "close \(id)"
      }
    }
    return words.joined(separator: ", ")
  }

  /// `at 2.5 wanted`: the answer, and the state it has come to.
  mutating func step(_ line: String) -> String {
    var words = line.split(separator: " ").map(String.init)
    if words[0] == "at" {
      now = Double(words[1]) ?? 0
      words.removeFirst(2)
    }
    let id = words.count > 1 ? Int(words[1]) ?? 0 : 0
    let actions: [Balancer.Action] =
      switch words[0] {
      case "wanted": balancer.wanted(instant)
      case "time": balancer.timeCame(instant, isWanted: words.count > 1)
      case "resolved": balancer.resolved(words[1].map { Play.address($0) }, instant)
      case "unresolved": balancer.resolutionFailed("no such name", instant)
      case "connected": balancer.connected(id, instant)
      case "failed": balancer.failed(id, "refused", instant)
      case "lost":
        balancer.lost(id, "reset", hasServed: words.last == "served", instant)
      default: balancer.sleep()
      }
    let due = balancer.due.map { " due \(Double($0) / Double(second))" } ?? ""
    return "\(balancer.connectivity)\(due): \(text(actions))"
  }
}

@Suite struct BalancerTests {
  private func play(
    _ policy: ServiceConfig.LoadBalancing, _ names: String?, _ lines: [(String, String)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    var play = Play(policy, names)
    for (line, answer) in lines {
      #expect(play.step(line) == answer, "\(line)", sourceLocation: sourceLocation)
    }
  }

  @Test func pickFirstTakesTheFirstThatAnswersAndClosesTheRest() {
    play(
      .pickFirst(), "abc",
      [
        ("at 10 wanted", "connecting due 10.25: connect 0 a"),
        ("at 10.25 time", "connecting due 10.5: connect 1 b"),
        ("at 10.3 connected 0", "ready: close 1"),
        ("at 99 lost 0", "idle: "),
        ("at 100 wanted", "connecting due 100.25: connect 0 a"),
        ("at 100.1 failed 0", "connecting due 100.35: connect 1 b"),
        ("at 100.2 connected 1", "ready: "),
      ])
  }

  @Test func pickFirstRestsOnceAllHaveFailedLongerEachTime() {
    play(
      .pickFirst(), "ab",
      [
        ("at 10 wanted", "connecting due 10.25: connect 0 a"),
        ("at 10.1 failed 0", "connecting: connect 1 b"),
        ("at 10.2 failed 1", "transientFailure due 11.0: "),
        // Counted from the begin of the attempts: 1 s, then 1.6 s.
        ("at 11 time wanted", "connecting due 11.25: connect 0 a"),
        ("at 11 failed 0", "connecting: connect 1 b"),
        ("at 11 failed 1", "transientFailure due 12.6: "),
        // Nobody waits: the next call asks.
        ("at 12.6 time", "idle: "),
        ("at 50 wanted", "connecting due 50.25: connect 0 a"),
        ("at 50 connected 0", "ready: "),
        ("at 60 lost 0", "idle: "),
        ("at 60 wanted", "connecting due 60.25: connect 0 a"),
        ("at 60 failed 0", "connecting: connect 1 b"),
        ("at 60 failed 1", "transientFailure due 61.0: "),
      ])
  }

  @Test func aServerThatHangsUpAtOnceIsNotAskedAsFastAsItCan() {
    let atOnce = [
      ("at 10 wanted", "connecting: connect 0 a"),
      ("at 10 connected 0", "ready: "),
      ("at 10 lost 0", "idle: "),
    ]
    play(
      .pickFirst(), "a",
      atOnce + atOnce + atOnce + [
        ("at 10 wanted", "connecting: connect 0 a"),
        ("at 10 connected 0", "ready: "),
        ("at 10 lost 0", "transientFailure due 11.0: "),
        ("at 11 time wanted", "connecting: connect 0 a"),
        ("at 11 connected 0", "ready: "),
        ("at 11 lost 0", "transientFailure due 12.6: "),
        // One that has served, or has held for a while, may come back at once.
        ("at 13 time wanted", "connecting: connect 0 a"),
        ("at 13 connected 0", "ready: "),
        ("at 99 lost 0", "idle: "),
        ("at 99 wanted", "connecting: connect 0 a"),
        ("at 99 connected 0", "ready: "),
        ("at 99 lost 0 served", "idle: "),
      ])
  }

  @Test func roundRobinKeepsAConnectionToEach() {
    play(
      .roundRobin, "abc",
      [
        ("at 10 wanted", "connecting: connect 0 a, connect 1 b, connect 2 c"),
        ("at 10.1 failed 1", "connecting due 11.0: "),
        ("at 10.2 connected 0", "ready due 11.0: "),
        ("at 10.2 connected 2", "ready due 11.0: "),
        ("at 11 time", "ready: connect 1 b"),
        ("at 11 failed 1", "ready due 12.6: "),
        ("at 20 lost 0", "ready: connect 0 a, connect 1 b"),
        ("at 20 lost 2", "connecting: connect 2 c"),
        ("at 20.1 failed 0", "connecting due 21.0: "),
        ("at 20.1 failed 1", "connecting due 21.0: "),
        ("at 20.1 failed 2", "transientFailure due 21.0: "),
        ("at 21 time", "transientFailure due 22.56: connect 0 a, connect 2 c"),
        ("at 21.1 connected 2", "ready due 22.56: "),
        ("at 22 sleep", "idle: close 0, close 2"),
      ])
  }

  @Test func namesAreLookedUpWhenNeededAndNotTooOften() {
    play(
      .pickFirst(), nil,
      [
        ("at 10 wanted", "connecting: resolve"),
        ("at 10.5 unresolved", "transientFailure due 11.0: "),
        ("at 11 time wanted", "connecting: resolve"),
        ("at 11 resolved aba", "connecting due 11.25: connect 0 a"),
        ("at 11 connected 0", "ready: "),
        ("at 20 lost 0", "idle: "),
        ("at 20 wanted", "connecting due 20.25: connect 0 a"),
        ("at 20 connected 0", "ready: "),
        ("at 50 lost 0", "idle: "),
        ("at 50 wanted", "connecting: resolve"),
        // What is known serves when nothing new is to be had.
        ("at 50 unresolved", "connecting due 50.25: connect 0 a"),
      ])
  }

  @Test func aListThatChangesClosesWhatIsGone() {
    play(
      .roundRobin, nil,
      [
        ("at 10 wanted", "connecting: resolve"),
        ("at 10 resolved ab", "connecting: connect 0 a, connect 1 b"),
        ("at 10 connected 0", "ready: "),
        ("at 10 connected 1", "ready: "),
        ("at 90 lost 0", "ready: resolve, connect 0 a"),
        ("at 90 resolved bc", "ready: close 0, connect 2 c"),
        ("at 90 failed 0", "ready: "),
      ])
  }

  @Test func addressesAreShuffledByChance() {
    var play = Play(.pickFirst(shuffled: true), "abc", chance: 0)
    #expect(play.step("at 10 wanted") == "connecting due 10.25: connect 1 b")
  }

  @Test func jitterMovesAWaitByAFifthEitherWay() {
    let backoff = Backoff.connection
    let waits = [(1, 0.0, 0.8), (1, 1.0, 1.2), (2, 0.5, 1.6), (3, 0.5, 2.56), (50, 0.5, 120)]
    for (attempt, chance, seconds) in waits {
      #expect(backoff.delay(attempt, chance: chance) == Int64((seconds * 1e9).rounded()))
    }
    #expect(Backoff(initial: .zero, multiplier: .infinity, max: .zero).delay(9, chance: 1) == 0)
  }
}

@Suite struct KeepaliveTests {
  private func state(withoutCalls: Bool = false) -> KeepaliveState {
    KeepaliveState(
      Keepalive(
        interval: .nanoseconds(100), timeout: .nanoseconds(20), withoutCalls: withoutCalls), 0)
  }

  @Test func aSilentPeerIsAskedAndThenLost() {
    var state = state()
    #expect(state.timeCame(100, hasCalls: true) == .ping(120))
    #expect(state.timeCame(119, hasCalls: true) == .wait(120))
    #expect(state.timeCame(120, hasCalls: true) == .lost)
  }

  @Test func anyByteCountsAsASign() {
    var state = state()
    state.heard(60)
    #expect(state.timeCame(100, hasCalls: true) == .wait(160))
    #expect(state.timeCame(160, hasCalls: true) == .ping(180))
    state.heard(170)
    #expect(state.timeCame(180, hasCalls: true) == .wait(270))
  }

  @Test func withoutCallsThePeerIsLeftAloneUnlessAskedFor() {
    var quiet = state()
    #expect(quiet.timeCame(100, hasCalls: false) == .wait(200))
    var eager = state(withoutCalls: true)
    #expect(eager.timeCame(100, hasCalls: false) == .ping(120))
  }

  @Test func instantsBeyondTheClockStandAtItsEnd() {
    var state = KeepaliveState(Keepalive(interval: .seconds(1 << 40)), .max - 1)
    #expect(state.timeCame(.max - 1, hasCalls: true) == .wait(.max))
  }
}

@Suite struct ChannelTargetTests {
  @Test(arguments: [
    // target, authority, addresses (nil for names)
    ("127.0.0.1:80", "127.0.0.1:80", "127.0.0.1:80"),
    ("[::1]:80", "[::1]:80", "[::1]:80"),
    ("ipv6:[::1]:80", "[::1]:80", "[::1]:80"),
    ("ipv4:10.0.0.1:80,10.0.0.2:81", "10.0.0.1:80", "10.0.0.1:80 10.0.0.2:81"),
    ("unix:/run/x", "localhost", "unix:/run/x"),
    ("unix:///run/x", "localhost", "unix:/run/x"),
    ("unix:/a,127.0.0.1:1", "localhost", "unix:/a 127.0.0.1:1"),
    ("host:80", "host:80", nil),
    ("dns:///host:80", "host:80", nil),
    ("dns:host:80", "host:80", nil),
  ])
  func aTargetIsReadAsGRPCHasIt(text: String, authority: String, addresses: String?) throws {
    let target = try ChannelTarget(text)
    #expect(target.authority == authority)
    #expect(target.fixed?.map { "\($0)" }.joined(separator: " ") == addresses)
  }

  @Test(arguments: [
    "", "host", "host:99999", ":80", "a:1,", "unix:", "dns://8.8.8.8/host:80", "::1:80",
  ])
  func whatIsNoTargetIsRefused(text: String) {
    #expect(throws: SocketAddress.ParseError.self) { try ChannelTarget(text) }
  }
}
