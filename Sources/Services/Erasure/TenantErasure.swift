import CivilTime
import Crypto
import SQLite
import Storage

/// The erasure of one tenant (TEL-27), step by step.
///
/// Each step is a commit, and what the next one is follows from what is kept: whoever is killed in between goes on
/// there, and nothing is done or counted twice.
///
///     begin    its keys are destroyed: from here on nobody reads a picture of it, and none comes in
///     delete   its rows, some at a time
///     logs     those in which nobody else has a picture go; in the others its own are noise
///     finish   the certificate, signed
struct TenantErasure: Sendable {
  let tenant: TenantID
  let database: Database
  let trail: AuditTrail

  /// What came of a step.
  enum Outcome: Sendable {
    /// There is another.
    case goesOn
    /// The first: who knows callers of the tenant is to forget them.
    case begun
    /// A hold stands, or the day has not come.
    case waits
    case done
  }

  /// Of what the server does by itself.
  static let action = "madod erase"

  private var tenancy: Tenancy { .ofWhomItConcerns(tenant) }

  /// Takes the next step.
  func advance(at now: Instant) async throws -> Outcome {
    let known = try await database.read { try ErasureStore($0).erasure(tenant) }
    guard let known, known.doneAt == nil else { return .done }
    guard known.begunAt != nil else {
      return try await database.write { try begin(at: now, in: $0) }
    }
    if try await database.write({ try deleteSome(in: $0) }) { return .goesOn }
    if try await settleLog() { return .goesOn }
    return try await database.write { try finish(at: now, in: $0) }
  }

  // MARK: Begin

  private func begin(at now: Instant, in transaction: Transaction) throws -> Outcome {
    let connection = transaction.connection
    let (store, register) = (ErasureStore(connection), TenantRegister(connection))
    guard var erasure = try store.erasure(tenant), var row = try register.tenant(tenant) else {
      return .done
    }
    guard erasure.begunAt == nil else { return .goesOn }
    guard row.state == .closed, let due = erasure.eraseFrom,
      due <= JST.date(of: now).description
    else { return .waits }
    guard try !store.isHeld(tenant) else {
      // Said once, and not with each look.
      guard erasure.blockedAt == nil else { return .waits }
      erasure.blockedAt = now.seconds
      try store.replace(erasure)
      try note("LEGAL_HOLD", at: now, in: transaction)
      return .waits
    }
    erasure.statement = try opening(of: erasure, at: now, in: transaction)
    erasure.begunAt = now.seconds
    try store.replace(erasure)
    row.erase()
    try register.replace(row)
    // Nothing more goes out in its name.
    try NoticeStore(tenancy, connection).removeWaiting()
    try note("", at: now, in: transaction)
    return .begun
  }

  /// Destroys the keys; returns the first lines of the certificate, for which there is still something to ask.
  private func opening(
    of erasure: ErasureRow, at now: Instant, in transaction: Transaction
  ) throws -> String {
    let connection = transaction.connection
    // What somebody has damaged keeps nothing from being erased.
    let audit = (try? AuditStore(tenancy, connection).head())?.head
    let chains = (try? EvidenceStore(tenancy, connection).heads()) ?? []
    let digest = SHA256.hash(
      Array(chains.map { "\($0.agent) \($0.head.position) \($0.head.hash)\n" }.joined().utf8))
    let workers = try database.keys.destroy(tenant: tenant.text, in: transaction)
    trail.forget(tenant.text)
    return """
      mado certificate of erasure 1
      tenant \(tenant.text)
      contract-end \(erasure.contractEnd ?? "-")
      erase-from \(erasure.eraseFrom ?? "-")
      begun \(now)
      keys-destroyed \(1 + workers), the tenant's and its workers'
      audit-log-end \(audit.map { "\($0.position) \($0.hash)" } ?? "-")
      evidence-chains \(chains.count) \(digest)

      """
  }

  // MARK: Rows

  /// Deletes some rows; false when there are none.
  private func deleteSome(in transaction: Transaction) throws -> Bool {
    let rows = TenantRows(tenancy, transaction.connection)
    let store = ErasureStore(transaction.connection)
    for table in TenantTable.all where try table.hasRows(rows) {
      if table.name == TenantTable.evidence.name {
        for (month, count) in try TenantTable.picturesInNext(rows) {
          try store.count("\(Log.open) \(month)", count, of: tenant)
        }
      }
      try store.count("deleted \(table.name)", Int64(try table.deleteSome(rows)), of: tenant)
      return true
    }
    return false
  }

  // MARK: Logs

  /// What becomes of a log in which the tenant had pictures, as it stands before the month where they are counted.
  private enum Log {
    static let open = "log"
    static let removed = "log-removed"
    static let kept = "log-kept-for-others"
  }

  /// Decides on a log; false when all are decided on.
  private func settleLog() async throws -> Bool {
    let found = try await database.read { connection -> (String, LogMonth, length: Int64?)? in
      let counted = try ErasureStore(connection).counts(of: tenant)
      guard let what = counted.first(where: { $0.what.hasPrefix("\(Log.open) ") })?.what,
        let month = LogMonth(String(what.dropFirst(Log.open.count + 1)))
      else { return nil }
      let length = try ErasureStore(connection).lengthOfAbandoned(month)
      return (what, month, length)
    }
    guard let (what, month, length) = found else { return false }
    try await database.write { transaction in
      var name = Log.kept
      if let length {
        // Somebody's picture has come in meanwhile: it is looked at again.
        guard try transaction.removeLog(month, ifStill: length) else { return }
        name = Log.removed
      }
      try ErasureStore(transaction.connection)
        .rename(what, to: "\(name) \(month)", of: tenant)
    }
    return true
  }

  // MARK: Finish

  private func finish(at now: Instant, in transaction: Transaction) throws -> Outcome {
    let connection = transaction.connection
    let (store, rows) = (ErasureStore(connection), TenantRows(tenancy, connection))
    guard var erasure = try store.erasure(tenant), erasure.doneAt == nil else { return .done }
    // Something that was under way may have left a row.
    for table in TenantTable.all where try table.hasRows(rows) { return .goesOn }
    erasure.statement += try store.counts(of: tenant).map { "\($0.what) \($0.count)\n" }.joined()
    erasure.statement += """
      finished \(now)
      beyond-reach backups made before, and what a disk keeps of overwritten blocks

      """
    let keys = try AuditChain.Keys {
      try database.keys.secret($0, ofTenant: TenantID.vendor.text, in: transaction)
    }
    erasure.signature = keys.signing.signature(of: Array(erasure.statement.utf8))
    erasure.publicKey = keys.signing.publicKey
    erasure.doneAt = now.seconds
    try store.replace(erasure)
    try store.removeCounts(of: tenant)
    transaction.checkpointAfterCommit()
    try note("", of: erasure.statement, at: now, in: transaction)
    return .done
  }

  /// Leaves a record in the vendor's log: the tenant's own goes.
  private func note(
    _ refusal: String, of statement: String? = nil, at now: Instant, in transaction: Transaction
  ) throws {
    guard let instant = now.storedNanoseconds else { throw ClockFault() }
    var record = AuditRecord(
      tenant: TenantID.vendor.text, at: instant, actor: "", roles: "", action: Self.action,
      target: "tenant/\(tenant.text)", refusal: refusal, address: "")
    record.after = statement.map { SHA256.hash(Array($0.utf8)) }
    trail.leave(record, in: transaction)
  }
}

extension TenantRow {
  /// Leaves of a tenant that it was one.
  fileprivate mutating func erase() {
    (name, corporateNumber, locale, systemID) = ("", "", "ja", "")
    state = .erased
    version += 1
  }
}
