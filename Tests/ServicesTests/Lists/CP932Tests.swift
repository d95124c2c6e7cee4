import Foundation
import Testing

@testable import Services

/// What Windows in Japan reads as Shift_JIS.
@Suite struct CP932Tests {
  @Test(
    arguments: [
      // the text, its bytes, what is lacking
      ("a,\r\n", [0x61, 0x2c, 0x0d, 0x0a], []),
      ("あ漢", [0x82, 0xa0, 0x8a, 0xbf], []),
      ("ｱﾟ", [0xb1, 0xdf], []),
      ("①㈱", [0x87, 0x40, 0x87, 0x8a], []),
      // IBM's extensions, with the bytes that Windows writes.
      ("髙﨑ⅰ", [0xfb, 0xfc, 0xfa, 0xb1, 0xfa, 0x40], []),
      // The same dash from a Mac and from Windows.
      ("〜～−－", [0x81, 0x60, 0x81, 0x60, 0x81, 0x7c, 0x81, 0x7c], []),
      ("x😀y한😀", [0x78, 0x81, 0xac, 0x79, 0x81, 0xac, 0x81, 0xac], ["😀", "한"]),
      // The same character in two scalars, as names of files on a Mac have it.
      ("か\u{3099}", [0x82, 0xaa], []),
      // One that it lacks is replaced as a whole, and is not its first half.
      ("e\u{301}", [0x81, 0xac], ["é"]),
    ] as [(String, [UInt8], [Character])])
  func texts(text: String, bytes: [UInt8], lacking: [Character]) {
    let encoded = CP932.encode(text)
    #expect(encoded.bytes == bytes)
    #expect(encoded.unmappable == lacking)
  }

  @Test func allOfThePlaneIsWhatPythonReads() throws {
    var text = ""
    for value in UInt32(0x20)...0xffff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let character = Character(scalar)
      if CP932.encode(String(character)).unmappable.isEmpty { text.append(character) }
    }
    #expect(text.unicodeScalars.count >= 0x60 + 63 + 7_332)
    let folder = NSTemporaryDirectory() + "cp932-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(CP932.encode(text).bytes).write(to: URL(filePath: "\(folder)/in"))
    let python = Process()
    python.executableURL = URL(filePath: "/usr/bin/env")
    python.arguments = [
      "python3", "-c",
      "import sys; open(sys.argv[2], 'wb').write(open(sys.argv[1], 'rb').read().decode('cp932').encode())",
      "\(folder)/in", "\(folder)/out",
    ]
    try python.run()
    python.waitUntilExit()
    #expect(python.terminationStatus == 0)
    let read = String(
      decoding: try Data(contentsOf: URL(filePath: "\(folder)/out")), as: UTF8.self)
    let same: [Unicode.Scalar: Unicode.Scalar] = [
      "\u{301c}": "\u{ff5e}", "\u{2016}": "\u{2225}", "\u{2212}": "\u{ff0d}",
      "\u{00a2}": "\u{ffe0}", "\u{00a3}": "\u{ffe1}", "\u{00ac}": "\u{ffe2}",
      "\u{2014}": "\u{2015}",
    ]
    var wanted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { wanted.append(same[scalar] ?? scalar) }
    // Equal as Unicode has it: the same character may be written in two ways.
    #expect(read == String(wanted))
  }
}
