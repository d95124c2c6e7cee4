import Testing

@testable import RPC

@Suite struct ServiceConfigTests {
  private let ask = MethodDescriptor(service: "a.Desk", name: "Ask", kind: .unary)
  private let tell = MethodDescriptor(service: "a.Desk", name: "Tell", kind: .unary)
  private let other = MethodDescriptor(service: "b.Desk", name: "Ask", kind: .unary)

  @Test func theMostSpecificEntryHoldsForAMethodAndNoOther() throws {
    let config = try ServiceConfig(
      json: """
        {"methodConfig": [
          {"name": [{}], "timeout": "3s", "waitForReady": true},
          {"name": [{"service": "a.Desk"}], "timeout": "2.5s", "maxRequestMessageBytes": 10},
          {"name": [{"service": "a.Desk", "method": "Ask"}], "maxResponseMessageBytes": "20"}]}
        """)
    #expect(config.method(ask)?.maxResponseBytes == 20)
    #expect(config.method(ask)?.timeout == nil)
    #expect(config.method(tell)?.timeout == .milliseconds(2500))
    #expect(config.method(tell)?.maxRequestBytes == 10)
    #expect(config.method(tell)?.waitForReady == nil)
    #expect(config.method(other)?.waitForReady == true)
    #expect(try ServiceConfig(json: "{}") == ServiceConfig())
  }

  @Test func aRetryPolicyAndItsTokensAreRead() throws {
    let config = try ServiceConfig(
      json: """
        {"methodConfig": [{"name": [{"service": "a.Desk"}], "retryPolicy": {
           "maxAttempts": 7, "initialBackoff": "0.1s", "maxBackoff": "1s", "backoffMultiplier": 1.5,
           "retryableStatusCodes": ["UNAVAILABLE", "aborted", 8]}}],
         "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.1}, "healthCheckConfig": {}}
        """)
    let policy = try #require(config.method(ask)?.retryPolicy)
    #expect(policy.maxAttempts == 5)
    #expect(policy.codes == [.unavailable, .aborted, .resourceExhausted])
    #expect(
      policy.backoff
        == Backoff(initial: .milliseconds(100), multiplier: 1.5, jitter: 0.2, max: .seconds(1)))
    #expect(config.retryThrottle == RetryThrottle(tokensMax: 10, tokenRatio: 0.1))
  }

  @Test(arguments: [
    ("{}", ServiceConfig.LoadBalancing.pickFirst()),
    ("{\"loadBalancingPolicy\": \"ROUND_ROBIN\"}", .roundRobin),
    ("{\"loadBalancingConfig\": [{\"xds\": {}}, {\"round_robin\": {}}]}", .roundRobin),
    (
      "{\"loadBalancingConfig\": [{\"pick_first\": {\"shuffleAddressList\": true}}]}",
      .pickFirst(shuffled: true)
    ),
  ])
  func theFirstKnownPolicyCounts(json: String, policy: ServiceConfig.LoadBalancing) throws {
    #expect(try ServiceConfig(json: json).loadBalancing == policy)
  }

  /// A config with one method entry that says `text`.
  private static func entry(_ text: String) -> String {
    "{\"methodConfig\": [{\"name\": [{}], \(text)}]}"
  }

  private static func policy(_ change: (String, String)) -> String {
    var members = [
      "maxAttempts": "3", "initialBackoff": "\"1s\"", "maxBackoff": "\"1s\"",
      "backoffMultiplier": "2", "retryableStatusCodes": "[14]",
    ]
    members[change.0] = change.1.isEmpty ? nil : change.1
    let text = members.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
    return entry("\"retryPolicy\": {\(text)}")
  }

  /// What is wrong, and what is said of it.
  private static let faults: [(String, String)] = [
    ("[]", "service config: [] is not allowed; give an object such as {\"name\": 1}"),
    ("{", "service config: line 1, column 2: "),
    (
      entry("\"timeout\": \"soon\""),
      "service config: methodConfig[0].timeout: \"soon\" is not allowed; give seconds such as \"1.5s\""
    ),
    (
      entry("\"timeout\": \"-1s\""),
      "service config: methodConfig[0].timeout: \"-1s\" is not allowed; give \"0s\" or more"
    ),
    (
      entry("\"waitForReady\": 1"),
      "service config: methodConfig[0].waitForReady: 1 is not allowed; give true or false"
    ),
    (
      entry("\"maxRequestMessageBytes\": -1"),
      "service config: methodConfig[0].maxRequestMessageBytes: -1 is not allowed; "
        + "give a whole number from 0 to 4294967295"
    ),
    (
      entry("\"hedgingPolicy\": {}"),
      "service config: methodConfig[0].hedgingPolicy: calls are not hedged here; "
        + "give a retryPolicy instead"
    ),
    (
      policy(("maxAttempts", "1")),
      "service config: methodConfig[0].retryPolicy.maxAttempts: 1 is not allowed; "
        + "give a whole number from 2 to 4294967295"
    ),
    (
      policy(("initialBackoff", "\"0s\"")),
      "service config: methodConfig[0].retryPolicy.initialBackoff: \"0s\" is not allowed; "
        + "give more than \"0s\""
    ),
    (
      policy(("backoffMultiplier", "0")),
      "service config: methodConfig[0].retryPolicy.backoffMultiplier: 0 is not allowed; "
        + "give a number above 0"
    ),
    (
      policy(("retryableStatusCodes", "[]")),
      "service config: methodConfig[0].retryPolicy.retryableStatusCodes: the list is empty; "
        + "name a code at least"
    ),
    (
      policy(("retryableStatusCodes", "[\"BUSY\"]")),
      "service config: methodConfig[0].retryPolicy.retryableStatusCodes[0]: \"BUSY\" is not allowed; "
        + "give the name or the number of a status other than OK, such as \"UNAVAILABLE\""
    ),
    (
      policy(("maxBackoff", "")),
      "service config: methodConfig[0].retryPolicy: maxBackoff is missing"
    ),
    (
      "{\"methodConfig\": [{\"name\": [{\"method\": \"Ask\"}]}]}",
      "service config: methodConfig[0].name[0]: method \"Ask\" stands without its service; give both"
    ),
    (
      "{\"methodConfig\": [{\"name\": [{}]}, {\"name\": [{\"service\": \"\"}]}]}",
      "service config: methodConfig[1].name[0]: the default for all methods stands in two entries; "
        + "leave one"
    ),
    (
      "{\"retryThrottling\": {\"maxTokens\": 1001, \"tokenRatio\": 1}}",
      "service config: retryThrottling.maxTokens: 1001 is not allowed; "
        + "give a whole number from 1 to 1000"
    ),
    (
      "{\"retryThrottling\": {\"maxTokens\": 10, \"tokenRatio\": 0.0001}}",
      "service config: retryThrottling.tokenRatio: 0.0001 is too small; "
        + "three places after the point count, give 0.001 or more"
    ),
    (
      "{\"loadBalancingConfig\": [{\"grpclb\": {}}]}",
      "service config: loadBalancingConfig: no policy of [grpclb] is known here; "
        + "give {\"pick_first\": {}} or {\"round_robin\": {}}"
    ),
  ]

  @Test(arguments: faults)
  func aWrongConfigNamesFieldValueAndFix(json: String, text: String) {
    let error = #expect(throws: ServiceConfig.Invalid.self) { try ServiceConfig(json: json) }
    #expect(error?.description.hasPrefix(text) == true, "\(error?.description ?? "")")
  }
}
