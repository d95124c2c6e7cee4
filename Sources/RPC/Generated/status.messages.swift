// Made by schemac from google/rpc/status.proto: edit that instead.

import Protobuf

extension GoogleRpc {
  public struct Status: Message {
    public var code: Int32 = 0
    public var message: String = ""
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
