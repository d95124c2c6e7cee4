import Protobuf
import SchemaModel

/// An old and a new version of a schema, and what in them belongs together.
///
/// Elements belong together by full name; where a file changed its package, by their name in it. Fields
/// and values of enums belong together by number.
struct Schemas {
  typealias FilePair = (old: Schema.File, new: Schema.File)
  typealias MessagePair = (old: Schema.Message, new: Schema.Message)
  typealias EnumPair = (old: Schema.Enum, new: Schema.Enum)
  typealias ServicePair = (old: Schema.Service, new: Schema.Service)
  typealias MethodPair = (old: Schema.Method, new: Schema.Method)

  /// A field before and after, with the files that they are declared in.
  struct FieldPair {
    let old: Schema.Field
    let new: Schema.Field
    let oldFile: Schema.File
    let newFile: Schema.File
    /// The message that has the field, as the new schema has it; of extensions the extended one.
    let message: String
    /// The names of the oneofs that it is in; nil for none.
    let oldOneof: String?
    let newOneof: String?
  }

  let old: Schema
  let new: Schema
  /// What was asked for, the files that only were imported left out.
  let oldFiles: [Schema.File]
  let newFiles: [Schema.File]
  /// The full names of elements that moved with their file to another package.
  private var movedNames: [String: String] = [:]

  let files: [FilePair]

  init(old: Schema, oldNames: [String], new: Schema, newNames: [String]) {
    self.old = old
    self.new = new
    let (wantedOld, wantedNew) = (Set(oldNames), Set(newNames))
    oldFiles = old.files.filter { wantedOld.contains($0.name) }
    newFiles = new.files.filter { wantedNew.contains($0.name) }
    files = oldFiles.compactMap { file in new.file(file.name).map { (file, $0) } }
    for (old, new) in files where old.package != new.package {
      let names =
        old.messages.flatMap(\.withNested).map(\.fullName) + Self.enums(of: old).map(\.fullName)
        + old.services.map(\.fullName)
      for name in names {
        let inFile = old.package.isEmpty ? name : String(name.dropFirst(old.package.count + 1))
        movedNames[name] = new.package.isEmpty ? inFile : "\(new.package).\(inFile)"
      }
    }
  }

  /// What the old full name of a message, enum or service is in the new schema.
  func newName(_ old: String) -> String {
    guard let moved = movedNames[old], new.message(old) == nil, new.enumeration(old) == nil,
      new.service(old) == nil
    else { return old }
    return moved
  }

  var messages: [MessagePair] {
    oldFiles.flatMap(Self.messages).compactMap { old in
      new.message(newName(old.fullName)).map { (old, $0) }
    }
  }

  var enums: [EnumPair] {
    oldFiles.flatMap(Self.enums).compactMap { old in
      new.enumeration(newName(old.fullName)).map { (old, $0) }
    }
  }

  var services: [ServicePair] {
    oldFiles.flatMap(\.services).compactMap { old in
      new.service(newName(old.fullName)).map { (old, $0) }
    }
  }

  var methods: [MethodPair] {
    services.flatMap { old, new in
      old.methods.compactMap { before in
        new.methods.first { $0.name == before.name }.map { (before, $0) }
      }
    }
  }

  var fields: [FieldPair] {
    let ofMessages: [FieldPair?] = messages.flatMap { pair in
      let news = Dictionary(pair.new.fields.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
      return pair.old.fields.map { old in news[old.number].flatMap { fieldPair(old, $0, in: pair) }
      }
    }
    return (ofMessages + extensions).compactMap { $0 }
  }

  private func fieldPair(
    _ old: Schema.Field, _ new: Schema.Field, in pair: MessagePair
  ) -> FieldPair? {
    guard let oldFile = self.old.file(pair.old.fileName),
      let newFile = self.new.file(pair.new.fileName)
    else { return nil }
    return FieldPair(
      old: old, new: new, oldFile: oldFile, newFile: newFile, message: pair.new.fullName,
      oldOneof: Self.oneof(of: old, in: pair.old), newOneof: Self.oneof(of: new, in: pair.new))
  }

  /// Extensions of one message and number.
  private var extensions: [FieldPair?] {
    var news: [String: (Schema.Field, Schema.File)] = [:]
    for file in newFiles {
      for field in Self.extensions(of: file) { news[Self.key(field)] = (field, file) }
    }
    return oldFiles.flatMap { file in
      Self.extensions(of: file).map { field in
        news[Self.key(field)].map { new, newFile in
          FieldPair(
            old: field, new: new, oldFile: file, newFile: newFile, message: Self.extendee(new),
            oldOneof: nil, newOneof: nil)
        }
      }
    }
  }

  static func messages(of file: Schema.File) -> [Schema.Message] {
    file.messages.flatMap(\.withNested).filter { !$0.isMapEntry }
  }

  static func enums(of file: Schema.File) -> [Schema.Enum] {
    file.enums + file.messages.flatMap(\.withNested).flatMap(\.enums)
  }

  static func extensions(of file: Schema.File) -> [Schema.Field] {
    file.extensions + file.messages.flatMap(\.withNested).flatMap(\.extensions)
  }

  static func extendee(_ field: Schema.Field) -> String {
    let name = field.descriptor.extendee ?? ""
    return name.hasPrefix(".") ? String(name.dropFirst()) : name
  }

  /// What tells an extension from all others.
  static func key(_ field: Schema.Field) -> String { "\(extendee(field)) \(field.number)" }

  private static func oneof(of field: Schema.Field, in message: Schema.Message) -> String? {
    guard let index = field.descriptor.oneofIndex, message.oneofs.indices.contains(Int(index)),
      !message.oneofs[Int(index)].isSynthetic
    else { return nil }
    return message.oneofs[Int(index)].name
  }
}
