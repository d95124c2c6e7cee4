import Files
import SQLite
import Synchronization

/// The one owner of commits and checkpoints: a thread, its connection and the evidence logs.
///
/// A batch is whatever came in while the one before was made durable. Its course:
///
///     BEGIN
///     the requests: appends go to the logs, rows into the transaction; when one fails after it has
///     changed something, all are undone and run again, each in a savepoint
///     what they have left to be written together
///     fdatasync of the logs appended to; fsync of their folder when one is new
///     COMMIT, which syncs the write-ahead log
///     answers, one hand-over for each event loop
///
/// When COMMIT fails nobody knows whether it is on disk: after a crash the database may come back
/// with it. So the logs keep what it points to until a *fence*, a commit of no content, has been made
/// durable in its place. Until then nothing else is committed.
final class CommitOwner: @unchecked Sendable {
  private let connection: Connection
  private let log: EvidenceWriter
  private let reader: EvidenceReader
  private let queue: WorkQueue<Transaction>
  private let transaction: Transaction
  private let checkpointLock: CheckpointLock
  /// A commit has failed and no fence has passed since.
  private var isInDoubt = false
  /// What was erased is still in the write-ahead log: it has to be emptied as soon as that can be.
  private var owesTruncation = false
  private let counts = Mutex(Database.Counts())

  /// Pages of the write-ahead log (4 KiB each) from which on it is moved into the database: the more there are,
  /// the more often the same page is among them, which is moved once.
  static let checkpointPages = 16_000

  init(
    _ connection: Connection, log: EvidenceWriter, reader: EvidenceReader,
    queue: WorkQueue<Transaction>, checkpointLock: CheckpointLock
  ) {
    self.connection = connection
    self.log = log
    self.reader = reader
    self.queue = queue
    self.checkpointLock = checkpointLock
    transaction = Transaction(connection, log: log, reader: reader)
  }

  var currentCounts: Database.Counts { counts.withLock { $0 } }

  /// Works until the queue is closed and empty.
  func run() {
    while true {
      let batch = queue.takeAll()
      if batch.isEmpty { break }
      commit(batch)
      deliver(batch)
      checkpointIfDue()
    }
  }

  private func commit(_ batch: [PendingWork<Transaction>]) {
    do {
      try passFenceIfInDoubt()
      try perform(batch)
      try transaction.writeLeft()
      try log.sync()
      try log.keepLengths(connection)
      try commitTransaction()
      log.committed()
      let (removals, wantsCheckpoint) = transaction.committed()
      removeLogs(removals)
      if wantsCheckpoint { owesTruncation = true }
      // Before the answers: who erased something is told once it is gone.
      if owesTruncation { checkpoint() }
      counts.withLock {
        $0.batches += 1
        $0.requests += batch.count
      }
    } catch {
      connection.rollback()
      transaction.rolledBack()
      if !isInDoubt { log.rolledBack() }
      counts.withLock { $0.failedBatches += 1 }
      let failure = (error as? SQLiteError).map { StorageError.commitFailed($0) } ?? error
      for request in batch { request.fail(failure) }
    }
  }

  /// Runs the requests of a batch, together if that goes well, and else each in a savepoint of its own.
  /// Throws only when the whole batch is lost.
  private func perform(_ batch: [PendingWork<Transaction>]) throws {
    try connection.run("BEGIN IMMEDIATE")
    if try transaction.performTogether(batch) { return }
    transaction.undo()
    try connection.run("BEGIN IMMEDIATE")
    for request in batch { try transaction.performApart(request) }
  }

  private func commitTransaction() throws(SQLiteError) {
    do throws(SQLiteError) {
      try connection.run("COMMIT")
    } catch {
      isInDoubt = true
      throw error
    }
  }

  /// See the type's description. Afterwards what was in doubt is undone for good.
  private func passFenceIfInDoubt() throws(SQLiteError) {
    guard isInDoubt else { return }
    try Self.passFence(connection)
    isInDoubt = false
    log.rolledBack()
  }

  /// Commits a change without meaning. When it returns, all that was committed before is durable.
  static func passFence(_ connection: Connection) throws(SQLiteError) {
    try connection.run("UPDATE storage_fence SET passed = passed + 1")
  }

  private func removeLogs(_ months: [LogMonth]) {
    for month in months {
      reader.forget(month)
      // What cannot be removed now is removed when the folder is opened: no row knows it.
      try? log.remove(month)
    }
  }

  private func checkpointIfDue() {
    guard connection.pagesInLog >= Self.checkpointPages, !isInDoubt else { return }
    checkpoint()
  }

  /// Moves the write-ahead log into the database, unless somebody is copying that; emptied are the log's own
  /// bytes only when they have to be, since that takes another sync.
  private func checkpoint() {
    // When it fails the log grows on, and the next batch tries again.
    let isDone =
      (try? checkpointLock.withLock {
        try connection.checkpoint(truncating: owesTruncation).isComplete
      }) ?? false
    if isDone { owesTruncation = false }
    counts.withLock { if isDone { $0.checkpoints += 1 } else { $0.failedCheckpoints += 1 } }
  }

  /// Closes what the thread worked on, after its end.
  func closeFiles() {
    if !isInDoubt {
      _ = try? checkpointLock.withLock { try connection.checkpoint(truncating: true) }
    }
    connection.close()
    log.close()
  }
}
