import SchemaModel
import SchemaSyntax

/// Links the files of a command line and prints what is wrong with them; nil when they are refused.
func compile(_ arguments: Arguments) -> Schema? {
  do throws(SourceError) {
    let result = try Linker.link(arguments.importPaths, from: arguments.folders)
    if !result.diagnostics.isEmpty {
      printError(result.diagnostics.rendered(inColor: showsColors))
    }
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

/// Writes a text where it differs from what is there, so that nothing that depends on it is made anew.
func writeIfChanged(_ text: String, to path: String) -> ExitStatus {
  let content = Array(text.utf8)
  return (try? readFile(path)) == content ? .success : write(content, to: path)
}
