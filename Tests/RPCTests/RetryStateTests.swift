import Testing

@testable import RPC

@Suite struct RetryStateTests {
  private static let policy = RetryPolicy(
    maxAttempts: 4,
    backoff: Backoff(
      initial: .nanoseconds(1000), multiplier: 2, jitter: 0.2, max: .nanoseconds(3000)),
    codes: [.unavailable, .aborted])

  /// What an attempt's failure is followed by.
  private func fail(
    _ state: inout RetryState, _ code: Code = .unavailable, _ reach: RetryState.Reach = .seen,
    _ pushback: RetryPushback? = nil, policy: RetryPolicy? = policy, chance: Double = 0.5
  ) -> RetryState.Verdict {
    var none: RetryThrottle?
    return state.attemptFailed(
      code, reach, pushback: pushback, policy: policy, throttle: &none, chance: chance)
  }

  @Test func attemptsAreCountedAndTheirWaitsGrowToTheMost() {
    var state = RetryState()
    #expect(fail(&state) == .againAfter(1000))
    #expect(fail(&state) == .againAfter(2000))
    #expect(fail(&state, .aborted) == .againAfter(3000))
    #expect(state.previousAttempts == 3)
    #expect(fail(&state) == .end)
  }

  @Test(arguments: [(0.0, 800), (0.5, 1000), (1.0, 1200)] as [(Double, Int64)])
  func aWaitIsAFifthMoreOrLess(chance: Double, wait: Int64) {
    var state = RetryState()
    #expect(fail(&state, chance: chance) == .againAfter(wait))
  }

  @Test(arguments: [
    // how the attempt ended, how far it had come, what follows without a policy and with one
    (Code.unavailable, RetryState.Reach.unsent, RetryState.Verdict.again, RetryState.Verdict.again),
    (.unavailable, .refused, .again, .again),
    (.unavailable, .seen, .end, .againAfter(1000)),
    (.internal, .seen, .end, .end),
    (.internal, .refused, .again, .again),
    (.cancelled, .seen, .end, .end),
  ])
  func whatFollows(
    code: Code, reach: RetryState.Reach, without: RetryState.Verdict, with: RetryState.Verdict
  ) {
    var state = RetryState()
    #expect(fail(&state, code, reach, policy: nil) == without)
    state = RetryState()
    #expect(fail(&state, code, reach) == with)
  }

  @Test func refusalsAreTriedAgainAtOnceThenNearlyAndAtLastCountAsSeen() {
    var state = RetryState()
    #expect(fail(&state, .unavailable, .refused) == .again)
    for milliseconds: Int64 in [1, 2, 4, 8] {
      #expect(fail(&state, .unavailable, .refused) == .againAfter(milliseconds * 1_000_000))
    }
    #expect(state.previousAttempts == 0)
    #expect(fail(&state, .unavailable, .refused) == .againAfter(1000))
    #expect(state.previousAttempts == 1)
  }

  @Test func whatNeverLeavesIsNotTriedForEver() {
    var state = RetryState()
    for _ in 0..<5 { #expect(fail(&state, .unavailable, .unsent, policy: nil) == .again) }
    #expect(fail(&state, .unavailable, .unsent, policy: nil) == .end)
  }

  @Test func theServersWordOnWaitingCountsAndBeginsTheGrowthAnew() {
    var state = RetryState()
    #expect(fail(&state) == .againAfter(1000))
    #expect(fail(&state, .unavailable, .seen, .wait(77)) == .againAfter(77))
    #expect(fail(&state) == .againAfter(1000))
  }

  @Test func theServersWordAgainstItEndsTheCall() {
    var state = RetryState()
    #expect(fail(&state, .unavailable, .seen, .stop) == .end)
  }

  @Test func aCommittedCallIsNotTriedAgain() {
    for reach in [RetryState.Reach.unsent, .refused, .seen] {
      var state = RetryState()
      state.commit()
      #expect(fail(&state, .unavailable, reach) == .end)
    }
  }

  @Test(arguments: [
    ("0", RetryPushback.wait(0)), ("1500", .wait(1_500_000_000)), ("-1", .stop), ("", .stop),
    ("1.5", .stop), ("99999999999", .stop), ("soon", .stop),
  ])
  func pushback(text: String, meaning: RetryPushback) {
    let block = ResponseBlock([(":status", "200"), ("grpc-retry-pushback-ms", text)])
    #expect(block.retryPushback == meaning)
  }

  @Test func withHalfItsTokensGoneAChannelRetriesNothing() {
    var throttle: RetryThrottle? = RetryThrottle(tokensMax: 4, tokenRatio: 0.5)
    func next(_ code: Code = .unavailable) -> RetryState.Verdict {
      var state = RetryState()
      return state.attemptFailed(
        code, .seen, policy: Self.policy, throttle: &throttle, chance: 0.5)
    }
    #expect(next() == .againAfter(1000))
    // A code that is not retried costs nothing.
    #expect(next(.notFound) == .end)
    #expect(next() == .end)
    for _ in 0..<2 { throttle?.succeeded() }
    #expect(next() == .end)
    for _ in 0..<3 { throttle?.succeeded() }
    #expect(next() == .againAfter(1000))
    for _ in 0..<100 { throttle?.succeeded() }
    #expect(throttle == RetryThrottle(tokensMax: 4, tokenRatio: 0.5))
  }
}
