import Testing

@testable import AgentSpool

@Suite struct ThrottleTests {
  @Test(
    "a rate is bits a second",
    arguments: [
      ("256k", 256_000), ("256K", 256_000), ("1.5M", 1_500_000), ("2g", 2_000_000_000),
      ("64000", 64_000), ("8k", 8_000), ("7k", nil), ("0", nil), ("-1k", nil), ("k", nil),
      ("", nil),
      ("256 k", nil), ("1e400", nil), ("nan", nil), ("99999999999999999999g", nil),
    ] as [(String, Int64?)])
  func rates(word: String, bits: Int64?) {
    #expect(Throttle(word)?.bitsPerSecond == bits)
  }

  @Test("TEL-46: pictures of 130 KB take 4.2 s each at 256 kbit/s, and a pause is not saved up")
  func pace() {
    var throttle = Throttle(bitsPerSecond: 256_000)
    #expect(throttle.wait(toSend: 130_000, at: .seconds(10)) == .zero)
    let second = throttle.wait(toSend: 130_000, at: .seconds(10))
    #expect(second > .seconds(4.2) && second < .seconds(4.25))
    let third = throttle.wait(toSend: 130_000, at: .seconds(10) + second)
    #expect(third == second)
    #expect(throttle.wait(toSend: 130_000, at: .seconds(1000)) == .zero)
    #expect(throttle.wait(toSend: 1, at: .seconds(1000)) == second)
  }

  @Test("over an hour no more goes out than the line takes")
  func hour() {
    var throttle = Throttle(bitsPerSecond: 256_000)
    var (now, bytes) = (Duration.zero, 0)
    while true {
      now += throttle.wait(toSend: 130_000, at: now)
      if now > .seconds(3600) { break }
      bytes += 130_000
    }
    #expect(bytes * 8 <= 256_000 * 3600)
    #expect(bytes * 8 > 256_000 * 3600 * 95 / 100)
  }

  @Test("without a rate nothing waits, whatever it is")
  func unbounded() {
    var throttle = Throttle(bitsPerSecond: nil)
    #expect(throttle.wait(toSend: .max, at: .zero) == .zero)
    var slow = Throttle(bitsPerSecond: 8_000)
    #expect(slow.wait(toSend: .max, at: .zero) == .zero)
    #expect(slow.wait(toSend: 1, at: .zero) > .seconds(3600))
  }
}
