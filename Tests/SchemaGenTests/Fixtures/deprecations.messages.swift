// Made by schemac from deprecations.proto. Edit that, not this.

import Protobuf

/// Package `test.deprecations.v1`.
public enum TestDeprecations {}

extension TestDeprecations {
  /// What is left for those who have it still.
  public struct _Old: Message {
    public var text: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(text: String = "") {
      self.text = text
    }

    /// A message inside it.
    public struct Inner: Message {
      public var around: _Old?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(around: _Old? = nil) {
        self.around = around
      }
    }
  }
  @available(*, deprecated)
  public typealias Old = _Old

  /// It is not deprecated, though much in it is.
  public struct Box: Message {
    /// Use `size`.
    @available(*, deprecated)
    public var length: Int32 {
      get { _length }
      _modify { yield &_length }
    }
    var _length: Int32 = 0
    public var size: Int64 = 0
    public var old: _Old?
    @available(*, deprecated)
    public var olds: [_Old] {
      get { _olds }
      _modify { yield &_olds }
    }
    var _olds: [_Old] = []
    @available(*, deprecated)
    public var byName: [String: _Old] {
      get { _byName }
      _modify { yield &_byName }
    }
    var _byName: [String: _Old] = [:]
    @available(*, deprecated)
    public var note: String? {
      get { _note }
      _modify { yield &_note }
    }
    var _note: String?
    public var kind: Kind = .init()
    public var oldKind: _OldKind = .unspecified
    /// A box in it.
    @available(*, deprecated)
    public var inner: Box? {
      get { _inner }
      _modify { yield &_inner }
    }
    @Indirect var _inner: Box?
    public var content: Content?
    public var innerOfOld: _Old.Inner?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      length: Int32 = 0,
      size: Int64 = 0,
      old: _Old? = nil,
      olds: [_Old] = [],
      byName: [String: _Old] = [:],
      note: String? = nil,
      kind: Kind = .init(),
      oldKind: _OldKind = .unspecified,
      inner: Box? = nil,
      content: Content? = nil,
      innerOfOld: _Old.Inner? = nil
    ) {
      self._length = length
      self.size = size
      self.old = old
      self._olds = olds
      self._byName = byName
      self._note = note
      self.kind = kind
      self.oldKind = oldKind
      self._inner = inner
      self.content = content
      self.innerOfOld = innerOfOld
    }

    public enum Content: Sendable, Hashable {
      case `default`(String)
      case oldContent(_Old)
    }
  }

  /// An enum that nobody should begin with.
  public enum _OldKind: ProtobufEnum {
    case unspecified
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public init() { self = .unspecified }

    public init(number: Int32) {
      switch number {
      case 0: self = .unspecified
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .unspecified: 0
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [(0, "OLD_KIND_UNSPECIFIED")]
    }
  }
  @available(*, deprecated)
  public typealias OldKind = _OldKind

  public enum Kind: ProtobufEnum, DeprecatedValues {
    @available(*, deprecated)
    case unspecified
    case new
    /// As it was called.
    @available(*, deprecated)
    case old
    /// A number that the schema does not know.
    case unrecognized(Int32)

    @available(*, deprecated)
    public static let older = Self(deprecated: 2)
    public static let latest = Self.new

    public init() { self.init(deprecated: 0) }

    public init(number: Int32) {
      switch number {
      case 0: self.init(deprecated: 0)
      case 1: self = .new
      case 2: self.init(deprecated: 2)
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .unspecified: 0
      case .new: 1
      case .old: 2
      case .unrecognized(let number): number
      }
    }

    @available(*, deprecated)
    public static func deprecatedValue(_ number: Int32) -> Self {
      switch number {
      case 0: .unspecified
      case 2: .old
      default: .unrecognized(number)
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [
        (0, "KIND_UNSPECIFIED"),
        (1, "KIND_NEW"),
        (2, "KIND_OLD"),
        (2, "KIND_OLDER"),
        (1, "KIND_LATEST"),
      ]
    }
  }
}

// MARK: - Codecs

extension TestDeprecations._Old {
  public static let fullName = "test.deprecations.v1.Old"

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

extension TestDeprecations._Old.Inner {
  public static let fullName = "test.deprecations.v1.Old.Inner"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.message(&around)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(1, around)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "around", \.around)
  }
}

extension TestDeprecations.Box {
  public static let fullName = "test.deprecations.v1.Box"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&_length)
      case .varint(2): try reader.int64(&size)
      case .length(3): try reader.message(&old)
      case .length(4): try reader.messages(&_olds)
      case .length(5): try reader.map(&_byName, .string, .message(TestDeprecations._Old.self))
      case .length(6): try reader.string(&_note)
      case .varint(7): try reader.enumeration(&kind)
      case .varint(8): try reader.enumeration(&oldKind)
      case .length(9): try reader.message(&_inner)
      case .length(10): content = .default(try reader.string())
      case .length(11):
        try reader.message(&content, Content.oldContent) {
          if case .oldContent(let value) = $0 { value } else { nil }
        }
      case .length(12): try reader.message(&innerOfOld)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(12, innerOfOld)
    switch content {
    case .default(let value)?: writer.string(10, explicit: value)
    case .oldContent(let value)?: writer.message(11, value)
    case nil: break
    }
    writer.message(9, _inner)
    writer.enumeration(8, oldKind)
    writer.enumeration(7, kind)
    writer.string(6, explicit: _note)
    writer.map(5, _byName, .string, .message(TestDeprecations._Old.self))
    writer.messages(4, _olds)
    writer.message(3, old)
    writer.int64(2, size)
    writer.int32(1, _length)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "length", \._length)
    fields.singular(2, "size", \.size)
    fields.optional(3, "old", \.old)
    fields.repeated(4, "olds", \._olds)
    fields.map(5, "by_name", \._byName)
    fields.optional(6, "note", \._note)
    fields.singular(7, "kind", \.kind)
    fields.singular(8, "old_kind", \.oldKind)
    fields.optional(9, "inner", \._inner)
    fields.oneof(10, "default", \.content, Content.`default`) {
      if case .default(let value) = $0 { value } else { nil }
    }
    fields.oneof(11, "old_content", \.content, Content.oldContent) {
      if case .oldContent(let value) = $0 { value } else { nil }
    }
    fields.optional(12, "inner_of_old", \.innerOfOld)
  }
}

// MARK: - Schema

extension TestDeprecations {
  /// The descriptor of `deprecations.proto`.
  public static let deprecationsFile = SchemaFile(
    "deprecations.proto",
    imports: [GoogleProtobuf.emptyFile],
    base64: """
      ChJkZXByZWNhdGlvbnMucHJvdG8SFHRlc3QuZGVwcmVjYXRpb25zLnYxGhtnb29nbGUvcHJvdG9idWYvZW1wdHku
      cHJvdG8iWQoDT2xkEhIKBHRleHQYASABKAlSBHRleHQaOgoFSW5uZXISMQoGYXJvdW5kGAEgASgLMhkudGVzdC5k
      ZXByZWNhdGlvbnMudjEuT2xkUgZhcm91bmQ6AhgBIqAFCgNCb3gSGgoGbGVuZ3RoGAEgASgFQgIYAVIGbGVuZ3Ro
      EhIKBHNpemUYAiABKANSBHNpemUSKwoDb2xkGAMgASgLMhkudGVzdC5kZXByZWNhdGlvbnMudjEuT2xkUgNvbGQS
      MQoEb2xkcxgEIAMoCzIZLnRlc3QuZGVwcmVjYXRpb25zLnYxLk9sZEICGAFSBG9sZHMSQgoHYnlfbmFtZRgFIAMo
      CzIlLnRlc3QuZGVwcmVjYXRpb25zLnYxLkJveC5CeU5hbWVFbnRyeUICGAFSBmJ5TmFtZRIbCgRub3RlGAYgASgJ
      QgIYAUgBUgRub3RliAEBEi4KBGtpbmQYByABKA4yGi50ZXN0LmRlcHJlY2F0aW9ucy52MS5LaW5kUgRraW5kEjgK
      CG9sZF9raW5kGAggASgOMh0udGVzdC5kZXByZWNhdGlvbnMudjEuT2xkS2luZFIHb2xkS2luZBIzCgVpbm5lchgJ
      IAEoCzIZLnRlc3QuZGVwcmVjYXRpb25zLnYxLkJveEICGAFSBWlubmVyEh4KB2RlZmF1bHQYCiABKAlCAhgBSABS
      B2RlZmF1bHQSPAoLb2xkX2NvbnRlbnQYCyABKAsyGS50ZXN0LmRlcHJlY2F0aW9ucy52MS5PbGRIAFIKb2xkQ29u
      dGVudBJBCgxpbm5lcl9vZl9vbGQYDCABKAsyHy50ZXN0LmRlcHJlY2F0aW9ucy52MS5PbGQuSW5uZXJSCmlubmVy
      T2ZPbGQaVAoLQnlOYW1lRW50cnkSEAoDa2V5GAEgASgJUgNrZXkSLwoFdmFsdWUYAiABKAsyGS50ZXN0LmRlcHJl
      Y2F0aW9ucy52MS5PbGRSBXZhbHVlOgI4AUIJCgdjb250ZW50QgcKBV9ub3RlKicKB09sZEtpbmQSGAoUT0xEX0tJ
      TkRfVU5TUEVDSUZJRUQQABoCGAEqaQoES2luZBIYChBLSU5EX1VOU1BFQ0lGSUVEEAAaAggBEgwKCEtJTkRfTkVX
      EAESEAoIS0lORF9PTEQQAhoCCAESEgoKS0lORF9PTERFUhACGgIIARIPCgtLSU5EX0xBVEVTVBABGgIQATKOAQoK
      Qm94U2VydmljZRJACgZVbmxvY2sSFi5nb29nbGUucHJvdG9idWYuRW1wdHkaGS50ZXN0LmRlcHJlY2F0aW9ucy52
      MS5Cb3giA4gCARI+CgRPcGVuEhkudGVzdC5kZXByZWNhdGlvbnMudjEuT2xkGhkudGVzdC5kZXByZWNhdGlvbnMu
      djEuQm94MAEySQoKT2xkU2VydmljZRI2CgRPcGVuEhYuZ29vZ2xlLnByb3RvYnVmLkVtcHR5GhYuZ29vZ2xlLnBy
      b3RvYnVmLkVtcHR5GgOIAgFiBnByb3RvMw==
      """)
}
