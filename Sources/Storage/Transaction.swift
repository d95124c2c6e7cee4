import SQLite

/// What a request may do within its part of a batch. Valid until the request returns; used by the
/// committing thread alone.
public final class Transaction {
  /// The database: what is written takes effect with the batch, or not at all.
  public let connection: Connection
  private let log: EvidenceWriter
  private var removals: [LogMonth] = []
  private var actions: [() -> Void] = []
  private var left: [(writer: any BatchWriter, item: any Sendable)] = []
  private(set) var wantsCheckpoint = false

  init(_ connection: Connection, log: EvidenceWriter) {
    self.connection = connection
    self.log = log
  }

  /// Appends a picture to the log of `month`. Keep the position in a row of the same request: only
  /// what a row points to counts. Log and row become durable together, in that order.
  public func append(
    _ evidence: SealedEvidence, to month: LogMonth
  ) throws(StorageError) -> EvidencePosition {
    guard !removals.contains(month) else { throw .logIsClosing(month) }
    return try storing { try log.append(evidence, to: month, connection) }
  }

  /// Removes the whole log of `month` once the batch is committed. Delete the rows that point into
  /// it in the same request.
  public func removeLog(_ month: LogMonth) throws(StorageError) {
    guard !log.hasAppended(to: month) else { throw .logIsClosing(month) }
    try storing {
      _ = try connection.run("DELETE FROM evidence_log WHERE month = ?", month.description)
    }
    removals.append(month)
  }

  /// How long the log of `month` is by the last commit; nil when there is none.
  public static func logLength(_ month: LogMonth, _ connection: Connection) throws -> Int64? {
    try connection.first(
      "SELECT length FROM evidence_log WHERE month = ?", month.description
    ) { try $0.read(0) }
  }

  /// The same as ``removeLog(_:)``, unless the log has grown since it had a length: then somebody's picture is
  /// in it of which whoever looked before knows nothing.
  ///
  /// - Returns: whether it is removed.
  public func removeLog(_ month: LogMonth, ifStill length: Int64) throws -> Bool {
    guard try Self.logLength(month, connection) == length, !log.hasAppended(to: month) else {
      return false
    }
    try removeLog(month)
    return true
  }

  /// Leaves something for `writer`, which gets all of it once the batch's requests have run.
  public func leave(_ item: any Sendable, for writer: any BatchWriter) {
    left.append((writer, item))
  }

  /// Has `action` run when the batch has been committed, before any of its requests gets its answer.
  public func afterCommit(_ action: @escaping () -> Void) {
    actions.append(action)
  }

  /// Has the write-ahead log emptied after the commit, so that nothing erased remains there.
  public func checkpointAfterCommit() { wantsCheckpoint = true }

  // MARK: The batch

  /// Runs one request in a savepoint: if it fails, nothing of it remains.
  func perform(_ request: PendingWork<Transaction>) throws {
    let mark = (log.mark, removals.count, actions.count, left.count)
    do {
      try connection.savepoint { try request.perform(self) }
    } catch {
      log.rollBack(to: mark.0)
      removals.removeLast(removals.count - mark.1)
      actions.removeLast(actions.count - mark.2)
      left.removeLast(left.count - mark.3)
      throw error
    }
  }

  /// Has written what the requests have left: the last part of a batch before it is made durable.
  func writeLeft() throws {
    while let writer = left.first?.writer {
      let mine = left.filter { $0.writer === writer }
      left.removeAll { $0.writer === writer }
      try writer.write(mine.map(\.item), in: self)
    }
  }

  /// Does what was to follow the commit; returns the logs to remove and whether a checkpoint was
  /// asked for.
  func committed() -> (removals: [LogMonth], wantsCheckpoint: Bool) {
    for action in actions { action() }
    defer { rolledBack() }
    return (removals, wantsCheckpoint)
  }

  func rolledBack() {
    actions = []
    left = []
    removals = []
    wantsCheckpoint = false
  }
}

/// Writes what the requests of a batch leave to it, once for all of them, in the batch: what follows one
/// another, as the links of a chain do, costs less together.
public protocol BatchWriter: AnyObject, Sendable {
  /// On the committing thread. When it throws, the whole batch is lost.
  ///
  /// - Parameter items: in the order in which they were left.
  func write(_ items: [any Sendable], in transaction: Transaction) throws
}
