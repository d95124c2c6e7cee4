/// How often a watch does things.
public struct WatchPace: Sendable {
  /// Something is said at least so often, and whoever may watch no more is found out.
  public var heartbeat = Duration.seconds(15)
  /// What comes within so long after something was said is said together.
  public var gathering = Duration.milliseconds(50)
  /// How often it is looked for what nobody says: that agents are silent, that people are moved.
  public var look = Duration.seconds(5)

  public init() {}
}
