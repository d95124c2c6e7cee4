/// What a call has moved so far, and what it has waited for. Kept by the transport at the cost of a
/// few additions; read by interceptors when the call has ended.
public struct CallStatistics: Sendable, Hashable {
  /// When the request's headers were complete, in nanoseconds of `CLOCK_MONOTONIC`: what `Deadline.now`
  /// reads. As exact as a turn of the loop is short.
  public var arrivedAt: Int64
  /// When it came to its interceptors, on the same clock; nil unless one of them wants to know.
  public var beganAt: Deadline?

  public var requestMessages = 0
  /// Of messages as they travelled: compressed if they were, with their prefixes.
  public var requestBytes = 0
  public var responseMessages = 0
  /// Of messages as they travelled: compressed if they were, with their prefixes.
  public var responseBytes = 0

  /// How long its tasks waited for the database, summed over them.
  public var storageTime = Duration.zero
  /// How long its senders were held because the client did not keep up, summed over them.
  public var flowControlWait = Duration.zero

  public init(arrivedAt: Int64 = 0) {
    self.arrivedAt = arrivedAt
  }

  /// How long the call waited before it came to its interceptors; nil where ``beganAt`` is. Of a unary
  /// call that includes the arrival of its request.
  public var queueTime: Duration? {
    beganAt.map {
      .nanoseconds(max(0, $0.nanoseconds.subtractingReportingOverflow(arrivedAt).partialValue))
    }
  }
}
