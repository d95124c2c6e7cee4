import Buffers
import Crypto
import SQLite
import Synchronization

/// The key of one worker's evidence, unwrapped.
public final class EvidenceKey: Sendable {
  /// Which key this is; stands in the header of what it sealed.
  public let id: Int64
  public let tenant: String
  public let worker: String
  let secret: SymmetricKey
  private let destroyed = Atomic<Bool>(false)

  init(id: Int64, tenant: String, worker: String, secret: SymmetricKey) {
    self.id = id
    self.tenant = tenant
    self.worker = worker
    self.secret = secret
  }

  /// Whether it has been erased: then it neither seals nor opens.
  public var isDestroyed: Bool { destroyed.load(ordering: .acquiring) }

  func markDestroyed() { destroyed.store(true, ordering: .releasing) }
}

/// The keys of workers, wrapped by their tenant's, wrapped by the master key. Only wrapped keys are on
/// disk, as rows; destroying a row makes all unreadable that was sealed with the key.
public final class KeyRing: Sendable {
  private let rows: KeyRows
  private let writes: WorkQueue<Transaction>
  private let reads: WorkQueue<Connection>
  private let cache = Mutex<[Owner: EvidenceKey]>([:])

  /// Unwrapped keys kept; beyond that the cache starts over.
  private static let cachedMax = 100_000

  private struct Owner: Hashable {
    let tenant: String
    let worker: String
  }

  init(
    masterKey: SymmetricKey, writes: WorkQueue<Transaction>, reads: WorkQueue<Connection>
  ) {
    rows = KeyRows(masterKey: masterKey)
    self.writes = writes
    self.reads = reads
  }

  // MARK: Using

  /// The worker's key; the first call for a worker makes it. Costs a look-up once it has been used.
  public func key(tenant: String, worker: String) async throws -> EvidenceKey {
    let owner = Owner(tenant: tenant, worker: worker)
    if let known = cache.withLock({ $0[owner] }) { return known }
    return try await request { [self] transaction in
      let key = try findOrMake(owner, transaction.connection)
      keepAfterCommit(key, owner, transaction)
      return key
    }
  }

  /// The worker's key, or nil when it was never made or has been destroyed. For the read that follows:
  /// a read needs no commit, so it goes on while the disk is full.
  public func existingKey(tenant: String, worker: String) async throws -> EvidenceKey? {
    let owner = Owner(tenant: tenant, worker: worker)
    if let known = cache.withLock({ $0[owner] }) { return known }
    let pending = Pending<Connection, EvidenceKey?> { [self] in
      // One state of the database for the keys of worker and tenant.
      try $0.run("BEGIN")
      return try rows.find(tenant: owner.tenant, worker: owner.worker, $0)
    }
    try await reads.add(pending.work)
    return try await pending.value
  }

  /// The key of a worker within a request, as ``key(tenant:worker:)``.
  public func key(tenant: String, worker: String, in transaction: Transaction) throws -> EvidenceKey
  {
    let owner = Owner(tenant: tenant, worker: worker)
    if let known = cache.withLock({ $0[owner] }) { return known }
    let key = try findOrMake(owner, transaction.connection)
    keepAfterCommit(key, owner, transaction)
    return key
  }

  /// The same, or nil when it was never made or has been destroyed.
  public func existingKey(
    tenant: String, worker: String, in transaction: Transaction
  ) throws -> EvidenceKey? {
    if let known = cache.withLock({ $0[Owner(tenant: tenant, worker: worker)] }) { return known }
    return try rows.find(tenant: tenant, worker: worker, transaction.connection)
  }

  private func findOrMake(_ owner: Owner, _ connection: Connection) throws -> EvidenceKey {
    try rows.find(tenant: owner.tenant, worker: owner.worker, connection)
      ?? rows.make(tenant: owner.tenant, worker: owner.worker, connection)
  }

  // The cache changes on the committing thread alone, in the order of the commits, so that a key
  // which one request destroys is not put back by another that had read it before.
  private func keepAfterCommit(_ key: EvidenceKey, _ owner: Owner, _ transaction: Transaction) {
    transaction.afterCommit { [self] in
      cache.withLock { cache in
        if cache.count >= Self.cachedMax { cache = [:] }
        cache[owner] = key
      }
    }
  }

  private func request<R: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> R
  ) async throws -> R {
    let pending = Pending(body)
    try await writes.add(pending.work)
    return try await pending.value
  }

  /// A secret of a tenant's for a purpose besides evidence: it follows from his key, and is gone with it.
  /// Makes the key when there is none.
  public func secret(
    _ purpose: String, ofTenant tenant: String, in transaction: Transaction
  ) throws -> SymmetricKey {
    try rows.secret(purpose, ofTenant: tenant, transaction.connection)
  }

  /// The same for a reader; nil when the tenant has no key.
  public func existingSecret(
    _ purpose: String, ofTenant tenant: String, _ connection: Connection
  ) throws -> SymmetricKey? {
    try rows.existingSecret(purpose, ofTenant: tenant, connection)
  }

  // MARK: Destroying

  /// Erases the key of a worker, and with it his evidence, for good: none is made for him again, and whoever asks
  /// for it gets ``StorageError/keyDestroyed(tenant:worker:)``. False when there was none.
  ///
  /// The row is overwritten in the database and in its write-ahead log; what a disk keeps of
  /// overwritten blocks is beyond our reach.
  @discardableResult
  public func destroy(tenant: String, worker: String) async throws -> Bool {
    try await request { [self] in try destroy(tenant: tenant, worker: worker, in: $0) }
  }

  /// The same within a request.
  @discardableResult
  public func destroy(
    tenant: String, worker: String, in transaction: Transaction
  ) throws -> Bool {
    defer { forget(in: transaction) { $0.tenant == tenant && $0.worker == worker } }
    return try rows.destroy(tenant: tenant, worker: worker, transaction.connection)
  }

  /// Erases the key of a tenant and those of all its workers, for good. Returns how many workers had one.
  @discardableResult
  public func destroy(tenant: String, in transaction: Transaction) throws -> Int {
    defer { forget(in: transaction) { $0.tenant == tenant } }
    return try rows.destroy(tenant: tenant, transaction.connection)
  }

  /// Whether the keys of a tenant, or of one of its workers, have been erased.
  public static func isErased(
    tenant: String, worker: String? = nil, _ connection: Connection
  ) throws -> Bool {
    try KeyRows.isErased(tenant: tenant, worker: worker, connection)
  }

  private func forget(
    in transaction: Transaction, _ isMeant: @escaping @Sendable (Owner) -> Bool
  ) {
    // From here on nothing of this batch is sealed with them, whether the commit succeeds or not:
    // after a failure the next use reads the row again.
    forget(isMeant)
    // Nor does one come back that an earlier request of this batch made or looked up.
    transaction.afterCommit { [self] in forget(isMeant) }
    transaction.checkpointAfterCommit()
  }

  private func forget(_ isMeant: (Owner) -> Bool) {
    let gone = cache.withLock { cache in
      let gone = cache.filter { isMeant($0.key) }
      for owner in gone.keys { cache[owner] = nil }
      return gone.values
    }
    for key in gone { key.markDestroyed() }
  }
}
