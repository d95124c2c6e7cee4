import Protobuf
import SchemaModel

/// How names of the schema become names in Swift.
enum SwiftName {
  /// Names that Swift takes for itself; in backticks they may be used.
  private static let keywords: Set<String> = [
    "Any", "as", "associatedtype", "break", "case", "catch", "class", "continue", "default",
    "defer", "deinit", "do", "else", "enum", "extension", "fallthrough", "false", "fileprivate",
    "for", "func", "guard", "if", "import", "in", "inout", "internal", "is", "let", "nil",
    "operator", "private", "protocol", "public", "repeat", "rethrows", "return", "static",
    "struct", "subscript", "super", "switch", "throw", "throws", "true", "try", "typealias", "var",
    "where", "while",
  ]

  /// Names that not even backticks make usable everywhere.
  private static let unusable: Set<String> = ["init", "self", "Self", "Type", "Protocol"]

  /// What generated members stand beside: protocol requirements and their extensions.
  private static let messageMembers: Set<String> = ["unknownFields", "hashValue"]
  private static let enumMembers: Set<String> = [
    "unrecognized", "number", "name", "values", "kind", "hashValue",
  ]

  /// The name of a type: with a trailing underscore where it would clash.
  static func type(_ name: String) -> String { identifier(name, suffix: "_") }

  /// The type of a message as generated code names it. Of a deprecated one that is `_Name`, so that it
  /// can be used without a warning, and `Name` is an alias that warns.
  static func type(of message: Schema.Message) -> String {
    type(message.name, isDeprecated: message.isDeprecated)
  }

  /// The type of an enum as generated code names it.
  static func type(of enumeration: Schema.Enum) -> String {
    type(enumeration.name, isDeprecated: enumeration.isDeprecated)
  }

  private static func type(_ name: String, isDeprecated: Bool) -> String {
    isDeprecated ? "_" + bare(type(name)) : type(name)
  }

  /// The property of a field or a oneof: `self` becomes `selfField`.
  static func property(_ name: String) -> String {
    identifier(lowerCamel(name), beside: messageMembers, suffix: "Field")
  }

  /// The function of a method: `Methods` becomes `methodsMethod`.
  static func function(_ name: String) -> String {
    identifier(lowerCamel(name), beside: serviceMembers, suffix: "Method")
  }

  /// `name` with a suffix where it would clash, in backticks where it is a keyword.
  private static func identifier(
    _ name: String, beside members: Set<String> = [], suffix: String
  ) -> String {
    if unusable.contains(name) || members.contains(name) { return name + suffix }
    return keywords.contains(name) ? "`\(name)`" : name
  }

  /// An identifier behind a dot or a label, where keywords need no backticks.
  static func bare(_ identifier: String) -> String {
    identifier.hasPrefix("`") ? String(identifier.dropFirst().dropLast()) : identifier
  }

  /// `captured_at` as `capturedAt`, `URLPath` as `urlPath`.
  static func lowerCamel(_ name: String) -> String {
    let upper = upperCamel(name)
    let capitals = upper.prefix { $0.isUppercase }.count
    let isWhole = capitals == upper.count
    let lowered = capitals > 1 && !isWhole ? capitals - 1 : capitals
    return upper.prefix(lowered).lowercased() + upper.dropFirst(lowered)
  }

  /// `captured_at` as `CapturedAt`; words all in capitals are lowered first.
  static func upperCamel(_ name: String) -> String {
    name.split(separator: "_").map { part in
      let isShouted = part.contains { $0.isLetter } && !part.contains { $0.isLowercase }
      let word = isShouted ? part.lowercased() : String(part)
      return word.prefix(1).uppercased() + word.dropFirst()
    }.joined()
  }

  /// `ServingStatus` as `SERVING_STATUS`: what the values of an enum usually begin with.
  static func shouted(_ name: String) -> String {
    var result = ""
    var previous: Character = "A"
    for character in name {
      if character.isUppercase, previous.isLowercase || previous.isNumber { result += "_" }
      result += character.uppercased()
      previous = character
    }
    return result
  }

  /// A value of an enum without the enum's name in front.
  static func enumCase(_ value: String, of enumName: String) -> String {
    let prefix = shouted(enumName) + "_"
    var rest = Substring(value)
    if value.hasPrefix(prefix) { rest = value.dropFirst(prefix.count) }
    if rest.first?.isLetter != true { rest = Substring(value) }
    return identifier(lowerCamel(rest.lowercased()), beside: enumMembers, suffix: "Case")
  }

  /// The namespace of a file: its `swift_prefix`, or its package without a trailing `v1`.
  static func namespace(package: String, swiftPrefix: String?) -> String {
    if let swiftPrefix, !swiftPrefix.isEmpty { return swiftPrefix }
    var parts = package.split(separator: ".")
    if parts.count > 1, parts.last == "v1" { parts.removeLast() }
    return parts.isEmpty ? "Schema" : parts.map { upperCamel(String($0)) }.joined()
  }

  /// What the generated members of a service's protocol and client stand beside.
  private static let serviceMembers: Set<String> = [
    "methods", "descriptor", "transport", "service",
  ]

  /// The protocol of a service: its name, with `Service` behind it unless it ends so.
  static func serviceProtocol(_ service: String) -> String {
    service.hasSuffix("Service") ? service : service + "Service"
  }

  /// The client of a service: its name with `Client` behind it.
  static func serviceClient(_ service: String) -> String { service + "Client" }

  /// The names of a service and its methods: its name with `Descriptor` behind it.
  static func serviceDescriptor(_ service: String) -> String { service + "Descriptor" }

  /// The constant that holds the descriptor of a file: `teleworkFile`.
  static func fileConstant(_ fileName: String) -> String {
    lowerCamel(baseName(fileName)) + "File"
  }

  /// `telework` of `mado/telework/v1/telework.proto`.
  static func baseName(_ fileName: String) -> String {
    let last = fileName.split(separator: "/").last.map(String.init) ?? fileName
    return last.hasSuffix(".proto") ? String(last.dropLast(6)) : last
  }
}

extension Schema.Message {
  var isDeprecated: Bool { options.deprecated ?? false }
}

extension Schema.Enum {
  var isDeprecated: Bool { options.deprecated ?? false }
}
