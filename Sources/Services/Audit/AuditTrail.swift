import RPC
import SQLite
import Storage
import Synchronization

/// Writes the audit log: the one door to it.
///
/// A record is left in the transaction that has the effect, and is durable with it or not at all. The links
/// of a batch are hashed, sealed and written together at its end, so that many callers share the work.
final class AuditTrail: BatchWriter {
  private let database: Database
  /// Rings for a tenant when something new is on record of it.
  let bell = ChangeBell()
  /// How far the chains go that have been written to. Changed by the committing thread.
  private let chains = Mutex<[String: Chain]>([:])

  /// What each agent's chain was anchored by last. Changed by the committing thread.
  private let anchors = Mutex<[String: Anchor]>([:])

  /// Chains kept in memory; beyond that they are read again.
  private static let chainsMax = 10_000
  /// A checkpoint is signed after so many records, or so many nanoseconds.
  private static let checkpointRecords: Int64 = 256
  private static let checkpointNanoseconds: Int64 = 60_000_000_000

  /// An evidence chain is anchored after so many pictures, or so many nanoseconds.
  private static let anchorPictures: Int64 = 64
  private static let anchorNanoseconds: Int64 = 600_000_000_000

  /// What a record says of a head whose seal was not right when the chain was taken up again.
  static let brokenSeal = "SEAL_BROKEN"
  /// The target of a record that was signed.
  static let checkpointTarget = "audit/checkpoint"
  /// What leaves anchors.
  static let anchorAction = "/mado.telework.v1.EvidenceService/Upload"

  init(_ database: Database) {
    self.database = database
  }

  // MARK: What others do

  /// Leaves a record in `transaction`, as the last thing that it does.
  func leave(_ record: AuditRecord, in transaction: Transaction) {
    transaction.leave(record, for: self)
  }

  /// Keeps a record of what changes nothing: a read, a refusal. Durable when it returns.
  func note(_ record: AuditRecord, _ call: CallContext) async throws {
    try await call.awaitingStorage {
      try await database.write { self.leave(record, in: $0) }
    }
  }

  /// Leaves the head of an agent's evidence chain in the log, once in a while: with the first picture that is
  /// stored since the server began, and then after so many, or so much time. Whoever cuts the evidence's tail
  /// and sets its head back is found out by the last of them.
  ///
  /// - Parameter act: of the stream that brings the pictures.
  func anchor(
    _ row: EvidenceRow, _ agent: Agent, _ act: AuditRecord, in transaction: Transaction
  ) {
    var record = act
    record.at = row.link.receivedAt
    record.target = "evidence/\(row.id)"
    record.after = row.chainHash
    let anchor = Anchor(record: record, agent: agent.id, position: row.link.position)
    transaction.leave(anchor, for: self)
  }

  /// A record of the head of an agent's chain, written if it is due.
  private struct Anchor {
    let record: AuditRecord
    let agent: String
    let position: Int64

    func isDue(after last: Anchor?) -> Bool {
      guard let last else { return true }
      return position <= last.position || position &- last.position >= anchorPictures
        || record.at &- last.record.at >= anchorNanoseconds
    }
  }

  /// How far a chain goes by what this process has written; nil when it has not.
  func head(of tenant: String) -> AuditChain.Head? {
    chains.withLock { $0[tenant]?.head }
  }

  // MARK: Erasing

  /// Forgets a tenant's chain, as whose keys are being erased in the transaction under way: what is left of him
  /// from here on stands in the vendor's log. On the committing thread.
  func forget(_ tenant: String) { chains.withLock { $0[tenant] = nil } }

  /// A record, in the vendor's log if there is none of its tenant any more.
  private func atHome(
    _ record: AuditRecord, _ connection: Connection
  ) throws -> AuditRecord {
    // Whose chain is known has not been erased.
    guard head(of: record.tenant) == nil,
      try KeyRing.isErased(tenant: record.tenant, connection)
    else { return record }
    var record = record
    record.tenant = TenantID.vendor.text
    return record
  }

  // MARK: Writing

  private struct Chain {
    let tenant: String
    let keys: AuditChain.Keys?
    var head: AuditChain.Head
    /// Position and instant of the last checkpoint.
    var checkpoint: (position: Int64, at: Int64)
    var lastAt: Int64 = 0
  }

  func write(_ items: [any Sendable], in transaction: Transaction) throws {
    var touched: [String: Chain] = [:]
    var anchored: [String: Anchor] = [:]
    do {
      for item in items {
        let record: AuditRecord
        if let anchor = item as? Anchor {
          let last = anchored[anchor.agent] ?? anchors.withLock { $0[anchor.agent] }
          guard anchor.isDue(after: last) else { continue }
          anchored[anchor.agent] = anchor
          record = try atHome(anchor.record, transaction.connection)
        } else if let left = item as? AuditRecord {
          record = try atHome(left, transaction.connection)
        } else {
          continue
        }
        var chain = try touched[record.tenant] ?? takeUp(record.tenant, at: record.at, transaction)
        try Self.append(record, to: &chain, transaction.connection)
        touched[record.tenant] = chain
      }
      for (tenant, var chain) in touched {
        try Self.close(&chain, transaction.connection)
        touched[tenant] = chain
      }
    } catch {
      // Should somebody have put a row in the way, the chain is taken up behind it next time.
      chains.withLock { $0 = [:] }
      throw error
    }
    transaction.afterCommit { [self, touched, anchored] in
      anchors.withLock { anchors in
        if anchors.count + anchored.count > Self.chainsMax { anchors = [:] }
        anchors.merge(anchored) { _, new in new }
      }
      chains.withLock { chains in
        if chains.count + touched.count > Self.chainsMax { chains = [:] }
        chains.merge(touched) { _, new in new }
      }
      for tenant in touched.keys { bell.ring(tenant) }
    }
  }

  private static func append(
    _ record: AuditRecord, to chain: inout Chain, _ connection: Connection
  ) throws {
    chain.head = chain.head.appending(record)
    chain.lastAt = record.at
    try connection.run(
      AuditStore.insertion, record.tenant, chain.head.position, record.at, record.actor,
      record.roles,
      record.action, record.target, record.refusal, record.before, record.after, record.address,
      record.trace, record.request, chain.head.hash)
  }

  /// Signs the head when it is time, and seals it. What is signed is a record of its own, so that a checkpoint
  /// that is taken away is missed.
  private static func close(_ chain: inout Chain, _ connection: Connection) throws {
    let isDue =
      chain.head.position &- chain.checkpoint.position >= checkpointRecords
      || chain.lastAt &- chain.checkpoint.at >= checkpointNanoseconds
    if isDue, let keys = chain.keys {
      try append(
        .ofTheLog(chain.tenant, at: chain.lastAt, checkpointTarget), to: &chain, connection)
      let signed = keys.sign(chain.head, of: chain.tenant, at: chain.lastAt)
      try connection.run(
        """
        INSERT INTO audit_checkpoint (tenant_id, position, hash, signed_at, signature)
        VALUES (?, ?, ?, ?, ?)
        """, chain.tenant, signed.head.position, signed.head.hash, signed.at, signed.signature)
      chain.checkpoint = (chain.head.position, chain.lastAt)
    }
    try connection.run(
      """
      INSERT INTO audit_head (tenant_id, position, hash, seal) VALUES (?, ?, ?, ?)
      ON CONFLICT (tenant_id) DO UPDATE SET position = excluded.position, hash = excluded.hash,
        seal = excluded.seal
      """, chain.tenant, chain.head.position, chain.head.hash,
      chain.keys?.seal(chain.head, of: chain.tenant))
  }

  /// The chain as it was written last. What is on disk does not have to be what we wrote: the chain goes on
  /// in any case, and says so.
  private func takeUp(_ tenant: String, at now: Int64, _ transaction: Transaction) throws -> Chain {
    if let known = chains.withLock({ $0[tenant] }) { return known }
    let connection = transaction.connection
    let store = AuditStore(.atTheMachine(TenantID(tenant)), connection)
    // A key that does not unwrap stops nobody's work: without it nothing is sealed, which shows.
    let keys = try? AuditChain.Keys {
      try database.keys.secret($0, ofTenant: tenant, in: transaction)
    }
    // What cannot be read is as good as what is not there.
    let (kept, signed) = (try? store.head(), try? store.lastCheckpoint())
    let last = max(try store.lastPosition(), signed?.head.position ?? 0)
    var head = kept?.head ?? AuditChain.start(tenant)
    let isRight =
      last == head.position
      && (kept == nil || keys.map { $0.seal(head, of: tenant) } == kept?.seal)
    head.position = max(head.position, last)
    var chain = Chain(
      tenant: tenant, keys: keys, head: head,
      checkpoint: (signed?.head.position ?? 0, signed?.at ?? now))
    if !isRight {
      var record = AuditRecord.ofTheLog(tenant, at: now, "audit/head")
      record.refusal = Self.brokenSeal
      try Self.append(record, to: &chain, connection)
    }
    return chain
  }
}

extension AuditRecord {
  /// The log's own, of no call.
  fileprivate static func ofTheLog(
    _ tenant: String, at instant: Int64, _ target: String
  ) -> AuditRecord {
    AuditRecord(
      tenant: tenant, at: instant, actor: "", roles: "", action: "", target: target, address: "")
  }
}
