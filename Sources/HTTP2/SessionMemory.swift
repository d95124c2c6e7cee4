import CNghttp2
import Glibc

/// Where the sessions of one thread take libnghttp2's memory from: freed blocks are kept by size for
/// the next call, which needs the same ones. Streams, frames and fields come and go by the thousand
/// in one turn of a loop, more than the allocator keeps at hand for a thread.
///
/// Confined to one thread; every session keeps it alive.
public final class SessionMemory {
  /// What is asked for beyond this comes from the allocator and goes back to it, in bytes.
  private static let keptSizeMax = 512
  /// Freed blocks kept, of all sizes together, in bytes.
  private static let keptBytesMax = 1 << 20
  private static let step = 16
  /// From here on a block comes without the pages that it had before it was freed, in bytes. Each session has
  /// room for a frame of the largest size, of which a client that is idle never fills the second page.
  private static let freshSizeMin = 16 << 10

  /// In front of each block: its size class, 0 for one that is not kept.
  private static let headerBytes = 16

  /// The first free block of each class; each holds the address of the next.
  private let free: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  @exclusivity(unchecked) private var keptBytes = 0

  public init() {
    free = .allocate(capacity: SessionMemory.keptSizeMax / SessionMemory.step + 1)
    free.initialize(repeating: nil, count: SessionMemory.keptSizeMax / SessionMemory.step + 1)
  }

  deinit {
    for place in 0...SessionMemory.keptSizeMax / SessionMemory.step {
      while let block = free[place] {
        free[place] = block.load(as: UnsafeMutableRawPointer?.self)
        Glibc.free(block - SessionMemory.headerBytes)
      }
    }
    free.deallocate()
  }

  /// For `nghttp2_session_server_new3` and its kind.
  var functions: nghttp2_mem {
    nghttp2_mem(
      mem_user_data: Unmanaged.passUnretained(self).toOpaque(),
      malloc: { size, memory in with(memory) { $0.allocate(size) } },
      free: { block, memory in
        guard let block else { return }
        _ = with(memory) { $0.release(block) }
      },
      calloc: { count, size, memory in
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow, let block = with(memory, { $0.allocate(bytes) }) else { return nil }
        memset(block, 0, bytes)
        return block
      },
      realloc: { block, size, memory in with(memory) { $0.reallocate(block, size) } })
  }

  private func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
    guard size <= SessionMemory.keptSizeMax else {
      let (total, overflow) = size.addingReportingOverflow(SessionMemory.headerBytes)
      guard !overflow, let start = malloc(total) else { return nil }
      if size >= SessionMemory.freshSizeMin { SessionMemory.giveBackPages(start, total) }
      return SessionMemory.made(start, 0)
    }
    let place = max((size + SessionMemory.step - 1) / SessionMemory.step, 1)
    if let block = free[place] {
      free[place] = block.load(as: UnsafeMutableRawPointer?.self)
      keptBytes -= place * SessionMemory.step
      return block
    }
    return SessionMemory.made(
      malloc(SessionMemory.headerBytes + place * SessionMemory.step), place)
  }

  /// Gives the whole pages of a block back to the system, which has new ones when they are written to.
  private static func giveBackPages(_ start: UnsafeMutableRawPointer, _ count: Int) {
    let page = Int(getpagesize())
    let first = start.alignedUp(toMultipleOf: page)
    let end = (start + count).alignedDown(toMultipleOf: page)
    if first < end { madvise(first, end - first, MADV_DONTNEED) }
  }

  private static func made(
    _ start: UnsafeMutableRawPointer?, _ place: Int
  ) -> UnsafeMutableRawPointer? {
    guard let start else { return nil }
    start.storeBytes(of: place, as: Int.self)
    return start + headerBytes
  }

  private func release(_ block: UnsafeMutableRawPointer) {
    let start = block - SessionMemory.headerBytes
    let place = start.load(as: Int.self)
    let bytes = place * SessionMemory.step
    guard place > 0, keptBytes + bytes <= SessionMemory.keptBytesMax else {
      return Glibc.free(start)
    }
    block.storeBytes(of: free[place], as: UnsafeMutableRawPointer?.self)
    free[place] = block
    keptBytes += bytes
  }

  private func reallocate(
    _ block: UnsafeMutableRawPointer?, _ size: Int
  ) -> UnsafeMutableRawPointer? {
    guard let block else { return allocate(size) }
    let start = block - SessionMemory.headerBytes
    let place = start.load(as: Int.self)
    if place == 0, size > SessionMemory.keptSizeMax {
      let (total, overflow) = size.addingReportingOverflow(SessionMemory.headerBytes)
      return overflow ? nil : SessionMemory.made(realloc(start, total), 0)
    }
    guard let moved = allocate(size) else { return nil }
    // A block that is not kept has more than a kept one can hold.
    let held = place == 0 ? SessionMemory.keptSizeMax : place * SessionMemory.step
    moved.copyMemory(from: block, byteCount: min(held, size))
    release(block)
    return moved
  }
}

/// What libnghttp2 was given for its memory.
private typealias Context = UnsafeMutableRawPointer

/// Calls `body` without a retain.
@inline(__always)
private func with<R>(_ context: Context?, _ body: (SessionMemory) -> R?) -> R? {
  guard let context else { return nil }
  return Unmanaged<SessionMemory>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
}
