/// How a client is to treat a server's methods: deadlines, sizes, retries, the balancing of load.
///
/// As gRPC defines it in JSON (`service_config.proto`; "Service Config in gRPC"):
///
///     let config = try ServiceConfig(json: """
///       {"loadBalancingConfig": [{"round_robin": {}}],
///        "methodConfig": [{
///          "name": [{"service": "mado.support.v1.TicketService"}],
///          "timeout": "2s",
///          "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.1s", "maxBackoff": "1s",
///                          "backoffMultiplier": 2, "retryableStatusCodes": ["UNAVAILABLE"]}}]}
///       """)
public struct ServiceConfig: Sendable, Hashable {
  /// How a channel chooses among the addresses of its target.
  public enum LoadBalancing: Sendable, Hashable {
    /// The first that answers takes all calls. Addresses are tried in their order, or in a random one.
    case pickFirst(shuffled: Bool = false)
    /// All take calls in turn.
    case roundRobin
  }

  public var loadBalancing = LoadBalancing.pickFirst()
  /// By the path of the method (`/package.Service/Method`), of all methods of a service
  /// (`/package.Service/`), or of all there are (empty).
  public var methods: [String: MethodConfig] = [:]
  /// The retries' budget of tokens, full; nil for none.
  public var retryThrottle: RetryThrottle?

  public init() {}

  /// What holds for `method`: the most specific entry, and no other.
  public func method(_ method: MethodDescriptor) -> MethodConfig? {
    methods[method.path] ?? methods["/\(method.service)/"] ?? methods[""]
  }
}

/// What a service config says about a method; nil is nothing.
public struct MethodConfig: Sendable, Hashable {
  /// What a call may take; a call's own deadline counts too, the earlier wins.
  public var timeout: Duration?
  /// For calls that do not say themselves.
  public var waitForReady: Bool?
  /// In bytes.
  public var maxRequestBytes: Int?
  /// In bytes.
  public var maxResponseBytes: Int?
  public var retryPolicy: RetryPolicy?

  public init() {}
}

/// When and how often a failed call is tried again. Source: gRFC A6.
public struct RetryPolicy: Sendable, Hashable {
  /// All attempts, the first one too: from 2 to ``maxAttemptsLimit``.
  public var maxAttempts: Int
  public var backoff: Backoff
  /// The codes after which a call is tried again.
  public var codes: Set<Code>

  /// More are asked for in vain (A6).
  public static let maxAttemptsLimit = 5

  public init(maxAttempts: Int, backoff: Backoff, codes: Set<Code>) {
    self.maxAttempts = min(maxAttempts, RetryPolicy.maxAttemptsLimit)
    self.backoff = backoff
    self.codes = codes
  }
}
