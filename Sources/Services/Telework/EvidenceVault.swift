import Buffers
import CivilTime
import Crypto
import RPC
import Rules
import Storage

/// A telework agent (勤務端末): whom it watches, and what may be touched through it.
struct Agent: Sendable {
  let id: String
  let worker: String
  let tenancy: Tenancy
}

/// Evidence at rest: rows and pictures together, with the keys that open them.
struct EvidenceVault: Sendable {
  let database: Database
  let clock: any Clock
  let trail: AuditTrail
  let pageTokenSecret: [UInt8]

  // MARK: Storing

  /// What became of an offered picture.
  enum Outcome: Sendable {
    /// Durable, and accepted at this instant (nanoseconds since 1970).
    case stored(receivedAt: Int64)
    case duplicate(receivedAt: Int64)
    case reused
    /// Its number is known, and its time is over.
    case purged
    /// It comes after its time: its number counts as purged.
    case tooOld(keptFrom: CivilDate)
  }

  typealias Storing = Pending<Transaction, Outcome>

  /// Encrypts an accepted picture and has it stored: the answer's value is there once it is durable.
  /// Pictures of one caller are taken in its order (TEL-37, TEL-38). What it waits for the storage goes
  /// into `wait`.
  func store(
    _ accepted: EvidenceCandidate.Accepted, trigger: Int32, kind: Int32, content: Bytes,
    hash: SHA256.Digest, capturedAt: Int64, of agent: Agent, by act: AuditRecord,
    _ wait: StorageWait
  ) async throws -> Storing {
    let receivedAt = try now()
    try database.requireRoom()
    let retention = RetentionMonth(capturedAt: accepted.capturedAt)
    guard let month = LogMonth(year: retention.year, month: retention.month) else {
      throw EvidenceRejection.captureTimeInvalid
    }
    let key = try await wait.during {
      try await database.keys.key(tenant: agent.tenancy.tenant.text, worker: agent.worker)
    }
    let context = EvidenceRow.context(agent: agent.id, sequence: accepted.sequence)
    let sealed = try SealedEvidence(content, key: key, context: context)
    // The count alone goes into the request: the picture itself may go once it is sealed.
    let contentBytes = content.count
    return try await wait.during {
      try await database.submit(weight: contentBytes) { transaction in
        try TeleworkContract.requireRunning(agent.tenancy, transaction.connection)
        let store = EvidenceStore(agent.tenancy, transaction.connection)
        if let known = try store.known(agent: agent.id, sequence: accepted.sequence) {
          return known.content == hash ? .duplicate(receivedAt: known.receivedAt) : .reused
        }
        if try store.purgedRange(agent: agent.id, around: accepted.sequence) != nil {
          return .purged
        }
        if let keptFrom = try KeptPictures.firstKept(
          overtaking: capturedAt, of: agent, at: Instant(storedNanoseconds: receivedAt),
          transaction.connection)
        {
          let keys = try AuditChain.Keys {
            try database.keys.secret($0, ofTenant: agent.tenancy.tenant.text, in: transaction)
          }
          try store.leave(sequences: accepted.sequence...accepted.sequence, agent: agent.id, keys)
          return .tooOld(keptFrom: keptFrom)
        }
        let head = try store.head(agent: agent.id)
        let link = EvidenceChain.Link(
          position: head.position + 1, sequence: accepted.sequence, worker: agent.worker,
          kind: kind, trigger: trigger, capturedAt: capturedAt, receivedAt: receivedAt,
          contentBytes: Int64(contentBytes), content: hash)
        let row = EvidenceRow(
          link: link, agent: agent.id, picture: accepted.picture,
          position: try transaction.append(sealed, to: month),
          chainHash: head.appending(link).hash)
        try store.add(row)
        trail.anchor(row, agent, act, in: transaction)
        return .stored(receivedAt: receivedAt)
      }
    }
  }

  /// Keeps a report of loss; false when it was known. Durable when it returns.
  func storeLoss(_ range: ClosedRange<Int64>, of agent: Agent) async throws -> Bool {
    let now = try now()
    return try await database.write { transaction in
      try TeleworkContract.requireRunning(agent.tenancy, transaction.connection)
      return try EvidenceStore(agent.tenancy, transaction.connection)
        .addLoss(range, agent: agent.id, at: now)
    }
  }

  /// The clock's time as it is stored. A clock outside the years that can be stored is a fault of the
  /// machine, and nothing is accepted under a wrong time.
  private func now() throws -> Int64 {
    guard let now = clock.now.storedNanoseconds else { throw ClockFault() }
    return now
  }

  // MARK: Reading

  /// Puts on record that somebody looks: durable when it returns, so that nothing is shown before. While the
  /// disk takes no record, nobody sees anything.
  func note(_ call: CallContext, on target: String) async throws {
    try await trail.note(try AuditRecord(call, at: clock.now, on: target), call)
  }

  /// Reads what is there of a tenant's evidence.
  func read<R: Sendable>(
    _ tenancy: Tenancy, _ body: @escaping @Sendable (EvidenceStore) throws -> R
  ) async throws -> R {
    try await database.read { try body(EvidenceStore(tenancy, $0)) }
  }

  /// The picture itself, verified against its tag.
  ///
  /// - Throws: DATA_LOSS when it does not read as it was written.
  func content(of row: EvidenceRow, _ tenancy: Tenancy) async throws -> Bytes {
    let tenant = tenancy.tenant.text
    guard
      let key = try await database.keys.existingKey(tenant: tenant, worker: row.link.worker)
    else {
      let worker = row.link.worker
      let isErased = try await database.read {
        try KeyRing.isErased(tenant: tenant, worker: worker, $0)
      }
      throw isErased
        ? StorageError.keyDestroyed(tenant: tenant, worker: worker)
        : StorageError.keyMissing(tenant: tenant, worker: worker)
    }
    return try await database.readEvidence(at: row.position, key: key, context: row.context)
  }

  /// A run of numbers without a picture, and what is known of them.
  struct Gap: Sendable, Hashable {
    enum State: Sendable, Hashable {
      case pending
      /// The agent has reported their loss.
      case lost
      /// Their time is over.
      case purged
    }

    var range: ClosedRange<Int64>
    var state: State
  }

  /// The first number from which an agent has something to send: neither stored, nor reported lost, nor purged.
  func firstUnsent(of agent: Agent) async throws -> Int64 {
    var after: Int64 = 0
    while true {
      let (gaps, highest) = try await gaps(of: agent, after: after, limit: 500)
      if let pending = gaps.first(where: { $0.state == .pending }) {
        return pending.range.lowerBound
      }
      guard let last = gaps.last, gaps.count == 500 else { return highest + 1 }
      after = last.range.upperBound
    }
  }

  /// An agent's gaps above a number, lowest first (TEL-36), and the highest number known of it.
  func gaps(
    of agent: Agent, after: Int64, limit: Int
  ) async throws -> (gaps: [Gap], highest: Int64) {
    try await read(agent.tenancy) { store in
      let missing = try store.missing(agent: agent.id, after: after, limit: limit)
      let gaps = try missing.flatMap { range in
        // The page needs no more pieces than its rows: what is cut off comes with the next page.
        let losses = try store.losses(agent: agent.id, overlapping: range, limit: limit)
        let purged = try store.purgedRanges(agent: agent.id, overlapping: range, limit: limit)
        return Gap.split(range, reported: losses, purged: purged)
      }
      return (Array(gaps.prefix(limit)), try store.highest(agent: agent.id))
    }
  }
}

extension EvidenceVault.Gap {
  /// Cuts a run of missing numbers into what was purged, what was reported lost, and what may still come.
  ///
  /// - Parameters:
  ///   - reported: ordered by their lower bounds; they may overlap.
  ///   - purged: the same. It says more than a loss.
  static func split(
    _ range: ClosedRange<Int64>, reported: [ClosedRange<Int64>], purged: [ClosedRange<Int64>] = []
  ) -> [EvidenceVault.Gap] {
    cut(range, by: purged).flatMap { part, isPurged in
      isPurged
        ? [EvidenceVault.Gap(range: part, state: .purged)]
        : cut(part, by: reported).map { part, isLost in
          EvidenceVault.Gap(range: part, state: isLost ? .lost : .pending)
        }
    }
  }

  /// The parts of a range that others cover, and those between.
  private static func cut(
    _ range: ClosedRange<Int64>, by covers: [ClosedRange<Int64>]
  ) -> [(part: ClosedRange<Int64>, isCovered: Bool)] {
    var parts: [(part: ClosedRange<Int64>, isCovered: Bool)] = []
    var next = range.lowerBound
    func add(_ upper: Int64, _ isCovered: Bool) {
      guard next <= upper else { return }
      if let last = parts.last, last.isCovered == isCovered {
        parts[parts.count - 1].part = last.part.lowerBound...upper
      } else {
        parts.append((next...upper, isCovered))
      }
      next = upper + 1
    }
    for cover in covers where cover.overlaps(range) {
      add(min(cover.lowerBound - 1, range.upperBound), false)
      add(min(cover.upperBound, range.upperBound), true)
    }
    add(range.upperBound, false)
    return parts
  }
}
