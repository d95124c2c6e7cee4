import RPC

/// What every call of a run is.
struct CallPlan: Sendable {
  var method: MethodDescriptor
  /// Without a deadline, which each call has of its own.
  var options: CallOptions
  var timeout: Duration?
  /// At least one. Calls take turns with them, and so do the requests of a stream.
  var templates: [Template]
  /// Requests of a call whose requests stream.
  var messages = 1
  /// Whether each request of a stream waits for the response to the one before.
  var isLockstep = false
  /// Between the requests of a stream.
  var messageInterval = Duration.zero
}

/// When a run takes place, in nanoseconds of the monotonic clock.
struct RunTimes: Sendable {
  /// The first call.
  var start: Int64
  /// The end of the warm-up: calls from here on count.
  var measuredFrom: Int64
  /// No call starts from here on; nil if their number is the bound.
  var end: Int64?
}
