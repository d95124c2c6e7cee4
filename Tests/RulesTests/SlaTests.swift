import CivilTime
import Testing

@testable import Rules

@Suite struct SlaTests {
  typealias Event = SlaClocks.Event
  typealias Standing = SlaClocks.Reading.Standing

  private func policy() throws -> SlaPolicy {
    try #require(
      SlaPolicy.make(
        "paid",
        targets: [
          .first: .seconds(3 * 3_600), .next: .seconds(3_600), .resolution: .seconds(36_000),
        ],
        warning: .seconds(1_800),
        pauses: [.resolution: [.waitingCustomer, .answered], .next: [.waitingCustomer]]
      ).answer)
  }

  private func judge(
    _ opened: String, _ events: [Event] = [], at now: String, policy: SlaPolicy? = nil
  ) throws -> [SlaClocks.Reading] {
    let ruling = SlaClocks.judge(
      opened: try jst(opened), events: events, policy: try policy ?? self.policy(),
      in: .phoneDesk, at: try jst(now))
    return try #require(ruling.answer).readings
  }

  private func event(_ kind: Event.Kind, _ at: String) throws -> Event {
    Event(kind, at: try jst(at))
  }

  @Test func theFirstClockIsThatOfThePhoneDesk() throws {
    let first = try #require(
      judge("2026-05-01 16:00", at: "2026-05-01 16:30", policy: .phone).first)
    #expect(first.due == (try jst("2026-05-07 11:00")), "TEL-43")
    #expect(first.warnAt == (try jst("2026-05-07 10:30")), "TEL-43")
    #expect(first.standing == .running)
    #expect(first.used == .seconds(1_800))
  }

  @Test(
    arguments: [
      // rule, replied, standing at 18:00; due at 13:15
      ("TEL-43", "2026-04-27 13:15", true), ("TEL-43", "2026-04-27 13:16", false),
      ("TEL-43", nil, false),
    ] as [(String, String?, Bool)])
  func aReplyInTimeMeetsTheClock(rule: String, replied: String?, met: Bool) throws {
    let events = try replied.map { [try event(.reply, $0)] } ?? []
    let first = try #require(judge("2026-04-27 09:00", events, at: "2026-04-27 18:00").first)
    let due = try jst("2026-04-27 13:15")
    #expect(first.due == due, "\(rule)")
    #expect(
      first.standing == (met ? .met(at: try jst(replied ?? "")) : .breached(at: due)), "\(rule)")
  }

  @Test func theClocksAreIndependent() throws {
    let readings = try judge(
      "2026-04-27 09:00",
      [
        event(.reply, "2026-04-27 10:00"), event(.message, "2026-04-27 11:00"),
        event(.message, "2026-04-27 11:10"), event(.reply, "2026-04-27 13:30"),
        event(.message, "2026-04-27 16:30"), event(.state(.closed), "2026-04-28 09:30"),
      ], at: "2026-04-28 12:00")
    #expect(readings.map(\.clock) == [.first, .next, .next, .resolution])
    #expect(readings[0].standing == .met(at: try jst("2026-04-27 10:00")))
    #expect(readings[0].due == (try jst("2026-04-27 13:15")))
    // 45 minutes before lunch and 15 after it
    #expect(readings[1].due == (try jst("2026-04-27 13:15")))
    #expect(readings[1].standing == .breached(at: try jst("2026-04-27 13:15")))
    #expect(readings[2].due == (try jst("2026-04-28 09:30")))
    #expect(readings[2].standing == .met(at: try jst("2026-04-28 09:30")))
    #expect(readings[3].standing == .met(at: try jst("2026-04-28 09:30")))
    #expect(readings[3].used == .seconds(26_100))
  }

  @Test func aPausedClockHasNoDueTime() throws {
    let wait = try event(.state(.waitingCustomer), "2026-04-27 10:00")
    let back = try event(.state(.open), "2026-04-28 10:00")
    let paused = try #require(judge("2026-04-27 09:00", [wait], at: "2026-04-28 09:00").last)
    #expect(paused.standing == .paused && paused.due == nil && paused.warnAt == nil)
    #expect(paused.used == .seconds(3_600))
    let resumed = try #require(
      judge("2026-04-27 09:00", [back, wait], at: "2026-04-28 11:00").last)
    #expect(resumed.standing == .running)
    #expect(resumed.used == .seconds(7_200))
    // nine hours from 10:00: 5:45 on the 28th, the 29th is a holiday, 3:15 on the 30th
    #expect(resumed.due == (try jst("2026-04-30 13:30")))
    #expect(resumed.warnAt == (try jst("2026-04-30 11:45")))
    #expect(resumed.spans.count == 2)
  }

  @Test func aReopenedCaseGoesOnWhereItStood() throws {
    let closed = try event(.state(.closed), "2026-04-27 10:00")
    let again = try event(.state(.open), "2026-05-07 10:00")
    let met = try #require(judge("2026-04-27 09:00", [closed], at: "2026-05-01 10:00").last)
    #expect(met.standing == .met(at: try jst("2026-04-27 10:00")))
    let reopened = try #require(
      judge("2026-04-27 09:00", [closed, again], at: "2026-05-07 11:00").last)
    #expect(reopened.standing == .running && reopened.used == .seconds(7_200))
  }

  @Test func whatHasNotHappenedDoesNotCount() throws {
    let reply = try event(.reply, "2026-04-27 12:00")
    let first = try judge("2026-04-27 09:00", [reply], at: "2026-04-27 11:00").first
    #expect(first?.standing == .running)
    let early = SlaClocks.judge(
      opened: try jst("2026-04-27 09:00"), events: [], policy: .phone, in: .phoneDesk,
      at: try jst("2026-04-27 08:59")
    ).rejections
    let late = SlaClocks.judge(
      opened: try jst("2099-12-31 16:59"), events: [], policy: .phone, in: .phoneDesk,
      at: try jst("2099-12-31 17:00")
    ).rejections
    #expect(early.count == 1 && late == [.outOfRange(YearOutOfRange(year: 2100))])
    expectClear(early + late)
  }

  /// The oracle runs the clock minute by minute and stands still while the case is paused.
  @Test func dueTimesAgreeWithAClockThatIsPaused() throws {
    var random = SeededRandom(state: 44)
    let policy = try policy()
    for _ in 0..<20 {
      let opened = JST.instant(random.date(from: 2024, to: 2032), TimeOfDay(literal: 9, 0))
      var times = (0..<4).map { _ in Int.random(in: 1...3_000, using: &random) }.sorted()
      times = Array(Set(times)).sorted()
      let events = times.enumerated().map { index, minute in
        Event(
          .state(index.isMultiple(of: 2) ? .waitingCustomer : .open),
          at: opened.advanced(by: .seconds(60 * minute)))
      }
      var left = 600
      var minute = 0
      var isPaused = false
      while left > 0, minute < 40_000 {
        if let index = times.firstIndex(of: minute) { isPaused = index.isMultiple(of: 2) }
        if isPaused, minute > (times.last ?? 0) { break }
        let now = opened.advanced(by: .seconds(60 * minute))
        if !isPaused, try BusinessCalendar.phoneDesk.isOpen(at: now) { left -= 1 }
        minute += 1
      }
      let reading = try #require(
        SlaClocks.judge(
          opened: opened, events: events, policy: policy, in: .phoneDesk,
          at: opened.advanced(by: .seconds(60 * 3_001))
        ).answer?.readings.last)
      if left == 0 {
        #expect(reading.due == opened.advanced(by: .seconds(60 * minute)), "\(opened) \(times)")
      } else {
        #expect(reading.standing == .paused, "\(opened) \(times)")
      }
    }
  }

  @Test func aPolicyHasPositiveTargets() {
    let refused = SlaPolicy.make(
      "x", targets: [.first: .zero, .resolution: .seconds(367 * 86_400)], warning: .seconds(-1)
    ).rejections
    #expect(
      refused.map(\.fault.reason) == [
        "TARGET_NOT_POSITIVE", "TARGET_TOO_LONG", "WARNING_NEGATIVE",
      ])
    expectClear(refused)
  }
}
