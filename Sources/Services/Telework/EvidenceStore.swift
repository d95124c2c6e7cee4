import Crypto
import SQLite
import Storage

/// The evidence of a tenant, with losses and chains.
struct EvidenceStore {
  let tenancy: Tenancy
  let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    self.tenancy = tenancy
    rows = TenantRows(tenancy, connection)
  }

  // MARK: Writing

  func add(_ row: EvidenceRow) throws {
    try rows.run(
      """
      INSERT INTO evidence (\(EvidenceRow.columns), tenant_id)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, :tenant)
      """, row.agent, row.link.sequence, row.link.worker, row.link.kind, row.link.trigger,
      row.link.capturedAt, row.link.receivedAt, row.picture.format.code, row.picture.width,
      row.picture.height, row.link.contentBytes, row.link.content.bytes, row.link.position,
      row.chainHash.bytes, row.position.month.description, row.position.offset,
      row.position.length)
    try rows.run(
      """
      INSERT INTO evidence_chain (agent_id, tenant_id, position, hash) VALUES (?, :tenant, ?, ?)
      ON CONFLICT (agent_id) DO UPDATE SET position = excluded.position, hash = excluded.hash
      """, row.agent, row.link.position, row.chainHash.bytes)
  }

  /// Keeps a report of loss; false when all of it was known. Ranges that overlap or touch become one,
  /// so that reports cannot pile up.
  func addLoss(
    _ range: ClosedRange<Int64>, agent: String, at instant: Int64
  ) throws -> Bool {
    let around = max(1, range.lowerBound - 1)...range.upperBound + 1
    let near = try losses(agent: agent, overlapping: around, limit: .max)
    if near.contains(where: { $0.contains(range.lowerBound) && $0.contains(range.upperBound) }) {
      return false
    }
    try rows.run(
      """
      DELETE FROM evidence_loss
      WHERE agent_id = ? AND tenant_id = :tenant AND to_sequence >= ? AND from_sequence <= ?
      """, agent, around.lowerBound, around.upperBound)
    try rows.run(
      """
      INSERT INTO evidence_loss (agent_id, tenant_id, from_sequence, to_sequence, reported_at)
      VALUES (?, :tenant, ?, ?, ?)
      """, agent, min(range.lowerBound, near.first?.lowerBound ?? range.lowerBound),
      max(range.upperBound, near.last?.upperBound ?? range.upperBound), instant)
    return true
  }

  // MARK: Reading

  func start(_ agent: String) -> EvidenceChain.Head {
    EvidenceChain.start(tenant: tenancy.tenant.text, agent: agent)
  }

  /// The content's hash under a sequence, and when it came, if there is a picture.
  func known(
    agent: String, sequence: Int64
  ) throws -> (content: SHA256.Digest, receivedAt: Int64)? {
    try rows.first(
      """
      SELECT sha256, received_at FROM evidence
      WHERE agent_id = ? AND sequence = ? AND tenant_id = :tenant
      """, agent, sequence
    ) { row in
      guard let digest = SHA256.Digest(try row.read(0, as: [UInt8].self)) else {
        throw DamagedRow(table: "evidence")
      }
      return (digest, try row.read(1))
    }
  }

  /// How far an agent's chain goes.
  func head(agent: String) throws -> EvidenceChain.Head {
    try rows.first(
      """
      SELECT position, hash FROM evidence_chain WHERE agent_id = ? AND tenant_id = :tenant
      """, agent
    ) { row in
      guard let hash = SHA256.Digest(try row.read(1, as: [UInt8].self)) else {
        throw DamagedRow(table: "evidence_chain")
      }
      return EvidenceChain.Head(position: try row.read(0), hash: hash)
    } ?? start(agent)
  }

  /// How many pictures there are of a worker, and when the first and the last were taken (nanoseconds since 1970).
  func extent(of worker: String) throws -> (count: Int64, first: Int64?, last: Int64?) {
    try rows.first(
      """
      SELECT COUNT(*), MIN(captured_at), MAX(captured_at) FROM evidence
      WHERE tenant_id = :tenant AND worker_id = ? AND agent_id IN
        (SELECT id FROM agent WHERE tenant_id = :tenant AND worker_id = ?)
      """, worker, worker
    ) { (count: try $0.read(0), first: try $0.read(1), last: try $0.read(2)) } ?? (0, nil, nil)
  }

  /// How far the chains of all agents go, in the order of their ids.
  func heads() throws -> [(agent: String, head: EvidenceChain.Head)] {
    try rows.query(
      """
      SELECT position, hash, agent_id FROM evidence_chain
      WHERE tenant_id = :tenant AND agent_id IN (SELECT id FROM agent WHERE tenant_id = :tenant)
      ORDER BY agent_id
      """
    ) { row in
      guard let hash = SHA256.Digest(try row.read(1, as: [UInt8].self)) else {
        throw DamagedRow(table: "evidence_chain")
      }
      return (
        agent: try row.read(2), head: EvidenceChain.Head(position: try row.read(0), hash: hash)
      )
    }
  }

  /// How far an agent's chain goes as its head says, and the last place that a link holds or held (0 without one), both
  /// of one state of the database.
  func headAndLast(agent: String) throws -> (head: EvidenceChain.Head, last: Int64) {
    let start = start(agent)
    return try rows.first(
      """
      SELECT position, hash,
        (SELECT MAX(chain_position) FROM evidence WHERE evidence.agent_id = agent.id),
        (SELECT MAX(to_position) FROM evidence_purge WHERE evidence_purge.agent_id = agent.id)
      FROM agent LEFT JOIN evidence_chain ON evidence_chain.agent_id = agent.id
      WHERE agent.id = ? AND agent.tenant_id = :tenant
      """, agent
    ) { row in
      let last = try max(row.read(2, as: Int64?.self) ?? 0, row.read(3, as: Int64?.self) ?? 0)
      guard let position = try row.read(0, as: Int64?.self) else { return (start, last) }
      guard let hash = SHA256.Digest(try row.read(1, as: [UInt8].self)) else {
        throw DamagedRow(table: "evidence_chain")
      }
      return (EvidenceChain.Head(position: position, hash: hash), last)
    } ?? (start, 0)
  }

  /// Whom an agent watches, if it is there for the caller.
  func worker(of agent: String) throws -> String? {
    try rows.first(
      """
      SELECT worker_id FROM agent
      WHERE id = ? AND tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))
      """, agent
    ) { try $0.read(0) }
  }

  func evidence(agent: String, sequence: Int64) throws -> EvidenceRow? {
    try rows.first(
      """
      SELECT \(EvidenceRow.columns) FROM evidence
      WHERE agent_id = ? AND sequence = ? AND tenant_id = :tenant
        AND \(rows.shows(worker: "worker_id"))
      """, agent, sequence, make: EvidenceRow.init)
  }

  /// What a list asks for, with the place to go on from.
  struct Filter: Sendable {
    var worker: String?
    var agent: String?
    var capturedFrom: Int64?
    var capturedBefore: Int64?
    /// The last one of the page before: agent and sequence.
    var after: (agent: String, sequence: Int64)?
  }

  /// A page by agent and sequence, of at most `limit` rows: what is left of the agent where the last page ended, and then
  /// the agents behind it. Each agent's rows are found by its numbers or by its times, whatever else is stored.
  func list(_ filter: Filter, limit: Int) throws -> [EvidenceRow] {
    guard let after = filter.after else {
      return try list(filter, agents: ("id > ?", [""]), limit: limit)
    }
    let rest = try list(
      filter, agents: ("id = ?", [after.agent]), pictures: ("sequence > ?", [after.sequence]),
      limit: limit)
    guard rest.count < limit else { return rest }
    return try rest
      + list(filter, agents: ("id > ?", [after.agent]), limit: limit - rest.count)
  }

  private typealias Condition = (sql: String, values: [any Bindable])

  private func list(
    _ filter: Filter, agents: Condition, pictures: Condition? = nil, limit: Int
  ) throws -> [EvidenceRow] {
    var (agents, pictures) = ([agents], pictures.map { [$0] } ?? [])
    if let worker = filter.worker { agents.append(("worker_id = ?", [worker])) }
    if let agent = filter.agent { agents.append(("id = ?", [agent])) }
    if let from = filter.capturedFrom { pictures.append(("captured_at >= ?", [from])) }
    if let before = filter.capturedBefore { pictures.append(("captured_at < ?", [before])) }
    return try rows.query(
      """
      SELECT \(EvidenceRow.columns) FROM evidence
      WHERE tenant_id = :tenant AND \(rows.shows(worker: "worker_id")) AND agent_id IN (
        SELECT id FROM agent WHERE tenant_id = :tenant AND \(rows.shows(worker: "worker_id"))
          \(agents.map { "AND " + $0.sql }.joined(separator: " ")))
        \(pictures.map { "AND " + $0.sql }.joined(separator: " "))
      ORDER BY agent_id, sequence LIMIT ?
      """, values: agents.flatMap(\.values) + pictures.flatMap(\.values) + [limit],
      make: EvidenceRow.init)
  }

  /// An agent's chain from a place on, at most `limit` links; nil stands for a row that cannot be read.
  func chain(
    agent: String, from position: Int64, limit: Int
  ) throws -> [EvidenceRow?] {
    try rows.query(
      """
      SELECT \(EvidenceRow.columns) FROM evidence
      WHERE agent_id = ? AND tenant_id = :tenant AND chain_position >= ?
      ORDER BY chain_position LIMIT ?
      """, agent, position, limit
    ) { try? EvidenceRow($0) }
  }

  /// The numbers without a picture above `after`, as the runs between the stored ones, lowest first.
  /// The last run goes up to the highest number of which a loss speaks, or that was purged.
  func missing(
    agent: String, after: Int64, limit: Int
  ) throws -> [ClosedRange<Int64>] {
    // A loss behind all that is stored counts as a picture just behind it, which ends the last run.
    try rows.query(
      """
      SELECT before + 1, sequence - 1 FROM (
        SELECT sequence, LAG(sequence, 1, ?) OVER (ORDER BY sequence) AS before FROM (
          SELECT sequence FROM evidence
            WHERE agent_id = ? AND tenant_id = :tenant AND sequence > ?
          UNION SELECT MAX(to_sequence) + 1 FROM (
              SELECT to_sequence FROM evidence_loss WHERE agent_id = ? AND tenant_id = :tenant
              UNION ALL SELECT to_sequence FROM evidence_purged_sequence
                WHERE agent_id = ? AND tenant_id = :tenant) AS gone
            HAVING MAX(to_sequence) >
              (SELECT COALESCE(MAX(sequence), 0) FROM evidence
                WHERE agent_id = ? AND tenant_id = :tenant)
              AND MAX(to_sequence) > ?
        ) AS stored
      ) AS run WHERE sequence - before > 1 ORDER BY sequence LIMIT ?
      """, after, agent, after, agent, agent, agent, after, limit
    ) { row in
      let (first, last): (Int64, Int64) = (try row.read(0), try row.read(1))
      guard first <= last else { throw DamagedRow(table: "evidence") }
      return first...last
    }
  }

  /// What was reported lost within a range. Kept ranges neither overlap nor touch.
  func losses(
    agent: String, overlapping range: ClosedRange<Int64>, limit: Int
  ) throws -> [ClosedRange<Int64>] {
    try rows.query(
      """
      SELECT from_sequence, to_sequence FROM evidence_loss
      WHERE agent_id = ? AND tenant_id = :tenant AND to_sequence >= ? AND from_sequence <= ?
      ORDER BY from_sequence LIMIT ?
      """, agent, range.lowerBound, range.upperBound, limit
    ) { row in
      let (first, last): (Int64, Int64) = (try row.read(0), try row.read(1))
      guard first <= last else { throw DamagedRow(table: "evidence_loss") }
      return first...last
    }
  }

  /// The highest number stored, lost or purged; 0 when there is none.
  func highest(agent: String) throws -> Int64 {
    try rows.first(
      """
      SELECT MAX(sequence) FROM (
        SELECT MAX(sequence) AS sequence FROM evidence
          WHERE agent_id = ? AND tenant_id = :tenant
        UNION ALL SELECT MAX(to_sequence) FROM evidence_loss
          WHERE agent_id = ? AND tenant_id = :tenant
        UNION ALL SELECT MAX(to_sequence) FROM evidence_purged_sequence
          WHERE agent_id = ? AND tenant_id = :tenant) AS highest
      """, agent, agent, agent
    ) { try $0.read(0, as: Int64?.self) ?? 0 } ?? 0
  }
}
