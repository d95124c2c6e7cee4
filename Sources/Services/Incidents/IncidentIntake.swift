import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Rules
import Storage

/// Takes in what agents detect, within the commit that acknowledges it.
struct IncidentIntake: Sendable {
  let trail: AuditTrail

  /// Keeps an incident, with a record of it in the audit log, by which changes are known.
  ///
  /// - Parameters:
  ///   - detection: at an instant by the agent's clock with what that is off; one that is ahead of ours is kept as it is.
  ///   - received: by our clock.
  ///   - act: of the call that brings it.
  /// - Returns: the incident's id.
  /// - Throws: INVALID_ARGUMENT for an instant that cannot be kept.
  @discardableResult
  func take(
    _ detection: Detection, received: Instant, from agent: Agent, by act: AuditRecord,
    in transaction: Transaction
  ) throws -> String {
    guard detection.at.storedNanoseconds != nil else {
      throw RPCError.invalid(
        [
          .init(
            field: "incident",
            description: "\(detection.at) is outside the years 1678 to 2261: set the clock")
        ], reason: "INSTANT_OUT_OF_RANGE")
    }
    let row = DetectionRow(
      id: freshID("incident", at: received.seconds), worker: agent.worker, agent: agent.id,
      detection: detection, received: received)
    try DetectionStore(agent.tenancy, transaction.connection).add(row)
    var record = act
    record.at = try received.stored()
    record.target = "\(IncidentHandler.target)/\(row.id)"
    record.after = SHA256.hash(Telework.Incident(row).encoded())
    trail.leave(record, in: transaction)
    return row.id
  }
}
