// Made by schemac from google/protobuf/timestamp.proto: edit that instead.

extension GoogleProtobuf {
  public struct Timestamp: Message {
    public var seconds: Int64 = 0
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
