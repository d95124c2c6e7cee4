/// A character that looks like one of the language and is another.
struct LookAlike {
  /// How a message names it.
  let name: String
  let meantName: String
  let replacement: String

  init?(of scalar: Unicode.Scalar) {
    let code = String(scalar.value, radix: 16, uppercase: true)
    let padded = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
    switch scalar.value {
    case 0x201c, 0x201d, 0x201e, 0x2018, 0x2019, 0x00ab, 0x00bb:
      self.init(name: "'\(scalar)' (\(padded))", meantName: "quote of a string", replacement: "\"")
    case 0x00a0, 0x2000...0x200a, 0x202f, 0x3000:
      self.init(name: "\(padded)", meantName: "space of the language", replacement: " ")
    case 0x200b...0x200d, 0x2060, 0xfeff:
      self.init(name: "\(padded), which nobody sees,", meantName: "space", replacement: "")
    case 0xff01...0xff5e:
      // The full-width forms follow the order of ASCII.
      guard let ascii = Unicode.Scalar(scalar.value - 0xff01 + 0x21), !ascii.properties.isAlphabetic
      else { return nil }
      self.init(
        name: "full-width '\(scalar)' (\(padded))", meantName: "'\(ascii)'",
        replacement: String(Character(ascii)))
    default:
      return nil
    }
  }

  private init(name: String, meantName: String, replacement: String) {
    self.name = name
    self.meantName = meantName
    self.replacement = replacement
  }
}
