import Files

/// The records of an agent on its disk: punches, sightings, incidents. However long it is offline, none is ever
/// dropped; they are sent in their order, and each goes when the server has it.
///
/// Numbers are those that the server knows: they begin where it says that they ended, when the two first meet. A machine
/// that was set up anew so takes up none of its old ones.
public struct RecordSpool: Sendable {
  /// Records that may be sent and not answered.
  public static let underWayMax = 64

  /// What the name of a record's file says.
  public struct Name: Hashable, Sendable {
    /// When it happened, or was taken in: nanoseconds since 1970 by this machine's clock.
    public let nanoseconds: Int64
    /// What was to be added to that clock then, as far as it was known.
    public let offsetNanoseconds: Int64?

    public init(nanoseconds: Int64, offsetNanoseconds: Int64?) {
      self.nanoseconds = nanoseconds
      self.offsetNanoseconds = offsetNanoseconds
    }

    init?(ending: String) {
      let parts = ending.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[2] == "json", let nanoseconds = Int64(parts[0]) else {
        return nil
      }
      self.init(nanoseconds: nanoseconds, offsetNanoseconds: Int64(parts[1]))
    }

    var ending: String { "\(nanoseconds).\(offsetNanoseconds.map(String.init) ?? "").json" }
  }

  private var folder: NumberedFolder
  private let system: any FileSystem
  /// Numbers in the folder of what is durable here and not there, lowest first.
  private var waiting: [Int64]
  /// How many of ``waiting`` are under way on this stream.
  private var underWay = 0
  /// Below it everything is durable here.
  private var settled: Int64

  /// Opens the folder of the records, which is made if it isn't there.
  public init(_ path: String, on system: any FileSystem) throws(FileError) {
    folder = try NumberedFolder(path, on: system)
    self.system = system
    waiting = folder.endings.filter { Name(ending: $0.value) != nil }.keys.sorted()
    settled = folder.next
  }

  public var isEmpty: Bool { waiting.isEmpty }
  public var count: Int { waiting.count }

  /// The lowest number that is still here, or else that of the next record; 1 before the server was met.
  ///
  /// What is below it the server counts as lost: so one that is not durable yet counts, too.
  public var oldest: Int64 { folder.base.map { $0 + folder.oldest } ?? 1 }

  /// Takes a record's file in. It counts from the next ``settle()`` on.
  public mutating func take(_ source: String, _ name: Name) throws(FileError) {
    try folder.take(source, as: name.ending)
  }

  /// Takes a record in that is no file. It counts from the next ``settle()`` on.
  public mutating func add(_ content: [UInt8], _ name: Name) throws(FileError) {
    let draft = "\(folder.path)/.draft"
    let file = try system.open(draft, .readWriteCreating)
    defer { file.close() }
    try file.truncate(to: 0)
    try file.write(content, at: 0)
    try folder.take(draft, as: name.ending)
  }

  /// Makes durable what was taken.
  public mutating func settle() throws(FileError) {
    try folder.sync()
    waiting += settled..<folder.next
    settled = folder.next
  }

  /// A new stream begins, and the server has every record up to `last`.
  public mutating func welcomed(upTo last: Int64) throws(FileError) {
    underWay = 0
    let last = min(last, NumberedFolder.numberMax)
    // Never met, or set back since: what waits here the server cannot have.
    if folder.base.map({ last >= $0 + folder.next }) ?? true {
      try folder.setBase(last + 1 - folder.oldest)
    }
    while let first = waiting.first, first + (folder.base ?? 0) <= last { try forget(first) }
  }

  /// The next record to be sent; nil while there is none or too many are under way. Only after ``welcomed(upTo:)``.
  public mutating func next() -> (number: Int64, name: Name, path: String)? {
    guard let base = folder.base, underWay < min(waiting.count, Self.underWayMax) else {
      return nil
    }
    let number = waiting[underWay]
    guard let name = folder.endings[number].flatMap(Name.init(ending:)),
      let path = folder.path(of: number)
    else { return nil }
    underWay += 1
    return (base + number, name, path)
  }

  /// The server has it, or refuses it for good.
  public mutating func acknowledged(_ number: Int64) throws(FileError) {
    let number = number - (folder.base ?? 0)
    guard let place = waiting.firstIndex(of: number) else { return }
    if place < underWay { underWay -= 1 }
    try forget(number)
  }

  private mutating func forget(_ number: Int64) throws(FileError) {
    try folder.remove(number)
    waiting.removeAll { $0 == number }
  }
}
