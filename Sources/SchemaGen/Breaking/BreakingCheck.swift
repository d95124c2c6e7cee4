import SchemaModel
import SchemaSyntax

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
