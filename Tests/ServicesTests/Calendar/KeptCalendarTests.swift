import CivilTime
import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Testing

@testable import Services

/// Calendars that tenants and the vendor keep, and official overrides.
@Suite struct KeptCalendarTests {
  private static let other = Principal(.tenant(TenantID("other"), [.admin]), subject: "o")

  private func office() async throws -> Office {
    try await Office(
      devices: 1,
      others: [
        ("vendor", Principal(.vendor([.admin]), subject: "v")), ("other", Self.other),
      ])
  }

  private func hours(
    _ day: Calendar.Weekday, _ windows: (String, String)...
  ) -> Calendar.WeekdayHours {
    .init(weekday: day, windows: windows.map { .init(open: $0.0, close: $0.1) })
  }

  private func create(
    _ calendar: Calendar.BusinessCalendar, _ office: Office, as who: String = "demo-administrator"
  ) async throws -> Calendar.BusinessCalendar {
    try #require(
      try await office.calendars.createCalendar(
        .init(requestId: freshID(), calendar: calendar), office.options(who)
      ).calendar)
  }

  private func date(_ month: Int32, _ day: Int32) -> GoogleType.Date {
    .init(year: 2026, month: month, day: day)
  }

  private func fields(_ error: RPCError?) -> [String] {
    error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) ?? []
  }

  @Test func aCalendarOfSeveralWindowsADayUpToMidnightCounts() async throws {
    let office = try await office()
    let options = office.options("demo-worker")
    // 2026-07-03 is a Friday.
    _ = try await create(
      .init(
        id: "night-desk", name: "夜間受付",
        hours: [
          hours(.friday, ("20:00", "24:00"), ("00:00", "02:00")),
          hours(.saturday, ("09:00", "12:00")),
        ]),
      office)
    let friday = try await office.calendars.checkDay(
      .init(date: date(7, 3), calendar: "night-desk"), options)
    #expect(friday.windows.map { "\($0.open)-\($0.close)" } == ["00:00-02:00", "20:00-24:00"])
    let due = try await office.calendars.computeDue(
      .init(
        start: Instant("2026-07-03T23:00:00+09:00")?.message, duration: .init(seconds: 2 * 3600),
        calendar: "night-desk"), options)
    #expect(due.due == Instant("2026-07-04T10:00:00+09:00")?.message)
    // Nobody else has it.
    let foreign = await failure {
      _ = try await office.calendars.checkDay(
        .init(date: date(7, 3), calendar: "night-desk"), office.options("other"))
    }
    #expect(foreign?.code == .notFound && foreign?.reason == "CALENDAR_UNKNOWN")
    let listed = try await office.calendars.listCalendars(.init(), options).calendars
    #expect(
      listed.map(\.id) == [
        "business-days", "card-support-desk", "night-desk", "support-call-centre",
        "telework-phone-desk",
      ])
    #expect(listed.map(\.version) == [0, 0, 1, 0, 0])
  }

  @Test func whatIsWrongWithACalendarIsSaidAtOnce() async throws {
    let office = try await office()
    let overlap = await failure {
      _ = try await create(
        .init(id: "a", name: "A", hours: [hours(.monday, ("09:00", "12:00"), ("11:59", "13:00"))]),
        office)
    }
    #expect(overlap?.code == .invalidArgument && overlap?.reason == "OVERLAP")
    let wrong = await failure {
      _ = try await create(
        .init(
          id: "a", name: "A",
          hours: [
            hours(.monday, ("9:00", "25:00"), ("13:00", "13:00")),
            hours(.monday, ("14:00", "15:00")),
          ]), office)
    }
    #expect(
      fields(wrong) == [
        "calendar.hours[0].windows[0].open", "calendar.hours[0].windows[0].close",
        "calendar.hours[0].windows[1]", "calendar.hours[1].weekday",
      ])
    for id in ["business-days", "taken"] {
      _ = try? await create(.init(id: "taken", name: "A"), office)
      let taken = await failure { _ = try await create(.init(id: id, name: "A"), office) }
      #expect(taken?.code == .alreadyExists && taken?.reason == "CALENDAR_TAKEN")
    }
  }

  @Test func eachChangeIsAVersionAndTheOnesBeforeStay() async throws {
    let office = try await office()
    let administrator = office.options("demo-administrator")
    let made = try await create(
      .init(id: "desk", name: "受付", hours: [hours(.monday, ("09:00", "12:00"))]), office)
    var changed = made
    changed.hours = [hours(.monday, ("13:00", "17:00"))]
    let second = try #require(
      try await office.calendars.updateCalendar(
        .init(requestId: freshID(), calendar: changed), administrator
      ).calendar)
    let stale = await failure {
      _ = try await office.calendars.updateCalendar(
        .init(requestId: freshID(), calendar: changed), administrator)
    }
    #expect(stale?.code == .aborted && stale?.reason == "ETAG_MISMATCH")
    let third = try #require(
      try await office.calendars.putCompanyHolidays(
        .init(
          requestId: freshID(), id: "desk", etag: second.etag,
          companyHolidays: [.init(day: .annual(.init(month: 7, day: 6)), name: "創立記念日")]),
        administrator
      ).calendar)
    #expect(third.version == 3 && third.hours == changed.hours)
    // 2026-07-06 is a Monday.
    let day = try await office.calendars.checkDay(
      .init(date: date(7, 6), calendar: "desk"), administrator)
    #expect(!day.businessDay && day.reasons.map(\.kind) == [.companyHoliday])
    let versions = try await office.database.read { connection in
      let store = CalendarStore(.atTheMachine(Demo.tenant), connection)
      return try (Int32(1)...4).map { try store.calendar("desk", version: $0)?.hours }
    }
    #expect(versions == [made.hours, second.hours, second.hours, nil])
  }

  @Test("COM-05: the vendor's closed days hold for everybody, a tenant's for itself")
  func companyHolidays() async throws {
    let office = try await office()
    let days = [
      Calendar.CompanyHoliday(day: .annual(.init(month: 12, day: 29)), name: "年末年始休業")
    ]
    func put(_ id: String, _ etag: String, as who: String) async throws
      -> Calendar.BusinessCalendar?
    {
      try await office.calendars.putCompanyHolidays(
        .init(requestId: freshID(), id: id, etag: etag, companyHolidays: days),
        office.options(who)
      ).calendar
    }
    // 2026-12-29 is a Tuesday.
    func isOpen(_ who: String) async throws -> Bool {
      try await office.calendars.checkDay(
        .init(date: date(12, 29), calendar: "card-support-desk"), office.options(who)
      ).businessDay
    }
    #expect(try await isOpen("demo-worker"))
    let refused = await failure {
      _ = try await put("card-support-desk", "", as: "demo-administrator")
    }
    #expect(refused?.code == .notFound && refused?.reason == "CALENDAR_NOT_FOUND")
    let first = try #require(try await put("card-support-desk", "", as: "vendor"))
    #expect(first.version == 1)
    #expect(try await isOpen("demo-worker") == false)
    #expect(try await isOpen("other") == false)
    let blind = await failure { _ = try await put("card-support-desk", "", as: "vendor") }
    #expect(blind?.code == .invalidArgument && fields(blind) == ["etag"])
    #expect(try await put("card-support-desk", first.etag, as: "vendor")?.version == 2)
  }

  @Test("COM-06: what the gazette has changed holds at once, and after a restart")
  func officialOverrides() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    func put(_ changes: [Calendar.HolidayOverride]) async throws
      -> Calendar.PutOfficialOverrideResponse
    {
      try await office.calendars.putOfficialOverride(
        .init(requestId: freshID(), year: 2030, changes: changes), vendor)
    }
    func day(_ month: Int32, _ day: Int32) -> GoogleType.Date {
      .init(year: 2030, month: month, day: day)
    }
    let moved = Calendar.HolidayOverride(
      change: .moved(.init(holiday: .vernalEquinox, to: day(3, 21))))
    let answer = try await put([moved])
    #expect(answer.calendarVersion == "jp-gazetted-2027+1")
    let checked = try await office.calendars.checkDay(
      .init(date: day(3, 21)), office.options("demo-worker"))
    #expect(!checked.businessDay)
    #expect(checked.reasons.first?.holiday?.source == .override)
    #expect(checked.trace?.calendarVersion == "jp-gazetted-2027+1")
    let restarted = try await CalendarBook(office.database)
    #expect(restarted.national.version == "jp-gazetted-2027+1")
    for (changes, expected) in [
      ([.init(change: .added(.init(date: day(1, 1), name: "x")))], ["changes[0]"]),
      ([.init(change: .added(.init(date: date(1, 5), name: "x")))], ["changes[0]"]),
      (
        [
          .init(change: .dropped(.init(holiday: .showa))),
          .init(change: .dropped(.init(holiday: .showa))),
        ], ["changes[1]"]
      ),
    ] as [([Calendar.HolidayOverride], [String])] {
      let error = await failure { _ = try await put(changes) }
      #expect(error.map(fields) == expected)
    }
    _ = try await put([])
    #expect(try await office.calendars.listOfficialOverrides(.init(), vendor).years.isEmpty)
    let after = try await office.calendars.checkDay(
      .init(date: day(3, 21)), office.options("demo-worker"))
    #expect(after.trace?.calendarVersion == "jp-gazetted-2027")
  }
}
