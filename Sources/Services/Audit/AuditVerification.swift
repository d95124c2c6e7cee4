import Crypto
import MadoAPI
import RPC
import SQLite
import Storage

/// Verifies a tenant's audit log: the hashes of the records, the seal over the last, the checkpoints, and that
/// the evidence is there whose chains it anchors.
struct AuditVerification: Sendable {
  let tenancy: Tenancy
  /// What stands above the chain, in a state of the database; nil without the tenant's key.
  let keys: @Sendable (Connection) throws -> AuditChain.Keys?

  init(
    _ tenancy: Tenancy, keys: @escaping @Sendable (Connection) throws -> AuditChain.Keys?
  ) {
    self.tenancy = tenancy
    self.keys = keys
  }

  /// With the keys of a database at work.
  init(_ tenancy: Tenancy, _ keys: KeyRing) {
    self.init(tenancy) { try AuditChain.Keys(of: tenancy.tenant.text, keys, $0) }
  }

  /// Records read at a time.
  private static let batch = 500
  private static let recordsMax: Int64 = 100_000

  typealias Break = Audit.VerifyResponse.Break
  private var tenant: String { tenancy.tenant.text }

  /// Verifies what a server at work has, in parts.
  func run(
    _ request: Audit.VerifyRequest, _ database: Database, _ trail: AuditTrail
  ) async throws -> Audit.VerifyResponse {
    // Asked before the database, which must not know less.
    let written = trail.head(of: tenant)
    let ends = try await database.read { try self.ends($0, from: max(1, request.fromPosition)) }
    var response = Audit.VerifyResponse(state: .ok)
    if ends.head.position > 0 { response.head = Audit.Head(ends.head) }
    guard let before = ends.before else {
      return response.broken(Self.missing(request.fromPosition &- 1))
    }
    var place = Place(head: before, known: request.known)
    let wanted = request.maxRecords == 0 ? Self.recordsMax : request.maxRecords
    let last = min(ends.head.position, before.position &+ min(wanted, Self.recordsMax))
    while place.head.position < last {
      try Task.checkCancellation()
      let step = try await database.read { [place] in try follow(place, to: last, $0) }
      place = step.place
      response.checked = place.head.position &- before.position
      if let broken = step.broken { return response.broken(broken) }
    }
    if last == ends.head.position, place.head.hash != ends.head.hash {
      return response.broken(Self.headMismatch(last))
    }
    // What is wrong with the end comes last: a record says more.
    if let broken = ends.broken ?? wentBack(ends.head, written) { return response.broken(broken) }
    if let known = request.known, known.position > ends.head.position {
      return response.broken(Self.knownMismatch(known.position))
    }
    response.nextPosition = last < ends.head.position ? last &+ 1 : 0
    return response
  }

  /// Verifies all of it, however long it is.
  func runWhole(
    _ progress: Operations.Progress, _ database: Database, _ trail: AuditTrail
  ) async throws -> Audit.VerifyResponse {
    var (request, checked) = (Audit.VerifyRequest(maxRecords: 5_000), Int64(0))
    while true {
      try Task.checkCancellation()
      var response = try await run(request, database, trail)
      checked += response.checked
      progress.report(checked, of: response.head?.position ?? 0)
      guard response.state == .ok, response.nextPosition > 0 else {
        response.checked = checked
        return response
      }
      request.fromPosition = response.nextPosition
    }
  }

  /// Verifies one state of a database as a whole; returns how many records it has, and the first break.
  func run(_ connection: Connection) throws -> (records: Int64, broken: Break?) {
    let ends = try ends(connection, from: 1)
    var place = Place(head: AuditChain.start(tenant), known: nil)
    while place.head.position < ends.head.position {
      let step = try follow(place, to: ends.head.position, connection)
      place = step.place
      if let broken = step.broken { return (place.head.position, broken) }
    }
    guard place.head.hash == ends.head.hash else {
      return (place.head.position, Self.headMismatch(place.head.position))
    }
    return (place.head.position, ends.broken)
  }

  private static func headMismatch(_ position: Int64) -> Break {
    .at(position, "HEAD_MISMATCH", "the kept head is not the hash of the last record")
  }

  // MARK: The ends

  /// Where the chain ends, what is wrong with that, and the head before the first record to verify; nil when
  /// that is missing.
  private func ends(
    _ connection: Connection, from first: Int64
  ) throws -> (head: AuditChain.Head, broken: Break?, before: AuditChain.Head?) {
    let store = AuditStore(tenancy, connection)
    let beginning = AuditChain.start(tenant)
    let (kept, last, signed) = try store.ends()
    let head = kept?.head ?? beginning
    var broken: Break?
    if last > head.position || signed > head.position {
      broken = .at(
        head.position &+ 1, "HEAD_MISMATCH",
        "there are records up to \(last) and checkpoints up to \(signed), and the kept "
          + "head ends at \(head.position)")
    } else if let kept {
      if try kept.seal == nil || keys(connection)?.seal(kept.head, of: tenant) != kept.seal {
        broken = .at(
          head.position, "SEAL_BROKEN",
          "the head is not what the server sealed: it was changed, and what lies before "
            + "it may have been")
      }
    }
    guard first > 1 else { return (head, broken, beginning) }
    guard first <= head.position &+ 1 else { throw Self.pastEnd(first, head.position) }
    guard let before = try store.chain(from: first &- 1, limit: 1).first ?? nil,
      before.position == first &- 1
    else { return (head, broken, nil) }
    return (head, broken, AuditChain.Head(position: before.position, hash: before.hash))
  }

  /// Whether this process has written what is not there any more.
  private func wentBack(_ head: AuditChain.Head, _ written: AuditChain.Head?) -> Break? {
    guard let written else { return nil }
    let isBehind =
      head.position < written.position
      || (head.position == written.position && head.hash != written.hash)
    guard isBehind else { return nil }
    return .at(
      min(head.position &+ 1, written.position), "WENT_BACK",
      "the server wrote records up to \(written.position), and the database ends at "
        + "\(head.position): somebody has put an earlier state in its place")
  }

  private static func pastEnd(_ position: Int64, _ head: Int64) -> RPCError {
    RPCError(
      .outOfRange,
      "from_position is \(position) but the chain ends at \(head): give at most \(head + 1)",
      reason: "POSITION_PAST_END",
      metadata: ["from_position": "\(position)", "head_position": "\(head)"])
  }

  // MARK: The records

  /// How far the chain holds.
  private struct Place: Sendable {
    var head: AuditChain.Head
    let known: Audit.Head?
  }

  private func follow(
    _ place: Place, to last: Int64, _ connection: Connection
  ) throws -> (place: Place, broken: Break?) {
    var place = place
    let store = AuditStore(tenancy, connection)
    let first = place.head.position &+ 1
    let limit = min(Self.batch, Int(clamping: last &- place.head.position))
    let rows = try store.chain(from: first, limit: limit)
    guard !rows.isEmpty else { return (place, Self.missing(first)) }
    let end = first &+ Int64(limit) &- 1
    let signed = Dictionary(
      try store.checkpoints(first...end).map { ($0.head.position, $0) },
      uniquingKeysWith: { a, _ in a })
    let publicKey = try keys(connection)?.signing.publicKey
    for row in rows {
      let position = place.head.position &+ 1
      guard let row else {
        return (place, Self.changed(position, "the record's row cannot be read"))
      }
      guard row.position == position else { return (place, Self.missing(position)) }
      let head = place.head.appending(row.record)
      guard head.hash == row.hash else {
        return (place, Self.changed(position, "the record, or the hash kept with it, was changed"))
      }
      if let known = place.known, known.position == position, head.hash != Digest(known.hash) {
        return (place, Self.knownMismatch(position))
      }
      if let checkpoint = signed[position] {
        let isRight = publicKey.map { checkpoint.isRight(of: tenant, publicKey: $0) } ?? false
        guard isRight, checkpoint.head == head else {
          return (
            place,
            .at(
              position, "CHECKPOINT_BROKEN",
              "what was signed at this record is not its hash, or not our signature")
          )
        }
      }
      if let broken = try flaw(in: row, signed, connection) { return (place, broken) }
      place.head = head
    }
    return (place, nil)
  }

  private typealias Digest = SHA256.Digest

  /// What is wrong with what a record speaks of.
  private func flaw(
    in row: AuditRow, _ signed: [Int64: AuditChain.Checkpoint], _ connection: Connection
  ) throws -> Break? {
    if row.record.refusal == AuditTrail.brokenSeal {
      return .at(
        row.position, "SEAL_BROKEN",
        "when the server took the log up here, its end was not what it had sealed")
    }
    if row.record.target == AuditTrail.checkpointTarget, signed[row.position] == nil {
      return .at(
        row.position, "CHECKPOINT_BROKEN",
        "the checkpoint that was signed at this record is missing")
    }
    guard let hash = row.record.after, let evidence = row.record.anchored else { return nil }
    let store = EvidenceStore(tenancy, connection)
    let kept = try store.evidence(agent: evidence.agent, sequence: evidence.sequence)
    if kept?.chainHash == hash { return nil }
    let isPurged = try store.isPurged(agent: evidence.agent, evidence.sequence) {
      try keys(connection)
    }
    if kept == nil, isPurged { return nil }
    return .at(
      row.position, "EVIDENCE_CUT",
      "the evidence \(evidence.agent).\(evidence.sequence) is missing, or not that of "
        + "the chain that was anchored here")
  }

  private static func missing(_ position: Int64) -> Break {
    .at(position, "RECORD_MISSING", "the record is missing")
  }

  private static func changed(_ position: Int64, _ message: String) -> Break {
    .at(position, "RECORD_CHANGED", message)
  }

  private static func knownMismatch(_ position: Int64) -> Break {
    .at(
      position, "KNOWN_HEAD_MISMATCH",
      "the chain does not lead through the head that you know: it is another one")
  }
}

extension AuditRecord {
  /// Which evidence a record anchors; nil when it anchors none.
  fileprivate var anchored: (agent: String, sequence: Int64)? {
    guard action == AuditTrail.anchorAction, target.hasPrefix("evidence/") else { return nil }
    return EvidenceRow.parse(id: String(target.dropFirst("evidence/".count)))
  }
}

extension AuditChain.Keys {
  /// For a reader; nil when the tenant has no key, or one that does not unwrap.
  init?(of tenant: String, _ keys: KeyRing, _ connection: Connection) throws {
    try self.init(of: tenant) { try keys.existingSecret($0, ofTenant: tenant, connection) }
  }

  /// The same, of the tenant's secrets by their purposes.
  init?(of tenant: String, _ secret: (_ purpose: String) throws -> SymmetricKey?) throws {
    do {
      try self.init { purpose in
        guard let key = try secret(purpose) else {
          throw StorageError.keyCorrupt(tenant: tenant, worker: nil)
        }
        return key
      }
    } catch StorageError.keyCorrupt {
      return nil
    }
  }
}

extension Audit.VerifyResponse.Break {
  fileprivate static func at(_ position: Int64, _ reason: String, _ message: String) -> Self {
    Self(position: position, reason: reason, message: message)
  }
}

extension Audit.VerifyResponse {
  fileprivate func broken(_ found: Break) -> Audit.VerifyResponse {
    var response = self
    response.state = .broken
    response.firstBreak = found
    return response
  }
}
