import Files

/// The folder of a person's contexts: a file each under `contexts/`, 0600 since they hold tokens, and
/// `current` with the name of the one in use.
public struct ContextFolder: Sendable {
  /// Where it lies.
  public let path: String
  private let files: any FileSystem

  /// - Parameters:
  ///   - path: see ``defaultPath(_:)``. It need not exist.
  public init(_ path: String, files: any FileSystem = LinuxFileSystem()) {
    self.path = path
    self.files = files
  }

  /// `$MADO_HOME`, else `$XDG_CONFIG_HOME/mado`, else `~/.config/mado`.
  public static func defaultPath(_ environment: [String: String]) -> String {
    if let home = environment["MADO_HOME"], !home.isEmpty { return home }
    if let home = environment["XDG_CONFIG_HOME"], !home.isEmpty { return "\(home)/mado" }
    return "\(environment["HOME"] ?? "")/.config/mado"
  }

  /// Why a context cannot be had.
  public enum Failure: Error, Sendable, Hashable, CustomStringConvertible {
    /// A name may have letters, digits, `-`, `_` and `.`, and does not begin with a dot.
    case badName(String)
    case notFound(String, known: [String])
    /// The file says no server.
    case damaged(path: String)
    case file(FileError)

    public var description: String {
      switch self {
      case .badName(let name):
        "\"\(name)\" is no name for a context: use letters, digits, '-', '_' and '.'"
      case .notFound(let name, let known):
        "there is no context \"\(name)\": "
          + (known.isEmpty
            ? "there are none yet, add one with mado context add"
            : "known are \(known.joined(separator: ", "))")
      case .damaged(let path):
        "\(path) names no server: remove it, or add the context anew"
      case .file(let error): "\(error)"
      }
    }
  }

  /// The names, sorted.
  public func names() throws(Failure) -> [String] {
    try attempt { () throws(FileError) in
      try files.attributes(contexts) == nil ? [] : files.list(contexts).filter(Self.isName)
    }
  }

  /// The context of that name.
  public func context(named name: String) throws(Failure) -> Context {
    let path = try file(name)
    let text = try attempt { () throws(FileError) in try read(path) }
    guard let text else { throw .notFound(name, known: try names()) }
    guard let context = Context(text: text) else { throw .damaged(path: path) }
    return context
  }

  /// Keeps a context under a name, in the place of an older one.
  public func save(_ context: Context, as name: String) throws(Failure) {
    let path = try file(name)
    try attempt { () throws(FileError) in try write(context.text, to: path) }
  }

  /// Forgets a context.
  public func remove(_ name: String) throws(Failure) {
    _ = try context(named: name)
    let path = try file(name)
    let isInUse = try currentName() == name
    try attempt { () throws(FileError) in
      try files.remove(path)
      if isInUse { try files.remove("\(self.path)/current") }
    }
  }

  /// The name of the context in use, if one was chosen.
  public func currentName() throws(Failure) -> String? {
    try attempt { () throws(FileError) in
      try read("\(path)/current").map { String($0.prefix { $0 != "\n" }) }
    }
  }

  /// Chooses the context to use.
  public func use(_ name: String) throws(Failure) {
    _ = try context(named: name)
    try attempt { () throws(FileError) in try write(name + "\n", to: "\(path)/current") }
  }

  private var contexts: String { "\(path)/contexts" }

  private func file(_ name: String) throws(Failure) -> String {
    guard Self.isName(name) else { throw .badName(name) }
    return "\(contexts)/\(name)"
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: ".") else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."):
        true
      default: false
      }
    }
  }

  private func attempt<R>(_ body: () throws(FileError) -> R) throws(Failure) -> R {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }

  private func read(_ path: String) throws(FileError) -> String? {
    guard try files.attributes(path) != nil else { return nil }
    let file = try files.open(path, .readOnly)
    defer { file.close() }
    return String(decoding: try file.read(count: Int(file.size()), at: 0), as: UTF8.self)
  }

  /// Writes beside and moves over, so that a crash leaves the old file or the new one.
  private func write(_ text: String, to path: String) throws(FileError) {
    try makeFolder(self.path)
    try makeFolder(contexts)
    let beside = path + ".new"
    if try files.attributes(beside) != nil { try files.remove(beside) }
    let file = try files.open(beside, .readWriteNew)
    defer { file.close() }
    try file.write(Array(text.utf8), at: 0)
    try file.sync()
    try files.rename(beside, to: path)
    try files.syncDirectory(contexts)
  }

  private func makeFolder(_ path: String) throws(FileError) {
    guard !path.isEmpty, try files.attributes(path) == nil else { return }
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    try files.makeDirectory(path)
  }
}
