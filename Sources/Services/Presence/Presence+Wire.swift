import CivilTime
import MadoAPI
import Protobuf
import Rules

extension Telework.PresenceState: WordOfRules {
  typealias Rule = Presence.State
  static var prefix: String { "PRESENCE_STATE_" }
}

extension Telework.WorkerPresence {
  /// How it stands with a worker at an instant.
  init(_ row: PresenceRow, at now: Instant) { self.init(row, in: row.state(at: now)) }

  /// How it stands with a worker who is said to be somewhere.
  init(_ row: PresenceRow, in state: Presence.State) {
    let since = state == row.state ? row.since : row.lapse
    self.init(
      workerId: row.worker, state: Telework.PresenceState(state), sinceTime: since.message,
      seeTime: row.seen.message, receiveTime: row.received.message,
      confidencePermille: Int32(clamping: row.confidence),
      thresholdPermille: Int32(clamping: row.threshold), agentId: row.agent)
  }

  /// Of whom nothing was ever heard.
  init(ofUnheard worker: String) {
    self.init(workerId: worker, state: .unknown)
  }
}

extension Telework.PresenceInterval {
  init(_ interval: Presence.Interval) {
    self.init(
      state: Telework.PresenceState(interval.state), startTime: interval.span.lowerBound.message,
      endTime: interval.span.upperBound.message)
  }
}
