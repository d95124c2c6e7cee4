import CivilTime
import MadoAPI
import RPC
import StandardAPI
import Testing

@testable import Services

@Suite struct SlaServiceTests {
  private func call(
    _ office: Office, at time: String, name: String = "山田太郎", product: String = "telework"
  ) async throws -> Support.Case {
    let answer = try await office.phoneDesk.logCall(
      .init(
        requestId: freshID(), tenantId: "demo", receiveTime: try Office.japan(time).message,
        contactName: name, channel: .freeWeb, product: product, category: .defect,
        subject: .ownSoftware, title: "t", body: "b"), office.options("desk"))
    return try #require(answer.case)
  }

  private func telephoning(at time: String) async throws -> Office {
    let office = try await Office.supporting(at: time)
    _ = try await office.contacts.set(
      .init(requestId: freshID(), contacts: [.init(name: "山田 太郎", email: "a@example.jp")]),
      office.options("demo-administrator"))
    return office
  }

  @Test(
    arguments: [
      // rule, received, due
      ("TEL-43", "2026-04-27 09:00", "2026-04-27 13:15"),
      ("TEL-43", "2026-04-27 10:30", "2026-04-27 14:45"),
      ("TEL-43", "2026-04-27 12:15", "2026-04-27 16:00"),
      ("TEL-43", "2026-04-27 14:01", "2026-04-28 09:01"),
      ("TEL-43", "2026-05-01 16:00", "2026-05-07 11:00"),
      ("TEL-43", "2026-09-18 16:30", "2026-09-24 11:30"),
    ])
  func aCallIsAnsweredWithinThreeHoursOfTheDesk(
    rule: String, received: String, due: String
  ) async throws {
    let office = try await telephoning(at: received)
    let opened = try await call(office, at: received)
    #expect(opened.dueTime == (try Office.japan(due)).message, "\(rule)")
    #expect(opened.policyId == "telework-phone")
    #expect(opened.requesterId.isEmpty && opened.contactName == "山田太郎")
    let seen = try await office.show(opened.id, as: "demo-administrator")
    #expect(seen.clocks.map(\.standing) == [.running])
  }

  @Test func whoIsNoRegisteredAdministratorIsNotHeard() async throws {
    let office = try await telephoning(at: "2026-04-27 10:00")
    let error = await failure { try await call(office, at: "2026-04-27 10:00", name: "別人") }
    #expect(error?.code == .permissionDenied && error?.reason == "NOT_AUTHORISED_CONTACT", "TEL-44")
    let future = await failure { try await call(office, at: "2026-04-27 10:01") }
    #expect(future?.code == .invalidArgument)
    let past = await failure { try await call(office, at: "2026-03-27 09:59") }
    #expect(past?.code == .invalidArgument)
    #expect(try await office.cases.list(.init(), office.options("desk")).cases.isEmpty)
  }

  @Test func aClockWarnsThenIsOverAndSaysSoOnce() async throws {
    let office = try await telephoning(at: "2026-04-27 09:00")
    let opened = try await call(office, at: "2026-04-27 09:00")
    try office.setClock("2026-04-27 11:29")
    try await office.scheduler.runDue()
    #expect(try await office.alerts().isEmpty)
    try office.setClock("2026-04-27 11:30")
    try await office.scheduler.runDue()
    #expect(try await office.alerts().map(\.kind) == [.warning])
    try office.setClock("2026-04-27 13:15")
    try await office.scheduler.runDue()
    #expect(try await office.alerts().count == 1, "a reply at 13:15 would be in time")
    try office.setClock("2026-04-27 13:15:01")
    try await office.scheduler.runDue()
    try await office.scheduler.runDue()
    let alerts = try await office.alerts()
    #expect(alerts.map(\.kind) == [.breach, .warning])
    #expect(alerts.map(\.caseId) == [opened.id, opened.id])
    #expect(alerts.first?.alertTime == (try Office.japan("2026-04-27 13:15")).message)
    let now = try await office.show(opened.id)
    #expect(now.clocks.map(\.standing) == [.breached] && now.case?.dueTime == nil)
    #expect(now.case?.etag == opened.etag, "nobody has changed it")
  }

  /// Whoever writes before the scheduler has come to a case finds it as if the scheduler had.
  @Test func whatWasDueWhileNobodyLookedIsSaidAllTheSame() async throws {
    let (prompt, late) = (
      try await telephoning(at: "2026-04-27 09:00"), try await telephoning(at: "2026-04-27 09:00")
    )
    var found: [[Support.Alert]] = []
    for office in [prompt, late] {
      let opened = try await call(office, at: "2026-04-27 09:00")
      for time in ["2026-04-27 11:30", "2026-04-27 13:16"] where office === prompt {
        try office.setClock(time)
        try await office.scheduler.runDue()
      }
      try office.setClock("2026-04-27 16:00")
      try await office.write(.answer, to: opened.id)
      try await office.scheduler.runDue()
      found.append(
        try await office.alerts().map { alert in
          var alert = alert
          alert.caseId = ""
          return alert
        })
    }
    #expect(found[0].count == 2)
    #expect(found[0] == found[1])
  }

  @Test(
    arguments: [
      // rule, answered, accepted
      ("TEL-41", "2026-04-24 10:00", "2026-05-02 00:00"),
      ("TEL-41", "2026-04-22 10:00", "2026-05-01 00:00"),
      ("TEL-41", "2026-04-28 10:00", "2026-05-08 00:00"),
      ("TEL-41", "2026-09-14 10:00", "2026-09-25 00:00"),
      ("TEL-41", "2026-06-01 10:00", "2026-06-09 00:00"),
    ])
  func silenceAcceptsAfterAWeek(rule: String, answered: String, accepted: String) async throws {
    let office = try await Office.supporting(at: answered)
    let opened = try await office.open(product: "telework", as: "demo-administrator")
    try await office.write(.answer, to: opened.id)
    let (end, desk) = (try Office.japan(accepted), office.options("desk"))
    #expect(
      try await office.cases.getAcceptance(.init(id: opened.id), desk).deemedFrom == end.message,
      "\(rule)")
    office.clock.set(end.advanced(by: .seconds(-1)))
    try await office.scheduler.runDue()
    #expect(try await office.show(opened.id).case?.state == .answered, "\(rule)")
    // Nobody looked for a day.
    office.clock.set(end.advanced(by: .seconds(86_400)))
    let before = try await office.cases.getAcceptance(.init(id: opened.id), desk)
    #expect(before.acceptance == .deemed && before.acceptTime == end.message, "\(rule)")
    try await office.scheduler.runDue()
    let after = try await office.show(opened.id).case
    #expect(after?.state == .accepted && after?.acceptance == .deemed, "\(rule)")
    #expect(after?.acceptTime == end.message, "\(rule)")
  }

  @Test func aMessageOrAHoldingReplyKeepsSilenceFromAccepting() async throws {
    let office = try await Office.supporting(at: "2026-06-01 10:00")
    let held = try await office.open(product: "telework", as: "demo-administrator")
    try await office.write(.holding, to: held.id)
    let asked = try await office.open(product: "telework", as: "demo-administrator")
    try await office.write(.answer, to: asked.id)
    try await office.write(.question, to: asked.id, as: "demo-administrator")
    let card = try await office.open()
    try await office.write(.answer, to: card.id)
    try office.setClock("2026-07-01 10:00")
    try await office.scheduler.runDue()
    #expect(try await office.show(held.id).case?.state == .open)
    #expect(try await office.show(asked.id).case?.state == .open)
    #expect(try await office.show(card.id).case?.state == .answered, "TEL-41 is telework's")
  }

  @Test func aPolicyStandsBeforeTheRuleBooksAndOpenCasesKeepTheirs() async throws {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    let vendor = office.options("vendor")
    let before = try await office.open()
    var policy = Support.SlaPolicy(
      product: "card-corporate-cloud", calendarId: "support-call-centre",
      first: .init(seconds: 3600), next: .init(seconds: 3600), warning: .init(seconds: 600),
      pauses: [.init(clock: .next, states: [.waitingCustomer])])
    policy = try #require(
      try await office.sla.createPolicy(
        .init(requestId: freshID(), policy: policy), vendor
      ).policy)
    let second = await failure {
      try await office.sla.createPolicy(.init(requestId: freshID(), policy: policy), vendor)
    }
    #expect(second?.code == .alreadyExists && second?.reason == "POLICY_EXISTS")
    let opened = try await office.open()
    #expect(opened.policyId == policy.id)
    #expect(opened.dueTime == (try Office.japan("2026-04-27 11:00")).message)
    #expect(try await office.show(before.id).case?.policyId == "card-desk")
    policy.first = .init(seconds: 7200)
    let changed = try await office.sla.updatePolicy(
      .init(requestId: freshID(), policy: policy, updateMask: .init(paths: ["first"])), vendor
    ).policy
    #expect(changed?.first?.seconds == 7200 && changed?.etag != policy.etag)
    #expect(try await office.show(opened.id).case?.dueTime == opened.dueTime)
    let list = try await office.sla.listPolicies(.init(), office.options("desk")).policies
    #expect(list.map(\.builtIn) == [false, true, true, true, true, true])
  }

  /// A calendar that is changed later, and a holiday that is put later, move the cases that are opened then.
  @Test func aCaseKeepsTheCalendarThatItWasOpenedWith() async throws {
    let office = try await Office.supporting(at: "2026-04-27 16:00")
    let vendor = office.options("vendor")
    let days: [Calendar.Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    let made = try await office.calendars.createCalendar(
      .init(
        requestId: freshID(),
        calendar: .init(
          id: "desk", name: "窓口",
          hours: days.map {
            .init(weekday: $0, windows: [.init(open: "09:00", close: "17:00")])
          })), vendor
    ).calendar
    let policy = Support.SlaPolicy(
      product: "meeting", calendarId: "desk", first: .init(seconds: 4 * 3_600))
    _ = try await office.sla.createPolicy(.init(requestId: freshID(), policy: policy), vendor)
    let before = try await office.open(product: "meeting")
    #expect(before.dueTime == (try Office.japan("2026-04-28 12:00")).message)
    _ = try await office.calendars.putCompanyHolidays(
      .init(
        requestId: freshID(), id: "desk", etag: made?.etag ?? "",
        companyHolidays: [.init(day: .once(.init(year: 2026, month: 4, day: 28)), name: "休業")]),
      vendor)
    _ = try await office.calendars.putOfficialOverride(
      .init(
        requestId: freshID(), year: 2026,
        changes: [
          .init(change: .added(.init(date: .init(year: 2026, month: 4, day: 30), name: "臨時")))
        ]), vendor)
    let after = try await office.open(product: "meeting")
    #expect(after.dueTime == (try Office.japan("2026-05-01 12:00")).message)
    #expect(after.calendarVersion != before.calendarVersion)
    #expect(try await office.show(before.id).case?.dueTime == before.dueTime)
    try office.setClock("2026-04-28 12:00:01")
    try await office.scheduler.runDue()
    #expect(try await office.alerts().map(\.caseId) == [before.id])
    let explained = try await office.sla.explain(.init(caseId: before.id), office.options("desk"))
    #expect(explained.terms?.calendar?.version == 1 && explained.terms?.overrides.isEmpty == true)
  }

  @Test func eachClockRunsForItselfAndStandsStillWhereThePolicySaysSo() async throws {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    let policy = Support.SlaPolicy(
      product: "meeting", calendarId: "telework-phone-desk", first: .init(seconds: 3_600),
      next: .init(seconds: 3_600), resolution: .init(seconds: 4 * 3_600),
      pauses: [.init(clock: .resolution, states: [.waitingCustomer, .answered])])
    _ = try await office.sla.createPolicy(
      .init(requestId: freshID(), policy: policy), office.options("vendor"))
    let opened = try await office.open(product: "meeting")
    #expect(opened.dueTime == (try Office.japan("2026-04-27 11:00")).message)
    try office.setClock("2026-04-27 10:30")
    let waiting = try await office.write(.holding, to: opened.id, waits: true)
    #expect(waiting.state == .waitingCustomer && waiting.dueTime == nil)
    // Half an hour of the four is used; lunch and the afternoon pass.
    try office.setClock("2026-04-27 16:30")
    let asked = try await office.write(.question, to: opened.id, as: "demo-worker")
    #expect(asked.dueTime == (try Office.japan("2026-04-28 09:30")).message, "the next reply's")
    let clocks = try await office.show(opened.id).clocks
    #expect(clocks.map(\.clock) == [.first, .next, .resolution])
    #expect(clocks.map(\.standing) == [.met, .running, .running])
    #expect(clocks.last?.used?.seconds == 1_800)
    #expect(clocks.last?.dueTime == (try Office.japan("2026-04-28 13:15")).message)
    try office.setClock("2026-04-28 09:31")
    try await office.scheduler.runDue()
    #expect(try await office.alerts().map(\.clock) == [.next])
    try await office.write(.answer, to: opened.id)
    try office.setClock("2026-04-28 15:00")
    try await office.scheduler.runDue()
    #expect(try await office.alerts().count == 1, "an answer stops the resolution's clock")
  }

  @Test func everyWrongFieldOfAPolicyIsNamed() async throws {
    let office = try await Office.supporting(at: "2026-04-27 10:00")
    let error = await failure {
      try await office.sla.createPolicy(
        .init(
          requestId: freshID(),
          policy: .init(
            product: "none", calendarId: "none", first: .init(seconds: 1, nanos: -1),
            nextBusinessDay: true)), office.options("vendor"))
    }
    let fields = error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) ?? []
    #expect(
      fields == ["policy.calendar_id", "policy.product", "policy.first", "policy.first"])
    let rules = await failure {
      try await office.sla.createPolicy(
        .init(
          requestId: freshID(),
          policy: .init(
            calendarId: "business-days", first: .init(seconds: 0), next: .init(seconds: -5),
            resolution: .init(seconds: 400 * 86_400), warning: .init(seconds: -1))),
        office.options("vendor"))
    }
    #expect(
      rules?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
        == ["policy.first", "policy.next", "policy.resolution", "policy.warning"])
    #expect(rules?.code == .invalidArgument && rules?.reason == "TARGET_NOT_POSITIVE")
  }

  @Test func anExplanationShowsTheWindowsAndTheDaysPassedOver() async throws {
    let office = try await telephoning(at: "2026-05-01 16:00")
    let opened = try await call(office, at: "2026-05-01 16:00")
    try office.setClock("2026-05-07 10:00")
    let explained = try await office.sla.explain(
      .init(caseId: opened.id), office.options("demo-administrator"))
    let clock = try #require(explained.clocks.first)
    #expect(clock.windows.count == 2)
    #expect(clock.windows.first?.from == (try Office.japan("2026-05-01 16:00")).message)
    #expect(clock.windows.last?.to == (try Office.japan("2026-05-07 10:00")).message)
    #expect(clock.skippedDays.map { $0.date?.day } == [2, 3, 4, 5, 6])
    #expect(clock.reading?.used?.seconds == 7200)
    #expect(explained.terms?.policy?.id == "telework-phone")
    #expect(explained.trace?.steps.isEmpty == false)
    let early = try await office.sla.explain(
      .init(caseId: opened.id, at: try Office.japan("2026-05-01 16:30").message),
      office.options("desk"))
    #expect(early.clocks.first?.reading?.used?.seconds == 1800)
    let future = await failure {
      try await office.sla.explain(
        .init(caseId: opened.id, at: try Office.japan("2026-05-01 15:00").message),
        office.options("desk"))
    }
    #expect(future?.code == .invalidArgument)
  }
}
