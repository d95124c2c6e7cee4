import CivilTime
import Testing

@testable import Rules

/// A date written in a table.
func day(_ text: String) throws -> CivilDate {
  try #require(CivilDate(text), "not a date: \(text)")
}

/// An instant as it goes over the wire.
func moment(_ text: String?) throws -> Instant {
  try #require(Instant(text ?? ""), "not an instant: \(text ?? "nothing")")
}

/// A Japanese wall-clock time written in a table: `2026-05-01 17:31`.
func jst(_ text: String) throws -> Instant {
  let parts = text.split(separator: " ")
  let time = try #require(parts.last.flatMap { TimeOfDay(String($0)) }, "not a time: \(text)")
  return JST.instant(try day(parts.first.map(String.init) ?? ""), time)
}

extension BusinessCalendar {
  static let businessDays = DeskCalendar.businessDays.calendar
  static let phoneDesk = DeskCalendar.teleworkPhoneDesk.calendar

  /// The company table of the rule book's examples: month and day of each closed day.
  func closed(_ days: [(Int, Int)]) -> BusinessCalendar {
    let name = LocalizedName(ja: "年末年始休業", en: "Year-end closing", zh: "年末年初休息")
    return closed(on: days.map { CompanyHoliday(.annual(month: $0.0, day: $0.1), name: name) })
  }

  /// {29-31 Dec, 1-3 Jan}
  static let withYearEnd = businessDays.closed([
    (12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3),
  ])
}

/// A generator with a fixed seed (splitmix64), so that a failure repeats.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func date(from first: Int = 2007, to last: Int = 2099) -> CivilDate {
    let low = CivilDate(literal: first, 1, 1)
    let high = CivilDate(literal: last, 12, 31)
    return low.advanced(by: Int.random(in: 0...low.days(to: high), using: &self))
  }
}
