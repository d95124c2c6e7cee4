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
  private let masterKey: SymmetricKey
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
    self.masterKey = masterKey
    self.writes = writes
    self.reads = reads
  }

  // MARK: Using

  /// The worker's key; the first call for a worker makes it. Costs a look-up once it has been used.
  public func key(tenant: String, worker: String) async throws -> EvidenceKey {
    let owner = Owner(tenant: tenant, worker: worker)
    if let known = cache.withLock({ $0[owner] }) { return known }
    return try await request { [self] transaction in
      let key = try find(owner, transaction.connection) ?? make(owner, transaction.connection)
      keepAfterCommit(key, owner, transaction)
      return key
    }
  }

  /// The worker's key, or nil when it was never made or has been destroyed. For the read that follows:
  /// a read needs no commit, so it goes on while the disk is full.
  public func existingKey(tenant: String, worker: String) async throws -> EvidenceKey? {
    let owner = Owner(tenant: tenant, worker: worker)
    if let known = cache.withLock({ $0[owner] }) { return known }
    let pending = Pending<Connection, EvidenceKey?>(loop: .current, weight: 0) { [self] in
      // One state of the database for the keys of worker and tenant.
      try $0.run("BEGIN")
      return try find(owner, $0)
    }
    try await reads.add(pending.work)
    return try await pending.value
  }

  /// The key of a worker within a request, as ``key(tenant:worker:)``.
  public func key(tenant: String, worker: String, in transaction: Transaction) throws -> EvidenceKey
  {
    let owner = Owner(tenant: tenant, worker: worker)
    if let known = cache.withLock({ $0[owner] }) { return known }
    let key = try find(owner, transaction.connection) ?? make(owner, transaction.connection)
    keepAfterCommit(key, owner, transaction)
    return key
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
    let pending = Pending(loop: .current, weight: 0, body)
    try await writes.add(pending.work)
    return try await pending.value
  }

  /// A secret of a tenant's for a purpose besides evidence: it follows from his key, and is gone with it.
  /// Makes the key when there is none.
  public func secret(
    _ purpose: String, ofTenant tenant: String, in transaction: Transaction
  ) throws -> SymmetricKey {
    let connection = transaction.connection
    let key = try findTenantKey(tenant, connection) ?? makeTenantKey(tenant, connection)
    return Self.derive(purpose, from: key)
  }

  /// The same for a reader; nil when the tenant has no key.
  public func existingSecret(
    _ purpose: String, ofTenant tenant: String, _ connection: Connection
  ) throws -> SymmetricKey? {
    try findTenantKey(tenant, connection).map { Self.derive(purpose, from: $0) }
  }

  /// HMAC under the key: nothing is learnt of it, or of another purpose's secret, from one.
  private static func derive(_ purpose: String, from key: SymmetricKey) -> SymmetricKey {
    let digest = key.withUnsafeBytes {
      SHA256.authentication(of: context("secret", purpose), key: Array($0))
    }
    return SymmetricKey(digest)
  }

  // MARK: Destroying

  /// Erases the key of a worker, and with it his evidence. False when there was none.
  ///
  /// The row is overwritten in the database and in its write-ahead log; what a disk keeps of
  /// overwritten blocks is beyond our reach.
  @discardableResult
  public func destroy(tenant: String, worker: String) async throws -> Bool {
    try await destroy {
      $0.tenant == tenant && $0.worker == worker
    } erasing: { connection in
      try connection.run(
        "DELETE FROM worker_key WHERE tenant = ? AND worker = ?", tenant, worker) > 0
    }
  }

  /// Erases the keys of a tenant and of all its workers. False when there were none.
  @discardableResult
  public func destroy(tenant: String) async throws -> Bool {
    try await destroy {
      $0.tenant == tenant
    } erasing: { connection in
      try connection.run("DELETE FROM worker_key WHERE tenant = ?", tenant)
      return try connection.run("DELETE FROM tenant_key WHERE tenant = ?", tenant) > 0
    }
  }

  private func destroy(
    _ isMeant: @escaping @Sendable (Owner) -> Bool,
    erasing erase: @escaping @Sendable (Connection) throws -> Bool
  ) async throws -> Bool {
    try await request { [self] transaction in
      let found = try erase(transaction.connection)
      // From here on nothing of this batch is sealed with them, whether the commit succeeds or not:
      // after a failure the next use reads the row again.
      forget(isMeant)
      // Nor does one come back that an earlier request of this batch made or looked up.
      transaction.afterCommit { [self] in forget(isMeant) }
      transaction.checkpointAfterCommit()
      return found
    }
  }

  private func forget(_ isMeant: (Owner) -> Bool) {
    let gone = cache.withLock { cache in
      let gone = cache.filter { isMeant($0.key) }
      for owner in gone.keys { cache[owner] = nil }
      return gone.values
    }
    for key in gone { key.markDestroyed() }
  }

  // MARK: Rows

  private func find(_ owner: Owner, _ connection: Connection) throws -> EvidenceKey? {
    let row = try connection.first(
      "SELECT id, wrapped FROM worker_key WHERE tenant = ? AND worker = ?", owner.tenant,
      owner.worker
    ) { row in (id: try row.read(0, as: Int64.self), wrapped: try row.read(1, as: Bytes.self)) }
    guard let row, let tenantKey = try findTenantKey(owner.tenant, connection) else { return nil }
    let context = Self.context("worker key", owner.tenant, owner.worker)
    guard
      let secret = SymmetricKey(unwrapping: row.wrapped, by: tenantKey, context: context)
    else {
      throw StorageError.keyCorrupt(tenant: owner.tenant, worker: owner.worker)
    }
    return EvidenceKey(id: row.id, tenant: owner.tenant, worker: owner.worker, secret: secret)
  }

  private func findTenantKey(_ tenant: String, _ connection: Connection) throws -> SymmetricKey? {
    let wrapped = try connection.first(
      "SELECT wrapped FROM tenant_key WHERE tenant = ?", tenant
    ) { row in try row.read(0, as: Bytes.self) }
    guard let wrapped else { return nil }
    let context = Self.context("tenant key", tenant)
    guard let key = SymmetricKey(unwrapping: wrapped, by: masterKey, context: context) else {
      throw StorageError.keyCorrupt(tenant: tenant, worker: nil)
    }
    return key
  }

  private func make(_ owner: Owner, _ connection: Connection) throws -> EvidenceKey {
    let tenantKey =
      try findTenantKey(owner.tenant, connection) ?? makeTenantKey(owner.tenant, connection)
    let secret = SymmetricKey()
    // Random rather than counted, so that it never comes back after its row has gone.
    let id = Int64(truncatingIfNeeded: SecureRandom.integer() >> 1)
    let wrapped = secret.wrapped(
      by: tenantKey, context: Self.context("worker key", owner.tenant, owner.worker))
    try connection.run(
      "INSERT INTO worker_key (id, tenant, worker, wrapped) VALUES (?, ?, ?, ?)", id, owner.tenant,
      owner.worker, wrapped)
    return EvidenceKey(id: id, tenant: owner.tenant, worker: owner.worker, secret: secret)
  }

  private func makeTenantKey(_ tenant: String, _ connection: Connection) throws -> SymmetricKey {
    let key = SymmetricKey()
    let wrapped = key.wrapped(by: masterKey, context: Self.context("tenant key", tenant))
    try connection.run("INSERT INTO tenant_key (tenant, wrapped) VALUES (?, ?)", tenant, wrapped)
    return key
  }

  /// What a wrapped key belongs to; lengths keep the parts apart.
  private static func context(_ parts: String...) -> [UInt8] {
    parts.flatMap { Array("\($0.utf8.count):\($0)".utf8) }
  }

  // MARK: The master key

  /// Refuses a master key that the database was not written with; takes it when it is the first.
  static func check(_ key: SymmetricKey, at path: String, _ connection: Connection) throws {
    let code = key.withUnsafeBytes {
      SHA256.authentication(of: Array("mado master key".utf8), key: Array($0))
    }
    let known = try connection.first("SELECT code FROM master_key_check WHERE id = 1") { row in
      try row.read(0, as: [UInt8].self)
    }
    guard let known else {
      try connection.run("INSERT INTO master_key_check (id, code) VALUES (1, ?)", code.bytes)
      return
    }
    guard known == code.bytes else {
      throw StorageError.masterKeyWrong(path: path, reason: "the database was made with another")
    }
  }
}
