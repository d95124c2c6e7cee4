import Buffers
import Crypto
import SQLite

/// The rows in which keys are kept: those of workers wrapped by their tenant's, those of tenants wrapped by
/// the master key.
struct KeyRows: Sendable {
  let masterKey: SymmetricKey

  // MARK: Finding

  /// A worker's key, if it is there.
  func find(tenant: String, worker: String, _ connection: Connection) throws -> EvidenceKey? {
    let row = try connection.first(
      "SELECT id, wrapped FROM worker_key WHERE tenant = ? AND worker = ?", tenant, worker
    ) { row in (id: try row.read(0, as: Int64.self), wrapped: try row.read(1, as: Bytes.self)) }
    guard let row, let tenantKey = try findTenantKey(tenant, connection) else { return nil }
    let context = Self.context("worker key", tenant, worker)
    guard
      let secret = SymmetricKey(unwrapping: row.wrapped, by: tenantKey, context: context)
    else {
      throw StorageError.keyCorrupt(tenant: tenant, worker: worker)
    }
    return EvidenceKey(id: row.id, tenant: tenant, worker: worker, secret: secret)
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

  /// Which keys do not unwrap: each as the error that using it would come to.
  func damaged(_ connection: Connection) throws -> [StorageError] {
    let tenants = try connection.query("SELECT tenant FROM tenant_key ORDER BY tenant") { row in
      try row.read(0, as: String.self)
    }
    let workers = try connection.query(
      "SELECT tenant, worker FROM worker_key ORDER BY tenant, worker"
    ) { row in (tenant: try row.read(0, as: String.self), worker: try row.read(1, as: String.self))
    }
    var found: [StorageError] = []
    func attempt(_ body: () throws -> Void) {
      do { try body() } catch { if let error = StorageError(error) { found.append(error) } }
    }
    for tenant in tenants { attempt { _ = try findTenantKey(tenant, connection) } }
    // Of a tenant whose key is damaged no worker's unwraps: it is said once.
    for owner in workers {
      attempt {
        guard !found.contains(.keyCorrupt(tenant: owner.tenant, worker: nil)) else { return }
        guard try find(tenant: owner.tenant, worker: owner.worker, connection) != nil else {
          throw StorageError.keyCorrupt(tenant: owner.tenant, worker: owner.worker)
        }
      }
    }
    return found
  }

  // MARK: Making

  /// Makes a worker's key, and his tenant's if there is none.
  func make(tenant: String, worker: String, _ connection: Connection) throws -> EvidenceKey {
    let tenantKey =
      try findTenantKey(tenant, connection) ?? makeTenantKey(tenant, connection)
    try Self.requireUnerased(tenant: tenant, worker: worker, connection)
    let secret = SymmetricKey()
    // Random rather than counted, so that it never comes back after its row has gone.
    let id = Int64(truncatingIfNeeded: SecureRandom.integer() >> 1)
    let wrapped = secret.wrapped(
      by: tenantKey, context: Self.context("worker key", tenant, worker))
    try connection.run(
      "INSERT INTO worker_key (id, tenant, worker, wrapped) VALUES (?, ?, ?, ?)", id, tenant,
      worker, wrapped)
    return EvidenceKey(id: id, tenant: tenant, worker: worker, secret: secret)
  }

  private func makeTenantKey(_ tenant: String, _ connection: Connection) throws -> SymmetricKey {
    try Self.requireUnerased(tenant: tenant, worker: nil, connection)
    let key = SymmetricKey()
    let wrapped = key.wrapped(by: masterKey, context: Self.context("tenant key", tenant))
    try connection.run("INSERT INTO tenant_key (tenant, wrapped) VALUES (?, ?)", tenant, wrapped)
    return key
  }

  // MARK: Destroying

  /// Erases a worker's key; false when there was none.
  func destroy(tenant: String, worker: String, _ connection: Connection) throws -> Bool {
    try markErased(tenant: tenant, worker: worker, connection)
    return try connection.run(
      "DELETE FROM worker_key WHERE tenant = ? AND worker = ?", tenant, worker) > 0
  }

  /// Erases the keys of a tenant and its workers; returns how many workers had one.
  func destroy(tenant: String, _ connection: Connection) throws -> Int {
    let count = try connection.run("DELETE FROM worker_key WHERE tenant = ?", tenant)
    try connection.run("DELETE FROM tenant_key WHERE tenant = ?", tenant)
    // Of its workers nothing has to be known any more: their ids are somebody's data.
    try connection.run("DELETE FROM erased_key WHERE tenant = ?", tenant)
    try markErased(tenant: tenant, worker: "", connection)
    return count
  }

  private func markErased(tenant: String, worker: String, _ connection: Connection) throws {
    try connection.run(
      """
      INSERT INTO erased_key (tenant, worker) VALUES (?, ?) ON CONFLICT (tenant, worker) DO NOTHING
      """, tenant, worker)
  }

  /// Whether a tenant's keys were erased, or that of a worker.
  static func isErased(
    tenant: String, worker: String?, _ connection: Connection
  ) throws -> Bool {
    try connection.first(
      "SELECT 1 FROM erased_key WHERE tenant = ? AND worker IN ('', ?)", tenant, worker ?? ""
    ) { _ in true } ?? false
  }

  /// Throws when a key was erased that somebody wants to make again.
  private static func requireUnerased(
    tenant: String, worker: String?, _ connection: Connection
  ) throws {
    guard try !isErased(tenant: tenant, worker: worker, connection) else {
      throw StorageError.keyDestroyed(tenant: tenant, worker: worker)
    }
  }

  // MARK: Secrets

  /// A secret of a tenant's for a purpose besides evidence. Makes his key when there is none.
  func secret(
    _ purpose: String, ofTenant tenant: String, _ connection: Connection
  ) throws -> SymmetricKey {
    let key = try findTenantKey(tenant, connection) ?? makeTenantKey(tenant, connection)
    return Self.derive(purpose, from: key)
  }

  /// The same; nil when the tenant has no key.
  func existingSecret(
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

  /// What a wrapped key belongs to; lengths keep the parts apart.
  private static func context(_ parts: String...) -> [UInt8] {
    parts.flatMap { Array("\($0.utf8.count):\($0)".utf8) }
  }

  // MARK: The master key

  /// By what a database knows its master key.
  private static func code(of key: SymmetricKey) -> [UInt8] {
    key.withUnsafeBytes {
      SHA256.authentication(of: Array("mado master key".utf8), key: Array($0)).bytes
    }
  }

  private static func knownCode(_ connection: Connection) throws -> [UInt8]? {
    try connection.first("SELECT code FROM master_key_check WHERE id = 1") { row in
      try row.read(0, as: [UInt8].self)
    }
  }

  /// Whether the database was written with a key; one that was never written with any takes each.
  static func fits(_ key: SymmetricKey, _ connection: Connection) throws -> Bool {
    try knownCode(connection).map { $0 == code(of: key) } ?? true
  }

  /// Keeps by what the master key is known, if it is the first.
  func register(_ connection: Connection) throws {
    guard try Self.knownCode(connection) == nil else { return }
    try connection.run(
      "INSERT INTO master_key_check (id, code) VALUES (1, ?)", Self.code(of: masterKey))
  }

  /// Wraps the keys of all tenants by `new` in place of this master key; returns how many. Within a
  /// transaction.
  func rewrap(by new: SymmetricKey, _ connection: Connection) throws -> Int {
    let tenants = try connection.query("SELECT tenant FROM tenant_key") { row in
      try row.read(0, as: String.self)
    }
    for tenant in tenants {
      guard let key = try findTenantKey(tenant, connection) else { continue }
      let wrapped = key.wrapped(by: new, context: Self.context("tenant key", tenant))
      try connection.run("UPDATE tenant_key SET wrapped = ? WHERE tenant = ?", wrapped, tenant)
    }
    try connection.run("UPDATE master_key_check SET code = ? WHERE id = 1", Self.code(of: new))
    return tenants.count
  }
}
