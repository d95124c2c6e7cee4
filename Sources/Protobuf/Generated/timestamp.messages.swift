// Made by schemac from google/protobuf/timestamp.proto. Edit that, not this.

extension GoogleProtobuf {
  /// An instant, from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z. In JSON a string in
  /// the form of RFC 3339.
  public struct Timestamp: Message {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    public var seconds: Int64 = 0
    /// Nanoseconds to add, 0 to 999,999,999, also before 1970.
    public var nanos: Int32 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(seconds: Int64 = 0, nanos: Int32 = 0) {
      self.seconds = seconds
      self.nanos = nanos
    }
  }
}

// MARK: - Codecs

extension GoogleProtobuf.Timestamp {
  public static let fullName = "google.protobuf.Timestamp"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int64(&seconds)
      case .varint(2): try reader.int32(&nanos)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(2, nanos)
    writer.int64(1, seconds)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "seconds", \.seconds)
    fields.singular(2, "nanos", \.nanos)
  }
}

// MARK: - Schema

extension GoogleProtobuf {
  /// The descriptor of `google/protobuf/timestamp.proto`.
  public static let timestampFile = SchemaFile(
    "google/protobuf/timestamp.proto",
    imports: [],
    base64: """
      Ch9nb29nbGUvcHJvdG9idWYvdGltZXN0YW1wLnByb3RvEg9nb29nbGUucHJvdG9idWYiOwoJVGltZXN0YW1wEhgK
      B3NlY29uZHMYASABKANSB3NlY29uZHMSFAoFbmFub3MYAiABKAVSBW5hbm9zQoUBChNjb20uZ29vZ2xlLnByb3Rv
      YnVmQg5UaW1lc3RhbXBQcm90b1ABWjJnb29nbGUuZ29sYW5nLm9yZy9wcm90b2J1Zi90eXBlcy9rbm93bi90aW1l
      c3RhbXBwYvgBAaICA0dQQqoCHkdvb2dsZS5Qcm90b2J1Zi5XZWxsS25vd25UeXBlc2IGcHJvdG8z
      """)
}
