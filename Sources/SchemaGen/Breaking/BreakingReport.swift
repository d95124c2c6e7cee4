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
