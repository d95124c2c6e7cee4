import SchemaGen
import SchemaModel

private let generateHelpText = """
  usage: schemac generate --swift-out DIR --module NAME [options] FILE...

  Makes the Swift of a module from its schema files: <name>.messages.swift for each, and
  <name>.service.swift where it has services. With --commands the commands of a command-line client
  instead: <name>.commands.swift for each file with services, and areas.commands.swift. Rules that
  fields declare (buf.validate) become code; those that cannot are refused.

    --swift-out DIR             where the Swift goes; a file that would not change is left alone
    --module NAME               the module that is made
    --import-module NAME=FILE   the module of a FILE that is imported; google/protobuf and
                                buf/validate are Protobuf's, google/rpc is RPC's
    --expect NAME               a file that the build waits for: left empty if the schema doesn't
                                need it; when any is given, all others are errors
    --access LEVEL              who may use it: public (the default), package or internal
    --options FILE              has a line 'access = LEVEL', if --access is not given
    --commands                  makes commands
    --proto-path DIR, -I DIR    where imports are found (default: .)
  """

/// `schemac generate`: makes Swift from schema files.
func generate(_ arguments: [String]) -> ExitStatus {
  do throws(UsageError) {
    let commands = arguments.contains("--commands")
    let parsed = try Arguments(
      arguments.filter { $0 != "--commands" },
      options: ["--swift-out", "--module", "--import-module", "--expect", "--access", "--options"])
    if parsed.wantsHelp {
      print(generateHelpText)
      return .success
    }
    try parsed.requireFiles()
    guard let folder = parsed.values(of: "--swift-out").last else {
      throw UsageError("generate needs --swift-out")
    }
    guard let module = parsed.values(of: "--module").last else {
      throw UsageError("generate needs --module")
    }
    let access = try accessLevel(parsed)
    let modules = try ModuleMap(module, parsed)
    guard let schema = compile(parsed) else { return .failure }
    guard let files = try swift(of: schema, modules, access, parsed, commands: commands) else {
      return .failure
    }
    return write(files, expected: parsed.values(of: "--expect"), to: folder)
  } catch {
    printError("\(error)\nTry 'schemac generate --help'.")
    return .usage
  }
}

/// Who may use what is made: by `--access`, or by the last line of the files of `--options`.
private func accessLevel(_ arguments: Arguments) throws(UsageError) -> AccessLevel {
  var levels: [String] = []
  for path in arguments.values(of: "--options") {
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try readFile(path)
    } catch {
      throw UsageError("\(path) cannot be read: \(error)")
    }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.split { " \t\r=".contains($0) }
      if words.isEmpty || line.first == "#" { continue }
      guard words.count == 2, words[0] == "access", line.contains("=") else {
        throw UsageError("\(path): '\(line)' is no option; there is 'access = LEVEL'")
      }
      levels.append(String(words[1]))
    }
  }
  let level = (levels + arguments.values(of: "--access")).last ?? AccessLevel.public.rawValue
  guard let access = AccessLevel(rawValue: level) else {
    throw UsageError("access is public, package or internal, not \(level)")
  }
  return access
}

/// Which module holds the Swift of which schema file.
private struct ModuleMap {
  let own: String
  private var modulesByFile: [String: String] = [:]

  init(_ own: String, _ arguments: Arguments) throws(UsageError) {
    self.own = own
    for pair in arguments.values(of: "--import-module") {
      guard let sign = pair.firstIndex(of: "=") else {
        throw UsageError("--import-module needs NAME=FILE, and \(pair) is not of that form")
      }
      modulesByFile[String(pair[pair.index(after: sign)...])] = String(pair[..<sign])
    }
    for file in arguments.importPaths where modulesByFile[file] == nil {
      modulesByFile[file] = own
    }
  }

  /// The module of a file; nil if it is neither the module's own nor known.
  subscript(_ file: String) -> String? {
    if let known = modulesByFile[file] { return known }
    if file.hasPrefix("google/protobuf/") || file.hasPrefix("buf/validate/") { return "Protobuf" }
    return file.hasPrefix("google/rpc/") ? "RPC" : nil
  }
}

/// The Swift of a schema; nil after telling which of its rules cannot be compiled.
private func swift(
  of schema: Schema, _ modules: ModuleMap, _ access: AccessLevel, _ arguments: Arguments,
  commands: Bool
) throws(UsageError) -> [GeneratedFile]? {
  for file in schema.files where modules[file.name] == nil {
    throw UsageError("the module of \(file.name) is not known; give --import-module")
  }
  let moduleOf = { (file: String) in modules[file] ?? modules.own }
  if commands { return CommandsGenerator(schema, moduleOf: moduleOf).generate() }
  let generator = SwiftGenerator(
    schema, module: modules.own, access: access, moduleOf: moduleOf)
  let faults = generator.ruleFaults()
  guard faults.isEmpty else {
    for fault in faults {
      let source = try? arguments.folders.load(fault.fileName)
      printError(source.map { fault.diagnostic(in: $0).rendered() } ?? fault.description)
    }
    return nil
  }
  do throws(GenerationError) {
    return try generator.generate()
  } catch {
    throw UsageError("\(error.fileName): \(error)")
  }
}

/// Writes what has changed, and an empty file for what is expected and has nothing to hold.
private func write(
  _ files: [GeneratedFile], expected: [String], to folder: String
) -> ExitStatus {
  for file in files where !expected.isEmpty && !expected.contains(file.name) {
    printError("error: \(file.name) was made, but the build does not wait for it")
    return .failure
  }
  let missing = Set(expected).subtracting(files.map(\.name)).sorted()
  let all =
    files.map { (name: $0.name, text: $0.text) }
    + missing.map { (name: $0, text: "// The schema has nothing for this file.\n") }
  for file in all {
    guard writeIfChanged(file.text, to: "\(folder)/\(file.name)") == .success else {
      return .failure
    }
  }
  return .success
}
