import Testing

@testable import RPC

@Suite struct DeadlineTests {
  @Test(
    "reads every unit of grpc-timeout",
    arguments: [
      ("1n", Duration.nanoseconds(1)), ("20u", .microseconds(20)), ("300m", .milliseconds(300)),
      ("4S", .seconds(4)), ("5M", .seconds(300)), ("6H", .seconds(21_600)),
      ("00000007S", .seconds(7)), ("0n", .zero),
      // 99,999,999 hours do not fit nanoseconds in 64 bits: cut off.
      ("99999999H", .nanoseconds(Int64.max)), ("99999999M", .seconds(5_999_999_940)),
    ])
  func parses(text: String, expected: Duration) {
    #expect(Deadline.parseTimeout(text) == expected)
  }

  @Test(
    "refuses a malformed grpc-timeout",
    arguments: ["", "S", "1", "1s", "-1S", "+1S", " 1S", "1 S", "1.5S", "123456789S", "1SS", "１S"])
  func refuses(text: String) {
    #expect(Deadline.parseTimeout(text) == nil)
  }

  @Test(
    "writes the finest unit that holds the timeout, rounded up",
    arguments: [
      (Duration.nanoseconds(1), "1n"), (.nanoseconds(99_999_999), "99999999n"),
      (.nanoseconds(100_000_001), "100001u"), (.seconds(1), "1000000u"),
      (.seconds(100), "100000m"), (.seconds(100_000), "100000S"),
      (.seconds(100_000_000), "1666667M"), (.seconds(6_000_000_000), "1666667H"),
      (.zero, "0n"), (.seconds(-5), "0n"), (.seconds(Int64.max), "2562048H"),
    ])
  func formats(timeout: Duration, expected: String) {
    #expect(Deadline.formatTimeout(timeout) == expected)
  }

  @Test("what is written is never read as less")
  func roundsUp() throws {
    var timeout: Int64 = 1
    while timeout < Int64.max / 7 {
      let written = Deadline.formatTimeout(.nanoseconds(timeout))
      let read = try #require(Deadline.parseTimeout(written))
      #expect(read >= .nanoseconds(timeout), "\(written)")
      #expect(written.utf8.count <= 9, "\(written)")
      timeout = timeout * 7 + 3
    }
  }

  @Test("an instant past the clock's range stands at its end")
  func saturates() {
    let late = Deadline(nanoseconds: Int64.max - 1)
    #expect(Deadline(after: .seconds(1), from: late).nanoseconds == .max)
    let early = Deadline(nanoseconds: Int64.min + 1)
    #expect(Deadline(after: .seconds(-1), from: early).nanoseconds == .min)
    #expect(Deadline(after: .seconds(Int64.max), from: .now).nanoseconds == .max)
    #expect(late.remaining(at: early) == .nanoseconds(Int64.max))
  }

  @Test("has passed from its own instant on")
  func passes() {
    let deadline = Deadline(nanoseconds: 100)
    #expect(!deadline.hasPassed(at: Deadline(nanoseconds: 99)))
    #expect(deadline.hasPassed(at: Deadline(nanoseconds: 100)))
    #expect(deadline.remaining(at: Deadline(nanoseconds: 40)) == .nanoseconds(60))
  }

  @Test("the earlier of two deadlines counts, and one alone")
  func earlier() {
    let first = Deadline(nanoseconds: 1)
    let second = Deadline(nanoseconds: 2)
    #expect(Deadline.earlier(first, second) == first)
    #expect(Deadline.earlier(second, first) == first)
    #expect(Deadline.earlier(nil, second) == second)
    #expect(Deadline.earlier(first, nil) == first)
    #expect(Deadline.earlier(nil, nil) == nil)
  }

  @Test("a call's options take in the task's deadline")
  func inherits() {
    let outer = Deadline(nanoseconds: 10)
    Deadline.$current.withValue(outer) {
      #expect(CallOptions().inheritingDeadline().deadline == outer)
      let later = CallOptions(deadline: Deadline(nanoseconds: 20))
      #expect(later.inheritingDeadline().deadline == outer)
      let sooner = CallOptions(deadline: Deadline(nanoseconds: 5))
      #expect(sooner.inheritingDeadline().deadline == Deadline(nanoseconds: 5))
    }
    #expect(CallOptions().inheritingDeadline().deadline == nil)
  }
}
