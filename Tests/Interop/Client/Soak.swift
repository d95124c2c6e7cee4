import RPC

/// Many large calls, one after the other, each of which is timed.
///
/// Source: gRPC, "Interoperability Test Case Descriptions", "rpc_soak" and "channel_soak".
struct Soak {
  let options: InteropOptions
  /// A channel for the call of that number, and what is done with it after.
  let channel: (Int) async throws -> (any ClientTransport, @Sendable () async -> Void)

  func run() async throws {
    let clock = ContinuousClock()
    let limit = Duration.milliseconds(options.soakLatencyMilliseconds)
    let allowed =
      options.soakTimeoutSeconds > 0
      ? Duration.seconds(options.soakTimeoutSeconds) : limit * options.soakIterations
    let end = clock.now + allowed
    var latencies: [Duration] = []
    var failures = 0
    for number in 0..<options.soakIterations where clock.now < end {
      let began = clock.now
      let (transport, close) = try await channel(number)
      var failure: String?
      do { try await InteropCases(transport: transport).largeUnary() } catch {
        failure = "\(error)"
      }
      let latency = clock.now - began
      await close()
      if failure == nil, latency > limit { failure = "took longer than \(limit)" }
      latencies.append(latency)
      failures += failure == nil ? 0 : 1
      let outcome = failure.map { "failed: \($0)" } ?? "succeeded"
      print(
        "soak iteration: \(number) elapsed_ms: \(milliseconds(latency)) "
          + "peer: \(options.serverHost):\(options.serverPort) \(outcome)")
      if options.soakPauseMilliseconds > 0 {
        try await clock.sleep(
          until: began + .milliseconds(options.soakPauseMilliseconds), tolerance: nil)
      }
    }
    report(latencies.sorted())
    try expect(
      "the number of calls made in \(allowed)", latencies.count, is: options.soakIterations)
    guard failures <= options.soakMaxFailures else {
      throw Unexpected("\(failures) calls failed; \(options.soakMaxFailures) may")
    }
  }

  private func report(_ sorted: [Duration]) {
    guard let longest = sorted.last else { return }
    print(
      "soak latencies: median \(milliseconds(sorted[sorted.count / 2])) ms, "
        + "90th \(milliseconds(sorted[sorted.count * 9 / 10])) ms, "
        + "longest \(milliseconds(longest)) ms")
  }

  private func milliseconds(_ duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    return seconds * 1000 + attoseconds / 1_000_000_000_000_000
  }
}
