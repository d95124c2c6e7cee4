/// A day and a time on its wall clock.
public struct CivilDateTime: Hashable, Sendable {
  public let date: CivilDate
  public let time: TimeOfDay

  public init(_ date: CivilDate, _ time: TimeOfDay) {
    self.date = date
    self.time = time
  }

  /// What calendar and clock show at `instant` so far east of UTC. Within that offset of the ends
  /// of the range (years 1 and 9999) the date stays at the first or last day.
  init(of instant: Instant, secondsEastOfUTC offset: Int) {
    let shifted = Int(instant.seconds) + offset
    let floored = shifted >= 0 ? shifted / 86_400 : (shifted + 1) / 86_400 - 1
    let day = min(max(floored, CivilDate.min.dayNumber), CivilDate.max.dayNumber)
    date = CivilDate.min.advanced(by: day - CivilDate.min.dayNumber)
    let second = Int64(shifted - floored * 86_400)
    time = TimeOfDay(nanoseconds: second * 1_000_000_000 + Int64(instant.nanoseconds))
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// `2026-05-01 17:30`
  public var description: String { "\(date) \(time)" }
}

/// Japan Standard Time: nine hours ahead of UTC, no daylight saving (COM-01).
///
/// Every business day, month and hour of the rule book is JST; its day begins at 15:00Z of the day
/// before. Conversions are exact but in the last nine hours of each end of ``Instant``'s range,
/// where they stay at the end.
public enum JST {
  /// Nine hours.
  static let secondsEastOfUTC = 32_400

  /// The day it is in Japan at `instant`.
  public static func date(of instant: Instant) -> CivilDate { dateTime(of: instant).date }

  /// Day and wall clock in Japan at `instant`; the time is before 24:00.
  public static func dateTime(of instant: Instant) -> CivilDateTime {
    CivilDateTime(of: instant, secondsEastOfUTC: secondsEastOfUTC)
  }

  /// The instant at which clocks in Japan show `time` on `date`; 24:00 is 00:00 of the next day.
  public static func instant(_ date: CivilDate, _ time: TimeOfDay = .midnight) -> Instant {
    let midnight = Int128(date.dayNumber * 86_400 - secondsEastOfUTC) * 1_000_000_000
    return Instant(saturating: midnight + Int128(time.nanoseconds))
  }

  /// The day as a half-open interval of instants: `[00:00, 24:00)` JST (COM-02).
  public static func day(_ date: CivilDate) -> Range<Instant> {
    instant(date)..<instant(date, .endOfDay)
  }
}
