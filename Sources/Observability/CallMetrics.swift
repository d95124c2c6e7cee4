import RPC
import Synchronization

/// Counts calls by method and code, their duration, messages and bytes: the server's side of what
/// Prometheus's users know from gRPC's other runtimes, under the same names. ``CallWatch`` feeds it.
///
/// There is a row of counters for each method and loop. A call adds to its loop's row: no lock, no
/// allocation, no text. Rows are summed when somebody reads.
public final class CallMetrics: Sendable {
  /// How many loops run calls.
  private let shards: Int
  /// By method, in the order in which the server has them.
  private let methods = Mutex<[MethodCounters]>([])
  /// Requests that came to no handler: a row for each loop, a counter for each code.
  private let refusals: [CounterRow]

  /// - Parameter shards: the server's loops; `CallContext.shard` is below it.
  public init(shards: Int) {
    self.shards = max(shards, 1)
    refusals = (0..<max(shards, 1)).map { _ in CounterRow(count: Code.allCases.count) }
  }

  /// New counters of a method.
  func counters(of method: MethodDescriptor) -> MethodCounters {
    let counters = MethodCounters(method, shards: shards)
    methods.withLock { $0.append(counters) }
    return counters
  }

  func refused(_ request: RefusedRequest) {
    guard refusals.indices.contains(request.shard) else { return }
    refusals[request.shard].add(at: Int(request.error.code.rawValue))
  }

  /// What has been counted, by method.
  var snapshots: [MethodSnapshot] { methods.withLock { $0 }.map { MethodSnapshot($0) } }

  /// Refused requests by code.
  func refusedRequests(_ code: Code) -> UInt64 {
    refusals.reduce(0) { $0 &+ $1[Int(code.rawValue)] }
  }
}

/// What is counted of one method: a row for each loop.
final class MethodCounters: Sendable {
  let method: MethodDescriptor
  let rows: [CounterRow]

  /// The places within a row.
  enum Place {
    static let started = 0
    /// By code, from `OK` on.
    static let handled = 1
    static let requestMessages = handled + 1 + Int(Code.unauthenticated.rawValue)
    static let responseMessages = requestMessages + 1
    static let requestBytes = responseMessages + 1
    static let responseBytes = requestBytes + 1
    static let nanoseconds = responseBytes + 1
    /// By the buckets of ``LatencyBuckets``, each without those before it.
    static let latency = nanoseconds + 1
    static let count = latency + LatencyBuckets.count
  }

  init(_ method: MethodDescriptor, shards: Int) {
    self.method = method
    rows = (0..<shards).map { _ in CounterRow(count: Place.count) }
  }

  func began(_ call: CallContext) { row(of: call).add(at: Place.started) }

  /// - Parameter nanoseconds: how long the call took.
  func ended(_ call: CallContext, _ code: Code, nanoseconds: Int64) {
    let row = row(of: call)
    let statistics = call.statistics
    row.add(at: Place.handled + Int(code.rawValue))
    row.add(statistics.requestMessages, at: Place.requestMessages)
    row.add(statistics.responseMessages, at: Place.responseMessages)
    row.add(statistics.requestBytes, at: Place.requestBytes)
    row.add(statistics.responseBytes, at: Place.responseBytes)
    row.add(Int(nanoseconds), at: Place.nanoseconds)
    row.add(at: Place.latency + LatencyBuckets.bucket(of: nanoseconds))
  }

  private func row(of call: CallContext) -> CounterRow {
    rows[call.shard < rows.count ? call.shard : 0]
  }
}

/// The fixed buckets of durations: three a decade, from a tenth of a millisecond to ten seconds.
enum LatencyBuckets {
  /// The upper bounds in nanoseconds; the last bucket has none.
  static let bounds: [Int64] = [
    100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000,
    50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000,
    5_000_000_000, 10_000_000_000,
  ]
  /// With the one that has no bound.
  static let count = 17

  /// The place of the bucket that a duration falls into. Short ones, of which there are most, are
  /// found first.
  static func bucket(of nanoseconds: Int64) -> Int {
    var place = 0
    for bound in bounds {
      if nanoseconds <= bound { return place }
      place += 1
    }
    return place
  }
}

/// What was counted of one method, all loops together.
struct MethodSnapshot {
  let method: MethodDescriptor
  private let sums: [UInt64]

  init(_ counters: MethodCounters) {
    method = counters.method
    sums = (0..<MethodCounters.Place.count).map { place in
      counters.rows.reduce(0) { $0 &+ $1[place] }
    }
  }

  subscript(place: Int) -> UInt64 { sums[place] }

  func handled(_ code: Code) -> UInt64 { sums[MethodCounters.Place.handled + Int(code.rawValue)] }

  /// Calls that took so long or less, bucket by bucket; the last is all of them.
  var cumulativeLatency: [UInt64] {
    var sum: UInt64 = 0
    return (0..<LatencyBuckets.count).map { bucket in
      sum &+= sums[MethodCounters.Place.latency + bucket]
      return sum
    }
  }
}
