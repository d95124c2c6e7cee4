import EventLoop

/// What starts the calls of one loop. Used on that loop alone.
protocol Driver: Sendable {
  /// Starts calls as its model says, and returns when the last one has ended.
  func run(_ times: RunTimes) async
  /// Whether no more calls will start.
  var hasStartedAll: Bool { get }
  /// Starts no more calls.
  func stop()
  /// Ends what is still under way.
  func cutOff()
}
