import Rules
import Testing

@Suite struct LockoutTests {
  @Test(
    arguments: [
      // failures, the wait right behind the last, the wait 61 s later
      (0, 0, 0), (4, 0, 0), (5, 60, 0), (6, 120, 59), (7, 240, 179), (11, 3600, 3539),
      (12, 3600, 3539),
      (1000, 3600, 3539),
    ] as [(Int, Int64, Int64)])
  func anAccountWaitsLongerWithEachFailure(failures: Int, first: Int64, later: Int64) {
    var lockout = Lockout()
    for _ in 0..<failures { lockout.begin(at: 1000) }
    #expect(lockout.wait(at: 1000, .account) == first)
    #expect(lockout.wait(at: 1061, .account) == later)
  }

  @Test func aDayWithoutATryIsForgotten() {
    var lockout = Lockout()
    for _ in 0..<20 { lockout.begin(at: 0) }
    #expect(!lockout.isForgotten(at: 86399) && lockout.isForgotten(at: 86400))
    lockout.begin(at: 86400)
    #expect(lockout.failures == 1)
  }

  @Test func anAddressHasMoreTriesAndShorterWaits() {
    var lockout = Lockout()
    for _ in 0..<49 { lockout.begin(at: 0) }
    #expect(lockout.wait(at: 0, .address) == 0)
    lockout.begin(at: 0)
    #expect(lockout.wait(at: 0, .address) == 1)
    for _ in 0..<50 { lockout.begin(at: 0) }
    #expect(lockout.wait(at: 0, .address) == 60)
  }
}
