// Made by schemac from google/protobuf/empty.proto. Edit that, not this.

extension GoogleProtobuf {
  /// Nothing: what a method takes or returns that has nothing to say.
  public struct Empty: Message {
    public var unknownFields = UnknownFields()

    public init() {}
  }
}

// MARK: - Codecs

extension GoogleProtobuf.Empty {
  public static let fullName = "google.protobuf.Empty"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {}
}

// MARK: - Schema

extension GoogleProtobuf {
  /// The descriptor of `google/protobuf/empty.proto`.
  public static let emptyFile = SchemaFile(
    "google/protobuf/empty.proto",
    imports: [],
    base64: """
      Chtnb29nbGUvcHJvdG9idWYvZW1wdHkucHJvdG8SD2dvb2dsZS5wcm90b2J1ZiIHCgVFbXB0eUJ9ChNjb20uZ29v
      Z2xlLnByb3RvYnVmQgpFbXB0eVByb3RvUAFaLmdvb2dsZS5nb2xhbmcub3JnL3Byb3RvYnVmL3R5cGVzL2tub3du
      L2VtcHR5cGL4AQGiAgNHUEKqAh5Hb29nbGUuUHJvdG9idWYuV2VsbEtub3duVHlwZXNiBnByb3RvMw==
      """)
}
