/// The server's clock as an agent knows it, also after its own was set: what it has learnt it carries on by a clock
/// that nobody sets. Instants are nanoseconds.
public struct ServerClock: Hashable, Sendable {
  private var server: Int64?
  private var steady: Int64 = 0

  public init() {}

  /// - Parameters:
  ///   - offset: what was to be added to this machine's clock to have the server's.
  ///   - wall: what this machine's clock showed.
  ///   - steady: what the clock showed that nobody sets.
  public mutating func learn(offset: Int64, wall: Int64, steady: Int64) {
    server = wall &+ offset
    self.steady = steady
  }

  /// What is to be added to this machine's clock now; nil while nothing is known.
  public func offset(wall: Int64, steady: Int64) -> Int64? {
    server.map { $0 &+ (steady &- self.steady) &- wall }
  }
}
