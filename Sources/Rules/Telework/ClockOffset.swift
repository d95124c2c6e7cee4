import CivilTime

/// What an agent's clock is off, from the times of questions and answers (TEL-37): what it captures is kept with its own
/// time and with this estimate.
///
/// Of an exchange the offset is known to half of the time on the way (RFC 5905, section 8): of the last few the one that
/// took the least is believed.
public struct ClockOffset: Hashable, Sendable {
  /// An exchange: two times of the agent's clock, and between them two of the server's.
  public struct Exchange: Hashable, Sendable {
    public let agentSent: Instant
    public let serverReceived: Instant
    public let serverSent: Instant
    public let agentReceived: Instant

    public init(
      agentSent: Instant, serverReceived: Instant, serverSent: Instant, agentReceived: Instant
    ) {
      self.agentSent = agentSent
      self.serverReceived = serverReceived
      self.serverSent = serverSent
      self.agentReceived = agentReceived
    }

    /// By how much the server's clock is ahead.
    var offset: Duration {
      (agentSent.duration(to: serverReceived) + agentReceived.duration(to: serverSent)) / 2
    }

    /// Time on the way, there and back; negative when a clock was set in between.
    var delay: Duration {
      agentSent.duration(to: agentReceived) - serverReceived.duration(to: serverSent)
    }
  }

  public struct Estimate: Hashable, Sendable {
    /// To be added to the agent's time.
    public let offset: Duration
    /// The truth lies no farther from it than this.
    public let error: Duration
  }

  /// Exchanges that are looked at.
  public static let kept = 8
  private var exchanges: [Exchange] = []

  public init() {}

  /// Takes an exchange; one in which time ran backwards begins anew, since a clock was set.
  public mutating func take(_ exchange: Exchange) {
    guard exchange.delay >= .zero, exchange.serverReceived <= exchange.serverSent else {
      exchanges = []
      return
    }
    // A jump that no delay explains: what was before says nothing of now.
    if let estimate, abs(exchange.offset - estimate.offset) > estimate.error + exchange.delay / 2 {
      exchanges = []
    }
    exchanges.append(exchange)
    if exchanges.count > Self.kept { exchanges.removeFirst() }
  }

  /// What the clock is off; nil while nothing is known.
  public var estimate: Estimate? {
    exchanges.min { $0.delay < $1.delay }.map {
      Estimate(offset: $0.offset, error: $0.delay / 2)
    }
  }

  private func abs(_ duration: Duration) -> Duration {
    duration < .zero ? .zero - duration : duration
  }
}
