import Protobuf
import SchemaSyntax

// The declarations of a link run. The phases fill them in: `Declaring` makes them from the syntax
// trees, `Resolving` ties the names, the later ones check and complete, `Describing` turns them into
// descriptors. They live no longer than the run.

/// A declaration with a name.
class Node {
  unowned let file: FileNode
  let name: NameSyntax
  /// Without a leading dot.
  let fullName: String
  var options: OptionList
  var features = Features.proto2

  init(_ file: FileNode, _ name: NameSyntax, in scope: String, options: OptionList) {
    self.file = file
    self.name = name
    self.fullName = qualified(name.text, in: scope)
    self.options = options
  }
}

final class FileNode {
  let syntax: FileSyntax
  let path: String
  /// Whether the file was asked for, rather than only imported.
  let isRequested: Bool
  var package = ""
  var imports: [ImportNode] = []
  var messages: [MessageNode] = []
  var enums: [EnumNode] = []
  var services: [ServiceNode] = []
  var extensions: [FieldNode] = []
  var options = OptionList(.file)
  var features = Features.proto2
  /// False when the file or one that it imports could not be read in full: names that are missing then
  /// are no news.
  var isWhole = true

  init(_ syntax: FileSyntax, isRequested: Bool) {
    self.syntax = syntax
    self.path = syntax.source.path
    self.isRequested = isRequested
  }

  var isProto3: Bool { syntax.level == .proto3 }

  /// Whose names this file may use: its own, those of its imports and of what these import publicly.
  lazy var visible: [FileNode] = {
    var found = [self]
    for entry in imports { entry.file?.collectPublic(into: &found) }
    return found
  }()

  /// This file and everything that it imports publicly.
  func collectPublic(into found: inout [FileNode]) {
    guard !found.contains(where: { $0 === self }) else { return }
    found.append(self)
    for entry in imports where entry.syntax.kind == .public {
      entry.file?.collectPublic(into: &found)
    }
  }

  /// Every message, nested ones behind the one around them.
  lazy var allMessages: [MessageNode] = messages.flatMap(\.withNested)
  lazy var allEnums: [EnumNode] = enums + allMessages.flatMap(\.enums)
  lazy var allExtensions: [FieldNode] = extensions + allMessages.flatMap(\.extensions)
  /// Fields of messages and extensions.
  lazy var allFields: [FieldNode] = allMessages.flatMap(\.fields) + allExtensions
}

final class ImportNode {
  let syntax: ImportSyntax
  /// Nil when it could not be had.
  var file: FileNode?
  var isUsed = false

  init(_ syntax: ImportSyntax) {
    self.syntax = syntax
  }
}

final class MessageNode: Node {
  unowned let parent: MessageNode?
  let isMapEntry: Bool
  var fields: [FieldNode] = []
  var oneofs: [OneofNode] = []
  var messages: [MessageNode] = []
  var enums: [EnumNode] = []
  var extensions: [FieldNode] = []
  var extensionRanges: [ExtensionRangeNode] = []
  var reservedRanges: [RangeSyntax] = []
  var reservedNames: [NameSyntax] = []

  init(
    _ file: FileNode, _ name: NameSyntax, parent: MessageNode?, isMapEntry: Bool = false
  ) {
    self.parent = parent
    self.isMapEntry = isMapEntry
    super.init(
      file, name, in: parent?.fullName ?? file.package,
      options: OptionList(.message))
  }

  /// The name of the field that the entry was made for, as written.
  var mapFieldName: String { name.span.text }

  var withNested: [MessageNode] { [self] + messages.flatMap(\.withNested) }

  /// The value of one of its own options that is a plain `true`.
  var isMessageSet: Bool { options.isTrue("message_set_wire_format") }
}

final class ExtensionRangeNode {
  let range: RangeSyntax
  var options: OptionList

  init(_ range: RangeSyntax, options: OptionList) {
    self.range = range
    self.options = options
  }
}

final class FieldNode: Node {
  /// What a field holds, once resolved.
  enum FieldType {
    case scalar(ScalarType)
    case message(MessageNode)
    case group(MessageNode)
    case enumeration(EnumNode)
    /// Not to be found, and reported.
    case unknown
  }

  enum Label {
    case optional, required, repeated
  }

  /// The message that holds the field; of an extension, the one it is declared in, if any.
  unowned let parent: MessageNode?
  /// Nil for the two fields of a map entry, which nobody wrote.
  let syntax: FieldSyntax?
  /// Nil when it did not fit and that has been reported.
  let number: Int32?
  let label: Label
  /// The name of a message or enum that waits to be resolved.
  let typeName: NameSyntax?
  var type: FieldType
  var oneof: OneofNode?
  /// The message that an extension extends, as written.
  let extendeeName: NameSyntax?
  var extendee: MessageNode?
  var jsonName = ""
  /// In the form of `FieldDescriptorProto.default_value`.
  var defaultText: String?

  init(
    _ file: FileNode, _ name: NameSyntax, parent: MessageNode?, syntax: FieldSyntax?,
    number: Int32?, label: Label, type: FieldType, typeName: NameSyntax? = nil,
    extendee: NameSyntax? = nil
  ) {
    self.parent = parent
    self.syntax = syntax
    self.number = number
    self.label = label
    self.type = type
    self.typeName = typeName
    self.extendeeName = extendee
    super.init(
      file, name, in: parent?.fullName ?? file.package,
      options: OptionList(.field, syntax?.options?.options))
  }

  var isExtension: Bool { extendeeName != nil }

  /// What is said of the field as an option that it defines.
  lazy var asOption = OptionTraits(options)

  /// Declared `optional` in a proto3 file.
  var isProto3Optional: Bool { file.isProto3 && syntax?.label?.kind == .optional }

  /// The entry of a map field.
  var mapEntry: MessageNode? {
    if case .message(let message) = type, message.isMapEntry { message } else { nil }
  }

  /// `default` or `json_name` in the brackets, which are no options though they look like it.
  func pseudoOption(_ name: String) -> OptionSyntax? {
    syntax?.options?.options.first { $0.simpleName == name }
  }

  var numberSpan: Span { syntax?.number.span ?? name.span }
}

final class OneofNode: Node {
  unowned let parent: MessageNode
  var fields: [FieldNode] = []
  /// Made for one `optional` field of proto3.
  let isSynthetic: Bool

  init(_ parent: MessageNode, _ name: NameSyntax, isSynthetic: Bool = false) {
    self.parent = parent
    self.isSynthetic = isSynthetic
    super.init(parent.file, name, in: parent.fullName, options: OptionList(.oneof))
  }
}

final class EnumNode: Node {
  var values: [EnumValueNode] = []
  var reservedRanges: [RangeSyntax] = []
  var reservedNames: [NameSyntax] = []
  /// The scope that the enum stands in, which is that of its values too.
  let scope: String

  init(_ file: FileNode, _ name: NameSyntax, parent: MessageNode?) {
    scope = parent?.fullName ?? file.package
    super.init(file, name, in: scope, options: OptionList(.enumeration))
  }
}

final class EnumValueNode: Node {
  unowned let parent: EnumNode
  let syntax: EnumValueSyntax

  init(_ parent: EnumNode, _ syntax: EnumValueSyntax) {
    self.parent = parent
    self.syntax = syntax
    super.init(
      parent.file, syntax.name, in: parent.scope,
      options: OptionList(.enumValue, syntax.options?.options))
  }
}

final class ServiceNode: Node {
  var methods: [MethodNode] = []

  init(_ file: FileNode, _ name: NameSyntax) {
    super.init(file, name, in: file.package, options: OptionList(.service))
  }
}

final class MethodNode: Node {
  let syntax: MethodSyntax
  var request: MessageNode?
  var response: MessageNode?

  init(_ service: ServiceNode, _ syntax: MethodSyntax) {
    self.syntax = syntax
    super.init(
      service.file, syntax.name, in: service.fullName, options: OptionList(.method, syntax.options))
  }
}

/// The options of one declaration: as written, then encoded.
struct OptionList {
  /// The kinds of declarations that have options; the raw value names the message that defines them.
  enum Target: String, CaseIterable {
    case file = "google.protobuf.FileOptions"
    case message = "google.protobuf.MessageOptions"
    case field = "google.protobuf.FieldOptions"
    case oneof = "google.protobuf.OneofOptions"
    case enumeration = "google.protobuf.EnumOptions"
    case enumValue = "google.protobuf.EnumValueOptions"
    case extensionRange = "google.protobuf.ExtensionRangeOptions"
    case service = "google.protobuf.ServiceOptions"
    case method = "google.protobuf.MethodOptions"
  }

  let target: Target
  var statements: [OptionSyntax]
  /// Whether the descriptor gets an options message, be it empty.
  var isPresent: Bool
  /// The options message in binary format.
  var encoded: [UInt8] = []
  /// The same of the options that are for the compiler alone.
  var leftOut: [UInt8] = []

  init(_ target: Target, _ statements: [OptionSyntax]? = nil) {
    self.target = target
    self.statements = (statements ?? []).filter { !Self.isPseudo($0, target) }
    isPresent = target == .method ? statements != nil : !self.statements.isEmpty
  }

  mutating func append(_ option: OptionSyntax) {
    statements.append(option)
    isPresent = true
  }

  /// Whether the option of the language itself called `name` is set to `true`.
  func isTrue(_ name: String) -> Bool { value(name) == "true" }

  /// The statement that sets the option of the language itself called `name`.
  func statement(_ name: String) -> OptionSyntax? {
    statements.first { $0.simpleName == name }
  }

  /// The identifier that the option called `name` is set to.
  func value(_ name: String) -> String? {
    if case .identifier(let value) = statement(name)?.value.kind { value } else { nil }
  }

  private static func isPseudo(_ option: OptionSyntax, _ target: Target) -> Bool {
    guard target == .field, let name = option.simpleName else { return false }
    return name == "default" || name == "json_name"
  }
}
