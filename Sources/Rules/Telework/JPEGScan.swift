import Glibc

/// Walks the markers of a JPEG file (ITU-T T.81, B.1.1 and table B.1).
struct JPEGScan {
  /// Start of image.
  static let start: [UInt8] = [0xff, 0xd8]

  private enum Marker {
    static let endOfImage = 0xd9
    static let startOfScan = 0xda
    /// Markers without a segment: TEM and the restarts.
    static func standsAlone(_ code: Int) -> Bool { code == 0x01 || (0xd0...0xd7).contains(code) }
    /// SOF0 to SOF15 without DHT, JPG and DAC, which share the range.
    static func isFrame(_ code: Int) -> Bool {
      (0xc0...0xcf).contains(code) && ![0xc4, 0xc8, 0xcc].contains(code)
    }
  }

  private let file: UnsafeRawBufferPointer

  init(_ file: UnsafeRawBufferPointer) {
    self.file = file
  }

  func picture() throws(Picture.Flaw) -> Picture {
    var frame: Picture?
    var position = Self.start.count
    var scans = 0
    while true {
      let (code, segment) = try marker(at: position)
      switch code {
      case Marker.endOfImage:
        guard let frame else { throw .invalidHeader(.jpeg, "it has no frame header (SOF)") }
        guard scans > 0 else { throw .invalidHeader(.jpeg, "it has no scan (SOS)") }
        return frame
      case _ where Marker.standsAlone(code):
        position = segment
      default:
        let end = try segmentEnd(at: segment)
        if Marker.isFrame(code) {
          guard frame == nil else { throw .invalidHeader(.jpeg, "it has two frame headers (SOF)") }
          frame = try self.frame(segment, end)
        }
        position = end
        if code == Marker.startOfScan {
          guard frame != nil else { throw .invalidHeader(.jpeg, "a scan comes before the frame") }
          scans += 1
          position = try endOfScan(from: end)
        }
      }
    }
  }

  /// The marker's code at `position` and where its segment begins; fill bytes are skipped.
  private func marker(at position: Int) throws(Picture.Flaw) -> (code: Int, segment: Int) {
    guard position < file.count else { throw .truncated(.jpeg) }
    guard file[position] == 0xff else {
      throw .invalidHeader(.jpeg, "there is no marker at byte \(position)")
    }
    var next = position + 1
    while next < file.count, file[next] == 0xff { next += 1 }
    guard next < file.count else { throw .truncated(.jpeg) }
    return (Int(file[next]), next + 1)
  }

  private func segmentEnd(at segment: Int) throws(Picture.Flaw) -> Int {
    guard let length = file.bigEndian(at: segment, length: 2) else { throw .truncated(.jpeg) }
    guard length >= 2 else {
      throw .invalidHeader(.jpeg, "the segment at byte \(segment) has length \(length)")
    }
    guard segment + length <= file.count else { throw .truncated(.jpeg) }
    return segment + length
  }

  /// B.2.2: length, precision, lines, samples per line, components.
  private func frame(_ segment: Int, _ end: Int) throws(Picture.Flaw) -> Picture {
    guard end - segment >= 8, let height = file.bigEndian(at: segment + 3, length: 2),
      let width = file.bigEndian(at: segment + 5, length: 2)
    else { throw .invalidHeader(.jpeg, "the frame header (SOF) is too short") }
    let components = Int(file[segment + 7])
    guard components > 0, end - segment == 8 + 3 * components else {
      throw .invalidHeader(.jpeg, "the frame header's length does not fit its components")
    }
    guard width > 0, height > 0 else {
      throw .invalidHeader(.jpeg, "the frame header says \(width)×\(height) pixels")
    }
    return Picture(format: .jpeg, width: width, height: height)
  }

  /// The next marker that ends a scan's data: neither a stuffed zero nor a restart.
  private func endOfScan(from start: Int) throws(Picture.Flaw) -> Int {
    var position = start
    while position < file.count, let base = file.baseAddress,
      let found = memchr(base + position, 0xff, file.count - position)
    {
      let at = UnsafeRawPointer(found) - base
      guard at + 1 < file.count else { break }
      let code = Int(file[at + 1])
      if code != 0, code != 0xff, !Marker.standsAlone(code) { return at }
      position = code == 0xff ? at + 1 : at + 2
    }
    throw .truncated(.jpeg)
  }
}
