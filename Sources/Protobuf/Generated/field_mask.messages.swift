// Made by schemac from google/protobuf/field_mask.proto. Edit that, not this.

extension GoogleProtobuf {
  /// Which fields are meant: those to change, or those to return. In JSON one string, the paths in
  /// lowerCamelCase with commas between them.
  public struct FieldMask: Message {
    /// Names of fields as in the schema, with dots into messages: `worker.home_address`.
    public var paths: [String] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(paths: [String] = []) {
      self.paths = paths
    }
  }
}

// MARK: - Codecs

extension GoogleProtobuf.FieldMask {
  public static let fullName = "google.protobuf.FieldMask"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.repeated(&paths, tag, .string)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.repeated(1, paths, .string)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "paths", \.paths)
  }
}

// MARK: - Schema

extension GoogleProtobuf {
  /// The descriptor of `google/protobuf/field_mask.proto`.
  public static let fieldMaskFile = SchemaFile(
    "google/protobuf/field_mask.proto",
    imports: [],
    base64: """
      CiBnb29nbGUvcHJvdG9idWYvZmllbGRfbWFzay5wcm90bxIPZ29vZ2xlLnByb3RvYnVmIiEKCUZpZWxkTWFzaxIU
      CgVwYXRocxgBIAMoCVIFcGF0aHNChQEKE2NvbS5nb29nbGUucHJvdG9idWZCDkZpZWxkTWFza1Byb3RvUAFaMmdv
      b2dsZS5nb2xhbmcub3JnL3Byb3RvYnVmL3R5cGVzL2tub3duL2ZpZWxkbWFza3Bi+AEBogIDR1BCqgIeR29vZ2xl
      LlByb3RvYnVmLldlbGxLbm93blR5cGVzYgZwcm90bzM=
      """)
}
