import Buffers
import Testing

@testable import Protobuf

@Suite struct Legacy {
  private let full = """
    name: "hall"
    answer: 0
    Room {
      floor: -3
      Door {
        open: true
      }
    }
    Chair {
      colour: "red"
    }
    Chair {
      colour: ""
    }
    Bench {
      seats: 4
    }
    lamp: OFF
    lamps: ON
    lamps: OFF
    packed_lamps: ON
    lamp_by_name {
      key: "desk"
      value: ON
    }

    """

  @Test func groupsAreReadAndWrittenAsProtocDoes() throws {
    let theirs = try Protoc.encode("test.legacy.v1.Legacy", full, schema: "legacy.proto")
    let message = try TestLegacy.Legacy(decoding: theirs)
    #expect(message.room?.door?.open == true)
    #expect(message.chair.map(\.colour) == ["red", ""])
    #expect(message.choice == .bench(.init(seats: 4)))
    #expect(message.encoded() == theirs)
    #expect(message.text() == full)
    #expect(try TestLegacy.Legacy(json: message.json()) == message)
  }

  @Test func aGroupThatComesTwiceIsMerged() throws {
    let bytes: Bytes = [0x1B, 0x08, 1, 0x1C, 0x1B, 0x13, 0x08, 1, 0x14, 0x1C]
    #expect(
      try TestLegacy.Legacy(decoding: bytes).room == .init(floor: 1, door: .init(open: true)))
  }

  @Test(
    arguments: [
      // A room without an end; with another's end; ending inside its message; an end of its own.
      [0x1B], [0x1B, 0x24], [0x1B, 0x13, 0x1C], [0x1C],
    ] as [Bytes])
  func aGroupMustEndAsItBegan(bytes: Bytes) {
    #expect(throws: DecodeError.self) { try TestLegacy.Legacy(decoding: bytes) }
  }

  @Test func aNumberThatAClosedEnumDoesNotKnowIsAnUnknownField() throws {
    // lamp, lamps twice, packed_lamps of three, the member of the oneof, an entry of the map.
    let bytes: Bytes = [
      0x38, 9, 0x40, 1, 0x40, 9, 0x4A, 3, 1, 9, 2, 0x30, 9, 0x52, 5, 0x0A, 1, 0x61, 0x10, 9,
    ]
    let message = try TestLegacy.Legacy(decoding: bytes)
    #expect(message.lamp == nil)
    #expect(message.lamps == [.on])
    #expect(message.packedLamps == [.on, .off])
    #expect(message.choice == nil)
    #expect(message.lampByName.isEmpty)
    #expect(
      message.unknownFields.bytes == [
        0x38, 9, 0x40, 9, 0x48, 9, 0x30, 9, 0x52, 5, 0x0A, 1, 0x61, 0x10, 9,
      ])
  }

  @Test func anExtensionIsKept() throws {
    let bytes = try Protoc.encode(
      "test.legacy.v1.Legacy", "name: '' [test.legacy.v1.extra]: 7", schema: "legacy.proto")
    #expect(try TestLegacy.Legacy(decoding: bytes).encoded() == bytes)
  }
}
