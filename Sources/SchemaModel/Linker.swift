import Protobuf
import SchemaSyntax

/// Turns schema files into linked descriptors: every name resolved, every rule of the language checked,
/// every option encoded.
///
/// The descriptors equal those of `protoc --descriptor_set_out --include_imports
/// --include_source_info`.
public enum Linker {
  /// What came of a run.
  public struct Result: Sendable {
    /// Nil when there were errors.
    public var schema: Schema?
    /// Errors and warnings, by file in dependency order, then by place.
    public var diagnostics: [Diagnostic]
    /// The imports of which nothing is used, by the importing file's name: their positions among its
    /// imports.
    public var unusedImports: [String: [Int]] = [:]
  }

  /// What came of a run that stops at the descriptors.
  public struct Descriptors: Sendable {
    /// In dependency order; nil when there were errors.
    public var set: GoogleProtobuf.FileDescriptorSet?
    /// As in ``Result``.
    public var diagnostics: [Diagnostic]
    public var unusedImports: [String: [Int]] = [:]
  }

  /// Links the files that are imported as `paths` and all that they import.
  ///
  /// - Parameter keepsSourceOptions: keep the options with `retention = RETENTION_SOURCE`, which
  ///   descriptors in programs have not.
  /// - Throws: when one of `paths` itself cannot be had; a missing import is a diagnostic.
  public static func link(
    _ paths: [String], from loader: some SourceLoader, keepsSourceOptions: Bool = false
  ) throws(SourceError) -> Result {
    let linked = try descriptors(
      of: paths, from: loader, withSourceInfo: true, keepsSourceOptions: keepsSourceOptions)
    var result = Result(diagnostics: linked.diagnostics, unusedImports: linked.unusedImports)
    guard let set = linked.set else { return result }
    do throws(SchemaError) {
      result.schema = try Schema(set)
    } catch {
      // What the phases let pass must hold together; if not, the author gets a message, not a trap.
      let file = SourceFile(path: set.file.last?.name ?? "", text: "")
      result.diagnostics.append(.error("\(error)", at: Span(source: file, start: 0, end: 0)))
    }
    return result
  }

  /// The same, for who wants the descriptors alone: in a large schema they take half the time and
  /// memory, and less without source information.
  public static func descriptors(
    of paths: [String], from loader: some SourceLoader, withSourceInfo: Bool,
    keepsSourceOptions: Bool = false
  ) throws(SourceError) -> Descriptors {
    var run = LinkRun()
    run.keepsSourceOptions = keepsSourceOptions
    try run.load(paths, from: loader)
    run.declareNames()
    run.resolveNames()
    run.settleFeatures()
    run.checkFields()
    run.checkRanges()
    run.checkEnums()
    run.interpretOptions()
    run.checkRequiredOptions()
    run.checkOptions()
    run.checkDeclarations()
    run.completeDefaults()
    run.nameForJSON()
    run.warnOfUnusedImports()
    return run.describe(withSourceInfo: withSourceInfo)
  }
}

/// The state that the phases of a run share.
struct LinkRun {
  /// In dependency order.
  var files: [FileNode] = []
  var symbols = SymbolTable()
  var diagnostics: [Diagnostic] = []
  var unusedImports: [String: [Int]] = [:]
  /// Full names that were declared more than once.
  var clashes: Set<String> = []
  /// For each option, where its value ended up below the options message: field numbers and, in a
  /// repeated field, the index. Source information needs it.
  var optionPaths: [Span: [Int32]] = [:]
  /// Whether options for the compiler alone get into the descriptors.
  var keepsSourceOptions = false
  /// Options of declarations that have lost all their options, and with them their places.
  var droppedOptions: Set<Span> = []
  /// Stands in for descriptor.proto when no file imports it.
  var builtInOptions: FileNode?
  /// The messages that define the options of the language.
  var optionMessages: [OptionList.Target: MessageNode] = [:]

  mutating func report(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  mutating func error(
    _ message: String, at span: Span, help: String? = nil, note: (text: String, at: Span)? = nil
  ) {
    report(.error(message, at: span).help(help).note(note?.text ?? "", at: note?.at))
  }

  /// The diagnostics in the order in which a person reads: file after file, from top to bottom.
  func orderedDiagnostics() -> [Diagnostic] {
    var rank: [ObjectIdentifier: Int] = [:]
    for (index, file) in files.enumerated() { rank[ObjectIdentifier(file.syntax.source)] = index }
    func key(_ diagnostic: Diagnostic) -> (Int, Int) {
      (rank[ObjectIdentifier(diagnostic.span.source)] ?? 0, diagnostic.span.start)
    }
    var ordered: [Diagnostic] = []
    for diagnostic in diagnostics.sorted(by: { key($0) < key($1) }) {
      // Of several errors at one place the first caused the others.
      if let last = ordered.last, last.severity == .error, last.span == diagnostic.span { continue }
      ordered.append(diagnostic)
    }
    return ordered
  }
}
