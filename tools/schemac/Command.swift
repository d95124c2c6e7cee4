/// A command of `schemac`: its first argument chooses it.
struct Command: Sendable {
  let name: String
  /// What it does, in a line of the help.
  let summary: String
  /// Runs it with what stands behind its name; everything it has to say has been printed.
  let run: @Sendable (_ arguments: [String]) -> ExitStatus

  /// All of them, in the order of the help. Each has a file of its own beside this one.
  static let all = [
    Command(name: "generate", summary: "makes Swift from schema files", run: generate),
    Command(
      name: "lint", summary: "holds schema files against rules of naming and layout", run: lint),
    Command(
      name: "breaking", summary: "compares a schema with an earlier version of it", run: breaking),
    Command(
      name: "doc", summary: "makes Markdown from the comments of schema files", run: document),
    Command(name: "plugin", summary: "makes Swift when protoc or buf asks for it", run: plugin),
  ]

  static func named(_ name: String?) -> Command? { all.first { $0.name == name } }
}

/// How the command ends.
enum ExitStatus: Int32 {
  case success = 0
  /// A schema was refused, or a file could not be read or written.
  case failure = 1
  /// The command line was wrong.
  case usage = 2
}

/// Runs the command that `arguments` name, or checks the files that they list.
func runSchemac(_ arguments: [String]) -> ExitStatus {
  if let command = Command.named(arguments.first) {
    return command.run(Array(arguments.dropFirst()))
  }
  return check(arguments)
}

private func helpText() -> String {
  let width = Command.all.map(\.name.utf8.count).max() ?? 0
  let commands = Command.all.map { command in
    let padding = String(repeating: " ", count: width - command.name.utf8.count)
    return "  schemac \(command.name)\(padding)   \(command.summary)"
  }
  return """
    usage: schemac [options] FILE...
           schemac COMMAND [options] ...

    Checks schema files (proto2, proto3, edition 2023) and writes them as linked descriptors.

      --proto-path DIR, -I DIR          where imports are found; several are searched in order
                                        (default: .)
      --descriptor-set-out FILE, -o FILE
                                        writes a google.protobuf.FileDescriptorSet
        --include-imports               with everything that the files import
        --include-source-info           with places and comments
        --retain-options                with the options that are for the compiler alone
      --descriptor-set-in FILE[:FILE]   takes the files from descriptor sets, not from disk
      --help, -h                        shows this

    A value stands behind its option or is joined to it by '='. A FILE is a path on disk inside
    one of the folders, or the path by which it is imported.

    Commands, each with a --help of its own:

    \(commands.joined(separator: "\n"))

    Exit status: 0 done, 1 a file was refused or could not be read or written, 2 wrong usage.
    """
}

/// `schemac FILE...`: checks files and, if asked to, writes their descriptors.
private func check(_ arguments: [String]) -> ExitStatus {
  do throws(UsageError) {
    let parsed = try Arguments(arguments)
    if parsed.wantsHelp {
      print(helpText())
      return .success
    }
    try parsed.requireFiles()
    let linked =
      parsed.descriptorSetInputs.isEmpty
      ? describe(parsed) : schemaFromDescriptorSets(parsed)?.descriptorSet
    guard let linked else { return .failure }
    guard let path = parsed.descriptorSetPath else { return .success }
    let set = linked.part(
      of: parsed.importPaths, withImports: parsed.includesImports,
      withSourceInfo: parsed.includesSourceInfo)
    return write(set.encoded().withUnsafeBytes { Array($0) }, to: path)
  } catch {
    printError("\(error)\nTry 'schemac --help'.")
    return .usage
  }
}
