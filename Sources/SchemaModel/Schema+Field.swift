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
    /// With what proto2 and proto3 say in other words.
    public let features: Features

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
    public var isRequired: Bool { !isRepeated && features.fieldPresence == .legacyRequired }
    /// Declared `optional` in a proto3 file.
    public var isProto3Optional: Bool { descriptor.proto3Optional ?? false }

    /// Whether an absent value can be told from the default one.
    public var hasPresence: Bool {
      if isRepeated { return false }
      switch type {
      case .message, .group: return true
      default:
        return features.fieldPresence != .implicit || descriptor.oneofIndex != nil
          || descriptor.extendee != nil
      }
    }

    /// Whether repeated numbers are written as one field.
    public var isPacked: Bool {
      guard isRepeated else { return false }
      switch type {
      case .scalar(.string), .scalar(.bytes), .message, .group: return false
      default: return features.repeatedFieldEncoding == .packed
      }
    }

    /// Whether messages stand between two tags, as groups do, not behind their length. Map entries
    /// never do, whatever their file says.
    public var isDelimited: Bool {
      switch type {
      case .group: true
      case .message: features.messageEncoding == .delimited
      default: false
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
      features = Self.features(descriptor, origin.features)
    }

    private static func features(
      _ descriptor: GoogleProtobuf.FieldDescriptorProto, _ around: Features
    ) -> Features {
      var features = around.overridden(by: descriptor.options?.features)
      if descriptor.label == .required { features.fieldPresence = .legacyRequired }
      if descriptor.type == .group { features.messageEncoding = .delimited }
      if let packed = descriptor.options?.packed {
        features.repeatedFieldEncoding = packed ? .packed : .expanded
      }
      return features
    }
  }
}
