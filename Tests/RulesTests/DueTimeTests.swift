import CivilTime
import Testing

@testable import Rules

@Suite struct DueTimeTests {
  @Test(arguments: [
    // rule, received, due (in Japan)
    ("TEL-43", "2026-04-27 09:00", "2026-04-27 13:15"),
    ("TEL-43", "2026-04-27 10:30", "2026-04-27 14:45"),
    ("TEL-43", "2026-04-27 12:15", "2026-04-27 16:00"),
    ("TEL-43", "2026-04-27 14:00", "2026-04-27 17:00"),
    ("TEL-43", "2026-04-27 14:01", "2026-04-28 09:01"),
    ("TEL-43", "2026-04-28 16:00", "2026-04-30 11:00"),
    ("TEL-43", "2026-05-01 16:00", "2026-05-07 11:00"),
    ("TEL-43", "2026-09-18 16:30", "2026-09-24 11:30"),
    ("TEL-43", "2026-04-27 00:00", "2026-04-27 13:15"),
    ("TEL-43", "2026-04-27 17:00", "2026-04-28 13:15"),
    ("TEL-43", "2026-05-03 23:59:59.999", "2026-05-07 13:15"),
  ])
  func theFirstAnswerIsDueAfterThreeHoursOfTheDesk(
    rule: String, received: String, expected: String
  ) throws {
    let answer = try #require(FirstAnswerDue.compute(received: jst(received)).answer)
    #expect(JST.dateTime(of: answer.due).description == expected, "\(rule)")
    #expect(answer.trace.warnings.map(\.code) == ["TARGET_ONLY"])
  }

  @Test func theWindowsUsedAreShown() throws {
    let answer = try #require(FirstAnswerDue.compute(received: jst("2026-04-27 10:30")).answer)
    #expect(
      answer.windows == [
        try jst("2026-04-27 10:30")..<jst("2026-04-27 11:45"),
        try jst("2026-04-27 13:00")..<jst("2026-04-27 14:45"),
      ])
    #expect(answer.skipped.isEmpty)
    let later = try #require(FirstAnswerDue.compute(received: jst("2026-05-01 16:00")).answer)
    #expect(later.skipped.map(\.date.day) == [2, 3, 4, 5, 6])
  }

  /// The oracle runs the clock minute by minute and asks only whether the desk is open.
  @Test(arguments: DeskCalendar.allCases)
  func dueTimesAgreeWithAClockMinuteByMinute(desk: DeskCalendar) throws {
    let calendar = desk.calendar
    var random = SeededRandom(state: 43)
    for _ in 0..<30 {
      let date = random.date(from: 2008, to: 2098)
      let start = JST.instant(date).advanced(
        by: .seconds(60 * Int.random(in: 0..<1440, using: &random)))
      let minutes = Int.random(in: 1...900, using: &random)
      var now = start
      var left = minutes
      while left > 0 {
        if try calendar.isOpen(at: now) { left -= 1 }
        now = now.advanced(by: .seconds(60))
      }
      let due = DueTime.compute(.seconds(60 * minutes), from: start, in: calendar).answer?.due
      #expect(due == now, "\(minutes) minutes from \(start) at \(desk.rawValue)")
    }
  }

  @Test func wholeDaysRunThroughMidnight() throws {
    let start = try jst("2026-04-27 23:00")
    let answer = try #require(
      DueTime.compute(.seconds(7_200), from: start, in: .businessDays).answer)
    #expect(answer.due == (try jst("2026-04-28 01:00")))
    #expect(answer.windows.count == 2)
    let nano = DueTime.compute(.nanoseconds(1), from: start, in: .businessDays).answer
    #expect(nano?.due == start.advanced(by: .nanoseconds(1)))
  }

  @Test func faultsAreRefusedAllAtOnce() throws {
    let early = try jst("2006-12-31 23:59")
    #expect(
      DueTime.compute(.zero, from: early, in: .phoneDesk).rejections
        == [.durationNotPositive(.zero), .startOutOfRange(YearOutOfRange(year: 2006))])
    let long = DueTime.durationMax + .nanoseconds(1)
    #expect(
      DueTime.compute(long, from: try jst("2026-04-27 09:00"), in: .phoneDesk).rejections
        == [.durationTooLong(long)])
    #expect(
      DueTime.compute(.seconds(3_600), from: try jst("2099-12-31 16:30"), in: .phoneDesk).rejections
        == [.dueOutOfRange(YearOutOfRange(year: 2100))])
    #expect(
      DueTime.compute(.seconds(3_600), from: .max, in: .phoneDesk).rejections
        == [.startOutOfRange(YearOutOfRange(year: 9999))])
  }
}
