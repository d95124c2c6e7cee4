import CivilTime
import Testing

@testable import Rules

@Suite struct StatusTests {
  @Test(
    arguments: [
      // rule, kind, start, end, announced, reason, refusals
      ("CARD-25", .minor, "2026-04-10 01:00", "2026-04-10 06:00", "2026-04-09 12:00", "", []),
      (
        "CARD-25", .minor, "2026-04-10 00:59:59", "2026-04-10 02:00", "2026-04-09 12:00", "",
        ["MINOR_OUTSIDE_WINDOW"]
      ),
      (
        "CARD-25", .minor, "2026-04-10 05:00", "2026-04-10 06:00:00.001", "2026-04-09 12:00", "",
        ["MINOR_OUTSIDE_WINDOW"]
      ),
      (
        "CARD-25", .minor, "2026-04-10 02:00", "2026-04-11 02:00", "2026-04-09 12:00", "",
        ["MINOR_OUTSIDE_WINDOW"]
      ),
      ("CARD-26", .stopping, "2026-04-16 22:00", "2026-04-17 02:00", "2026-04-09 12:00", "", []),
      (
        "CARD-26", .stopping, "2026-04-15 22:00", "2026-04-16 02:00", "2026-04-09 12:00", "",
        ["NOTICE_TOO_SHORT"]
      ),
      (
        "CARD-26", .emergency, "2026-04-09 12:00", "2026-04-09 13:00", "2026-04-09 12:00", "disk",
        []
      ),
      (
        "CARD-26", .emergency, "2026-04-09 12:00", "2026-04-09 13:00", "2026-04-09 12:00", " ",
        ["REASON_MISSING"]
      ),
      (
        "CARD-26", .stopping, "2026-04-08 12:00", "2026-04-08 12:00", "2026-04-09 12:00", "",
        ["WINDOW_EMPTY", "ALREADY_STARTED", "ANNOUNCED_AFTER_EFFECT"]
      ),
    ] as [(String, Maintenance.Kind, String, String, String, String, [String])])
  func maintenanceKeepsToItsHoursOrIsAnnounced(
    rule: String, kind: Maintenance.Kind, start: String, end: String, announced: String,
    reason: String, refusals: [String]
  ) throws {
    let ruling = Maintenance.judge(
      kind, from: try jst(start), to: try jst(end), announced: try jst(announced),
      at: try jst("2026-04-09 12:00"), reason: reason)
    #expect(ruling.rejections.map(\.fault.reason) == refusals, "\(rule)")
    expectClear(ruling.rejections)
    if let answer = ruling.answer { try TraceFormula.check(answer.trace) }
  }

  // MARK: - Recurrence

  private func days(
    _ pattern: Recurrence.Pattern, from first: String, until: String? = nil,
    except: [String] = [], in span: ClosedRange<CivilDate>
  ) throws -> [CivilDate] {
    let recurrence = try #require(
      Recurrence.make(
        pattern, from: day(first), until: until.map { try day($0) },
        except: Set(except.map { try day($0) })
      ).answer)
    let answer = recurrence.days(in: span)
    #expect(try TraceListsTests.days(answer.trace) == answer.days, "COM-12")
    return answer.days
  }

  @Test(
    arguments: [
      // pattern, first day, the first four days
      (.once, "2026-04-10", ["2026-04-10"]),
      (.daily(every: 3), "2026-04-10", ["2026-04-10", "2026-04-13", "2026-04-16", "2026-04-19"]),
      (
        .weekly(every: 2, on: [.monday, .friday]), "2026-04-10",
        ["2026-04-10", "2026-04-20", "2026-04-24", "2026-05-04"]
      ),
      (
        .monthly(every: 1, day: 31), "2026-01-31",
        ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
      ),
      (
        .monthly(every: 12, day: 29), "2027-02-01",
        ["2027-02-28", "2028-02-29", "2029-02-28", "2030-02-28"]
      ),
      (
        .monthlyWeekday(every: 1, nth: 2, .sunday), "2026-04-01",
        ["2026-04-12", "2026-05-10", "2026-06-14", "2026-07-12"]
      ),
      (
        .monthlyWeekday(every: 1, nth: -1, .sunday), "2026-04-01",
        ["2026-04-26", "2026-05-31", "2026-06-28", "2026-07-26"]
      ),
      (
        .monthlyWeekday(every: 1, nth: 5, .sunday), "2026-04-01",
        ["2026-05-31", "2026-08-30", "2026-11-29", "2027-01-31"]
      ),
    ] as [(Recurrence.Pattern, String, [String])])
  func windowsComeAgain(
    pattern: Recurrence.Pattern, first: String, expected: [String]
  ) throws {
    let found = try days(pattern, from: first, in: try day("2025-01-01")...day("2031-12-31"))
    #expect(found.prefix(4).map(\.description) == expected, "CARD-25, COM-03")
  }

  /// The oracle goes from one occurrence to the next by days and months; the rule looks at each day by itself.
  @Test func recurrencesAgreeWithWalks() throws {
    let first = CivilDate(literal: 2024, 1, 31)
    let last = Walked.allDays.upperBound
    var walked: [CivilDate] = []
    var step = 0
    while let date = try? Walked.months(step * 2, from: first), date <= last {
      walked.append(date)
      step += 1
    }
    #expect(
      try days(.monthly(every: 2, day: 31), from: "2024-01-31", in: Walked.allDays) == walked)
    var fourths: [CivilDate] = []
    var month = CivilDate(literal: 2024, 2, 1)
    while month <= last {
      var thursdays: [CivilDate] = []
      var date = month
      while date.month == month.month {
        if date.weekday == .thursday { thursdays.append(date) }
        date = date.advanced(by: 1)
      }
      fourths.append(thursdays[3])
      month = date
    }
    #expect(
      try days(
        .monthlyWeekday(every: 1, nth: 4, .thursday), from: "2024-02-01", in: Walked.allDays)
        == fourths)
  }

  @Test func daysAreLeftOutAndTheEndHolds() throws {
    let found = try days(
      .daily(every: 1), from: "2026-04-10", until: "2026-04-14", except: ["2026-04-12"],
      in: try day("2026-04-01")...day("2026-04-30"))
    #expect(found.map(\.day) == [10, 11, 13, 14])
    let none = try days(
      .daily(every: 1), from: "2026-04-10", until: "2026-04-14",
      in: try day("2026-05-01")...day("2026-05-30"))
    #expect(none.isEmpty)
  }

  @Test func aWindowMayReachOverMidnight() throws {
    let recurrence = try #require(
      Recurrence.make(
        .weekly(every: 1, on: [.saturday]), from: day("2026-04-01")
      ).answer)
    let span = try jst("2026-04-12 01:00")..<jst("2026-04-12 03:00")
    let found = Maintenance.occurrences(
      recurrence, at: TimeOfDay(literal: 22, 0), lasting: .seconds(4 * 3_600), in: span)
    #expect(found.windows == [try jst("2026-04-11 22:00")..<jst("2026-04-12 02:00")])
    let after = try jst("2026-04-12 02:00")..<jst("2026-04-12 03:00")
    #expect(
      Maintenance.occurrences(
        recurrence, at: TimeOfDay(literal: 22, 0), lasting: .seconds(4 * 3_600), in: after
      ).windows.isEmpty)
  }

  @Test func wrongRecurrencesAreRefused() throws {
    let first = try day("2026-04-10")
    let refused =
      Recurrence.make(.daily(every: 0), from: first, until: try day("2026-04-09")).rejections
      + Recurrence.make(.weekly(every: 1, on: []), from: first).rejections
      + Recurrence.make(.monthly(every: 1, day: 32), from: first).rejections
      + Recurrence.make(.monthlyWeekday(every: 1, nth: 0, .monday), from: first).rejections
    #expect(
      refused.map(\.fault.reason) == [
        "INTERVAL_NOT_POSITIVE", "ENDS_BEFORE_START", "WEEKDAYS_MISSING", "DAY_OUT_OF_RANGE",
        "NTH_OUT_OF_RANGE",
      ])
    expectClear(refused)
  }

  // MARK: - Availability

  @Test func plannedWindowsAreNoOutage() throws {
    let month = try jst("2026-04-01 00:00")..<jst("2026-05-01 00:00")
    func span(_ from: String, _ to: String) throws -> Range<Instant> { try jst(from)..<jst(to) }
    let answer = Availability.compute(
      month,
      outages: [
        try span("2026-03-31 23:00", "2026-04-01 01:00"),
        try span("2026-04-10 01:30", "2026-04-10 07:00"),
        try span("2026-04-10 06:30", "2026-04-10 08:00"),
      ], planned: [try span("2026-04-10 01:00", "2026-04-10 06:00")])
    #expect(answer.planned == .seconds(5 * 3_600), "CARD-25")
    #expect(answer.down == .seconds(3 * 3_600), "TEL-39")
    #expect(answer.promised == .seconds(715 * 3_600))
    #expect(answer.partsPerMillion == 995_804)
    let calm = Availability.compute(month, outages: [], planned: [])
    #expect(calm.partsPerMillion == 1_000_000)
    let all = Availability.compute(month, outages: [month], planned: [month])
    #expect(all.partsPerMillion == 1_000_000 && all.down == .zero)
    #expect(Availability.compute(month, outages: [month], planned: []).partsPerMillion == 0)
  }

  /// The oracle looks at each minute by itself.
  @Test func availabilityIsThatOfItsMinutes() throws {
    var random = SeededRandom(state: 39)
    let start = try jst("2026-04-01 00:00")
    func minute(_ number: Int) -> Instant { start.advanced(by: .seconds(60 * number)) }
    for _ in 0..<20 {
      func spans() -> [Range<Int>] {
        (0..<6).map { _ in
          let from = Int.random(in: -50...1_400, using: &random)
          return from..<from + Int.random(in: 0...200, using: &random)
        }
      }
      let (outages, planned) = (spans(), spans())
      let calm = (0..<1_440).filter { at in planned.contains { $0.contains(at) } }.count
      let down = (0..<1_440).filter { at in
        outages.contains { $0.contains(at) } && !planned.contains { $0.contains(at) }
      }.count
      func instants(_ spans: [Range<Int>]) -> [Range<Instant>] {
        spans.map { minute($0.lowerBound)..<minute($0.upperBound) }
      }
      let answer = Availability.compute(
        minute(0)..<minute(1_440), outages: instants(outages), planned: instants(planned))
      #expect(answer.planned == .seconds(60 * calm))
      #expect(answer.down == .seconds(60 * down))
    }
  }
}

@Suite struct ContractLifeTests {
  typealias State = ContractLife.State
  typealias Action = ContractLife.Action

  @Test(
    arguments: [
      // rule, actions from an application, where they lead
      ("TEL-09", [.refuse], .refused), ("TEL-10", [.conclude], .concluded),
      ("TEL-18", [.conclude, .activate, .suspend], .suspended),
      ("TEL-18", [.conclude, .activate, .suspend, .resume], .active),
      ("TEL-15", [.conclude, .activate, .suspend, .terminate], .terminated),
      ("CARD-04", [.conclude, .deliver], .setUp),
      ("SUP-23", [.conclude, .prepare, .activate], .active),
      ("TEL-10", [.withdraw], .withdrawn),
    ] as [(String, [Action], State)])
  func aContractLivesByItsActions(rule: String, actions: [Action], expected: State) throws {
    var state = State.applied
    for action in actions {
      state = try #require(ContractLife.apply(action, in: state).answer, "\(rule)").state
    }
    #expect(state == expected, "\(rule)")
  }

  @Test func everyActionInEveryStateIsPossibleOrRefused() {
    for state in State.allCases {
      for action in Action.allCases {
        let ruling = ContractLife.apply(action, in: state)
        #expect(
          (ruling.answer != nil) == ContractLife.starts(of: action).contains(state))
        expectClear(ruling.rejections)
        if state.isFinal { #expect(ruling.answer == nil) }
      }
    }
    #expect(
      ContractLife.apply(.deliver, in: .setUp).rejections.first?.fault.reason
        == "ALREADY_DELIVERED")
  }

  @Test(
    arguments: [
      // rule, state, day, renewal, state on that day
      ("CARD-05", .setUp, "2026-02-28", .auto, .setUp),
      ("CARD-04", .setUp, "2026-03-01", .auto, .active),
      ("CARD-08", .active, "2027-03-01", .auto, .active),
      ("TEL-11", .active, "2027-02-28", .none, .active),
      ("TEL-11", .active, "2027-03-01", .none, .expired),
      ("TEL-11", .suspended, "2027-03-01", .unspecified, .expired),
      ("TEL-18", .terminated, "2027-03-01", .none, .terminated),
      ("CARD-28", .trial, "2026-05-31", .none, .trial),
      ("CARD-28", .trial, "2026-06-01", .none, .ended),
    ] as [(String, State, String, Renewal.Mode, State)])
  func timeMovesAContract(
    rule: String, state: State, date: String, renewal: Renewal.Mode, expected: State
  ) throws {
    let schedule = ContractLife.Schedule(
      billingStart: try day("2026-03-01"), termEnd: try day("2027-02-28"),
      trialEnd: try day("2026-05-31"), renewal: renewal)
    #expect(
      ContractLife.stand(on: try day(date), after: state, schedule).state == expected, "\(rule)")
  }

  @Test func aCancelledContractRunsToItsEnd() throws {
    let schedule = ContractLife.Schedule(
      termEnd: try day("2027-02-28"), cancelledEnd: try day("2026-06-30"), renewal: .auto)
    let last = ContractLife.stand(on: try day("2026-06-30"), after: .active, schedule)
    #expect(last.state == .active)
    let after = ContractLife.stand(on: try day("2026-07-01"), after: .active, schedule)
    #expect(after.state == .cancelled)
    #expect(after.trace.steps.last?["since"] == .date(try day("2026-07-01")), "COM-11")
    #expect(ContractLife.refusesUse(.suspended) && !ContractLife.refusesUse(.setUp), "TEL-18")
  }
}
