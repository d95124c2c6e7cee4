import SQLite

/// What a request may do within its part of a batch. Valid until the request returns; used by the
/// committing thread alone.
public final class Transaction {
  /// The database: what is written takes effect with the batch, or not at all.
  public let connection: Connection
  private let log: EvidenceWriter
  private let reader: EvidenceReader
  private var work = Work()
  private var watches: [Watch] = []

  /// What is told of the commits that change a table.
  private struct Watch {
    let table: StaticString
    /// As many changes were known at the last commit.
    var changes: Int
    let action: @Sendable () -> Void
  }

  /// What a batch leaves to be done at its end.
  private struct Work {
    var removals: [LogMonth] = []
    var actions: [() -> Void] = []
    var left: [(writer: any BatchWriter, items: [any Sendable])] = []
    var leftCount = 0
    var wantsCheckpoint = false
  }

  init(_ connection: Connection, log: EvidenceWriter, reader: EvidenceReader) {
    self.connection = connection
    self.log = log
    self.reader = reader
  }

  /// Appends a picture to the log of `month`. Keep the position in a row of the same request: only
  /// what a row points to counts. Log and row become durable together, in that order.
  public func append(
    _ evidence: SealedEvidence, to month: LogMonth
  ) throws(StorageError) -> EvidencePosition {
    guard !work.removals.contains(month) else { throw .logIsClosing(month) }
    return try storing { try log.append(evidence, to: month, connection) }
  }

  /// Puts a picture of an earlier commit, verified, into the log of `month` too. Keep the new position in its row in
  /// the same request.
  ///
  /// - Parameter context: what it was sealed with.
  public func move(
    _ position: EvidencePosition, to month: LogMonth, key: EvidenceKey, context: [UInt8]
  ) throws(StorageError) -> EvidencePosition {
    let content = try reader.read(position, key: key, context: context)
    return try append(SealedEvidence(content, key: key, context: context), to: month)
  }

  /// Removes the whole log of `month` once the batch is committed. Delete the rows that point into
  /// it in the same request.
  public func removeLog(_ month: LogMonth) throws(StorageError) {
    guard !log.hasAppended(to: month) else { throw .logIsClosing(month) }
    try storing {
      _ = try connection.run("DELETE FROM evidence_log WHERE month = ?", month.description)
    }
    work.removals.append(month)
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
    work.leftCount += 1
    guard let index = work.left.firstIndex(where: { $0.writer === writer }) else {
      return work.left.append((writer, [item]))
    }
    work.left[index].items.append(item)
  }

  /// Has `action` run when the batch has been committed, before any of its requests gets its answer.
  public func afterCommit(_ action: @escaping () -> Void) {
    work.actions.append(action)
  }

  /// Has `action` run from now on after every commit that may have changed a row of a table: also after one whose
  /// request that did was undone. It runs on the committing thread, before the answers.
  public func afterEveryCommit(
    changing table: StaticString, _ action: @escaping @Sendable () -> Void
  ) {
    connection.watch(table)
    watches.append(Watch(table: table, changes: connection.changes(of: table), action: action))
  }

  /// Has the write-ahead log emptied after the commit, so that nothing erased remains there.
  public func checkpointAfterCommit() { work.wantsCheckpoint = true }

  /// Does a part of a request, of which nothing remains when it throws; the request may go on then, unless
  /// ``isLost``.
  public func part<R>(_ body: () throws -> R) throws -> R {
    let (mark, workBefore) = (log.mark, work)
    do {
      return try connection.savepoint(body)
    } catch {
      log.rollBack(to: mark)
      work = workBefore
      throw error
    }
  }

  /// Whether SQLite has undone everything, as it does after some errors, a full disk among them: a request that sees it
  /// throws.
  public var isLost: Bool { !connection.isInTransaction }

  // MARK: The batch

  /// Runs requests one after another. Between them there are no marks to go back to, which would cost as much
  /// as a request does.
  ///
  /// - Returns: false when one has failed after it had changed something: then all are to be undone.
  /// - Throws: only when the batch is lost.
  func performTogether(_ batch: [PendingWork<Transaction>]) throws -> Bool {
    for request in batch {
      if request.isRehearsal {
        try performApart(request)
        continue
      }
      let before = extent
      try attempt(request) { try request.perform(self) }
      if request.hasFailed, extent != before { return false }
    }
    return true
  }

  /// Runs a request in a savepoint: if it fails, or is a rehearsal, nothing of it remains.
  ///
  /// - Throws: only when the batch is lost.
  func performApart(_ request: PendingWork<Transaction>) throws {
    let (mark, workBefore) = (log.mark, work)
    try attempt(request) {
      try connection.savepoint(undoing: request.isRehearsal) { try request.perform(self) }
    }
    guard request.hasFailed || request.isRehearsal else { return }
    log.rollBack(to: mark)
    work = workBefore
  }

  private func attempt(
    _ request: PendingWork<Transaction>, _ body: () throws -> Void
  ) throws {
    guard !request.isLate else { return request.fail(StorageError.deadlinePassed) }
    do {
      try body()
    } catch {
      // After some errors, a full disk among them, SQLite has rolled the transaction back.
      guard connection.isInTransaction else { throw error }
      request.fail(error)
    }
  }

  /// How much a batch has done.
  private struct Extent: Equatable {
    var changes: Int64
    var appended: Int
    var removals: Int
    var actions: Int
    var left: Int
  }

  private var extent: Extent {
    Extent(
      changes: connection.changes, appended: log.mark, removals: work.removals.count,
      actions: work.actions.count, left: work.leftCount)
  }

  /// Undoes what the batch has done so far.
  func undo() {
    connection.rollback()
    log.rollBack(to: 0)
    work = Work()
  }

  /// Has written what the requests have left: the last part of a batch before it is made durable.
  func writeLeft() throws {
    while !work.left.isEmpty {
      let (writer, items) = work.left.removeFirst()
      try writer.write(items, in: self)
    }
  }

  /// Does what was to follow the commit; returns the logs to remove and whether a checkpoint was
  /// asked for.
  func committed() -> (removals: [LogMonth], wantsCheckpoint: Bool) {
    for action in work.actions { action() }
    for index in watches.indices {
      let changes = connection.changes(of: watches[index].table)
      guard changes != watches[index].changes else { continue }
      watches[index].changes = changes
      watches[index].action()
    }
    defer { rolledBack() }
    return (work.removals, work.wantsCheckpoint)
  }

  func rolledBack() { work = Work() }
}

/// Writes what the requests of a batch leave to it, once for all of them, in the batch: what follows one
/// another, as the links of a chain do, costs less together.
public protocol BatchWriter: AnyObject, Sendable {
  /// On the committing thread. When it throws, the whole batch is lost.
  ///
  /// - Parameter items: in the order in which they were left.
  func write(_ items: [any Sendable], in transaction: Transaction) throws
}
