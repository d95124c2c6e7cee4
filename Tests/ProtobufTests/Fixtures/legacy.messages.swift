// Made by schemac from legacy.proto. Edit that, not this.

import Protobuf

/// Package `test.legacy.v1`.
public enum TestLegacy {}

extension TestLegacy {
  /// What only proto2 has.
  public struct Legacy: Message {
    public var name: String?
    public var answer: Int32?
    public var room: Room?
    public var chair: [Chair] = []
    public var choice: Choice?
    public var lamp: Light?
    public var lamps: [Light] = []
    public var packedLamps: [Light] = []
    public var lampByName: [String: Light] = [:]
    public var unknownFields = UnknownFields()

    public init() {}

    public init(
      name: String? = nil,
      answer: Int32? = nil,
      room: Room? = nil,
      chair: [Chair] = [],
      choice: Choice? = nil,
      lamp: Light? = nil,
      lamps: [Light] = [],
      packedLamps: [Light] = [],
      lampByName: [String: Light] = [:]
    ) {
      self.name = name
      self.answer = answer
      self.room = room
      self.chair = chair
      self.choice = choice
      self.lamp = lamp
      self.lamps = lamps
      self.packedLamps = packedLamps
      self.lampByName = lampByName
    }

    public enum Choice: Sendable, Hashable {
      case bench(Bench)
      case light(Light)
    }

    public struct Room: Message {
      public var floor: Int32?
      public var door: Door?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(floor: Int32? = nil, door: Door? = nil) {
        self.floor = floor
        self.door = door
      }

      public struct Door: Message {
        public var open: Bool?
        public var unknownFields = UnknownFields()

        public init() {}

        public init(open: Bool? = nil) {
          self.open = open
        }
      }
    }

    public struct Chair: Message {
      public var colour: String?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(colour: String? = nil) {
        self.colour = colour
      }
    }

    public struct Bench: Message {
      public var seats: Int32?
      public var unknownFields = UnknownFields()

      public init() {}

      public init(seats: Int32? = nil) {
        self.seats = seats
      }
    }
  }

  public enum Light: ProtobufEnum {
    case dark
    case on
    case off
    /// A number that the schema does not know.
    case unrecognized(Int32)

    public init() { self = .dark }

    public static var isClosed: Bool { true }

    public init(number: Int32) {
      switch number {
      case 0: self = .dark
      case 1: self = .on
      case 2: self = .off
      default: self = .unrecognized(number)
      }
    }

    public var number: Int32 {
      switch self {
      case .dark: 0
      case .on: 1
      case .off: 2
      case .unrecognized(let number): number
      }
    }

    public static var values: [(number: Int32, name: String)] {
      [
        (0, "DARK"),
        (1, "ON"),
        (2, "OFF"),
      ]
    }
  }

  public static let extra = Extension<Legacy, Int32>("test.legacy.v1.extra", 100, .int32)
}

// MARK: - Codecs

extension TestLegacy.Legacy {
  public static let fullName = "test.legacy.v1.Legacy"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&name)
      case .varint(2): try reader.int32(&answer)
      case .startGroup(3): try reader.group(&room, 3)
      case .startGroup(4): try reader.groups(&chair, 4)
      case .startGroup(5):
        try reader.group(&choice, 5, Choice.bench) {
          if case .bench(let value) = $0 { value } else { nil }
        }
      case .varint(6):
        if let value: TestLegacy.Light = try reader.closed(6, &unknownFields) {
          choice = .light(value)
        }
      case .varint(7): try reader.closed(&lamp, 7, &unknownFields)
      case .length(8), .varint(8): try reader.closed(&lamps, tag, &unknownFields)
      case .length(9), .varint(9): try reader.closed(&packedLamps, tag, &unknownFields)
      case .length(10): try reader.closed(&lampByName, 10, .string, &unknownFields)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.map(10, lampByName, .string, .enumeration(TestLegacy.Light.self))
    writer.repeated(9, packedLamps, .enumeration(TestLegacy.Light.self))
    writer.unpacked(8, lamps, .enumeration(TestLegacy.Light.self))
    writer.enumeration(7, explicit: lamp)
    switch choice {
    case .bench(let value)?: writer.group(5, value)
    case .light(let value)?: writer.enumeration(6, explicit: value)
    case nil: break
    }
    writer.groups(4, chair)
    writer.group(3, room)
    writer.int32(2, explicit: answer)
    writer.string(1, explicit: name)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "name", \.name)
    fields.optional(2, "answer", \.answer)
    fields.optional(3, "room", \.room, text: "Room")
    fields.repeated(4, "chair", \.chair, text: "Chair")
    fields.oneof(5, "bench", \.choice, Choice.bench, text: "Bench") {
      if case .bench(let value) = $0 { value } else { nil }
    }
    fields.oneof(6, "light", \.choice, Choice.light) {
      if case .light(let value) = $0 { value } else { nil }
    }
    fields.optional(7, "lamp", \.lamp)
    fields.repeated(8, "lamps", \.lamps)
    fields.repeated(9, "packed_lamps", \.packedLamps)
    fields.map(10, "lamp_by_name", \.lampByName)
  }
}

extension TestLegacy.Legacy.Room {
  public static let fullName = "test.legacy.v1.Legacy.Room"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&floor)
      case .startGroup(2): try reader.group(&door, 2)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.group(2, door)
    writer.int32(1, explicit: floor)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "floor", \.floor)
    fields.optional(2, "door", \.door, text: "Door")
  }
}

extension TestLegacy.Legacy.Room.Door {
  public static let fullName = "test.legacy.v1.Legacy.Room.Door"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.bool(&open)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.bool(1, explicit: open)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "open", \.open)
  }
}

extension TestLegacy.Legacy.Chair {
  public static let fullName = "test.legacy.v1.Legacy.Chair"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .length(1): try reader.string(&colour)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.string(1, explicit: colour)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "colour", \.colour)
  }
}

extension TestLegacy.Legacy.Bench {
  public static let fullName = "test.legacy.v1.Legacy.Bench"

  public mutating func merge(from reader: inout WireReader) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      switch tag {
      case .varint(1): try reader.int32(&seats)
      default: try reader.unknown(tag, &unknownFields)
      }
    }
  }

  public func write(to writer: inout WireWriter) {
    writer.unknown(unknownFields)
    writer.int32(1, explicit: seats)
  }

  public static func describe(_ fields: inout FieldTable<Self>) {
    fields.optional(1, "seats", \.seats)
  }
}

// MARK: - Schema

extension TestLegacy {
  /// The descriptor of `legacy.proto`.
  public static let legacyFile = SchemaFile(
    "legacy.proto",
    imports: [],
    base64: """
      CgxsZWdhY3kucHJvdG8SDnRlc3QubGVnYWN5LnYxIvwFCgZMZWdhY3kSEgoEbmFtZRgBIAIoCVIEbmFtZRIaCgZh
      bnN3ZXIYAiABKAU6AjQyUgZhbnN3ZXISLwoEcm9vbRgDIAEoCjIbLnRlc3QubGVnYWN5LnYxLkxlZ2FjeS5Sb29t
      UgRyb29tEjIKBWNoYWlyGAQgAygKMhwudGVzdC5sZWdhY3kudjEuTGVnYWN5LkNoYWlyUgVjaGFpchI0CgViZW5j
      aBgFIAEoCjIcLnRlc3QubGVnYWN5LnYxLkxlZ2FjeS5CZW5jaEgAUgViZW5jaBItCgVsaWdodBgGIAEoDjIVLnRl
      c3QubGVnYWN5LnYxLkxpZ2h0SABSBWxpZ2h0EikKBGxhbXAYByABKA4yFS50ZXN0LmxlZ2FjeS52MS5MaWdodFIE
      bGFtcBIrCgVsYW1wcxgIIAMoDjIVLnRlc3QubGVnYWN5LnYxLkxpZ2h0UgVsYW1wcxI8CgxwYWNrZWRfbGFtcHMY
      CSADKA4yFS50ZXN0LmxlZ2FjeS52MS5MaWdodEICEAFSC3BhY2tlZExhbXBzEkgKDGxhbXBfYnlfbmFtZRgKIAMo
      CzImLnRlc3QubGVnYWN5LnYxLkxlZ2FjeS5MYW1wQnlOYW1lRW50cnlSCmxhbXBCeU5hbWUabgoEUm9vbRIUCgVm
      bG9vchgBIAEoBVIFZmxvb3ISNAoEZG9vchgCIAEoCjIgLnRlc3QubGVnYWN5LnYxLkxlZ2FjeS5Sb29tLkRvb3JS
      BGRvb3IaGgoERG9vchISCgRvcGVuGAEgASgIUgRvcGVuGh8KBUNoYWlyEhYKBmNvbG91chgBIAIoCVIGY29sb3Vy
      Gh0KBUJlbmNoEhQKBXNlYXRzGAEgASgFUgVzZWF0cxpUCg9MYW1wQnlOYW1lRW50cnkSEAoDa2V5GAEgASgJUgNr
      ZXkSKwoFdmFsdWUYAiABKA4yFS50ZXN0LmxlZ2FjeS52MS5MaWdodFIFdmFsdWU6AjgBKggIZBCAgICAAkIICgZj
      aG9pY2UqIgoFTGlnaHQSCAoEREFSSxAAEgYKAk9OEAESBwoDT0ZGEAI6LAoFZXh0cmESFi50ZXN0LmxlZ2FjeS52
      MS5MZWdhY3kYZCABKAVSBWV4dHJh
      """)
}
