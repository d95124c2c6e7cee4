import SchemaModel
import SchemaSyntax

/// Holds schema files against rules.
public struct Linter: Sendable {
  /// The rules at work.
  public let rules: [LintRule]

  public init(_ rules: [LintRule] = LintRule.all) {
    self.rules = rules
  }

  /// What the files break, file by file, from top to bottom.
  ///
  /// A comment line `buf:lint:ignore RULE reason` before a declaration excepts it and what is in it.
  ///
  /// - Parameters:
  ///   - names: the files to look at; what they import is not.
  ///   - unusedImports: positions of imports, by file, as the linker has them.
  ///   - places: where everything stands.
  public func lint(
    _ names: [String], of schema: Schema, unusedImports: [String: [Int]] = [:], places: Places
  ) -> [Diagnostic] {
    let wanted = Set(names)
    let files = schema.files.filter { wanted.contains($0.name) }.sorted { $0.name < $1.name }
    var report = LintReport(places)
    for rule in rules {
      report.rule = rule.id
      switch rule.check {
      case .files(let check): check(files, &report)
      case .folder(let check):
        for (name, files) in Self.grouped(files, by: LintRule.folder) {
          check(name, files, &report)
        }
      case .package(let check):
        for (name, files) in Self.grouped(files, by: \.package) { check(name, files, &report) }
      default:
        for file in files {
          report.file = file.name
          Self.apply(rule.check, to: file, unused: unusedImports[file.name] ?? [], &report)
        }
      }
    }
    return Self.ordered(report.diagnostics)
  }

  private static func apply(
    _ check: LintRule.Check, to file: Schema.File, unused: [Int], _ report: inout LintReport
  ) {
    let messages = file.messages.flatMap(\.withNested).filter { !$0.isMapEntry }
    let enums = file.enums + messages.flatMap(\.enums)
    switch check {
    case .file(let check): check(file, &report)
    case .imports(let check):
      for entry in imports(of: file, unused: unused) { check(entry, file, &report) }
    case .message(let check): for message in messages { check(message, &report) }
    case .field(let check):
      for field in messages.flatMap({ $0.fields + $0.extensions }) + file.extensions {
        check(field, &report)
      }
    case .oneof(let check):
      for oneof in messages.flatMap(\.oneofs) where !oneof.isSynthetic { check(oneof, &report) }
    case .enumeration(let check): for enumeration in enums { check(enumeration, &report) }
    case .value(let check):
      for enumeration in enums {
        for value in enumeration.values { check(value, enumeration, &report) }
      }
    case .service(let check): for service in file.services { check(service, &report) }
    case .method(let check):
      for service in file.services {
        for method in service.methods { check(method, service, &report) }
      }
    case .files, .folder, .package: break
    }
  }

  private static func imports(of file: Schema.File, unused: [Int]) -> [LintRule.Import] {
    let descriptor = file.descriptor
    return descriptor.dependency.enumerated().map { index, name in
      let number = Int32(clamping: index)
      return LintRule.Import(
        name: name, path: [3, number], isPublic: descriptor.publicDependency.contains(number),
        isWeak: descriptor.weakDependency.contains(number), isUnused: unused.contains(index))
    }
  }

  private static func grouped(
    _ files: [Schema.File], by key: (Schema.File) -> String
  ) -> [(String, [Schema.File])] {
    Dictionary(grouping: files, by: key).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  static func ordered(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    func key(_ diagnostic: Diagnostic) -> (String, Int, String, String) {
      (
        diagnostic.span.source.path, diagnostic.span.start, diagnostic.rule ?? "",
        diagnostic.message
      )
    }
    return diagnostics.sorted { key($0) < key($1) }
  }
}
