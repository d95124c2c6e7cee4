import CivilTime
import Testing

@testable import Rules

@Suite struct SupportTests {
  @Test(
    arguments: [
      // rule, duration, units, minutes
      ("SUP-12", .zero, 0, 0), ("SUP-12", .seconds(1), 1, 1),
      ("SUP-12", .milliseconds(1), 1, 1), ("SUP-12", .seconds(1_800), 1, 30),
      ("SUP-12", .milliseconds(1_800_999), 1, 30), ("SUP-12", .seconds(1_801), 2, 31),
      ("SUP-12", .seconds(3_600), 2, 60), ("SUP-12", .seconds(3_601), 3, 61),
      ("SUP-12", .seconds(5_400), 3, 90),
    ] as [(String, Duration, Int, Int)])
  func eachHalfHourBegunIsAUnit(
    rule: String, duration: Duration, units: Int, minutes: Int
  ) throws {
    let answer = try #require(HandlingUnits.compute(duration).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.units == units, "\(rule)")
    #expect(answer.minutes == minutes, "SUP-16")
  }

  /// The oracle burns a unit whenever a second passes that none is left for.
  @Test func unitsFollowTheSeconds() {
    var units = 0
    for second in 1...8_000 {
      if second > units * 1_800 { units += 1 }
      #expect(HandlingUnits.compute(.seconds(second)).answer?.units == units, "SUP-12 \(second)")
    }
    let refused =
      HandlingUnits.compute(.seconds(-1)).rejections
      + HandlingUnits.compute(.seconds(32 * 86_400)).rejections
    #expect(refused.count == 2)
    expectClear(refused)
  }

  @Test(
    arguments: [
      // rule, channel, subject, closed at once as
      ("SUP-05", .freeWeb, .ownSoftware, nil), ("SUP-05", .freeWeb, .hardware, .outOfScope),
      ("SUP-05", .freeWeb, .otherSoftware, .outOfScope),
      ("SUP-09", .freeWeb, .licenceMove, .outOfScope), ("SUP-09", .paid, .licenceMove, nil),
      ("SUP-24", .paid, .relatedSoftware, nil), ("SUP-24", .paid, .office, .outOfScope),
      ("SUP-19", .callCentre, .hardware, nil), ("SUP-19", .callCentre, .office, nil),
      ("SUP-19", .callCentre, .otherSoftware, .declinedOtherVendor),
      ("SUP-19", .callCentre, .licenceMove, .declinedOutOfScope),
    ] as [(String, SupportScope.Channel, SupportScope.Subject, CaseState?)])
  func eachWayOfSupportHasItsScope(
    rule: String, channel: SupportScope.Channel, subject: SupportScope.Subject,
    closedAs: CaseState?
  ) throws {
    let answer = try #require(
      SupportScope.judge(subject, by: channel, hasContract: true).answer)
    #expect(answer.closedAs == closedAs, "\(rule)")
    #expect(answer.closedAs?.isResolved ?? true)
    let without = SupportScope.judge(subject, by: channel, hasContract: false)
    #expect((without.answer == nil) == (channel != .freeWeb), "SUP-17")
    expectClear(without.rejections)
  }

  private func handling(
    _ id: String, _ start: String, _ end: String, case caseID: String = "c",
    reported: String? = nil
  ) throws -> WorkLog.Handling {
    WorkLog.Handling(
      id, case: caseID, start: try jst(start), end: try jst(end),
      reportedAt: try reported.map { try jst($0) })
  }

  @Test func twoHandlingsMergedAreOneUnit() throws {
    let first = try handling("1", "2026-04-10 10:00", "2026-04-10 10:10")
    let second = try handling("2", "2026-04-10 15:00", "2026-04-10 15:10")
    let apart = [first, second].compactMap { HandlingUnits.compute($0.spent).answer?.units }
    #expect(apart == [1, 1], "SUP-13")
    let answer = try #require(WorkLog.merge([first, second]).answer)
    let merged = answer.handling
    #expect(try TraceFormula.check(answer.trace)["together"] == .integer(1_200_000_000_000))
    #expect(merged.spent == .seconds(1_200), "SUP-13")
    #expect(HandlingUnits.compute(merged.spent).answer?.units == 1, "SUP-13")
    #expect((merged.start, merged.end) == (first.start, second.end))
    #expect(merged.id == "1")
    #expect(WorkLog.reportDue(merged) == (try jst("2026-04-11 00:00")), "SUP-13")
  }

  @Test func whatWasReportedStands() throws {
    let first = try handling("1", "2026-04-10 10:00", "2026-04-10 10:10")
    let reported = try handling(
      "2", "2026-04-10 15:00", "2026-04-10 15:10", reported: "2026-04-11 00:00")
    let other = try handling("3", "2026-04-10 15:00", "2026-04-10 15:10", case: "d")
    let nextDay = try handling("4", "2026-04-10 23:50", "2026-04-11 00:10")
    let refused = WorkLog.merge([first, reported, other, nextDay, first]).rejections
    #expect(
      refused == [
        .repeated("1"), .alreadyReported("2", at: try jst("2026-04-11 00:00")),
        .otherCase("3", case: "d"), .otherDay("4", try day("2026-04-11")),
      ], "SUP-13")
    let alone = WorkLog.merge([first]).rejections
    expectClear(refused + alone)
  }

  @Test func theNoticeTellsUnitsMinutesBalanceAndExpiry() throws {
    var ledger = LotLedger()
    let end = try jst("2026-04-10 12:00")
    let today = try day("2026-04-10")
    _ = ledger.post(
      Lot("a", left: 3, usable: today...(try day("2027-04-09"))), at: end, reference: "order")
    let handled = try #require(HandlingUnits.compute(.seconds(2_400)).answer)
    let paid = ledger.charge(handled.units, endedAt: end, handling: "h1")
    let notice = ConsumptionNotice(handled, paid: paid, in: ledger, on: today)
    #expect((notice.units, notice.minutes, notice.balance) == (2, 40, 1), "SUP-16")
    #expect(try TraceFormula.check(notice.trace)["balance"] == .integer(1), "SUP-16")
    #expect(notice.nextExpiry?.description == "2027-04-09" && notice.isSettled, "SUP-16")
    let unpaid = ledger.charge(handled.units, endedAt: end, handling: "h2")
    let second = ConsumptionNotice(handled, paid: unpaid, in: ledger, on: today)
    #expect(second.balance == -1 && !second.isSettled, "SUP-15")
  }
}

@Suite struct DeskTimeTests {
  @Test(
    arguments: [
      // rule, desk, instant, open, opens, closes
      ("COM-02", .cardSupportDesk, "2026-04-10 17:29:59.999", nil, "2026-04-10 17:30"),
      ("COM-02", .cardSupportDesk, "2026-04-10 17:30", "2026-04-13 09:30", "2026-04-13 17:30"),
      ("CARD-23", .cardSupportDesk, "2026-04-10 09:30", nil, "2026-04-10 17:30"),
      ("SUP-20", .supportCallCentre, "2026-04-10 09:59", "2026-04-10 10:00", "2026-04-10 17:00"),
      ("TEL-42", .teleworkPhoneDesk, "2026-04-10 11:45", "2026-04-10 13:00", "2026-04-10 17:00"),
      ("TEL-42", .teleworkPhoneDesk, "2026-05-02 10:00", "2026-05-07 09:00", "2026-05-07 11:45"),
    ] as [(String, DeskCalendar, String, String?, String)])
  func aDeskIsOpenOrSaysWhen(
    rule: String, desk: DeskCalendar, instant: String, opens: String?, closes: String
  ) throws {
    let opening = try #require(DeskTime.check(at: jst(instant), in: desk.calendar).answer)
    #expect(opening.isOpen == (opens == nil), "\(rule)")
    #expect(opening.opens == (try opens.map { try jst($0) }), "\(rule)")
    #expect(opening.closes == (try jst(closes)), "\(rule)")
  }

  /// The oracle asks minute by minute whether the desk is open.
  @Test func elapsedTimeIsThatOfOpenMinutes() throws {
    var random = SeededRandom(state: 42)
    let calendar = BusinessCalendar.phoneDesk
    for _ in 0..<25 {
      let start = JST.instant(random.date(from: 2024, to: 2032)).advanced(
        by: .seconds(60 * Int.random(in: 0..<1_440, using: &random)))
      let minutes = Int.random(in: 0...6_000, using: &random)
      var open = 0
      for minute in 0..<minutes
      where try calendar.isOpen(at: start.advanced(by: .seconds(60 * minute))) { open += 1 }
      let end = start.advanced(by: .seconds(60 * minutes))
      #expect(
        DeskTime.elapsed(from: start, to: end, in: calendar).answer?.time == .seconds(60 * open))
    }
  }

  /// A due time of any day from 2024 to 2032 lies in the desk's hours, or at their end, and as much desk time
  /// as was promised has passed by then, also where a day has a window to 24:00.
  @Test func dueTimesLieInsideDeskHours() throws {
    let night = try WeeklyHours([
      .monday: [.init(literal: (0, 0), (6, 0)), .init(literal: (18, 0), (24, 0))],
      .friday: [.init(literal: (22, 0), (24, 0))], .saturday: [.init(literal: (0, 0), (2, 0))],
    ])
    let name = LocalizedName(ja: "夜", en: "Night", zh: "夜")
    let calendars = [
      BusinessCalendar.phoneDesk, BusinessCalendar(id: "night", name: name, hours: night),
    ]
    for calendar in calendars {
      for date in Walked.allDays {
        let start = JST.instant(date).advanced(by: .seconds(date.dayNumber * 7_919 % 86_400))
        let duration: Duration = .seconds(date.dayNumber * 104_729 % 30_000 + 1)
        let due = try #require(DueTime.compute(duration, from: start, in: calendar).answer?.due)
        let before = due.advanced(by: .nanoseconds(-1))
        #expect(try calendar.isOpen(at: before), "TEL-43 \(start) \(due)")
        let elapsed = try #require(DeskTime.elapsed(from: start, to: due, in: calendar).answer)
        #expect(elapsed.time == duration)
        #expect(try TraceFormula.check(elapsed.trace)["elapsed"] != nil)
      }
    }
  }

  @Test func unknownYearsAreRefused() throws {
    let late = try jst("2099-12-31 23:00")
    let refused =
      DeskTime.check(at: late, in: .phoneDesk).rejections
      + DeskTime.elapsed(from: late, to: .max, in: .phoneDesk).rejections
      + DeskTime.elapsed(from: late, to: .epoch, in: .phoneDesk).rejections
    #expect(
      refused.map(\.fault.reason) == [
        "YEAR_OUT_OF_RANGE", "YEAR_OUT_OF_RANGE", "ENDS_BEFORE_START",
      ])
    expectClear(refused)
  }
}
