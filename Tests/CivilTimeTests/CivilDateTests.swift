import Testing

@testable import CivilTime

@Suite struct CivilDateTests {
  /// The oracle counts days one by one, by the month lengths a child learns.
  @Test func everyDayOfTheCalendarHasItsNumbersAndItsWeekday() throws {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var expected = CivilDate.min.dayNumber
    var weekday = 0  // 0001-01-01 was a Monday
    var wrong: [String] = []
    for year in 1...9999 {
      let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for month in 1...12 {
        let length = lengths[month - 1] + (month == 2 && leap ? 1 : 0)
        for day in [1, 2, 27, 28, 29, 30, 31] where day <= length {
          guard let date = CivilDate(year: year, month: month, day: day) else {
            wrong.append("\(year)-\(month)-\(day) is missing")
            continue
          }
          if date.civil != (year, month, day) || date.dayNumber != expected + day - 1
            || date.weekday.rawValue - 1 != (weekday + day - 1) % 7
          {
            wrong.append("\(year)-\(month)-\(day)")
          }
        }
        if CivilDate(year: year, month: month, day: length + 1) != nil {
          wrong.append("\(year)-\(month)-\(length + 1) exists")
        }
        expected += length
        weekday = (weekday + length) % 7
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    #expect(expected == CivilDate.max.dayNumber + 1)
    #expect(CivilDate(literal: 1970, 1, 1).dayNumber == 0)
    #expect(CivilDate(literal: 2026, 5, 1).weekday == .friday)
  }

  @Test(arguments: [
    (0, 1, 1), (10_000, 1, 1), (2026, 0, 1), (2026, 13, 1), (2026, 2, 29), (2026, 4, 31),
  ])
  func whatIsNoDayIsRefused(year: Int, month: Int, day: Int) {
    #expect(CivilDate(year: year, month: month, day: day) == nil)
  }

  @Test(arguments: [
    // rule, anchor, months, result
    ("COM-03", "2026-01-31", 1, "2026-02-28"),
    ("COM-03", "2026-01-31", 2, "2026-03-31"),
    ("COM-03", "2028-01-31", 1, "2028-02-29"),
    ("COM-03", "2026-03-31", -1, "2026-02-28"),
    ("COM-03", "2028-02-29", 12, "2029-02-28"),
    ("COM-03", "2028-02-29", 48, "2032-02-29"),
    ("COM-03", "2026-12-15", 1, "2027-01-15"),
    ("COM-03", "2026-01-15", -1, "2025-12-15"),
    ("COM-03", "2026-05-31", 0, "2026-05-31"),
  ])
  func monthsCountFromTheAnchorAndClamp(
    rule: String, anchor: String, months: Int, expected: String
  ) throws {
    let date = try #require(CivilDate(anchor))
    #expect(try date.plus(months: months).description == expected, "\(rule)")
  }

  @Test func arithmeticPastTheCalendarIsAnError() throws {
    #expect(throws: DateOverflow.self) { try CivilDate.max.plus(days: 1) }
    #expect(throws: DateOverflow.self) { try CivilDate.min.plus(days: -1) }
    #expect(throws: DateOverflow.self) { try CivilDate.min.plus(days: .max) }
    #expect(throws: DateOverflow.self) { try CivilDate.max.plus(days: .min) }
    #expect(throws: DateOverflow.self) { try CivilDate.max.plus(months: 1) }
    #expect(throws: DateOverflow.self) { try CivilDate.min.plus(months: -1) }
    #expect(throws: DateOverflow.self) { try CivilDate.max.plus(months: .max) }
    #expect(throws: DateOverflow.self) { try CivilDate.min.plus(months: .min) }
    #expect(try CivilDate.max.plus(days: CivilDate.max.days(to: .min)) == .min)
  }

  @Test func textRoundTrips() throws {
    for text in ["0001-01-01", "2026-02-28", "2028-02-29", "9999-12-31"] {
      #expect(try #require(CivilDate(text)).description == text)
    }
    for text in [
      "", "2026", "2026-2-1", "2026-02-29", "26-02-01", "2026-02-01 ", "2026/02/01", "+026-02-01",
      "２０２６-02-01", "2026-02-010", "0000-01-01",
    ] {
      #expect(CivilDate(text) == nil, "\(text)")
    }
  }

  @Test func datesCanBeWalked() {
    let days = Array(CivilDate(literal: 2028, 2, 27)..<CivilDate(literal: 2028, 3, 2))
    #expect(days.map(\.day) == [27, 28, 29, 1])
    #expect(CivilDate(literal: 2028, 2, 10).lastOfMonth == CivilDate(literal: 2028, 2, 29))
    #expect(CivilDate(literal: 2028, 2, 10).firstOfMonth == CivilDate(literal: 2028, 2, 1))
  }
}
