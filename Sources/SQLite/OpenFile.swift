import CSQLite
import Files
import Synchronization

/// One file that SQLite has open: the methods of `sqlite3_io_methods` over a ``File``.
///
/// SQLite uses it from one thread at a time.
final class OpenFile {
  /// What SQLite allocates for a file: its own part and the reference to ours.
  struct Slot {
    var base: sqlite3_file
    var file: Unmanaged<OpenFile>
  }

  private let file: any File
  private let vfs: VFS
  /// The path of a file just made, until its name is durable.
  private var unsyncedName: String?

  private let shared: SharedDatabase?
  private var lockLevel = SQLITE_LOCK_NONE
  private var usesIndex = false
  /// The locks of the index that this connection holds, a bit each.
  private var indexLocksShared: UInt32 = 0
  private var indexLocksAlone: UInt32 = 0

  init(_ file: any File, of vfs: VFS, named newName: String?, sharing shared: SharedDatabase?) {
    self.file = file
    self.vfs = vfs
    self.shared = shared
    unsyncedName = newName
  }

  /// Hands this object over to SQLite, until xClose.
  func occupy(_ file: UnsafeMutablePointer<sqlite3_file>) {
    let slot = Slot(
      base: sqlite3_file(pMethods: Self.methods.pointer), file: Unmanaged.passRetained(self))
    UnsafeMutableRawPointer(file).storeBytes(of: slot, as: Slot.self)
  }

  private static func of(_ file: UnsafeMutablePointer<sqlite3_file>?) -> OpenFile {
    slot(file).file.takeUnretainedValue()
  }

  private static func slot(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Slot {
    UnsafeRawPointer(file!).load(as: Slot.self)
  }

  // MARK: Content

  private func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) -> Int32 {
    attempt(IOFailure.read) { () throws(FileError) in
      let count = try file.read(into: buffer, at: offset)
      if count == buffer.count { return SQLITE_OK }
      // SQLite relies on zeros behind the end.
      for index in count..<buffer.count { buffer[index] = 0 }
      return IOFailure.shortRead
    }
  }

  private func sync() -> Int32 {
    attempt(IOFailure.sync) { () throws(FileError) in
      try file.sync()
      if let name = unsyncedName {
        try vfs.files.syncDirectory(vfs.files.directory(of: name))
        unsyncedName = nil
      }
      return SQLITE_OK
    }
  }

  /// Runs `body`; its error is kept and becomes `code`, or SQLITE_FULL.
  private func attempt(_ code: Int32, _ body: () throws(FileError) -> Int32) -> Int32 {
    do throws(FileError) {
      return try body()
    } catch {
      vfs.report(error)
      return error.kind == .noSpace ? SQLITE_FULL : code
    }
  }

  // MARK: Locks

  private var id: ObjectIdentifier { ObjectIdentifier(self) }

  private func lock(to level: Int32) -> Int32 {
    guard let shared else { return SQLITE_OK }
    lockLevel = shared.lock(id, held: lockLevel, to: level)
    return lockLevel >= level ? SQLITE_OK : SQLITE_BUSY
  }

  private func unlock(to level: Int32) {
    guard level < lockLevel else { return }
    shared?.unlock(id, held: lockLevel, to: level)
    lockLevel = level
  }

  private func indexBlock(_ number: Int32, size: Int32, extending: Bool) -> UnsafeMutableRawPointer?
  {
    guard let shared else { return nil }
    if !usesIndex {
      usesIndex = true
      shared.joinIndex()
    }
    return shared.indexBlock(Int(number), size: Int(size), extending: extending)
  }

  private func leaveIndex() {
    guard usesIndex else { return }
    usesIndex = false
    unlockIndex(0..<Int(SQLITE_SHM_NLOCK))
    shared?.leaveIndex()
  }

  private func lockIndex(_ slots: Range<Int>, flags: Int32) -> Int32 {
    guard let shared else { return SQLITE_IOERR }
    if flags & SQLITE_SHM_UNLOCK != 0 {
      unlockIndex(slots)
      return SQLITE_OK
    }
    if flags & SQLITE_SHM_SHARED != 0 {
      for slot in slots where indexLocksShared & 1 << UInt32(slot) == 0 {
        guard shared.lockIndexShared(slot) else { return SQLITE_BUSY }
        indexLocksShared |= 1 << UInt32(slot)
      }
      return SQLITE_OK
    }
    guard shared.lockIndexAlone(slots) else { return SQLITE_BUSY }
    for slot in slots { indexLocksAlone |= 1 << UInt32(slot) }
    return SQLITE_OK
  }

  private func unlockIndex(_ slots: Range<Int>) {
    for slot in slots {
      let bit: UInt32 = 1 << UInt32(slot)
      if indexLocksAlone & bit != 0 {
        shared?.releaseIndexAlone(slot)
      } else if indexLocksShared & bit != 0 {
        shared?.releaseIndexShared(slot)
      }
      indexLocksAlone &= ~bit
      indexLocksShared &= ~bit
    }
  }

  private func close() {
    leaveIndex()
    unlock(to: SQLITE_LOCK_NONE)
    file.close()
  }

  // MARK: The table of methods

  private struct Methods: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<sqlite3_io_methods>
  }

  private static let methods: Methods = {
    let methods = Methods(pointer: .allocate(capacity: 1))
    methods.pointer.initialize(to: sqlite3_io_methods())
    methods.pointer.pointee.iVersion = 2
    fillContent(methods.pointer)
    fillLocks(methods.pointer)
    return methods
  }()

  private static func fillContent(_ methods: UnsafeMutablePointer<sqlite3_io_methods>) {
    methods.pointee.xClose = { file in
      let reference = OpenFile.slot(file).file
      reference.takeUnretainedValue().close()
      reference.release()
      return SQLITE_OK
    }
    methods.pointee.xRead = { file, buffer, count, offset in
      OpenFile.of(file).read(
        into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)), at: offset)
    }
    methods.pointee.xWrite = { file, bytes, count, offset in
      let file = OpenFile.of(file)
      return file.attempt(IOFailure.write) { () throws(FileError) in
        try file.file.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)), at: offset)
        return SQLITE_OK
      }
    }
    methods.pointee.xTruncate = { file, size in
      let file = OpenFile.of(file)
      return file.attempt(IOFailure.truncate) { () throws(FileError) in
        try file.file.truncate(to: size)
        return SQLITE_OK
      }
    }
    methods.pointee.xSync = { file, _ in OpenFile.of(file).sync() }
    methods.pointee.xFileSize = { file, size in
      let file = OpenFile.of(file)
      return file.attempt(IOFailure.size) { () throws(FileError) in
        size!.pointee = try file.file.size()
        return SQLITE_OK
      }
    }
    methods.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
    methods.pointee.xSectorSize = { _ in 4096 }
    // A write cut off by a power failure damages nothing beside it, as SQLite's own file system
    // assumes: https://www.sqlite.org/psow.html
    methods.pointee.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
  }

  private static func fillLocks(_ methods: UnsafeMutablePointer<sqlite3_io_methods>) {
    methods.pointee.xLock = { file, level in OpenFile.of(file).lock(to: level) }
    methods.pointee.xUnlock = { file, level in
      OpenFile.of(file).unlock(to: level)
      return SQLITE_OK
    }
    methods.pointee.xCheckReservedLock = { file, reserved in
      reserved!.pointee = OpenFile.of(file).shared?.isReserved == true ? 1 : 0
      return SQLITE_OK
    }
    methods.pointee.xShmMap = { file, number, size, extending, block in
      block!.pointee = OpenFile.of(file).indexBlock(number, size: size, extending: extending != 0)
      return SQLITE_OK
    }
    methods.pointee.xShmLock = { file, first, count, flags in
      OpenFile.of(file).lockIndex(Int(first)..<Int(first + count), flags: flags)
    }
    methods.pointee.xShmBarrier = { _ in
      atomicMemoryFence(ordering: .sequentiallyConsistent)
    }
    methods.pointee.xShmUnmap = { file, _ in
      OpenFile.of(file).leaveIndex()
      return SQLITE_OK
    }
  }
}
