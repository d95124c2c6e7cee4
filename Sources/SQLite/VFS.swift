import CSQLite
import Files
import Glibc
import Synchronization

/// SQLite's way to the disk: a virtual file system of its terms over our ``FileSystem``, so that
/// whatever a test's file system can forget or refuse, SQLite meets too.
///
/// One process owns a database (the data folder's lock sees to that), and within it one `VFS`. So
/// locks and the index of the write-ahead log ("shared memory") live in this process's memory, not
/// in files: there is no `-shm` file, and the index is built anew from the log when the first
/// connection opens. Temporary files are memory too.
///
/// Source: https://www.sqlite.org/vfs.html and the comments of `sqlite3.h`.
public final class VFS: Sendable {
  /// The name it is registered under with SQLite, one for each instance.
  let name: String
  let files: any FileSystem
  nonisolated(unsafe) private let record: UnsafeMutablePointer<sqlite3_vfs>
  private let databases = Mutex<[String: SharedDatabase]>([:])
  private let failure = Mutex<FileError?>(nil)

  private static let registered = Atomic<Int>(0)

  /// Nobody asks how much memory SQLite has.
  private static let isConfigured = mado_sqlite3_count_no_memory() == SQLITE_OK

  public init(over files: any FileSystem) {
    // Too late once the library is at work, and no harm then.
    _ = Self.isConfigured
    self.files = files
    name = "mado-\(Self.registered.wrappingAdd(1, ordering: .relaxed).newValue)"
    record = .allocate(capacity: 1)
    record.initialize(to: sqlite3_vfs())
    record.pointee.iVersion = 2
    record.pointee.szOsFile = Int32(MemoryLayout<OpenFile.Slot>.stride)
    record.pointee.mxPathname = 4096
    record.pointee.zName = UnsafePointer(strdup(name))
    record.pointee.pAppData = Unmanaged.passUnretained(self).toOpaque()
    record.pointee.xOpen = { vfs, path, file, flags, outFlags in
      VFS.of(vfs).open(path.map { String(cString: $0) }, into: file!, flags, outFlags)
    }
    record.pointee.xDelete = { vfs, path, syncsDirectory in
      VFS.of(vfs).delete(String(cString: path!), syncsDirectory: syncsDirectory != 0)
    }
    record.pointee.xAccess = { vfs, path, _, exists in
      VFS.of(vfs).access(String(cString: path!), exists!)
    }
    record.pointee.xFullPathname = { _, path, capacity, output in
      // Paths are used as they are given.
      guard strlen(path!) < Int(capacity) else { return SQLITE_CANTOPEN }
      strcpy(output!, path!)
      return SQLITE_OK
    }
    record.pointee.xRandomness = { _, count, output in
      let output = UnsafeMutableRawBufferPointer(start: output, count: Int(count))
      for index in output.indices { output[index] = .random(in: .min ... .max) }
      return count
    }
    record.pointee.xSleep = { _, microseconds in
      usleep(UInt32(clamping: microseconds))
      return microseconds
    }
    record.pointee.xCurrentTimeInt64 = { _, milliseconds in
      var now = timespec()
      clock_gettime(CLOCK_REALTIME, &now)
      // The Julian day of 1 January 1970 in milliseconds.
      let epoch: Int64 = 210_866_760_000_000
      milliseconds!.pointee = epoch + Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
      return SQLITE_OK
    }
    record.pointee.xGetLastError = { vfs, _, _ in VFS.of(vfs).failure.withLock { $0?.code ?? 0 } }
    sqlite3_vfs_register(record, 0)
  }

  deinit {
    sqlite3_vfs_unregister(record)
    free(UnsafeMutablePointer(mutating: record.pointee.zName))
    record.deallocate()
  }

  private static func of(_ record: UnsafeMutablePointer<sqlite3_vfs>?) -> VFS {
    Unmanaged<VFS>.fromOpaque(record!.pointee.pAppData).takeUnretainedValue()
  }

  /// Keeps what the file system said behind a result code, which says much less.
  func report(_ error: FileError) {
    failure.withLock { $0 = error }
  }

  /// What the file system said last.
  func takeFailure() -> FileError? {
    failure.withLock { failure in
      defer { failure = nil }
      return failure
    }
  }

  private func open(
    _ path: String?, into slot: UnsafeMutablePointer<sqlite3_file>, _ flags: Int32,
    _ outFlags: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    slot.pointee.pMethods = nil
    do throws(FileError) {
      let open: OpenFile
      if let path, flags & SQLITE_OPEN_DELETEONCLOSE == 0 {
        let found = try files.attributes(path)
        let isNew = flags & SQLITE_OPEN_CREATE != 0 && found == nil
        let mode: OpenMode =
          flags & SQLITE_OPEN_READWRITE == 0
          ? .readOnly : flags & SQLITE_OPEN_CREATE != 0 ? .readWriteCreating : .readWrite
        let file = try files.open(path, mode)
        open = OpenFile(
          flags & SQLITE_OPEN_WAL == 0 ? file : GatheringFile(file), of: self,
          named: isNew ? path : nil,
          sharing: flags & SQLITE_OPEN_MAIN_DB == 0 ? nil : database(at: path))
      } else {
        open = OpenFile(MemoryFile(), of: self, named: nil, sharing: nil)
      }
      open.occupy(slot)
      outFlags?.pointee = flags
      return SQLITE_OK
    } catch {
      report(error)
      return SQLITE_CANTOPEN
    }
  }

  private func database(at path: String) -> SharedDatabase {
    databases.withLock { databases in
      if let known = databases[path] { return known }
      let database = SharedDatabase()
      databases[path] = database
      return database
    }
  }

  private func delete(_ path: String, syncsDirectory: Bool) -> Int32 {
    do throws(FileError) {
      try files.remove(path)
      if syncsDirectory { try files.syncDirectory(files.directory(of: path)) }
      return SQLITE_OK
    } catch {
      if error.kind == .notFound { return IOFailure.deleteOfNothing }
      report(error)
      return IOFailure.delete
    }
  }

  private func access(_ path: String, _ exists: UnsafeMutablePointer<Int32>) -> Int32 {
    do throws(FileError) {
      let attributes = try files.attributes(path)
      // As SQLite's own does: an empty journal or log counts as none.
      exists.pointee = (attributes.map { $0.isDirectory || $0.size > 0 } ?? false) ? 1 : 0
      return SQLITE_OK
    } catch {
      report(error)
      return IOFailure.access
    }
  }
}

/// The extended codes of `SQLITE_IOERR`, composed by macros that Swift does not import (sqlite3.h).
enum IOFailure {
  static let read = SQLITE_IOERR | 1 << 8
  static let shortRead = SQLITE_IOERR | 2 << 8
  static let write = SQLITE_IOERR | 3 << 8
  static let sync = SQLITE_IOERR | 4 << 8
  static let truncate = SQLITE_IOERR | 6 << 8
  static let size = SQLITE_IOERR | 7 << 8
  static let delete = SQLITE_IOERR | 10 << 8
  static let access = SQLITE_IOERR | 13 << 8
  static let deleteOfNothing = SQLITE_IOERR | 23 << 8
}
