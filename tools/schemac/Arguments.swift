import SchemaModel

/// A command line that cannot be understood.
struct UsageError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) {
    self.description = "schemac: \(description)"
  }
}

/// The command line of `schemac`, and what all its commands share.
struct Arguments {
  var folders = SchemaFolders(paths: [])
  /// The files to compile, as they are imported.
  var importPaths: [String] = []
  var descriptorSetPath: String?
  var includesImports = false
  var includesSourceInfo = false
  var retainsOptions = false
  /// Descriptor sets that hold the files, in place of the folders.
  var descriptorSetInputs: [String] = []
  var wantsHelp = false
  /// The values of options that the command at hand adds, by name.
  private var extra: [String: [String]] = [:]

  /// - Parameter options: further options with a value, such as `--swift-out`.
  init(_ arguments: [String], options: Set<String> = []) throws(UsageError) {
    var folders: [String] = []
    var files: [String] = []
    var rest = arguments[...]
    var onlyFiles = false
    while let argument = rest.popFirst() {
      if onlyFiles || !argument.hasPrefix("-") || argument == "-" {
        files.append(argument)
        continue
      }
      let (name, joined) = Self.split(argument)
      switch name {
      case "--": onlyFiles = true
      case "--help", "-h": wantsHelp = true
      case "--include-imports": includesImports = true
      case "--include-source-info": includesSourceInfo = true
      case "--retain-options": retainsOptions = true
      case "--descriptor-set-in":
        descriptorSetInputs += Self.paths(try Self.value(of: name, joined, &rest))
      case "--proto-path", "-I":
        folders += Self.paths(try Self.value(of: name, joined, &rest))
      case "--descriptor-set-out", "-o":
        descriptorSetPath = try Self.value(of: name, joined, &rest)
      case _ where options.contains(name):
        extra[name, default: []].append(try Self.value(of: name, joined, &rest))
      default:
        throw UsageError("there is no option \(name)")
      }
    }
    self.folders = SchemaFolders(paths: folders.isEmpty ? ["."] : folders)
    importPaths = files.map { self.folders.importPath(of: $0) }
  }

  func requireFiles() throws(UsageError) {
    if importPaths.isEmpty { throw UsageError("no files were given") }
    if descriptorSetPath == nil, includesImports || includesSourceInfo {
      throw UsageError("--include-imports and --include-source-info need --descriptor-set-out")
    }
    if descriptorSetPath == nil, retainsOptions {
      throw UsageError("--retain-options needs --descriptor-set-out")
    }
  }

  /// All values given for one of the further options.
  func values(of option: String) -> [String] { extra[option] ?? [] }

  /// Several paths may stand in one value, as on the PATH.
  private static func paths(_ value: String) -> [String] {
    value.split(separator: ":").map(String.init)
  }

  /// `--name=value`, `-Ivalue` and `-ovalue` in two. Who is used to protoc may write underscores.
  private static func split(_ argument: String) -> (name: String, value: String?) {
    for short in ["-I", "-o"] where argument.hasPrefix(short) && argument != short {
      return (short, String(argument.dropFirst(short.count)))
    }
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0].map { $0 == "_" ? "-" : $0 })
    return (name, parts.count > 1 ? String(parts[1]) : nil)
  }

  private static func value(
    of name: String, _ joined: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    if let joined { return joined }
    guard let value = rest.popFirst() else { throw UsageError("\(name) needs a value") }
    return value
  }
}
