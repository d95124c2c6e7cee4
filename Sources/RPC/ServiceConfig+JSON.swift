import Protobuf

extension ServiceConfig {
  /// What is wrong with a service config: the field, its value, what is allowed.
  public struct Invalid: Error, Sendable, Hashable, CustomStringConvertible {
    /// Such as `methodConfig[0].retryPolicy.maxAttempts`.
    public let field: String
    public let problem: String

    public var description: String {
      field.isEmpty ? "service config: \(problem)" : "service config: \(field): \(problem)"
    }
  }

  /// Reads the JSON form. Members that gRPC does not know, or that are no business of this client, are
  /// let pass, as gRPC asks; `hedgingPolicy` is refused, because calls would otherwise be made
  /// differently from what was asked.
  public init(json: String) throws(Invalid) {
    let value: GoogleProtobuf.Value
    do throws(JSONError) {
      value = try GoogleProtobuf.Value(json: json)
    } catch {
      throw Invalid(field: "", problem: "\(error)")
    }
    let root = try ConfigNode(path: "", value: value).object()
    if let name = try root["loadBalancingPolicy"]?.text() {
      loadBalancing = try LoadBalancing(policy: name)
    }
    if let list = try root["loadBalancingConfig"]?.array() {
      loadBalancing = try LoadBalancing(list)
    }
    for entry in try root["methodConfig"]?.array() ?? [] { try add(entry.object()) }
    retryThrottle = try root["retryThrottling"].map { (node) throws(Invalid) in
      try RetryThrottle(node.object())
    }
  }

  private mutating func add(_ entry: ConfigObject) throws(Invalid) {
    let config = try MethodConfig(entry)
    for name in try entry["name"]?.array() ?? [] {
      let names = try name.object()
      let service = try names["service"]?.text() ?? ""
      let method = try names["method"]?.text() ?? ""
      guard !service.isEmpty || method.isEmpty else {
        throw name.invalid("method \"\(method)\" stands without its service; give both")
      }
      let path = service.isEmpty ? "" : "/\(service)/\(method)"
      guard methods.updateValue(config, forKey: path) == nil else {
        let what = path.isEmpty ? "the default for all methods" : path
        throw name.invalid("\(what) stands in two entries; leave one")
      }
    }
  }
}

extension ServiceConfig.LoadBalancing {
  fileprivate init(policy name: String) throws(ServiceConfig.Invalid) {
    switch name.lowercased() {
    case "pick_first": self = .pickFirst()
    case "round_robin": self = .roundRobin
    default:
      throw ServiceConfig.Invalid(
        field: "loadBalancingPolicy",
        problem: "\"\(name)\" is not allowed; give pick_first or round_robin")
    }
  }

  /// The first policy of the list that is known counts.
  fileprivate init(_ list: [ConfigNode]) throws(ServiceConfig.Invalid) {
    var names: [String] = []
    for node in list {
      let entry = try node.object()
      if let options = entry["round_robin"] {
        _ = try options.object()
        self = .roundRobin
        return
      }
      if let options = try entry["pick_first"]?.object() {
        self = .pickFirst(shuffled: try options["shuffleAddressList"]?.bool() ?? false)
        return
      }
      names += entry.names
    }
    throw ServiceConfig.Invalid(
      field: "loadBalancingConfig",
      problem: "no policy of [\(names.joined(separator: ", "))] is known here; "
        + "give {\"pick_first\": {}} or {\"round_robin\": {}}")
  }
}

extension MethodConfig {
  fileprivate init(_ entry: ConfigObject) throws(ServiceConfig.Invalid) {
    timeout = try entry["timeout"]?.duration(from: .zero)
    waitForReady = try entry["waitForReady"]?.bool()
    maxRequestBytes = try entry["maxRequestMessageBytes"]?.integer(0...Int(UInt32.max))
    maxResponseBytes = try entry["maxResponseMessageBytes"]?.integer(0...Int(UInt32.max))
    if let hedging = entry["hedgingPolicy"] {
      throw hedging.invalid("calls are not hedged here; give a retryPolicy instead")
    }
    retryPolicy = try entry["retryPolicy"].map { (node) throws(ServiceConfig.Invalid) in
      try RetryPolicy(node)
    }
  }
}

extension RetryPolicy {
  fileprivate init(_ node: ConfigNode) throws(ServiceConfig.Invalid) {
    let policy = try node.object()
    let nanosecond = Duration.nanoseconds(1)
    let codes = try policy.required("retryableStatusCodes")
    var wanted: Set<Code> = []
    for code in try codes.array() { wanted.insert(try code.code()) }
    guard !wanted.isEmpty else { throw codes.invalid("the list is empty; name a code at least") }
    self.init(
      maxAttempts: try policy.required("maxAttempts").integer(2...Int(UInt32.max)),
      backoff: Backoff(
        initial: try policy.required("initialBackoff").duration(from: nanosecond),
        multiplier: try policy.required("backoffMultiplier").positive(),
        max: try policy.required("maxBackoff").duration(from: nanosecond)),
      codes: wanted)
  }
}

extension RetryThrottle {
  fileprivate init(_ object: ConfigObject) throws(ServiceConfig.Invalid) {
    let ratio = try object.required("tokenRatio")
    let value = try ratio.positive()
    guard value >= 0.001 else {
      throw ratio.invalid(
        "\(value) is too small; three places after the point count, give 0.001 or more")
    }
    self.init(tokensMax: try object.required("maxTokens").integer(1...1000), tokenRatio: value)
  }
}
