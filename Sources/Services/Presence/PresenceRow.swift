import CivilTime
import Rules

/// How it stands with a worker, as it is kept: what his agents saw last.
struct PresenceRow: Sendable, Hashable {
  let worker: String
  /// Which agent saw him.
  let agent: String
  /// Where; a face that nobody was sure of is no presence.
  let state: Presence.State
  /// Since when, without a break.
  let since: Instant
  /// When he was seen last, by the agent's clock with what that is off.
  let seen: Instant
  /// When the server got to know of it.
  let received: Instant
  /// In per mille.
  let confidence: Int
  /// In per mille.
  let threshold: Int

  /// Where he is at an instant: what was seen holds for a while.
  func state(at now: Instant) -> Presence.State {
    now < lapse ? state : .unknown
  }

  /// From when on nothing is known of him.
  var lapse: Instant { seen.advanced(by: Presence.silence) }
}

extension PresenceRow {
  /// How it stands with a worker after another sighting.
  ///
  /// - Parameter known: how it stood before.
  init(
    _ sighting: Presence.Sighting, received: Instant, of worker: String, by agent: String,
    after known: PresenceRow?
  ) {
    let state = sighting.effective
    // The same state with no longer a break than a sighting holds goes on.
    let goesOn = known.map { $0.state == state && sighting.at <= $0.lapse } ?? false
    self.init(
      worker: worker, agent: agent, state: state,
      since: goesOn ? known?.since ?? sighting.at : sighting.at, seen: sighting.at,
      received: received, confidence: sighting.confidence, threshold: sighting.threshold)
  }
}
