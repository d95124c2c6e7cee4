// Made by schemac from rules.proto. Edit that, not this.

import Buffers
import Protobuf

/// Package `test.rules.v1`.
public enum TestRules {}

extension TestRules {
  /// Bounds of each numeric type.
  public struct Numbers: Message {
    public var int32Gt: Int32 = 0
    public var int64Gte: Int64 = 0
    public var uint32Lt: UInt32 = 0
    public var uint64Lte: UInt64 = 0
    public var sint32Inside: Int32 = 0
    public var sint64Inside: Int64 = 0
    public var fixed32Inside: UInt32 = 0
    public var fixed64Inside: UInt64 = 0
    public var sfixed32Outside: Int32 = 0
    public var sfixed64Outside: Int64 = 0
    public var int32Outside: Int32 = 0
    public var int64Outside: Int64 = 0
    public var floatInside: Float = 0
    public var doubleInside: Double = 0
    public var doubleOutside: Double = 0
    public var floatFinite: Float = 0
    public var doubleFinite: Double = 0
    public var int64Wide: Int64 = 0
    public var uint64Wide: UInt64 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      int32Gt: Int32 = 0,
      int64Gte: Int64 = 0,
      uint32Lt: UInt32 = 0,
      uint64Lte: UInt64 = 0,
      sint32Inside: Int32 = 0,
      sint64Inside: Int64 = 0,
      fixed32Inside: UInt32 = 0,
      fixed64Inside: UInt64 = 0,
      sfixed32Outside: Int32 = 0,
      sfixed64Outside: Int64 = 0,
      int32Outside: Int32 = 0,
      int64Outside: Int64 = 0,
      floatInside: Float = 0,
      doubleInside: Double = 0,
      doubleOutside: Double = 0,
      floatFinite: Float = 0,
      doubleFinite: Double = 0,
      int64Wide: Int64 = 0,
      uint64Wide: UInt64 = 0
    ) {
      self.int32Gt = int32Gt
      self.int64Gte = int64Gte
      self.uint32Lt = uint32Lt
      self.uint64Lte = uint64Lte
      self.sint32Inside = sint32Inside
      self.sint64Inside = sint64Inside
      self.fixed32Inside = fixed32Inside
      self.fixed64Inside = fixed64Inside
      self.sfixed32Outside = sfixed32Outside
      self.sfixed64Outside = sfixed64Outside
      self.int32Outside = int32Outside
      self.int64Outside = int64Outside
      self.floatInside = floatInside
      self.doubleInside = doubleInside
      self.doubleOutside = doubleOutside
      self.floatFinite = floatFinite
      self.doubleFinite = doubleFinite
      self.int64Wide = int64Wide
      self.uint64Wide = uint64Wide
    }
  }

  /// Sets of each numeric type.
  public struct Sets: Message {
    public var int32Const: Int32 = 0
    public var int64In: Int64 = 0
    public var uint32NotIn: UInt32 = 0
    public var uint64In: UInt64 = 0
    public var sint32Const: Int32 = 0
    public var sint64NotIn: Int64 = 0
    public var fixed32In: UInt32 = 0
    public var fixed64Const: UInt64 = 0
    public var sfixed32In: Int32 = 0
    public var sfixed64NotIn: Int64 = 0
    public var floatIn: Float = 0
    public var doubleConst: Double = 0
    public var boolTrue: Bool = false
    public var boolFalse: Bool = false
    public var floatNotIn: Float = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      int32Const: Int32 = 0,
      int64In: Int64 = 0,
      uint32NotIn: UInt32 = 0,
      uint64In: UInt64 = 0,
      sint32Const: Int32 = 0,
      sint64NotIn: Int64 = 0,
      fixed32In: UInt32 = 0,
      fixed64Const: UInt64 = 0,
      sfixed32In: Int32 = 0,
      sfixed64NotIn: Int64 = 0,
      floatIn: Float = 0,
      doubleConst: Double = 0,
      boolTrue: Bool = false,
      boolFalse: Bool = false,
      floatNotIn: Float = 0
    ) {
      self.int32Const = int32Const
      self.int64In = int64In
      self.uint32NotIn = uint32NotIn
      self.uint64In = uint64In
      self.sint32Const = sint32Const
      self.sint64NotIn = sint64NotIn
      self.fixed32In = fixed32In
      self.fixed64Const = fixed64Const
      self.sfixed32In = sfixed32In
      self.sfixed64NotIn = sfixed64NotIn
      self.floatIn = floatIn
      self.doubleConst = doubleConst
      self.boolTrue = boolTrue
      self.boolFalse = boolFalse
      self.floatNotIn = floatNotIn
    }
  }

  /// Lengths and parts of text.
  public struct Texts: Message {
    public var constant: String = ""
    public var len: String = ""
    public var minMaxLen: String = ""
    public var lenBytes: String = ""
    public var minMaxBytes: String = ""
    public var prefix: String = ""
    public var suffix: String = ""
    public var contains: String = ""
    public var notContains: String = ""
    public var `in`: String = ""
    public var notIn: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      constant: String = "",
      len: String = "",
      minMaxLen: String = "",
      lenBytes: String = "",
      minMaxBytes: String = "",
      prefix: String = "",
      suffix: String = "",
      contains: String = "",
      notContains: String = "",
      `in`: String = "",
      notIn: String = ""
    ) {
      self.constant = constant
      self.len = len
      self.minMaxLen = minMaxLen
      self.lenBytes = lenBytes
      self.minMaxBytes = minMaxBytes
      self.prefix = prefix
      self.suffix = suffix
      self.contains = contains
      self.notContains = notContains
      self.in = `in`
      self.notIn = notIn
    }
  }

  /// Regular expressions.
  public struct Patterns: Message {
    public var word: String = ""
    public var anywhere: String = ""
    public var choice: String = ""
    public var classes: String = ""
    public var folded: String = ""
    public var counted: String = ""
    public var category: String = ""
    public var multiline: String = ""
    public var dot: String = ""
    public var negated: String = ""
    public var boundary: String = ""
    public var hiragana: String = ""
    public var bytes: Bytes = Bytes()
    public var hostile: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      word: String = "",
      anywhere: String = "",
      choice: String = "",
      classes: String = "",
      folded: String = "",
      counted: String = "",
      category: String = "",
      multiline: String = "",
      dot: String = "",
      negated: String = "",
      boundary: String = "",
      hiragana: String = "",
      bytes: Bytes = Bytes(),
      hostile: String = ""
    ) {
      self.word = word
      self.anywhere = anywhere
      self.choice = choice
      self.classes = classes
      self.folded = folded
      self.counted = counted
      self.category = category
      self.multiline = multiline
      self.dot = dot
      self.negated = negated
      self.boundary = boundary
      self.hiragana = hiragana
      self.bytes = bytes
      self.hostile = hostile
    }
  }

  /// Well-known forms of text.
  public struct Formats: Message {
    public var email: String = ""
    public var hostname: String = ""
    public var ip: String = ""
    public var ipv4: String = ""
    public var ipv6: String = ""
    public var uri: String = ""
    public var uriRef: String = ""
    public var address: String = ""
    public var uuid: String = ""
    public var tuuid: String = ""
    public var ipWithPrefixlen: String = ""
    public var ipv4WithPrefixlen: String = ""
    public var ipv6WithPrefixlen: String = ""
    public var ipPrefix: String = ""
    public var ipv4Prefix: String = ""
    public var ipv6Prefix: String = ""
    public var hostAndPort: String = ""
    public var ulid: String = ""
    public var protobufFqn: String = ""
    public var protobufDotFqn: String = ""
    public var headerName: String = ""
    public var headerValue: String = ""
    public var looseName: String = ""
    public var looseValue: String = ""
    public var off: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      email: String = "",
      hostname: String = "",
      ip: String = "",
      ipv4: String = "",
      ipv6: String = "",
      uri: String = "",
      uriRef: String = "",
      address: String = "",
      uuid: String = "",
      tuuid: String = "",
      ipWithPrefixlen: String = "",
      ipv4WithPrefixlen: String = "",
      ipv6WithPrefixlen: String = "",
      ipPrefix: String = "",
      ipv4Prefix: String = "",
      ipv6Prefix: String = "",
      hostAndPort: String = "",
      ulid: String = "",
      protobufFqn: String = "",
      protobufDotFqn: String = "",
      headerName: String = "",
      headerValue: String = "",
      looseName: String = "",
      looseValue: String = "",
      off: String = ""
    ) {
      self.email = email
      self.hostname = hostname
      self.ip = ip
      self.ipv4 = ipv4
      self.ipv6 = ipv6
      self.uri = uri
      self.uriRef = uriRef
      self.address = address
      self.uuid = uuid
      self.tuuid = tuuid
      self.ipWithPrefixlen = ipWithPrefixlen
      self.ipv4WithPrefixlen = ipv4WithPrefixlen
      self.ipv6WithPrefixlen = ipv6WithPrefixlen
      self.ipPrefix = ipPrefix
      self.ipv4Prefix = ipv4Prefix
      self.ipv6Prefix = ipv6Prefix
      self.hostAndPort = hostAndPort
      self.ulid = ulid
      self.protobufFqn = protobufFqn
      self.protobufDotFqn = protobufDotFqn
      self.headerName = headerName
      self.headerValue = headerValue
      self.looseName = looseName
      self.looseValue = looseValue
      self.off = off
    }
  }

  /// Rules of bytes.
  public struct Blobs: Message {
    public var constant: Bytes = Bytes()
    public var len: Bytes = Bytes()
    public var minMaxLen: Bytes = Bytes()
    public var prefix: Bytes = Bytes()
    public var suffix: Bytes = Bytes()
    public var contains: Bytes = Bytes()
    public var `in`: Bytes = Bytes()
    public var notIn: Bytes = Bytes()
    public var ip: Bytes = Bytes()
    public var ipv4: Bytes = Bytes()
    public var ipv6: Bytes = Bytes()
    public var uuid: Bytes = Bytes()
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      constant: Bytes = Bytes(),
      len: Bytes = Bytes(),
      minMaxLen: Bytes = Bytes(),
      prefix: Bytes = Bytes(),
      suffix: Bytes = Bytes(),
      contains: Bytes = Bytes(),
      `in`: Bytes = Bytes(),
      notIn: Bytes = Bytes(),
      ip: Bytes = Bytes(),
      ipv4: Bytes = Bytes(),
      ipv6: Bytes = Bytes(),
      uuid: Bytes = Bytes()
    ) {
      self.constant = constant
      self.len = len
      self.minMaxLen = minMaxLen
      self.prefix = prefix
      self.suffix = suffix
      self.contains = contains
      self.in = `in`
      self.notIn = notIn
      self.ip = ip
      self.ipv4 = ipv4
      self.ipv6 = ipv6
      self.uuid = uuid
    }
  }

  /// Rules of enums.
  public struct Enums: Message {
    public var constant: Colour = .unspecified
    public var defined: Colour = .unspecified
    public var `in`: Colour = .unspecified
    public var notIn: Colour = .unspecified
    public var said: Colour = .unspecified
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      constant: Colour = .unspecified,
      defined: Colour = .unspecified,
      `in`: Colour = .unspecified,
      notIn: Colour = .unspecified,
      said: Colour = .unspecified
    ) {
      self.constant = constant
      self.defined = defined
      self.in = `in`
      self.notIn = notIn
      self.said = said
    }
  }

  /// What must be there, without presence and with it.
  public struct Presence: Message {
    public var number: Int32 = 0
    public var text: String = ""
    public var optionalNumber: Int32?
    public var optionalText: String?
    public var colour: Colour = .unspecified
    public var real: Double = 0
    public var flag: Bool = false
    public var blob: Bytes = Bytes()
    public var list: [Int32] = []
    public var map: [String: Int32] = [:]
    public var message: Plain?
    public var inner: Inner?
    public var optionalFlag: Bool?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      number: Int32 = 0,
      text: String = "",
      optionalNumber: Int32? = nil,
      optionalText: String? = nil,
      colour: Colour = .unspecified,
      real: Double = 0,
      flag: Bool = false,
      blob: Bytes = Bytes(),
      list: [Int32] = [],
      map: [String: Int32] = [:],
      message: Plain? = nil,
      inner: Inner? = nil,
      optionalFlag: Bool? = nil
    ) {
      self.number = number
      self.text = text
      self.optionalNumber = optionalNumber
      self.optionalText = optionalText
      self.colour = colour
      self.real = real
      self.flag = flag
      self.blob = blob
      self.list = list
      self.map = map
      self.message = message
      self.inner = inner
      self.optionalFlag = optionalFlag
    }
  }

  /// A message with one rule.
  public struct Inner: Message {
    public var value: Int32 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(value: Int32 = 0) {
      self.value = value
    }
  }

  /// Rules that do not always count.
  public struct Ignores: Message {
    public var zeroNumber: Int32 = 0
    public var zeroText: String = ""
    public var zeroBlob: Bytes = Bytes()
    public var zeroColour: Colour = .unspecified
    public var zeroReal: Double = 0
    public var zeroList: [Int32] = []
    public var zeroMap: [Int32: Int32] = [:]
    public var never: String = ""
    public var unchecked: Inner?
    public var uncheckedList: [Inner] = []
    public var zeroFlag: Bool = false
    public var presentZero: Int32?
    public var uncheckedMap: [String: Inner] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      zeroNumber: Int32 = 0,
      zeroText: String = "",
      zeroBlob: Bytes = Bytes(),
      zeroColour: Colour = .unspecified,
      zeroReal: Double = 0,
      zeroList: [Int32] = [],
      zeroMap: [Int32: Int32] = [:],
      never: String = "",
      unchecked: Inner? = nil,
      uncheckedList: [Inner] = [],
      zeroFlag: Bool = false,
      presentZero: Int32? = nil,
      uncheckedMap: [String: Inner] = [:]
    ) {
      self.zeroNumber = zeroNumber
      self.zeroText = zeroText
      self.zeroBlob = zeroBlob
      self.zeroColour = zeroColour
      self.zeroReal = zeroReal
      self.zeroList = zeroList
      self.zeroMap = zeroMap
      self.never = never
      self.unchecked = unchecked
      self.uncheckedList = uncheckedList
      self.zeroFlag = zeroFlag
      self.presentZero = presentZero
      self.uncheckedMap = uncheckedMap
    }
  }

  /// Rules of lists and their elements.
  public struct Lists: Message {
    public var few: [Int32] = []
    public var unique: [String] = []
    public var uniqueReals: [Double] = []
    public var uniqueBlobs: [Bytes] = []
    public var uniqueColours: [Colour] = []
    public var words: [String] = []
    public var inners: [Inner] = []
    public var colours: [Colour] = []
    public var numbers: [UInt64] = []
    public var spans: [GoogleProtobuf.Duration] = []
    public var zeros: [Int32] = []
    public var wrapped: [GoogleProtobuf.StringValue] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      few: [Int32] = [],
      unique: [String] = [],
      uniqueReals: [Double] = [],
      uniqueBlobs: [Bytes] = [],
      uniqueColours: [Colour] = [],
      words: [String] = [],
      inners: [Inner] = [],
      colours: [Colour] = [],
      numbers: [UInt64] = [],
      spans: [GoogleProtobuf.Duration] = [],
      zeros: [Int32] = [],
      wrapped: [GoogleProtobuf.StringValue] = []
    ) {
      self.few = few
      self.unique = unique
      self.uniqueReals = uniqueReals
      self.uniqueBlobs = uniqueBlobs
      self.uniqueColours = uniqueColours
      self.words = words
      self.inners = inners
      self.colours = colours
      self.numbers = numbers
      self.spans = spans
      self.zeros = zeros
      self.wrapped = wrapped
    }
  }

  /// Rules of maps, their keys and values.
  public struct Maps: Message {
    public var sized: [String: Int32] = [:]
    public var texts: [String: String] = [:]
    public var inners: [Int32: Inner] = [:]
    public var flags: [Bool: String] = [:]
    public var colours: [UInt64: Colour] = [:]
    public var keyed: [Int64: Inner] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      sized: [String: Int32] = [:],
      texts: [String: String] = [:],
      inners: [Int32: Inner] = [:],
      flags: [Bool: String] = [:],
      colours: [UInt64: Colour] = [:],
      keyed: [Int64: Inner] = [:]
    ) {
      self.sized = sized
      self.texts = texts
      self.inners = inners
      self.flags = flags
      self.colours = colours
      self.keyed = keyed
    }
  }

  /// Rules of well-known messages.
  public struct WellKnown: Message {
    public var span: GoogleProtobuf.Duration?
    public var constSpan: GoogleProtobuf.Duration?
    public var spanIn: GoogleProtobuf.Duration?
    public var spanNotIn: GoogleProtobuf.Duration?
    public var spanOutside: GoogleProtobuf.Duration?
    public var instant: GoogleProtobuf.Timestamp?
    public var constInstant: GoogleProtobuf.Timestamp?
    public var past: GoogleProtobuf.Timestamp?
    public var future: GoogleProtobuf.Timestamp?
    public var near: GoogleProtobuf.Timestamp?
    public var anyIn: GoogleProtobuf.`Any`?
    public var anyNotIn: GoogleProtobuf.`Any`?
    public var mask: GoogleProtobuf.FieldMask?
    public var maskIn: GoogleProtobuf.FieldMask?
    public var maskNotIn: GoogleProtobuf.FieldMask?
    public var text: GoogleProtobuf.StringValue?
    public var number: GoogleProtobuf.Int32Value?
    public var flag: GoogleProtobuf.BoolValue?
    public var blob: GoogleProtobuf.BytesValue?
    public var real: GoogleProtobuf.DoubleValue?
    public var big: GoogleProtobuf.UInt64Value?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      span: GoogleProtobuf.Duration? = nil,
      constSpan: GoogleProtobuf.Duration? = nil,
      spanIn: GoogleProtobuf.Duration? = nil,
      spanNotIn: GoogleProtobuf.Duration? = nil,
      spanOutside: GoogleProtobuf.Duration? = nil,
      instant: GoogleProtobuf.Timestamp? = nil,
      constInstant: GoogleProtobuf.Timestamp? = nil,
      past: GoogleProtobuf.Timestamp? = nil,
      future: GoogleProtobuf.Timestamp? = nil,
      near: GoogleProtobuf.Timestamp? = nil,
      anyIn: GoogleProtobuf.`Any`? = nil,
      anyNotIn: GoogleProtobuf.`Any`? = nil,
      mask: GoogleProtobuf.FieldMask? = nil,
      maskIn: GoogleProtobuf.FieldMask? = nil,
      maskNotIn: GoogleProtobuf.FieldMask? = nil,
      text: GoogleProtobuf.StringValue? = nil,
      number: GoogleProtobuf.Int32Value? = nil,
      flag: GoogleProtobuf.BoolValue? = nil,
      blob: GoogleProtobuf.BytesValue? = nil,
      real: GoogleProtobuf.DoubleValue? = nil,
      big: GoogleProtobuf.UInt64Value? = nil
    ) {
      self.span = span
      self.constSpan = constSpan
      self.spanIn = spanIn
      self.spanNotIn = spanNotIn
      self.spanOutside = spanOutside
      self.instant = instant
      self.constInstant = constInstant
      self.past = past
      self.future = future
      self.near = near
      self.anyIn = anyIn
      self.anyNotIn = anyNotIn
      self.mask = mask
      self.maskIn = maskIn
      self.maskNotIn = maskNotIn
      self.text = text
      self.number = number
      self.flag = flag
      self.blob = blob
      self.real = real
      self.big = big
    }
  }

  /// Rules of oneofs.
  public struct Choices: Message {
    public var needed: Needed?
    public var free: Free?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(needed: Needed? = nil, free: Free? = nil) {
      self.needed = needed
      self.free = free
    }

    public enum Needed: Sendable, Hashable {
      case number(Int32)
      case text(String)
      case inner(Inner)
    }

    public enum Free: Sendable, Hashable {
      case flag(Bool)
      case must(String)
    }
  }

  /// Oneof rules of a message.
  public struct Alternatives: Message {
    public var a: String = ""
    public var b: String?
    public var list: [Int32] = []
    public var c: Int32 = 0
    public var d: [String: String] = [:]
    public var inner: Inner?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      a: String = "",
      b: String? = nil,
      list: [Int32] = [],
      c: Int32 = 0,
      d: [String: String] = [:],
      inner: Inner? = nil
    ) {
      self.a = a
      self.b = b
      self.list = list
      self.c = c
      self.d = d
      self.inner = inner
    }
  }

  /// A message that can hold itself.
  public struct Tree: Message {
    public var name: String = ""
    @Indirect public var left: Tree?
    public var branches: [Tree] = []
    public var byName: [String: Tree] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String = "", left: Tree? = nil, branches: [Tree] = [], byName: [String: Tree] = [:]
    ) {
      self.name = name
      self.left = left
      self.branches = branches
      self.byName = byName
    }
  }

  /// Rules only in what it holds.
  public struct Outer: Message {
    public var inner: Inner?
    public var choice: Choice?
    public var plain: Plain?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(inner: Inner? = nil, choice: Choice? = nil, plain: Plain? = nil) {
      self.inner = inner
      self.choice = choice
      self.plain = plain
    }

    public enum Choice: Sendable, Hashable {
      case chosen(Inner)
      case number(Int32)
    }
  }

  /// No rules at all.
  public struct Plain: Message {
    public var text: String = ""
    public var parts: [Plain] = []
    public var unknownFields = UnknownFields()

    public init() {}

    public init(text: String = "", parts: [Plain] = []) {
      self.text = text
      self.parts = parts
    }
  }

  /// Names that the code made of them has of its own.
  public struct Clashes: Message {
    public var violations: Int32 = 0
    public var value: [String] = []
    public var `default`: String?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(violations: Int32 = 0, value: [String] = [], `default`: String? = nil) {
      self.violations = violations
      self.value = value
      self.default = `default`
    }
  }

  public enum Colour: ProtobufEnum {
    case unspecified
    case red
    case green
    case oldGreen
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public init() { self = .unspecified }

    public init(number: Int32) {
      switch number {
      case 0: self = .unspecified
      case 1: self = .red
      case 2: self = .green
      case -2: self = .oldGreen
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .unspecified: 0
      case .red: 1
      case .green: 2
      case .oldGreen: -2
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [
        (0, "COLOUR_UNSPECIFIED"),
        (1, "COLOUR_RED"),
        (2, "COLOUR_GREEN"),
        (-2, "COLOUR_OLD_GREEN"),
      ]
    }
  }
}

// MARK: - Codecs

extension TestRules.Numbers {
  public static let fullName = "test.rules.v1.Numbers"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&int32Gt)
      case .varint(2): try reader.int64(&int64Gte)
      case .varint(3): try reader.uint32(&uint32Lt)
      case .varint(4): try reader.uint64(&uint64Lte)
      case .varint(5): try reader.sint32(&sint32Inside)
      case .varint(6): try reader.sint64(&sint64Inside)
      case .fixed32(7): try reader.fixed32(&fixed32Inside)
      case .fixed64(8): try reader.fixed64(&fixed64Inside)
      case .fixed32(9): try reader.sfixed32(&sfixed32Outside)
      case .fixed64(10): try reader.sfixed64(&sfixed64Outside)
      case .varint(11): try reader.int32(&int32Outside)
      case .varint(12): try reader.int64(&int64Outside)
      case .fixed32(13): try reader.float(&floatInside)
      case .fixed64(14): try reader.double(&doubleInside)
      case .fixed64(15): try reader.double(&doubleOutside)
      case .fixed32(16): try reader.float(&floatFinite)
      case .fixed64(17): try reader.double(&doubleFinite)
      case .varint(18): try reader.int64(&int64Wide)
      case .varint(19): try reader.uint64(&uint64Wide)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.uint64(19, uint64Wide)
    writer.int64(18, int64Wide)
    writer.double(17, doubleFinite)
    writer.float(16, floatFinite)
    writer.double(15, doubleOutside)
    writer.double(14, doubleInside)
    writer.float(13, floatInside)
    writer.int64(12, int64Outside)
    writer.int32(11, int32Outside)
    writer.sfixed64(10, sfixed64Outside)
    writer.sfixed32(9, sfixed32Outside)
    writer.fixed64(8, fixed64Inside)
    writer.fixed32(7, fixed32Inside)
    writer.sint64(6, sint64Inside)
    writer.sint32(5, sint32Inside)
    writer.uint64(4, uint64Lte)
    writer.uint32(3, uint32Lt)
    writer.int64(2, int64Gte)
    writer.int32(1, int32Gt)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "int32_gt", \.int32Gt)
    fields.singular(2, "int64_gte", \.int64Gte)
    fields.singular(3, "uint32_lt", \.uint32Lt)
    fields.singular(4, "uint64_lte", \.uint64Lte)
    fields.singular(5, "sint32_inside", \.sint32Inside)
    fields.singular(6, "sint64_inside", \.sint64Inside)
    fields.singular(7, "fixed32_inside", \.fixed32Inside)
    fields.singular(8, "fixed64_inside", \.fixed64Inside)
    fields.singular(9, "sfixed32_outside", \.sfixed32Outside)
    fields.singular(10, "sfixed64_outside", \.sfixed64Outside)
    fields.singular(11, "int32_outside", \.int32Outside)
    fields.singular(12, "int64_outside", \.int64Outside)
    fields.singular(13, "float_inside", \.floatInside)
    fields.singular(14, "double_inside", \.doubleInside)
    fields.singular(15, "double_outside", \.doubleOutside)
    fields.singular(16, "float_finite", \.floatFinite)
    fields.singular(17, "double_finite", \.doubleFinite)
    fields.singular(18, "int64_wide", \.int64Wide)
    fields.singular(19, "uint64_wide", \.uint64Wide)
  }
}

extension TestRules.Sets {
  public static let fullName = "test.rules.v1.Sets"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&int32Const)
      case .varint(2): try reader.int64(&int64In)
      case .varint(3): try reader.uint32(&uint32NotIn)
      case .varint(4): try reader.uint64(&uint64In)
      case .varint(5): try reader.sint32(&sint32Const)
      case .varint(6): try reader.sint64(&sint64NotIn)
      case .fixed32(7): try reader.fixed32(&fixed32In)
      case .fixed64(8): try reader.fixed64(&fixed64Const)
      case .fixed32(9): try reader.sfixed32(&sfixed32In)
      case .fixed64(10): try reader.sfixed64(&sfixed64NotIn)
      case .fixed32(11): try reader.float(&floatIn)
      case .fixed64(12): try reader.double(&doubleConst)
      case .varint(13): try reader.bool(&boolTrue)
      case .varint(14): try reader.bool(&boolFalse)
      case .fixed32(15): try reader.float(&floatNotIn)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.float(15, floatNotIn)
    writer.bool(14, boolFalse)
    writer.bool(13, boolTrue)
    writer.double(12, doubleConst)
    writer.float(11, floatIn)
    writer.sfixed64(10, sfixed64NotIn)
    writer.sfixed32(9, sfixed32In)
    writer.fixed64(8, fixed64Const)
    writer.fixed32(7, fixed32In)
    writer.sint64(6, sint64NotIn)
    writer.sint32(5, sint32Const)
    writer.uint64(4, uint64In)
    writer.uint32(3, uint32NotIn)
    writer.int64(2, int64In)
    writer.int32(1, int32Const)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "int32_const", \.int32Const)
    fields.singular(2, "int64_in", \.int64In)
    fields.singular(3, "uint32_not_in", \.uint32NotIn)
    fields.singular(4, "uint64_in", \.uint64In)
    fields.singular(5, "sint32_const", \.sint32Const)
    fields.singular(6, "sint64_not_in", \.sint64NotIn)
    fields.singular(7, "fixed32_in", \.fixed32In)
    fields.singular(8, "fixed64_const", \.fixed64Const)
    fields.singular(9, "sfixed32_in", \.sfixed32In)
    fields.singular(10, "sfixed64_not_in", \.sfixed64NotIn)
    fields.singular(11, "float_in", \.floatIn)
    fields.singular(12, "double_const", \.doubleConst)
    fields.singular(13, "bool_true", \.boolTrue)
    fields.singular(14, "bool_false", \.boolFalse)
    fields.singular(15, "float_not_in", \.floatNotIn)
  }
}

extension TestRules.Texts {
  public static let fullName = "test.rules.v1.Texts"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&constant)
      case .length(2): try reader.string(&len)
      case .length(3): try reader.string(&minMaxLen)
      case .length(4): try reader.string(&lenBytes)
      case .length(5): try reader.string(&minMaxBytes)
      case .length(6): try reader.string(&prefix)
      case .length(7): try reader.string(&suffix)
      case .length(8): try reader.string(&contains)
      case .length(9): try reader.string(&notContains)
      case .length(10): try reader.string(&`in`)
      case .length(11): try reader.string(&notIn)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(11, notIn)
    writer.string(10, `in`)
    writer.string(9, notContains)
    writer.string(8, contains)
    writer.string(7, suffix)
    writer.string(6, prefix)
    writer.string(5, minMaxBytes)
    writer.string(4, lenBytes)
    writer.string(3, minMaxLen)
    writer.string(2, len)
    writer.string(1, constant)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "constant", \.constant)
    fields.singular(2, "len", \.len)
    fields.singular(3, "min_max_len", \.minMaxLen)
    fields.singular(4, "len_bytes", \.lenBytes)
    fields.singular(5, "min_max_bytes", \.minMaxBytes)
    fields.singular(6, "prefix", \.prefix)
    fields.singular(7, "suffix", \.suffix)
    fields.singular(8, "contains", \.contains)
    fields.singular(9, "not_contains", \.notContains)
    fields.singular(10, "in", \.`in`)
    fields.singular(11, "not_in", \.notIn)
  }
}

extension TestRules.Patterns {
  public static let fullName = "test.rules.v1.Patterns"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&word)
      case .length(2): try reader.string(&anywhere)
      case .length(3): try reader.string(&choice)
      case .length(4): try reader.string(&classes)
      case .length(5): try reader.string(&folded)
      case .length(6): try reader.string(&counted)
      case .length(7): try reader.string(&category)
      case .length(8): try reader.string(&multiline)
      case .length(9): try reader.string(&dot)
      case .length(10): try reader.string(&negated)
      case .length(11): try reader.string(&boundary)
      case .length(12): try reader.string(&hiragana)
      case .length(13): try reader.bytes(&bytes)
      case .length(14): try reader.string(&hostile)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(14, hostile)
    writer.bytes(13, bytes)
    writer.string(12, hiragana)
    writer.string(11, boundary)
    writer.string(10, negated)
    writer.string(9, dot)
    writer.string(8, multiline)
    writer.string(7, category)
    writer.string(6, counted)
    writer.string(5, folded)
    writer.string(4, classes)
    writer.string(3, choice)
    writer.string(2, anywhere)
    writer.string(1, word)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "word", \.word)
    fields.singular(2, "anywhere", \.anywhere)
    fields.singular(3, "choice", \.choice)
    fields.singular(4, "classes", \.classes)
    fields.singular(5, "folded", \.folded)
    fields.singular(6, "counted", \.counted)
    fields.singular(7, "category", \.category)
    fields.singular(8, "multiline", \.multiline)
    fields.singular(9, "dot", \.dot)
    fields.singular(10, "negated", \.negated)
    fields.singular(11, "boundary", \.boundary)
    fields.singular(12, "hiragana", \.hiragana)
    fields.singular(13, "bytes", \.bytes)
    fields.singular(14, "hostile", \.hostile)
  }
}

extension TestRules.Formats {
  public static let fullName = "test.rules.v1.Formats"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&email)
      case .length(2): try reader.string(&hostname)
      case .length(3): try reader.string(&ip)
      case .length(4): try reader.string(&ipv4)
      case .length(5): try reader.string(&ipv6)
      case .length(6): try reader.string(&uri)
      case .length(7): try reader.string(&uriRef)
      case .length(8): try reader.string(&address)
      case .length(9): try reader.string(&uuid)
      case .length(10): try reader.string(&tuuid)
      case .length(11): try reader.string(&ipWithPrefixlen)
      case .length(12): try reader.string(&ipv4WithPrefixlen)
      case .length(13): try reader.string(&ipv6WithPrefixlen)
      case .length(14): try reader.string(&ipPrefix)
      case .length(15): try reader.string(&ipv4Prefix)
      case .length(16): try reader.string(&ipv6Prefix)
      case .length(17): try reader.string(&hostAndPort)
      case .length(18): try reader.string(&ulid)
      case .length(19): try reader.string(&protobufFqn)
      case .length(20): try reader.string(&protobufDotFqn)
      case .length(21): try reader.string(&headerName)
      case .length(22): try reader.string(&headerValue)
      case .length(23): try reader.string(&looseName)
      case .length(24): try reader.string(&looseValue)
      case .length(25): try reader.string(&off)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(25, off)
    writer.string(24, looseValue)
    writer.string(23, looseName)
    writer.string(22, headerValue)
    writer.string(21, headerName)
    writer.string(20, protobufDotFqn)
    writer.string(19, protobufFqn)
    writer.string(18, ulid)
    writer.string(17, hostAndPort)
    writer.string(16, ipv6Prefix)
    writer.string(15, ipv4Prefix)
    writer.string(14, ipPrefix)
    writer.string(13, ipv6WithPrefixlen)
    writer.string(12, ipv4WithPrefixlen)
    writer.string(11, ipWithPrefixlen)
    writer.string(10, tuuid)
    writer.string(9, uuid)
    writer.string(8, address)
    writer.string(7, uriRef)
    writer.string(6, uri)
    writer.string(5, ipv6)
    writer.string(4, ipv4)
    writer.string(3, ip)
    writer.string(2, hostname)
    writer.string(1, email)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "email", \.email)
    fields.singular(2, "hostname", \.hostname)
    fields.singular(3, "ip", \.ip)
    fields.singular(4, "ipv4", \.ipv4)
    fields.singular(5, "ipv6", \.ipv6)
    fields.singular(6, "uri", \.uri)
    fields.singular(7, "uri_ref", \.uriRef)
    fields.singular(8, "address", \.address)
    fields.singular(9, "uuid", \.uuid)
    fields.singular(10, "tuuid", \.tuuid)
    fields.singular(11, "ip_with_prefixlen", \.ipWithPrefixlen)
    fields.singular(12, "ipv4_with_prefixlen", \.ipv4WithPrefixlen)
    fields.singular(13, "ipv6_with_prefixlen", \.ipv6WithPrefixlen)
    fields.singular(14, "ip_prefix", \.ipPrefix)
    fields.singular(15, "ipv4_prefix", \.ipv4Prefix)
    fields.singular(16, "ipv6_prefix", \.ipv6Prefix)
    fields.singular(17, "host_and_port", \.hostAndPort)
    fields.singular(18, "ulid", \.ulid)
    fields.singular(19, "protobuf_fqn", \.protobufFqn)
    fields.singular(20, "protobuf_dot_fqn", \.protobufDotFqn)
    fields.singular(21, "header_name", \.headerName)
    fields.singular(22, "header_value", \.headerValue)
    fields.singular(23, "loose_name", \.looseName)
    fields.singular(24, "loose_value", \.looseValue)
    fields.singular(25, "off", \.off)
  }
}

extension TestRules.Blobs {
  public static let fullName = "test.rules.v1.Blobs"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.bytes(&constant)
      case .length(2): try reader.bytes(&len)
      case .length(3): try reader.bytes(&minMaxLen)
      case .length(4): try reader.bytes(&prefix)
      case .length(5): try reader.bytes(&suffix)
      case .length(6): try reader.bytes(&contains)
      case .length(7): try reader.bytes(&`in`)
      case .length(8): try reader.bytes(&notIn)
      case .length(9): try reader.bytes(&ip)
      case .length(10): try reader.bytes(&ipv4)
      case .length(11): try reader.bytes(&ipv6)
      case .length(12): try reader.bytes(&uuid)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bytes(12, uuid)
    writer.bytes(11, ipv6)
    writer.bytes(10, ipv4)
    writer.bytes(9, ip)
    writer.bytes(8, notIn)
    writer.bytes(7, `in`)
    writer.bytes(6, contains)
    writer.bytes(5, suffix)
    writer.bytes(4, prefix)
    writer.bytes(3, minMaxLen)
    writer.bytes(2, len)
    writer.bytes(1, constant)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "constant", \.constant)
    fields.singular(2, "len", \.len)
    fields.singular(3, "min_max_len", \.minMaxLen)
    fields.singular(4, "prefix", \.prefix)
    fields.singular(5, "suffix", \.suffix)
    fields.singular(6, "contains", \.contains)
    fields.singular(7, "in", \.`in`)
    fields.singular(8, "not_in", \.notIn)
    fields.singular(9, "ip", \.ip)
    fields.singular(10, "ipv4", \.ipv4)
    fields.singular(11, "ipv6", \.ipv6)
    fields.singular(12, "uuid", \.uuid)
  }
}

extension TestRules.Enums {
  public static let fullName = "test.rules.v1.Enums"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.enumeration(&constant)
      case .varint(2): try reader.enumeration(&defined)
      case .varint(3): try reader.enumeration(&`in`)
      case .varint(4): try reader.enumeration(&notIn)
      case .varint(5): try reader.enumeration(&said)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.enumeration(5, said)
    writer.enumeration(4, notIn)
    writer.enumeration(3, `in`)
    writer.enumeration(2, defined)
    writer.enumeration(1, constant)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "constant", \.constant)
    fields.singular(2, "defined", \.defined)
    fields.singular(3, "in", \.`in`)
    fields.singular(4, "not_in", \.notIn)
    fields.singular(5, "said", \.said)
  }
}

extension TestRules.Presence {
  public static let fullName = "test.rules.v1.Presence"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&number)
      case .length(2): try reader.string(&text)
      case .varint(3): try reader.int32(&optionalNumber)
      case .length(4): try reader.string(&optionalText)
      case .varint(5): try reader.enumeration(&colour)
      case .fixed64(6): try reader.double(&real)
      case .varint(7): try reader.bool(&flag)
      case .length(8): try reader.bytes(&blob)
      case .length(9), .varint(9): try reader.repeated(&list, tag, .int32)
      case .length(10): try reader.map(&map, .string, .int32)
      case .length(11): try reader.message(&message)
      case .length(12): try reader.message(&inner)
      case .varint(13): try reader.bool(&optionalFlag)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bool(13, explicit: optionalFlag)
    writer.message(12, inner)
    writer.message(11, message)
    writer.map(10, map, .string, .int32)
    writer.repeated(9, list, .int32)
    writer.bytes(8, blob)
    writer.bool(7, flag)
    writer.double(6, real)
    writer.enumeration(5, colour)
    writer.string(4, explicit: optionalText)
    writer.int32(3, explicit: optionalNumber)
    writer.string(2, text)
    writer.int32(1, number)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "number", \.number)
    fields.singular(2, "text", \.text)
    fields.optional(3, "optional_number", \.optionalNumber)
    fields.optional(4, "optional_text", \.optionalText)
    fields.singular(5, "colour", \.colour)
    fields.singular(6, "real", \.real)
    fields.singular(7, "flag", \.flag)
    fields.singular(8, "blob", \.blob)
    fields.repeated(9, "list", \.list)
    fields.map(10, "map", \.map)
    fields.optional(11, "message", \.message)
    fields.optional(12, "inner", \.inner)
    fields.optional(13, "optional_flag", \.optionalFlag)
  }
}

extension TestRules.Inner {
  public static let fullName = "test.rules.v1.Inner"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&value)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(1, value)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "value", \.value)
  }
}

extension TestRules.Ignores {
  public static let fullName = "test.rules.v1.Ignores"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&zeroNumber)
      case .length(2): try reader.string(&zeroText)
      case .length(3): try reader.bytes(&zeroBlob)
      case .varint(4): try reader.enumeration(&zeroColour)
      case .fixed64(5): try reader.double(&zeroReal)
      case .length(6), .varint(6): try reader.repeated(&zeroList, tag, .int32)
      case .length(7): try reader.map(&zeroMap, .int32, .int32)
      case .length(8): try reader.string(&never)
      case .length(9): try reader.message(&unchecked)
      case .length(10): try reader.messages(&uncheckedList)
      case .varint(11): try reader.bool(&zeroFlag)
      case .varint(12): try reader.int32(&presentZero)
      case .length(13): try reader.map(&uncheckedMap, .string, .message(TestRules.Inner.self))
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.map(13, uncheckedMap, .string, .message(TestRules.Inner.self))
    writer.int32(12, explicit: presentZero)
    writer.bool(11, zeroFlag)
    writer.messages(10, uncheckedList)
    writer.message(9, unchecked)
    writer.string(8, never)
    writer.map(7, zeroMap, .int32, .int32)
    writer.repeated(6, zeroList, .int32)
    writer.double(5, zeroReal)
    writer.enumeration(4, zeroColour)
    writer.bytes(3, zeroBlob)
    writer.string(2, zeroText)
    writer.int32(1, zeroNumber)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "zero_number", \.zeroNumber)
    fields.singular(2, "zero_text", \.zeroText)
    fields.singular(3, "zero_blob", \.zeroBlob)
    fields.singular(4, "zero_colour", \.zeroColour)
    fields.singular(5, "zero_real", \.zeroReal)
    fields.repeated(6, "zero_list", \.zeroList)
    fields.map(7, "zero_map", \.zeroMap)
    fields.singular(8, "never", \.never)
    fields.optional(9, "unchecked", \.unchecked)
    fields.repeated(10, "unchecked_list", \.uncheckedList)
    fields.singular(11, "zero_flag", \.zeroFlag)
    fields.optional(12, "present_zero", \.presentZero)
    fields.map(13, "unchecked_map", \.uncheckedMap)
  }
}

extension TestRules.Lists {
  public static let fullName = "test.rules.v1.Lists"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1), .varint(1): try reader.repeated(&few, tag, .int32)
      case .length(2): try reader.repeated(&unique, tag, .string)
      case .length(3), .fixed64(3): try reader.repeated(&uniqueReals, tag, .double)
      case .length(4): try reader.repeated(&uniqueBlobs, tag, .bytes)
      case .length(5), .varint(5):
        try reader.repeated(&uniqueColours, tag, .enumeration(TestRules.Colour.self))
      case .length(6): try reader.repeated(&words, tag, .string)
      case .length(7): try reader.messages(&inners)
      case .length(8), .varint(8):
        try reader.repeated(&colours, tag, .enumeration(TestRules.Colour.self))
      case .length(9), .varint(9): try reader.repeated(&numbers, tag, .uint64)
      case .length(10): try reader.messages(&spans)
      case .length(11), .varint(11): try reader.repeated(&zeros, tag, .int32)
      case .length(12): try reader.messages(&wrapped)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(12, wrapped)
    writer.repeated(11, zeros, .int32)
    writer.messages(10, spans)
    writer.repeated(9, numbers, .uint64)
    writer.repeated(8, colours, .enumeration(TestRules.Colour.self))
    writer.messages(7, inners)
    writer.repeated(6, words, .string)
    writer.repeated(5, uniqueColours, .enumeration(TestRules.Colour.self))
    writer.repeated(4, uniqueBlobs, .bytes)
    writer.repeated(3, uniqueReals, .double)
    writer.repeated(2, unique, .string)
    writer.repeated(1, few, .int32)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "few", \.few)
    fields.repeated(2, "unique", \.unique)
    fields.repeated(3, "unique_reals", \.uniqueReals)
    fields.repeated(4, "unique_blobs", \.uniqueBlobs)
    fields.repeated(5, "unique_colours", \.uniqueColours)
    fields.repeated(6, "words", \.words)
    fields.repeated(7, "inners", \.inners)
    fields.repeated(8, "colours", \.colours)
    fields.repeated(9, "numbers", \.numbers)
    fields.repeated(10, "spans", \.spans)
    fields.repeated(11, "zeros", \.zeros)
    fields.repeated(12, "wrapped", \.wrapped)
  }
}

extension TestRules.Maps {
  public static let fullName = "test.rules.v1.Maps"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.map(&sized, .string, .int32)
      case .length(2): try reader.map(&texts, .string, .string)
      case .length(3): try reader.map(&inners, .int32, .message(TestRules.Inner.self))
      case .length(4): try reader.map(&flags, .bool, .string)
      case .length(5): try reader.map(&colours, .uint64, .enumeration(TestRules.Colour.self))
      case .length(6): try reader.map(&keyed, .sint64, .message(TestRules.Inner.self))
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.map(6, keyed, .sint64, .message(TestRules.Inner.self))
    writer.map(5, colours, .uint64, .enumeration(TestRules.Colour.self))
    writer.map(4, flags, .bool, .string)
    writer.map(3, inners, .int32, .message(TestRules.Inner.self))
    writer.map(2, texts, .string, .string)
    writer.map(1, sized, .string, .int32)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.map(1, "sized", \.sized)
    fields.map(2, "texts", \.texts)
    fields.map(3, "inners", \.inners)
    fields.map(4, "flags", \.flags)
    fields.map(5, "colours", \.colours)
    fields.map(6, "keyed", \.keyed)
  }
}

extension TestRules.WellKnown {
  public static let fullName = "test.rules.v1.WellKnown"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.message(&span)
      case .length(2): try reader.message(&constSpan)
      case .length(3): try reader.message(&spanIn)
      case .length(4): try reader.message(&spanNotIn)
      case .length(5): try reader.message(&spanOutside)
      case .length(6): try reader.message(&instant)
      case .length(7): try reader.message(&constInstant)
      case .length(8): try reader.message(&past)
      case .length(9): try reader.message(&future)
      case .length(10): try reader.message(&near)
      case .length(11): try reader.message(&anyIn)
      case .length(12): try reader.message(&anyNotIn)
      case .length(13): try reader.message(&mask)
      case .length(14): try reader.message(&maskIn)
      case .length(15): try reader.message(&maskNotIn)
      case .length(16): try reader.message(&text)
      case .length(17): try reader.message(&number)
      case .length(18): try reader.message(&flag)
      case .length(19): try reader.message(&blob)
      case .length(20): try reader.message(&real)
      case .length(21): try reader.message(&big)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(21, big)
    writer.message(20, real)
    writer.message(19, blob)
    writer.message(18, flag)
    writer.message(17, number)
    writer.message(16, text)
    writer.message(15, maskNotIn)
    writer.message(14, maskIn)
    writer.message(13, mask)
    writer.message(12, anyNotIn)
    writer.message(11, anyIn)
    writer.message(10, near)
    writer.message(9, future)
    writer.message(8, past)
    writer.message(7, constInstant)
    writer.message(6, instant)
    writer.message(5, spanOutside)
    writer.message(4, spanNotIn)
    writer.message(3, spanIn)
    writer.message(2, constSpan)
    writer.message(1, span)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "span", \.span)
    fields.optional(2, "const_span", \.constSpan)
    fields.optional(3, "span_in", \.spanIn)
    fields.optional(4, "span_not_in", \.spanNotIn)
    fields.optional(5, "span_outside", \.spanOutside)
    fields.optional(6, "instant", \.instant)
    fields.optional(7, "const_instant", \.constInstant)
    fields.optional(8, "past", \.past)
    fields.optional(9, "future", \.future)
    fields.optional(10, "near", \.near)
    fields.optional(11, "any_in", \.anyIn)
    fields.optional(12, "any_not_in", \.anyNotIn)
    fields.optional(13, "mask", \.mask)
    fields.optional(14, "mask_in", \.maskIn)
    fields.optional(15, "mask_not_in", \.maskNotIn)
    fields.optional(16, "text", \.text)
    fields.optional(17, "number", \.number)
    fields.optional(18, "flag", \.flag)
    fields.optional(19, "blob", \.blob)
    fields.optional(20, "real", \.real)
    fields.optional(21, "big", \.big)
  }
}

extension TestRules.Choices {
  public static let fullName = "test.rules.v1.Choices"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): needed = .number(try reader.int32())
      case .length(2): needed = .text(try reader.string())
      case .length(3):
        try reader.message(&needed, Needed.inner) {
          if case .inner(let value) = $0 { value } else { nil }
        }
      case .varint(4): free = .flag(try reader.bool())
      case .length(5): free = .must(try reader.string())
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    switch free {
    case .flag(let value)?: writer.bool(4, explicit: value)
    case .must(let value)?: writer.string(5, explicit: value)
    case nil: break
    }
    switch needed {
    case .number(let value)?: writer.int32(1, explicit: value)
    case .text(let value)?: writer.string(2, explicit: value)
    case .inner(let value)?: writer.message(3, value)
    case nil: break
    }
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.oneof(1, "number", \.needed, Needed.number) {
      if case .number(let value) = $0 { value } else { nil }
    }
    fields.oneof(2, "text", \.needed, Needed.text) {
      if case .text(let value) = $0 { value } else { nil }
    }
    fields.oneof(3, "inner", \.needed, Needed.inner) {
      if case .inner(let value) = $0 { value } else { nil }
    }
    fields.oneof(4, "flag", \.free, Free.flag) {
      if case .flag(let value) = $0 { value } else { nil }
    }
    fields.oneof(5, "must", \.free, Free.must) {
      if case .must(let value) = $0 { value } else { nil }
    }
  }
}

extension TestRules.Alternatives {
  public static let fullName = "test.rules.v1.Alternatives"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&a)
      case .length(2): try reader.string(&b)
      case .length(3), .varint(3): try reader.repeated(&list, tag, .int32)
      case .varint(4): try reader.int32(&c)
      case .length(5): try reader.map(&d, .string, .string)
      case .length(6): try reader.message(&inner)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(6, inner)
    writer.map(5, d, .string, .string)
    writer.int32(4, c)
    writer.repeated(3, list, .int32)
    writer.string(2, explicit: b)
    writer.string(1, a)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "a", \.a)
    fields.optional(2, "b", \.b)
    fields.repeated(3, "list", \.list)
    fields.singular(4, "c", \.c)
    fields.map(5, "d", \.d)
    fields.optional(6, "inner", \.inner)
  }
}

extension TestRules.Tree {
  public static let fullName = "test.rules.v1.Tree"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .length(2): try reader.message(&left)
      case .length(3): try reader.messages(&branches)
      case .length(4): try reader.map(&byName, .string, .message(TestRules.Tree.self))
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.map(4, byName, .string, .message(TestRules.Tree.self))
    writer.messages(3, branches)
    writer.message(2, left)
    writer.string(1, name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "name", \.name)
    fields.optional(2, "left", \.left)
    fields.repeated(3, "branches", \.branches)
    fields.map(4, "by_name", \.byName)
  }
}

extension TestRules.Outer {
  public static let fullName = "test.rules.v1.Outer"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.message(&inner)
      case .length(2):
        try reader.message(&choice, Choice.chosen) {
          if case .chosen(let value) = $0 { value } else { nil }
        }
      case .varint(3): choice = .number(try reader.int32())
      case .length(4): try reader.message(&plain)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(4, plain)
    switch choice {
    case .chosen(let value)?: writer.message(2, value)
    case .number(let value)?: writer.int32(3, explicit: value)
    case nil: break
    }
    writer.message(1, inner)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "inner", \.inner)
    fields.oneof(2, "chosen", \.choice, Choice.chosen) {
      if case .chosen(let value) = $0 { value } else { nil }
    }
    fields.oneof(3, "number", \.choice, Choice.number) {
      if case .number(let value) = $0 { value } else { nil }
    }
    fields.optional(4, "plain", \.plain)
  }
}

extension TestRules.Plain {
  public static let fullName = "test.rules.v1.Plain"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&text)
      case .length(2): try reader.messages(&parts)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.messages(2, parts)
    writer.string(1, text)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "text", \.text)
    fields.repeated(2, "parts", \.parts)
  }
}

extension TestRules.Clashes {
  public static let fullName = "test.rules.v1.Clashes"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&violations)
      case .length(2): try reader.repeated(&value, tag, .string)
      case .length(3): try reader.string(&`default`)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(3, explicit: `default`)
    writer.repeated(2, value, .string)
    writer.int32(1, violations)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "violations", \.violations)
    fields.repeated(2, "value", \.value)
    fields.optional(3, "default", \.`default`)
  }
}

// MARK: - Rules

extension TestRules.Numbers {
  public func validate(into violations: inout Violations) {
    violations.range("int32_gt", int32Gt, "int32", gt: 5)
    violations.range("int64_gte", int64Gte, "int64", gte: 5)
    violations.range("uint32_lt", uint32Lt, "uint32", lt: 10)
    violations.range("uint64_lte", uint64Lte, "uint64", lte: 10)
    violations.range("sint32_inside", sint32Inside, "sint32", gt: -5, lt: 5)
    violations.range("sint64_inside", sint64Inside, "sint64", gte: -5, lte: 5)
    violations.range("fixed32_inside", fixed32Inside, "fixed32", gt: 1, lte: 10)
    violations.range("fixed64_inside", fixed64Inside, "fixed64", gte: 1, lt: 10)
    violations.range("sfixed32_outside", sfixed32Outside, "sfixed32", gt: 10, lt: -10)
    violations.range("sfixed64_outside", sfixed64Outside, "sfixed64", gte: 10, lte: -10)
    violations.range("int32_outside", int32Outside, "int32", gt: 10, lte: 5)
    violations.range("int64_outside", int64Outside, "int64", gte: 10, lt: 5)
    violations.range("float_inside", floatInside, "float", gte: -1.5, lt: 1.5)
    violations.range("double_inside", doubleInside, "double", gt: -1.5, lte: 1.5)
    violations.range("double_outside", doubleOutside, "double", gte: 2.0, lte: -2.0)
    violations.finite("float_finite", floatFinite, "float")
    violations.finite("double_finite", doubleFinite, "double")
    violations.range(
      "int64_wide",
      int64Wide,
      "int64",
      gte: -9_223_372_036_854_775_808,
      lte: 9_223_372_036_854_775_807)
    violations.range("uint64_wide", uint64Wide, "uint64", gte: 18_446_744_073_709_551_615)
  }
}

extension TestRules.Sets {
  public func validate(into violations: inout Violations) {
    violations.equals("int32_const", int32Const, "int32", 5)
    violations.oneOf("int64_in", int64In, "int64", [1, 2, 3])
    violations.noneOf("uint32_not_in", uint32NotIn, "uint32", [0, 1])
    violations.oneOf("uint64_in", uint64In, "uint64", [1, 2])
    violations.equals("sint32_const", sint32Const, "sint32", -5)
    violations.noneOf("sint64_not_in", sint64NotIn, "sint64", [-1, 1])
    violations.oneOf("fixed32_in", fixed32In, "fixed32", [0, 7])
    violations.equals("fixed64_const", fixed64Const, "fixed64", 8)
    violations.oneOf("sfixed32_in", sfixed32In, "sfixed32", [-1, 1])
    violations.noneOf("sfixed64_not_in", sfixed64NotIn, "sfixed64", [2])
    violations.oneOf("float_in", floatIn, "float", [0.5, 1.0])
    violations.equals("double_const", doubleConst, "double", 2.5)
    violations.equals("bool_true", boolTrue, "bool", true)
    violations.equals("bool_false", boolFalse, "bool", false)
    violations.noneOf("float_not_in", floatNotIn, "float", [1.5])
  }
}

extension TestRules.Texts {
  public func validate(into violations: inout Violations) {
    violations.equals("constant", constant, "fixed")
    violations.length("len", len, 3)
    violations.minLength("min_max_len", minMaxLen, 2)
    violations.maxLength("min_max_len", minMaxLen, 4)
    violations.byteCount("len_bytes", lenBytes, 6)
    violations.minBytes("min_max_bytes", minMaxBytes, 3)
    violations.maxBytes("min_max_bytes", minMaxBytes, 6)
    violations.prefix("prefix", prefix, "foo")
    violations.suffix("suffix", suffix, "bar")
    violations.contains("contains", contains, "baz")
    violations.lacks("not_contains", notContains, "baz")
    violations.oneOf("in", `in`, ["foo", "bär", "が"])
    violations.noneOf("not_in", notIn, ["foo", "bär"])
  }
}

extension TestRules.Patterns {
  private static let pattern1 = Pattern(checked: "^[a-z][a-z0-9_]*$")
  private static let pattern2 = Pattern(checked: "[0-9]{3}")
  private static let pattern3 = Pattern(checked: "^(foo|ba[rz]+|)$")
  private static let pattern4 = Pattern(checked: #"^\d+\s\w+[[:upper:]]?$"#)
  private static let pattern5 = Pattern(checked: "(?i)^straße|kelvin$")
  private static let pattern6 = Pattern(checked: "^(ab){2,3}c{2,}$")
  private static let pattern7 = Pattern(checked: #"^\p{Lu}\pL*$"#)
  private static let pattern8 = Pattern(checked: "(?m)^foo$")
  private static let pattern9 = Pattern(checked: "^f.o$")
  private static let pattern10 = Pattern(checked: #"^[^a-c\d]+$"#)
  private static let pattern11 = Pattern(checked: #"\bfoo\b"#)
  private static let pattern12 = Pattern(checked: #"^[\x{3040}-\x{309F}]+$"#)
  private static let pattern13 = Pattern(checked: "^[a-z]*$")
  private static let pattern14 = Pattern(checked: "^(a*)*b$")

  public func validate(into violations: inout Violations) {
    violations.pattern("word", word, Self.pattern1)
    violations.pattern("anywhere", anywhere, Self.pattern2)
    violations.pattern("choice", choice, Self.pattern3)
    violations.pattern("classes", classes, Self.pattern4)
    violations.pattern("folded", folded, Self.pattern5)
    violations.pattern("counted", counted, Self.pattern6)
    violations.pattern("category", category, Self.pattern7)
    violations.pattern("multiline", multiline, Self.pattern8)
    violations.pattern("dot", dot, Self.pattern9)
    violations.pattern("negated", negated, Self.pattern10)
    violations.pattern("boundary", boundary, Self.pattern11)
    violations.pattern("hiragana", hiragana, Self.pattern12)
    violations.pattern("bytes", bytes, Self.pattern13)
    violations.pattern("hostile", hostile, Self.pattern14)
  }
}

extension TestRules.Formats {
  public func validate(into violations: inout Violations) {
    violations.format("email", email, .email)
    violations.format("hostname", hostname, .hostname)
    violations.format("ip", ip, .ip)
    violations.format("ipv4", ipv4, .ipv4)
    violations.format("ipv6", ipv6, .ipv6)
    violations.format("uri", uri, .uri)
    violations.format("uri_ref", uriRef, .uriReference)
    violations.format("address", address, .address)
    violations.format("uuid", uuid, .uuid)
    violations.format("tuuid", tuuid, .trimmedUUID)
    violations.format("ip_with_prefixlen", ipWithPrefixlen, .ipWithPrefix)
    violations.format("ipv4_with_prefixlen", ipv4WithPrefixlen, .ipv4WithPrefix)
    violations.format("ipv6_with_prefixlen", ipv6WithPrefixlen, .ipv6WithPrefix)
    violations.format("ip_prefix", ipPrefix, .ipPrefix)
    violations.format("ipv4_prefix", ipv4Prefix, .ipv4Prefix)
    violations.format("ipv6_prefix", ipv6Prefix, .ipv6Prefix)
    violations.format("host_and_port", hostAndPort, .hostAndPort)
    violations.format("ulid", ulid, .ulid)
    violations.format("protobuf_fqn", protobufFqn, .protobufName)
    violations.format("protobuf_dot_fqn", protobufDotFqn, .protobufDotName)
    violations.format("header_name", headerName, .headerName(isStrict: true))
    violations.format("header_value", headerValue, .headerValue(isStrict: true))
    violations.format("loose_name", looseName, .headerName(isStrict: false))
    violations.format("loose_value", looseValue, .headerValue(isStrict: false))
  }
}

extension TestRules.Blobs {
  public func validate(into violations: inout Violations) {
    violations.equals("constant", constant, "bytes", [0x01, 0x02])
    violations.length("len", len, 4)
    violations.minLength("min_max_len", minMaxLen, 2)
    violations.maxLength("min_max_len", minMaxLen, 4)
    violations.prefix("prefix", prefix, [0x99])
    violations.suffix("suffix", suffix, [0x62, 0x75, 0x7A])
    violations.contains("contains", contains, [0x00, 0x7A])
    violations.oneOf("in", `in`, "bytes", [[0x66, 0x6F, 0x6F], [0x99]])
    violations.noneOf("not_in", notIn, "bytes", [[0x66, 0x6F, 0x6F]])
    violations.format("ip", ip, "ip", lengths: [4, 16])
    violations.format("ipv4", ipv4, "ipv4", lengths: [4])
    violations.format("ipv6", ipv6, "ipv6", lengths: [16])
    violations.format("uuid", uuid, "uuid", lengths: [16])
  }
}

extension TestRules.Enums {
  public func validate(into violations: inout Violations) {
    violations.equals("constant", constant, 2)
    if case .unrecognized = defined { violations.undefined("defined", defined) }
    violations.oneOf("in", `in`, [0, 2])
    violations.noneOf("not_in", notIn, [0])
    if case .unrecognized = said { violations.undefined("said", said) }
    violations.noneOf("said", said, [0])
  }
}

extension TestRules.Presence {
  public func validate(into violations: inout Violations) {
    violations.required("number", number)
    if violations.required("text", text) {
      violations.minLength("text", text, 2)
    }
    if let value = optionalNumber {
      violations.range("optional_number", value, "int32", gt: 0)
    } else {
      violations.missing("optional_number")
    }
    if let value = optionalText {
      violations.minLength("optional_text", value, 2)
    }
    violations.required("colour", colour)
    violations.required("real", real)
    violations.required("flag", flag)
    violations.required("blob", blob)
    violations.required("list", list)
    violations.required("map", map)
    violations.required("message", message)
    if let value = inner {
      violations.message("inner", value)
    } else {
      violations.missing("inner")
    }
    violations.required("optional_flag", optionalFlag)
  }
}

extension TestRules.Inner {
  public func validate(into violations: inout Violations) {
    violations.range("value", value, "int32", gte: 0)
  }
}

extension TestRules.Ignores {
  public func validate(into violations: inout Violations) {
    if zeroNumber != 0 {
      violations.range("zero_number", zeroNumber, "int32", gt: 5)
    }
    if !zeroText.isEmpty {
      violations.format("zero_text", zeroText, .email)
    }
    if !zeroBlob.isEmpty {
      violations.minLength("zero_blob", zeroBlob, 3)
    }
    if zeroColour.number != 0 {
      violations.oneOf("zero_colour", zeroColour, [1])
    }
    if zeroReal.bitPattern != 0 {
      violations.range("zero_real", zeroReal, "double", gt: 5.0)
    }
    if !zeroList.isEmpty {
      violations.minItems("zero_list", zeroList, 2)
    }
    if !zeroMap.isEmpty {
      violations.minPairs("zero_map", zeroMap, 2)
    }
    if zeroFlag {
      violations.equals("zero_flag", zeroFlag, "bool", true)
    }
    if let value = presentZero {
      violations.range("present_zero", value, "int32", gt: 5)
    }
  }
}

extension TestRules.Lists {
  private static let itemPattern6 = Pattern(checked: "^[a-z]+$")

  public func validate(into violations: inout Violations) {
    violations.minItems("few", few, 1)
    violations.maxItems("few", few, 3)
    violations.unique("unique", unique)
    violations.unique("unique_reals", uniqueReals)
    violations.unique("unique_blobs", uniqueBlobs)
    violations.unique("unique_colours", uniqueColours)
    violations.items("words", words) { violations, value in
      violations.minLength("", value, 2)
      violations.pattern("", value, Self.itemPattern6)
    }
    violations.items("inners", inners) { $0.message($1) }
    violations.items("colours", colours) { violations, value in
      if case .unrecognized = value { violations.undefined("", value) }
    }
    violations.maxItems("numbers", numbers, 4)
    violations.unique("numbers", numbers)
    violations.items("numbers", numbers) { violations, value in
      violations.range("", value, "uint64", lt: 10)
    }
    violations.items("spans", spans) { violations, value in
      violations.range("", value, "duration", gte: GoogleProtobuf.Duration(seconds: 1))
    }
    violations.items("zeros", zeros) { violations, value in
      if value != 0 {
        violations.range("", value, "int32", gt: 5)
      }
    }
    violations.items("wrapped", wrapped) { violations, value in
      violations.minLength("", value.value, 2)
    }
  }
}

extension TestRules.Maps {
  private static let keyPattern2 = Pattern(checked: #"^[a-z"]+$"#)

  public func validate(into violations: inout Violations) {
    violations.minPairs("sized", sized, 1)
    violations.maxPairs("sized", sized, 2)
    violations.entries(
      "texts", texts,
      keys: { violations, value in
        violations.pattern("", value, Self.keyPattern2)
      },
      values: { violations, value in
        violations.minLength("", value, 2)
      })
    violations.entries("inners", inners, values: { $0.message($1) })
    violations.entries(
      "flags", flags,
      keys: { violations, value in
        violations.equals("", value, "bool", true)
      },
      values: { violations, value in
        violations.maxLength("", value, 2)
      })
    violations.entries(
      "colours", colours,
      keys: { violations, value in
        violations.range("", value, "uint64", gte: 2)
      },
      values: { violations, value in
        if case .unrecognized = value { violations.undefined("", value) }
      })
    violations.entries(
      "keyed", keyed,
      keys: { violations, value in
        violations.range("", value, "sint64", lt: 0)
      },
      values: { $0.message($1) })
  }
}

extension TestRules.WellKnown {
  public func validate(into violations: inout Violations) {
    if let value = span {
      violations.range(
        "span",
        value,
        "duration",
        gt: GoogleProtobuf.Duration(seconds: 1),
        lte: GoogleProtobuf.Duration(seconds: 10, nanos: 500))
    }
    if let value = constSpan {
      violations.equals("const_span", value, "duration", GoogleProtobuf.Duration(seconds: 3))
    }
    if let value = spanIn {
      violations.oneOf(
        "span_in",
        value,
        "duration",
        [GoogleProtobuf.Duration(seconds: 1), GoogleProtobuf.Duration(seconds: 0, nanos: 5)])
    }
    if let value = spanNotIn {
      violations.noneOf("span_not_in", value, "duration", [GoogleProtobuf.Duration(seconds: 0)])
    }
    if let value = spanOutside {
      violations.range(
        "span_outside",
        value,
        "duration",
        gte: GoogleProtobuf.Duration(seconds: 10),
        lt: GoogleProtobuf.Duration(seconds: 1))
    }
    if let value = instant {
      violations.range(
        "instant",
        value,
        "timestamp",
        gte: GoogleProtobuf.Timestamp(seconds: 1000),
        lt: GoogleProtobuf.Timestamp(seconds: 2000))
    }
    if let value = constInstant {
      violations.equals(
        "const_instant", value, "timestamp", GoogleProtobuf.Timestamp(seconds: 1000))
    }
    if let value = past {
      violations.beforeNow("past", value)
    }
    if let value = future {
      violations.afterNow("future", value)
    }
    if let value = near {
      violations.nearNow("near", value, within: GoogleProtobuf.Duration(seconds: 3600))
    }
    if let value = anyIn {
      violations.oneOf("any_in", value.typeUrl, ["type.googleapis.com/a.B"], "any")
    }
    if let value = anyNotIn {
      violations.noneOf("any_not_in", value.typeUrl, ["type.googleapis.com/a.B"], "any")
    }
    if let value = mask {
      violations.equals("mask", value, ["a", "b"])
    }
    if let value = maskIn {
      violations.oneOf("mask_in", value, ["a", "b.c"])
    }
    if let value = maskNotIn {
      violations.noneOf("mask_not_in", value, ["a"])
    }
    if let value = text {
      violations.minLength("text", value.value, 2)
    }
    if let value = number {
      violations.range("number", value.value, "int32", gt: 5)
    } else {
      violations.missing("number")
    }
    if let value = flag {
      violations.equals("flag", value.value, "bool", true)
    }
    if let value = blob {
      violations.maxLength("blob", value.value, 2)
    }
    if let value = real {
      violations.finite("real", value.value, "double")
    }
    if let value = big {
      violations.range("big", value.value, "uint64", lt: 10)
    }
  }
}

extension TestRules.Choices {
  public func validate(into violations: inout Violations) {
    violations.required("needed", needed)
    if case .number(let value)? = needed {
      violations.range("number", value, "int32", gt: 0)
    }
    if case .text(let value)? = needed {
      violations.minLength("text", value, 2)
    }
    if case .inner(let value)? = needed {
      violations.message("inner", value)
    }
    if case .flag(let value)? = free {
      violations.equals("flag", value, "bool", true)
    }
    if case .must? = free {} else { violations.missing("must") }
  }
}

extension TestRules.Alternatives {
  public func validate(into violations: inout Violations) {
    violations.oneof(
      [
        ("a", !a.isEmpty),
        ("b", b != nil),
        ("list", !list.isEmpty),
      ], required: false)
    violations.oneof(
      [
        ("c", c != 0),
        ("d", !d.isEmpty),
        ("inner", inner != nil),
      ], required: true)
    if !a.isEmpty {
      violations.minLength("a", a, 2)
    }
    if !list.isEmpty {
      violations.minItems("list", list, 2)
    }
    if c != 0 {
      violations.range("c", c, "int32", gt: 5)
    }
    if let value = inner {
      violations.message("inner", value)
    }
  }
}

extension TestRules.Tree {
  public func validate(into violations: inout Violations) {
    violations.minLength("name", name, 1)
    if let value = left {
      violations.message("left", value)
    }
    violations.items("branches", branches) { $0.message($1) }
    violations.entries("by_name", byName, values: { $0.message($1) })
  }
}

extension TestRules.Outer {
  public func validate(into violations: inout Violations) {
    if let value = inner {
      violations.message("inner", value)
    }
    if case .chosen(let value)? = choice {
      violations.message("chosen", value)
    }
  }
}

extension TestRules.Clashes {
  public func validate(into violations: inout Violations) {
    violations.range("violations", self.violations, "int32", gte: 0)
    violations.items("value", value) { violations, value in
      violations.minLength("", value, 1)
    }
    if let value = `default` {
      violations.minLength("default", value, 1)
    }
  }
}

// MARK: - Schema

extension TestRules {
  /// The descriptor of `rules.proto`.
  public static let rulesFile = SchemaFile(
    "rules.proto",
    imports: [
      BufValidate.validateFile,
      GoogleProtobuf.anyFile,
      GoogleProtobuf.durationFile,
      GoogleProtobuf.fieldMaskFile,
      GoogleProtobuf.timestampFile,
      GoogleProtobuf.wrappersFile,
    ],
    base64: """
      CgtydWxlcy5wcm90bxINdGVzdC5ydWxlcy52MRobYnVmL3ZhbGlkYXRlL3ZhbGlkYXRlLnByb3RvGhlnb29nbGUv
      cHJvdG9idWYvYW55LnByb3RvGh5nb29nbGUvcHJvdG9idWYvZHVyYXRpb24ucHJvdG8aIGdvb2dsZS9wcm90b2J1
      Zi9maWVsZF9tYXNrLnByb3RvGh9nb29nbGUvcHJvdG9idWYvdGltZXN0YW1wLnByb3RvGh5nb29nbGUvcHJvdG9i
      dWYvd3JhcHBlcnMucHJvdG8i0wcKB051bWJlcnMSIgoIaW50MzJfZ3QYASABKAVCB7pIBBoCIAVSB2ludDMyR3QS
      JAoJaW50NjRfZ3RlGAIgASgDQge6SAQiAigFUghpbnQ2NEd0ZRIkCgl1aW50MzJfbHQYAyABKA1CB7pIBCoCEApS
      CHVpbnQzMkx0EiYKCnVpbnQ2NF9sdGUYBCABKARCB7pIBDICGApSCXVpbnQ2NEx0ZRIuCg1zaW50MzJfaW5zaWRl
      GAUgASgRQgm6SAY6BBAKIAlSDHNpbnQzMkluc2lkZRIuCg1zaW50NjRfaW5zaWRlGAYgASgSQgm6SAZCBBgKKAlS
      DHNpbnQ2NEluc2lkZRI2Cg5maXhlZDMyX2luc2lkZRgHIAEoB0IPukgMSgodCgAAACUBAAAAUg1maXhlZDMySW5z
      aWRlEj4KDmZpeGVkNjRfaW5zaWRlGAggASgGQhe6SBRSEhEKAAAAAAAAACkBAAAAAAAAAFINZml4ZWQ2NEluc2lk
      ZRI6ChBzZml4ZWQzMl9vdXRzaWRlGAkgASgPQg+6SAxaChX2////JQoAAABSD3NmaXhlZDMyT3V0c2lkZRJCChBz
      Zml4ZWQ2NF9vdXRzaWRlGAogASgQQhe6SBRiEhn2/////////ykKAAAAAAAAAFIPc2ZpeGVkNjRPdXRzaWRlEi4K
      DWludDMyX291dHNpZGUYCyABKAVCCbpIBhoEGAUgClIMaW50MzJPdXRzaWRlEi4KDWludDY0X291dHNpZGUYDCAB
      KANCCbpIBiIEEAUoClIMaW50NjRPdXRzaWRlEjIKDGZsb2F0X2luc2lkZRgNIAEoAkIPukgMCgoVAADAPy0AAMC/
      UgtmbG9hdEluc2lkZRI8Cg1kb3VibGVfaW5zaWRlGA4gASgBQhe6SBQSEhkAAAAAAAD4PyEAAAAAAAD4v1IMZG91
      YmxlSW5zaWRlEj4KDmRvdWJsZV9vdXRzaWRlGA8gASgBQhe6SBQSEhkAAAAAAAAAwCkAAAAAAAAAQFINZG91Ymxl
      T3V0c2lkZRIqCgxmbG9hdF9maW5pdGUYECABKAJCB7pIBAoCQAFSC2Zsb2F0RmluaXRlEiwKDWRvdWJsZV9maW5p
      dGUYESABKAFCB7pIBBICQAFSDGRvdWJsZUZpbml0ZRI5CgppbnQ2NF93aWRlGBIgASgDQhq6SBciFRj/////////
      /38ogICAgICAgICAAVIJaW50NjRXaWRlEjEKC3VpbnQ2NF93aWRlGBMgASgEQhC6SA0yCyj///////////8BUgp1
      aW50NjRXaWRlIrQFCgRTZXRzEigKC2ludDMyX2NvbnN0GAEgASgFQge6SAQaAggFUgppbnQzMkNvbnN0EiYKCGlu
      dDY0X2luGAIgASgDQgu6SAgiBjABMAIwA1IHaW50NjRJbhItCg11aW50MzJfbm90X2luGAMgASgNQgm6SAYqBDgA
      OAFSC3VpbnQzMk5vdEluEiYKCXVpbnQ2NF9pbhgEIAEoBEIJukgGMgQwATACUgh1aW50NjRJbhIqCgxzaW50MzJf
      Y29uc3QYBSABKBFCB7pIBDoCCAlSC3NpbnQzMkNvbnN0Ei0KDXNpbnQ2NF9ub3RfaW4YBiABKBJCCbpIBkIEOAE4
      AlILc2ludDY0Tm90SW4SLgoKZml4ZWQzMl9pbhgHIAEoB0IPukgMSgo1AAAAADUHAAAAUglmaXhlZDMySW4SMwoN
      Zml4ZWQ2NF9jb25zdBgIIAEoBkIOukgLUgkJCAAAAAAAAABSDGZpeGVkNjRDb25zdBIwCgtzZml4ZWQzMl9pbhgJ
      IAEoD0IPukgMWgo1/////zUBAAAAUgpzZml4ZWQzMkluEjYKD3NmaXhlZDY0X25vdF9pbhgKIAEoEEIOukgLYgk5
      AgAAAAAAAABSDXNmaXhlZDY0Tm90SW4SKgoIZmxvYXRfaW4YCyABKAJCD7pIDAoKNQAAAD81AACAP1IHZmxvYXRJ
      bhIxCgxkb3VibGVfY29uc3QYDCABKAFCDrpICxIJCQAAAAAAAARAUgtkb3VibGVDb25zdBIkCglib29sX3RydWUY
      DSABKAhCB7pIBGoCCAFSCGJvb2xUcnVlEiYKCmJvb2xfZmFsc2UYDiABKAhCB7pIBGoCCABSCWJvb2xGYWxzZRIs
      CgxmbG9hdF9ub3RfaW4YDyABKAJCCrpIBwoFPQAAwD9SCmZsb2F0Tm90SW4iwQMKBVRleHRzEigKCGNvbnN0YW50
      GAEgASgJQgy6SAlyBwoFZml4ZWRSCGNvbnN0YW50EhoKA2xlbhgCIAEoCUIIukgFcgOYAQNSA2xlbhIpCgttaW5f
      bWF4X2xlbhgDIAEoCUIJukgGcgQQAhgEUgltaW5NYXhMZW4SJQoJbGVuX2J5dGVzGAQgASgJQgi6SAVyA6ABBlII
      bGVuQnl0ZXMSLQoNbWluX21heF9ieXRlcxgFIAEoCUIJukgGcgQgAygGUgttaW5NYXhCeXRlcxIiCgZwcmVmaXgY
      BiABKAlCCrpIB3IFOgNmb29SBnByZWZpeBIiCgZzdWZmaXgYByABKAlCCrpIB3IFQgNiYXJSBnN1ZmZpeBImCghj
      b250YWlucxgIIAEoCUIKukgHcgVKA2JhelIIY29udGFpbnMSLgoMbm90X2NvbnRhaW5zGAkgASgJQgu6SAhyBroB
      A2JhelILbm90Q29udGFpbnMSKAoCaW4YCiABKAlCGLpIFXITUgNmb29SBGLDpHJSBuOBi+OCmVICaW4SJwoGbm90
      X2luGAsgASgJQhC6SA1yC1oDZm9vWgRiw6RyUgVub3RJbiKfBQoIUGF0dGVybnMSLAoEd29yZBgBIAEoCUIYukgV
      chMyEV5bYS16XVthLXowLTlfXSokUgR3b3JkEisKCGFueXdoZXJlGAIgASgJQg+6SAxyCjIIWzAtOV17M31SCGFu
      eXdoZXJlEi8KBmNob2ljZRgDIAEoCUIXukgUchIyEF4oZm9vfGJhW3J6XSt8KSRSBmNob2ljZRI3CgdjbGFzc2Vz
      GAQgASgJQh26SBpyGDIWXlxkK1xzXHcrW1s6dXBwZXI6XV0/JFIHY2xhc3NlcxIzCgZmb2xkZWQYBSABKAlCG7pI
      GHIWMhQoP2kpXnN0cmHDn2V8a2VsdmluJFIGZm9sZGVkEjEKB2NvdW50ZWQYBiABKAlCF7pIFHISMhBeKGFiKXsy
      LDN9Y3syLH0kUgdjb3VudGVkEi8KCGNhdGVnb3J5GAcgASgJQhO6SBByDjIMXlxwe0x1fVxwTCokUghjYXRlZ29y
      eRIuCgltdWx0aWxpbmUYCCABKAlCELpIDXILMgkoP20pXmZvbyRSCW11bHRpbGluZRIeCgNkb3QYCSABKAlCDLpI
      CXIHMgVeZi5vJFIDZG90EiwKB25lZ2F0ZWQYCiABKAlCErpID3INMgteW15hLWNcZF0rJFIHbmVnYXRlZBIqCghi
      b3VuZGFyeRgLIAEoCUIOukgLcgkyB1xiZm9vXGJSCGJvdW5kYXJ5EjkKCGhpcmFnYW5hGAwgASgJQh26SBpyGDIW
      XltceHszMDQwfS1ceHszMDlGfV0rJFIIaGlyYWdhbmESJQoFYnl0ZXMYDSABKAxCD7pIDHoKIgheW2Etel0qJFIF
      Ynl0ZXMSKQoHaG9zdGlsZRgOIAEoCUIPukgMcgoyCF4oYSopKmIkUgdob3N0aWxlIuMHCgdGb3JtYXRzEh0KBWVt
      YWlsGAEgASgJQge6SARyAmABUgVlbWFpbBIjCghob3N0bmFtZRgCIAEoCUIHukgEcgJoAVIIaG9zdG5hbWUSFwoC
      aXAYAyABKAlCB7pIBHICcAFSAmlwEhsKBGlwdjQYBCABKAlCB7pIBHICeAFSBGlwdjQSHAoEaXB2NhgFIAEoCUII
      ukgFcgOAAQFSBGlwdjYSGgoDdXJpGAYgASgJQgi6SAVyA4gBAVIDdXJpEiEKB3VyaV9yZWYYByABKAlCCLpIBXID
      kAEBUgZ1cmlSZWYSIgoHYWRkcmVzcxgIIAEoCUIIukgFcgOoAQFSB2FkZHJlc3MSHAoEdXVpZBgJIAEoCUIIukgF
      cgOwAQFSBHV1aWQSHgoFdHV1aWQYCiABKAlCCLpIBXIDiAIBUgV0dXVpZBI0ChFpcF93aXRoX3ByZWZpeGxlbhgL
      IAEoCUIIukgFcgPQAQFSD2lwV2l0aFByZWZpeGxlbhI4ChNpcHY0X3dpdGhfcHJlZml4bGVuGAwgASgJQgi6SAVy
      A9gBAVIRaXB2NFdpdGhQcmVmaXhsZW4SOAoTaXB2Nl93aXRoX3ByZWZpeGxlbhgNIAEoCUIIukgFcgPgAQFSEWlw
      djZXaXRoUHJlZml4bGVuEiUKCWlwX3ByZWZpeBgOIAEoCUIIukgFcgPoAQFSCGlwUHJlZml4EikKC2lwdjRfcHJl
      Zml4GA8gASgJQgi6SAVyA/ABAVIKaXB2NFByZWZpeBIpCgtpcHY2X3ByZWZpeBgQIAEoCUIIukgFcgP4AQFSCmlw
      djZQcmVmaXgSLAoNaG9zdF9hbmRfcG9ydBgRIAEoCUIIukgFcgOAAgFSC2hvc3RBbmRQb3J0EhwKBHVsaWQYEiAB
      KAlCCLpIBXIDmAIBUgR1bGlkEisKDHByb3RvYnVmX2ZxbhgTIAEoCUIIukgFcgOoAgFSC3Byb3RvYnVmRnFuEjIK
      EHByb3RvYnVmX2RvdF9mcW4YFCABKAlCCLpIBXIDsAIBUg5wcm90b2J1ZkRvdEZxbhIpCgtoZWFkZXJfbmFtZRgV
      IAEoCUIIukgFcgPAAQFSCmhlYWRlck5hbWUSKwoMaGVhZGVyX3ZhbHVlGBYgASgJQgi6SAVyA8ABAlILaGVhZGVy
      VmFsdWUSKgoKbG9vc2VfbmFtZRgXIAEoCUILukgIcgbAAQHIAQBSCWxvb3NlTmFtZRIsCgtsb29zZV92YWx1ZRgY
      IAEoCUILukgIcgbAAQLIAQBSCmxvb3NlVmFsdWUSGQoDb2ZmGBkgASgJQge6SARyAmAAUgNvZmYikwMKBUJsb2Jz
      EiUKCGNvbnN0YW50GAEgASgMQgm6SAZ6BAoCAQJSCGNvbnN0YW50EhkKA2xlbhgCIAEoDEIHukgEegJoBFIDbGVu
      EikKC21pbl9tYXhfbGVuGAMgASgMQgm6SAZ6BBACGARSCW1pbk1heExlbhIgCgZwcmVmaXgYBCABKAxCCLpIBXoD
      KgGZUgZwcmVmaXgSIgoGc3VmZml4GAUgASgMQgq6SAd6BTIDYnV6UgZzdWZmaXgSJQoIY29udGFpbnMYBiABKAxC
      CbpIBnoEOgIAelIIY29udGFpbnMSHQoCaW4YByABKAxCDbpICnoIQgNmb29CAZlSAmluEiEKBm5vdF9pbhgIIAEo
      DEIKukgHegVKA2Zvb1IFbm90SW4SFwoCaXAYCSABKAxCB7pIBHoCUAFSAmlwEhsKBGlwdjQYCiABKAxCB7pIBHoC
      WAFSBGlwdjQSGwoEaXB2NhgLIAEoDEIHukgEegJgAVIEaXB2NhIbCgR1dWlkGAwgASgMQge6SAR6AngBUgR1dWlk
      IqECCgVFbnVtcxI7Cghjb25zdGFudBgBIAEoDjIVLnRlc3QucnVsZXMudjEuQ29sb3VyQgi6SAWCAQIIAlIIY29u
      c3RhbnQSOQoHZGVmaW5lZBgCIAEoDjIVLnRlc3QucnVsZXMudjEuQ29sb3VyQgi6SAWCAQIQAVIHZGVmaW5lZBIx
      CgJpbhgDIAEoDjIVLnRlc3QucnVsZXMudjEuQ29sb3VyQgq6SAeCAQQYABgCUgJpbhI2CgZub3RfaW4YBCABKA4y
      FS50ZXN0LnJ1bGVzLnYxLkNvbG91ckIIukgFggECIABSBW5vdEluEjUKBHNhaWQYBSABKA4yFS50ZXN0LnJ1bGVz
      LnYxLkNvbG91ckIKukgHggEEEAEgAFIEc2FpZCKoBQoIUHJlc2VuY2USHgoGbnVtYmVyGAEgASgFQga6SAPIAQFS
      Bm51bWJlchIeCgR0ZXh0GAIgASgJQgq6SAdyAhACyAEBUgR0ZXh0EjgKD29wdGlvbmFsX251bWJlchgDIAEoBUIK
      ukgHGgIgAMgBAUgAUg5vcHRpb25hbE51bWJlcogBARIxCg1vcHRpb25hbF90ZXh0GAQgASgJQge6SARyAhACSAFS
      DG9wdGlvbmFsVGV4dIgBARI1CgZjb2xvdXIYBSABKA4yFS50ZXN0LnJ1bGVzLnYxLkNvbG91ckIGukgDyAEBUgZj
      b2xvdXISGgoEcmVhbBgGIAEoAUIGukgDyAEBUgRyZWFsEhoKBGZsYWcYByABKAhCBrpIA8gBAVIEZmxhZxIaCgRi
      bG9iGAggASgMQga6SAPIAQFSBGJsb2ISGgoEbGlzdBgJIAMoBUIGukgDyAEBUgRsaXN0EjoKA21hcBgKIAMoCzIg
      LnRlc3QucnVsZXMudjEuUHJlc2VuY2UuTWFwRW50cnlCBrpIA8gBAVIDbWFwEjYKB21lc3NhZ2UYCyABKAsyFC50
      ZXN0LnJ1bGVzLnYxLlBsYWluQga6SAPIAQFSB21lc3NhZ2USMgoFaW5uZXIYDCABKAsyFC50ZXN0LnJ1bGVzLnYx
      LklubmVyQga6SAPIAQFSBWlubmVyEjAKDW9wdGlvbmFsX2ZsYWcYDSABKAhCBrpIA8gBAUgCUgxvcHRpb25hbEZs
      YWeIAQEaNgoITWFwRW50cnkSEAoDa2V5GAEgASgJUgNrZXkSFAoFdmFsdWUYAiABKAVSBXZhbHVlOgI4AUISChBf
      b3B0aW9uYWxfbnVtYmVyQhAKDl9vcHRpb25hbF90ZXh0QhAKDl9vcHRpb25hbF9mbGFnIiYKBUlubmVyEh0KBXZh
      bHVlGAEgASgFQge6SAQaAigAUgV2YWx1ZSL5BgoHSWdub3JlcxIrCgt6ZXJvX251bWJlchgBIAEoBUIKukgHGgIg
      BdgBAVIKemVyb051bWJlchInCgl6ZXJvX3RleHQYAiABKAlCCrpIB3ICYAHYAQFSCHplcm9UZXh0EicKCXplcm9f
      YmxvYhgDIAEoDEIKukgHegIQA9gBAVIIemVyb0Jsb2ISQwoLemVyb19jb2xvdXIYBCABKA4yFS50ZXN0LnJ1bGVz
      LnYxLkNvbG91ckILukgIggECGAHYAQFSCnplcm9Db2xvdXISLgoJemVyb19yZWFsGAUgASgBQhG6SA4SCSEAAAAA
      AAAUQNgBAVIIemVyb1JlYWwSKAoJemVyb19saXN0GAYgAygFQgu6SAiSAQIIAtgBAVIIemVyb0xpc3QSSwoIemVy
      b19tYXAYByADKAsyIy50ZXN0LnJ1bGVzLnYxLklnbm9yZXMuWmVyb01hcEVudHJ5Qgu6SAiaAQIIAtgBAVIHemVy
      b01hcBIgCgVuZXZlchgIIAEoCUIKukgHcgIQZNgBA1IFbmV2ZXISOgoJdW5jaGVja2VkGAkgASgLMhQudGVzdC5y
      dWxlcy52MS5Jbm5lckIGukgD2AEDUgl1bmNoZWNrZWQSSAoOdW5jaGVja2VkX2xpc3QYCiADKAsyFC50ZXN0LnJ1
      bGVzLnYxLklubmVyQgu6SAiSAQUiA9gBA1INdW5jaGVja2VkTGlzdBInCgl6ZXJvX2ZsYWcYCyABKAhCCrpIB2oC
      CAHYAQFSCHplcm9GbGFnEjIKDHByZXNlbnRfemVybxgMIAEoBUIKukgHGgIgBdgBAUgAUgtwcmVzZW50WmVyb4gB
      ARJaCg11bmNoZWNrZWRfbWFwGA0gAygLMigudGVzdC5ydWxlcy52MS5JZ25vcmVzLlVuY2hlY2tlZE1hcEVudHJ5
      Qgu6SAiaAQUqA9gBA1IMdW5jaGVja2VkTWFwGjoKDFplcm9NYXBFbnRyeRIQCgNrZXkYASABKAVSA2tleRIUCgV2
      YWx1ZRgCIAEoBVIFdmFsdWU6AjgBGlUKEVVuY2hlY2tlZE1hcEVudHJ5EhAKA2tleRgBIAEoCVIDa2V5EioKBXZh
      bHVlGAIgASgLMhQudGVzdC5ydWxlcy52MS5Jbm5lclIFdmFsdWU6AjgBQg8KDV9wcmVzZW50X3plcm8i4AQKBUxp
      c3RzEhwKA2ZldxgBIAMoBUIKukgHkgEECAEQA1IDZmV3EiAKBnVuaXF1ZRgCIAMoCUIIukgFkgECGAFSBnVuaXF1
      ZRIrCgx1bmlxdWVfcmVhbHMYAyADKAFCCLpIBZIBAhgBUgt1bmlxdWVSZWFscxIrCgx1bmlxdWVfYmxvYnMYBCAD
      KAxCCLpIBZIBAhgBUgt1bmlxdWVCbG9icxJGCg51bmlxdWVfY29sb3VycxgFIAMoDjIVLnRlc3QucnVsZXMudjEu
      Q29sb3VyQgi6SAWSAQIYAVINdW5pcXVlQ29sb3VycxIsCgV3b3JkcxgGIAMoCUIWukgTkgEQIg5yDBACMgheW2Et
      el0rJFIFd29yZHMSLAoGaW5uZXJzGAcgAygLMhQudGVzdC5ydWxlcy52MS5Jbm5lclIGaW5uZXJzEj4KB2NvbG91
      cnMYCCADKA4yFS50ZXN0LnJ1bGVzLnYxLkNvbG91ckINukgKkgEHIgWCAQIQAVIHY29sb3VycxIqCgdudW1iZXJz
      GAkgAygEQhC6SA2SAQoQBBgBIgQyAhAKUgdudW1iZXJzEkAKBXNwYW5zGAogAygLMhkuZ29vZ2xlLnByb3RvYnVm
      LkR1cmF0aW9uQg+6SAySAQkiB6oBBDICCAFSBXNwYW5zEiUKBXplcm9zGAsgAygFQg+6SAySAQkiBxoCIAXYAQFS
      BXplcm9zEkQKB3dyYXBwZWQYDCADKAsyHC5nb29nbGUucHJvdG9idWYuU3RyaW5nVmFsdWVCDLpICZIBBiIEcgIQ
      AlIHd3JhcHBlZCLVBgoETWFwcxJACgVzaXplZBgBIAMoCzIeLnRlc3QucnVsZXMudjEuTWFwcy5TaXplZEVudHJ5
      Qgq6SAeaAQQIARACUgVzaXplZBJRCgV0ZXh0cxgCIAMoCzIeLnRlc3QucnVsZXMudjEuTWFwcy5UZXh0c0VudHJ5
      Qhu6SBiaARUiDXILMgleW2EteiJdKyQqBHICEAJSBXRleHRzEjcKBmlubmVycxgDIAMoCzIfLnRlc3QucnVsZXMu
      djEuTWFwcy5Jbm5lcnNFbnRyeVIGaW5uZXJzEkgKBWZsYWdzGAQgAygLMh4udGVzdC5ydWxlcy52MS5NYXBzLkZs
      YWdzRW50cnlCErpID5oBDCIEagIIASoEcgIYAlIFZmxhZ3MSTwoHY29sb3VycxgFIAMoCzIgLnRlc3QucnVsZXMu
      djEuTWFwcy5Db2xvdXJzRW50cnlCE7pIEJoBDSIEMgIoAioFggECEAFSB2NvbG91cnMSQgoFa2V5ZWQYBiADKAsy
      Hi50ZXN0LnJ1bGVzLnYxLk1hcHMuS2V5ZWRFbnRyeUIMukgJmgEGIgRCAhAAUgVrZXllZBo4CgpTaXplZEVudHJ5
      EhAKA2tleRgBIAEoCVIDa2V5EhQKBXZhbHVlGAIgASgFUgV2YWx1ZToCOAEaOAoKVGV4dHNFbnRyeRIQCgNrZXkY
      ASABKAlSA2tleRIUCgV2YWx1ZRgCIAEoCVIFdmFsdWU6AjgBGk8KC0lubmVyc0VudHJ5EhAKA2tleRgBIAEoBVID
      a2V5EioKBXZhbHVlGAIgASgLMhQudGVzdC5ydWxlcy52MS5Jbm5lclIFdmFsdWU6AjgBGjgKCkZsYWdzRW50cnkS
      EAoDa2V5GAEgASgIUgNrZXkSFAoFdmFsdWUYAiABKAlSBXZhbHVlOgI4ARpRCgxDb2xvdXJzRW50cnkSEAoDa2V5
      GAEgASgEUgNrZXkSKwoFdmFsdWUYAiABKA4yFS50ZXN0LnJ1bGVzLnYxLkNvbG91clIFdmFsdWU6AjgBGk4KCktl
      eWVkRW50cnkSEAoDa2V5GAEgASgSUgNrZXkSKgoFdmFsdWUYAiABKAsyFC50ZXN0LnJ1bGVzLnYxLklubmVyUgV2
      YWx1ZToCOAEihwsKCVdlbGxLbm93bhJACgRzcGFuGAEgASgLMhkuZ29vZ2xlLnByb3RvYnVmLkR1cmF0aW9uQhG6
      SA6qAQsiBQgKEPQDKgIIAVIEc3BhbhJECgpjb25zdF9zcGFuGAIgASgLMhkuZ29vZ2xlLnByb3RvYnVmLkR1cmF0
      aW9uQgq6SAeqAQQSAggDUgljb25zdFNwYW4SQgoHc3Bhbl9pbhgDIAEoCzIZLmdvb2dsZS5wcm90b2J1Zi5EdXJh
      dGlvbkIOukgLqgEIOgIIAToCEAVSBnNwYW5JbhJDCgtzcGFuX25vdF9pbhgEIAEoCzIZLmdvb2dsZS5wcm90b2J1
      Zi5EdXJhdGlvbkIIukgFqgECQgBSCXNwYW5Ob3RJbhJMCgxzcGFuX291dHNpZGUYBSABKAsyGS5nb29nbGUucHJv
      dG9idWYuRHVyYXRpb25CDrpIC6oBCBoCCAEyAggKUgtzcGFuT3V0c2lkZRJGCgdpbnN0YW50GAYgASgLMhouZ29v
      Z2xlLnByb3RvYnVmLlRpbWVzdGFtcEIQukgNsgEKGgMI0A8yAwjoB1IHaW5zdGFudBJMCg1jb25zdF9pbnN0YW50
      GAcgASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcEILukgIsgEFEgMI6AdSDGNvbnN0SW5zdGFudBI4CgRw
      YXN0GAggASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcEIIukgFsgECOAFSBHBhc3QSPAoGZnV0dXJlGAkg
      ASgLMhouZ29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcEIIukgFsgECQAFSBmZ1dHVyZRI7CgRuZWFyGAogASgLMhou
      Z29vZ2xlLnByb3RvYnVmLlRpbWVzdGFtcEILukgIsgEFSgMIkBxSBG5lYXISTAoGYW55X2luGAsgASgLMhQuZ29v
      Z2xlLnByb3RvYnVmLkFueUIfukgcogEZEhd0eXBlLmdvb2dsZWFwaXMuY29tL2EuQlIFYW55SW4SUwoKYW55X25v
      dF9pbhgMIAEoCzIULmdvb2dsZS5wcm90b2J1Zi5BbnlCH7pIHKIBGRoXdHlwZS5nb29nbGVhcGlzLmNvbS9hLkJS
      CGFueU5vdEluEj4KBG1hc2sYDSABKAsyGi5nb29nbGUucHJvdG9idWYuRmllbGRNYXNrQg66SAviAQgKBgoBYQoB
      YlIEbWFzaxJDCgdtYXNrX2luGA4gASgLMhouZ29vZ2xlLnByb3RvYnVmLkZpZWxkTWFza0IOukgL4gEIEgFhEgNi
      LmNSBm1hc2tJbhJFCgttYXNrX25vdF9pbhgPIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5GaWVsZE1hc2tCCbpIBuIB
      AxoBYVIJbWFza05vdEluEjkKBHRleHQYECABKAsyHC5nb29nbGUucHJvdG9idWYuU3RyaW5nVmFsdWVCB7pIBHIC
      EAJSBHRleHQSPwoGbnVtYmVyGBEgASgLMhsuZ29vZ2xlLnByb3RvYnVmLkludDMyVmFsdWVCCrpIBxoCIAXIAQFS
      Bm51bWJlchI3CgRmbGFnGBIgASgLMhouZ29vZ2xlLnByb3RvYnVmLkJvb2xWYWx1ZUIHukgEagIIAVIEZmxhZxI4
      CgRibG9iGBMgASgLMhsuZ29vZ2xlLnByb3RvYnVmLkJ5dGVzVmFsdWVCB7pIBHoCGAJSBGJsb2ISOQoEcmVhbBgU
      IAEoCzIcLmdvb2dsZS5wcm90b2J1Zi5Eb3VibGVWYWx1ZUIHukgEEgJAAVIEcmVhbBI3CgNiaWcYFSABKAsyHC5n
      b29nbGUucHJvdG9idWYuVUludDY0VmFsdWVCB7pIBDICEApSA2JpZyLPAQoHQ2hvaWNlcxIhCgZudW1iZXIYASAB
      KAVCB7pIBBoCIABIAFIGbnVtYmVyEh0KBHRleHQYAiABKAlCB7pIBHICEAJIAFIEdGV4dBIsCgVpbm5lchgDIAEo
      CzIULnRlc3QucnVsZXMudjEuSW5uZXJIAFIFaW5uZXISHQoEZmxhZxgEIAEoCEIHukgEagIIAUgBUgRmbGFnEhwK
      BG11c3QYBSABKAlCBrpIA8gBAUgBUgRtdXN0Qg8KBm5lZWRlZBIFukgCCAFCBgoEZnJlZSKuAgoMQWx0ZXJuYXRp
      dmVzEhUKAWEYASABKAlCB7pIBHICEAJSAWESEQoBYhgCIAEoCUgAUgFiiAEBEhwKBGxpc3QYAyADKAVCCLpIBZIB
      AggCUgRsaXN0EhUKAWMYBCABKAVCB7pIBBoCIAVSAWMSMAoBZBgFIAMoCzIiLnRlc3QucnVsZXMudjEuQWx0ZXJu
      YXRpdmVzLkRFbnRyeVIBZBIqCgVpbm5lchgGIAEoCzIULnRlc3QucnVsZXMudjEuSW5uZXJSBWlubmVyGjQKBkRF
      bnRyeRIQCgNrZXkYASABKAlSA2tleRIUCgV2YWx1ZRgCIAEoCVIFdmFsdWU6AjgBOiW6SA4iDAoBYQoBYgoEbGlz
      dLpIESIPCgFjCgFkCgVpbm5lchABQgQKAl9iIocCCgRUcmVlEhsKBG5hbWUYASABKAlCB7pIBHICEAFSBG5hbWUS
      JwoEbGVmdBgCIAEoCzITLnRlc3QucnVsZXMudjEuVHJlZVIEbGVmdBIvCghicmFuY2hlcxgDIAMoCzITLnRlc3Qu
      cnVsZXMudjEuVHJlZVIIYnJhbmNoZXMSOAoHYnlfbmFtZRgEIAMoCzIfLnRlc3QucnVsZXMudjEuVHJlZS5CeU5h
      bWVFbnRyeVIGYnlOYW1lGk4KC0J5TmFtZUVudHJ5EhAKA2tleRgBIAEoCVIDa2V5EikKBXZhbHVlGAIgASgLMhMu
      dGVzdC5ydWxlcy52MS5UcmVlUgV2YWx1ZToCOAEiswEKBU91dGVyEioKBWlubmVyGAEgASgLMhQudGVzdC5ydWxl
      cy52MS5Jbm5lclIFaW5uZXISLgoGY2hvc2VuGAIgASgLMhQudGVzdC5ydWxlcy52MS5Jbm5lckgAUgZjaG9zZW4S
      GAoGbnVtYmVyGAMgASgFSABSBm51bWJlchIqCgVwbGFpbhgEIAEoCzIULnRlc3QucnVsZXMudjEuUGxhaW5SBXBs
      YWluQggKBmNob2ljZSJHCgVQbGFpbhISCgR0ZXh0GAEgASgJUgR0ZXh0EioKBXBhcnRzGAIgAygLMhQudGVzdC5y
      dWxlcy52MS5QbGFpblIFcGFydHMiigEKB0NsYXNoZXMSJwoKdmlvbGF0aW9ucxgBIAEoBUIHukgEGgIoAFIKdmlv
      bGF0aW9ucxIiCgV2YWx1ZRgCIAMoCUIMukgJkgEGIgRyAhABUgV2YWx1ZRImCgdkZWZhdWx0GAMgASgJQge6SARy
      AhABSABSB2RlZmF1bHSIAQFCCgoIX2RlZmF1bHQqYQoGQ29sb3VyEhYKEkNPTE9VUl9VTlNQRUNJRklFRBAAEg4K
      CkNPTE9VUl9SRUQQARIQCgxDT0xPVVJfR1JFRU4QAhIdChBDT0xPVVJfT0xEX0dSRUVOEP7//////////wFiBnBy
      b3RvMw==
      """)
}
