import Buffers

/// A value as a violation shows it: short, whatever a peer sent.
public struct Shown: CustomStringConvertible {
  /// Of a text, so many characters are shown.
  static let charactersMax = 40
  /// Of a list, so many elements are shown.
  private static let elementsMax = 12

  public let description: String

  public init<Value>(_ value: Value) {
    description =
      switch value {
      case let text as String: Self.quoted(text)
      case let bytes as Bytes: Self.hexadecimal(bytes)
      case let instant as GoogleProtobuf.Timestamp: instant.text
      case let duration as GoogleProtobuf.Duration: duration.text
      default: "\(value)"
      }
  }

  /// `1`; `1 or 2`; `1, 2 or 3`.
  public static func list<Value>(_ values: [Value]) -> String {
    listed(values.map { Shown($0).description })
  }

  /// `a`; `a or b`; `a, b or c`; a long list ends with `…`.
  static func listed(_ texts: [String]) -> String {
    guard let last = texts.last else { return "nothing" }
    guard texts.count <= elementsMax else {
      return texts.prefix(elementsMax).joined(separator: ", ") + ", …"
    }
    let others = texts.dropLast().joined(separator: ", ")
    return others.isEmpty ? last : "\(others) or \(last)"
  }

  private static func quoted(_ text: String) -> String {
    let isLong = text.utf8.count > charactersMax && text.unicodeScalars.count > charactersMax
    guard isLong else { return "\"\(text)\"" }
    return "\"\(String(String.UnicodeScalarView(text.unicodeScalars.prefix(charactersMax))))…\""
  }

  private static func hexadecimal(_ bytes: Bytes) -> String {
    let digits = Array("0123456789abcdef")
    let head = bytes.prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return "0x\(String(head))\(bytes.count > 16 ? "…" : "")"
  }
}
