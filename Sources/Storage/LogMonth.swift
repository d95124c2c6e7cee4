/// A retention month: the calendar month in Japan of a picture's capture (TEL-40), as in `2026-07`.
public struct LogMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let year: Int
  /// From 1 to 12.
  public let month: Int

  /// nil for a month outside 1 to 12 or a year outside 1 to 9999.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    self.year = year
    self.month = month
  }

  /// The month that `text` writes as `2026-07`; nil for any other text.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let year = Int(parts[0]), let month = Int(parts[1]) else { return nil }
    self.init(year: year, month: month)
    guard description == text else { return nil }
  }

  public static func < (a: LogMonth, b: LogMonth) -> Bool {
    (a.year, a.month) < (b.year, b.month)
  }

  public var description: String {
    String(10_000 + year).dropFirst() + "-" + String(100 + month).dropFirst()
  }
}
