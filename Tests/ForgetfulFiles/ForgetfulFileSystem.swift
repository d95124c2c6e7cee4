import Files
import Glibc
import Synchronization

/// Files on a ``ForgetfulDisk``: records what is done to it, and refuses what a test wants refused.
final class ForgetfulFileSystem: FileSystem {
  private struct State {
    var disk: ForgetfulDisk
    var operations: [ForgetfulDisk.Operation] = []
    var nextInode: Int
    var locked: Set<Int> = []
    var syncs: [String] = []
    var capacity = Int.max
    /// Evidence logs open now, and at most.
    var openLogs = 0
    var openLogsMost = 0
    /// Asked before each operation; an error number refuses it.
    var refusal: (@Sendable (_ operation: String, _ path: String) -> Int32?)?
    /// Who is shown the disk, and after how many operations.
    var photograph: (count: Int, take: @Sendable (ForgetfulDisk) -> Void)?
  }

  private let state: Mutex<State>

  init(_ disk: ForgetfulDisk = ForgetfulDisk()) {
    let nextInode = (disk.files.keys.max() ?? 0) + 1
    state = Mutex(State(disk: disk, nextInode: nextInode))
  }

  /// The disk as it is now.
  var disk: ForgetfulDisk { state.withLock { $0.disk } }

  /// All that was done to it.
  var operations: [ForgetfulDisk.Operation] { state.withLock { $0.operations } }

  var operationCount: Int { state.withLock { $0.operations.count } }

  /// How many openings of evidence logs there were at a time, at most.
  var openLogsMost: Int { state.withLock { $0.openLogsMost } }

  /// The paths of files and folders synced, in order.
  var syncs: [String] { state.withLock { $0.syncs } }

  /// Refuses operations, named after their system calls, as `refusal` says.
  func refuse(_ refusal: (@Sendable (_ operation: String, _ path: String) -> Int32?)?) {
    state.withLock { $0.refusal = refusal }
  }

  /// Shows the disk as it is right after so many operations more, while no other is done.
  func photograph(after count: Int, _ take: @escaping @Sendable (ForgetfulDisk) -> Void) {
    state.withLock { $0.photograph = ($0.operations.count + count, take) }
  }

  /// Lets the files hold so many bytes more, or as many as they like.
  func limitRoom(to bytes: Int?) {
    state.withLock { $0.capacity = bytes.map { [used = $0.disk.bytesInUse] in used + $0 } ?? .max }
  }

  /// Changes a byte of a file behind everybody's back.
  func damage(_ path: String, at offset: Int) {
    state.withLock { state in
      guard case .file(let inode)? = state.disk.entry(path) else { preconditionFailure(path) }
      let byte = state.disk.files[inode]!.content[offset]
      state.disk.apply(.write(inode: inode, offset: offset, [byte ^ 1]))
    }
  }

  // MARK: FileSystem

  private func perform<R>(
    _ operation: String, _ path: String, _ body: (inout State) throws(FileError) -> R
  ) throws(FileError) -> R {
    let refusal = state.withLock { $0.refusal }
    if let code = refusal?(operation, path) {
      throw FileError(operation: operation, path: path, code: code)
    }
    return try state.withLock { (state) throws(FileError) in try body(&state) }
  }

  func open(_ path: String, _ mode: OpenMode) throws(FileError) -> any File {
    try perform("open", path) { (state) throws(FileError) in
      let entry = state.disk.entry(path)
      let inode: Int
      switch (entry, mode) {
      case (.file(let found)?, .readOnly), (.file(let found)?, .readWrite),
        (.file(let found)?, .readWriteCreating):
        inode = found
      case (nil, .readWriteCreating), (nil, .readWriteNew):
        guard state.disk.directories[ForgetfulDisk.split(path).directory] != nil else {
          throw FileError(operation: "open", path: path, code: ENOENT)
        }
        inode = state.nextInode
        state.nextInode += 1
        record(.create(path, inode: inode), &state)
      case (nil, _): throw FileError(operation: "open", path: path, code: ENOENT)
      case (.file?, .readWriteNew): throw FileError(operation: "open", path: path, code: EEXIST)
      case (.directory?, _): throw FileError(operation: "open", path: path, code: EISDIR)
      }
      if path.hasSuffix(".log") {
        state.openLogs += 1
        state.openLogsMost = max(state.openLogsMost, state.openLogs)
      }
      return ForgetfulFile(path, inode, self)
    }
  }

  func makeDirectory(_ path: String) throws(FileError) {
    try perform("mkdir", path) { (state) throws(FileError) in
      guard state.disk.entry(path) == nil else {
        throw FileError(operation: "mkdir", path: path, code: EEXIST)
      }
      guard state.disk.directories[ForgetfulDisk.split(path).directory] != nil else {
        throw FileError(operation: "mkdir", path: path, code: ENOENT)
      }
      record(.makeDirectory(path), &state)
    }
  }

  func list(_ path: String) throws(FileError) -> [String] {
    try perform("opendir", path) { (state) throws(FileError) in
      guard let directory = state.disk.directories[path] else {
        throw FileError(operation: "opendir", path: path, code: ENOENT)
      }
      return directory.names.keys.sorted()
    }
  }

  func rename(_ path: String, to target: String) throws(FileError) {
    try perform("rename", path) { (state) throws(FileError) in
      guard state.disk.entry(path) != nil else {
        throw FileError(operation: "rename", path: path, code: ENOENT)
      }
      record(.rename(path, to: target), &state)
    }
  }

  func remove(_ path: String) throws(FileError) {
    try perform("unlink", path) { (state) throws(FileError) in
      guard state.disk.entry(path) != nil else {
        throw FileError(operation: "unlink", path: path, code: ENOENT)
      }
      record(.remove(path), &state)
    }
  }

  func syncDirectory(_ path: String) throws(FileError) {
    try perform("fsync", path) { (state) throws(FileError) in
      guard state.disk.directories[path] != nil else {
        throw FileError(operation: "fsync", path: path, code: ENOENT)
      }
      state.syncs.append(path)
      record(.syncDirectory(path), &state)
    }
  }

  func attributes(_ path: String) throws(FileError) -> FileAttributes? {
    try perform("stat", path) { (state) throws(FileError) in
      switch state.disk.entry(path) {
      case nil: nil
      case .directory: FileAttributes(isDirectory: true, size: 0, permissions: 0o700)
      case .file(let inode):
        FileAttributes(
          isDirectory: false, size: Int64(state.disk.files[inode]!.content.count),
          permissions: 0o600)
      }
    }
  }

  func freeBytes(_ path: String) throws(FileError) -> Int64 {
    try perform("statvfs", path) { (state) throws(FileError) in
      Int64(clamping: state.capacity == .max ? .max : state.capacity - state.disk.bytesInUse)
    }
  }

  private func record(_ operation: ForgetfulDisk.Operation, _ state: inout State) {
    state.disk.apply(operation)
    state.operations.append(operation)
    if let photograph = state.photograph, photograph.count <= state.operations.count {
      state.photograph = nil
      photograph.take(state.disk)
    }
  }

  // MARK: File

  private final class ForgetfulFile: File, @unchecked Sendable {
    let path: String
    private let inode: Int
    private let system: ForgetfulFileSystem
    private var holdsLock = false
    private var isOpen = true

    init(_ path: String, _ inode: Int, _ system: ForgetfulFileSystem) {
      (self.path, self.inode, self.system) = (path, inode, system)
    }

    deinit { close() }

    func read(
      into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
      try system.perform("pread", path) { (state) throws(FileError) in
        let content = state.disk.files[inode]!.content
        guard offset < content.count else { return 0 }
        let part = content[Int(offset)..<min(Int(offset) + buffer.count, content.count)]
        buffer.copyBytes(from: part)
        return part.count
      }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileError) {
      try system.perform("pwrite", path) { (state) throws(FileError) in
        let growth = Int(offset) + bytes.count - state.disk.files[inode]!.content.count
        let room = state.capacity - state.disk.bytesInUse
        guard growth <= 0 || growth <= room else {
          // As much as fits is written, as a real disk does.
          let fitting = bytes.prefix(max(0, bytes.count - growth + max(0, room)))
          system.record(.write(inode: inode, offset: Int(offset), Array(fitting)), &state)
          throw FileError(operation: "pwrite", path: path, code: ENOSPC)
        }
        system.record(.write(inode: inode, offset: Int(offset), Array(bytes)), &state)
      }
    }

    func truncate(to size: Int64) throws(FileError) {
      try system.perform("ftruncate", path) { (state) throws(FileError) in
        system.record(.truncate(inode: inode, Int(size)), &state)
      }
    }

    func size() throws(FileError) -> Int64 {
      try system.perform("fstat", path) { (state) throws(FileError) in
        Int64(state.disk.files[inode]!.content.count)
      }
    }

    func sync() throws(FileError) {
      try system.perform("fdatasync", path) { (state) throws(FileError) in
        state.syncs.append(path)
        system.record(.sync(inode: inode), &state)
      }
    }

    func lock() throws(FileError) -> Bool {
      try system.perform("fcntl", path) { (state) throws(FileError) in
        guard !holdsLock else { return true }
        holdsLock = state.locked.insert(inode).inserted
        return holdsLock
      }
    }

    func close() {
      guard isOpen else { return }
      isOpen = false
      system.state.withLock { state in
        if path.hasSuffix(".log") { state.openLogs -= 1 }
        if holdsLock { state.locked.remove(inode) }
      }
    }
  }
}
