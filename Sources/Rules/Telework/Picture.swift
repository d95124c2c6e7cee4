/// What a picture's own header says of it: the only source of its size (TEL-32).
public struct Picture: Sendable, Hashable {
  public enum Format: Sendable, Hashable {
    case jpeg
    case png
  }

  public let format: Format
  /// In pixels.
  public let width: Int
  /// In pixels.
  public let height: Int

  public init(format: Format, width: Int, height: Int) {
    self.format = format
    self.width = width
    self.height = height
  }

  /// Why bytes are no picture.
  public enum Flaw: Error, Sendable, Hashable {
    /// They begin neither like a JPEG nor like a PNG.
    case unknownFormat
    /// They end before the picture does.
    case truncated(Format)
    /// The header contradicts itself or the format's specification.
    case invalidHeader(Format, String)
  }

  /// Reads the header and walks the structure to the end marker, without decoding a pixel.
  ///
  /// JPEG: ITU-T T.81 annex B (frame header, end-of-image marker). PNG: ISO/IEC 15948 (chunk layout,
  /// IHDR with its CRC, IEND). Bytes behind the end marker are let pass, as cameras write them.
  public init(reading file: UnsafeRawBufferPointer) throws(Flaw) {
    if file.starts(with: JPEGScan.start) {
      self = try JPEGScan(file).picture()
    } else if file.starts(with: PNGScan.signature) {
      self = try PNGScan(file).picture()
    } else if !file.isEmpty, JPEGScan.start.starts(with: file) {
      throw .truncated(.jpeg)
    } else if !file.isEmpty, PNGScan.signature.starts(with: file) {
      throw .truncated(.png)
    } else {
      throw .unknownFormat
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The big-endian number of `length` bytes at `offset`; nil past the end.
  func bigEndian(at offset: Int, length: Int) -> Int? {
    guard offset >= 0, offset <= count - length else { return nil }
    return self[offset..<offset + length].reduce(0) { $0 << 8 | Int($1) }
  }
}
