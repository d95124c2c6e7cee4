import CivilTime
import RPC
import Rules
import Storage

/// Takes in what agents see of their workers, within the commit that acknowledges it.
struct PresenceIntake: Sendable {
  let board: PresenceBoard

  /// Keeps what an agent saw, and tells those who watch once it is durable.
  ///
  /// What comes late, behind what was seen since, is kept and changes nothing of how it stands now.
  ///
  /// - Parameters:
  ///   - sighting: at an instant by the agent's clock with what that is off; one that is ahead of ours counts as
  ///     of now.
  ///   - received: by our clock.
  /// - Throws: INVALID_ARGUMENT for an instant that cannot be kept.
  func take(
    _ sighting: Presence.Sighting, received: Instant, from agent: Agent,
    in transaction: Transaction
  ) throws {
    let sighting = Presence.Sighting(
      sighting.state, at: min(sighting.at, received), confidence: sighting.confidence,
      threshold: sighting.threshold)
    guard sighting.at.storedNanoseconds != nil else {
      throw RPCError.invalid(
        [.init(field: "sighting", description: "\(sighting.at) is before 1678: set the clock")],
        reason: "INSTANT_OUT_OF_RANGE")
    }
    let store = PresenceStore(agent.tenancy, transaction.connection)
    try store.add(sighting, received: received, of: agent.worker, by: agent.id)
    let known = try store.presence(of: agent.worker)
    guard known.map({ $0.seen <= sighting.at }) ?? true else { return }
    let row = PresenceRow(
      sighting, received: received, of: agent.worker, by: agent.id, after: known)
    try store.put(row)
    let tenant = agent.tenancy.tenant
    transaction.afterCommit { [board] in board.publish(row, of: tenant) }
  }
}
