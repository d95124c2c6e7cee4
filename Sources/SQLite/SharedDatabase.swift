import CSQLite
import Synchronization

/// What the connections to one database share: its locks and the index of its write-ahead log.
final class SharedDatabase: Sendable {
  private let state = Mutex(State())

  /// The locks of https://www.sqlite.org/lockingv3.html; SQLite holds them in WAL mode too.
  private struct State: ~Copyable {
    /// Connections with SHARED or more.
    var readers = 0
    /// Who holds RESERVED or more.
    var writer: ObjectIdentifier?
    /// No new reader is let in.
    var isPending = false

    /// Connections which use the index, its blocks, and for each of its locks the number of shared
    /// holders, or -1 when one holds it alone.
    var indexUsers = 0
    var index: [UnsafeMutableRawPointer] = []
    var indexLocks = [Int](repeating: 0, count: Int(SQLITE_SHM_NLOCK))

    deinit { for block in index { block.deallocate() } }
  }

  /// Raises the lock of `file` from `held` to `level`. Returns what it holds then, which is less
  /// when others are in the way.
  func lock(_ file: ObjectIdentifier, held: Int32, to level: Int32) -> Int32 {
    guard level > held else { return held }
    return state.withLock { state in
      let isWriter = state.writer == file
      if held < SQLITE_LOCK_SHARED {
        if state.isPending && !isWriter { return held }
        state.readers += 1
      }
      if level == SQLITE_LOCK_SHARED { return SQLITE_LOCK_SHARED }
      let reached = max(held, SQLITE_LOCK_SHARED)
      guard state.writer == nil || isWriter else { return reached }
      state.writer = file
      if level == SQLITE_LOCK_RESERVED { return SQLITE_LOCK_RESERVED }
      state.isPending = true
      return state.readers > 1 ? SQLITE_LOCK_PENDING : SQLITE_LOCK_EXCLUSIVE
    }
  }

  /// Lowers the lock of `file` from `held` to `level`, which is SHARED or NONE.
  func unlock(_ file: ObjectIdentifier, held: Int32, to level: Int32) {
    guard level < held else { return }
    state.withLock { state in
      if state.writer == file {
        state.writer = nil
        state.isPending = false
      }
      if level == SQLITE_LOCK_NONE && held >= SQLITE_LOCK_SHARED { state.readers -= 1 }
    }
  }

  var isReserved: Bool { state.withLock { $0.writer != nil } }

  // MARK: The index of the write-ahead log

  func joinIndex() { state.withLock { $0.indexUsers += 1 } }

  /// When the last user leaves, the index goes: the next one builds it anew from the log.
  func leaveIndex() {
    state.withLock { state in
      state.indexUsers -= 1
      guard state.indexUsers == 0 else { return }
      for block in state.index { block.deallocate() }
      state.index = []
    }
  }

  /// Block `number` of the index, each of `size` bytes; nil when there is none and none is wanted.
  func indexBlock(_ number: Int, size: Int, extending: Bool) -> UnsafeMutableRawPointer? {
    state.withLock { state in
      while extending && state.index.count <= number {
        let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096)
        block.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        state.index.append(block)
      }
      return number < state.index.count ? state.index[number] : nil
    }
  }

  /// Takes a lock of the index that others may hold too. False when one holds it alone.
  func lockIndexShared(_ slot: Int) -> Bool {
    state.withLock { state in
      guard state.indexLocks[slot] >= 0 else { return false }
      state.indexLocks[slot] += 1
      return true
    }
  }

  /// Takes locks of the index alone. False, and none taken, when others hold one of them.
  func lockIndexAlone(_ slots: Range<Int>) -> Bool {
    state.withLock { state in
      guard slots.allSatisfy({ state.indexLocks[$0] == 0 }) else { return false }
      for slot in slots { state.indexLocks[slot] = -1 }
      return true
    }
  }

  func releaseIndexShared(_ slot: Int) { state.withLock { $0.indexLocks[slot] -= 1 } }

  func releaseIndexAlone(_ slot: Int) { state.withLock { $0.indexLocks[slot] = 0 } }
}
