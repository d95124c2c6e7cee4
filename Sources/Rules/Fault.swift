/// A refusal in words: what is wrong with which value, and how to mend it. Texts are English.
public struct Fault: Hashable, Sendable {
  /// What kind of fault it is, which says what the caller can do about it.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The value is wrong, whatever else holds.
    case invalid
    /// The value lies past a table or a range.
    case outOfRange = "out-of-range"
    /// The value is right, but not now: too late, or something is missing first.
    case state
    /// There is no more of it.
    case exhausted
  }

  public let kind: Kind
  /// For programs, in capitals: `NOTICE_TOO_LATE`.
  public let reason: String
  /// Which input is at fault.
  public let field: String
  /// What was given.
  public let value: String
  /// What is allowed.
  public let limit: String
  /// How to mend it.
  public let fix: String
  /// What else a program wants to know, by name.
  public let values: [String: String]

  public init(
    _ kind: Kind, _ reason: String, field: String, value: String, limit: String, fix: String,
    values: [String: String] = [:]
  ) {
    self.kind = kind
    self.reason = reason
    self.field = field
    self.value = value
    self.limit = limit
    self.fix = fix
    self.values = values
  }

  /// A result does not fit an amount in yen.
  static func amountTooLarge(_ field: String) -> Fault {
    Fault(
      .outOfRange, "AMOUNT_TOO_LARGE", field: field, value: "beyond \(Int64.max) yen",
      limit: "-\(Int64.max) to \(Int64.max) yen", fix: "give smaller amounts or quantities")
  }

  /// A result lies outside the calendar.
  static func dateOutOfCalendar(_ field: String) -> Fault {
    Fault(
      .outOfRange, "DATE_OUT_OF_CALENDAR", field: field, value: "beyond the calendar",
      limit: "0001-01-01 to 9999-12-31", fix: "give a date farther from the calendar's ends")
  }
}

/// Why an operation refuses. Each operation has one enum of them, declared in order of precedence.
public protocol Refusal: Hashable, Sendable {
  /// The refusal in words.
  var fault: Fault { get }
}
