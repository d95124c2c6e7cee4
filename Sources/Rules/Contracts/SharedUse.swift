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

  /// Each moment from which on more devices are in use than before, two at least, in order.
  public static func find(_ sessions: [Session]) -> [Suspicion] {
    var running: [Session] = []
    var found: [Suspicion] = []
    for session in sessions.sorted(by: { $0.span.lowerBound < $1.span.lowerBound })
    where !session.span.isEmpty {
      let now = session.span.lowerBound
      running.removeAll { $0.span.upperBound <= now }
      let before = Set(running.map(\.device))
      running.append(session)
      let devices = before.union([session.device])
      if devices.count > max(1, before.count) {
        found.append(Suspicion(at: now, devices: devices.sorted()))
      }
    }
    return found
  }
}
