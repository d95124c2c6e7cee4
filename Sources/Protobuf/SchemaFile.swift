import Buffers
import Synchronization

/// The descriptor of a schema file, for reflection; generated code has one for each file.
public final class SchemaFile: Sendable, Hashable {
  /// The path from the root of the schemas: `mado/telework/v1/telework.proto`.
  public let name: String
  /// The files that it imports.
  public let imports: [SchemaFile]
  private let content: Content
  /// What the text stands for, once it was asked for.
  private let decoded = Mutex<Bytes?>(nil)

  private enum Content {
    case base64(StaticString)
    case bytes(Bytes)
  }

  public init(_ name: String, imports: [SchemaFile], base64: StaticString) {
    self.name = name
    self.imports = imports
    content = .base64(base64)
  }

  /// A file that was made while the program runs.
  ///
  /// - Parameter descriptor: the `google.protobuf.FileDescriptorProto` in binary format.
  public init(_ name: String, imports: [SchemaFile], descriptor: Bytes) {
    self.name = name
    self.imports = imports
    content = .bytes(descriptor)
  }

  /// The `google.protobuf.FileDescriptorProto` in binary format, without source information.
  public var descriptor: Bytes {
    switch content {
    case .bytes(let bytes): return bytes
    case .base64(let base64):
      return decoded.withLock { decoded in
        if let decoded { return decoded }
        let text = base64.withUTF8Buffer { Array($0).filter { $0 != UInt8(ascii: "\n") } }
        let bytes = text.withUnsafeBytes { Base64.json.decode($0) } ?? Bytes()
        decoded = bytes
        return bytes
      }
    }
  }

  /// This file behind all that it imports, each once.
  public var withImports: [SchemaFile] {
    var found: [SchemaFile] = []
    func visit(_ file: SchemaFile) {
      guard !found.contains(where: { $0.name == file.name }) else { return }
      file.imports.forEach(visit)
      found.append(file)
    }
    visit(self)
    return found
  }

  public static func == (a: SchemaFile, b: SchemaFile) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
