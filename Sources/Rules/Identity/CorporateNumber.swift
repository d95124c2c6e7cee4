/// A corporate number of Japan (法人番号): 13 digits, of which the first checks the others.
///
/// Source: Order of the Ministry of Finance on corporate numbers (法人番号の指定等に関する省令), article 2.
public struct CorporateNumber: Sendable, Hashable {
  public let text: String

  /// Nil unless `text` has 13 digits, of which the first is right.
  public init?(_ text: String) {
    let digits = text.utf8.map { Int($0) - 0x30 }
    guard digits.count == 13, digits.allSatisfy((0...9).contains) else { return nil }
    guard digits[0] == Self.checkDigit(of: digits.dropFirst()) else { return nil }
    self.text = text
  }

  /// Of twelve digits: from the right, those at odd places count once, at even places twice.
  private static func checkDigit(of digits: ArraySlice<Int>) -> Int {
    let sum = digits.reversed().enumerated().reduce(0) { sum, place in
      sum + place.element * (place.offset.isMultiple(of: 2) ? 1 : 2)
    }
    return 9 - sum % 9
  }
}
