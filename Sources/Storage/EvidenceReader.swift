import Buffers
import Files
import Synchronization

/// The reading half of the evidence logs. Any thread may use it; it blocks.
final class EvidenceReader: Sendable {
  private let folder: String
  private let files: any FileSystem
  private let open = Mutex<[LogMonth: any File]>([:])

  init(folder: String, files: any FileSystem) {
    self.folder = folder
    self.files = files
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
    if let known = open.withLock({ $0[month] }) { return known }
    let file = try files.open(EvidenceWriter.path(of: month, in: folder), .readOnly)
    open.withLock { $0[month] = file }
    return file
  }

  /// Lets go of a removed log; reads under way end on the file they have.
  func forget(_ month: LogMonth) {
    open.withLock { $0[month] = nil }
  }
}
