import SchemaGen

private let docHelpText = """
  usage: schemac doc --out DIR [options] FILE...

  Makes Markdown from the comments of schema files: index.md, and <package>.md for each package.

    --out DIR                   where the pages go; a page that would not change is left alone
    --proto-path DIR, -I DIR    where imports are found (default: .)
  """

/// `schemac doc`: documentation.
func document(_ arguments: [String]) -> ExitStatus {
  do throws(UsageError) {
    let parsed = try Arguments(arguments, options: ["--out"])
    if parsed.wantsHelp {
      print(docHelpText)
      return .success
    }
    try parsed.requireFiles()
    guard let folder = parsed.values(of: "--out").last else { throw UsageError("doc needs --out") }
    guard let schema = link(parsed)?.schema else { return .failure }
    do throws(DiskError) {
      try makeFolder(folder)
    } catch {
      printError("error: \(folder) cannot be made: \(error)")
      return .failure
    }
    for page in DocumentationGenerator(schema, files: parsed.importPaths).generate() {
      guard writeIfChanged(page.text, to: "\(folder)/\(page.name)") == .success else {
        return .failure
      }
    }
    return .success
  } catch {
    printError("\(error)\nTry 'schemac doc --help'.")
    return .usage
  }
}
