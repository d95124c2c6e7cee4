import Buffers
import SQLite
import Storage

/// The evidence of all agents: their chains, the pictures behind the rows, and that each row is its agent's.
struct EvidenceCheck: Verification.Check {
  private struct Owner {
    var agent: String
    var tenant: TenantID
  }

  /// Rows read at a time.
  private static let batch = 256

  func run(
    _ state: StoredState, _ depth: Verification.Depth, _ found: inout Verification
  ) throws {
    let agents = try state.connection.query("SELECT id, tenant_id FROM agent ORDER BY id") { row in
      Owner(agent: try row.read(0), tenant: TenantID(try row.read(1)))
    }
    var (records, pictures) = (0, 0)
    for owner in agents {
      let store = EvidenceStore(.atTheMachine(owner.tenant), state.connection)
      do {
        try walk(owner, store, state, depth, &found, &records, &pictures)
      } catch let error as DamagedRow {
        found.flaws.append(.init("agent \(owner.agent)", "HEAD_MISMATCH", "\(error)"))
      } catch let error as SQLiteError where error.kind == .mismatch {
        found.flaws.append(.init("agent \(owner.agent)", "HEAD_MISMATCH", error.message))
      }
    }
    try findStrangers(state, &found)
    if case .heads = depth {
      found.count((agents.count, "evidence chain"))
    } else {
      found.count(
        (agents.count, "evidence chain"), (records, "link"), (pictures, "decrypted picture"))
    }
  }

  private func walk(
    _ owner: Owner, _ store: EvidenceStore, _ state: StoredState, _ depth: Verification.Depth,
    _ found: inout Verification, _ records: inout Int, _ pictures: inout Int
  ) throws {
    let (head, last) = try store.headAndLast(agent: owner.agent)
    var isWhole = true
    func note(_ broken: ChainBreak?) {
      guard let broken else { return }
      isWhole = false
      found.flaws.append(.init(broken, of: owner.agent))
    }
    note(ChainWalk.overrun(of: head, last: last))
    let isOverrun = !isWhole
    if case .heads = depth {
      if last < head.position {
        note(ChainBreak(last + 1, "RECORD_MISSING", "the chain should go on to \(head.position)"))
      }
      return
    }
    let tenant = owner.tenant.text
    let checkpoints = try store.checkpoints(agent: owner.agent) {
      try AuditChain.Keys(of: tenant) { try state.existingSecret($0, ofTenant: tenant) }
    }
    var walk = ChainWalk(
      from: EvidenceChain.start(tenant: tenant, agent: owner.agent), to: head,
      passing: checkpoints)
    // Behind a break the links say nothing more, the pictures do.
    isWhole = true
    var next: Int64 = 1
    while true {
      let rows = try store.chain(agent: owner.agent, from: next, limit: Self.batch)
      if rows.isEmpty { break }
      for row in rows {
        if isWhole { note(walk.next(row)) }
        records += 1
        next = max(next + 1, (row?.link.position ?? next) + 1)
        guard let row, depth.includes(row.position) else { continue }
        pictures += 1
        if let flaw = try flaw(in: row, owner, state) {
          found.flaws.append(.init(flaw, of: owner.agent))
        }
      }
    }
    if isWhole, !isOverrun { note(walk.end()) }
  }

  private func flaw(
    in row: EvidenceRow, _ owner: Owner, _ state: StoredState
  ) throws -> ChainBreak? {
    let content: Result<Bytes, StorageError>
    do throws(StorageError) {
      content = .success(
        try state.evidence(
          at: row.position, tenant: owner.tenant.text, worker: row.link.worker,
          context: row.context))
    } catch {
      content = .failure(error)
    }
    return try row.flaw(in: content)
  }

  /// Rows that no walk meets: of another tenant than their agent, or at no place of the chain.
  private func findStrangers(_ state: StoredState, _ found: inout Verification) throws {
    let tables = [
      ("evidence", "sequence"), ("evidence_chain", "0"), ("evidence_loss", "from_sequence"),
      ("evidence_purge", "from_position"), ("evidence_purged_sequence", "from_sequence"),
    ]
    for (table, which) in tables {
      let strangers = try state.connection.query(
        """
        SELECT agent_id, \(which) FROM \(table) LEFT JOIN agent ON agent.id = agent_id
        WHERE agent.id IS NULL OR agent.tenant_id <> \(table).tenant_id
        """
      ) { row in (agent: try row.read(0, as: String.self), number: try row.read(1, as: Int64.self))
      }
      for stranger in strangers {
        let record = which == "0" ? stranger.agent : "\(stranger.agent).\(stranger.number)"
        found.flaws.append(
          .init("\(table) \(record)", "OWNER_MISMATCH", "its agent is of another tenant, or none"))
      }
    }
    let misplaced = try state.connection.query(
      "SELECT agent_id, sequence FROM evidence WHERE chain_position < 1 OR sequence < 1"
    ) { row in (agent: try row.read(0, as: String.self), number: try row.read(1, as: Int64.self)) }
    for row in misplaced {
      found.flaws.append(
        .init(
          "evidence \(row.agent).\(row.number)", "LINK_MISMATCH", "it stands at no place of a chain"
        ))
    }
  }
}

extension Verification.Depth {
  fileprivate func includes(_ position: EvidencePosition) -> Bool {
    switch self {
    case .all: return true
    case .heads: return false
    case .pictures(let parts):
      guard let part = parts[position.month] else { return false }
      let (end, overflow) = position.offset.addingReportingOverflow(Int64(position.length))
      return overflow || (position.offset < part.upperBound && end > part.lowerBound)
    }
  }
}

extension Verification.Flaw {
  fileprivate init(_ broken: ChainBreak, of agent: String) {
    let record =
      broken.row.map { "evidence \($0.id)" }
      ?? "evidence of \(agent), place \(broken.position) in the chain"
    self.init(record, broken.reason, broken.message, at: broken.row?.position)
  }
}
