import CivilTime
import Testing

@testable import Rules

@Suite struct BusinessDaysTests {
  @Test(arguments: [
    // rule, from, business days, closed at the year's end, result
    ("COM-05", "2026-12-28", 1, true, "2027-01-04"),
    ("COM-05", "2026-12-28", 1, false, "2026-12-29"),
    ("COM-05", "2027-01-04", -1, true, "2026-12-28"),
    ("COM-06", "2026-05-01", 1, false, "2026-05-07"),
    ("COM-06", "2026-09-18", 1, false, "2026-09-24"),
    ("COM-06", "2027-03-19", 1, false, "2027-03-23"),
    ("CARD-03", "2026-05-01", 8, false, "2026-05-18"),
    ("CARD-03", "2026-05-01", 12, false, "2026-05-22"),
    ("COM-05", "2026-05-02", 0, false, "2026-05-02"),
    ("COM-05", "2026-05-07", -1, false, "2026-05-01"),
  ])
  func additionsSkipClosedDays(
    rule: String, from: String, days: Int, yearEnd: Bool, expected: String
  ) throws {
    let calendar = yearEnd ? BusinessCalendar.withYearEnd : .businessDays
    let sum = try #require(BusinessDays.add(days, to: day(from), in: calendar).answer)
    #expect(sum.date.description == expected, "\(rule)")
  }

  @Test(arguments: [
    // rule, after, through, count
    ("COM-05", "2026-04-30", "2026-05-31", 18),
    ("COM-05", "2026-05-31", "2026-04-30", -19),
    ("COM-05", "2026-05-01", "2026-05-01", 0),
    ("COM-05", "2026-05-01", "2026-05-06", 0),
    ("COM-05", "2026-05-01", "2026-05-07", 1),
    ("COM-05", "2026-05-07", "2026-05-01", -1),
  ])
  func countsExcludeTheFirstDay(rule: String, from: String, to: String, expected: Int) throws {
    let count = try #require(
      BusinessDays.count(from: day(from), to: day(to), in: .businessDays).answer)
    #expect(count.days == expected, "\(rule)")
  }

  @Test func everySkippedDayNamesItsReasons() throws {
    let sum = try #require(
      BusinessDays.add(1, to: day("2026-05-01"), in: .businessDays).answer)
    #expect(sum.skipped.map(\.date.day) == [2, 3, 4, 5, 6])
    #expect(sum.skipped[0].reasons == [.weekday(.saturday)])
    let constitution = try #require(
      try NationalHolidays.standard.holiday(on: day("2026-05-03")))
    #expect(sum.skipped[1].reasons == [.weekday(.sunday), .nationalHoliday(constitution)])
    let values = sum.trace.steps[1].values.map { "\($0.name): \($0.value)" }
    #expect(
      values == [
        "2026-05-02: Saturday", "2026-05-03: Sunday, Constitution Memorial Day",
        "2026-05-04: Greenery Day", "2026-05-05: Children's Day",
        "2026-05-06: Substitute Holiday",
      ])
    #expect(sum.trace.calendarVersion == NationalHolidays.standard.version)
    #expect(sum.trace.warnings.isEmpty)
  }

  @Test(
    arguments: [
      // rule, date, reasons, windows
      ("COM-05", "2026-05-07", [], ["09:00-11:45", "13:00-17:00"]),
      ("COM-05", "2026-05-02", ["Saturday"], []),
      ("COM-06", "2026-05-06", ["Substitute Holiday"], []),
      ("COM-06", "2026-05-03", ["Sunday", "Constitution Memorial Day"], []),
    ] as [(String, String, [String], [String])])
  func aDayIsABusinessDayOrSaysWhyNot(
    rule: String, date: String, reasons: [String], windows: [String]
  ) throws {
    let check = try #require(BusinessDays.check(day(date), in: .phoneDesk).answer)
    #expect(check.isBusinessDay == reasons.isEmpty, "\(rule)")
    #expect(check.reasons.map(\.name.en) == reasons, "\(rule)")
    #expect(check.windows.map(\.description) == windows, "\(rule)")
    #expect(check.trace.steps.first?["date"] == .date(try day(date)))
  }

  @Test func aComputedEquinoxIsAWarning() throws {
    let sum = try #require(
      BusinessDays.add(1, to: day("2030-03-19"), in: .businessDays).answer)
    #expect(sum.date == (try day("2030-03-21")))
    #expect(sum.trace.warnings.map(\.code) == ["EQUINOX_COMPUTED"])
  }

  /// The oracle walks day by day with its own notion of a business day.
  @Test func additionAndCountAgreeWithAWalkDayByDay() throws {
    let holidays = Set(try NationalHolidays.standard.holidays(in: 2007...2099).map(\.date))
    func isBusinessDay(_ date: CivilDate, yearEnd: Bool) -> Bool {
      // 2007-01-01 was a Monday.
      let sinceMonday = CivilDate(literal: 2007, 1, 1).days(to: date) % 7
      let closed = (date.month == 12 && date.day >= 29) || (date.month == 1 && date.day <= 3)
      return sinceMonday < 5 && !holidays.contains(date) && !(yearEnd && closed)
    }
    var random = SeededRandom(state: 5)
    for round in 0..<600 {
      let from = random.date(from: 2009, to: 2097)
      let count = Int.random(in: -300...300, using: &random)
      let yearEnd = round % 2 == 0
      let calendar = yearEnd ? BusinessCalendar.withYearEnd : .businessDays
      var expected = from
      var left = abs(count)
      while left > 0 {
        expected = expected.advanced(by: count.signum())
        if isBusinessDay(expected, yearEnd: yearEnd) { left -= 1 }
      }
      let sum = BusinessDays.add(count, to: from, in: calendar).answer
      #expect(sum?.date == expected, "\(from) \(count)")
      let back = BusinessDays.count(from: from, to: expected, in: calendar).answer
      #expect(back?.days == count, "\(from) to \(expected)")
      #expect(back?.skipped == sum?.skipped)
    }
  }

  @Test func whatLeavesTheKnownYearsIsRefusedWithEveryFault() throws {
    let early = YearOutOfRange(year: 2006)
    let late = YearOutOfRange(year: 2100)
    let first = try day("2006-12-31")
    let last = try day("2100-01-01")
    #expect(
      BusinessDays.add(1, to: first, in: .businessDays).rejections == [.fromOutOfRange(early)])
    #expect(
      BusinessDays.add(1, to: try day("2099-12-31"), in: .businessDays).rejections
        == [.resultOutOfRange(late)])
    #expect(
      BusinessDays.add(-1, to: try day("2007-01-02"), in: .businessDays).rejections
        == [.resultOutOfRange(early)])
    #expect(
      BusinessDays.add(.min, to: try day("2020-01-01"), in: .businessDays).rejections
        == [.resultOutOfRange(early)])
    #expect(
      BusinessDays.count(from: first, to: last, in: .businessDays).rejections
        == [.fromOutOfRange(early), .toOutOfRange(late)])
    let range = BusinessDays.count(
      from: try day("2007-01-01"), to: try day("2099-12-31"), in: .businessDays)
    #expect(range.answer != nil)
  }
}
