import Testing

@testable import CivilTime

@Suite struct BusinessCalendarTests {
  let desk = BusinessCalendar(
    id: "desk", name: LocalizedName(ja: "窓口", en: "Desk", zh: "窗口"),
    hours: WeeklyHours(
      mondayToFriday: WorkingWindow(literal: (9, 0), (11, 45)),
      WorkingWindow(literal: (13, 0), (17, 0))))

  @Test(arguments: [
    // rule, instant in Japan, open?
    ("COM-02", "2026-04-27T08:59:59.999+09:00", false),
    ("COM-02", "2026-04-27T09:00:00+09:00", true),
    ("COM-02", "2026-04-27T11:44:59.999999999+09:00", true),
    ("COM-02", "2026-04-27T11:45:00+09:00", false),
    ("TEL-42", "2026-04-27T12:15:00+09:00", false),
    ("TEL-42", "2026-04-27T13:00:00+09:00", true),
    ("COM-02", "2026-04-27T16:59:59.999+09:00", true),
    ("COM-02", "2026-04-27T17:00:00+09:00", false),
    ("COM-05", "2026-04-29T10:00:00+09:00", false),
    ("COM-05", "2026-05-02T10:00:00+09:00", false),
  ])
  func windowsAreHalfOpen(rule: String, text: String, open: Bool) throws {
    #expect(try desk.isOpen(at: #require(Instant(text))) == open, "\(rule) \(text)")
  }

  @Test func everyReasonOfAClosedDayIsNamed() throws {
    let name = LocalizedName(ja: "年末年始休業", en: "Year-end closing", zh: "年末年初休息")
    let closing = desk.closed(on: [
      CompanyHoliday(.annual(month: 1, day: 1), name: name),
      CompanyHoliday(.once(CivilDate(literal: 2026, 6, 1)), name: name),
    ])
    let sunday = CivilDate(literal: 2034, 1, 1)  // a Sunday, New Year's Day and closed besides
    let newYear = try #require(try desk.national.holiday(on: sunday))
    #expect(
      try closing.reasonsClosed(on: sunday) == [
        .weekday(.sunday), .nationalHoliday(newYear), .companyHoliday(name),
      ])
    #expect(
      try closing.reasonsClosed(on: CivilDate(literal: 2026, 6, 1)) == [.companyHoliday(name)])
    #expect(try closing.reasonsClosed(on: CivilDate(literal: 2027, 6, 1)).isEmpty)
    #expect(try closing.windows(on: CivilDate(literal: 2026, 6, 1)).isEmpty)
    #expect(try closing.windows(on: CivilDate(literal: 2026, 6, 2)).count == 2)
  }

  @Test func aBusinessDayIsOneWithoutReasonToBeClosed() throws {
    for date in CivilDate(literal: 2007, 1, 1)...CivilDate(literal: 2099, 12, 31) {
      let reasons = try desk.reasonsClosed(on: date)
      if try desk.isBusinessDay(date) != reasons.isEmpty { Issue.record("\(date): \(reasons)") }
    }
    #expect(throws: YearOutOfRange(year: 2100)) {
      try desk.isBusinessDay(CivilDate(literal: 2100, 1, 1))
    }
  }

  @Test func windowsMayTouchButNotOverlap() throws {
    let morning = WorkingWindow(literal: (9, 0), (12, 0))
    let noon = WorkingWindow(literal: (12, 0), (24, 0))
    let early = WorkingWindow(literal: (8, 0), (9, 1))
    #expect(try WeeklyHours([.sunday: [noon, morning]])[.sunday] == [morning, noon])
    #expect(try WeeklyHours([.sunday: [noon, morning]])[.monday].isEmpty)
    let overlap = WindowOverlap(first: early, second: morning)
    #expect(throws: overlap) { try WeeklyHours([.monday: [morning, early]]) }
    #expect(
      overlap.description == "the windows 08:00-09:01 and 09:00-12:00 of a day overlap")
    #expect(WorkingWindow(open: .midnight, close: .midnight) == nil)
    #expect(WorkingWindow.wholeDay.contains(.midnight))
    #expect(!WorkingWindow.wholeDay.contains(.endOfDay))
  }
}
