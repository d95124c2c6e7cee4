import Buffers

/// A schema known only when the program runs: every type of a set of files, linked.
///
/// Nothing in the files is trusted: whatever a server's reflection or a file on disk holds, the
/// pool is either sound or refused with a ``DescriptorError``.
public final class DescriptorPool: Sendable {
  /// The longest full name that is taken, in bytes of UTF-8: names are repeated in all that is
  /// inside them, so that a few long ones would fill the memory. Chosen by guess.
  public static let nameBytesMax = 4096

  /// In the order of the files.
  public let services: [Service]
  /// Every message, entries of maps among them, by full name.
  let messages: [String: MessageDescriptor.Content]
  /// Every enum, by full name.
  let enums: [String: EnumDescriptor]

  /// Links `files`, which come in any order; the same file may come several times.
  public init(_ files: [GoogleProtobuf.FileDescriptorProto]) throws(DescriptorError) {
    var linker = DescriptorLinker(files)
    try linker.run()
    services = linker.services
    messages = linker.messages
    enums = linker.enums
  }

  /// The schema of the generated code that `files` and their imports belong to.
  public convenience init(_ files: [SchemaFile]) throws(DescriptorError) {
    try self.init(
      files.flatMap(\.withImports).compactMap {
        try? GoogleProtobuf.FileDescriptorProto(decoding: $0.descriptor)
      })
  }

  /// The message of this full name, such as `mado.telework.v1.Image`.
  public func message(named name: String) -> MessageDescriptor? {
    messages[name].map { MessageDescriptor(pool: self, content: $0) }
  }

  /// The enum of this full name.
  public func enumeration(named name: String) -> EnumDescriptor? { enums[name] }

  /// The service of this full name.
  public func service(named name: String) -> Service? { services.first { $0.name == name } }

  /// The full names of all messages and enums, sorted; entries of maps are left out.
  public var typeNames: [String] {
    (messages.values.filter { !$0.isMapEntry }.map(\.fullName) + enums.keys).sorted()
  }

  /// A service.
  public struct Service: Sendable, Hashable {
    /// The full name.
    public let name: String
    /// In the order of the schema.
    public let methods: [Method]
  }

  /// A method of a service.
  public struct Method: Sendable, Hashable {
    /// As the schema spells it.
    public let name: String
    /// The full name of the request's message.
    public let input: String
    /// The full name of the response's message.
    public let output: String
    public let streamsRequests: Bool
    public let streamsResponses: Bool
  }
}
