// Made by schemac from google/protobuf/duration.proto. Edit that, not this.

extension GoogleProtobuf {
  /// A length of time, up to about 10,000 years either way. In JSON a string such as `1.5s`.
  public struct Duration: Message {
    /// Whole seconds, -315,576,000,000 to 315,576,000,000.
    public var seconds: Int64 = 0
    /// Nanoseconds to add, of the same sign, -999,999,999 to 999,999,999.
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

extension GoogleProtobuf.Duration {
  public static let fullName = "google.protobuf.Duration"

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
  /// The descriptor of `google/protobuf/duration.proto`.
  public static let durationFile = SchemaFile(
    "google/protobuf/duration.proto",
    imports: [],
    base64: """
      Ch5nb29nbGUvcHJvdG9idWYvZHVyYXRpb24ucHJvdG8SD2dvb2dsZS5wcm90b2J1ZiI6CghEdXJhdGlvbhIYCgdz
      ZWNvbmRzGAEgASgDUgdzZWNvbmRzEhQKBW5hbm9zGAIgASgFUgVuYW5vc0KDAQoTY29tLmdvb2dsZS5wcm90b2J1
      ZkINRHVyYXRpb25Qcm90b1ABWjFnb29nbGUuZ29sYW5nLm9yZy9wcm90b2J1Zi90eXBlcy9rbm93bi9kdXJhdGlv
      bnBi+AEBogIDR1BCqgIeR29vZ2xlLlByb3RvYnVmLldlbGxLbm93blR5cGVzYgZwcm90bzM=
      """)
}
