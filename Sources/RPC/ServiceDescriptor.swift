import Buffers

/// One service of a schema, as the registry and reflection know it.
public struct ServiceDescriptor: Sendable, Hashable {
  /// The full name: `mado.telework.v1.EvidenceService`.
  public let name: String
  /// In the order of the schema.
  public let methods: [MethodDescriptor]
  /// The serialized `google.protobuf.FileDescriptorProto` of the file that declares the service.
  public let file: Bytes

  public init(name: String, methods: [MethodDescriptor], file: Bytes) {
    self.name = name
    self.methods = methods
    self.file = file
  }
}
