import Protobuf

/// One service of a schema, as the registry and reflection know it.
public struct ServiceDescriptor: Sendable, Hashable {
  /// The full name: `mado.telework.v1.EvidenceService`.
  public let name: String
  /// In the order of the schema.
  public let methods: [MethodDescriptor]
  /// The file that declares the service, with all that it imports.
  public let file: SchemaFile

  public init(name: String, methods: [MethodDescriptor], file: SchemaFile) {
    self.name = name
    self.methods = methods
    self.file = file
  }
}
