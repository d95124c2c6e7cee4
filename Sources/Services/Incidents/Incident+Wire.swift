import CivilTime
import MadoAPI
import Protobuf
import Rules

extension Telework.IncidentKind: WordOfRules {
  typealias Rule = IncidentLife.Kind
  static var prefix: String { "INCIDENT_KIND_" }
}

extension Telework.IncidentState: WordOfRules {
  typealias Rule = IncidentLife.State
  static var prefix: String { "INCIDENT_STATE_" }
}

extension Telework.IncidentAct: WordOfRules {
  typealias Rule = ReviewRow.Act
  static var prefix: String { "INCIDENT_ACT_" }
}

extension Telework.Incident {
  /// A kept incident in the schema's words.
  init(_ row: DetectionRow) {
    self.init(
      id: row.id, workerId: row.worker, agentId: row.agent,
      kind: Telework.IncidentKind(row.detection.kind), detectTime: row.detection.at.message,
      receiveTime: row.received.message,
      confidencePermille: Int32(clamping: row.detection.confidence),
      thresholdPermille: Int32(clamping: row.detection.threshold),
      state: Telework.IncidentState(row.state), reviewerId: row.reviewer)
  }
}

extension Telework.IncidentReview {
  init(_ row: ReviewRow) {
    self.init(
      act: Telework.IncidentAct(row.act), state: Telework.IncidentState(row.state),
      reviewerId: row.reviewer, reviewTime: row.at.message, comment: row.comment)
  }
}
