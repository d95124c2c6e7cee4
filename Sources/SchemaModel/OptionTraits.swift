import SchemaSyntax

/// What the options of a field say of it as an option: where it can be set, in which editions, and how
/// long it is kept (descriptor.proto, `FieldOptions`).
struct OptionTraits {
  /// Names of `OptionTargetType`; none stands for all.
  private(set) var targets: Set<String> = []
  /// `RETENTION_SOURCE`: descriptors in programs have it not.
  private(set) var isForCompilerOnly = false
  /// Names of `Edition`.
  private(set) var introduced: String?
  private(set) var removed: String?

  init(_ options: OptionList) {
    for option in options.statements {
      switch (option.simpleName, option.value.kind) {
      case ("targets", .identifier(let name)): targets.insert(name)
      case ("retention", .identifier(let name)): isForCompilerOnly = name == "RETENTION_SOURCE"
      case ("feature_support", .aggregate(let fields)):
        for field in fields {
          guard case .identifier(let edition) = field.value.kind else { continue }
          if field.name == .field("edition_introduced") { introduced = edition }
          if field.name == .field("edition_removed") { removed = edition }
        }
      default: break
      }
    }
  }
}

extension LinkRun {
  /// Reports a field of an option that cannot be set on `target`, or not in the file's edition.
  mutating func check(
    _ field: FieldNode, isFor target: OptionList.Target, in file: FileNode, at span: Span
  ) -> Bool {
    let traits = field.asOption
    if !traits.targets.isEmpty, !traits.targets.contains(target.typeName) {
      error("'\(field.name.text)' cannot be set on \(target.element)", at: span)
      return false
    }
    let edition = file.syntax.level.edition
    if let introduced = traits.introduced, Self.editions[introduced] ?? 0 > edition {
      error("'\(field.name.text)' begins with \(introduced)", at: span)
      return false
    }
    if let removed = traits.removed, edition >= Self.editions[removed] ?? .max {
      error("'\(field.name.text)' ended with \(removed)", at: span)
      return false
    }
    return true
  }

  /// The numbers of `Edition`, by which editions are compared.
  private static let editions = [
    "EDITION_PROTO2": 998, "EDITION_PROTO3": 999, "EDITION_2023": 1000, "EDITION_2024": 1001,
    "EDITION_2026": 1002, "EDITION_UNSTABLE": 9999,
  ]
}

extension SyntaxLevel {
  /// The number of `Edition`.
  fileprivate var edition: Int {
    switch self {
    case .proto2: 998
    case .proto3: 999
    case .edition2023: 1000
    }
  }
}

extension OptionList.Target {
  /// The name of `OptionTargetType`.
  fileprivate var typeName: String {
    switch self {
    case .file: "TARGET_TYPE_FILE"
    case .message: "TARGET_TYPE_MESSAGE"
    case .field: "TARGET_TYPE_FIELD"
    case .oneof: "TARGET_TYPE_ONEOF"
    case .enumeration: "TARGET_TYPE_ENUM"
    case .enumValue: "TARGET_TYPE_ENUM_ENTRY"
    case .extensionRange: "TARGET_TYPE_EXTENSION_RANGE"
    case .service: "TARGET_TYPE_SERVICE"
    case .method: "TARGET_TYPE_METHOD"
    }
  }
}
