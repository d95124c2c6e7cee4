import SchemaModel
import SchemaSyntax

/// What the rules find, gathered.
struct BreakingReport {
  let schemas: Schemas
  let oldPlaces: Places
  let newPlaces: Places
  /// The rule at work.
  var rule = ""
  private(set) var breakages: [Breakage] = []

  init(_ schemas: Schemas, oldPlaces: Places, newPlaces: Places) {
    self.schemas = schemas
    self.oldPlaces = oldPlaces
    self.newPlaces = newPlaces
  }

  /// A place in a file.
  typealias Place = (file: String, path: [Int32])

  /// - Parameters:
  ///   - reasons: what breaks and why; nothing is added when it is empty.
  ///   - new: the culprit, or what was around it.
  ///   - old: how it was.
  mutating func add(
    _ message: String, _ reasons: [Breakage.Kind: String], at new: Place?, before old: Place,
    help: String? = nil
  ) {
    guard !reasons.isEmpty else { return }
    let kinds = Breakage.Kind.allCases.filter { reasons[$0] != nil }
    let list = kinds.map(\.rawValue).joined(separator: ", ")
    let why = kinds.compactMap { kind in reasons[kind].map { "\(kind.rawValue): \($0)" } }
    let before = oldPlaces.span(old.file, old.path)
    let span = new.map { newPlaces.span($0.file, $0.path) } ?? before
    var diagnostic = Diagnostic.error("\(message); breaks \(list)", at: span).rule(rule)
      .help((why + [help].compactMap { $0 }).joined(separator: "\n      "))
    // A descriptor set may not say where anything stood.
    if new != nil, oldPlaces.has(old.file, []) {
      diagnostic = diagnostic.note("before the change", at: before)
    }
    breakages.append(Breakage(reasons: reasons, diagnostic: diagnostic))
  }
}

/// Compares two versions of a schema.
public struct BreakingCheck: Sendable {
  private let rules: [BreakingRule]

  public init(_ rules: [BreakingRule] = BreakingRule.all) {
    self.rules = rules
  }

  /// What changed that breaks something, by file and place.
  ///
  /// - Parameters:
  ///   - old, new: both versions with all that they import.
  ///   - oldNames, newNames: the files to compare.
  ///   - oldPlaces, newPlaces: where everything stands.
  public func breakages(
    from old: Schema, _ oldNames: [String], _ oldPlaces: Places,
    to new: Schema, _ newNames: [String], _ newPlaces: Places
  ) -> [Breakage] {
    let schemas = Schemas(old: old, oldNames: oldNames, new: new, newNames: newNames)
    var report = BreakingReport(schemas, oldPlaces: oldPlaces, newPlaces: newPlaces)
    let (messages, fields, enums) = (schemas.messages, schemas.fields, schemas.enums)
    for rule in rules {
      report.rule = rule.id
      switch rule.check {
      case .schemas(let check): check(&report)
      case .files(let check): for pair in schemas.files { check(pair, &report) }
      case .messages(let check): for pair in messages { check(pair, &report) }
      case .fields(let check): for pair in fields { check(pair, &report) }
      case .enums(let check): for pair in enums { check(pair, &report) }
      case .services(let check): for pair in schemas.services { check(pair, &report) }
      case .methods(let check): for pair in schemas.methods { check(pair, &report) }
      }
    }
    func key(_ breakage: Breakage) -> (String, Int, String, String) {
      let diagnostic = breakage.diagnostic
      return (
        diagnostic.span.source.path, diagnostic.span.start, diagnostic.rule ?? "",
        diagnostic.message
      )
    }
    return report.breakages.sorted { key($0) < key($1) }
  }
}
