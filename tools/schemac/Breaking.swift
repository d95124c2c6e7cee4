import Protobuf
import SchemaGen
import SchemaModel
import SchemaSyntax

private let breakingHelpText = """
  usage: schemac breaking --against OLD [options] FILE...

  Compares schema files with an earlier version and says what changed that breaks something: programs
  that exchange binary messages (wire) or JSON (json) with such as have the earlier version, or
  programs that are built anew (source).

    --against OLD               the earlier version: a folder in which imports are found; a descriptor
                                set, best with --include-imports and --include-source-info; or a
                                .proto file, to be compared with the only FILE
    --only KIND                 looks for wire, json or source breakage only; may be given several
                                times
    --proto-path DIR, -I DIR    where imports are found (default: .)

  Exit status: 0 nothing breaks, 1 something does, or a file was refused, 2 wrong usage.
  """

/// `schemac breaking`: what a change of the schema breaks.
func breaking(_ arguments: [String]) -> ExitStatus {
  do throws(UsageError) {
    let parsed = try Arguments(arguments, options: ["--against", "--only"])
    if parsed.wantsHelp {
      print(breakingHelpText)
      return .success
    }
    try parsed.requireFiles()
    guard let path = parsed.values(of: "--against").last else {
      throw UsageError("breaking needs --against")
    }
    let kinds = try breakageKinds(parsed.values(of: "--only"))
    guard let new = link(parsed)?.schema,
      let old = try earlierSchema(at: path, for: parsed)
    else { return .failure }
    let breakages = BreakingCheck().breakages(
      from: old.schema, old.names, old.places, to: new, parsed.importPaths,
      Places(new, sources: sources(of: parsed.importPaths, in: parsed.folders))
    ).filter { !kinds.isDisjoint(with: $0.kinds) }
    for breakage in breakages { printError(breakage.diagnostic.rendered()) }
    return breakages.isEmpty ? .success : .failure
  } catch {
    printError("\(error)\nTry 'schemac breaking --help'.")
    return .usage
  }
}

private func breakageKinds(_ names: [String]) throws(UsageError) -> Set<Breakage.Kind> {
  var kinds: Set<Breakage.Kind> = []
  for name in names {
    guard let kind = Breakage.Kind.allCases.first(where: { $0.rawValue.lowercased() == name })
    else {
      throw UsageError("--only takes wire, json or source, not \(name)")
    }
    kinds.insert(kind)
  }
  return names.isEmpty ? Set(Breakage.Kind.allCases) : kinds
}

/// An earlier version: the files that are to be compared, and where everything stands.
private struct EarlierSchema {
  let schema: Schema
  let names: [String]
  let places: Places
}

/// Nil when it cannot be read, and then it has been said why.
private func earlierSchema(
  at path: String, for arguments: Arguments
) throws(UsageError) -> EarlierSchema? {
  if path.hasSuffix(".proto") {
    guard arguments.importPaths.count == 1, let name = arguments.importPaths.first else {
      throw UsageError("--against a .proto file needs exactly one FILE")
    }
    return earlierSchema(
      [name], from: OneFileFolder(name: name, path: path, rest: arguments.folders))
  }
  if isFolder(path) {
    let folders = SchemaFolders(paths: [path])
    let all = schemaFiles(below: path).map { folders.importPath(of: $0) }
    let names = compared(all, arguments)
    return earlierSchema(names, from: SchemaFolders(paths: [path] + arguments.folders.paths))
  }
  guard let bytes = read(path) else { return nil }
  do {
    let schema = try Schema(GoogleProtobuf.FileDescriptorSet(decoding: .init(bytes)))
    return EarlierSchema(
      schema: schema, names: compared(schema.files.map(\.name), arguments),
      places: Places(schema, sources: [:], below: path))
  } catch {
    printError("error: \(path) is no descriptor set: \(error)")
    return nil
  }
}

private func earlierSchema(_ names: [String], from loader: some SourceLoader) -> EarlierSchema? {
  do throws(SourceError) {
    let result = try Linker.link(names, from: loader)
    if let schema = result.schema {
      return EarlierSchema(
        schema: schema, names: names,
        places: Places(schema, sources: sources(of: names, in: loader)))
    }
    for diagnostic in result.diagnostics { printError(diagnostic.rendered()) }
  } catch {
    printError("error: \(error)")
  }
  return nil
}

/// Of the earlier files those that are asked for, and those that are no more. Others are there still
/// and nobody's business.
private func compared(_ names: [String], _ arguments: Arguments) -> [String] {
  names.filter { name in
    arguments.importPaths.contains(name) || (try? arguments.folders.load(name)) == nil
  }
}

/// Folders in which one import leads to a file from elsewhere.
private struct OneFileFolder: SourceLoader {
  let name: String
  let path: String
  let rest: SchemaFolders

  func load(_ path: String) throws(SourceError) -> SourceFile {
    guard path == name else { return try rest.load(path) }
    do throws(DiskError) {
      return SourceFile(path: name, displayPath: self.path, bytes: try readFile(self.path))
    } catch {
      throw .unreadable(path: self.path, reason: "\(error)")
    }
  }
}

private func read(_ path: String) -> [UInt8]? {
  do throws(DiskError) {
    return try readFile(path)
  } catch {
    printError("error: \(path) cannot be read: \(error)")
    return nil
  }
}
