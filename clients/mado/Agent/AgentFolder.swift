import AgentSpool
import Calling
import Files
import Glibc
import Synchronization

/// The spool of an agent and the folder that it watches. The watching, the sending and the receiving task share it.
final class AgentFolder: Sendable {
  /// How often the watched folder is looked at.
  static let tick = Duration.milliseconds(250)
  /// Larger files are no pictures: the server takes no larger ones.
  static let pictureBytesMax = 15 << 20

  private let settings: AgentCommand.Settings
  private let status: AgentStatus
  private let system = LinuxFileSystem()
  private let lock: any File
  private let pictures: Mutex<PictureSpool>
  private let tally = Mutex(AgentCounts())

  init(_ settings: AgentCommand.Settings, _ status: AgentStatus) throws {
    self.settings = settings
    self.status = status
    let system = LinuxFileSystem()
    for folder in [settings.spool, settings.watch] where try system.attributes(folder) == nil {
      try system.makeDirectory(folder)
    }
    lock = try system.open("\(settings.spool)/lock", .readWriteCreating)
    guard try lock.lock() else {
      throw LocalFailure(description: "\(settings.spool) is in use by another agent")
    }
    pictures = Mutex(
      try PictureSpool("\(settings.spool)/pictures", capacity: settings.capacity, on: system))
  }

  /// What there is, and what has become of the rest.
  var counts: AgentCounts {
    var counts = tally.withLock { $0 }
    let spool = pictures.withLock { $0.outbox.spool }
    counts.pictures = spool.kept.count
    counts.losses = spool.lost.reduce(0) { $0 + $1.count }
    return counts
  }

  // MARK: Watching

  /// Takes in what is put into the watched folder, as long as the agent runs.
  ///
  /// - Parameter isOnce: whether to take in what is there and no more.
  func watch(until isOnce: Bool) async throws {
    while true {
      look()
      settle()
      if isOnce { return }
      status.show(counts)
      try await Task.sleep(for: Self.tick)
    }
  }

  /// Brings the spool's disk to what is so, and tells what was dropped.
  func settle() {
    do throws(FileError) {
      let dropped = try pictures.withLock { (spool) throws(FileError) in try spool.settle() }
      if let first = dropped.first, let last = dropped.last {
        tally.withLock { $0.dropped += dropped.count }
        let names = first == last ? "picture \(first) is" : "pictures \(first) to \(last) are"
        status.tell("\(names) lost: \(settings.capacity) are kept, and the server is away")
      }
    } catch {
      status.trouble("the spool: \(error); trying again")
    }
  }

  private struct Found {
    let path: String
    let name: PictureName
  }

  private func look() {
    do throws(FileError) {
      var found: [Found] = []
      for name in try system.list(settings.watch) {
        if let picture = try judge(name) { found.append(picture) }
      }
      found.sort {
        ($0.name.capturedNanoseconds, $0.path) < ($1.name.capturedNanoseconds, $1.path)
      }
      for picture in found {
        try pictures.withLock { (spool) throws(FileError) in
          try spool.take(picture.path, picture.name)
        }
      }
    } catch  where error.code == EXDEV {
      status.trouble(
        "\(settings.watch) and \(settings.spool) lie on different disks: give a --watch folder on the "
          + "spool's, so that a picture is taken in whole or not at all")
    } catch {
      status.trouble("\(settings.watch): \(error); trying again")
    }
  }

  /// A file that is a picture by its name. One that cannot be one is put aside.
  private func judge(_ name: String) throws(FileError) -> Found? {
    guard PictureName(watched: name, capturedNanoseconds: 0) != nil else { return nil }
    let path = "\(settings.watch)/\(name)"
    var attributes = stat()
    guard stat(path, &attributes) == 0, attributes.st_mode & S_IFMT == S_IFREG else { return nil }
    guard 1...Self.pictureBytesMax ~= Int(attributes.st_size) else {
      status.tell(
        "\(path) is no picture: it has \(attributes.st_size) bytes, give one with 1 to "
          + "\(Self.pictureBytesMax); it is now \(name).refused")
      try system.rename(path, to: "\(path).refused")
      return nil
    }
    let time = attributes.st_mtim
    let (seconds, overflow) = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
    let captured = overflow ? 0 : seconds.addingReportingOverflow(Int64(time.tv_nsec)).partialValue
    return PictureName(watched: name, capturedNanoseconds: captured).map {
      Found(path: path, name: $0)
    }
  }

  // MARK: Pictures

  /// A new stream begins.
  func beginPictures() { pictures.withLock { $0.outbox.begin() } }

  var hasPictures: Bool { pictures.withLock { !$0.outbox.isEmpty } }

  /// Whether the stream has done what it can.
  var picturesAreIdle: Bool { pictures.withLock { $0.outbox.isIdle } }

  /// How often the server took something.
  var takenCount: Int { pictures.withLock { $0.outbox.takenCount } }

  /// The next item that is to be sent, with its picture's name and file.
  func nextPicture() -> (item: Outbox.Item, picture: (name: PictureName, path: String)?)? {
    pictures.withLock { spool in
      guard let item = spool.outbox.next() else { return nil }
      guard case .picture(let number) = item else { return (item, nil) }
      return (item, spool.picture(number))
    }
  }

  func answered(_ number: Int64, _ answer: Outbox.Answer) {
    pictures.withLock { $0.outbox.answered(number, answer) }
  }

  func answered(_ range: ClosedRange<Int64>, _ answer: Outbox.Answer) {
    pictures.withLock { $0.outbox.answered(range, answer) }
  }

  func count(_ change: (inout AgentCounts) -> Void) { tally.withLock { change(&$0) } }
}
