import CivilTime
import Rules

/// What an agent says that it detected.
struct Detection: Sendable, Hashable {
  let kind: IncidentLife.Kind
  /// By the agent's clock with what that is off.
  let at: Instant
  /// How sure it is, in per mille.
  var confidence = 1000
  /// How sure it has to be, in per mille.
  var threshold = 0
}

/// An incident as it is kept. Where it stands changes, and who acted on it last; what was detected never does.
struct DetectionRow: Sendable, Hashable {
  let id: String
  let worker: String
  let agent: String
  let detection: Detection
  /// When the server got to know of it.
  let received: Instant
  var state = IncidentLife.State.detected
  /// Empty while nobody has acted on it.
  var reviewer = ""
}

/// An act of a review, as it is kept: none is ever changed.
struct ReviewRow: Sendable, Hashable {
  enum Act: String, Sendable {
    case look, confirm, dismiss, reopen
  }

  let act: Act
  /// Where it led.
  let state: IncidentLife.State
  let reviewer: String
  let at: Instant
  let comment: String
}
