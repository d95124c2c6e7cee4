import CivilTime
import Rules
import SQLite
import Storage

/// Clears the logs of which purges have taken rows: what is held of them moves to the next log of its month, and the
/// file goes. It is that which takes the purged pictures off the disk.
struct LogClearing: ScheduledWork {
  let keys: KeyRing
  let kind = JobKind.logClearing
  let rules: [RuleID] = [.tel40]

  /// Agents that are looked at in one commit, and bytes that are moved.
  private static let (agentsMax, bytesMax) = (16, 4 << 20)

  /// Has each log be cleared that needs it, unless some of a purge is yet to be done.
  static func plan(at due: Instant, _ connection: Connection) throws {
    let store = DueStore(connection)
    // What has failed holds up nobody: its pictures move, and go with another clearing.
    let isMore = try store.list(.tenantPurge, limit: 500).contains {
      $0.tries == 0 && $0.row.due <= due
    }
    guard !isMore else { return }
    for row in try PurgedLogStore(connection).logs() where !row.isGivenUp {
      try store.plan(.logClearing, "\(row.log)", of: .vendor, at: due)
    }
  }

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let store = PurgedLogStore(transaction.connection)
    guard var row = try store.logs().first(where: { "\($0.log)" == due.subject }) else {
      return Carried(note: "it was cleared before")
    }
    guard let note = try clearSome(&row, store, in: transaction) else {
      return Carried(note: "it goes on", next: due.due, isPart: true)
    }
    transaction.checkpointAfterCommit()
    return Carried(note: note)
  }

  /// - Returns: what came of the log; nil while it goes on.
  private func clearSome(
    _ row: inout PurgedLogRow, _ store: PurgedLogStore, in transaction: Transaction
  ) throws -> String? {
    guard let length = try Transaction.logLength(row.log, transaction.connection),
      let next = row.log.next
    else {
      try store.remove(row.log)
      return "\(row.log) is gone already"
    }
    // What has come in since the first look has not been looked at.
    if row.length != length { row = PurgedLogRow(log: row.log, length: length) }
    if try moveSome(&row, to: next, store, in: transaction) {
      try store.put(row)
      return nil
    }
    guard row.unreadable == 0 else {
      row.length = -1
      try store.put(row)
      return "\(row.log) stays: \(row.unreadable) held pictures in it cannot be read"
    }
    guard try transaction.removeLog(row.log, ifStill: length) else {
      try store.mark(row.log)
      return nil
    }
    try store.remove(row.log)
    return "\(row.log) removed"
  }

  /// Moves some of what is held; false when nothing is left.
  private func moveSome(
    _ row: inout PurgedLogRow, to next: LogMonth, _ store: PurgedLogStore,
    in transaction: Transaction
  ) throws -> Bool {
    var bytes = 0
    for agent in try store.agents(from: row.agent, limit: Self.agentsMax) {
      if agent.id != row.agent { (row.agent, row.sequence) = (agent.id, 0) }
      let evidence = EvidenceStore(.ofWhomItConcerns(agent.tenant), transaction.connection)
      while true {
        let found = try evidence.pictures(in: row.log, of: agent.id, after: row.sequence, limit: 16)
        for (sequence, picture) in found {
          row.sequence = sequence
          bytes += picture?.position.length ?? 0
          if try !move(picture, to: next, agent.tenant, evidence, in: transaction) {
            row.unreadable += 1
          }
          if bytes >= Self.bytesMax { return true }
        }
        if found.isEmpty { break }
      }
      row.sequence = .max
    }
    // The last agent is looked at again, with nothing behind it.
    return try store.agents(from: row.agent, limit: 2).count > 1
  }

  /// Moves a picture; false when it cannot be read. Of whom the key was erased nothing is left to move.
  private func move(
    _ picture: EvidenceRow?, to next: LogMonth, _ tenant: TenantID, _ store: EvidenceStore,
    in transaction: Transaction
  ) throws -> Bool {
    guard var picture else { return false }
    let worker = picture.link.worker
    guard
      let key = try keys.existingKey(tenant: tenant.text, worker: worker, in: transaction)
    else {
      return try KeyRing.isErased(tenant: tenant.text, worker: worker, transaction.connection)
    }
    do throws(StorageError) {
      picture.position = try transaction.move(
        picture.position, to: next, key: key, context: picture.context)
    } catch .evidenceCorrupt {
      return false
    }
    try store.place(picture)
    return true
  }
}
