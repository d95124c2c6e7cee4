/// What a person tells the generator through protoc: `module=App,access=internal`.
struct PluginParameter {
  /// The module that is made. Its name stands in the Swift only where a type of another module has
  /// the name of one of its own.
  private(set) var module = "Generated"
  private(set) var access = AccessLevel.public
  /// The modules of files that are imported, by file.
  private(set) var modulesByFile: [String: String] = [:]
  /// Whether the commands of a command-line client are made, instead of messages and services.
  private(set) var makesCommands = false

  /// A parameter that is not understood.
  struct Invalid: Error, CustomStringConvertible {
    let description: String
  }

  init(_ text: String) throws(Invalid) {
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let (name, value) = (pair[0], pair.count > 1 ? String(pair[1]) : nil)
      switch (name.replacing("_", with: "-"), value) {
      case ("module", let value?) where !value.isEmpty: module = value
      case ("access", let value):
        guard let level = AccessLevel(rawValue: value ?? "") else {
          throw Invalid(description: "access takes public, package or internal: access=LEVEL")
        }
        access = level
      case ("import-module", let value?): try enter(value)
      case ("commands", nil), ("commands", "true"?): makesCommands = true
      case ("commands", "false"?): makesCommands = false
      case ("module", _): throw Invalid(description: "module needs a name: module=NAME")
      default: throw Invalid(description: "there is no parameter \(part); \(Self.known)")
      }
    }
  }

  private static let known =
    "there are module=NAME, access=LEVEL, import-module=NAME=FILE and commands"

  private mutating func enter(_ value: String) throws(Invalid) {
    let pair = value.split(separator: "=", maxSplits: 1)
    guard pair.count == 2 else {
      throw Invalid(description: "import-module needs NAME=FILE, and \(value) is not of that form")
    }
    modulesByFile[String(pair[1])] = String(pair[0])
  }

  /// The module of a file. One that is imported and not spoken of is taken for the module's own, made
  /// in another run: protoc may be called for one folder after the other.
  func module(of file: String, isGenerated: Bool) -> String {
    if let known = modulesByFile[file] { return known }
    if isGenerated { return module }
    if file.hasPrefix("google/protobuf/") { return "Protobuf" }
    return file.hasPrefix("google/rpc/") ? "RPC" : module
  }
}
