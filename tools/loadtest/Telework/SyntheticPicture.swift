import Buffers

/// A JPEG of 640×480 pixels whose comment segments fill it up to a size: its structure is right, its
/// content differs with each number, and making it costs next to nothing.
struct SyntheticPicture: Sendable {
  private let filled: [UInt8]

  /// In bytes.
  var size: Int { filled.count }

  /// - Parameter size: of the file in bytes, at least ``sizeMin``.
  init(size: Int) {
    let head: [UInt8] = [0xff, 0xd8]
    let tail: [UInt8] =
      [0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0]
      + [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xff, 0xd9]
    var file = head
    var rest = max(size, Self.sizeMin) - head.count - tail.count
    while rest > 0 {
      // A segment has 4 bytes before its content, and what is left must hold a whole one or none.
      var content = min(rest - 4, 65_533)
      if rest - 4 - content != 0, rest - 4 - content < Self.numberedSegment { content -= 32 }
      file += [0xff, 0xfe, UInt8((content + 2) >> 8), UInt8((content + 2) & 255)]
      file += (0..<content).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) & 0x7f }
      rest -= content + 4
    }
    filled = file + tail
  }

  private static let numberedSegment = 12
  static let sizeMin = 2 + 27 + numberedSegment

  /// The picture with `number` written into its first comment.
  func numbered(_ number: UInt64) -> Bytes {
    Bytes(capacity: filled.count) { memory in
      memory.copyBytes(from: filled)
      for index in 0..<8 {
        memory[6 + index] = UInt8(truncatingIfNeeded: number >> UInt64(7 * index)) & 0x7f
      }
      return filled.count
    }
  }
}
