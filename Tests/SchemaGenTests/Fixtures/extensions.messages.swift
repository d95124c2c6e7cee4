// Made by schemac from extensions.proto. Edit that, not this.

import Buffers
import Protobuf

/// Package `fixtures.extensions`.
public enum FixturesExtensions {}

extension FixturesExtensions {
  /// How a number is measured.
  public struct Measure: Message {
    public var unit: String = ""
    public var decimals: Int32 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(unit: String = "", decimals: Int32 = 0) {
      self.unit = unit
      self.decimals = decimals
    }

    /// Declared inside a message.
    public static let measure = Extension<GoogleProtobuf.FieldOptions, Measure>(
      "fixtures.extensions.Measure.measure", 50100, .message(Measure.self))
  }

  /// Who may see a field.
  public enum Audience: ProtobufEnum {
    case unspecified
    case staff
    case everyone
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public init() { self = .unspecified }

    public init(number: Int32) {
      switch number {
      case 0: self = .unspecified
      case 1: self = .staff
      case 2: self = .everyone
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .unspecified: 0
      case .staff: 1
      case .everyone: 2
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [
        (0, "AUDIENCE_UNSPECIFIED"),
        (1, "AUDIENCE_STAFF"),
        (2, "AUDIENCE_EVERYONE"),
      ]
    }
  }

  /// The column's title.
  public static let title = Extension<GoogleProtobuf.FieldOptions, String>(
    "fixtures.extensions.title", 50101, .string)
  /// Its width in characters.
  public static let width = Extension<GoogleProtobuf.FieldOptions, Int32>(
    "fixtures.extensions.width", 50102, .sint32)
  public static let audience = Extension<GoogleProtobuf.FieldOptions, Audience>(
    "fixtures.extensions.audience", 50103, .enumeration(Audience.self))
  /// Numbers of other fields that it is shown with.
  public static let beside = Extension<GoogleProtobuf.FieldOptions, [Int32]>(
    "fixtures.extensions.beside", 50104, repeated: .int32)
  public static let alsoMeasured = Extension<GoogleProtobuf.FieldOptions, [Measure]>(
    "fixtures.extensions.also_measured", 50105, repeated: .message(Measure.self))
  public static let hiddenFrom = Extension<GoogleProtobuf.FieldOptions, [Audience]>(
    "fixtures.extensions.hidden_from", 50106, repeated: .enumeration(Audience.self))
  public static let digest = Extension<GoogleProtobuf.FieldOptions, Bytes>(
    "fixtures.extensions.digest", 50107, .bytes)
  public static let factor = Extension<GoogleProtobuf.FieldOptions, Double>(
    "fixtures.extensions.factor", 50108, .double)
  /// The table that holds the messages, whose name is too long for one line of Swift to hold it
  /// all.
  public static let fullNameOfTheTableThatHoldsAllOfTheMessages =
    Extension<GoogleProtobuf.MessageOptions, String>(
      "fixtures.extensions.full_name_of_the_table_that_holds_all_of_the_messages", 50101, .string)
}

// MARK: - Codecs

extension FixturesExtensions.Measure {
  public static let fullName = "fixtures.extensions.Measure"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&unit)
      case .varint(2): try reader.int32(&decimals)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(2, decimals)
    writer.string(1, unit)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "unit", \.unit)
    fields.singular(2, "decimals", \.decimals)
  }
}

// MARK: - Schema

extension FixturesExtensions {
  /// The descriptor of `extensions.proto`.
  public static let extensionsFile = SchemaFile(
    "extensions.proto",
    imports: [GoogleProtobuf.descriptorFile],
    base64: """
      ChBleHRlbnNpb25zLnByb3RvEhNmaXh0dXJlcy5leHRlbnNpb25zGiBnb29nbGUvcHJvdG9idWYvZGVzY3JpcHRv
      ci5wcm90byKSAQoHTWVhc3VyZRISCgR1bml0GAEgASgJUgR1bml0EhoKCGRlY2ltYWxzGAIgASgFUghkZWNpbWFs
      czJXCgdtZWFzdXJlEh0uZ29vZ2xlLnByb3RvYnVmLkZpZWxkT3B0aW9ucxi0hwMgASgLMhwuZml4dHVyZXMuZXh0
      ZW5zaW9ucy5NZWFzdXJlUgdtZWFzdXJlKk8KCEF1ZGllbmNlEhgKFEFVRElFTkNFX1VOU1BFQ0lGSUVEEAASEgoO
      QVVESUVOQ0VfU1RBRkYQARIVChFBVURJRU5DRV9FVkVSWU9ORRACOjUKBXRpdGxlEh0uZ29vZ2xlLnByb3RvYnVm
      LkZpZWxkT3B0aW9ucxi1hwMgASgJUgV0aXRsZTo4CgV3aWR0aBIdLmdvb2dsZS5wcm90b2J1Zi5GaWVsZE9wdGlv
      bnMYtocDIAEoEVIFd2lkdGiIAQE6WgoIYXVkaWVuY2USHS5nb29nbGUucHJvdG9idWYuRmllbGRPcHRpb25zGLeH
      AyABKA4yHS5maXh0dXJlcy5leHRlbnNpb25zLkF1ZGllbmNlUghhdWRpZW5jZTo3CgZiZXNpZGUSHS5nb29nbGUu
      cHJvdG9idWYuRmllbGRPcHRpb25zGLiHAyADKAVSBmJlc2lkZTpiCg1hbHNvX21lYXN1cmVkEh0uZ29vZ2xlLnBy
      b3RvYnVmLkZpZWxkT3B0aW9ucxi5hwMgAygLMhwuZml4dHVyZXMuZXh0ZW5zaW9ucy5NZWFzdXJlUgxhbHNvTWVh
      c3VyZWQ6XwoLaGlkZGVuX2Zyb20SHS5nb29nbGUucHJvdG9idWYuRmllbGRPcHRpb25zGLqHAyADKA4yHS5maXh0
      dXJlcy5leHRlbnNpb25zLkF1ZGllbmNlUgpoaWRkZW5Gcm9tOjcKBmRpZ2VzdBIdLmdvb2dsZS5wcm90b2J1Zi5G
      aWVsZE9wdGlvbnMYu4cDIAEoDFIGZGlnZXN0OjcKBmZhY3RvchIdLmdvb2dsZS5wcm90b2J1Zi5GaWVsZE9wdGlv
      bnMYvIcDIAEoAVIGZmFjdG9yOo0BCjVmdWxsX25hbWVfb2ZfdGhlX3RhYmxlX3RoYXRfaG9sZHNfYWxsX29mX3Ro
      ZV9tZXNzYWdlcxIfLmdvb2dsZS5wcm90b2J1Zi5NZXNzYWdlT3B0aW9ucxi1hwMgASgJUitmdWxsTmFtZU9mVGhl
      VGFibGVUaGF0SG9sZHNBbGxPZlRoZU1lc3NhZ2VzYgZwcm90bzM=
      """)
}
