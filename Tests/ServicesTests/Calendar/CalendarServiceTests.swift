import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Testing

@testable import Services

/// The calendar's methods through a client in the same process.
@Suite struct CalendarServiceTests {
  let office: Office
  let client: Calendar.CalendarServiceClient

  init() async throws {
    office = try await Office(devices: 1)
    // Without what stands around the calls: nobody is anybody.
    let handlers = office.services.filter { $0 is CalendarServiceHandler }
    client = Calendar.CalendarServiceClient(InProcessTransport(handlers))
  }

  private func date(_ year: Int32, _ month: Int32, _ day: Int32) -> GoogleType.Date {
    GoogleType.Date(year: year, month: month, day: day)
  }

  private func closed(_ month: Int32, _ day: Int32) -> Calendar.CompanyHoliday {
    Calendar.CompanyHoliday(day: .annual(.init(month: month, day: day)), name: "年末年始休業")
  }

  /// The fields that an error names, in order.
  private func fields(_ error: RPCError?) -> [String] {
    error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) ?? []
  }

  // MARK: - Answers

  @Test func holidaysAreListedInOrderWithNameKindAndSource() async throws {
    let response = try await client.listHolidays(.init(fromYear: 2026))
    #expect(response.holidays.count == 18)
    #expect(response.calendarVersion == "jp-gazetted-2027")
    let sandwiched = try #require(response.holidays.first { $0.kind == .sandwiched })
    #expect(sandwiched.date == date(2026, 9, 22))
    #expect(
      sandwiched.name == Shared.LocalizedName(ja: "国民の休日", en: "Citizens' Holiday", zh: "国民休息日"))
    #expect(sandwiched.source == .official)

    let range = try await client.listHolidays(.init(fromYear: 2007, toYear: 2099))
    #expect(range.holidays.count > 1_600)
    #expect(range.holidays.first?.date == date(2007, 1, 1))
    #expect(range.holidays.last?.date == date(2099, 11, 23))
    let equinox = range.holidays.first { $0.date == date(2030, 3, 20) }
    #expect(equinox?.source == .computed)
  }

  @Test func aCompanysClosedDaysAreListedAmongThem() async throws {
    let response = try await client.listHolidays(
      .init(fromYear: 2026, toYear: 2027, companyHolidays: [closed(12, 29), closed(2, 29)]))
    let company = response.holidays.filter { $0.kind == .company }
    #expect(company.map(\.date) == [date(2026, 12, 29), date(2027, 12, 29)])
    #expect(company.first?.name?.ja == "年末年始休業")
    let dates = response.holidays.compactMap(\.date).map { ($0.year, $0.month, $0.day) }
    #expect(zip(dates, dates.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func aDaySaysWhetherItIsABusinessDayAndWhy() async throws {
    let open = try await client.checkDay(
      .init(date: date(2026, 5, 7), calendar: "telework-phone-desk"))
    #expect(open.businessDay)
    #expect(open.reasons.isEmpty)
    #expect(open.windows.map { "\($0.open)-\($0.close)" } == ["09:00-11:45", "13:00-17:00"])

    let shut = try await client.checkDay(
      .init(date: date(2026, 5, 3), companyHolidays: [closed(5, 3)]))
    #expect(!shut.businessDay)
    #expect(shut.windows.isEmpty)
    #expect(shut.reasons.map(\.kind) == [.weekday, .nationalHoliday, .companyHoliday])
    #expect(shut.reasons.compactMap(\.name?.ja) == ["日曜日", "憲法記念日", "年末年始休業"])
    #expect(shut.reasons.map(\.holiday?.kind) == [nil, .fixed, nil])
    let values = shut.trace?.steps.last?.values
    #expect(values == ["2026-05-03": "Sunday, Constitution Memorial Day, 年末年始休業"])
  }

  @Test func businessDaysAreAddedAndCounted() async throws {
    let yearEnd = [
      closed(12, 29), closed(12, 30), closed(12, 31), closed(1, 1), closed(1, 2), closed(1, 3),
    ]
    let sum = try await client.addBusinessDays(
      .init(date: date(2026, 12, 28), days: 1, companyHolidays: yearEnd))
    #expect(sum.date == date(2027, 1, 4))  // COM-05
    #expect(sum.skipped.count == 6)
    #expect(sum.trace?.steps.first?.ruleId == "COM-05")
    #expect(sum.trace?.steps.first?.values["days"] == "1")
    #expect(sum.trace?.calendarVersion == "jp-gazetted-2027")

    let count = try await client.countBusinessDays(
      .init(from: date(2027, 1, 4), to: date(2026, 12, 28), companyHolidays: yearEnd))
    #expect(count.days == -1)
    #expect(count.skipped.count == 6)
  }

  @Test func dueTimesComeWithTheWindowsUsed() async throws {
    // TEL-43: Monday 27 April 2026, 10:30 in Japan, gives 14:45.
    let start = GoogleProtobuf.Timestamp(seconds: 1_777_253_400)
    let response = try await client.computeDue(
      .init(start: start, duration: .init(seconds: 10_800), calendar: "telework-phone-desk"))
    #expect(response.due == GoogleProtobuf.Timestamp(seconds: start.seconds + 15_300))
    #expect(response.windows.map(\.used?.seconds) == [4_500, 6_300])
    #expect(response.windows.first?.from == start)
    #expect(response.windows.last?.to == response.due)
  }

  @Test func periodsEndAt24InJapan() async throws {
    // TEL-41: answered on 28 April 2026; 5 May is a holiday, so the week rolls to 7 May.
    let response = try await client.computePeriod(
      .init(
        event: .eventDate(date(2026, 4, 28)), length: 1, unit: .week, roll: .nextBusinessDay))
    #expect(response.lastDay == date(2026, 5, 7))
    #expect(response.countedLastDay == date(2026, 5, 5))
    #expect(response.effectiveAt == GoogleProtobuf.Timestamp(seconds: 1_778_166_000))
    #expect(response.skipped.map(\.date) == [date(2026, 5, 5), date(2026, 5, 6)])

    // COM-01: 2026-01-31T15:00:00Z is 1 February in Japan.
    let instant = try await client.computePeriod(
      .init(
        event: .eventTime(.init(seconds: 1_769_871_600)), length: 1, unit: .month, rule: .from))
    #expect(instant.lastDay == date(2026, 2, 28))
    #expect(instant.trace?.steps.first?.ruleId == "COM-01")
  }

  // MARK: - Refusals

  @Test func everyWrongFieldIsNamedAtOnce() async throws {
    let period = await #expect(throws: RPCError.self) {
      try await client.computePeriod(.init())
    }
    #expect(period?.code == .invalidArgument)
    #expect(period?.reason == "INVALID_FIELDS")
    #expect(fields(period) == ["event", "length", "unit"])
    let reasons = period?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.reason)
    #expect(reasons == ["required", "int32.gte", "enum.not_in"])

    let strange = await #expect(throws: RPCError.self) {
      try await client.computePeriod(
        .init(
          event: .eventTime(.init(seconds: .max)), length: -1, unit: .unrecognized(9),
          rule: .unrecognized(9), roll: .unrecognized(9)))
    }
    #expect(fields(strange) == ["length", "unit", "rule", "roll"])

    let rolled = await #expect(throws: RPCError.self) {
      try await client.computePeriod(
        .init(
          event: .eventDate(date(2026, 2, 30)), length: 1, unit: .day, rule: .before,
          roll: .nextBusinessDay))
    }
    #expect(fields(rolled) == ["event_date", "roll"])
    #expect(
      rolled?.message
        == "event_date: 2026-2-30 is no day: give one from year 1 to 9999; "
        + "roll: a period before an event does not roll (COM-04): give NONE")

    let due = await #expect(throws: RPCError.self) {
      try await client.computeDue(
        .init(
          start: .init(seconds: 0, nanos: -1), duration: .init(seconds: 1, nanos: -1),
          companyHolidays: [closed(2, 30), .init(day: .once(date(2026, 13, 1)))]))
    }
    #expect(
      fields(due) == [
        "start", "duration", "company_holidays[0].annual", "company_holidays[1].once",
      ])
    let holidays = await #expect(throws: RPCError.self) {
      try await client.checkDay(
        .init(date: date(2026, 5, 7), companyHolidays: [closed(5, 1), .init(), closed(13, 32)]))
    }
    #expect(
      fields(holidays) == [
        "company_holidays[1].day", "company_holidays[2].annual.month",
        "company_holidays[2].annual.day",
      ])

    let count = await #expect(throws: RPCError.self) { try await client.countBusinessDays(.init()) }
    #expect(fields(count) == ["from", "to"])
    let years = await #expect(throws: RPCError.self) {
      try await client.listHolidays(
        .init(
          companyHolidays: [Calendar.CompanyHoliday](repeating: closed(1, 2), count: 101)))
    }
    #expect(fields(years) == ["from_year", "company_holidays"])
    let backwards = await #expect(throws: RPCError.self) {
      try await client.listHolidays(.init(fromYear: 2026, toYear: 2025))
    }
    #expect(fields(backwards) == ["to_year"])
    let missing = await #expect(throws: RPCError.self) { try await client.listHolidays(.init()) }
    #expect(fields(missing) == ["from_year"])
  }

  @Test(arguments: [Int64.min, -1, 0, 366 * 86_400 + 1, .max])
  func aWorkingTimeHasLimits(seconds: Int64) async throws {
    let error = await #expect(throws: RPCError.self) {
      try await client.computeDue(
        .init(start: .init(seconds: 1_777_253_400), duration: .init(seconds: seconds)))
    }
    #expect(error?.code == .invalidArgument)
    #expect(fields(error) == ["duration"])
  }

  @Test func anUnknownCalendarIsNotFoundAndTheKnownOnesAreListed() async throws {
    let error = await #expect(throws: RPCError.self) {
      try await client.checkDay(.init(date: date(2026, 5, 7), calendar: "no-such-desk"))
    }
    #expect(error?.code == .notFound)
    #expect(error?.reason == "CALENDAR_UNKNOWN")
    #expect(
      error?.detail(GoogleRpc.ErrorInfo.self)?.metadata["known"]
        == "business-days, card-support-desk, support-call-centre, telework-phone-desk")
  }

  @Test func yearsWithoutKnownLawAreOutOfRange() async throws {
    let list = await #expect(throws: RPCError.self) {
      try await client.listHolidays(.init(fromYear: 2006, toYear: 2100))
    }
    #expect(list?.code == .outOfRange)
    #expect(list?.reason == "YEAR_OUT_OF_RANGE")
    #expect(fields(list) == ["from_year", "to_year"])
    #expect(
      list?.detail(GoogleRpc.ErrorInfo.self)?.metadata
        == ["field": "from_year", "year": "2006", "first_year": "2007", "last_year": "2099"])
    let year = await #expect(throws: RPCError.self) {
      try await client.listHolidays(.init(fromYear: 2106))
    }
    #expect(fields(year) == ["from_year"])

    let check = await #expect(throws: RPCError.self) {
      try await client.checkDay(.init(date: date(2100, 1, 1)))
    }
    #expect(fields(check) == ["date"])
    let sum = await #expect(throws: RPCError.self) {
      try await client.addBusinessDays(.init(date: date(2026, 1, 1), days: .max))
    }
    #expect(sum?.code == .outOfRange)
    #expect(fields(sum) == ["days"])
    let count = await #expect(throws: RPCError.self) {
      try await client.countBusinessDays(.init(from: date(2000, 1, 1), to: date(2100, 1, 1)))
    }
    #expect(fields(count) == ["from", "to"])
    let due = await #expect(throws: RPCError.self) {
      try await client.computeDue(
        .init(start: .init(seconds: 4_102_326_000), duration: .init(seconds: 86_401)))
    }
    #expect(fields(due) == ["duration"])
    let rolled = await #expect(throws: RPCError.self) {
      try await client.computePeriod(
        .init(
          event: .eventDate(date(2099, 12, 31)), length: 1, unit: .day, roll: .nextBusinessDay))
    }
    #expect(fields(rolled) == ["roll"])
    let long = await #expect(throws: RPCError.self) {
      try await client.computePeriod(
        .init(event: .eventDate(date(2026, 1, 1)), length: .max, unit: .year))
    }
    #expect(long?.code == .outOfRange)
    #expect(long?.reason == "DATE_OUT_OF_RANGE")
  }
}
