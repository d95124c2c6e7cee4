import SchemaGen
import SchemaModel
import SchemaSyntax

private let lintHelpText = """
  usage: schemac lint [options] FILE...

  Holds schema files against the rules that buf calls STANDARD and says what breaks them.

    --proto-path DIR, -I DIR    where imports are found (default: .)
    --use NAME                  a rule, or MINIMAL, BASIC or STANDARD (default: STANDARD); may be
                                given several times
    --except RULE               leaves a rule out; may be given several times
    --rules                     shows the rules

  A comment line 'buf:lint:ignore RULE' before a declaration, with a reason behind it if you like,
  excepts the declaration and what is in it.

  Exit status: 0 nothing found, 1 something found, or a file was refused, 2 wrong usage.
  """

/// `schemac lint`: names and layout.
func lint(_ arguments: [String]) -> ExitStatus {
  do throws(UsageError) {
    let parsed = try Arguments(
      arguments.filter { $0 != "--rules" }, options: ["--use", "--except"])
    if parsed.wantsHelp {
      print(lintHelpText)
      return .success
    }
    let rules = try lintRules(
      using: parsed.values(of: "--use"), except: parsed.values(of: "--except"))
    if arguments.contains("--rules") {
      for rule in rules { print("\(rule.id) (\(rule.category.rawValue)): \(rule.purpose)") }
      return .success
    }
    try parsed.requireFiles()
    guard let linked = link(parsed), let schema = linked.schema else { return .failure }
    let places = Places(schema, sources: sources(of: parsed.importPaths, in: parsed.folders))
    let findings = Linter(rules).lint(
      parsed.importPaths, of: schema, unusedImports: linked.unusedImports, places: places)
    for finding in findings { printError(finding.rendered()) }
    return findings.isEmpty ? .success : .failure
  } catch {
    printError("\(error)\nTry 'schemac lint --help'.")
    return .usage
  }
}

/// The rules that a command line names.
private func lintRules(
  using names: [String], except exceptions: [String]
) throws(UsageError) -> [LintRule] {
  for name in names + exceptions
  where LintRule.Category(rawValue: name) == nil && !LintRule.all.contains(where: { $0.id == name })
  {
    let meant = nearestName(to: name, among: LintRule.all.map(\.id)).map { "; \($0)?" } ?? ""
    throw UsageError("there is no rule \(name)\(meant)")
  }
  func has(_ names: [String], _ rule: LintRule) -> Bool {
    names.contains { name in
      guard let category = LintRule.Category(rawValue: name) else { return rule.id == name }
      return rule.category <= category
    }
  }
  return LintRule.all.filter {
    has(names.isEmpty ? [LintRule.Category.standard.rawValue] : names, $0) && !has(exceptions, $0)
  }
}

/// Links the files of a command line; nil when they are refused, and then it has been said why.
///
/// Warnings are not shown: for what they warn of there are rules.
func link(_ arguments: Arguments) -> Linker.Result? {
  do throws(SourceError) {
    let result = try Linker.link(arguments.importPaths, from: arguments.folders)
    guard result.schema == nil else { return result }
    for diagnostic in result.diagnostics { printError(diagnostic.rendered()) }
  } catch {
    printError("error: \(error)")
  }
  return nil
}

/// The texts of files, by import path, so that what is found in them can be shown.
func sources(of names: [String], in loader: some SourceLoader) -> [String: SourceFile] {
  var sources: [String: SourceFile] = [:]
  for name in names { sources[name] = try? loader.load(name) }
  return sources
}
