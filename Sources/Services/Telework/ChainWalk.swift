import Buffers
import Crypto
import Rules
import Storage

/// A place where an agent's evidence is not what was stored.
struct ChainBreak: Sendable {
  /// In the chain.
  var position: Int64
  /// The row that stands there, as far as it can be read.
  var row: EvidenceRow?
  /// A word for programs.
  var reason: String
  var message: String

  init(_ position: Int64, _ reason: String, _ message: String, row: EvidenceRow? = nil) {
    self.position = position
    self.row = row
    self.reason = reason
    self.message = message
  }
}

/// A walk along an agent's chain, row by row, up to the kept head (TEL-38). Reading the rows is the caller's
/// task.
struct ChainWalk: Sendable {
  /// The kept head.
  let head: EvidenceChain.Head
  /// How many links were purged of those that it has passed.
  private(set) var purged: Int64 = 0
  private let checkpoints: [Int64: PurgeCheckpoint]
  private var verification: EvidenceChain.Verification

  /// How far the chain holds.
  var position: Int64 { verification.head.position }

  /// - Parameters:
  ///   - start: the chain's beginning, or the link before the first that comes.
  ///   - head: the kept head.
  ///   - checkpoints: what purges have left.
  init(
    from start: EvidenceChain.Head, to head: EvidenceChain.Head,
    passing checkpoints: [PurgeCheckpoint]
  ) {
    self.head = head
    self.checkpoints = Dictionary(
      checkpoints.map { ($0.purge.positions.lowerBound, $0) },
      uniquingKeysWith: { first, _ in first })
    verification = .init(from: start)
  }

  /// What is wrong before the first step.
  ///
  /// - Parameter last: the last place at which there is a row.
  static func overrun(of head: EvidenceChain.Head, last: Int64) -> ChainBreak? {
    guard last > head.position else { return nil }
    return ChainBreak(
      head.position + 1, "HEAD_MISMATCH",
      "there are records up to \(last) and the kept head ends at \(head.position)")
  }

  /// Takes the next row, nil for one that cannot be read; returns a break when the chain does not hold there.
  mutating func next(_ row: EvidenceRow?) -> ChainBreak? {
    if row.map({ $0.link.position > position + 1 }) ?? true, let broken = pass() { return broken }
    guard let row else {
      return ChainBreak(position + 1, "LINK_MISMATCH", "the record's row cannot be read")
    }
    guard case .broken(let place, let why)? = verification.next(row.link, hash: row.chainHash)
    else { return nil }
    switch why {
    case .missing(let found):
      return ChainBreak(
        place, "RECORD_MISSING", "the record is missing: the next one found is at \(found)")
    case .hash:
      return ChainBreak(
        place, "LINK_MISMATCH", "the record, or the hash kept with it, is not what was stored",
        row: row)
    }
  }

  /// Goes on behind what was purged next, if anything was.
  mutating func pass() -> ChainBreak? {
    while let next = checkpoints[position + 1] {
      guard next.isSealed, verification.pass(next.purge) else {
        return ChainBreak(
          position + 1, "CHECKPOINT_MISMATCH",
          "records are missing, and what stands in their place is not what a purge has left")
      }
      purged += Int64(next.purge.positions.count)
    }
    return nil
  }

  /// What is wrong when there are no more rows.
  mutating func end() -> ChainBreak? {
    if let broken = pass() { return broken }
    if position < head.position {
      return ChainBreak(
        position + 1, "RECORD_MISSING",
        "the chain should go on to \(head.position) and ends before")
    }
    guard verification.head.hash != head.hash else { return nil }
    return ChainBreak(
      position, "HEAD_MISMATCH", "the kept head is not the hash of the last link")
  }
}

extension EvidenceRow {
  /// Why a picture is not the one of this row; nil when it is.
  ///
  /// - Parameter content: the picture, or why it could not be read.
  /// - Throws: an error that says nothing of the picture.
  func flaw(in content: Result<Bytes, StorageError>) throws(StorageError) -> ChainBreak? {
    let bytes: Bytes
    switch content {
    case .success(let read): bytes = read
    case .failure(let error) where error.isPassing: throw error
    case .failure(.evidenceCorrupt(_, let reason)):
      return unreadable("the picture cannot be read back: \(reason)")
    // Erased at its worker's request: the link goes on to vouch for those around it.
    case .failure(.keyDestroyed): return nil
    case .failure(.keyMissing): return unreadable("the picture's key is missing")
    case .failure: return unreadable("the picture cannot be read back")
    }
    guard SHA256.hash(bytes) == link.content, Int64(bytes.count) == link.contentBytes else {
      return mismatch("the picture is not the one that was stored")
    }
    guard bytes.withUnsafeBytes({ try? Picture(reading: $0) }) == picture else {
      return mismatch("the picture's format or size is not the one that is kept")
    }
    return nil
  }

  private func unreadable(_ message: String) -> ChainBreak {
    ChainBreak(link.position, "CONTENT_UNREADABLE", message, row: self)
  }

  private func mismatch(_ message: String) -> ChainBreak {
    ChainBreak(link.position, "CONTENT_MISMATCH", message, row: self)
  }
}
