/// What a call has moved so far, and what it has waited for. Kept by the transport at the cost of a
/// few additions; read by interceptors once `next` has returned or thrown.
public struct CallStatistics: Sendable, Hashable {
  /// When the request's headers were complete, in nanoseconds of `CLOCK_MONOTONIC`: what `Deadline.now`
  /// reads. As exact as a turn of the loop is short.
  public var arrivedAt: Int64

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

  /// How long the call waited before `instant`, at which its handler began: what an interceptor asks
  /// first. Of a unary call that includes the arrival of its request.
  public func queueTime(until instant: Deadline) -> Duration {
    .nanoseconds(max(0, instant.nanoseconds.subtractingReportingOverflow(arrivedAt).partialValue))
  }
}
