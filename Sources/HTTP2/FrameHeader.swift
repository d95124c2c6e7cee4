/// The nine bytes before each frame: length, type, flags, stream. Source: RFC 9113, 4.1.
enum FrameHeader {
  /// In bytes.
  static let size = 9

  private static let flagsOffset = 4
  private static let headersType: UInt8 = 0x1
  private static let endStream: UInt8 = 0x1
  private static let endHeaders: UInt8 = 0x4

  /// Whether the flag END_STREAM is set.
  static func endsStream(_ header: UnsafeRawPointer) -> Bool {
    header.load(fromByteOffset: flagsOffset, as: UInt8.self) & endStream != 0
  }

  static func clearEndStream(_ header: UnsafeMutableRawPointer) {
    let flags = header.load(fromByteOffset: flagsOffset, as: UInt8.self)
    header.storeBytes(of: flags & ~endStream, toByteOffset: flagsOffset, as: UInt8.self)
  }

  /// A HEADERS frame that ends its stream; `count`, in bytes, is below the smallest limit of a frame.
  static func writeTrailers(of stream: Int32, _ count: Int, to header: UnsafeMutableRawPointer) {
    let lengthAndType = UInt32(truncatingIfNeeded: count) << 8 | UInt32(headersType)
    header.storeBytes(of: lengthAndType.bigEndian, as: UInt32.self)
    header.storeBytes(of: endStream | endHeaders, toByteOffset: flagsOffset, as: UInt8.self)
    header.storeBytes(
      of: UInt32(bitPattern: stream).bigEndian, toByteOffset: flagsOffset + 1, as: UInt32.self)
  }
}
