/// Why files are not a schema: what a compiler would have refused, or what is not there.
public struct DescriptorError: Error, Sendable, Hashable {
  public enum Reason: Sendable, Hashable {
    /// A file imports one of this path, which is not there.
    case missingImport(String)
    /// A file imports itself by way of its imports.
    case importCycle
    /// Two different files have the same path.
    case duplicateFile
    /// Something of this full name is declared twice.
    case duplicateName
    /// A field's number is taken already.
    case duplicateNumber(Int32)
    /// A declaration without a name.
    case noName
    /// A full name of more than ``DescriptorPool/nameBytesMax`` bytes.
    case nameTooLong
    /// No message or enum has this name.
    case unknownType(String)
    /// What has this name is no message, or no enum, but should be.
    case wrongType(String)
    /// A field's type that does not exist.
    case noType
    /// A field number outside 1…2²⁹-1.
    case invalidNumber(Int32)
    /// A field is a member of a oneof that its message does not have.
    case unknownOneof(Int32)
    /// A map's entry that has no key or no value, or a key of a type that keys cannot have.
    case notAnEntry
    /// An enum without any value.
    case noValues
  }

  public var reason: Reason
  /// The path of the file.
  public var file: String
  /// The full name of what is wrong; empty for the file itself.
  public var element: String
}

extension DescriptorError: CustomStringConvertible {
  public var description: String {
    let what =
      switch reason {
      case .missingImport(let path): "imports \(path), which is not there"
      case .importCycle: "imports itself by way of its imports"
      case .duplicateFile: "comes twice, with different content"
      case .duplicateName: "is declared twice"
      case .duplicateNumber(let number): "has the number \(number), which another field has too"
      case .noName: "declares something without a name"
      case .nameTooLong:
        "declares something whose full name has more than \(DescriptorPool.nameBytesMax) bytes"
      case .unknownType(let name): "refers to \(name), which is not there"
      case .wrongType(let name): "refers to \(name), which is of another kind"
      case .noType: "has a type that does not exist"
      case .invalidNumber(let number):
        "has the number \(number); 1 to \(FieldDescriptor.numberMax) are allowed"
      case .unknownOneof(let index): "is in oneof \(index) of its message, which has fewer"
      case .notAnEntry: "is no entry of a map"
      case .noValues: "has no values"
      }
    return "\(file): \(element.isEmpty ? "the file" : element) \(what)"
  }
}
