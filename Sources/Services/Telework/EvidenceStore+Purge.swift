import Crypto
import SQLite
import Storage

/// The purge of pictures whose time is over (TEL-40), and what it leaves: checkpoints in the place of links, and the
/// numbers that pictures had, so that none of them comes again.
extension EvidenceStore {
  typealias Keys = AuditChain.Keys

  // MARK: Purging

  /// What some of a purge came to.
  struct Purged: Sendable {
    var count: Int64 = 0
    var held: Int64 = 0
    /// The place in the chain up to which everything was looked at; nil when there is nothing more.
    var place: Int64?
    /// The logs in which the pictures lie.
    var logs: Set<LogMonth> = []
  }

  /// A picture that is looked at: what a row says that may be damaged.
  struct Candidate: Sendable {
    let position: Int64
    let sequence: Int64
    /// Nanoseconds since 1970.
    let capturedAt: Int64
    /// A number of the schema.
    let trigger: Int32
    fileprivate let hash: SHA256.Digest?
    fileprivate let log: LogMonth?
  }

  /// Takes away some of an agent's pictures that were taken before an instant.
  ///
  /// - Parameters:
  ///   - place: behind which place in the chain to go on.
  ///   - isHeld: whether a picture stays nevertheless.
  func purgeSome(
    agent: String, before instant: Int64, after place: Int64, limit: Int, _ keys: Keys,
    isHeld: (Candidate) throws -> Bool
  ) throws -> Purged {
    let found = try rows.query(
      """
      SELECT chain_position, sequence, captured_at, capture_trigger, chain_hash, log_month
      FROM evidence
      WHERE agent_id = ? AND tenant_id = :tenant AND chain_position > ? AND captured_at < ?
      ORDER BY chain_position LIMIT ?
      """, agent, place, instant, limit
    ) { row in
      Candidate(
        position: try row.read(0), sequence: try row.read(1), capturedAt: try row.read(2),
        trigger: try row.read(3),
        hash: (try? row.read(4, as: [UInt8].self)).flatMap { SHA256.Digest($0) },
        log: (try? row.read(5, as: String.self)).flatMap { LogMonth($0) })
    }
    var purged = Purged()
    purged.place = found.count < limit ? nil : found.last?.position
    var run: [Candidate] = []
    for candidate in found {
      guard try !isHeld(candidate) else {
        purged.held += 1
        continue
      }
      if let last = run.last, last.position + 1 != candidate.position {
        try takeAway(run, agent: agent, keys)
        run = []
      }
      run.append(candidate)
      purged.count += 1
      if let log = candidate.log { purged.logs.insert(log) }
    }
    try takeAway(run, agent: agent, keys)
    return purged
  }

  /// Puts a checkpoint in the place of links that follow one another.
  private func takeAway(_ run: [Candidate], agent: String, _ keys: Keys) throws {
    guard let first = run.first, let last = run.last else { return }
    // A row that somebody has damaged gives no hash: the chain shows a break there as it did before.
    let none = SHA256.hash([])
    let before = try hash(agent: agent, at: first.position - 1) ?? none
    try rows.run(
      """
      DELETE FROM evidence
      WHERE agent_id = ? AND tenant_id = :tenant AND chain_position >= ? AND chain_position <= ?
      """, agent, first.position, last.position)
    try leave(
      EvidenceChain.Purge(
        positions: first.position...last.position, before: before, after: last.hash ?? none),
      agent: agent, keys)
    let sequences = run.map(\.sequence).sorted()
    var range = sequences[0]...sequences[0]
    for sequence in sequences.dropFirst() {
      if sequence == range.upperBound + 1 {
        range = range.lowerBound...sequence
      } else {
        try leave(sequences: range, agent: agent, keys)
        range = sequence...sequence
      }
    }
    try leave(sequences: range, agent: agent, keys)
  }

  /// The chain's hash at a place: of the link there, or of what stands in its place.
  private func hash(agent: String, at position: Int64) throws -> SHA256.Digest? {
    if position < 1 { return start(agent).hash }
    let bytes = try rows.first(
      """
      SELECT chain_hash FROM evidence
      WHERE agent_id = ? AND tenant_id = :tenant AND chain_position = ?
      UNION ALL SELECT after_hash FROM evidence_purge
      WHERE agent_id = ? AND tenant_id = :tenant AND to_position = ?
      """, agent, position, agent, position
    ) { try? $0.read(0, as: [UInt8].self) }
    return (bytes ?? nil).flatMap { SHA256.Digest($0) }
  }

  // MARK: What is over

  /// The next agent behind one, or that one.
  func agent(from id: String, including isIncluded: Bool) throws -> String? {
    try rows.first(
      """
      SELECT id FROM agent WHERE tenant_id = :tenant AND (id > ? OR (id = ? AND ?))
      ORDER BY id LIMIT 1
      """, id, id, isIncluded
    ) { try $0.read(0) }
  }

  /// How many pictures were taken before an instant.
  func count(before instant: Int64) throws -> Int64 {
    try rows.first(
      "SELECT COUNT(*) FROM evidence WHERE \(Self.ofTheTenant) AND captured_at < ?", instant
    ) { try $0.read(0) } ?? 0
  }

  /// Whether there is a picture that was taken before an instant.
  func has(before instant: Int64) throws -> Bool {
    try rows.first(
      "SELECT 1 FROM evidence WHERE \(Self.ofTheTenant) AND captured_at < ? LIMIT 1", instant
    ) { _ in true } ?? false
  }

  private static let ofTheTenant =
    "tenant_id = :tenant AND agent_id IN (SELECT id FROM agent WHERE tenant_id = :tenant)"

  /// An agent's pictures in a log behind a number, with their numbers; nil stands for a row that cannot be read.
  func pictures(
    in log: LogMonth, of agent: String, after sequence: Int64, limit: Int
  ) throws -> [(sequence: Int64, picture: EvidenceRow?)] {
    try rows.query(
      """
      SELECT \(EvidenceRow.columns) FROM evidence
      WHERE agent_id = ? AND tenant_id = :tenant AND sequence > ? AND log_month = ?
      ORDER BY sequence LIMIT ?
      """, agent, sequence, log.description, limit
    ) { (sequence: try $0.read(1), picture: try? EvidenceRow($0)) }
  }

  /// Keeps where a picture lies now.
  func place(_ picture: EvidenceRow) throws {
    try rows.run(
      """
      UPDATE evidence SET log_month = ?, log_offset = ?, log_length = ?
      WHERE agent_id = ? AND sequence = ? AND tenant_id = :tenant
      """, picture.position.month.description, picture.position.offset, picture.position.length,
      picture.agent, picture.link.sequence)
  }

  // MARK: Checkpoints

  /// Keeps a checkpoint; those that touch become one.
  private func leave(_ purge: EvidenceChain.Purge, agent: String, _ keys: Keys) throws {
    var purge = purge
    for other in try checkpoints(
      agent: agent, touching: purge.positions, keys: { keys }) where other.isSealed
    {
      let positions = other.purge.positions
      try rows.run(
        """
        DELETE FROM evidence_purge
        WHERE agent_id = ? AND tenant_id = :tenant AND from_position = ?
        """, agent, positions.lowerBound)
      if positions.upperBound < purge.positions.lowerBound {
        purge.before = other.purge.before
        purge.positions = positions.lowerBound...purge.positions.upperBound
      } else {
        purge.after = other.purge.after
        purge.positions = purge.positions.lowerBound...positions.upperBound
      }
    }
    try rows.run(
      """
      INSERT INTO evidence_purge
        (agent_id, from_position, to_position, tenant_id, before_hash, after_hash, seal)
      VALUES (?, ?, ?, :tenant, ?, ?, ?)
      ON CONFLICT (agent_id, from_position) DO UPDATE SET to_position = excluded.to_position,
        before_hash = excluded.before_hash, after_hash = excluded.after_hash, seal = excluded.seal
      """, agent, purge.positions.lowerBound, purge.positions.upperBound, purge.before.bytes,
      purge.after.bytes, keys.seal(purge, agent: agent, of: tenancy.tenant.text).bytes)
  }

  /// What stands in the place of links, in their order.
  ///
  /// - Parameters:
  ///   - range: places, of which only what overlaps or touches them is wanted; nil for all.
  ///   - keys: asked for if there is anything; without them nothing is known to be sealed.
  func checkpoints(
    agent: String, touching range: ClosedRange<Int64>? = nil, keys: () throws -> Keys?
  ) throws -> [PurgeCheckpoint] {
    let found = try rows.query(
      """
      SELECT from_position, to_position, before_hash, after_hash, seal FROM evidence_purge
      WHERE agent_id = ? AND tenant_id = :tenant AND to_position >= ? AND from_position <= ?
      ORDER BY from_position
      """, agent, (range?.lowerBound ?? 1) - 1, (range?.upperBound ?? .max - 1) + 1
    ) { row -> (EvidenceChain.Purge, [UInt8]) in
      let (first, last): (Int64, Int64) = (try row.read(0), try row.read(1))
      guard first > 0, first <= last, let before = SHA256.Digest(try row.read(2, as: [UInt8].self)),
        let after = SHA256.Digest(try row.read(3, as: [UInt8].self))
      else { throw DamagedRow(table: "evidence_purge") }
      return (.init(positions: first...last, before: before, after: after), try row.read(4))
    }
    guard !found.isEmpty else { return [] }
    let (keys, tenant) = (try keys(), tenancy.tenant.text)
    return found.map { purge, seal in
      PurgeCheckpoint(
        purge: purge, isSealed: keys?.seal(purge, agent: agent, of: tenant).bytes == seal)
    }
  }

  // MARK: Numbers

  /// Forgets losses that were reported before an instant: their numbers are then purged ones.
  func purgeLosses(agent: String, before instant: Int64, _ keys: Keys) throws {
    let found = try rows.query(
      """
      SELECT from_sequence, to_sequence FROM evidence_loss
      WHERE agent_id = ? AND tenant_id = :tenant AND reported_at < ?
      """, agent, instant, make: Self.range)
    for range in found {
      try rows.run(
        """
        DELETE FROM evidence_loss
        WHERE agent_id = ? AND tenant_id = :tenant AND from_sequence = ? AND to_sequence = ?
        """, agent, range.lowerBound, range.upperBound)
      try leave(sequences: range, agent: agent, keys)
    }
  }

  /// Keeps numbers as purged ones; ranges that overlap or touch become one.
  func leave(sequences range: ClosedRange<Int64>, agent: String, _ keys: Keys) throws {
    let tenant = tenancy.tenant.text
    var (lower, upper) = (range.lowerBound, range.upperBound)
    let near = try sealedRanges(agent: agent, overlapping: lower - 1...upper + 1, limit: .max)
    for (other, seal) in near
    where keys.seal(purgedSequences: other, agent: agent, of: tenant).bytes == seal {
      try rows.run(
        """
        DELETE FROM evidence_purged_sequence
        WHERE agent_id = ? AND tenant_id = :tenant AND from_sequence = ?
        """, agent, other.lowerBound)
      (lower, upper) = (min(lower, other.lowerBound), max(upper, other.upperBound))
    }
    try rows.run(
      """
      INSERT INTO evidence_purged_sequence (agent_id, from_sequence, to_sequence, tenant_id, seal)
      VALUES (?, ?, ?, :tenant, ?)
      ON CONFLICT (agent_id, from_sequence) DO UPDATE SET to_sequence = excluded.to_sequence,
        seal = excluded.seal
      """, agent, lower, upper,
      keys.seal(purgedSequences: lower...upper, agent: agent, of: tenant).bytes)
  }

  private static func range(_ row: Row) throws -> ClosedRange<Int64> {
    let (first, last): (Int64, Int64) = (try row.read(0), try row.read(1))
    guard first <= last else { throw DamagedRow(table: "evidence_purged_sequence") }
    return first...last
  }

  private func sealedRanges(
    agent: String, overlapping range: ClosedRange<Int64>, limit: Int
  ) throws -> [(range: ClosedRange<Int64>, seal: [UInt8])] {
    try rows.query(
      """
      SELECT from_sequence, to_sequence, seal FROM evidence_purged_sequence
      WHERE agent_id = ? AND tenant_id = :tenant AND to_sequence >= ? AND from_sequence <= ?
      ORDER BY from_sequence LIMIT ?
      """, agent, range.lowerBound, range.upperBound, limit
    ) { (range: try Self.range($0), seal: try $0.read(2)) }
  }

  /// What was purged within a range. Kept ranges neither overlap nor touch.
  func purgedRanges(
    agent: String, overlapping range: ClosedRange<Int64>, limit: Int
  ) throws -> [ClosedRange<Int64>] {
    try sealedRanges(agent: agent, overlapping: range, limit: limit).map(\.range)
  }

  /// The purged numbers around one, with the seal that stands by them; nil when it is none of them.
  func purgedRange(
    agent: String, around sequence: Int64
  ) throws -> (range: ClosedRange<Int64>, seal: [UInt8])? {
    try sealedRanges(agent: agent, overlapping: sequence...sequence, limit: 1).first
  }

  /// Whether the picture of a number was purged, by our own seal.
  func isPurged(
    agent: String, _ sequence: Int64, keys: () throws -> Keys?
  ) throws -> Bool {
    guard let (range, seal) = try purgedRange(agent: agent, around: sequence),
      let keys = try keys()
    else { return false }
    let right = keys.seal(purgedSequences: range, agent: agent, of: tenancy.tenant.text)
    return right.bytes == seal
  }
}
