// Made by schemac from shapes.proto. Edit that, not this.

import Buffers
import Protobuf

/// Package `test.shapes.v1`.
public enum TestShapes {}

extension TestShapes {
  /// Every scalar type once.
  public struct Scalars: Message {
    /// Both signs.
    public var doubleValue: Double = 0
    public var floatValue: Float = 0
    public var int32Value: Int32 = 0
    public var int64Value: Int64 = 0
    public var uint32Value: UInt32 = 0
    public var uint64Value: UInt64 = 0
    public var sint32Value: Int32 = 0
    public var sint64Value: Int64 = 0
    public var fixed32Value: UInt32 = 0
    public var fixed64Value: UInt64 = 0
    public var sfixed32Value: Int32 = 0
    public var sfixed64Value: Int64 = 0
    public var boolValue: Bool = false
    public var stringValue: String = ""
    public var bytesValue: Bytes = Bytes()
    public var colour: Colour = .unspecified
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      doubleValue: Double = 0,
      floatValue: Float = 0,
      int32Value: Int32 = 0,
      int64Value: Int64 = 0,
      uint32Value: UInt32 = 0,
      uint64Value: UInt64 = 0,
      sint32Value: Int32 = 0,
      sint64Value: Int64 = 0,
      fixed32Value: UInt32 = 0,
      fixed64Value: UInt64 = 0,
      sfixed32Value: Int32 = 0,
      sfixed64Value: Int64 = 0,
      boolValue: Bool = false,
      stringValue: String = "",
      bytesValue: Bytes = Bytes(),
      colour: Colour = .unspecified
    ) {
      self.doubleValue = doubleValue
      self.floatValue = floatValue
      self.int32Value = int32Value
      self.int64Value = int64Value
      self.uint32Value = uint32Value
      self.uint64Value = uint64Value
      self.sint32Value = sint32Value
      self.sint64Value = sint64Value
      self.fixed32Value = fixed32Value
      self.fixed64Value = fixed64Value
      self.sfixed32Value = sfixed32Value
      self.sfixed64Value = sfixed64Value
      self.boolValue = boolValue
      self.stringValue = stringValue
      self.bytesValue = bytesValue
      self.colour = colour
    }
  }

  /// Every scalar type with presence.
  public struct Optionals: Message {
    public var doubleValue: Double?
    public var floatValue: Float?
    public var int32Value: Int32?
    public var int64Value: Int64?
    public var uint32Value: UInt32?
    public var uint64Value: UInt64?
    public var sint32Value: Int32?
    public var sint64Value: Int64?
    public var fixed32Value: UInt32?
    public var fixed64Value: UInt64?
    public var sfixed32Value: Int32?
    public var sfixed64Value: Int64?
    public var boolValue: Bool?
    public var stringValue: String?
    public var bytesValue: Bytes?
    public var colour: Colour?
    public var scalars: Scalars?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      doubleValue: Double? = nil,
      floatValue: Float? = nil,
      int32Value: Int32? = nil,
      int64Value: Int64? = nil,
      uint32Value: UInt32? = nil,
      uint64Value: UInt64? = nil,
      sint32Value: Int32? = nil,
      sint64Value: Int64? = nil,
      fixed32Value: UInt32? = nil,
      fixed64Value: UInt64? = nil,
      sfixed32Value: Int32? = nil,
      sfixed64Value: Int64? = nil,
      boolValue: Bool? = nil,
      stringValue: String? = nil,
      bytesValue: Bytes? = nil,
      colour: Colour? = nil,
      scalars: Scalars? = nil
    ) {
      self.doubleValue = doubleValue
      self.floatValue = floatValue
      self.int32Value = int32Value
      self.int64Value = int64Value
      self.uint32Value = uint32Value
      self.uint64Value = uint64Value
      self.sint32Value = sint32Value
      self.sint64Value = sint64Value
      self.fixed32Value = fixed32Value
      self.fixed64Value = fixed64Value
      self.sfixed32Value = sfixed32Value
      self.sfixed64Value = sfixed64Value
      self.boolValue = boolValue
      self.stringValue = stringValue
      self.bytesValue = bytesValue
      self.colour = colour
      self.scalars = scalars
    }
  }

  /// Lists and maps.
  public struct Collections: Message {
    public var numbers: [Int32] = []
    public var scatteredNumbers: [Int32] = []
    public var doubles: [Double] = []
    public var fixed: [Int32] = []
    public var flags: [Bool] = []
    public var names: [String] = []
    public var blobs: [Bytes] = []
    public var colours: [Colour] = []
    public var scalars: [Scalars] = []
    public var counters: [String: Int64] = [:]
    public var scalarsByNumber: [Int32: Scalars] = [:]
    public var coloursByFlag: [Bool: Colour] = [:]
    public var blobsByKey: [UInt64: Bytes] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      numbers: [Int32] = [],
      scatteredNumbers: [Int32] = [],
      doubles: [Double] = [],
      fixed: [Int32] = [],
      flags: [Bool] = [],
      names: [String] = [],
      blobs: [Bytes] = [],
      colours: [Colour] = [],
      scalars: [Scalars] = [],
      counters: [String: Int64] = [:],
      scalarsByNumber: [Int32: Scalars] = [:],
      coloursByFlag: [Bool: Colour] = [:],
      blobsByKey: [UInt64: Bytes] = [:]
    ) {
      self.numbers = numbers
      self.scatteredNumbers = scatteredNumbers
      self.doubles = doubles
      self.fixed = fixed
      self.flags = flags
      self.names = names
      self.blobs = blobs
      self.colours = colours
      self.scalars = scalars
      self.counters = counters
      self.scalarsByNumber = scalarsByNumber
      self.coloursByFlag = coloursByFlag
      self.blobsByKey = blobsByKey
    }
  }

  /// One of several.
  public struct Choice: Message {
    public var before: String = ""
    /// What was chosen.
    public var selectedAnswer: SelectedAnswer?
    public var behind: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(before: String = "", selectedAnswer: SelectedAnswer? = nil, behind: String = "") {
      self.before = before
      self.selectedAnswer = selectedAnswer
      self.behind = behind
    }

    public enum SelectedAnswer: Sendable, Hashable {
      /// A number.
      case number(Int32)
      case text(String)
      case blob(Bytes)
      case colour(Colour)
      case instant(GoogleProtobuf.Timestamp)
      indirect case choice(Choice)
    }
  }

  /// A message inside itself, directly and by way of another.
  public struct Tree: Message {
    public var label: String = ""
    @Indirect public var left: Tree?
    @Indirect public var right: Branch?
    public var others: [Tree] = []
    public var named: [String: Tree] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      label: String = "",
      left: Tree? = nil,
      right: Branch? = nil,
      others: [Tree] = [],
      named: [String: Tree] = [:]
    ) {
      self.label = label
      self.left = left
      self.right = right
      self.others = others
      self.named = named
    }

    /// The way round.
    public struct Branch: Message {
      @Indirect public var tree: Tree?
      public var length: GoogleProtobuf.Duration?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(tree: Tree? = nil, length: GoogleProtobuf.Duration? = nil) {
        self.tree = tree
        self.length = length
      }
    }
  }

  /// Names that are taken: by Swift, by the runtime, and by what is generated.
  public struct Names: Message {
    public var selfField: String = ""
    public var initField: String = ""
    public var `default`: Bool = false
    public var unknownFieldsField: Int32 = 0
    public var tag: String = ""
    public var reader: [Int32] = []
    public var writer: String = ""
    public var fields: Buffers.Bytes = Buffers.Bytes()
    public var message: Message?
    public var bytes: Bytes = Bytes()
    public var value: Value_?
    public var urlPath: String = ""
    public var otherJson: String = ""
    public var kindOfType: Type_?
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      selfField: String = "",
      initField: String = "",
      `default`: Bool = false,
      unknownFieldsField: Int32 = 0,
      tag: String = "",
      reader: [Int32] = [],
      writer: String = "",
      fields: Buffers.Bytes = Buffers.Bytes(),
      message: Message? = nil,
      bytes: Bytes = Bytes(),
      value: Value_? = nil,
      urlPath: String = "",
      otherJson: String = "",
      kindOfType: Type_? = nil
    ) {
      self.selfField = selfField
      self.initField = initField
      self.default = `default`
      self.unknownFieldsField = unknownFieldsField
      self.tag = tag
      self.reader = reader
      self.writer = writer
      self.fields = fields
      self.message = message
      self.bytes = bytes
      self.value = value
      self.urlPath = urlPath
      self.otherJson = otherJson
      self.kindOfType = kindOfType
    }

    public enum Value_: Sendable, Hashable {
      case type(Int32)
      case `protocol`(String)
    }

    public enum Bytes: ProtobufEnum {
      case none
      /// A number that the schema does not know.
      case unrecognized(Int32)

      public init() { self = .none }

      public init(number: Int32) {
        switch number {
        case 0: self = .none
        default: self = .unrecognized(number)
        }
      }

      public var number: Int32 {
        switch self {
        case .none: 0
        case .unrecognized(let number): number
        }
      }

      public static var values: [(number: Int32, name: String)] {
        [(0, "BYTES_NONE")]
      }
    }

    public struct Message: Protobuf.Message {
      public var string: String = ""
      public var unknownFields = UnknownFields()

      public init() {}

      public init(string: String = "") {
        self.string = string
      }
    }

    public struct Value: Protobuf.Message {
      public var unknownFields = UnknownFields()

      public init() {}
    }
  }

  public struct Type_: Message {
    public var unknownFields = UnknownFields()

    public init() {}
  }

  /// Names that take more than a line.
  public struct MessageWithNamesThatTakeMoreThanALine: Message {
    public var aMapFromTextsToThoseMessages: [String: MessageWhoseNameIsRatherLong] = [:]
    public var aListOfMessagesOfThatName: [MessageWhoseNameIsRatherLong] = []
    public var aListOfEnumsWhoseNameIsRatherLong: [EnumWhoseNameIsRatherLong] = []
    public var memberOfAOneofThatWasChosen: MemberOfAOneofThatWasChosen?
    public var enumThatMayBeAbsentButHasAName: EnumWhoseNameIsRatherLong?
    public var scalarFieldThatLeavesHardlyRoomForAnything: Int32 = 0
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      aMapFromTextsToThoseMessages: [String: MessageWhoseNameIsRatherLong] = [:],
      aListOfMessagesOfThatName: [MessageWhoseNameIsRatherLong] = [],
      aListOfEnumsWhoseNameIsRatherLong: [EnumWhoseNameIsRatherLong] = [],
      memberOfAOneofThatWasChosen: MemberOfAOneofThatWasChosen? = nil,
      enumThatMayBeAbsentButHasAName: EnumWhoseNameIsRatherLong? = nil,
      scalarFieldThatLeavesHardlyRoomForAnything: Int32 = 0
    ) {
      self.aMapFromTextsToThoseMessages = aMapFromTextsToThoseMessages
      self.aListOfMessagesOfThatName = aListOfMessagesOfThatName
      self.aListOfEnumsWhoseNameIsRatherLong = aListOfEnumsWhoseNameIsRatherLong
      self.memberOfAOneofThatWasChosen = memberOfAOneofThatWasChosen
      self.enumThatMayBeAbsentButHasAName = enumThatMayBeAbsentButHasAName
      self.scalarFieldThatLeavesHardlyRoomForAnything = scalarFieldThatLeavesHardlyRoomForAnything
    }

    public enum MemberOfAOneofThatWasChosen: Sendable, Hashable {
      case messageWhoseNameIsRatherLong(MessageWhoseNameIsRatherLong)
      case textWhoseNameIsJustAsLongAsTheOther(String)
    }
  }

  /// Its comment is a paragraph of more than a line, and it goes on until there is no room left on
  /// it.
  public struct MessageWhoseNameIsRatherLong: Message {
    public var text: String = ""
    public var unknownFields = UnknownFields()

    public init() {}

    public init(text: String = "") {
      self.text = text
    }
  }

  /// A colour.
  ///
  /// It has an alias, a negative number, and values whose names Swift keeps for itself.
  public enum Colour: ProtobufEnum {
    case unspecified
    /// The colour of the sky.
    case blue
    case `default`
    case selfCase
    case numberCase
    case colour4k
    case infrared
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public static let azure = Self.blue

    public init() { self = .unspecified }

    public init(number: Int32) {
      switch number {
      case 0: self = .unspecified
      case 1: self = .blue
      case 2: self = .default
      case 3: self = .selfCase
      case 4: self = .numberCase
      case 5: self = .colour4k
      case -1: self = .infrared
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .unspecified: 0
      case .blue: 1
      case .default: 2
      case .selfCase: 3
      case .numberCase: 4
      case .colour4k: 5
      case .infrared: -1
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [
        (0, "COLOUR_UNSPECIFIED"),
        (1, "COLOUR_BLUE"),
        (1, "COLOUR_AZURE"),
        (2, "COLOUR_DEFAULT"),
        (3, "COLOUR_SELF"),
        (4, "COLOUR_NUMBER"),
        (5, "COLOUR_4K"),
        (-1, "COLOUR_INFRARED"),
      ]
    }
  }

  public enum EnumWhoseNameIsRatherLong: ProtobufEnum {
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
      [(0, "ENUM_WHOSE_NAME_IS_RATHER_LONG_UNSPECIFIED")]
    }
  }
}

// MARK: - Codecs

extension TestShapes.Scalars {
  public static let fullName = "test.shapes.v1.Scalars"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .fixed64(1): try reader.double(&doubleValue)
      case .fixed32(2): try reader.float(&floatValue)
      case .varint(3): try reader.int32(&int32Value)
      case .varint(4): try reader.int64(&int64Value)
      case .varint(5): try reader.uint32(&uint32Value)
      case .varint(6): try reader.uint64(&uint64Value)
      case .varint(7): try reader.sint32(&sint32Value)
      case .varint(8): try reader.sint64(&sint64Value)
      case .fixed32(9): try reader.fixed32(&fixed32Value)
      case .fixed64(10): try reader.fixed64(&fixed64Value)
      case .fixed32(11): try reader.sfixed32(&sfixed32Value)
      case .fixed64(12): try reader.sfixed64(&sfixed64Value)
      case .varint(13): try reader.bool(&boolValue)
      case .length(14): try reader.string(&stringValue)
      case .length(15): try reader.bytes(&bytesValue)
      case .varint(2047): try reader.enumeration(&colour)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.enumeration(2047, colour)
    writer.bytes(15, bytesValue)
    writer.string(14, stringValue)
    writer.bool(13, boolValue)
    writer.sfixed64(12, sfixed64Value)
    writer.sfixed32(11, sfixed32Value)
    writer.fixed64(10, fixed64Value)
    writer.fixed32(9, fixed32Value)
    writer.sint64(8, sint64Value)
    writer.sint32(7, sint32Value)
    writer.uint64(6, uint64Value)
    writer.uint32(5, uint32Value)
    writer.int64(4, int64Value)
    writer.int32(3, int32Value)
    writer.float(2, floatValue)
    writer.double(1, doubleValue)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "double_value", \.doubleValue)
    fields.singular(2, "float_value", \.floatValue)
    fields.singular(3, "int32_value", \.int32Value)
    fields.singular(4, "int64_value", \.int64Value)
    fields.singular(5, "uint32_value", \.uint32Value)
    fields.singular(6, "uint64_value", \.uint64Value)
    fields.singular(7, "sint32_value", \.sint32Value)
    fields.singular(8, "sint64_value", \.sint64Value)
    fields.singular(9, "fixed32_value", \.fixed32Value)
    fields.singular(10, "fixed64_value", \.fixed64Value)
    fields.singular(11, "sfixed32_value", \.sfixed32Value)
    fields.singular(12, "sfixed64_value", \.sfixed64Value)
    fields.singular(13, "bool_value", \.boolValue)
    fields.singular(14, "string_value", \.stringValue)
    fields.singular(15, "bytes_value", \.bytesValue)
    fields.singular(2047, "colour", \.colour)
  }
}

extension TestShapes.Optionals {
  public static let fullName = "test.shapes.v1.Optionals"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .fixed64(1): try reader.double(&doubleValue)
      case .fixed32(2): try reader.float(&floatValue)
      case .varint(3): try reader.int32(&int32Value)
      case .varint(4): try reader.int64(&int64Value)
      case .varint(5): try reader.uint32(&uint32Value)
      case .varint(6): try reader.uint64(&uint64Value)
      case .varint(7): try reader.sint32(&sint32Value)
      case .varint(8): try reader.sint64(&sint64Value)
      case .fixed32(9): try reader.fixed32(&fixed32Value)
      case .fixed64(10): try reader.fixed64(&fixed64Value)
      case .fixed32(11): try reader.sfixed32(&sfixed32Value)
      case .fixed64(12): try reader.sfixed64(&sfixed64Value)
      case .varint(13): try reader.bool(&boolValue)
      case .length(14): try reader.string(&stringValue)
      case .length(15): try reader.bytes(&bytesValue)
      case .varint(16): try reader.enumeration(&colour)
      case .length(17): try reader.message(&scalars)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(17, scalars)
    writer.enumeration(16, explicit: colour)
    writer.bytes(15, explicit: bytesValue)
    writer.string(14, explicit: stringValue)
    writer.bool(13, explicit: boolValue)
    writer.sfixed64(12, explicit: sfixed64Value)
    writer.sfixed32(11, explicit: sfixed32Value)
    writer.fixed64(10, explicit: fixed64Value)
    writer.fixed32(9, explicit: fixed32Value)
    writer.sint64(8, explicit: sint64Value)
    writer.sint32(7, explicit: sint32Value)
    writer.uint64(6, explicit: uint64Value)
    writer.uint32(5, explicit: uint32Value)
    writer.int64(4, explicit: int64Value)
    writer.int32(3, explicit: int32Value)
    writer.float(2, explicit: floatValue)
    writer.double(1, explicit: doubleValue)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "double_value", \.doubleValue)
    fields.optional(2, "float_value", \.floatValue)
    fields.optional(3, "int32_value", \.int32Value)
    fields.optional(4, "int64_value", \.int64Value)
    fields.optional(5, "uint32_value", \.uint32Value)
    fields.optional(6, "uint64_value", \.uint64Value)
    fields.optional(7, "sint32_value", \.sint32Value)
    fields.optional(8, "sint64_value", \.sint64Value)
    fields.optional(9, "fixed32_value", \.fixed32Value)
    fields.optional(10, "fixed64_value", \.fixed64Value)
    fields.optional(11, "sfixed32_value", \.sfixed32Value)
    fields.optional(12, "sfixed64_value", \.sfixed64Value)
    fields.optional(13, "bool_value", \.boolValue)
    fields.optional(14, "string_value", \.stringValue)
    fields.optional(15, "bytes_value", \.bytesValue)
    fields.optional(16, "colour", \.colour)
    fields.optional(17, "scalars", \.scalars)
  }
}

extension TestShapes.Collections {
  public static let fullName = "test.shapes.v1.Collections"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1), .varint(1): try reader.repeated(&numbers, tag, .int32)
      case .length(2), .varint(2): try reader.repeated(&scatteredNumbers, tag, .int32)
      case .length(3), .fixed64(3): try reader.repeated(&doubles, tag, .double)
      case .length(4), .fixed32(4): try reader.repeated(&fixed, tag, .sfixed32)
      case .length(5), .varint(5): try reader.repeated(&flags, tag, .bool)
      case .length(6): try reader.repeated(&names, tag, .string)
      case .length(7): try reader.repeated(&blobs, tag, .bytes)
      case .length(8), .varint(8):
        try reader.repeated(&colours, tag, .enumeration(TestShapes.Colour.self))
      case .length(9): try reader.messages(&scalars)
      case .length(10): try reader.map(&counters, .string, .int64)
      case .length(11): try reader.map(&scalarsByNumber, .sint32, .message(TestShapes.Scalars.self))
      case .length(12): try reader.map(&coloursByFlag, .bool, .enumeration(TestShapes.Colour.self))
      case .length(13): try reader.map(&blobsByKey, .fixed64, .bytes)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.map(13, blobsByKey, .fixed64, .bytes)
    writer.map(12, coloursByFlag, .bool, .enumeration(TestShapes.Colour.self))
    writer.map(11, scalarsByNumber, .sint32, .message(TestShapes.Scalars.self))
    writer.map(10, counters, .string, .int64)
    writer.messages(9, scalars)
    writer.repeated(8, colours, .enumeration(TestShapes.Colour.self))
    writer.repeated(7, blobs, .bytes)
    writer.repeated(6, names, .string)
    writer.repeated(5, flags, .bool)
    writer.repeated(4, fixed, .sfixed32)
    writer.repeated(3, doubles, .double)
    writer.unpacked(2, scatteredNumbers, .int32)
    writer.repeated(1, numbers, .int32)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.repeated(1, "numbers", \.numbers)
    fields.repeated(2, "scattered_numbers", \.scatteredNumbers)
    fields.repeated(3, "doubles", \.doubles)
    fields.repeated(4, "fixed", \.fixed)
    fields.repeated(5, "flags", \.flags)
    fields.repeated(6, "names", \.names)
    fields.repeated(7, "blobs", \.blobs)
    fields.repeated(8, "colours", \.colours)
    fields.repeated(9, "scalars", \.scalars)
    fields.map(10, "counters", \.counters)
    fields.map(11, "scalars_by_number", \.scalarsByNumber)
    fields.map(12, "colours_by_flag", \.coloursByFlag)
    fields.map(13, "blobs_by_key", \.blobsByKey)
  }
}

extension TestShapes.Choice {
  public static let fullName = "test.shapes.v1.Choice"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&before)
      case .varint(2): selectedAnswer = .number(try reader.int32())
      case .length(3): selectedAnswer = .text(try reader.string())
      case .length(4): selectedAnswer = .blob(try reader.bytes())
      case .varint(5): selectedAnswer = .colour(try reader.enumeration())
      case .length(9):
        try reader.message(&selectedAnswer, SelectedAnswer.instant) {
          if case .instant(let value) = $0 { value } else { nil }
        }
      case .length(7):
        try reader.message(&selectedAnswer, SelectedAnswer.choice) {
          if case .choice(let value) = $0 { value } else { nil }
        }
      case .length(8): try reader.string(&behind)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    switch selectedAnswer {
    case .number(let value)?: writer.int32(2, explicit: value)
    case .text(let value)?: writer.string(3, explicit: value)
    case .blob(let value)?: writer.bytes(4, explicit: value)
    case .colour(let value)?: writer.enumeration(5, explicit: value)
    case .instant(let value)?: writer.message(9, value)
    case .choice(let value)?: writer.message(7, value)
    case nil: break
    }
    writer.string(8, behind)
    writer.string(1, before)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "before", \.before)
    fields.oneof(2, "number", \.selectedAnswer, SelectedAnswer.number) {
      if case .number(let value) = $0 { value } else { nil }
    }
    fields.oneof(3, "text", \.selectedAnswer, SelectedAnswer.text) {
      if case .text(let value) = $0 { value } else { nil }
    }
    fields.oneof(4, "blob", \.selectedAnswer, SelectedAnswer.blob) {
      if case .blob(let value) = $0 { value } else { nil }
    }
    fields.oneof(5, "colour", \.selectedAnswer, SelectedAnswer.colour) {
      if case .colour(let value) = $0 { value } else { nil }
    }
    fields.oneof(9, "instant", \.selectedAnswer, SelectedAnswer.instant) {
      if case .instant(let value) = $0 { value } else { nil }
    }
    fields.oneof(7, "choice", \.selectedAnswer, SelectedAnswer.choice) {
      if case .choice(let value) = $0 { value } else { nil }
    }
    fields.singular(8, "behind", \.behind)
  }
}

extension TestShapes.Tree {
  public static let fullName = "test.shapes.v1.Tree"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&label)
      case .length(2): try reader.message(&left)
      case .length(3): try reader.message(&right)
      case .length(4): try reader.messages(&others)
      case .length(5): try reader.map(&named, .string, .message(TestShapes.Tree.self))
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.map(5, named, .string, .message(TestShapes.Tree.self))
    writer.messages(4, others)
    writer.message(3, right)
    writer.message(2, left)
    writer.string(1, label)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "label", \.label)
    fields.optional(2, "left", \.left)
    fields.optional(3, "right", \.right)
    fields.repeated(4, "others", \.others)
    fields.map(5, "named", \.named)
  }
}

extension TestShapes.Tree.Branch {
  public static let fullName = "test.shapes.v1.Tree.Branch"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.message(&tree)
      case .length(2): try reader.message(&length)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(2, length)
    writer.message(1, tree)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "tree", \.tree)
    fields.optional(2, "length", \.length)
  }
}

extension TestShapes.Names {
  public static let fullName = "test.shapes.v1.Names"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&selfField)
      case .length(2): try reader.string(&initField)
      case .varint(3): try reader.bool(&`default`)
      case .varint(4): try reader.int32(&unknownFieldsField)
      case .length(5): try reader.string(&self.tag)
      case .length(6), .varint(6): try reader.repeated(&self.reader, tag, .int32)
      case .length(7): try reader.string(&self.writer)
      case .length(8): try reader.bytes(&fields)
      case .length(9): try reader.message(&message)
      case .varint(10): try reader.enumeration(&bytes)
      case .varint(11): value = .type(try reader.int32())
      case .length(12): value = .protocol(try reader.string())
      case .length(13): try reader.string(&urlPath)
      case .length(14): try reader.string(&otherJson)
      case .length(15): try reader.message(&kindOfType)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.message(15, kindOfType)
    writer.string(14, otherJson)
    writer.string(13, urlPath)
    switch value {
    case .type(let value)?: writer.int32(11, explicit: value)
    case .protocol(let value)?: writer.string(12, explicit: value)
    case nil: break
    }
    writer.enumeration(10, bytes)
    writer.message(9, message)
    writer.bytes(8, fields)
    writer.string(7, self.writer)
    writer.repeated(6, self.reader, .int32)
    writer.string(5, self.tag)
    writer.int32(4, unknownFieldsField)
    writer.bool(3, `default`)
    writer.string(2, initField)
    writer.string(1, selfField)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "self", \.selfField)
    fields.singular(2, "init", \.initField)
    fields.singular(3, "default", \.`default`)
    fields.singular(4, "unknown_fields", \.unknownFieldsField)
    fields.singular(5, "tag", \.tag)
    fields.repeated(6, "reader", \.reader)
    fields.singular(7, "writer", \.writer)
    fields.singular(8, "fields", \.fields)
    fields.optional(9, "message", \.message)
    fields.singular(10, "bytes", \.bytes)
    fields.oneof(11, "type", \.value, Value_.type) {
      if case .type(let value) = $0 { value } else { nil }
    }
    fields.oneof(12, "protocol", \.value, Value_.`protocol`) {
      if case .protocol(let value) = $0 { value } else { nil }
    }
    fields.singular(13, "URLPath", \.urlPath)
    fields.singular(14, "other_json", \.otherJson, json: "elsewhere")
    fields.optional(15, "kind_of_type", \.kindOfType)
  }
}

extension TestShapes.Names.Message {
  public static let fullName = "test.shapes.v1.Names.Message"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&string)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(1, string)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.singular(1, "String", \.string)
  }
}

extension TestShapes.Names.Value {
  public static let fullName = "test.shapes.v1.Names.Value"

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

extension TestShapes.Type_ {
  public static let fullName = "test.shapes.v1.Type"

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

extension TestShapes.MessageWithNamesThatTakeMoreThanALine {
  public static let fullName = "test.shapes.v1.MessageWithNamesThatTakeMoreThanALine"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1):
        try reader.map(
          &aMapFromTextsToThoseMessages,
          .string,
          .message(TestShapes.MessageWhoseNameIsRatherLong.self))
      case .length(2): try reader.messages(&aListOfMessagesOfThatName)
      case .length(3), .varint(3):
        try reader.repeated(
          &aListOfEnumsWhoseNameIsRatherLong,
          tag,
          .enumeration(TestShapes.EnumWhoseNameIsRatherLong.self))
      case .length(4):
        try reader.message(
          &memberOfAOneofThatWasChosen, MemberOfAOneofThatWasChosen.messageWhoseNameIsRatherLong
        ) {
          if case .messageWhoseNameIsRatherLong(let value) = $0 { value } else { nil }
        }
      case .length(5):
        memberOfAOneofThatWasChosen = .textWhoseNameIsJustAsLongAsTheOther(try reader.string())
      case .varint(6): try reader.enumeration(&enumThatMayBeAbsentButHasAName)
      case .varint(7): try reader.int32(&scalarFieldThatLeavesHardlyRoomForAnything)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(7, scalarFieldThatLeavesHardlyRoomForAnything)
    writer.enumeration(6, explicit: enumThatMayBeAbsentButHasAName)
    switch memberOfAOneofThatWasChosen {
    case .messageWhoseNameIsRatherLong(let value)?: writer.message(4, value)
    case .textWhoseNameIsJustAsLongAsTheOther(let value)?: writer.string(5, explicit: value)
    case nil: break
    }
    writer.repeated(
      3, aListOfEnumsWhoseNameIsRatherLong, .enumeration(TestShapes.EnumWhoseNameIsRatherLong.self))
    writer.messages(2, aListOfMessagesOfThatName)
    writer.map(
      1,
      aMapFromTextsToThoseMessages,
      .string,
      .message(TestShapes.MessageWhoseNameIsRatherLong.self))
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.map(1, "a_map_from_texts_to_those_messages", \.aMapFromTextsToThoseMessages)
    fields.repeated(2, "a_list_of_messages_of_that_name", \.aListOfMessagesOfThatName)
    fields.repeated(
      3, "a_list_of_enums_whose_name_is_rather_long", \.aListOfEnumsWhoseNameIsRatherLong)
    fields.oneof(
      4,
      "message_whose_name_is_rather_long",
      \.memberOfAOneofThatWasChosen,
      MemberOfAOneofThatWasChosen.messageWhoseNameIsRatherLong
    ) {
      if case .messageWhoseNameIsRatherLong(let value) = $0 { value } else { nil }
    }
    fields.oneof(
      5,
      "text_whose_name_is_just_as_long_as_the_other",
      \.memberOfAOneofThatWasChosen,
      MemberOfAOneofThatWasChosen.textWhoseNameIsJustAsLongAsTheOther
    ) {
      if case .textWhoseNameIsJustAsLongAsTheOther(let value) = $0 { value } else { nil }
    }
    fields.optional(6, "enum_that_may_be_absent_but_has_a_name", \.enumThatMayBeAbsentButHasAName)
    fields.singular(
      7,
      "scalar_field_that_leaves_hardly_room_for_anything",
      \.scalarFieldThatLeavesHardlyRoomForAnything)
  }
}

extension TestShapes.MessageWhoseNameIsRatherLong {
  public static let fullName = "test.shapes.v1.MessageWhoseNameIsRatherLong"

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

extension TestShapes {
  /// The descriptor of `shapes.proto`.
  public static let shapesFile = SchemaFile(
    "shapes.proto",
    imports: [GoogleProtobuf.durationFile, GoogleProtobuf.timestampFile],
    base64: """
      CgxzaGFwZXMucHJvdG8SDnRlc3Quc2hhcGVzLnYxGh5nb29nbGUvcHJvdG9idWYvZHVyYXRpb24ucHJvdG8aH2dv
      b2dsZS9wcm90b2J1Zi90aW1lc3RhbXAucHJvdG8ixwQKB1NjYWxhcnMSIQoMZG91YmxlX3ZhbHVlGAEgASgBUgtk
      b3VibGVWYWx1ZRIfCgtmbG9hdF92YWx1ZRgCIAEoAlIKZmxvYXRWYWx1ZRIfCgtpbnQzMl92YWx1ZRgDIAEoBVIK
      aW50MzJWYWx1ZRIfCgtpbnQ2NF92YWx1ZRgEIAEoA1IKaW50NjRWYWx1ZRIhCgx1aW50MzJfdmFsdWUYBSABKA1S
      C3VpbnQzMlZhbHVlEiEKDHVpbnQ2NF92YWx1ZRgGIAEoBFILdWludDY0VmFsdWUSIQoMc2ludDMyX3ZhbHVlGAcg
      ASgRUgtzaW50MzJWYWx1ZRIhCgxzaW50NjRfdmFsdWUYCCABKBJSC3NpbnQ2NFZhbHVlEiMKDWZpeGVkMzJfdmFs
      dWUYCSABKAdSDGZpeGVkMzJWYWx1ZRIjCg1maXhlZDY0X3ZhbHVlGAogASgGUgxmaXhlZDY0VmFsdWUSJQoOc2Zp
      eGVkMzJfdmFsdWUYCyABKA9SDXNmaXhlZDMyVmFsdWUSJQoOc2ZpeGVkNjRfdmFsdWUYDCABKBBSDXNmaXhlZDY0
      VmFsdWUSHQoKYm9vbF92YWx1ZRgNIAEoCFIJYm9vbFZhbHVlEiEKDHN0cmluZ192YWx1ZRgOIAEoCVILc3RyaW5n
      VmFsdWUSHwoLYnl0ZXNfdmFsdWUYDyABKAxSCmJ5dGVzVmFsdWUSLwoGY29sb3VyGP8PIAEoDjIWLnRlc3Quc2hh
      cGVzLnYxLkNvbG91clIGY29sb3VyItUHCglPcHRpb25hbHMSJgoMZG91YmxlX3ZhbHVlGAEgASgBSABSC2RvdWJs
      ZVZhbHVliAEBEiQKC2Zsb2F0X3ZhbHVlGAIgASgCSAFSCmZsb2F0VmFsdWWIAQESJAoLaW50MzJfdmFsdWUYAyAB
      KAVIAlIKaW50MzJWYWx1ZYgBARIkCgtpbnQ2NF92YWx1ZRgEIAEoA0gDUgppbnQ2NFZhbHVliAEBEiYKDHVpbnQz
      Ml92YWx1ZRgFIAEoDUgEUgt1aW50MzJWYWx1ZYgBARImCgx1aW50NjRfdmFsdWUYBiABKARIBVILdWludDY0VmFs
      dWWIAQESJgoMc2ludDMyX3ZhbHVlGAcgASgRSAZSC3NpbnQzMlZhbHVliAEBEiYKDHNpbnQ2NF92YWx1ZRgIIAEo
      EkgHUgtzaW50NjRWYWx1ZYgBARIoCg1maXhlZDMyX3ZhbHVlGAkgASgHSAhSDGZpeGVkMzJWYWx1ZYgBARIoCg1m
      aXhlZDY0X3ZhbHVlGAogASgGSAlSDGZpeGVkNjRWYWx1ZYgBARIqCg5zZml4ZWQzMl92YWx1ZRgLIAEoD0gKUg1z
      Zml4ZWQzMlZhbHVliAEBEioKDnNmaXhlZDY0X3ZhbHVlGAwgASgQSAtSDXNmaXhlZDY0VmFsdWWIAQESIgoKYm9v
      bF92YWx1ZRgNIAEoCEgMUglib29sVmFsdWWIAQESJgoMc3RyaW5nX3ZhbHVlGA4gASgJSA1SC3N0cmluZ1ZhbHVl
      iAEBEiQKC2J5dGVzX3ZhbHVlGA8gASgMSA5SCmJ5dGVzVmFsdWWIAQESMwoGY29sb3VyGBAgASgOMhYudGVzdC5z
      aGFwZXMudjEuQ29sb3VySA9SBmNvbG91cogBARIxCgdzY2FsYXJzGBEgASgLMhcudGVzdC5zaGFwZXMudjEuU2Nh
      bGFyc1IHc2NhbGFyc0IPCg1fZG91YmxlX3ZhbHVlQg4KDF9mbG9hdF92YWx1ZUIOCgxfaW50MzJfdmFsdWVCDgoM
      X2ludDY0X3ZhbHVlQg8KDV91aW50MzJfdmFsdWVCDwoNX3VpbnQ2NF92YWx1ZUIPCg1fc2ludDMyX3ZhbHVlQg8K
      DV9zaW50NjRfdmFsdWVCEAoOX2ZpeGVkMzJfdmFsdWVCEAoOX2ZpeGVkNjRfdmFsdWVCEQoPX3NmaXhlZDMyX3Zh
      bHVlQhEKD19zZml4ZWQ2NF92YWx1ZUINCgtfYm9vbF92YWx1ZUIPCg1fc3RyaW5nX3ZhbHVlQg4KDF9ieXRlc192
      YWx1ZUIJCgdfY29sb3VyIq4HCgtDb2xsZWN0aW9ucxIYCgdudW1iZXJzGAEgAygFUgdudW1iZXJzEi8KEXNjYXR0
      ZXJlZF9udW1iZXJzGAIgAygFQgIQAFIQc2NhdHRlcmVkTnVtYmVycxIYCgdkb3VibGVzGAMgAygBUgdkb3VibGVz
      EhQKBWZpeGVkGAQgAygPUgVmaXhlZBIUCgVmbGFncxgFIAMoCFIFZmxhZ3MSFAoFbmFtZXMYBiADKAlSBW5hbWVz
      EhQKBWJsb2JzGAcgAygMUgVibG9icxIwCgdjb2xvdXJzGAggAygOMhYudGVzdC5zaGFwZXMudjEuQ29sb3VyUgdj
      b2xvdXJzEjEKB3NjYWxhcnMYCSADKAsyFy50ZXN0LnNoYXBlcy52MS5TY2FsYXJzUgdzY2FsYXJzEkUKCGNvdW50
      ZXJzGAogAygLMikudGVzdC5zaGFwZXMudjEuQ29sbGVjdGlvbnMuQ291bnRlcnNFbnRyeVIIY291bnRlcnMSXAoR
      c2NhbGFyc19ieV9udW1iZXIYCyADKAsyMC50ZXN0LnNoYXBlcy52MS5Db2xsZWN0aW9ucy5TY2FsYXJzQnlOdW1i
      ZXJFbnRyeVIPc2NhbGFyc0J5TnVtYmVyElYKD2NvbG91cnNfYnlfZmxhZxgMIAMoCzIuLnRlc3Quc2hhcGVzLnYx
      LkNvbGxlY3Rpb25zLkNvbG91cnNCeUZsYWdFbnRyeVINY29sb3Vyc0J5RmxhZxJNCgxibG9ic19ieV9rZXkYDSAD
      KAsyKy50ZXN0LnNoYXBlcy52MS5Db2xsZWN0aW9ucy5CbG9ic0J5S2V5RW50cnlSCmJsb2JzQnlLZXkaOwoNQ291
      bnRlcnNFbnRyeRIQCgNrZXkYASABKAlSA2tleRIUCgV2YWx1ZRgCIAEoA1IFdmFsdWU6AjgBGlsKFFNjYWxhcnNC
      eU51bWJlckVudHJ5EhAKA2tleRgBIAEoEVIDa2V5Ei0KBXZhbHVlGAIgASgLMhcudGVzdC5zaGFwZXMudjEuU2Nh
      bGFyc1IFdmFsdWU6AjgBGlgKEkNvbG91cnNCeUZsYWdFbnRyeRIQCgNrZXkYASABKAhSA2tleRIsCgV2YWx1ZRgC
      IAEoDjIWLnRlc3Quc2hhcGVzLnYxLkNvbG91clIFdmFsdWU6AjgBGj0KD0Jsb2JzQnlLZXlFbnRyeRIQCgNrZXkY
      ASABKAZSA2tleRIUCgV2YWx1ZRgCIAEoDFIFdmFsdWU6AjgBIq0CCgZDaG9pY2USFgoGYmVmb3JlGAEgASgJUgZi
      ZWZvcmUSGAoGbnVtYmVyGAIgASgFSABSBm51bWJlchIUCgR0ZXh0GAMgASgJSABSBHRleHQSFAoEYmxvYhgEIAEo
      DEgAUgRibG9iEjAKBmNvbG91chgFIAEoDjIWLnRlc3Quc2hhcGVzLnYxLkNvbG91ckgAUgZjb2xvdXISNgoHaW5z
      dGFudBgJIAEoCzIaLmdvb2dsZS5wcm90b2J1Zi5UaW1lc3RhbXBIAFIHaW5zdGFudBIwCgZjaG9pY2UYByABKAsy
      Fi50ZXN0LnNoYXBlcy52MS5DaG9pY2VIAFIGY2hvaWNlEhYKBmJlaGluZBgIIAEoCVIGYmVoaW5kQhEKD3NlbGVj
      dGVkX2Fuc3dlciKVAwoEVHJlZRIUCgVsYWJlbBgBIAEoCVIFbGFiZWwSKAoEbGVmdBgCIAEoCzIULnRlc3Quc2hh
      cGVzLnYxLlRyZWVSBGxlZnQSMQoFcmlnaHQYAyABKAsyGy50ZXN0LnNoYXBlcy52MS5UcmVlLkJyYW5jaFIFcmln
      aHQSLAoGb3RoZXJzGAQgAygLMhQudGVzdC5zaGFwZXMudjEuVHJlZVIGb3RoZXJzEjUKBW5hbWVkGAUgAygLMh8u
      dGVzdC5zaGFwZXMudjEuVHJlZS5OYW1lZEVudHJ5UgVuYW1lZBpOCgpOYW1lZEVudHJ5EhAKA2tleRgBIAEoCVID
      a2V5EioKBXZhbHVlGAIgASgLMhQudGVzdC5zaGFwZXMudjEuVHJlZVIFdmFsdWU6AjgBGmUKBkJyYW5jaBIoCgR0
      cmVlGAEgASgLMhQudGVzdC5zaGFwZXMudjEuVHJlZVIEdHJlZRIxCgZsZW5ndGgYAiABKAsyGS5nb29nbGUucHJv
      dG9idWYuRHVyYXRpb25SBmxlbmd0aCKpBAoFTmFtZXMSEgoEc2VsZhgBIAEoCVIEc2VsZhISCgRpbml0GAIgASgJ
      UgRpbml0EhgKB2RlZmF1bHQYAyABKAhSB2RlZmF1bHQSJQoOdW5rbm93bl9maWVsZHMYBCABKAVSDXVua25vd25G
      aWVsZHMSEAoDdGFnGAUgASgJUgN0YWcSFgoGcmVhZGVyGAYgAygFUgZyZWFkZXISFgoGd3JpdGVyGAcgASgJUgZ3
      cml0ZXISFgoGZmllbGRzGAggASgMUgZmaWVsZHMSNwoHbWVzc2FnZRgJIAEoCzIdLnRlc3Quc2hhcGVzLnYxLk5h
      bWVzLk1lc3NhZ2VSB21lc3NhZ2USMQoFYnl0ZXMYCiABKA4yGy50ZXN0LnNoYXBlcy52MS5OYW1lcy5CeXRlc1IF
      Ynl0ZXMSFAoEdHlwZRgLIAEoBUgAUgR0eXBlEhwKCHByb3RvY29sGAwgASgJSABSCHByb3RvY29sEhgKB1VSTFBh
      dGgYDSABKAlSB1VSTFBhdGgSHQoKb3RoZXJfanNvbhgOIAEoCVIJZWxzZXdoZXJlEjYKDGtpbmRfb2ZfdHlwZRgP
      IAEoCzIULnRlc3Quc2hhcGVzLnYxLlR5cGVSCmtpbmRPZlR5cGUaIQoHTWVzc2FnZRIWCgZTdHJpbmcYASABKAlS
      BlN0cmluZxoHCgVWYWx1ZSIXCgVCeXRlcxIOCgpCWVRFU19OT05FEABCBwoFdmFsdWUiBgoEVHlwZSLKCAolTWVz
      c2FnZVdpdGhOYW1lc1RoYXRUYWtlTW9yZVRoYW5BTGluZRKhAQoiYV9tYXBfZnJvbV90ZXh0c190b190aG9zZV9t
      ZXNzYWdlcxgBIAMoCzJXLnRlc3Quc2hhcGVzLnYxLk1lc3NhZ2VXaXRoTmFtZXNUaGF0VGFrZU1vcmVUaGFuQUxp
      bmUuQU1hcEZyb21UZXh0c1RvVGhvc2VNZXNzYWdlc0VudHJ5UhxhTWFwRnJvbVRleHRzVG9UaG9zZU1lc3NhZ2Vz
      EnAKH2FfbGlzdF9vZl9tZXNzYWdlc19vZl90aGF0X25hbWUYAiADKAsyLC50ZXN0LnNoYXBlcy52MS5NZXNzYWdl
      V2hvc2VOYW1lSXNSYXRoZXJMb25nUhlhTGlzdE9mTWVzc2FnZXNPZlRoYXROYW1lEn8KKWFfbGlzdF9vZl9lbnVt
      c193aG9zZV9uYW1lX2lzX3JhdGhlcl9sb25nGAMgAygOMikudGVzdC5zaGFwZXMudjEuRW51bVdob3NlTmFtZUlz
      UmF0aGVyTG9uZ1IhYUxpc3RPZkVudW1zV2hvc2VOYW1lSXNSYXRoZXJMb25nEncKIW1lc3NhZ2Vfd2hvc2VfbmFt
      ZV9pc19yYXRoZXJfbG9uZxgEIAEoCzIsLnRlc3Quc2hhcGVzLnYxLk1lc3NhZ2VXaG9zZU5hbWVJc1JhdGhlckxv
      bmdIAFIcbWVzc2FnZVdob3NlTmFtZUlzUmF0aGVyTG9uZxJbCix0ZXh0X3dob3NlX25hbWVfaXNfanVzdF9hc19s
      b25nX2FzX3RoZV9vdGhlchgFIAEoCUgAUiN0ZXh0V2hvc2VOYW1lSXNKdXN0QXNMb25nQXNUaGVPdGhlchJ+CiZl
      bnVtX3RoYXRfbWF5X2JlX2Fic2VudF9idXRfaGFzX2FfbmFtZRgGIAEoDjIpLnRlc3Quc2hhcGVzLnYxLkVudW1X
      aG9zZU5hbWVJc1JhdGhlckxvbmdIAVIeZW51bVRoYXRNYXlCZUFic2VudEJ1dEhhc0FOYW1liAEBEmUKMXNjYWxh
      cl9maWVsZF90aGF0X2xlYXZlc19oYXJkbHlfcm9vbV9mb3JfYW55dGhpbmcYByABKAVSKnNjYWxhckZpZWxkVGhh
      dExlYXZlc0hhcmRseVJvb21Gb3JBbnl0aGluZxp9CiFBTWFwRnJvbVRleHRzVG9UaG9zZU1lc3NhZ2VzRW50cnkS
      EAoDa2V5GAEgASgJUgNrZXkSQgoFdmFsdWUYAiABKAsyLC50ZXN0LnNoYXBlcy52MS5NZXNzYWdlV2hvc2VOYW1l
      SXNSYXRoZXJMb25nUgV2YWx1ZToCOAFCIwohbWVtYmVyX29mX2Ffb25lb2ZfdGhhdF93YXNfY2hvc2VuQikKJ19l
      bnVtX3RoYXRfbWF5X2JlX2Fic2VudF9idXRfaGFzX2FfbmFtZSIyChxNZXNzYWdlV2hvc2VOYW1lSXNSYXRoZXJM
      b25nEhIKBHRleHQYASABKAlSBHRleHQqrAEKBkNvbG91chIWChJDT0xPVVJfVU5TUEVDSUZJRUQQABIPCgtDT0xP
      VVJfQkxVRRABEhAKDENPTE9VUl9BWlVSRRABEhIKDkNPTE9VUl9ERUZBVUxUEAISDwoLQ09MT1VSX1NFTEYQAxIR
      Cg1DT0xPVVJfTlVNQkVSEAQSDQoJQ09MT1VSXzRLEAUSHAoPQ09MT1VSX0lORlJBUkVEEP///////////wEaAhAB
      KksKGUVudW1XaG9zZU5hbWVJc1JhdGhlckxvbmcSLgoqRU5VTV9XSE9TRV9OQU1FX0lTX1JBVEhFUl9MT05HX1VO
      U1BFQ0lGSUVEEABiBnByb3RvMw==
      """)
}
