import Buffers
import Files
import Synchronization

/// The reading half of the evidence logs. Any thread may use it; it blocks.
final class EvidenceReader: Sendable {
  private let files: any FileSystem
  private let path: @Sendable (LogMonth) -> String
  /// The files kept open, the one used last at the end.
  private let open = Mutex<[(month: LogMonth, file: any File)]>([])

  /// Files kept open: pictures may be of any month, and descriptors are few.
  static let openMax = 16

  /// - Parameter path: where a month's log lies.
  init(files: any FileSystem, path: @escaping @Sendable (LogMonth) -> String) {
    self.files = files
    self.path = path
  }

  /// The content of the record at `position`.
  func read(
    _ position: EvidencePosition, key: EvidenceKey, context: [UInt8]
  ) throws(StorageError) -> Bytes {
    guard !key.isDestroyed else { throw .keyDestroyed(tenant: key.tenant, worker: key.worker) }
    let lengths = SealedEvidence.overhead...SealedEvidence.overhead + SealedEvidence.contentBytesMax
    guard lengths.contains(position.length), position.offset >= 0 else {
      throw .evidenceCorrupt(position, reason: "no record has this length or place")
    }
    let slab = Slab(capacity: position.length)
    let log: any File
    do throws(FileError) {
      log = try file(of: position.month)
    } catch {
      guard error.kind == .notFound else { throw .file(error) }
      throw .evidenceCorrupt(position, reason: "its log is missing")
    }
    let count = try storing { try log.read(into: slab.memory, at: position.offset) }
    guard count == position.length else {
      throw .evidenceCorrupt(position, reason: "the log ends before it")
    }
    switch SealedEvidence.open(slab.memory, key: key, context: context) {
    case .success(let range): return Bytes(slab, range)
    case .failure(let damage): throw .evidenceCorrupt(position, reason: damage.reason)
    }
  }

  private func file(of month: LogMonth) throws(FileError) -> any File {
    if let known = open.withLock({ Self.use(month, of: &$0) }) { return known }
    let file = try files.open(path(month), .readOnly)
    return open.withLock { open in
      // Another thread may have been quicker.
      if let known = Self.use(month, of: &open) { return known }
      // The one used longest ago closes with its last read.
      if open.count >= Self.openMax { open.removeFirst() }
      open.append((month, file))
      return file
    }
  }

  private static func use(
    _ month: LogMonth, of open: inout [(month: LogMonth, file: any File)]
  ) -> (any File)? {
    guard let index = open.lastIndex(where: { $0.month == month }) else { return nil }
    let used = open.remove(at: index)
    open.append(used)
    return used.file
  }

  /// Lets go of a removed log; reads under way end on the file they have.
  func forget(_ month: LogMonth) {
    open.withLock { $0.removeAll { $0.month == month } }
  }
}
