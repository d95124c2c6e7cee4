import Protobuf

/// A linked set of schema files: what every consumer (generator, lint, documentation) reads.
///
/// Everything in it is resolved: full names have no leading dot, each type that a field or a method
/// names is found in ``message(_:)`` or ``enumeration(_:)``, and each element carries its comments when
/// the descriptors carry source information.
public struct Schema: Sendable {
  /// All files, each behind those that it imports.
  public let files: [File]
  private var messagesByName: [String: Message] = [:]
  private var enumsByName: [String: Enum] = [:]
  private var servicesByName: [String: Service] = [:]
  private var filesByName: [String: Int] = [:]

  /// Indexes a descriptor set, for example one that protoc wrote with `--include_imports`.
  ///
  /// - Throws: ``SchemaError`` when the set is not whole: a file before its import, a name twice, a type
  ///   that nobody declares.
  public init(_ set: GoogleProtobuf.FileDescriptorSet) throws(SchemaError) {
    files = set.file.map { File($0) }
    for (position, file) in files.enumerated() {
      for imported in file.descriptor.dependency where filesByName[imported] == nil {
        throw .importMissing(file: file.name, imported: imported)
      }
      guard filesByName.updateValue(position, forKey: file.name) == nil else {
        throw .duplicate(name: file.name)
      }
      for message in file.messages { try index(message) }
      for enumeration in file.enums { try index(enumeration) }
      for service in file.services {
        guard servicesByName.updateValue(service, forKey: service.fullName) == nil else {
          throw .duplicate(name: service.fullName)
        }
      }
    }
    for file in files { try checkReferences(of: file) }
  }

  /// The file that is imported as `name`.
  public func file(_ name: String) -> File? {
    filesByName[name].map { files[$0] }
  }

  /// The message of a full name, with or without its leading dot.
  public func message(_ name: String) -> Message? { messagesByName[withoutLeadingDot(name)] }

  /// The enum of a full name, with or without its leading dot.
  public func enumeration(_ name: String) -> Enum? { enumsByName[withoutLeadingDot(name)] }

  /// The service of a full name, with or without its leading dot.
  public func service(_ name: String) -> Service? { servicesByName[withoutLeadingDot(name)] }

  /// The key and value fields of a map field's entry; nil for other fields.
  public func mapEntry(of field: Field) -> (key: Field, value: Field)? {
    guard field.isRepeated, case .message(let name) = field.type, let entry = message(name),
      entry.isMapEntry, entry.fields.count == 2
    else { return nil }
    return (entry.fields[0], entry.fields[1])
  }

  /// Every message of every file, nested ones behind the one that holds them.
  public var allMessages: [Message] {
    files.flatMap { $0.messages.flatMap(\.withNested) }
  }

  /// The descriptors of all files, in dependency order.
  public var descriptorSet: GoogleProtobuf.FileDescriptorSet {
    GoogleProtobuf.FileDescriptorSet(file: files.map(\.descriptor))
  }

  private mutating func index(_ message: Message) throws(SchemaError) {
    guard messagesByName.updateValue(message, forKey: message.fullName) == nil else {
      throw .duplicate(name: message.fullName)
    }
    for nested in message.messages { try index(nested) }
    for nested in message.enums { try index(nested) }
  }

  private mutating func index(_ enumeration: Enum) throws(SchemaError) {
    guard enumsByName.updateValue(enumeration, forKey: enumeration.fullName) == nil else {
      throw .duplicate(name: enumeration.fullName)
    }
  }

  private func checkReferences(of file: File) throws(SchemaError) {
    for message in file.messages.flatMap(\.withNested) {
      for field in message.fields + message.extensions { try checkReference(of: field) }
    }
    for field in file.extensions { try checkReference(of: field) }
    for method in file.services.flatMap(\.methods) {
      for name in [method.requestType, method.responseType] where message(name) == nil {
        throw .typeMissing(name: name, user: method.fullName)
      }
    }
  }

  private func checkReference(of field: Field) throws(SchemaError) {
    switch field.type {
    case .message(let name), .group(let name):
      if message(name) == nil { throw .typeMissing(name: name, user: field.fullName) }
    case .enumeration(let name):
      if enumeration(name) == nil { throw .typeMissing(name: name, user: field.fullName) }
    case .scalar: break
    }
  }
}

/// Why a descriptor set is no schema.
public enum SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  case importMissing(file: String, imported: String)
  case duplicate(name: String)
  case typeMissing(name: String, user: String)

  public var description: String {
    switch self {
    case .importMissing(let file, let imported):
      "\(file) imports \(imported), which does not come before it in the descriptor set"
    case .duplicate(let name):
      "\(name) is declared twice in the descriptor set"
    case .typeMissing(let name, let user):
      "\(user) refers to \(name), which the descriptor set does not declare"
    }
  }
}

func withoutLeadingDot(_ name: String) -> String {
  name.hasPrefix(".") ? String(name.dropFirst()) : name
}
