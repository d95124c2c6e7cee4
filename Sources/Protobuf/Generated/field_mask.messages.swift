// Made by schemac from google/protobuf/field_mask.proto: edit that instead.

extension GoogleProtobuf {
  public struct FieldMask: Message {
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
