/// A day of the proleptic Gregorian calendar, from 0001-01-01 to 9999-12-31, without a time zone.
///
/// Contract dates are civil dates, never midnight instants (COM-01). The range is that of
/// `google.type.Date`. Arithmetic in days is exact; arithmetic in months counts from the anchor
/// and clamps (COM-03), see ``plus(months:)``.
public struct CivilDate: Hashable, Sendable {
  /// Days since 1970-01-01.
  public let dayNumber: Int

  /// 0001-01-01
  public static let min = CivilDate(dayNumber: dayNumber(year: 1, month: 1, day: 1))
  /// 9999-12-31
  public static let max = CivilDate(dayNumber: dayNumber(year: 9999, month: 12, day: 31))

  private init(dayNumber: Int) {
    self.dayNumber = dayNumber
  }

  /// The day with these numbers, or nil where the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= CivilDate.daysInMonth(month, of: year)
    else { return nil }
    self.init(dayNumber: CivilDate.dayNumber(year: year, month: month, day: day))
  }

  /// A date written out in code. It traps on a day that does not exist: never give it input.
  public init(literal year: Int, _ month: Int, _ day: Int) {
    guard let date = CivilDate(year: year, month: month, day: day) else {
      preconditionFailure("no such day: \(year)-\(month)-\(day)")
    }
    self = date
  }

  public var year: Int { civil.year }
  /// 1 to 12
  public var month: Int { civil.month }
  /// 1 to 31
  public var day: Int { civil.day }

  /// Year, month and day in one computation.
  public var civil: (year: Int, month: Int, day: Int) {
    // Counted from 1 March of year 0, so that the leap day ends its year; 400 years (an era) have
    // 146,097 days. No date of ours lies before day 0 of that count.
    let sinceMarch = dayNumber + CivilDate.epochSinceMarch0
    let (era, dayOfEra) = sinceMarch.quotientAndRemainder(dividingBy: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
  }

  public var weekday: Weekday {
    // Day 0 was a Thursday; the shift by whole weeks keeps the remainder positive.
    Weekday.allCases[(dayNumber + 3 + 7 * 200_000) % 7]
  }

  /// Days from 0000-03-01 to 1970-01-01.
  private static let epochSinceMarch0 = 719_468

  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let marchMonth = month <= 2 ? month + 9 : month - 3
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    return marchYear * 365 + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear
      - epochSinceMarch0
  }

  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// 28 to 31, of a month from 1 to 12.
  public static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

/// The result of an addition lies outside 0001-01-01 to 9999-12-31.
public struct DateOverflow: Error, Hashable, CustomStringConvertible {
  public init() {}

  public var description: String { "the resulting date lies outside 0001-01-01 to 9999-12-31" }
}

// MARK: - Arithmetic

extension CivilDate {
  /// The date `days` later, or earlier where negative.
  public func plus(days: Int) throws(DateOverflow) -> CivilDate {
    let (sum, overflow) = dayNumber.addingReportingOverflow(days)
    guard !overflow, sum >= CivilDate.min.dayNumber, sum <= CivilDate.max.dayNumber else {
      throw DateOverflow()
    }
    return CivilDate(dayNumber: sum)
  }

  /// The same day `months` later (earlier where negative), or that month's last day where the day
  /// does not exist (COM-03).
  ///
  /// The nth month counts from the anchor, never from the previous result: 31 January plus one
  /// month is 28 February, plus two months 31 March; chaining would give 28 March.
  public func plus(months: Int) throws(DateOverflow) -> CivilDate {
    let (year, month, day) = try corresponding(monthsLater: months)
    return try CivilDate.checked(
      year, month, Swift.min(day, CivilDate.daysInMonth(month, of: year)))
  }

  /// The same day so many months later, or nil where that month has no such day (Civil Code 143-2).
  public func correspondingDay(monthsLater months: Int) throws(DateOverflow) -> CivilDate? {
    let (year, month, day) = try corresponding(monthsLater: months)
    return CivilDate(year: year, month: month, day: day)
  }

  /// The month so many months later, with this date's day, which the month may not have.
  private func corresponding(
    monthsLater months: Int
  ) throws(DateOverflow) -> (year: Int, month: Int, day: Int) {
    let (year, month, day) = civil
    let (count, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow, count >= 12, count < 10_000 * 12 else { throw DateOverflow() }
    return (count / 12, count % 12 + 1, day)
  }

  private static func checked(_ y: Int, _ m: Int, _ d: Int) throws(DateOverflow) -> CivilDate {
    guard let date = CivilDate(year: y, month: m, day: d) else { throw DateOverflow() }
    return date
  }

  public var firstOfMonth: CivilDate { CivilDate(dayNumber: dayNumber - day + 1) }

  public var lastOfMonth: CivilDate {
    let (year, month, day) = civil
    return CivilDate(dayNumber: dayNumber - day + CivilDate.daysInMonth(month, of: year))
  }

  /// Days from this date to `other`, negative where that lies before.
  public func days(to other: CivilDate) -> Int { other.dayNumber - dayNumber }
}

extension CivilDate: Comparable {
  public static func < (a: CivilDate, b: CivilDate) -> Bool { a.dayNumber < b.dayNumber }
}

/// Steps of one day, so that ranges of dates can be walked.
extension CivilDate: Strideable {
  public func distance(to other: CivilDate) -> Int { days(to: other) }

  /// The date `days` later, for dates of known range: it traps outside the calendar, where
  /// ``plus(days:)`` throws.
  public func advanced(by days: Int) -> CivilDate {
    let sum = dayNumber + days
    precondition(
      sum >= CivilDate.min.dayNumber && sum <= CivilDate.max.dayNumber, "no such day: \(sum)")
    return CivilDate(dayNumber: sum)
  }
}

// MARK: - Text

extension CivilDate: LosslessStringConvertible {
  /// ISO 8601: `2026-05-01`.
  public var description: String {
    let (year, month, day) = civil
    return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
  }

  /// Reads exactly `YYYY-MM-DD`, ASCII digits only; nil for anything else or no day.
  public init?(_ text: String) {
    var scanner = TextScanner(text)
    guard let date = scanner.date(), scanner.isAtEnd else { return nil }
    self = date
  }
}
