/// What the command line asks for. The names are those of the gRPC project's own interop clients.
struct InteropOptions {
  /// A flag that is unknown, or whose value is none.
  struct UsageError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  var serverHost = "localhost"
  var serverPort: UInt16 = 0
  /// The name that the certificate must be for, and that requests carry.
  var serverHostOverride = ""
  var testCase = "large_unary"
  var usesTLS = false
  /// Whether to trust ``caFile`` instead of the system's roots.
  var usesTestCA = false
  var caFile = ""
  var soakIterations = 10
  var soakMaxFailures = 0
  var soakLatencyMilliseconds = 1000
  /// Zero for as long as all iterations may take.
  var soakTimeoutSeconds = 0
  var soakPauseMilliseconds = 0

  /// Reads `--name=value` and `--name value`; a flag that is a choice may stand alone.
  init(_ words: [String]) throws {
    var words = words[...]
    while let word = words.popFirst() {
      guard word.hasPrefix("--") else { throw UsageError("'\(word)' is no flag") }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1)
      let name = parts.first.map(String.init) ?? ""
      var value = parts.count == 2 ? String(parts[1]) : nil
      if value == nil, let next = words.first, !next.hasPrefix("--") {
        value = next
        words.removeFirst()
      }
      try set(name, value)
    }
    guard serverPort > 0 else { throw UsageError("--server_port is missing") }
    if usesTestCA, caFile.isEmpty { throw UsageError("--use_test_ca needs --ca_file") }
  }

  private mutating func set(_ name: String, _ value: String?) throws {
    switch name {
    case "server_host": serverHost = try text(name, value)
    case "server_port":
      guard let port = UInt16(try text(name, value)) else {
        throw UsageError("--server_port: '\(value ?? "")' is no port")
      }
      serverPort = port
    case "server_host_override": serverHostOverride = try text(name, value)
    case "test_case": testCase = try text(name, value)
    case "use_tls": usesTLS = try choice(name, value)
    case "use_test_ca": usesTestCA = try choice(name, value)
    case "ca_file": caFile = try text(name, value)
    case "soak_iterations": soakIterations = try count(name, value)
    case "soak_max_failures": soakMaxFailures = try count(name, value)
    case "soak_per_iteration_max_acceptable_latency_ms":
      soakLatencyMilliseconds = try count(name, value)
    case "soak_overall_timeout_seconds": soakTimeoutSeconds = try count(name, value)
    case "soak_min_time_ms_between_rpcs": soakPauseMilliseconds = try count(name, value)
    default: throw UsageError("there is no flag --\(name)")
    }
  }

  private func text(_ name: String, _ value: String?) throws -> String {
    guard let value else { throw UsageError("--\(name) needs a value") }
    return value
  }

  private func count(_ name: String, _ value: String?) throws -> Int {
    guard let number = Int(try text(name, value)), number >= 0 else {
      throw UsageError("--\(name): '\(value ?? "")' is no count")
    }
    return number
  }

  private func choice(_ name: String, _ value: String?) throws -> Bool {
    switch value?.lowercased() {
    case nil, "true", "1": true
    case "false", "0": false
    default: throw UsageError("--\(name) is true or false, not '\(value ?? "")'")
    }
  }
}
