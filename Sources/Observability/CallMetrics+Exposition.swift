import RPC

extension Exposition {
  /// Writes what has been counted of the calls.
  public mutating func calls(_ metrics: CallMetrics) {
    let methods = metrics.snapshots
    family("grpc_server_started_total", .counter, "Calls whose handler was begun.")
    for method in methods { sample("", method.labels, method[MethodCounters.Place.started]) }
    handled(methods)
    for (name, help, place) in Exposition.sums {
      family(name, .counter, help)
      for method in methods { sample("", method.labels, method[place]) }
    }
    latencies(methods)
    family(
      "grpc_server_refused_total", .counter,
      "Requests that came to no handler: malformed, unknown, incomplete.")
    for code in Code.allCases where code != .ok {
      sample("", [("grpc_code", code.name)], metrics.refusedRequests(code))
    }
  }

  private static let sums: [(String, String, Int)] = [
    (
      "grpc_server_msg_received_total", "Messages received.",
      MethodCounters.Place.requestMessages
    ),
    ("grpc_server_msg_sent_total", "Messages sent.", MethodCounters.Place.responseMessages),
    (
      "grpc_server_msg_received_bytes_total",
      "Bytes of messages received, as they travelled, with their prefixes.",
      MethodCounters.Place.requestBytes
    ),
    (
      "grpc_server_msg_sent_bytes_total",
      "Bytes of messages sent, as they travelled, with their prefixes.",
      MethodCounters.Place.responseBytes
    ),
  ]

  private mutating func handled(_ methods: [MethodSnapshot]) {
    family("grpc_server_handled_total", .counter, "Calls that have ended, by code.")
    for method in methods {
      for code in Code.allCases {
        let count = method.handled(code)
        // Success is there from the start, so that a rate can be made of it; the rest once it happens.
        guard count > 0 || code == .ok else { continue }
        sample("", method.labels + [("grpc_code", code.name)], count)
      }
    }
  }

  private mutating func latencies(_ methods: [MethodSnapshot]) {
    family(
      "grpc_server_handling_seconds", .histogram,
      "From a call's headers to its handler's end.")
    for method in methods {
      let counts = method.cumulativeLatency
      guard let total = counts.last, total > 0 else { continue }
      for (bound, count) in zip(LatencyBuckets.bounds, counts) {
        sample("_bucket", method.labels + [("le", "\(seconds(UInt64(bound)))")], count)
      }
      sample("_bucket", method.labels + [("le", "+Inf")], total)
      sample("_sum", method.labels, seconds(method[MethodCounters.Place.nanoseconds]))
      sample("_count", method.labels, total)
    }
  }

  private func seconds(_ nanoseconds: UInt64) -> Double { Double(nanoseconds) / 1e9 }
}

extension MethodSnapshot {
  fileprivate var labels: [(String, String)] {
    [
      ("grpc_type", method.kind.metricName), ("grpc_service", method.service),
      ("grpc_method", method.name),
    ]
  }
}

extension MethodDescriptor.Kind {
  /// As gRPC's other runtimes call it.
  fileprivate var metricName: String {
    switch self {
    case .unary: "unary"
    case .clientStreaming: "client_stream"
    case .serverStreaming: "server_stream"
    case .bidirectional: "bidi_stream"
    }
  }
}
