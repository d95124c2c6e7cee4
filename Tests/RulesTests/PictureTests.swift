import Testing

@testable import Rules

/// The smallest files that the formats' structure allows.
enum SamplePicture {
  static func jpeg(_ width: Int, _ height: Int, ending: Bool = true, frames: Int = 1) -> [UInt8] {
    let frame: [UInt8] =
      [0xff, 0xc0, 0, 11, 8]
      + [height >> 8, height & 255, width >> 8, width & 255].map { UInt8($0) }
      + [1, 1, 0x11, 0]
    let thumbnail: [UInt8] = [0xff, 0xe1, 0, 10, 0xff, 0xc0, 0, 11, 8, 0xff, 0xff, 0xff]
    let scan: [UInt8] = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xff, 0, 0xff, 0xd0, 0x34]
    return [0xff, 0xd8] + thumbnail + (0..<frames).flatMap { _ in frame } + scan
      + (ending ? [0xff, 0xd9] : [])
  }

  static func png(_ width: Int, _ height: Int, depth: UInt8 = 8, colour: UInt8 = 2) -> [UInt8] {
    func word(_ value: Int) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 255) } }
    func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
      let covered = Array(type.utf8) + content
      let crc = covered.withUnsafeBytes { PNGScan.checksum($0) }
      return word(content.count) + covered + word(Int(crc))
    }
    return PNGScan.signature
      + chunk("IHDR", word(width) + word(height) + [depth, colour, 0, 0, 0])
      + chunk("tEXt", Array("k\0v".utf8)) + chunk("IDAT", [1, 2, 3]) + chunk("IEND", [])
  }
}

private func read(_ file: [UInt8]) -> Result<Picture, Picture.Flaw> {
  file.withUnsafeBytes { bytes in
    Result { () throws(Picture.Flaw) in try Picture(reading: bytes) }
  }
}

@Test func thePictureSaysItsSizeItself() {
  #expect(
    read(SamplePicture.jpeg(640, 480)) == .success(.init(format: .jpeg, width: 640, height: 480)))
  #expect(
    read(SamplePicture.png(1920, 1080)) == .success(.init(format: .png, width: 1920, height: 1080)))
}

@Test func bytesBehindTheEndMarkerAreLetPass() {
  #expect(throws: Never.self) { try read(SamplePicture.jpeg(2, 2) + [0, 0]).get() }
  #expect(throws: Never.self) { try read(SamplePicture.png(2, 2) + [0, 0]).get() }
}

@Test func everyShorterFileIsTruncatedAndNeverTraps() {
  for (whole, format) in [
    (SamplePicture.jpeg(64, 48), Picture.Format.jpeg), (SamplePicture.png(64, 48), .png),
  ] {
    for length in 1..<whole.count {
      #expect(read(Array(whole.prefix(length))) == .failure(.truncated(format)), "\(length)")
    }
  }
  #expect(read([]) == .failure(.unknownFormat))
  #expect(read(Array("GIF89a".utf8)) == .failure(.unknownFormat))
}

@Test func aHeaderThatContradictsItselfIsInvalid() {
  var changed = SamplePicture.png(641, 480)
  changed[19] = 0x80  // width 640, checksum left as it was
  let bad: [[UInt8]] = [
    changed, SamplePicture.png(0, 480), SamplePicture.png(1, 1, depth: 3),
    SamplePicture.jpeg(0, 480), SamplePicture.jpeg(640, 480, frames: 2),
    SamplePicture.jpeg(640, 480, frames: 0), [0xff, 0xd8, 0xff, 0xd9], [0xff, 0xd8, 0x00],
    [0xff, 0xd8, 0xff, 0xe0, 0, 1],
  ]
  for file in bad {
    guard case .failure(.invalidHeader) = read(file) else {
      Issue.record("\(file) gave \(read(file))")
      continue
    }
  }
}

@Test func noChangedByteTraps() {
  for whole in [SamplePicture.jpeg(64, 48), SamplePicture.png(64, 48)] {
    for position in whole.indices {
      for value in [UInt8(0), 1, 0x7f, 0x80, 0xd9, 0xff] {
        var file = whole
        file[position] = value
        _ = read(file)
      }
    }
  }
  #expect(read(SamplePicture.jpeg(1, 1)) == .success(.init(format: .jpeg, width: 1, height: 1)))
}
