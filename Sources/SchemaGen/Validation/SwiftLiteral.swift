import SchemaSyntax

/// Values of a schema as Swift writes them.
enum SwiftLiteral {
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", "\"": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.isWhitespace:
        result += scalar == " " ? " " : "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Without escapes where the text allows it: for regular expressions.
  static func raw(_ text: String) -> String {
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F }
    guard isPlain, text.contains("\\") || text.contains("\""), !text.contains("\"#"),
      !text.contains("\\#")
    else { return string(text) }
    return "#\"\(text)\"#"
  }

  static func bytes(_ bytes: [UInt8]) -> String {
    let digits = bytes.map { byte in
      let text = String(byte, radix: 16, uppercase: true)
      return "0x\(text.count == 1 ? "0" : "")\(text)"
    }
    return "[\(digits.joined(separator: ", "))]"
  }

  /// With underscores between groups of three digits where there are many.
  static func integer(_ value: some BinaryInteger) -> String {
    let digits = Array(value.magnitude.description)
    guard digits.count > 4 else { return "\(value)" }
    let grouped = digits.enumerated().map { index, digit in
      index > 0 && (digits.count - index) % 3 == 0 ? "_\(digit)" : "\(digit)"
    }
    return (value < 0 ? "-" : "") + grouped.joined()
  }

  static func float(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> String {
    if value.isNaN { return ".nan" }
    if value.isInfinite { return value < 0 ? "-.infinity" : ".infinity" }
    return value.description
  }

  static func list(_ values: [String]) -> String { "[\(values.joined(separator: ", "))]" }
}
