// Made by schemac from google/protobuf/empty.proto: edit that instead.

extension GoogleProtobuf {
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
