import CivilTime
import Foundation
import Testing

@testable import Rules

@Suite struct PeriodEndTests {
  @Test(arguments: [
    // rule, length, unit, placement, event, last day
    ("COM-04", 1, Period.Unit.year, PeriodEnd.Placement.from, "2028-02-29", "2029-02-28"),
    ("SUP-14", 1, .year, .from, "2028-02-29", "2029-02-28"),
    ("SUP-14", 1, .year, .from, "2026-04-10", "2027-04-09"),
    ("CARD-06", 1, .year, .from, "2026-03-01", "2027-02-28"),
    ("CARD-06", 1, .year, .from, "2027-03-01", "2028-02-29"),
    ("TEL-11", 1, .year, .from, "2026-04-10", "2027-04-09"),
    ("TEL-11", 1, .year, .from, "2028-02-29", "2029-02-28"),
    // erased from the day after the last day
    ("TEL-27", 1, .month, .after, "2026-01-30", "2026-02-28"),
    ("TEL-27", 1, .month, .after, "2026-01-31", "2026-02-28"),
    ("TEL-27", 1, .month, .after, "2026-02-28", "2026-03-31"),
    ("TEL-27", 1, .month, .after, "2026-03-14", "2026-04-14"),
    ("CARD-07", 30, .day, .before, "2027-02-28", "2027-01-29"),
    ("CARD-07", 30, .day, .before, "2027-03-31", "2027-03-01"),
    ("CARD-07", 30, .day, .before, "2028-01-31", "2028-01-01"),
    ("TEL-04", 30, .day, .before, "2026-04-01", "2026-03-02"),
    ("TEL-24", 7, .day, .after, "2026-04-01", "2026-04-08"),
    ("TEL-24", 3, .year, .after, "2026-04-01", "2029-04-01"),
    ("TEL-41", 1, .week, .after, "2026-04-24", "2026-05-01"),
    ("COM-03", 1, .month, .before, "2026-03-31", "2026-02-28"),
    ("COM-04", 1, .day, .from, "2026-04-01", "2026-04-01"),
  ])
  func periodsAreCountedAsTheCivilCodeCounts(
    rule: String, length: Int, unit: Period.Unit, placement: PeriodEnd.Placement, event: String,
    expected: String
  ) throws {
    let end = try #require(
      PeriodEnd.compute(Period(length, unit), placement, .date(day(event))).answer)
    #expect(end.lastDay.description == expected, "\(rule)")
    #expect(end.countedLastDay == end.lastDay)
    #expect(end.effective == JST.instant(end.lastDay, .endOfDay))
  }

  @Test func anInstantCountsFromItsDayInJapan() throws {
    let received = try #require(Instant("2026-01-31T15:00:00Z"))
    let end = try #require(PeriodEnd.compute(Period(1, .day), .after, .instant(received)).answer)
    #expect(end.lastDay.description == "2026-02-02")
    #expect(end.trace.steps.first?.rule == .com01)
    #expect(end.trace.steps.first?["date"] == .date(try day("2026-02-01")))
  }

  /// The oracle is Foundation's calendar: a month later by its own clamping, less a day where the
  /// day of the month survived.
  @Test func monthsAndDaysAgreeWithFoundation() throws {
    var calendar = Foundation.Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    func shifted(_ date: CivilDate, _ part: Foundation.Calendar.Component, _ n: Int) -> CivilDate? {
      let seconds = TimeInterval(date.dayNumber * 86_400)
      let later = calendar.date(byAdding: part, value: n, to: Date(timeIntervalSince1970: seconds))
      let parts = later.map { calendar.dateComponents([.year, .month, .day], from: $0) }
      guard let year = parts?.year, let month = parts?.month, let day = parts?.day else {
        return nil
      }
      return CivilDate(year: year, month: month, day: day)
    }
    var random = SeededRandom(state: 143)
    for _ in 0..<1_500 {
      let event = random.date(from: 1990, to: 2199)
      let months = Int.random(in: 1...60, using: &random)
      let first = event.advanced(by: 1)
      let corresponding = try #require(shifted(first, .month, months))
      let expected =
        corresponding.day == first.day ? corresponding.advanced(by: -1) : corresponding
      let after = PeriodEnd.compute(Period(months, .month), .after, .date(event)).answer
      #expect(after?.lastDay == expected, "\(months) months after \(event)")
      let before = PeriodEnd.compute(Period(months, .month), .before, .date(event)).answer
      #expect(before?.lastDay == monthsBack(months, from: event), "\(months) before \(event)")
      let weeks = PeriodEnd.compute(Period(months, .week), .after, .date(event)).answer
      #expect(weeks?.lastDay == shifted(event, .day, months * 7))
      let days = PeriodEnd.compute(Period(months, .day), .from, .date(event)).answer
      #expect(days?.lastDay == shifted(event, .day, months - 1))
    }
  }

  /// Month by month, then back to a day that exists. (Foundation is no oracle here: for 57 months
  /// before 30 November 1994 it gives 1 March 1990.)
  private func monthsBack(_ months: Int, from date: CivilDate) -> CivilDate? {
    var (year, month, day) = date.civil
    for _ in 0..<months {
      (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1)
    }
    while CivilDate(year: year, month: month, day: day) == nil { day -= 1 }
    return CivilDate(year: year, month: month, day: day)
  }

  @Test func faultsAreRefusedAllAtOnce() throws {
    let event = PeriodEnd.Event.date(try day("2026-04-01"))
    let roll = PeriodEnd.Roll.nextBusinessDay(.businessDays)
    #expect(
      PeriodEnd.compute(Period(0, .day), .before, event, roll: roll).rejections
        == [.lengthNotPositive(0), .rollBeforeEvent])
    #expect(
      PeriodEnd.compute(Period(8_000, .year), .after, event).rejections == [.endOutOfCalendar])
    #expect(
      PeriodEnd.compute(Period(.max, .year), .before, event).rejections == [.endOutOfCalendar])
    #expect(
      PeriodEnd.compute(Period(1, .day), .after, .date(.max)).rejections == [.endOutOfCalendar])
    #expect(
      PeriodEnd.compute(Period(100, .year), .after, event, roll: roll).rejections
        == [.rollOutOfRange(YearOutOfRange(year: 2126))])
    #expect(PeriodEnd.compute(Period(100, .year), .after, event).answer != nil)
  }
}
