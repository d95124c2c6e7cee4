import Buffers

extension TextWriter {
  /// How deep bytes that may be messages are shown as messages.
  /// Source: C++'s `kUnknownFieldRecursionLimit`.
  private static let guessedNestingMax = 10

  /// Fields that the schema does not know, by their numbers. Whether bytes are a message is guessed:
  /// if they could be one, they are.
  mutating func unknown(_ fields: UnknownFields) {
    unknown(fields, guessesLeft: Self.guessedNestingMax)
  }

  private mutating func unknown(_ fields: UnknownFields, guessesLeft: Int) {
    guard !fields.isEmpty else { return }
    let bytes = fields.bytes
    bytes.withUnsafeBytes { memory in
      guard let start = memory.baseAddress else { return }
      var reader = WireReader(start: start, count: memory.count, source: UnretainedBytes(bytes))
      // They were read before, so there is nothing left to refuse.
      try? unknown(&reader, guessesLeft: guessesLeft)
    }
  }

  /// Up to the end of `reader` or of the group that it stands in.
  private mutating func unknown(
    _ reader: inout WireReader, guessesLeft: Int
  ) throws(DecodeError) {
    while let tag = try reader.nextTag() {
      let name = "\(tag.field)"
      switch tag.type {
      case .varint: scalar(name, "\(try reader.varint())")
      case .fixed32: scalar(name, hexadecimal(try reader.fixed32()))
      case .fixed64: scalar(name, hexadecimal(try reader.fixed64()))
      case .length: unknown(name, try reader.bytes(), guessesLeft: guessesLeft)
      case .startGroup:
        var failure: DecodeError?
        block(name) { writer in
          do throws(DecodeError) {
            try writer.unknown(&reader, guessesLeft: guessesLeft)
          } catch {
            failure = error
          }
        }
        if let failure { throw failure }
      case .endGroup, nil: return
      }
    }
  }

  private mutating func unknown(_ name: String, _ bytes: Bytes, guessesLeft: Int) {
    var guess = GoogleProtobuf.Empty()
    if guessesLeft > 0, !bytes.isEmpty,
      (try? guess.merge(decoding: bytes, nestingLeft: guessesLeft)) != nil
    {
      block(name) { $0.unknown(guess.unknownFields, guessesLeft: guessesLeft - 1) }
    } else {
      scalar(name, quoted(bytes, isText: false))
    }
  }

  private func hexadecimal<T: FixedWidthInteger>(_ value: T) -> String {
    let digits = String(value, radix: 16)
    return "0x" + String(repeating: "0", count: T.bitWidth / 4 - digits.count) + digits
  }
}
