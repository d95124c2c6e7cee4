import SchemaModel

/// A rule about how a schema is named and laid out, by the name that buf gives it.
public struct LintRule: Sendable {
  /// The sets of rules that contain each other: `standard` has all of `basic`, that all of `minimal`.
  public enum Category: String, Sendable, Comparable {
    case minimal = "MINIMAL"
    case basic = "BASIC"
    case standard = "STANDARD"

    /// Whether every rule of `a` is one of `b`.
    public static func < (a: Category, b: Category) -> Bool { a.rank < b.rank }

    private var rank: Int {
      switch self {
      case .minimal: 0
      case .basic: 1
      case .standard: 2
      }
    }
  }

  /// What the rule looks at, each element on its own or those that belong together.
  enum Check: Sendable {
    case file(@Sendable (Schema.File, inout LintReport) -> Void)
    case imports(@Sendable (Import, Schema.File, inout LintReport) -> Void)
    /// The files of one folder.
    case folder(@Sendable (String, [Schema.File], inout LintReport) -> Void)
    /// The files of one package.
    case package(@Sendable (String, [Schema.File], inout LintReport) -> Void)
    case message(@Sendable (Schema.Message, inout LintReport) -> Void)
    /// Fields of messages and extensions.
    case field(@Sendable (Schema.Field, inout LintReport) -> Void)
    case oneof(@Sendable (Schema.Oneof, inout LintReport) -> Void)
    case enumeration(@Sendable (Schema.Enum, inout LintReport) -> Void)
    case value(@Sendable (Schema.EnumValue, Schema.Enum, inout LintReport) -> Void)
    case service(@Sendable (Schema.Service, inout LintReport) -> Void)
    case method(@Sendable (Schema.Method, Schema.Service, inout LintReport) -> Void)
    /// Everything at once.
    case files(@Sendable ([Schema.File], inout LintReport) -> Void)
  }

  /// An import statement.
  struct Import: Sendable {
    let name: String
    let path: [Int32]
    let isPublic: Bool
    let isWeak: Bool
    let isUnused: Bool
  }

  public let id: String
  /// The smallest set that has it.
  public let category: Category
  /// What it asks for.
  public let purpose: String
  let check: Check

  init(_ id: String, _ category: Category, _ purpose: String, _ check: Check) {
    self.id = id
    self.category = category
    self.purpose = purpose
    self.check = check
  }

  /// All rules, in alphabetical order.
  public static let all: [LintRule] = [
    LintRule(
      "DIRECTORY_SAME_PACKAGE", .minimal, "a folder holds one package", .folder(samePackage)),
    LintRule("ENUM_FIRST_VALUE_ZERO", .basic, "an enum begins with 0", .enumeration(zeroFirst)),
    LintRule("ENUM_NO_ALLOW_ALIAS", .basic, "no number has two names", .enumeration(noAlias)),
    LintRule("ENUM_PASCAL_CASE", .basic, "enums are PascalCase", .enumeration(pascalEnum)),
    LintRule("ENUM_VALUE_PREFIX", .standard, "values begin with their enum's name", .value(prefix)),
    LintRule(
      "ENUM_VALUE_UPPER_SNAKE_CASE", .basic, "values are UPPER_SNAKE_CASE", .value(upperValue)),
    LintRule("ENUM_ZERO_VALUE_SUFFIX", .standard, "0 ends in _UNSPECIFIED", .value(zeroSuffix)),
    LintRule("FIELD_LOWER_SNAKE_CASE", .basic, "fields are lower_snake_case", .field(lowerField)),
    LintRule("FIELD_NOT_REQUIRED", .basic, "no field is required", .field(notRequired)),
    LintRule("FILE_LOWER_SNAKE_CASE", .standard, "files are lower_snake_case", .file(lowerFile)),
    LintRule("IMPORT_NO_PUBLIC", .basic, "no import is public", .imports(noPublicImport)),
    LintRule("IMPORT_NO_WEAK", .basic, "no import is weak", .imports(noWeakImport)),
    LintRule("IMPORT_USED", .basic, "every import is used", .imports(usedImport)),
    LintRule("MESSAGE_PASCAL_CASE", .basic, "messages are PascalCase", .message(pascalMessage)),
    LintRule("ONEOF_LOWER_SNAKE_CASE", .basic, "oneofs are lower_snake_case", .oneof(lowerOneof)),
    LintRule("PACKAGE_DEFINED", .minimal, "every file has a package", .file(hasPackage)),
    LintRule("PACKAGE_DIRECTORY_MATCH", .minimal, "package a.b is in folder a/b", .file(inFolder)),
    LintRule(
      "PACKAGE_LOWER_SNAKE_CASE", .basic, "packages are lower_snake_case", .file(lowerPackage)),
    LintRule("PACKAGE_NO_IMPORT_CYCLE", .minimal, "packages import in no circle", .files(noCycle)),
    LintRule("PACKAGE_SAME_CSHARP_NAMESPACE", .basic, sameOption, .package(same(.csharpNamespace))),
    LintRule(
      "PACKAGE_SAME_DIRECTORY", .minimal, "a package is in one folder", .package(sameFolder)),
    LintRule("PACKAGE_SAME_GO_PACKAGE", .basic, sameOption, .package(same(.goPackage))),
    LintRule("PACKAGE_SAME_JAVA_MULTIPLE_FILES", .basic, sameOption, .package(same(.javaFiles))),
    LintRule("PACKAGE_SAME_JAVA_PACKAGE", .basic, sameOption, .package(same(.javaPackage))),
    LintRule("PACKAGE_SAME_PHP_NAMESPACE", .basic, sameOption, .package(same(.phpNamespace))),
    LintRule("PACKAGE_SAME_RUBY_PACKAGE", .basic, sameOption, .package(same(.rubyPackage))),
    LintRule("PACKAGE_SAME_SWIFT_PREFIX", .basic, sameOption, .package(same(.swiftPrefix))),
    LintRule("PACKAGE_VERSION_SUFFIX", .standard, "packages end in a version", .file(versioned)),
    LintRule("RPC_PASCAL_CASE", .basic, "methods are PascalCase", .method(pascalMethod)),
    LintRule(
      "RPC_REQUEST_RESPONSE_UNIQUE", .standard, "methods share no message", .files(uniqueTypes)),
    LintRule(
      "RPC_REQUEST_STANDARD_NAME", .standard, "Find takes FindRequest", .method(requestName)),
    LintRule(
      "RPC_RESPONSE_STANDARD_NAME", .standard, "Find gives FindResponse", .method(responseName)),
    LintRule("SERVICE_PASCAL_CASE", .basic, "services are PascalCase", .service(pascalService)),
    LintRule("SERVICE_SUFFIX", .standard, "services end in Service", .service(serviceSuffix)),
    LintRule("SYNTAX_SPECIFIED", .basic, "every file says its syntax", .file(syntaxSpecified)),
  ]

  private static let sameOption = "the files of a package agree on the option"
}
