// Made by schemac from hidden.proto. Edit that, not this.

import Protobuf

/// Package `test.hidden.v1`.
enum TestHidden {}

extension TestHidden {
  /// What only its module sees.
  struct Secret: Message {
    @available(*, deprecated)
    var text: String {
      get { _text }
      _modify { yield &_text }
    }
    var _text: String = ""
    @Indirect var inside: Secret?
    var mood: Mood = .unspecified
    var holder: Holder?
    var unknownFields = UnknownFields()

    init() {}

    init(
      text: String = "", inside: Secret? = nil, mood: Mood = .unspecified, holder: Holder? = nil
    ) {
      self._text = text
      self.inside = inside
      self.mood = mood
      self.holder = holder
    }

    enum Holder: Sendable, Hashable {
      case name(String)
    }
  }

  enum Mood: ProtobufEnum {
    case unspecified
    /// A number that the schema does not know.
    case unrecognized(Int32)

    init() { self = .unspecified }

    init(number: Int32) {
      switch number {
      case 0: self = .unspecified
      default: self = .unrecognized(number)
      }
    }

    var number: Int32 {
      switch self {
      case .unspecified: 0
      case .unrecognized(let number): number
      }
    }

    static var values: [(number: Int32, name: String)] {
      [(0, "MOOD_UNSPECIFIED")]
    }
  }
}

// MARK: - Codecs

extension TestHidden.Secret {
  static let fullName = "test.hidden.v1.Secret"

  mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&_text)
      case .length(2): try reader.message(&inside)
      case .varint(3): try reader.enumeration(&mood)
      case .length(4): holder = .name(try reader.string())
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    switch holder {
    case .name(let value)?: writer.string(4, explicit: value)
    case nil: break
    }
    writer.enumeration(3, mood)
    writer.message(2, inside)
    writer.string(1, _text)
  }

  static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "text", \._text)
    fields.optional(2, "inside", \.inside)
    fields.singular(3, "mood", \.mood)
    fields.oneof(4, "name", \.holder, Holder.name) {
      if case .name(let value) = $0 { value } else { nil }
    }
  }
}

// MARK: - Schema

extension TestHidden {
  /// The descriptor of `hidden.proto`.
  static let hiddenFile = SchemaFile(
    "hidden.proto",
    imports: [GoogleProtobuf.emptyFile],
    base64: """
      CgxoaWRkZW4ucHJvdG8SDnRlc3QuaGlkZGVuLnYxGhtnb29nbGUvcHJvdG9idWYvZW1wdHkucHJvdG8imgEKBlNl
      Y3JldBIWCgR0ZXh0GAEgASgJQgIYAVIEdGV4dBIuCgZpbnNpZGUYAiABKAsyFi50ZXN0LmhpZGRlbi52MS5TZWNy
      ZXRSBmluc2lkZRIoCgRtb29kGAMgASgOMhQudGVzdC5oaWRkZW4udjEuTW9vZFIEbW9vZBIUCgRuYW1lGAQgASgJ
      SABSBG5hbWVCCAoGaG9sZGVyKhwKBE1vb2QSFAoQTU9PRF9VTlNQRUNJRklFRBAAMkcKDVNlY3JldFNlcnZpY2US
      NgoEVGVsbBIWLmdvb2dsZS5wcm90b2J1Zi5FbXB0eRoWLnRlc3QuaGlkZGVuLnYxLlNlY3JldGIGcHJvdG8z
      """)
}
