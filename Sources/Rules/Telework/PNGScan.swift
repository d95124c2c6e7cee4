/// Walks the chunks of a PNG file (ISO/IEC 15948, clauses 5 and 11).
struct PNGScan {
  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

  private static let header = 0x4948_4452  // IHDR
  private static let data = 0x4944_4154  // IDAT
  private static let end = 0x4945_4e44  // IEND

  private let file: UnsafeRawBufferPointer

  init(_ file: UnsafeRawBufferPointer) {
    self.file = file
  }

  func picture() throws(Picture.Flaw) -> Picture {
    let (type, content, behind) = try chunk(at: Self.signature.count)
    guard type == Self.header, content.count == 13 else {
      throw .invalidHeader(.png, "its first chunk is no header (IHDR) of 13 bytes")
    }
    let picture = try header(content)
    var position = behind
    var hasData = false
    while true {
      let (type, _, behind) = try chunk(at: position)
      switch type {
      case Self.header: throw .invalidHeader(.png, "it has two headers (IHDR)")
      case Self.data: hasData = true
      case Self.end:
        guard hasData else { throw .invalidHeader(.png, "it has no image data (IDAT)") }
        return picture
      default: break
      }
      position = behind
    }
  }

  /// Length, type, content, CRC.
  private func chunk(
    at position: Int
  ) throws(Picture.Flaw) -> (type: Int, content: Range<Int>, behind: Int) {
    guard let length = file.bigEndian(at: position, length: 4),
      let type = file.bigEndian(at: position + 4, length: 4)
    else { throw .truncated(.png) }
    let start = position + 8
    guard length <= file.count - start - 4 else { throw .truncated(.png) }
    return (type, start..<start + length, start + length + 4)
  }

  private func header(_ content: Range<Int>) throws(Picture.Flaw) -> Picture {
    let start = content.lowerBound
    guard let width = file.bigEndian(at: start, length: 4),
      let height = file.bigEndian(at: start + 4, length: 4),
      let checksum = file.bigEndian(at: content.upperBound, length: 4)
    else { throw .truncated(.png) }
    let covered = UnsafeRawBufferPointer(rebasing: file[start - 4..<content.upperBound])
    guard checksum == Int(Self.checksum(covered)) else {
      throw .invalidHeader(.png, "the header's checksum does not match: it was changed")
    }
    guard (1...0x7fff_ffff).contains(width), (1...0x7fff_ffff).contains(height) else {
      throw .invalidHeader(.png, "the header says \(width)×\(height) pixels")
    }
    let depth = Int(file[start + 8])
    let colour = Int(file[start + 9])
    guard Self.depths[colour]?.contains(depth) == true else {
      throw .invalidHeader(.png, "bit depth \(depth) does not exist with colour type \(colour)")
    }
    return Picture(format: .png, width: width, height: height)
  }

  /// Table 11.1: the bit depths of each colour type.
  private static let depths: [Int: Set<Int>] = [
    0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16],
  ]

  /// Annex D: CRC-32 with the polynomial 0xedb88320. Bit by bit, since it covers 17 bytes.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var remainder = ~UInt32(0)
    for byte in bytes {
      remainder ^= UInt32(byte)
      for _ in 0..<8 {
        remainder = remainder & 1 == 0 ? remainder >> 1 : remainder >> 1 ^ 0xedb8_8320
      }
    }
    return ~remainder
  }
}
