import Protobuf
import SchemaModel
import SchemaSyntax

/// Links the files of a command line and prints what is wrong with them; nil when they are refused.
func compile(_ arguments: Arguments) -> Schema? {
  reporting { () throws(SourceError) in
    let result = try Linker.link(
      arguments.importPaths, from: arguments.folders,
      keepsSourceOptions: arguments.retainsOptions)
    return (result.schema, result.diagnostics)
  }
}

/// The same, as descriptors alone.
func describe(_ arguments: Arguments) -> GoogleProtobuf.FileDescriptorSet? {
  reporting { () throws(SourceError) in
    let result = try Linker.descriptors(
      of: arguments.importPaths, from: arguments.folders,
      withSourceInfo: arguments.includesSourceInfo, keepsSourceOptions: arguments.retainsOptions)
    return (result.set, result.diagnostics)
  }
}

private func reporting<R>(
  _ link: () throws(SourceError) -> (R?, [Diagnostic])
) -> R? {
  do throws(SourceError) {
    let (result, diagnostics) = try link()
    if !diagnostics.isEmpty { printError(diagnostics.rendered(inColor: showsColors)) }
    return result
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

/// The schema in the descriptor sets of a command line, which must hold the files asked for; nil when
/// it has been said what is wrong. Of a file that several sets hold the first counts.
func schemaFromDescriptorSets(_ arguments: Arguments) -> Schema? {
  var set = GoogleProtobuf.FileDescriptorSet()
  var names: Set<String> = []
  for path in arguments.descriptorSetInputs {
    do {
      let read = try GoogleProtobuf.FileDescriptorSet(decoding: .init(readFile(path)))
      set.file += read.file.filter { names.insert($0.name ?? "").inserted }
    } catch {
      printError("error: \(path) cannot be read as a descriptor set: \(error)")
      return nil
    }
  }
  for name in arguments.importPaths where !names.contains(name) {
    printError("error: \(name) is not in \(arguments.descriptorSetInputs.joined(separator: ", "))")
    return nil
  }
  do {
    return try Schema(set.inDependencyOrder())
  } catch {
    printError("error: the descriptor sets are not whole: \(error)")
    return nil
  }
}
