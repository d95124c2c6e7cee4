import AgentSpool
import Calling
import Files
import Glibc
import Synchronization

/// The spool of an agent and the folder that it watches. The watching, the sending and the receiving task share it.
final class AgentFolder: Sendable {
  private struct Tally {
    var counts = AgentCounts()
    var hasMet = false
  }

  /// How often the watched folder is looked at.
  static let tick = Duration.milliseconds(250)
  /// Larger files are no pictures: the server takes no larger ones.
  static let pictureBytesMax = 15 << 20

  let settings: AgentCommand.Settings
  let status: AgentStatus
  let clock = AgentClock()
  let system = LinuxFileSystem()
  let records: Mutex<RecordSpool>
  private let input: Lines?
  private let lock: any File
  /// How long the agent before may take to end.
  private static let lockPatience = Duration.seconds(2)
  private let pictures: Mutex<PictureSpool>
  private let tally = Mutex(Tally())

  /// - Parameter input: where lines of records come from.
  init(_ settings: AgentCommand.Settings, _ input: Lines?, _ status: AgentStatus) throws {
    self.input = input
    self.settings = settings
    self.status = status
    let system = LinuxFileSystem()
    for folder in [settings.spool, settings.watch] where try system.attributes(folder) == nil {
      try system.makeDirectory(folder)
    }
    lock = try system.open("\(settings.spool)/lock", .readWriteCreating)
    guard try lock.lock(patience: Self.lockPatience) else {
      throw LocalFailure(description: "\(settings.spool) is in use by another agent")
    }
    pictures = Mutex(
      try PictureSpool("\(settings.spool)/pictures", capacity: settings.capacity, on: system))
    records = Mutex(try RecordSpool("\(settings.spool)/records", on: system))
  }

  /// Lets another agent have the spool.
  func release() { lock.close() }

  /// What there is, and what has become of the rest.
  var counts: AgentCounts {
    var counts = tally.withLock { $0.counts }
    let spool = pictures.withLock { $0.outbox.spool }
    counts.pictures = spool.kept.count
    counts.records = records.withLock { $0.count }
    counts.losses = spool.lost.reduce(0) { $0 + $1.count }
    return counts
  }

  // MARK: Watching

  /// Takes in what is put into the watched folder, as long as the agent runs.
  ///
  /// - Parameter isOnce: whether to take in what is there and no more.
  func watch(once isOnce: Bool) async throws {
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
      try records.withLock { (spool) throws(FileError) in try spool.settle() }
      let dropped = try pictures.withLock { (spool) throws(FileError) in try spool.settle() }
      if let first = dropped.first, let last = dropped.last {
        count { $0.dropped += dropped.count }
        let names = first == last ? "picture \(first) is" : "pictures \(first) to \(last) are"
        status.tell("\(names) lost: \(settings.capacity) are kept, and the server is away")
      }
    } catch {
      status.trouble("the spool: \(error); trying again")
    }
  }

  /// A file in the watched folder.
  private struct Found {
    let name: String
    let nanoseconds: Int64
    /// Nil for a record.
    let picture: PictureName?
  }

  private func look() {
    do throws(FileError) {
      if let input { try takeRecords(input.available()) }
      var found: [Found] = []
      for name in try system.list(settings.watch) {
        if let file = try judge(name) { found.append(file) }
      }
      found.sort { ($0.nanoseconds, $0.name) < ($1.nanoseconds, $1.name) }
      for file in found {
        guard let picture = file.picture else {
          try takeRecord(file.name, changedAt: file.nanoseconds)
          continue
        }
        try pictures.withLock { (spool) throws(FileError) in
          try spool.take("\(settings.watch)/\(file.name)", picture)
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

  /// A file that is a picture or a record by its name. One that can be no picture is put aside.
  private func judge(_ name: String) throws(FileError) -> Found? {
    let isRecord = name.hasSuffix(".json") && !name.hasPrefix(".")
    guard isRecord || PictureName(watched: name, capturedNanoseconds: 0) != nil else { return nil }
    let path = "\(settings.watch)/\(name)"
    var attributes = stat()
    guard stat(path, &attributes) == 0, attributes.st_mode & S_IFMT == S_IFREG else { return nil }
    let time = attributes.st_mtim
    let nanoseconds = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    guard !isRecord else { return Found(name: name, nanoseconds: nanoseconds, picture: nil) }
    guard 1...Self.pictureBytesMax ~= Int(attributes.st_size) else {
      status.tell(
        "\(path) is no picture: it has \(attributes.st_size) bytes, give one with 1 to "
          + "\(Self.pictureBytesMax); it is now \(name).refused")
      try system.rename(path, to: "\(path).refused")
      return nil
    }
    return Found(
      name: name, nanoseconds: nanoseconds,
      picture: PictureName(watched: name, capturedNanoseconds: nanoseconds))
  }

  // MARK: Pictures

  /// The server was met, for the first time since the agent began: only then pictures are numbered as it knows them.
  func metPictures(upTo last: Int64) throws(FileError) {
    guard !hasMet else { return }
    try pictures.withLock { (spool) throws(FileError) in try spool.met(upTo: last) }
    tally.withLock { $0.hasMet = true }
  }

  /// Whether pictures may be sent.
  var hasMet: Bool { tally.withLock { $0.hasMet } }

  /// Whether there is anything to be sent.
  var hasPictures: Bool { pictures.withLock { !$0.outbox.isEmpty } }

  /// Whether the stream has done what it can.
  var picturesAreIdle: Bool { pictures.withLock { $0.outbox.isIdle } }

  /// How often the server took something.
  var takenCount: Int { pictures.withLock { $0.outbox.takenCount } }

  /// A new stream begins.
  func beginPictures() { pictures.withLock { $0.begin() } }

  /// The next item that is to be sent, with its picture's name and file.
  func nextPicture() -> (item: Outbox.Item, picture: (name: PictureName, path: String)?)? {
    pictures.withLock { $0.next() }
  }

  func answered(_ number: Int64, _ answer: Outbox.Answer) {
    pictures.withLock { $0.answered(number, answer) }
  }

  func answered(_ range: ClosedRange<Int64>, _ answer: Outbox.Answer) {
    pictures.withLock { $0.answered(range, answer) }
  }

  func count(_ change: (inout AgentCounts) -> Void) { tally.withLock { change(&$0.counts) } }
}
