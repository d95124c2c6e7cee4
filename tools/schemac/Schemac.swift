import SchemaModel
import SchemaSyntax

/// How the command ends.
enum ExitStatus: Int32 {
  case success = 0
  /// A schema was refused, or a file could not be read or written.
  case failure = 1
  /// The command line was wrong.
  case usage = 2
}

let helpText = """
  usage: schemac [--proto-path DIR]... [--descriptor-set-out FILE] FILE...
         schemac generate [--proto-path DIR]... [options] FILE...

  Checks schema files (proto3, and what of proto2 their options need) and writes them as linked
  descriptors; 'generate' makes Swift from them ('schemac generate --help').

    --proto-path DIR, -I DIR    where imports are found; several are searched in order (default: .)
    --descriptor-set-out FILE   writes a google.protobuf.FileDescriptorSet
      --include-imports         with everything that the files import
      --include-source-info     with places and comments
    --help                      shows this

  A FILE is a path on disk inside one of the folders, or the path by which it is imported.
  Exit status: 0 done, 1 a file was refused or could not be read or written, 2 wrong usage.
  """

/// Runs the command and says how it ended; everything it has to say has been printed.
func runSchemac(_ arguments: [String]) -> ExitStatus {
  if arguments.first == "generate" { return generate(Array(arguments.dropFirst())) }
  do throws(UsageError) {
    let parsed = try Arguments(arguments)
    if parsed.wantsHelp {
      print(helpText)
      return .success
    }
    try parsed.requireFiles()
    guard let schema = compile(parsed) else { return .failure }
    guard let path = parsed.descriptorSetPath else { return .success }
    let set = schema.descriptorSet(
      of: parsed.importPaths, withImports: parsed.includesImports,
      withSourceInfo: parsed.includesSourceInfo)
    return write(set.encoded().withUnsafeBytes { Array($0) }, to: path)
  } catch {
    printError("\(error)\nTry 'schemac --help'.")
    return .usage
  }
}

/// Links the files of a command line and prints what is wrong with them; nil when they are refused.
func compile(_ arguments: Arguments) -> Schema? {
  do throws(SourceError) {
    let result = try Linker.link(arguments.importPaths, from: arguments.folders)
    for diagnostic in result.diagnostics { printError(diagnostic.rendered()) }
    return result.schema
  } catch {
    printError("error: \(error)")
    return nil
  }
}

/// Writes a file and prints why it could not.
func write(_ bytes: [UInt8], to path: String) -> ExitStatus {
  do throws(DiskError) {
    try writeFile(bytes, to: path)
    return .success
  } catch {
    printError("error: \(path) cannot be written: \(error)")
    return .failure
  }
}
