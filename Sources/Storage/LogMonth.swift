/// A log of evidence: the calendar month in Japan of its pictures' capture (TEL-40), as in `2026-07`.
///
/// What is held beyond its time moves to the next log of the same month, `2026-07.1`, so that the log it was in can go.
public struct LogMonth: Sendable, Hashable, Comparable, CustomStringConvertible {
  public let year: Int
  /// From 1 to 12.
  public let month: Int
  /// How often what was held of the month has moved: 0 for the log that pictures come into.
  public let generation: Int

  /// nil for a month outside 1 to 12, a year outside 1 to 9999 or a generation outside 0 to 9999.
  public init?(year: Int, month: Int, generation: Int = 0) {
    guard (1...9999).contains(year), (1...12).contains(month), (0...9999).contains(generation)
    else { return nil }
    self.year = year
    self.month = month
    self.generation = generation
  }

  /// The log that `text` names as `2026-07` or `2026-07.1`; nil for any other text.
  public init?(_ text: String) {
    let words = text.split(separator: ".", omittingEmptySubsequences: false)
    let parts = (words.first ?? "").split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(words.count), parts.count == 2, let year = Int(parts[0]),
      let month = Int(parts[1]), let generation = words.count == 2 ? Int(words[1]) : 0
    else { return nil }
    self.init(year: year, month: month, generation: generation)
    guard description == text else { return nil }
  }

  /// Where what is held of this log moves; nil behind the last one.
  public var next: LogMonth? { LogMonth(year: year, month: month, generation: generation + 1) }

  public static func < (a: LogMonth, b: LogMonth) -> Bool {
    (a.year, a.month, a.generation) < (b.year, b.month, b.generation)
  }

  public var description: String {
    String(10_000 + year).dropFirst() + "-" + String(100 + month).dropFirst()
      + (generation == 0 ? "" : ".\(generation)")
  }
}
