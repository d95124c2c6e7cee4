import RPC
import Testing

@testable import RPCTransport

@Suite struct LifetimeTests {
  /// Bounds that are so many beats of ten milliseconds.
  private func pace(_ adjust: (inout ServerLimits) -> Void) -> Pace {
    var limits = ServerLimits()
    limits.handshakeTimeout = .milliseconds(40)
    adjust(&limits)
    return Pace(limits)
  }

  /// What comes to be done in so many beats of a connection that is idle and silent.
  private func lived(
    _ pace: Pace, beats: Int, isIdle: Bool = true, isServerLeaving: Bool = false
  ) -> [String] {
    var lifetime = Lifetime(pace)
    var done: [String] = []
    for _ in 0..<beats {
      lifetime.beat()
      for action in [
        lifetime.keepAlive(pace),
        lifetime.end(pace, isIdle: isIdle, isServerLeaving: isServerLeaving),
      ] {
        if case .nothing = action { continue }
        done.append("\(lifetime.age) \(action)")
      }
    }
    return done
  }

  @Test func aSilentClientIsAskedOnceAndThenLost() {
    let pace = pace {
      $0.keepaliveInterval = .milliseconds(100)
      $0.keepaliveTimeout = .milliseconds(50)
      $0.idleTimeout = .zero
      $0.connectionAge = .zero
    }
    #expect(lived(pace, beats: 17) == ["11 ping", "17 lost"])
  }

  @Test func aSignOfLifeBeginsTheWaitAnew() {
    let pace = pace { $0.keepaliveInterval = .milliseconds(100) }
    var lifetime = Lifetime(pace)
    for beat in 1...100 {
      if beat % 10 == 0 { lifetime.received() }
      guard case .nothing = lifetime.keepAlive(pace) else {
        Issue.record("asked at beat \(beat)")
        return
      }
    }
  }

  @Test func anIdleConnectionIsAskedToEndAndToldItsLastStream() {
    let pace = pace {
      $0.idleTimeout = .milliseconds(100)
      $0.keepaliveInterval = .zero
      $0.connectionAge = .zero
    }
    let end = "end(\"the connection is idle (idle-seconds)\")"
    #expect(lived(pace, beats: 300) == ["11 announceEnd", "\(12 + pace.farewell) \(end)"])
    #expect(lived(pace, beats: 300, isIdle: false) == [])
  }

  @Test(arguments: [false, true])
  func anOldConnectionIsCutOffUnlessTheServerEndsItself(isServerLeaving: Bool) {
    let pace = pace {
      $0.connectionAge = .milliseconds(200)
      $0.connectionAgeGrace = .milliseconds(50)
      $0.idleTimeout = .zero
      $0.keepaliveInterval = .zero
    }
    let done = lived(pace, beats: 200, isIdle: false, isServerLeaving: isServerLeaving)
    let kinds = done.compactMap { $0.split(separator: " ", maxSplits: 1).last?.prefix(6) }
    #expect(
      kinds.prefix(3)
        == (isServerLeaving ? ["announ", "end(\"t"] : ["announ", "end(\"t", "cutOff"]))
    // A tenth more or less, so that those who came together do not leave together.
    let begun = done.first.flatMap { $0.split(separator: " ").first }.flatMap { Int($0) } ?? 0
    #expect((19...23).contains(begun))
  }

  @Test func aClientLeavesOnceWhoeverAsksIt() {
    var lifetime = Lifetime(pace { _ in })
    func isNothing(_ action: Lifetime.Action) -> Bool {
      if case .nothing = action { true } else { false }
    }
    #expect(isNothing(lifetime.hasHeard()), "a PONG before it was asked to leave")
    #expect(!isNothing(lifetime.leave(saying: "a")))
    #expect(isNothing(lifetime.leave(saying: "b")))
    guard case .end("a") = lifetime.hasHeard() else {
      Issue.record("it is told why it was asked first")
      return
    }
    #expect(isNothing(lifetime.hasHeard()))
  }
}
