/// What calls came to. Each loop has one of its own, which only its thread touches.
struct Tally: Sendable {
  /// From the scheduled start to the end, of calls that ended well; in a closed model, which has no
  /// schedule, the same as ``service``.
  var response = Histogram()
  /// From the actual start to the end, of calls that ended well.
  var service = Histogram()
  /// From the actual start to the first response, of calls that stream.
  var first = Histogram()
  /// From a request to the response that it waited for, in streams of questions and answers.
  var turn = Histogram()
  /// From the scheduled start to the end, of the other calls.
  var failed = Histogram()
  /// From the scheduled to the actual start, of calls that nothing but the generator held up.
  var lag = Histogram()
  var started = 0
  /// Calls that ended well.
  var ok = 0
  /// The other calls.
  private(set) var errors: [Outcome: Int] = [:]
  /// Calls that started late because as many as may be were in flight.
  var held = 0
  /// Calls that started late of the generator's own doing.
  var late = 0
  var requests = 0
  var requestBytes = 0
  var responses = 0
  var responseBytes = 0

  var errorCount: Int { errors.values.reduce(0, +) }
  var completed: Int { ok + errorCount }

  /// Every outcome with its count, the good one first.
  var outcomes: [(outcome: Outcome, count: Int)] {
    (ok > 0 ? [(.ok, ok)] : []) + errors.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  mutating func end(ok due: Int64, began: Int64, at now: Int64) {
    ok &+= 1
    response.record(now - due)
    service.record(now - began)
  }

  mutating func end(_ outcome: Outcome, due: Int64, at now: Int64) {
    count(outcome, 1)
    failed.record(now - due)
  }

  mutating func merge(_ other: Tally) {
    response.merge(other.response)
    service.merge(other.service)
    first.merge(other.first)
    turn.merge(other.turn)
    failed.merge(other.failed)
    lag.merge(other.lag)
    started += other.started
    ok += other.ok
    for (outcome, count) in other.errors { self.count(outcome, count) }
    held += other.held
    late += other.late
    requests += other.requests
    requestBytes += other.requestBytes
    responses += other.responses
    responseBytes += other.responseBytes
  }

  private mutating func count(_ outcome: Outcome, _ count: Int) {
    let isRoom = errors[outcome] != nil || errors.count < Outcome.kindsMax
    errors[isRoom ? outcome : .others, default: 0] += count
  }
}
