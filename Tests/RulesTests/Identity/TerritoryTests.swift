import Testing

@testable import Rules

@Suite struct TerritoryTests {
  @Test(
    "TEL-07: Japan only, unless it was agreed otherwise",
    arguments: [
      // policy, countries besides Japan, from where, what becomes of it
      (.block, [], "JP", .pass), (.block, [], "US", .block), (.block, [], nil, .warn),
      (.block, ["US"], "US", .pass), (.block, ["US"], "FR", .block), (.warn, [], "US", .warn),
      (.warn, [], nil, .warn), (.warn, ["US"], "US", .pass), (.off, [], "US", .pass),
      (.off, [], nil, .pass),
    ] as [(Territory.Policy, [String], String?, Territory.Verdict)])
  func verdicts(
    policy: Territory.Policy, allowed: [String], country: String?, verdict: Territory.Verdict
  ) {
    var territory = Territory()
    (territory.policy, territory.allowed) = (policy, Set(allowed))
    #expect(territory.verdict(on: country) == verdict)
  }

  @Test(
    arguments: [
      // policy, countries besides Japan, the agreement, whether one is missing
      (.block, [], "", false), (.warn, [], "", false), (.off, [], "", true),
      (.off, [], "A-1", false),
      (.block, ["US"], "", true), (.block, ["US"], "A-1", false), (.block, ["JP"], "", false),
    ] as [(Territory.Policy, [String], String, Bool)])
  func whatNeedsAnAgreement(
    policy: Territory.Policy, allowed: [String], agreement: String, isMissing: Bool
  ) {
    var territory = Territory()
    (territory.policy, territory.allowed, territory.agreement) = (policy, Set(allowed), agreement)
    #expect(territory.lacksAgreement == isMissing)
  }
}
