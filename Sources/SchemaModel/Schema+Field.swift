import Protobuf
import SchemaSyntax

extension Schema {
  /// A field of a message, or an extension.
  public struct Field: Sendable {
    public let descriptor: GoogleProtobuf.FieldDescriptorProto
    public let fullName: String
    public let comments: Comments
    /// Its path in the file, as `SourceCodeInfo` counts.
    public let path: [Int32]
    private let isProto3: Bool

    /// What a field holds; of a repeated field, what each element is.
    public enum FieldType: Sendable, Hashable {
      case scalar(ScalarType)
      /// A message, by its full name without a leading dot; the entry of a map too.
      case message(String)
      case group(String)
      case enumeration(String)
    }

    public var name: String { descriptor.name ?? "" }
    public var number: Int32 { descriptor.number ?? 0 }
    public var jsonName: String { descriptor.jsonName ?? "" }
    public var options: GoogleProtobuf.FieldOptions { descriptor.options ?? .init() }
    public var isRepeated: Bool { descriptor.label == .repeated }
    public var isRequired: Bool { descriptor.label == .required }
    /// Declared `optional` in a proto3 file.
    public var isProto3Optional: Bool { descriptor.proto3Optional ?? false }

    /// Whether an absent value can be told from the default one.
    public var hasPresence: Bool {
      if isRepeated { return false }
      switch type {
      case .message, .group: return true
      default: return !isProto3 || descriptor.oneofIndex != nil || descriptor.extendee != nil
      }
    }

    /// Whether repeated numbers are written as one field.
    public var isPacked: Bool {
      guard isRepeated else { return false }
      switch type {
      case .scalar(.string), .scalar(.bytes), .message, .group: return false
      default: return descriptor.options?.packed ?? isProto3
      }
    }

    public var type: FieldType {
      let name = withoutLeadingDot(descriptor.typeName ?? "")
      return switch descriptor.type {
      case .message: .message(name)
      case .group: .group(name)
      case .enum: .enumeration(name)
      default: .scalar(scalarType)
      }
    }

    private var scalarType: ScalarType {
      switch descriptor.type {
      case .double: .double
      case .float: .float
      case .int64: .int64
      case .uint64: .uint64
      case .int32: .int32
      case .fixed64: .fixed64
      case .fixed32: .fixed32
      case .bool: .bool
      case .string: .string
      case .uint32: .uint32
      case .sfixed32: .sfixed32
      case .sfixed64: .sfixed64
      case .sint32: .sint32
      case .sint64: .sint64
      default: .bytes
      }
    }

    init(_ descriptor: GoogleProtobuf.FieldDescriptorProto, scope: String, _ origin: Origin) {
      self.descriptor = descriptor
      fullName = qualified(descriptor.name ?? "", in: scope)
      comments = origin.comments
      path = origin.path
      isProto3 = origin.isProto3
    }
  }
}
