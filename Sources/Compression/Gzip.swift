import Buffers
import Synchronization

/// Bytes as gzip has them (RFC 1952), whole messages at a time.
///
/// The library's working memory, a third of a megabyte for writing, is kept for the next message: a
/// few of each are lent out and come back, whatever thread asks.
public enum Gzip {
  /// Whether the system has the library. Without it nothing can be read or written.
  public static var isAvailable: Bool { Libz.system != nil }

  /// Of zlib's levels the fastest: whoever compresses holds up the calls of its loop.
  static let level: Int32 = 1
  /// Of header and trailer together, without a name in the header (RFC 1952, 2.3).
  static let framingBytes = 18
  /// Deflate makes at most 1,032 bytes of one (RFC 1951, 3.2.5: a match of 258 bytes in two bits).
  static let expansionMax = 1032

  /// What is wrong with bytes that were to be gzip.
  public enum Failure: Error, Sendable, Hashable {
    case unavailable
    /// Its content is larger than it may be, in bytes; found out before memory was taken for it.
    case tooLarge(bytes: Int)
    case malformed
  }

  /// How long the content is that `bytes` say they hold; nil when they are too few for any. To find it
  /// out costs nothing.
  public static func contentLength(_ bytes: Bytes) -> Int? {
    guard bytes.count >= framingBytes else { return nil }
    return bytes.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// The content of `bytes`, which are one member and nothing else.
  ///
  /// The trailer says how long the content is: that is what is checked against `bytesMax` and
  /// against what so few bytes can hold, then allocated, and never exceeded.
  public static func decompress(
    _ bytes: Bytes, bytesMax: Int
  ) throws(Failure) -> Bytes {
    guard let libz = Libz.system else { throw .unavailable }
    guard let length = contentLength(bytes) else { throw .malformed }
    guard length <= bytesMax else { throw .tooLarge(bytes: length) }
    guard length / expansionMax <= bytes.count else { throw .malformed }
    guard let inflater = inflaters.take() ?? Inflater(libz) else { throw .unavailable }
    let content = inflater.inflate(bytes, length)
    inflaters.put(inflater)
    guard let content else { throw .malformed }
    return content
  }

  /// `pieces` as one member behind `headroom` bytes, which `fill` writes once it knows the member's
  /// length; nil when that would not be shorter.
  ///
  /// - Parameter skipping: so many bytes at the start of the first piece are left out.
  public static func compress(
    _ pieces: BytePieces, skipping: Int = 0, headroom: Int = 0,
    _ fill: (UnsafeMutableRawBufferPointer, Int) -> Void = { _, _ in }
  ) -> Bytes? {
    guard let libz = Libz.system, pieces.count - skipping > framingBytes,
      let deflater = deflaters.take() ?? Deflater(libz)
    else { return nil }
    defer { deflaters.put(deflater) }
    let first = pieces.first.slice(skipping..<pieces.first.count)
    let slab = Slab(capacity: headroom + pieces.count - skipping - 1)
    let room = UnsafeMutableRawBufferPointer(rebasing: slab.memory[headroom...])
    guard let count = deflater.deflate([first] + pieces.rest, into: room) else { return nil }
    fill(UnsafeMutableRawBufferPointer(rebasing: slab.memory[..<headroom]), count)
    return Bytes(slab, 0..<headroom + count).compacted()
  }

  private static let inflaters = Pool<Inflater>()
  private static let deflaters = Pool<Deflater>()
}

/// Idle working memory, a few at most. The lock is held for a moment and by those only who compress.
private final class Pool<Worker: AnyObject & Sendable>: Sendable {
  private let idle = Mutex<[Worker]>([])

  /// As many as a machine has cores, roughly.
  private static var idleMax: Int { 4 }

  func take() -> Worker? { idle.withLock { $0.popLast() } }

  func put(_ worker: Worker) {
    idle.withLock { if $0.count < Self.idleMax { $0.append(worker) } }
  }
}

/// Reads members one after the other. Used by one thread at a time, whoever has taken it from its
/// pool: hence `@unchecked Sendable`.
private final class Inflater: @unchecked Sendable {
  private let libz: Libz
  private let stream: UnsafeMutablePointer<ZStream>

  init?(_ libz: Libz) {
    self.libz = libz
    stream = .allocate(capacity: 1)
    stream.initialize(to: ZStream())
    let code = libz.inflateInit(
      stream, Libz.gzipWindowBits, Libz.version, Int32(MemoryLayout<ZStream>.size))
    guard code == Libz.ok else { return nil }
  }

  deinit {
    _ = libz.inflateEnd(stream)
    stream.deallocate()
  }

  /// The content if it has exactly `length` bytes and `bytes` end with it.
  func inflate(_ bytes: Bytes, _ length: Int) -> Bytes? {
    guard libz.inflateReset(stream) == Libz.ok else { return nil }
    // One byte more than there may be: the trailer is read only while there is room.
    let slab = Slab(capacity: length + 1)
    let code = bytes.withUnsafeBytes { input in
      stream.pointee.nextIn = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.availableIn = UInt32(clamping: input.count)
      stream.pointee.nextOut = slab.memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.availableOut = UInt32(clamping: length + 1)
      return libz.inflate(stream, Libz.finish)
    }
    guard code == Libz.streamEnd, stream.pointee.availableIn == 0,
      stream.pointee.availableOut == 1
    else { return nil }
    return Bytes(slab, 0..<length)
  }
}

/// Writes members one after the other. Used by one thread at a time, whoever has taken it from its
/// pool: hence `@unchecked Sendable`.
private final class Deflater: @unchecked Sendable {
  private let libz: Libz
  private let stream: UnsafeMutablePointer<ZStream>

  /// zlib's own default.
  private static let memoryLevel: Int32 = 8

  init?(_ libz: Libz) {
    self.libz = libz
    stream = .allocate(capacity: 1)
    stream.initialize(to: ZStream())
    let code = libz.deflateInit(
      stream, Gzip.level, Libz.methodDeflate, Libz.gzipWindowBits, Deflater.memoryLevel, 0,
      Libz.version, Int32(MemoryLayout<ZStream>.size))
    guard code == Libz.ok else { return nil }
  }

  deinit {
    _ = libz.deflateEnd(stream)
    stream.deallocate()
  }

  /// Writes one member of all `pieces`, and returns its length; nil when there is not the room.
  func deflate(_ pieces: [Bytes], into room: UnsafeMutableRawBufferPointer) -> Int? {
    guard libz.deflateReset(stream) == Libz.ok else { return nil }
    stream.pointee.nextOut = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.availableOut = UInt32(clamping: room.count)
    var code = Libz.ok
    for (place, piece) in pieces.enumerated() {
      let isLast = place == pieces.count - 1
      piece.withUnsafeBytes { input in
        stream.pointee.nextIn = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.availableIn = UInt32(clamping: input.count)
        // An empty piece is no progress, which the library would call an error.
        if isLast || !input.isEmpty {
          code = libz.deflate(stream, isLast ? Libz.finish : Libz.noFlush)
        }
      }
      guard stream.pointee.availableIn == 0 else { return nil }
    }
    guard code == Libz.streamEnd else { return nil }
    return room.count - Int(stream.pointee.availableOut)
  }
}
