import CivilTime
import MadoAPI
import Protobuf
import Rules

/// What an agent's record says, in the rules' words.
enum AgentEvent: Sendable, Hashable {
  case punch(Rules.Punch)
  case sighting(Presence.Sighting)
  case incident(Detection)

  /// Why a record counts for nothing.
  struct Rejection: Error, Hashable {
    /// For programs.
    let code: String
    /// For people: field, value, limit and fix.
    let message: String
  }

  /// Characters of a task's name.
  private static let taskMax = 100

  /// - Parameter offset: what is to be added to the agent's clock, where the record does not say it.
  init(_ record: Telework.AgentRecord, offset: Duration?) throws(Rejection) {
    let at = try Self.instant(record, offset ?? .zero)
    switch record.content {
    case .punch(let punch):
      guard punch.task.count <= Self.taskMax else {
        throw Rejection(
          code: "RECORD_INVALID",
          message: "task has \(punch.task.count) characters: give at most \(Self.taskMax)")
      }
      let given = Telework.Punch(act: punch.act, task: punch.task, source: punch.source)
      guard let punch = Rules.Punch(given, at: at) else {
        throw Rejection(
          code: "RECORD_INVALID", message: "act is \(punch.act.number): give one of PunchAct")
      }
      self = .punch(punch)
    case .sighting(let sighting):
      guard let state = sighting.state.rule else {
        throw Rejection(
          code: "RECORD_INVALID",
          message: "state is \(sighting.state.number): give one of PresenceState")
      }
      self = .sighting(
        Presence.Sighting(
          state, at: at,
          confidence: try Self.permille(sighting.confidencePermille, "confidence_permille"),
          threshold: try Self.permille(sighting.thresholdPermille, "threshold_permille")))
    case .incident(let incident):
      guard let kind = incident.kind.rule else {
        throw Rejection(
          code: "RECORD_INVALID",
          message: "kind is \(incident.kind.number): give one of IncidentKind")
      }
      self = .incident(
        Detection(
          kind: kind, at: at,
          confidence: try Self.permille(incident.confidencePermille, "confidence_permille"),
          threshold: try Self.permille(incident.thresholdPermille, "threshold_permille")))
    case nil:
      throw Rejection(
        code: "RECORD_EMPTY",
        message: "the record has neither punch nor sighting nor incident: give one of them")
    }
  }

  /// When it happened, by our clock as well as it is known.
  private static func instant(
    _ record: Telework.AgentRecord, _ known: Duration
  ) throws(Rejection) -> Instant {
    let given = record.agentTime.flatMap { Instant($0) }
    let offset = record.clockOffset.flatMap { Duration($0) } ?? known
    guard let at = given?.advanced(by: offset), at.storedNanoseconds != nil else {
      throw Rejection(
        code: "RECORD_TIME_INVALID",
        message:
          "agent_time is \(record.agentTime?.seconds ?? 0) s, with clock_offset no instant of "
          + "the years 1678 to 2261: give when it happened")
    }
    return at
  }

  private static func permille(_ value: Int32, _ field: String) throws(Rejection) -> Int {
    guard (0...1000).contains(value) else {
      throw Rejection(
        code: "RECORD_INVALID", message: "\(field) is \(value): give 0 to 1000")
    }
    return Int(value)
  }
}
