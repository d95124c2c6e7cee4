import Buffers
import RPC
import Testing

@testable import Observability

/// The lines of `text` that begin with `prefix`.
private func lines(_ text: String, _ prefix: String) -> [String] {
  text.split(separator: "\n").map(String.init).filter { $0.hasPrefix(prefix) }
}

private let unary = "grpc_type=\"unary\",grpc_service=\"test.Echo\",grpc_method=\"Unary\""
private let chat = "grpc_type=\"bidi_stream\",grpc_service=\"test.Echo\",grpc_method=\"Chat\""

@Suite struct MetricsTests {
  @Test func callsOfAllLoopsAreSummed() async {
    let metrics = CallMetrics(shards: 3)
    let methods = Methods([CallWatch(metrics: metrics)])
    for shard in 0..<3 {
      for _ in 0...shard { await methods.call(shard: shard, Bytes([1, 2, 3])) }
    }
    var text = Exposition()
    text.calls(metrics)
    for (name, count) in [
      ("started_total", 6), ("msg_received_total", 6), ("msg_sent_total", 6),
      ("msg_received_bytes_total", 48), ("msg_sent_bytes_total", 18),
    ] {
      #expect(
        lines(text.text, "grpc_server_\(name){") == [
          "grpc_server_\(name){\(unary)} \(count)", "grpc_server_\(name){\(chat)} 0",
        ])
    }
  }

  @Test func endsAreCountedByCode() async {
    let metrics = CallMetrics(shards: 1)
    let failing = Methods([CallWatch(metrics: metrics)]) { _ in
      throw RPCError(.notFound, "no", reason: "NO")
    }
    await failing.call()
    await failing.call()
    var text = Exposition()
    text.calls(metrics)
    #expect(
      lines(text.text, "grpc_server_handled_total{\(unary)") == [
        "grpc_server_handled_total{\(unary),grpc_code=\"OK\"} 0",
        "grpc_server_handled_total{\(unary),grpc_code=\"NOT_FOUND\"} 2",
      ])
  }

  @Test func whatCameToNoHandlerIsCountedByCode() {
    let metrics = CallMetrics(shards: 2)
    let methods = Methods([CallWatch(metrics: metrics)])
    let error = RPCError(.unimplemented, "no", reason: "NO")
    for shard in [0, 1, 1, 7] {
      methods.registry.refused(
        RefusedRequest(method: nil, error: error, peer: "x", shard: shard))
    }
    var text = Exposition()
    text.calls(metrics)
    #expect(
      lines(text.text, "grpc_server_refused_total{grpc_code=\"UNIM") == [
        "grpc_server_refused_total{grpc_code=\"UNIMPLEMENTED\"} 3"
      ])
  }

  @Test func aLoopThatIsNotKnownTakesNothingDown() async {
    let metrics = CallMetrics(shards: 1)
    await Methods([CallWatch(metrics: metrics)]).call(shard: 12)
    #expect(metrics.snapshots[0].handled(.ok) == 1)
  }

  @Test(arguments: [
    (0, 0), (100_000, 0), (100_001, 1), (999_999, 3), (1_000_000, 3), (10_000_000_000, 15),
    (10_000_000_001, 16), (Int64.max, 16),
  ])
  func durationsFallIntoTheirBucket(nanoseconds: Int64, bucket: Int) {
    #expect(LatencyBuckets.bucket(of: nanoseconds) == bucket)
    #expect(LatencyBuckets.bounds.count + 1 == LatencyBuckets.count)
  }

  @Test func aHistogramCumulatesAndEndsWithAllCalls() async {
    let metrics = CallMetrics(shards: 1)
    let methods = Methods([CallWatch(metrics: metrics)])
    await methods.call(age: .seconds(2))
    await methods.call(age: .seconds(100))
    var text = Exposition()
    text.calls(metrics)
    let name = "grpc_server_handling_seconds"
    let buckets = lines(text.text, "\(name)_bucket{\(unary)")
    #expect(buckets.count == LatencyBuckets.count)
    #expect(buckets[12] == "\(name)_bucket{\(unary),le=\"1.0\"} 0")
    #expect(buckets[13] == "\(name)_bucket{\(unary),le=\"2.5\"} 1")
    #expect(buckets[15] == "\(name)_bucket{\(unary),le=\"10.0\"} 1")
    #expect(buckets[16] == "\(name)_bucket{\(unary),le=\"+Inf\"} 2")
    #expect(lines(text.text, "\(name)_count") == ["\(name)_count{\(unary)} 2"])
    #expect(lines(text.text, "\(name)_sum{\(unary)} 102.").count == 1)
  }

  @Test func namesAndLabelsAreWrittenAsPrometheusReadsThem() {
    var text = Exposition()
    text.family("a_total", .counter, "One \\ two\nthree \"four\".")
    text.sample("", [("x", "a\"b\\c\nd"), ("y", "窓")], 1)
    text.sample("_sum", [], 0.5)
    text.single("b", .gauge, "B.", Double.infinity)
    #expect(
      text.text == """
        # HELP a_total One \\\\ two\\nthree "four".
        # TYPE a_total counter
        a_total{x="a\\"b\\\\c\\nd",y="窓"} 1
        a_total_sum 0.5
        # HELP b B.
        # TYPE b gauge
        b +Inf

        """)
  }

  @Test func aProcessHasMemoryAndDescriptors() {
    let statistics = ProcessStatistics()
    #expect(statistics.residentBytes > 1 << 20)
    #expect(statistics.virtualBytes > statistics.residentBytes)
    #expect(statistics.openDescriptors > 2)
    #expect(statistics.cpuSeconds > 0)
  }
}
