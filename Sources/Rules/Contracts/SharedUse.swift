import CivilTime

/// Whether a licence that is one person's is used by several (CARD-11): sessions from distinct devices at one
/// time. A reason to warn, none to block.
public enum SharedUse {
  public struct Session: Hashable, Sendable {
    public let device: String
    public let span: Range<Instant>

    public init(device: String, span: Range<Instant>) {
      self.device = device
      self.span = span
    }
  }

  public struct Suspicion: Hashable, Sendable {
    /// When a session began while another device's ran.
    public let at: Instant
    /// The devices in use then, in order.
    public let devices: [String]
  }

  public struct Answer: Hashable, Sendable {
    /// In order.
    public let suspicions: [Suspicion]
    public let trace: Trace

    /// What there is to warn of at `now`: a suspicion in which a device is in use that none since `start` has had. So
    /// somebody who goes on with the same devices gives one warning.
    public func warning(at now: Instant, since start: Instant) -> Suspicion? {
      guard let last = suspicions.last, last.at == now else { return nil }
      let known = Set(suspicions.dropLast().filter { $0.at >= start }.flatMap(\.devices))
      return known.isSuperset(of: last.devices) ? nil : last
    }
  }

  /// Each moment from which on more devices are in use than before, two at least, in order.
  public static func find(_ sessions: [Session]) -> Answer {
    var running: [Session] = []
    var found: [Suspicion] = []
    var trace = Trace()
    for session in sessions.sorted(by: { $0.span.lowerBound < $1.span.lowerBound })
    where !session.span.isEmpty {
      let now = session.span.lowerBound
      running.removeAll { $0.span.upperBound <= now }
      let before = Set(running.map(\.device))
      running.append(session)
      let devices = before.union([session.device])
      let isShared = devices.count > max(1, before.count)
      if isShared { found.append(Suspicion(at: now, devices: devices.sorted())) }
      trace.step(
        .card11, isShared ? "Another device while one is in use." : "No device more.",
        [
          "device": .text(session.device), "from": .instant(now),
          "to": .instant(session.span.upperBound), "before": .integer(before.count),
          "in_use": .integer(devices.count),
        ])
    }
    return Answer(suspicions: found, trace: trace)
  }
}
