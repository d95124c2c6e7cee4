import Buffers
import Crypto

/// Where a record lies: what a row in the database keeps to find its picture again.
public struct EvidencePosition: Sendable, Hashable, CustomStringConvertible {
  /// Which log.
  public let month: LogMonth
  /// Where in it, in bytes from its beginning.
  public let offset: Int64
  /// How long the record is, in bytes: picture, header and tag.
  public let length: Int

  public init(month: LogMonth, offset: Int64, length: Int) {
    self.month = month
    self.offset = offset
    self.length = length
  }

  public var description: String { "\(month)+\(offset) (\(length) bytes)" }
}

/// A picture encrypted and ready to be appended to a log.
///
/// Made on the caller's thread, so that the one thread that writes has only to write. As it lies on
/// disk, numbers in little-endian order:
///
///     0   4  "MDEV"
///     4   2  version, 1
///     6   2  zero
///     8   8  the id of the key
///     16  4  the length of the content
///     20 12  the nonce, random
///     32  n  the content, by AES-256-GCM
///         16 the tag, over the header and the context too
public struct SealedEvidence: Sendable {
  /// The record, and zeros up to the end of a block if it is in whole blocks.
  let bytes: Bytes
  /// The record's own length, in bytes.
  let length: Int
  /// Whether it can be written as it lies, at a block's beginning: what is small shares blocks.
  let isInWholeBlocks: Bool
  let key: EvidenceKey
  /// The memory it holds, in bytes.
  public var weight: Int { bytes.count }

  /// From this length on records have blocks of their own, in bytes: the rest of the last block is then
  /// at most a sixteenth of the record.
  static let wholeBlocksMin = 64 << 10
  static let headerCount = 32
  private static let mark: [UInt8] = [0x4d, 0x44, 0x45, 0x56, 1, 0, 0, 0]
  static let overhead = headerCount + AES256GCM.tagCount
  /// The longest content, in bytes.
  public static let contentBytesMax = 16 << 20

  /// Encrypts `content`.
  ///
  /// - Parameter context: What the record belongs to (agent, sequence and so on). It is not stored;
  ///   whoever opens the record has to name the same, so a record put in another's place is noticed.
  public init(
    _ content: Bytes, key: EvidenceKey, context: [UInt8] = []
  ) throws(StorageError) {
    guard content.count <= Self.contentBytesMax else {
      throw .evidenceTooLarge(bytes: content.count, limit: Self.contentBytesMax)
    }
    self.key = key
    length = content.count + Self.overhead
    isInWholeBlocks = length >= Self.wholeBlocksMin
    func seal(into output: UnsafeMutableRawBufferPointer) {
      Self.seal(content, into: output, key: key, context: context)
    }
    if isInWholeBlocks {
      bytes = BlockWriter.blocks(length, filledBy: seal)
    } else {
      bytes = Bytes(capacity: length) { output in
        seal(into: output)
        return output.count
      }
    }
  }

  private static func seal(
    _ content: Bytes, into output: UnsafeMutableRawBufferPointer, key: EvidenceKey,
    context: [UInt8]
  ) {
    writeHeader(into: output, key: key, contentCount: content.count)
    let header = UnsafeRawBufferPointer(rebasing: output[..<headerCount])
    let vouched = Array(header) + context
    content.withUnsafeBytes { content in
      vouched.withUnsafeBytes { vouched in
        CipherPool.shared.borrow { cipher in
          cipher.seal(
            content, key: key.secret,
            nonce: UnsafeRawBufferPointer(rebasing: header[20..<32]), authenticating: vouched,
            into: UnsafeMutableRawBufferPointer(rebasing: output[headerCount...]))
        }
      }
    }
  }

  private static func writeHeader(
    into output: UnsafeMutableRawBufferPointer, key: EvidenceKey, contentCount: Int
  ) {
    output.copyBytes(from: mark)
    output.storeBytes(of: key.id.littleEndian, toByteOffset: 8, as: Int64.self)
    output.storeBytes(of: UInt32(contentCount).littleEndian, toByteOffset: 16, as: UInt32.self)
    SecureRandom.fill(UnsafeMutableRawBufferPointer(rebasing: output[20..<32]))
  }

  /// The record, for who keeps it elsewhere than in a log.
  public var record: Bytes { bytes.slice(0..<length) }

  /// The content of a record that was kept elsewhere than in a log, verified.
  ///
  /// - Parameter context: what it was sealed with.
  public static func content(
    of record: Bytes, key: EvidenceKey, context: [UInt8]
  ) throws(StorageError) -> Bytes {
    guard !key.isDestroyed else { throw .keyDestroyed(tenant: key.tenant, worker: key.worker) }
    let slab = Slab(capacity: record.count)
    record.withUnsafeBytes { slab.memory.copyMemory(from: $0) }
    switch open(slab.memory, key: key, context: context) {
    case .success(let range): return Bytes(slab, range)
    case .failure(let damage):
      throw .recordCorrupt(String(decoding: context, as: UTF8.self), reason: damage.reason)
    }
  }

  /// The key's id and the record's length that a header names; nil when the bytes are no header.
  static func parse(header: [UInt8]) -> (key: Int64, length: Int)? {
    guard header.count == headerCount, header.starts(with: mark) else { return nil }
    return header.withUnsafeBytes { header in
      let length = UInt32(littleEndian: header.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
      return (
        Int64(littleEndian: header.loadUnaligned(fromByteOffset: 8, as: Int64.self)),
        Int(length) + overhead
      )
    }
  }

  /// Decrypts the record in `memory` where it lies; the content is then a part of it. The text says
  /// what is wrong when it is not what was sealed with this key and context.
  static func open(
    _ memory: UnsafeMutableRawBufferPointer, key: EvidenceKey, context: [UInt8]
  ) -> Result<Range<Int>, Damage> {
    guard memory.count >= overhead else { return .failure(Damage("it is too short")) }
    let record = UnsafeRawBufferPointer(memory)
    guard record[..<8].elementsEqual(mark) else {
      return .failure(Damage("no record begins there"))
    }
    let keyID = Int64(littleEndian: record.loadUnaligned(fromByteOffset: 8, as: Int64.self))
    guard keyID == key.id else { return .failure(Damage("it was sealed with another key")) }
    let length = UInt32(littleEndian: record.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
    guard Int(length) + overhead == record.count else {
      return .failure(Damage("its length does not fit"))
    }
    let vouched = Array(record[..<headerCount]) + context
    let isValid = vouched.withUnsafeBytes { vouched in
      CipherPool.shared.borrow { cipher in
        cipher.open(
          UnsafeRawBufferPointer(rebasing: record[headerCount...]), key: key.secret,
          nonce: UnsafeRawBufferPointer(rebasing: record[20..<32]), authenticating: vouched,
          into: UnsafeMutableRawBufferPointer(rebasing: memory[headerCount...]))
      }
    }
    guard isValid else { return .failure(Damage("its tag does not fit its content")) }
    return .success(headerCount..<headerCount + Int(length))
  }

  /// What is wrong with a record.
  struct Damage: Error {
    let reason: String

    init(_ reason: String) { self.reason = reason }
  }
}
