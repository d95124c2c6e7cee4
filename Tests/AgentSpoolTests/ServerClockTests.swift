import Testing

@testable import AgentSpool

@Suite struct ServerClockTests {
  @Test("TEL-37: what is known of the server's clock holds when this machine's is set")
  func jumps() {
    var clock = ServerClock()
    #expect(clock.offset(wall: 1_000, steady: 5) == nil)
    clock.learn(offset: 300, wall: 1_000, steady: 5)
    #expect(clock.offset(wall: 1_000, steady: 5) == 300)
    #expect(clock.offset(wall: 1_070, steady: 75) == 300)
    // Set forward by an hour's worth, and back.
    #expect(clock.offset(wall: 4_670, steady: 75) == -3_300)
    #expect(clock.offset(wall: 70, steady: 75) == 1_300)
    clock.learn(offset: -3_310, wall: 4_680, steady: 85)
    #expect(clock.offset(wall: 4_690, steady: 95) == -3_310)
    clock.learn(offset: .max, wall: .max, steady: .min)
    _ = clock.offset(wall: .min, steady: .max)
  }
}
