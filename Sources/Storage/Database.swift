import Buffers
import Crypto
import EventLoop
import Glibc
import SQLite

/// A data folder at work: rows in SQLite, pictures in evidence logs, keys for both.
///
///     let sealed = try SealedEvidence(image.content, key: key, context: context)
///     let verdict = try await database.write(weight: sealed.weight) { transaction in
///       if try known(transaction.connection, sequence) { return .duplicate }
///       let position = try transaction.append(sealed, to: month)
///       try insert(transaction.connection, sequence, position)
///       return .stored
///     }
///     // Here the picture is durable.
///
/// One thread commits. Requests that come in while it makes a batch durable form the next batch: many
/// callers, one sync of the log and one of the database, and no timer. Reads go to a few threads with
/// a connection each, and see what has been committed.
public final class Database: Sendable {
  /// The keys of tenants and workers.
  public let keys: KeyRing
  /// What opening found and did.
  public let recovery: EvidenceRecovery

  private let folder: DataFolder
  private let owner: CommitOwner
  private let writes: WorkQueue<Transaction>
  private let reads: WorkQueue<Connection>
  private let evidence: EvidenceReader
  private let room: DiskRoom
  private let threads: [pthread_t]

  /// What may wait, and how many read at a time.
  public struct Limits: Sendable {
    /// Requests waiting for a commit, and the bytes they hold; beyond, callers are suspended.
    public var writesMax = 4_096
    public var writeBytesMax = 16 << 20
    /// Requests waiting for a reader.
    public var readsMax = 1_024
    /// Callers suspended at either queue; beyond, ``StorageError/queueFull(queue:limit:)``.
    public var suspendedMax = 16_384
    public var readers = 2
    /// Bytes free on the disk below which ``Database/requireRoom()`` refuses, and how often it looks.
    public var freeBytesMin: Int64 = 0
    public var roomLookInterval = Duration.seconds(1)

    public init() {}
  }

  /// How much the committing thread has done.
  public struct Counts: Sendable, Hashable {
    public var batches = 0
    public var requests = 0
    public var failedBatches = 0
    public var checkpoints = 0
    public var failedCheckpoints = 0
  }

  /// Opens the database of `folder`, brings it to the schema of `migrations` and the evidence logs
  /// to what it knows of them.
  public init(
    _ folder: DataFolder, migrations: [MigrationList] = [], limits: Limits = Limits()
  ) throws(StorageError) {
    let vfs = VFS(over: folder.files)
    let log = EvidenceWriter(folder: folder.evidencePath, files: folder.files)
    let opened: (Connection, SymmetricKey, EvidenceRecovery, [Connection]) = try storing {
      let (connection, masterKey) = try folder.openDatabase(
        migrations: [Self.migrations] + migrations, vfs: vfs)
      let recovery = try log.recover(connection)
      let readers = try (0..<max(1, limits.readers)).map { _ in
        try Connection(folder.databasePath, vfs: vfs, access: .readOnly)
      }
      return (connection, masterKey, recovery, readers)
    }
    let writes = WorkQueue<Transaction>(
      name: "writes",
      bounds: .init(
        requestsMax: limits.writesMax, bytesMax: limits.writeBytesMax,
        suspendedMax: limits.suspendedMax))
    let reads = WorkQueue<Connection>(
      name: "reads",
      bounds: .init(
        requestsMax: limits.readsMax, bytesMax: .max, suspendedMax: limits.suspendedMax))
    let evidence = EvidenceReader(files: folder.files) { [path = folder.evidencePath] in
      EvidenceWriter.path(of: $0, in: path)
    }
    let owner = CommitOwner(
      opened.0, log: log, reader: evidence, queue: writes, checkpointLock: folder.checkpointLock)
    self.folder = folder
    self.owner = owner
    self.writes = writes
    self.reads = reads
    self.evidence = evidence
    room = DiskRoom(
      folder: folder.path, files: folder.files, floor: limits.freeBytesMin,
      lookInterval: limits.roomLookInterval)
    keys = KeyRing(masterKey: opened.1, writes: writes, reads: reads)
    recovery = opened.2
    threads = try storing {
      // Woken at once it would take the core from the loop that feeds it, for a batch of one or two.
      try [startThread(named: "mado-commit", scheduling: .batch) { owner.run() }]
        + opened.3.map { connection in
          let connection = ReaderConnection(connection)
          return try startThread(named: "mado-read") { connection.run(reads) }
        }
    }
  }

  // MARK: Requests

  /// Runs `body` in a batch and returns when the batch is durable.
  ///
  /// Throws what `body` throws, which undoes its part of the batch alone, or ``StorageError`` when the
  /// batch could not be committed. What the storage refused within `body` is a ``StorageError`` too. Once
  /// accepted, a request is carried out even when its task is cancelled; it is not begun when the task's
  /// deadline has passed.
  ///
  /// - Parameters:
  ///   - weight: The memory that `body` holds, in bytes, if it is much.
  ///   - body: When another request of its batch fails after it has changed something, both are undone, and this
  ///     one is run again.
  @inlinable
  @discardableResult
  public func write<R: Sendable>(
    weight: Int = 0, _ body: @escaping @Sendable (Transaction) throws -> R
  ) async throws -> R {
    try await submit(weight: weight, body).value
  }

  /// What ``write(weight:_:)`` would return: `body` runs in a batch, and what it changed is undone.
  @inlinable
  public func rehearse<R: Sendable>(
    _ body: @escaping @Sendable (Transaction) throws -> R
  ) async throws -> R {
    let pending = Pending(isRehearsal: true, body)
    try await add(pending.work)
    return try await pending.value
  }

  /// Has `body` run in a batch: returns as soon as the request is accepted, which a full queue delays.
  /// Requests of one task keep their order.
  @inlinable
  public func submit<R: Sendable>(
    weight: Int = 0, _ body: @escaping @Sendable (Transaction) throws -> R
  ) async throws -> Pending<Transaction, R> {
    let pending = Pending(weight: weight, body)
    try await add(pending.work)
    return pending
  }

  @usableFromInline
  func add(_ work: PendingWork<Transaction>) async throws {
    try Task.checkCancellation()
    try await writes.add(work)
  }

  /// Runs `body` with a connection that only reads. What it reads in one transaction of its own is
  /// one state of the database; otherwise each query sees the last commit.
  @inlinable
  public func read<R: Sendable>(
    _ body: @escaping @Sendable (Connection) throws -> R
  ) async throws -> R {
    let pending = Pending(body)
    try await add(pending.work)
    return try await pending.value
  }

  @usableFromInline
  func add(_ work: PendingWork<Connection>) async throws {
    try Task.checkCancellation()
    try await reads.add(work)
  }

  /// The picture at `position`, verified against its tag.
  ///
  /// - Parameters:
  ///   - key: The worker's key; see ``KeyRing/existingKey(tenant:worker:)``.
  ///   - context: What it was sealed with.
  public func readEvidence(
    at position: EvidencePosition, key: EvidenceKey, context: [UInt8] = []
  ) async throws -> Bytes {
    let evidence = evidence
    return try await read { _ in try evidence.read(position, key: key, context: context) }
  }

  /// Throws ``StorageError/roomLow(path:freeBytes:floor:)`` while the disk has less room than
  /// ``Limits/freeBytesMin``: what is large asks before it comes in, so that there is room left for the rest.
  public func requireRoom() throws(StorageError) { try room.require() }

  public var counts: Counts { owner.currentCounts }

  // MARK: Closing

  /// Carries out what was accepted, refuses what comes later, and closes all files. Blocks.
  public func close() {
    reads.close()
    writes.close()
    for thread in threads { pthread_join(thread, nil) }
    owner.closeFiles()
    folder.close()
  }
}

/// A connection and the thread that reads with it.
private final class ReaderConnection: @unchecked Sendable {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func run(_ queue: WorkQueue<Connection>) {
    while let request = queue.takeFirst() {
      do {
        guard !request.isLate else { throw StorageError.deadlinePassed }
        try request.perform(connection)
      } catch {
        request.fail(error)
      }
      connection.rollback()
      deliver([request])
    }
    connection.close()
  }
}

extension Database {
  /// The storage's own tables.
  static let migrations = MigrationList(
    area: "storage",
    [
      Migration(
        "fence, keys, evidence logs",
        """
        CREATE TABLE storage_fence (id BIGINT PRIMARY KEY, passed BIGINT NOT NULL);
        INSERT INTO storage_fence (id, passed) VALUES (1, 0);
        CREATE TABLE master_key_check (id BIGINT PRIMARY KEY, code BYTEA NOT NULL);
        CREATE TABLE tenant_key (tenant TEXT PRIMARY KEY, wrapped BYTEA NOT NULL);
        CREATE TABLE worker_key (
          id BIGINT PRIMARY KEY, tenant TEXT NOT NULL REFERENCES tenant_key (tenant),
          worker TEXT NOT NULL, wrapped BYTEA NOT NULL, UNIQUE (tenant, worker));
        CREATE TABLE evidence_log (month TEXT PRIMARY KEY, length BIGINT NOT NULL);
        """),
      Migration(
        "keys that were erased for good; no worker stands for a tenant's own",
        """
        CREATE TABLE erased_key (
          tenant TEXT NOT NULL, worker TEXT NOT NULL, PRIMARY KEY (tenant, worker));
        """),
    ])
}
