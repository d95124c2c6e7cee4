import Files

/// A folder of files that are numbered from 1 on in the order in which they came, `17.camera.interval.jpg`. Their
/// names are all that is to be known of it: each step is one rename, so that whoever is killed between two finds the
/// one or the other, and a disk without room stops nothing.
///
/// No number is given twice: the file with the highest one never goes, it is emptied and named `17.done` until there
/// is a higher one. What was taken is durable, and its number may be spoken of, after ``sync()``.
public struct NumberedFolder: Sendable {
  /// A number as it comes from elsewhere; nil where no file can have it.
  public static func number(_ said: UInt64) -> Int64? {
    Int64(exactly: said).flatMap { 1...numberMax ~= $0 ? $0 : nil }
  }

  /// The largest whole number that JSON holds exactly: no server takes more.
  public static let numberMax = Int64(1) << 53
  private static let done = "done"
  private static let basePrefix = "base."

  public let path: String
  /// By number what stands behind it in the name, without the dot: `camera.interval.jpg`.
  public private(set) var endings: [Int64: String] = [:]
  /// The lowest number that was never given.
  public private(set) var next: Int64 = 1
  /// The lowest number of a file, or else that of the next one.
  public var oldest: Int64 { endings.keys.min() ?? next }
  /// What is added to a number to have the one that the server knows; nil while the server was never asked. A machine
  /// that was set up anew counts from 1 again, and its server goes on.
  public private(set) var base: Int64?
  private var marker: Int64?
  private var isSynced = true
  private let system: any FileSystem

  /// Opens a folder, which is made if it isn't there.
  public init(_ path: String, on system: any FileSystem) throws(FileError) {
    self.path = path
    self.system = system
    if try system.attributes(path) == nil {
      try system.makeDirectory(path)
      try system.syncDirectory(system.directory(of: path))
    }
    for name in try system.list(path) {
      if name.hasPrefix(Self.basePrefix), let said = Int64(name.dropFirst(Self.basePrefix.count)),
        said.magnitude <= Self.numberMax
      {
        base = said
      }
      guard let dot = name.firstIndex(of: "."), let number = Int64(name[..<dot]),
        number > 0, number < Self.numberMax
      else { continue }
      let ending = String(name[name.index(after: dot)...])
      next = max(next, number + 1)
      if ending == Self.done { marker = max(marker ?? 0, number) } else { endings[number] = ending }
    }
    // A crash may have left markers behind a higher number: whatever is taken next says it as well.
    for name in try system.list(path) where name.hasSuffix(".\(Self.done)") {
      if name != "\(next - 1).\(Self.done)" { try system.remove("\(path)/\(name)") }
    }
    if marker != next - 1 { marker = nil }
  }

  /// Where a file is.
  public func path(of number: Int64) -> String? { endings[number].map { path(number, $0) } }

  private func path(_ number: Int64, _ ending: String) -> String { "\(path)/\(number).\(ending)" }

  /// Takes a file in under the next number. It has to lie on the same disk.
  @discardableResult
  public mutating func take(_ source: String, as ending: String) throws(FileError) -> Int64 {
    let file = try system.open(source, .readOnly)
    defer { file.close() }
    try file.sync()
    let number = next
    try system.rename(source, to: path(number, ending))
    isSynced = false
    endings[number] = ending
    next = number + 1
    return number
  }

  /// Makes durable what was taken.
  public mutating func sync() throws(FileError) {
    guard !isSynced else { return }
    try system.syncDirectory(path)
    isSynced = true
    if let old = marker, old < next - 1 {
      try system.remove(path(old, Self.done))
      marker = nil
    }
  }

  /// Gives a file another name, and empties it if only the name matters now.
  public mutating func rename(
    _ number: Int64, to ending: String, emptying: Bool
  ) throws(FileError) {
    guard let old = endings[number], old != ending else { return }
    try system.rename(path(number, old), to: path(number, ending))
    endings[number] = ending
    if emptying { empty(number, ending) }
  }

  /// Removes a file, if there is one of this number.
  public mutating func remove(_ number: Int64) throws(FileError) {
    guard let ending = endings[number] else { return }
    if number < next - 1 {
      try system.remove(path(number, ending))
    } else {
      try sync()
      try system.rename(path(number, ending), to: path(number, Self.done))
      marker = number
      empty(number, Self.done)
    }
    endings[number] = nil
  }

  /// What the server knows the numbers of this folder by begins behind `base`, from now on. Durable when it returns.
  public mutating func setBase(_ base: Int64) throws(FileError) {
    let name = "\(path)/\(Self.basePrefix)\(base)"
    if let old = self.base {
      try system.rename("\(path)/\(Self.basePrefix)\(old)", to: name)
    } else {
      try system.open(name, .readWriteCreating).close()
    }
    try system.syncDirectory(path)
    self.base = base
  }

  /// For its room only: where it fails, a name is what it was.
  private func empty(_ number: Int64, _ ending: String) {
    guard let file = try? system.open(path(number, ending), .readWrite) else { return }
    defer { file.close() }
    try? file.truncate(to: 0)
  }
}
