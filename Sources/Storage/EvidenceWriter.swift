import Buffers
import Files
import SQLite

/// The writing half of the evidence logs. Used by the committing thread alone.
///
/// The database decides what is in a log: each commit that appended keeps the log's length in
/// `evidence_log`, in the same transaction as the rows that point there. A log is made durable before
/// that commit. So whatever lies behind the kept length was never acknowledged, and is cut off when
/// the folder is opened; what lies before it is complete. A request that fails gives its place back
/// to the next one.
///
/// Records wait in memory for the end of their batch and are then written in whole blocks past the
/// kernel's page cache, filled up with zeros: evidence is read rarely and late, and kept in memory it
/// would push out what is needed. A block that an acknowledged record lies in is never written again.
final class EvidenceWriter {
  private let folder: String
  private let files: any FileSystem
  private var segments: [LogMonth: Segment] = [:]
  /// The months whose files are open, the one used last at the end.
  private var open: [LogMonth] = []
  /// Months appended to since the last commit.
  private var unsynced: Set<LogMonth> = []
  /// The month of each append since the last commit, to take it back.
  private var undo: [LogMonth] = []
  /// Why a log of this batch could not be synced. Asked again the kernel may say yes, without what
  /// was lost: the batch has failed.
  private var failedSync: FileError?

  private let blocks = BlockWriter()

  /// One log file.
  private struct Segment {
    /// nil while it is closed; then nothing in it is unsynced.
    var file: (any File)?
    /// The length that the database keeps, or would for a file it does not know yet.
    var committed: Int64
    /// The length with what this batch has written, at a block's end if that was anything.
    var written: Int64
    /// What this batch has appended and not written yet.
    var waiting: [PlacedRecord] = []
    /// Whether the file's name may be lost in a crash.
    var isNameUnsynced: Bool

    /// Where the next record goes, or the block's end behind it.
    private var tail: Int64 { waiting.last?.end ?? BlockWriter.roundedUp(written) }

    /// Gives a record its place; returns it.
    mutating func append(_ bytes: Bytes, isInWholeBlocks: Bool) -> Int64 {
      if tail == 0 { place(EvidenceWriter.fileHeader, at: 0, isInWholeBlocks: false) }
      let offset = isInWholeBlocks ? BlockWriter.roundedUp(tail) : tail
      place(bytes, at: offset, isInWholeBlocks: isInWholeBlocks)
      return offset
    }

    private mutating func place(_ bytes: Bytes, at offset: Int64, isInWholeBlocks: Bool) {
      waiting.append(
        PlacedRecord(offset: offset, bytes: bytes, isInWholeBlocks: isInWholeBlocks))
    }
  }

  /// The first bytes of each log.
  static let fileHeader = Bytes(Array("mado evidence 1\n".utf8))

  /// Files open at a time: pictures may be of any month, and descriptors are few.
  static let openMax = 16

  init(folder: String, files: any FileSystem) {
    self.folder = folder
    self.files = files
  }

  static func path(of month: LogMonth, in folder: String) -> String { "\(folder)/\(month).log" }

  private func path(of month: LogMonth) -> String { Self.path(of: month, in: folder) }

  // MARK: Opening

  /// The lengths of the logs, as the database keeps them.
  static func lengths(_ connection: Connection) throws -> [LogMonth: Int64] {
    let known = try connection.query("SELECT month, length FROM evidence_log") { row in
      (try row.read(0, as: String.self), try row.read(1, as: Int64.self))
    }
    var lengths: [LogMonth: Int64] = [:]
    for (text, length) in known {
      if let month = LogMonth(text) { lengths[month] = length }
    }
    return lengths
  }

  /// Brings the files to what the database knows of them.
  func recover(_ connection: Connection) throws -> EvidenceRecovery {
    var recovery = EvidenceRecovery()
    let lengths = try Self.lengths(connection)
    let names = try files.list(folder)
    for name in names where name.hasSuffix(".log") {
      guard let month = LogMonth(String(name.dropLast(4))), lengths[month] == nil else { continue }
      // Nothing in it was ever acknowledged, or its month was purged and the crash came before.
      try files.remove(path(of: month))
      recovery.removed.append(month)
    }
    for (month, length) in lengths.sorted(by: { $0.key < $1.key }) {
      let found = try files.attributes(path(of: month))?.size ?? 0
      if found > length {
        let file = try files.open(path(of: month), .readWrite)
        defer { file.close() }
        try file.truncate(to: length)
        recovery.cut.append(.init(month: month, bytes: found - length))
      } else if found < length {
        recovery.damaged.append(.init(month: month, bytes: length - found))
      }
    }
    return recovery
  }

  // MARK: Appending

  /// Gives a record its place behind the last one. Not durable before ``sync()`` and a commit.
  func append(
    _ evidence: SealedEvidence, to month: LogMonth, _ connection: Connection
  ) throws -> EvidencePosition {
    guard !evidence.key.isDestroyed else {
      throw StorageError.keyDestroyed(tenant: evidence.key.tenant, worker: evidence.key.worker)
    }
    try openLog(month, connection)
    unsynced.insert(month)
    undo.append(month)
    let offset = segments[month]?.append(
      evidence.bytes, isInWholeBlocks: evidence.isInWholeBlocks)
    guard let offset else { preconditionFailure("just opened") }
    return EvidencePosition(month: month, offset: offset, length: evidence.length)
  }

  /// Opens the log of `month` unless it is open, and closes another for it when too many are.
  private func openLog(_ month: LogMonth, _ connection: Connection) throws {
    if segments[month]?.file != nil {
      guard open.last != month else { return }
      open.removeAll { $0 == month }
    } else {
      if open.count >= Self.openMax { try closeOne() }
      if segments[month] == nil {
        segments[month] = try openSegment(month, connection)
      } else {
        segments[month]?.file = try openFile(month, .readWrite)
      }
    }
    open.append(month)
  }

  /// Closes the log that was used longest ago; one of this batch, synced before, if there are but such.
  private func closeOne() throws(FileError) {
    let index = open.firstIndex { !unsynced.contains($0) } ?? open.startIndex
    let month = open[index]
    if unsynced.contains(month) { try syncLog(month) }
    segments[month]?.file?.close()
    segments[month]?.file = nil
    open.remove(at: index)
  }

  private func openSegment(_ month: LogMonth, _ connection: Connection) throws -> Segment {
    let kept = try connection.first(
      "SELECT length FROM evidence_log WHERE month = ?", month.description
    ) { row in try row.read(0, as: Int64.self) }
    let isNew = try files.attributes(path(of: month)) == nil
    return Segment(
      file: try openFile(month, .readWriteCreating), committed: kept ?? 0, written: kept ?? 0,
      isNameUnsynced: isNew || kept == nil)
  }

  private func openFile(_ month: LogMonth, _ mode: OpenMode) throws(FileError) -> any File {
    let file = try files.open(path(of: month), mode)
    file.bypassCache()
    return file
  }

  // MARK: Requests that fail

  /// A point to go back to.
  var mark: Int { undo.count }

  /// Takes back what was appended since `mark`. The next record overwrites it.
  func rollBack(to mark: Int) {
    // What was written already stays, and nothing points to it.
    while undo.count > mark { _ = segments[undo.removeLast()]?.waiting.popLast() }
  }

  // MARK: Committing

  /// Writes and makes durable what was appended, the names of new files too.
  func sync() throws(FileError) {
    if let failedSync { throw failedSync }
    var hasNewNames = false
    for month in unsynced {
      try syncLog(month)
      hasNewNames = hasNewNames || segments[month]?.isNameUnsynced == true
    }
    guard hasNewNames else { return }
    try files.syncDirectory(folder)
    for month in unsynced { segments[month]?.isNameUnsynced = false }
  }

  private func syncLog(_ month: LogMonth) throws(FileError) {
    guard let segment = segments[month], let file = segment.file else { return }
    do throws(FileError) {
      let end = try blocks.write(segment.waiting, to: file)
      try file.sync()
      segments[month]?.waiting = []
      segments[month]?.written = end ?? segment.written
    } catch {
      failedSync = error
      throw error
    }
  }

  /// Puts the lengths of the logs into the transaction.
  func keepLengths(_ connection: Connection) throws(SQLiteError) {
    for month in unsynced {
      guard let segment = segments[month] else { continue }
      try connection.run(
        """
        INSERT INTO evidence_log (month, length) VALUES (?, ?)
        ON CONFLICT (month) DO UPDATE SET length = excluded.length
        """, month.description, segment.written)
    }
  }

  /// The transaction was committed.
  func committed() {
    for month in unsynced {
      guard let written = segments[month]?.written else { continue }
      segments[month]?.committed = written
    }
    beginBatch()
  }

  /// The transaction was rolled back for good: the logs end where they ended before it, and on a
  /// full disk the room is free again.
  func rolledBack() {
    for month in unsynced {
      guard let segment = segments[month] else { continue }
      // A cut that fails does no harm: what lies behind the kept length does not count.
      try? cut(month, to: segment.committed)
      segments[month]?.written = segment.committed
      segments[month]?.waiting = []
    }
    beginBatch()
  }

  private func cut(_ month: LogMonth, to length: Int64) throws(FileError) {
    if let file = segments[month]?.file { return try file.truncate(to: length) }
    let file = try files.open(path(of: month), .readWrite)
    defer { file.close() }
    try file.truncate(to: length)
  }

  private func beginBatch() {
    unsynced = []
    undo.removeAll(keepingCapacity: true)
    failedSync = nil
  }

  func close() {
    segments = [:]
    open = []
  }

  /// Whether the batch has appended to a log.
  func hasAppended(to month: LogMonth) -> Bool { unsynced.contains(month) }

  /// Forgets a log whose row is gone, and removes the file.
  func remove(_ month: LogMonth) throws(FileError) {
    segments[month] = nil
    open.removeAll { $0 == month }
    unsynced.remove(month)
    guard try files.attributes(path(of: month)) != nil else { return }
    try files.remove(path(of: month))
    try files.syncDirectory(folder)
  }
}

/// What opening the evidence logs found and did.
public struct EvidenceRecovery: Sendable, Hashable {
  /// A log and a number of bytes.
  public struct Extent: Sendable, Hashable {
    public let month: LogMonth
    public let bytes: Int64
  }

  /// What a crash had left behind the last commit, never acknowledged: cut off.
  public var cut: [Extent] = []
  /// Logs that no commit knows: removed.
  public var removed: [LogMonth] = []
  /// Logs that are shorter than what was committed: somebody or the disk has damaged them. Reading
  /// what is missing gives ``StorageError/evidenceCorrupt(_:reason:)``; the rest is fine.
  public var damaged: [Extent] = []

  public init() {}
}
