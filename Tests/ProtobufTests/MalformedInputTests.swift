import Buffers
import Testing

@testable import Protobuf

/// What a peer may send: every input is decoded or refused, and none traps.
@Suite struct MalformedInput {
  @Test(arguments: [
    // bytes, reason, offset
    ([0x08], DecodeError.Reason.truncated, 1),
    ([0x72, 5, 0x61], .truncated, 2),
    ([0x72, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1], .truncated, 11),
    ([0x49, 1, 2, 3], .invalidTag, 1),
    ([0x09, 1, 2, 3], .truncated, 1),
    ([0x4D, 1, 2, 3], .truncated, 1),
    ([0x18] + Array(repeating: 0x80, count: 10) + [0], .varintTooLong, 1),
    ([0x00], .invalidTag, 1),
    ([0x0F], .invalidTag, 1),
    ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], .invalidTag, 6),
    ([0x0C], .unexpectedEndGroup, 1),
    ([0x13, 0x1C], .unexpectedEndGroup, 2),
    ([0x13], .truncated, 1),
    ([0x72, 2, 0xC3, 0x28], .invalidUTF8, 2),
  ])
  func isRefusedWithItsReasonAndPlace(
    bytes: [UInt8], reason: DecodeError.Reason, offset: Int
  ) {
    // Tag 0x49 is field 9 with eight bytes where the schema has four: unknown, and too short.
    let expected = bytes[0] == 0x49 ? DecodeError.Reason.truncated : reason
    #expect {
      try TestShapes.Scalars(decoding: Bytes(bytes))
    } throws: { error in
      let error = error as? DecodeError
      return error?.reason == expected && error?.offset == offset
        && error?.message == "test.shapes.v1.Scalars"
    }
  }

  @Test func theErrorNamesMessagePlaceAndReason() {
    #expect {
      try TestShapes.Scalars(decoding: [0x08, 0x80])
    } throws: {
      "\($0)" == "test.shapes.v1.Scalars, byte 1: the message ends inside a field"
    }
  }

  @Test func everyPrefixIsDecodedOrRefused() {
    var samples = Samples(seed: 11)
    let messages = [
      samples.scalars().encoded(), samples.optionals().encoded(), samples.collections().encoded(),
      samples.choice().encoded(), samples.tree().encoded(),
    ]
    var refused = 0
    for bytes in messages {
      for end in 0...bytes.count { refused += decodeAll(bytes.slice(0..<end)) }
    }
    #expect(refused > 0)
  }

  @Test func mutationsAreDecodedOrRefused() {
    var samples = Samples(seed: 12)
    var refused = 0
    for _ in 0..<300 {
      for bytes in [samples.collections().encoded(), samples.tree().encoded()] {
        var mutated = Array(bytes)
        for _ in 0..<Int.random(in: 1...4, using: &samples.random) {
          let place = Int.random(in: 0..<mutated.count, using: &samples.random)
          mutated[place] = UInt8.random(in: 0...255, using: &samples.random)
        }
        refused += decodeAll(Bytes(mutated))
        _ = try? TestShapes.Tree(decoding: Bytes(mutated)).json()
      }
    }
    #expect(refused > 0)
  }

  @Test func mutationsOfJsonAreReadOrRefused() throws {
    var samples = Samples(seed: 13)
    let pieces = [
      "{", "}", "[", "]", "\"", ":", ",", "\\u", "\\ud834", "null", "1e9", "-", "\u{FF}",
    ]
    var refused = 0
    for round in 0..<600 {
      let json = try round.isMultiple(of: 2) ? samples.collections().json() : samples.tree().json()
      var mutated = Array(json.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &samples.random) {
        let place = Int.random(in: 0..<mutated.count, using: &samples.random)
        let piece = pieces.randomElement(using: &samples.random) ?? ""
        let end = min(place + Int.random(in: 0...3, using: &samples.random), mutated.count)
        mutated.replaceSubrange(place..<end, with: piece.utf8)
      }
      do throws(JSONError) {
        _ = try TestShapes.Collections(json: Bytes(mutated), JSONOptions(ignoresUnknown: true))
        _ = try TestShapes.Tree(json: Bytes(mutated), JSONOptions(ignoresUnknown: true))
      } catch {
        refused += 1
      }
    }
    #expect(refused > 0)
  }

  @Test func manySmallPiecesOfOneFieldAreJoined() throws {
    // Quadratic work would show as a test that does not end: 200,000 pieces each.
    let pieces = 200_000
    let runs = Bytes((0..<pieces).flatMap { _ in [0x0A, 1, 7] as [UInt8] })
    #expect(try TestShapes.Collections(decoding: runs).numbers.count == pieces)
    let stranger = try TestShapes.Type_(decoding: runs)
    #expect(stranger.unknownFields.bytes.count == runs.count)
    // The struct of a Value, an entry of its map each time.
    let entries = Bytes((0..<pieces).flatMap { _ in [0x2A, 4, 0x0A, 2, 0x0A, 0] as [UInt8] })
    #expect(try GoogleProtobuf.Value(decoding: entries).kind != nil)
  }

  /// Decodes as every type; what is accepted must survive a round trip. Returns the refusals.
  private func decodeAll(_ bytes: Bytes) -> Int {
    decode(TestShapes.Scalars.self, bytes) + decode(TestShapes.Optionals.self, bytes)
      + decode(TestShapes.Collections.self, bytes) + decode(TestShapes.Choice.self, bytes)
      + decode(TestShapes.Tree.self, bytes) + decode(TestShapes.Type_.self, bytes)
      + decode(GoogleProtobuf.FileDescriptorProto.self, bytes)
  }

  private func decode<M: Message>(_: M.Type, _ bytes: Bytes) -> Int {
    guard let message = try? M(decoding: bytes) else { return 1 }
    let again = message.encoded()
    let same = (try? M(decoding: again))?.encoded().count == again.count
    #expect(same, "\(M.fullName) \(Array(bytes))")
    return 0
  }

  @Test func nestingEndsAtTheLimit() throws {
    func nested(_ depth: Int) -> Bytes {
      (0..<depth).reduce(Bytes()) { inner, _ in
        TestShapes.Tree(label: "").encodedAround(inner)
      }
    }
    _ = try TestShapes.Tree(decoding: nested(WireReader.nestingMax))
    #expect {
      try TestShapes.Tree(decoding: nested(WireReader.nestingMax + 1))
    } throws: {
      ($0 as? DecodeError)?.reason == .nestedTooDeep
    }
  }

  @Test func unknownGroupsEndAtTheLimitToo() throws {
    let starts = [UInt8](repeating: 0x0B, count: 100_000)
    #expect {
      try TestShapes.Type_(decoding: Bytes(starts))
    } throws: {
      ($0 as? DecodeError)?.reason == .nestedTooDeep
    }
    let whole = [UInt8](repeating: 0x0B, count: 100) + [UInt8](repeating: 0x0C, count: 100)
    #expect(try TestShapes.Type_(decoding: Bytes(whole)).encoded() == Bytes(whole))
  }

  @Test func aClaimedLengthTakesNoMemory() {
    // A packed run, a string and a message that claim two gigabytes.
    for tag: UInt8 in [0x0A, 0x32, 0x4A] {
      #expect {
        try TestShapes.Collections(decoding: [tag, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1])
      } throws: {
        ($0 as? DecodeError)?.reason == .truncated
      }
    }
  }
}

extension TestShapes.Tree {
  /// A tree whose left is the tree that `inner` encodes.
  fileprivate func encodedAround(_ inner: Bytes) -> Bytes {
    var length: [UInt8] = []
    var rest = inner.count
    while rest >= 0x80 {
      length.append(UInt8(rest & 0x7F | 0x80))
      rest >>= 7
    }
    length.append(UInt8(rest))
    return Bytes([0x12] + length + Array(inner))
  }
}
