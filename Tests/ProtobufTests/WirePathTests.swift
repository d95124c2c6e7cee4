import Buffers
import Testing

@testable import Protobuf

/// The fast paths of the codec against the plain meaning of the format.
@Suite struct WirePaths {
  /// The varint of `value`, a byte at a time.
  private func varint(_ value: UInt64) -> [UInt8] {
    var (rest, bytes) = (value, [UInt8]())
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest | 0x80))
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  @Test func varintsOfEveryLengthAreWrittenAndRead() throws {
    // Behind the number nothing, so that it ends the input, or a string of twelve bytes.
    for trailer in [[], [0x72, 12] + Array("twelve bytes".utf8)] as [[UInt8]] {
      for bit in 0..<UInt64(64) {
        for value in [1 << bit, UInt64.max >> bit, 0x5555_5555_5555_5555 >> bit] where value != 0 {
          let bytes = [0x30] + varint(value) + trailer
          let decoded = try TestShapes.Scalars(decoding: Bytes(bytes))
          #expect(decoded.uint64Value == value)
          #expect(Array(decoded.encoded()) == bytes)
        }
      }
    }
  }

  @Test(arguments: 1...9)
  func aVarintMayBeLongerThanItsValueNeeds(padding: Int) throws {
    let bytes = [0x30, 0x85] + [UInt8](repeating: 0x80, count: padding - 1) + [0]
    for trailer in [0, 1, 2, 20] {
      // A field that is not known, of one byte and a length.
      let behind =
        trailer < 2 ? [] : [0xFA, 0x7F, UInt8(trailer)] + Array(repeating: 7, count: trailer)
      let decoded = try TestShapes.Scalars(decoding: Bytes(bytes + behind))
      #expect(decoded.uint64Value == 5)
    }
  }

  @Test func stringsOfEveryLengthAreReadAndCheckedToTheLastByte() throws {
    for length in 1...40 {
      let plain = [UInt8](repeating: 0x61, count: length)
      let head: [UInt8] = [0x72, UInt8(length)]
      #expect(
        try TestShapes.Scalars(decoding: Bytes(head + plain)).stringValue
          == String(repeating: "a", count: length))
      for place in 0..<length {
        var bad = plain
        bad[place] = 0xFF
        #expect(throws: DecodeError.self) {
          try TestShapes.Scalars(decoding: Bytes(head + bad))
        }
        guard place + 1 < length else { continue }
        bad[place] = 0xC3
        bad[place + 1] = 0xA9
        let text = try TestShapes.Scalars(decoding: Bytes(head + bad)).stringValue
        #expect(Array(text.utf8) == bad)
      }
    }
  }

  @Test func messagesOfEveryLengthGrowOutOfTheScratch() throws {
    for length in Array(0...80) + Array(900...1100) + [2040, 4090, 4096, 5000, 70_000] {
      let message = TestShapes.Scalars(
        uint64Value: .max, boolValue: true, stringValue: String(repeating: "x", count: length))
      #expect(try TestShapes.Scalars(decoding: message.encoded()) == message)
    }
  }

  @Test func aMapIsWrittenInTheOrderOfItsKeys() throws {
    let names = ["", "a", "B", "aa", "é", "窓", "z", "ab"]
    var message = TestShapes.Collections()
    for (place, name) in names.enumerated() { message.counters[name] = Int64(place) }
    for number in [3, -7, 0, 900, .min, .max] as [Int32] {
      message.scalarsByNumber[number] = TestShapes.Scalars(int32Value: number)
    }
    message.coloursByFlag = [true: .blue, false: .unrecognized(9)]
    var other = TestShapes.Collections()
    for (name, count) in message.counters.reversed() { other.counters[name] = count }
    for (number, value) in message.scalarsByNumber.reversed() {
      other.scalarsByNumber[number] = value
    }
    other.coloursByFlag = message.coloursByFlag
    #expect(message.encoded() == other.encoded())
    let only = TestShapes.Collections(counters: ["b": 1, "a": 2])
    #expect(
      Array(only.encoded()) == [0x52, 5, 0x0A, 1, 0x61, 0x10, 2, 0x52, 5, 0x0A, 1, 0x62, 0x10, 1])
  }

  @Test func longPayloadsGoOutAsTheyLie() throws {
    let long = Bytes(repeatElement(7, count: WireWriter.shareBytesMin))
    let short = Bytes(repeatElement(8, count: WireWriter.shareBytesMin - 1))
    let message = TestShapes.Collections(blobs: [short, long, short, long, long])
    let pieces = message.encoded(headroom: 5) { prefix, count in
      prefix.copyBytes(from: [1, 2, 3, 4, UInt8(truncatingIfNeeded: count)])
    }
    let plain = message.encoded()
    #expect(pieces.count == plain.count + 5)
    #expect(pieces.joined().slice(5..<pieces.count) == plain)
    #expect(Array(pieces.first.prefix(5)) == [1, 2, 3, 4, UInt8(truncatingIfNeeded: plain.count)])
    func address(_ bytes: Bytes) -> UInt {
      bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
    }
    #expect(pieces.rest.filter { address($0) == address(long) }.count == 3)
  }
}
