import Testing

@testable import Rules

@Suite struct SignInRulesTests {
  @Test(arguments: [
    // networks, an address, whether it is of them
    ("203.0.113.0/24", "203.0.113.7", true), ("203.0.113.0/24", "203.0.114.7", false),
    ("203.0.113.7", "203.0.113.7", true), ("203.0.113.7", "203.0.113.8", false),
    ("10.0.0.0/9", "10.127.255.255", true), ("10.0.0.0/9", "10.128.0.0", false),
    ("0.0.0.0/0", "198.51.100.1", true), ("0.0.0.0/0", "2001:db8::1", false),
    ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/33", "2001:db8:8000::1", false),
    ("::/0", "2001:db8::1", true), ("192.0.2.1/32", "::ffff:192.0.2.1", true),
  ])
  func aNetworkHoldsWhatBeginsAsItDoes(network: String, address: String, isHeld: Bool) throws {
    #expect(
      try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == isHeld)
  }

  @Test(arguments: [
    "", "x", "1.2.3", "1.2.3.4/33", "1.2.3.4/-1", "1.2.3.4/", "/8", "::/129", "1.2.3.4/8/8",
    "256.0.0.1", "2001:db8::g/32", "1.2.3.4 ",
  ])
  func whatIsNoNetworkIsNone(text: String) {
    #expect(IPNetwork(text) == nil)
  }

  @Test(arguments: [
    ("192.0.2.1:443", "192.0.2.1"), ("[2001:db8::1]:443", "2001:db8::1"),
    ("[::ffff:192.0.2.1]:1", "192.0.2.1"),
  ])
  func aPeersAddressStandsBeforeItsPort(peer: String, address: String) {
    #expect(IPAddress(peer: peer) != nil && IPAddress(peer: peer) == IPAddress(address))
  }

  @Test(arguments: ["unix:/run/mado", "in-process", "", ":1"])
  func aPeerWithoutAnAddressHasNone(peer: String) {
    #expect(IPAddress(peer: peer) == nil)
  }

  @Test func aPaceLetsABurstThroughAndThenOneEachInterval() {
    let policy = Pace.Policy(burst: 3, interval: 100)
    var pace = Pace()
    #expect((0..<3).map { _ in pace.take(at: 1_000, policy) } == [0, 0, 0])
    #expect(pace.take(at: 1_000, policy) == 100)
    #expect(pace.take(at: 1_099, policy) == 1)
    #expect(pace.take(at: 1_100, policy) == 0)
    #expect(pace.take(at: 1_100, policy) == 100)
    #expect(!pace.isForgotten(at: 1_399) && pace.isForgotten(at: 1_400))
    #expect((0..<4).map { _ in pace.take(at: 5_000, policy) } == [0, 0, 0, 100])
  }

  @Test func aTryThatIsTakenBackDoesNotCount() {
    var lockout = Lockout()
    for _ in 0..<6 {
      lockout.begin(at: 10)
      lockout.takeBack()
    }
    #expect(lockout.failures == 0 && lockout.isForgotten(at: 10))
    lockout.takeBack()
    #expect(lockout.failures == 0)
  }
}
