// Made by schemac from google/rpc/status.proto. Edit that, not this.

import Protobuf

extension GoogleRpc {
  /// How a call ended, as it travels in the trailer `grpc-status-details-bin`.
  public struct Status: Message {
    /// One of google.rpc.Code.
    public var code: Int32 = 0
    /// For a developer to read, in English.
    public var message: String = ""
    /// Details for a program to read: messages of error_details.proto.
    public var details: [GoogleProtobuf.`Any`] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(code: Int32 = 0, message: String = "", details: [GoogleProtobuf.`Any`] = []) {
      self.code = code
      self.message = message
      self.details = details
    }
  }
}

// MARK: - Codecs

extension GoogleRpc.Status {
  public static let fullName = "google.rpc.Status"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&code)
      case .length(2): try reader.string(&message)
      case .length(3): try reader.messages(&details)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(3, details)
    writer.string(2, message)
    writer.int32(1, code)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "code", \.code)
    fields.singular(2, "message", \.message)
    fields.repeated(3, "details", \.details)
  }
}

// MARK: - Schema

extension GoogleRpc {
  /// The descriptor of `google/rpc/status.proto`.
  public static let statusFile = SchemaFile(
    "google/rpc/status.proto",
    imports: [GoogleProtobuf.anyFile],
    base64: """
      Chdnb29nbGUvcnBjL3N0YXR1cy5wcm90bxIKZ29vZ2xlLnJwYxoZZ29vZ2xlL3Byb3RvYnVmL2FueS5wcm90byJm
      CgZTdGF0dXMSEgoEY29kZRgBIAEoBVIEY29kZRIYCgdtZXNzYWdlGAIgASgJUgdtZXNzYWdlEi4KB2RldGFpbHMY
      AyADKAsyFC5nb29nbGUucHJvdG9idWYuQW55UgdkZXRhaWxzQl4KDmNvbS5nb29nbGUucnBjQgtTdGF0dXNQcm90
      b1ABWjdnb29nbGUuZ29sYW5nLm9yZy9nZW5wcm90by9nb29nbGVhcGlzL3JwYy9zdGF0dXM7c3RhdHVzogIDUlBD
      YgZwcm90bzM=
      """)
}
