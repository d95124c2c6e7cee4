import Protobuf
import SchemaSyntax

extension Schema {
  /// One file with everything that it declares.
  public struct File: Sendable {
    public let descriptor: GoogleProtobuf.FileDescriptorProto
    public let messages: [Message]
    public let enums: [Enum]
    public let services: [Service]
    /// Extensions declared outside messages.
    public let extensions: [Field]
    /// The comments of the syntax statement, where files carry their licence and introduction.
    public let comments: Comments
    /// The comments of the package statement.
    public let packageComments: Comments

    public var name: String { descriptor.name ?? "" }
    public var package: String { descriptor.package ?? "" }
    public var isProto3: Bool { descriptor.syntax == "proto3" }
    public var options: GoogleProtobuf.FileOptions { descriptor.options ?? .init() }

    init(_ descriptor: GoogleProtobuf.FileDescriptorProto) {
      self.descriptor = descriptor
      let origin = Origin(descriptor)
      let scope = descriptor.package ?? ""
      messages = origin.each(descriptor.messageType, [4]) { proto, origin in
        Message(proto, scope: scope, parent: nil, origin)
      }
      enums = origin.each(descriptor.enumType, [5]) { Enum($0, scope: scope, parent: nil, $1) }
      services = origin.each(descriptor.service, [6]) { Service($0, scope: scope, $1) }
      extensions = origin.each(descriptor.extension, [7]) { Field($0, scope: scope, $1) }
      comments = origin.at([12]).comments
      packageComments = origin.at([2]).comments
    }
  }

  public struct Message: Sendable {
    public let descriptor: GoogleProtobuf.DescriptorProto
    public let features: Features
    /// With its package, without a leading dot: `mado.telework.v1.Image`.
    public let fullName: String
    public let fileName: String
    /// The full name of the message around it.
    public let parent: String?
    /// In order of declaration.
    public let fields: [Field]
    /// With the synthetic ones of `optional` fields, which come last.
    public let oneofs: [Oneof]
    /// Nested messages, map entries among them.
    public let messages: [Message]
    public let enums: [Enum]
    /// Extensions declared inside this message.
    public let extensions: [Field]
    public let comments: Comments
    /// Its path in the file, as `SourceCodeInfo` counts.
    public let path: [Int32]

    public var name: String { descriptor.name ?? "" }
    /// Whether the compiler made it for a map field.
    public var isMapEntry: Bool { descriptor.options?.mapEntry ?? false }
    public var options: GoogleProtobuf.MessageOptions { descriptor.options ?? .init() }

    /// This message and all inside it.
    public var withNested: [Message] { [self] + messages.flatMap(\.withNested) }

    init(
      _ descriptor: GoogleProtobuf.DescriptorProto, scope: String, parent: String?, _ origin: Origin
    ) {
      self.descriptor = descriptor
      let fullName = qualified(descriptor.name ?? "", in: scope)
      self.fullName = fullName
      self.parent = parent
      fileName = origin.file
      var origin = origin.overriding(descriptor.options?.features)
      // The entry of a map, and what it holds, stand behind their lengths.
      if descriptor.options?.mapEntry == true { origin.encodesBehindLengths() }
      features = origin.features
      let oneofs = descriptor.oneofDecl
      let entries = Set(
        descriptor.nestedType.lazy.filter { $0.options?.mapEntry == true }
          .map { ".\(fullName).\($0.name ?? "")" })
      let fields = origin.each(descriptor.field, [2]) { field, origin in
        var origin = origin
        if let type = field.typeName, entries.contains(type) { origin.encodesBehindLengths() }
        let oneof = field.oneofIndex.flatMap { index in
          oneofs.indices.contains(Int(index)) ? oneofs[Int(index)] : nil
        }
        return Field(field, scope: fullName, origin.overriding(oneof?.options?.features))
      }
      self.fields = fields
      messages = origin.each(descriptor.nestedType, [3]) {
        Message($0, scope: fullName, parent: fullName, $1)
      }
      enums = origin.each(descriptor.enumType, [4]) {
        Enum($0, scope: fullName, parent: fullName, $1)
      }
      extensions = origin.each(descriptor.extension, [6]) { Field($0, scope: fullName, $1) }
      self.oneofs = oneofs.enumerated().map { index, proto in
        let origin = origin.at([8, Int32(clamping: index)])
        return Oneof(
          descriptor: proto, fullName: qualified(proto.name ?? "", in: fullName),
          fields: fields.filter { $0.descriptor.oneofIndex.map(Int.init) == index },
          comments: origin.comments, path: origin.path)
      }
      comments = origin.comments
      path = origin.path
    }
  }

  public struct Oneof: Sendable {
    public let descriptor: GoogleProtobuf.OneofDescriptorProto
    public let fullName: String
    public let fields: [Field]
    public let comments: Comments
    /// Its path in the file, as `SourceCodeInfo` counts.
    public let path: [Int32]

    public var name: String { descriptor.name ?? "" }
    /// Whether it only stands for the presence of one `optional` field.
    public var isSynthetic: Bool { fields.count == 1 && fields[0].isProto3Optional }
  }

  public struct Enum: Sendable {
    public let descriptor: GoogleProtobuf.EnumDescriptorProto
    public let fullName: String
    public let fileName: String
    /// The full name of the message around it.
    public let parent: String?
    public let values: [EnumValue]
    /// Whether a number that it does not know is an unknown field, as in proto2.
    public var isClosed: Bool { features.enumType == .closed }
    public let features: Features
    public let comments: Comments
    /// Its path in the file, as `SourceCodeInfo` counts.
    public let path: [Int32]

    public var name: String { descriptor.name ?? "" }
    public var options: GoogleProtobuf.EnumOptions { descriptor.options ?? .init() }

    init(
      _ descriptor: GoogleProtobuf.EnumDescriptorProto, scope: String, parent: String?,
      _ origin: Origin
    ) {
      self.descriptor = descriptor
      fullName = qualified(descriptor.name ?? "", in: scope)
      self.parent = parent
      fileName = origin.file
      features = origin.overriding(descriptor.options?.features).features
      values = origin.each(descriptor.value, [2]) {
        EnumValue(descriptor: $0, comments: $1.comments, path: $1.path)
      }
      comments = origin.comments
      path = origin.path
    }
  }

  public struct EnumValue: Sendable {
    public let descriptor: GoogleProtobuf.EnumValueDescriptorProto
    public let comments: Comments
    /// Its path in the file, as `SourceCodeInfo` counts.
    public let path: [Int32]

    public var name: String { descriptor.name ?? "" }
    public var number: Int32 { descriptor.number ?? 0 }
  }

  public struct Service: Sendable {
    public let descriptor: GoogleProtobuf.ServiceDescriptorProto
    public let fullName: String
    public let fileName: String
    public let methods: [Method]
    public let comments: Comments
    /// Its path in the file, as `SourceCodeInfo` counts.
    public let path: [Int32]

    public var name: String { descriptor.name ?? "" }

    init(_ descriptor: GoogleProtobuf.ServiceDescriptorProto, scope: String, _ origin: Origin) {
      self.descriptor = descriptor
      let fullName = qualified(descriptor.name ?? "", in: scope)
      self.fullName = fullName
      fileName = origin.file
      methods = origin.each(descriptor.method, [2]) {
        Method(
          descriptor: $0, fullName: qualified($0.name ?? "", in: fullName), comments: $1.comments,
          path: $1.path)
      }
      comments = origin.comments
      path = origin.path
    }
  }

  public struct Method: Sendable {
    public let descriptor: GoogleProtobuf.MethodDescriptorProto
    public let fullName: String
    public let comments: Comments
    /// Its path in the file, as `SourceCodeInfo` counts.
    public let path: [Int32]

    public var name: String { descriptor.name ?? "" }
    /// The full name of the message that the client sends, without a leading dot.
    public var requestType: String { withoutLeadingDot(descriptor.inputType ?? "") }
    /// The full name of the message that the server sends, without a leading dot.
    public var responseType: String { withoutLeadingDot(descriptor.outputType ?? "") }
    /// Whether the client sends a stream.
    public var isClientStreaming: Bool { descriptor.clientStreaming ?? false }
    /// Whether the server sends a stream.
    public var isServerStreaming: Bool { descriptor.serverStreaming ?? false }
  }
}

/// `name` within `scope`, which may be empty.
func qualified(_ name: String, in scope: String) -> String {
  scope.isEmpty ? name : "\(scope).\(name)"
}
