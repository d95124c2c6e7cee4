/// The rules of the rule book that the functions of this module apply. The ids are stable: traces,
/// answers and tests name them.
public enum RuleID: String, Sendable, Hashable, CaseIterable {
  /// A day is a day in Japan.
  case com01 = "COM-01"
  /// Windows are half-open.
  case com02 = "COM-02"
  /// Months clamp from the anchor.
  case com03 = "COM-03"
  /// Periods exclude their first day and may roll.
  case com04 = "COM-04"
  /// What a business day is.
  case com05 = "COM-05"
  /// What a national holiday is.
  case com06 = "COM-06"
  /// Start information within 8 or 12 business days.
  case card03 = "CARD-03"
  /// Answer by the next business day.
  case card24 = "CARD-24"
  /// No reply within a week is acceptance.
  case tel41 = "TEL-41"
  /// First answer within three hours of the desk.
  case tel43 = "TEL-43"
}
