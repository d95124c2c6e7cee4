import Glibc

/// A disk as a value: what the kernel shows, what is durable, and what lies between.
///
/// A crash keeps what was synced; of the rest it keeps nothing, or some of it (``cut(_:)``).
struct ForgetfulDisk: Sendable {
  /// What a program does to a disk.
  enum Operation: Sendable {
    case makeDirectory(String)
    case create(String, inode: Int)
    case remove(String)
    case rename(String, to: String)
    case write(inode: Int, offset: Int, [UInt8])
    case truncate(inode: Int, Int)
    case sync(inode: Int)
    case syncDirectory(String)
  }

  enum Entry: Sendable, Hashable {
    case file(Int)
    case directory
  }

  /// A change to the names of a folder.
  enum Change: Sendable {
    case add(String, Entry)
    case remove(String)
    case rename(String, to: String)
  }

  struct File: Sendable {
    var content: [UInt8] = []
    var durable: [UInt8] = []
    /// Since the last sync.
    var unsynced: [Operation] = []
  }

  struct Directory: Sendable {
    var names: [String: Entry] = [:]
    var durable: [String: Entry] = [:]
    /// Since the last sync.
    var unsynced: [Change] = []
  }

  private(set) var files: [Int: File] = [:]
  private(set) var directories: [String: Directory] = ["/": Directory()]

  static func split(_ path: String) -> (directory: String, name: String) {
    let slash = path.lastIndex(of: "/")!
    let directory = String(path[..<slash])
    return (directory.isEmpty ? "/" : directory, String(path[path.index(after: slash)...]))
  }

  func entry(_ path: String) -> Entry? {
    if path == "/" { return .directory }
    let (directory, name) = Self.split(path)
    return directories[directory]?.names[name]
  }

  var bytesInUse: Int { files.values.reduce(0) { $0 + $1.content.count } }

  // MARK: Operations

  mutating func apply(_ operation: Operation) {
    switch operation {
    case .makeDirectory(let path):
      change(path) { .add($0, .directory) }
      directories[path] = Directory()
    case .create(let path, let inode):
      change(path) { .add($0, .file(inode)) }
      files[inode] = File()
    case .remove(let path): change(path) { .remove($0) }
    case .rename(let path, let target):
      let (from, to) = (Self.split(path), Self.split(target))
      precondition(from.directory == to.directory, "moves between folders are not modelled")
      change(path) { .rename($0, to: to.name) }
    case .write(let inode, _, _), .truncate(let inode, _):
      Self.apply(operation, &files[inode]!.content)
      files[inode]!.unsynced.append(operation)
    case .sync(let inode):
      files[inode]!.durable = files[inode]!.content
      files[inode]!.unsynced = []
    case .syncDirectory(let path):
      directories[path]!.durable = directories[path]!.names
      directories[path]!.unsynced = []
    }
  }

  private mutating func change(_ path: String, _ make: (String) -> Change) {
    let (directory, name) = Self.split(path)
    let change = make(name)
    Self.apply(change, &directories[directory]!.names)
    directories[directory]!.unsynced.append(change)
  }

  private static func apply(_ change: Change, _ names: inout [String: Entry]) {
    switch change {
    case .add(let name, let entry): names[name] = entry
    case .remove(let name): names[name] = nil
    case .rename(let name, let target):
      if let entry = names.removeValue(forKey: name) { names[target] = entry }
    }
  }

  private static func apply(_ operation: Operation, _ content: inout [UInt8]) {
    switch operation {
    case .write(_, let offset, let bytes):
      if content.count < offset + bytes.count {
        content.append(contentsOf: repeatElement(0, count: offset + bytes.count - content.count))
      }
      content.withUnsafeMutableBytes {
        UnsafeMutableRawBufferPointer(rebasing: $0[offset...]).copyBytes(from: bytes)
      }
    case .truncate(_, let size):
      if size < content.count {
        content.removeLast(content.count - size)
      } else {
        content.append(contentsOf: repeatElement(0, count: size - content.count))
      }
    default: preconditionFailure("no change of content")
    }
  }

  // MARK: Crashes

  /// What a power cut leaves of what was not synced.
  enum Cut: Sendable, CustomStringConvertible {
    /// Nothing.
    case forgetting
    /// Each change to a file or folder or not, in any order, a write perhaps in part.
    case keepingSome(seed: UInt64)

    var description: String {
      switch self {
      case .forgetting: "forgetting"
      case .keepingSome(let seed): "keeping some (\(seed))"
      }
    }
  }

  /// The disk after a power cut.
  func cut(_ cut: Cut) -> ForgetfulDisk {
    var generator: Dice? =
      if case .keepingSome(let seed) = cut { Dice(state: seed | 1) } else { nil }
    var after = ForgetfulDisk()
    after.directories = [:]
    keep("/", in: &after, &generator)
    return after
  }

  private func keep(_ path: String, in after: inout ForgetfulDisk, _ dice: inout Dice?) {
    guard let directory = directories[path] else { return }
    var names = directory.durable
    if dice != nil {
      for change in directory.unsynced where dice!.roll() { Self.apply(change, &names) }
    }
    after.directories[path] = Directory(names: names, durable: names)
    for (name, entry) in names.sorted(by: { $0.key < $1.key }) {
      switch entry {
      case .directory: keep(path == "/" ? "/\(name)" : "\(path)/\(name)", in: &after, &dice)
      case .file(let inode):
        var content = files[inode]!.durable
        if dice != nil {
          for operation in files[inode]!.unsynced where dice!.roll() {
            Self.apply(dice!.torn(operation), &content)
          }
        }
        after.files[inode] = File(content: content, durable: content)
      }
    }
  }

  /// Chance that can be repeated.
  struct Dice: Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }

    mutating func roll() -> Bool { next() >> 33 & 1 == 0 }

    /// Half of the writes get only as far as some sector of 512 bytes.
    mutating func torn(_ operation: Operation) -> Operation {
      guard case .write(let inode, let offset, let bytes) = operation, roll() else {
        return operation
      }
      let sectors = (offset + bytes.count) / 512 - offset / 512
      guard sectors > 0 else { return operation }
      let end = (offset / 512 + Int(next() % UInt64(sectors + 1))) * 512
      return .write(inode: inode, offset: offset, Array(bytes.prefix(max(0, end - offset))))
    }
  }
}
