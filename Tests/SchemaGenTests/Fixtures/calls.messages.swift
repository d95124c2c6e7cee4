// Made by schemac from calls.proto. Edit that, not this.

import Protobuf

/// Package `test.calls.v1`.
public enum TestCalls {}

extension TestCalls {
  public struct AskRequest: Message {
    public var question: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(question: String = "") {
      self.question = question
    }
  }

  public struct Answer: Message {
    public var text: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(text: String = "") {
      self.text = text
    }
  }
}

// MARK: - Codecs

extension TestCalls.AskRequest {
  public static let fullName = "test.calls.v1.AskRequest"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&question)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(1, question)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "question", \.question)
  }
}

extension TestCalls.Answer {
  public static let fullName = "test.calls.v1.Answer"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&text)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(1, text)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "text", \.text)
  }
}

// MARK: - Schema

extension TestCalls {
  /// The descriptor of `calls.proto`.
  public static let callsFile = SchemaFile(
    "calls.proto",
    imports: [GoogleProtobuf.emptyFile],
    base64: """
      CgtjYWxscy5wcm90bxINdGVzdC5jYWxscy52MRobZ29vZ2xlL3Byb3RvYnVmL2VtcHR5LnByb3RvIigKCkFza1Jl
      cXVlc3QSGgoIcXVlc3Rpb24YASABKAlSCHF1ZXN0aW9uIhwKBkFuc3dlchISCgR0ZXh0GAEgASgJUgR0ZXh0MtsC
      ChBFdmVyeUtpbmRTZXJ2aWNlEjcKA0FzaxIZLnRlc3QuY2FsbHMudjEuQXNrUmVxdWVzdBoVLnRlc3QuY2FsbHMu
      djEuQW5zd2VyEj0KB0NvbGxlY3QSGS50ZXN0LmNhbGxzLnYxLkFza1JlcXVlc3QaFS50ZXN0LmNhbGxzLnYxLkFu
      c3dlcigBElYKIFdhdGNoRm9yQW5zd2Vyc1RoYXRUYWtlVGhlaXJUaW1lEhkudGVzdC5jYWxscy52MS5Bc2tSZXF1
      ZXN0GhUudGVzdC5jYWxscy52MS5BbnN3ZXIwARI8CgRDaGF0EhkudGVzdC5jYWxscy52MS5Bc2tSZXF1ZXN0GhUu
      dGVzdC5jYWxscy52MS5BbnN3ZXIoATABEjkKB01ldGhvZHMSFi5nb29nbGUucHJvdG9idWYuRW1wdHkaFi5nb29n
      bGUucHJvdG9idWYuRW1wdHkynAIKJVNlcnZpY2VXaXRoTmFtZXNUaGF0VGFrZU1vcmVUaGFuQUxpbmUSTgoaQW5z
      d2VyRmlyc3RPZk1hbnlRdWVzdGlvbnMSGS50ZXN0LmNhbGxzLnYxLkFza1JlcXVlc3QaFS50ZXN0LmNhbGxzLnYx
      LkFuc3dlchJPChtBbnN3ZXJTZWNvbmRPZk1hbnlRdWVzdGlvbnMSGS50ZXN0LmNhbGxzLnYxLkFza1JlcXVlc3Qa
      FS50ZXN0LmNhbGxzLnYxLkFuc3dlchJSChpBbnN3ZXJUaGlyZE9mTWFueVF1ZXN0aW9ucxIZLnRlc3QuY2FsbHMu
      djEuQXNrUmVxdWVzdBoVLnRlc3QuY2FsbHMudjEuQW5zd2VyKAEwATJACgZIZWFsdGgSNgoFQ2hlY2sSFi5nb29n
      bGUucHJvdG9idWYuRW1wdHkaFS50ZXN0LmNhbGxzLnYxLkFuc3dlcmIGcHJvdG8z
      """)
}
