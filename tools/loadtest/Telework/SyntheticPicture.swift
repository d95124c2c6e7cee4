import Buffers

/// A JPEG of 640×480 grey pixels whose comment segments fill it up to a size: any program shows it, its
/// content differs with each number, and making it costs next to nothing.
struct SyntheticPicture: Sendable {
  private let filled: [UInt8]

  /// In bytes.
  var size: Int { filled.count }

  /// - Parameter size: of the file in bytes, at least ``sizeMin``.
  init(size: Int) {
    var file = Self.start
    var rest = max(size, Self.sizeMin) - Self.start.count - Self.image.count
    while rest > 0 {
      // A segment has 4 bytes before its content, and what is left must hold a whole one or none.
      var content = min(rest - 4, 65_533)
      if rest - 4 - content != 0, rest - 4 - content < Self.numberedSegment { content -= 32 }
      file += [0xff, 0xfe, UInt8((content + 2) >> 8), UInt8((content + 2) & 255)]
      file += (0..<content).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) & 0x7f }
      rest -= content + 4
    }
    filled = file + Self.image
  }

  private static let start: [UInt8] = [0xff, 0xd8]

  /// What follows the comments (ITU-T T.81, annex B): one component, of which each of the 80 by 60 blocks says in two
  /// bits that it is as bright as the one before and has nothing else in it.
  private static let image: [UInt8] =
    [0xff, 0xdb, 0, 67, 0] + [UInt8](repeating: 16, count: 64)
    + [0xff, 0xc0, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 1, 1, 0x11, 0]
    // Codes of one symbol, 0, with a length of one bit: for the first coefficient and for the others.
    + [0xff, 0xc4, 0, 20, 0x00, 1] + [UInt8](repeating: 0, count: 16)
    + [0xff, 0xc4, 0, 20, 0x10, 1] + [UInt8](repeating: 0, count: 16)
    + [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0] + [UInt8](repeating: 0, count: 80 * 60 * 2 / 8)
    + [0xff, 0xd9]

  private static let numberedSegment = 12
  static let sizeMin = start.count + numberedSegment + image.count

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
