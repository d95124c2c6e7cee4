import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

extension Calendar.CreateCalendarRequest: MutationRequest {}
extension Calendar.UpdateCalendarRequest: MutationRequest {}
extension Calendar.PutCompanyHolidaysRequest: MutationRequest {}
extension Calendar.PutOfficialOverrideRequest: MutationRequest {}

/// The calendars that are kept.
extension CalendarServiceHandler {
  /// Calendars of a tenant's own.
  private static let calendarsMax = 100

  func createCalendar(
    _ request: Calendar.CreateCalendarRequest, _ call: CallContext
  ) async throws -> Calendar.CreateCalendarResponse {
    let tenancy = try call.tenancy
    var made = request.calendar ?? .init()
    var fields = FieldViolations()
    _ = try fields.hours(made.hours, "calendar.hours")
    try fields.refuse()
    made.companyHolidays = []
    let created = made.numbered(1)
    return try await mutations.perform(request, call) { [book] transaction in
      let store = CalendarStore(tenancy, transaction.connection)
      let known = try book.all(of: tenancy, transaction.connection)
      guard !known.contains(where: { $0.id == created.id }) else {
        throw RPCError(
          .alreadyExists, "there is a calendar \"\(created.id)\" already: choose another id",
          reason: "CALENDAR_TAKEN", metadata: ["id": created.id])
      }
      guard try store.count() < Self.calendarsMax else {
        throw RPCError(
          .resourceExhausted,
          "there are \(Self.calendarsMax) calendars already: change one of them",
          reason: "TOO_MANY_CALENDARS", metadata: ["limit": "\(Self.calendarsMax)"])
      }
      try store.add(created)
      return Change(
        "calendar", created.id, to: created,
        answer: Calendar.CreateCalendarResponse(calendar: created))
    }
  }

  func updateCalendar(
    _ request: Calendar.UpdateCalendarRequest, _ call: CallContext
  ) async throws -> Calendar.UpdateCalendarResponse {
    let tenancy = try call.tenancy
    let given = request.calendar ?? .init()
    var fields = FieldViolations()
    _ = try fields.hours(given.hours, "calendar.hours")
    try fields.refuse()
    return try await mutations.perform(request, call) { transaction in
      let (before, after) = try Self.change(
        given.id, (given.etag, "calendar.etag"), tenancy, transaction
      ) {
        ($0.name, $0.hours) = (given.name, given.hours)
      }
      return Change(
        "calendar", after.id, from: before, to: after,
        answer: Calendar.UpdateCalendarResponse(calendar: after))
    }
  }

  func putCompanyHolidays(
    _ request: Calendar.PutCompanyHolidaysRequest, _ call: CallContext
  ) async throws -> Calendar.PutCompanyHolidaysResponse {
    let tenancy = try call.tenancy
    var fields = FieldViolations()
    _ = fields.companyHolidays(request.companyHolidays)
    try fields.refuse()
    return try await mutations.perform(request, call) { transaction in
      let (before, after) = try Self.change(
        request.id, (request.etag, "etag"), tenancy, transaction
      ) {
        $0.companyHolidays = request.companyHolidays
      }
      return Change(
        "calendar", after.id, from: before, to: after,
        answer: Calendar.PutCompanyHolidaysResponse(calendar: after))
    }
  }

  /// Makes the next version of a calendar that was seen in its present state. The vendor's first version of one of the rule
  /// book is made of that.
  private static func change(
    _ id: String, _ etag: (given: String, field: String), _ tenancy: Tenancy,
    _ transaction: Transaction, by change: (inout Calendar.BusinessCalendar) -> Void
  ) throws -> (before: Calendar.BusinessCalendar?, after: Calendar.BusinessCalendar) {
    let store = CalendarStore(tenancy, transaction.connection)
    let kept = try store.calendar(id)
    let desk =
      tenancy == .ofTheVendor
      ? DeskCalendar(rawValue: id).map { Calendar.BusinessCalendar($0.calendar) } : nil
    guard var calendar = kept ?? desk else {
      throw RPCError(
        .notFound, "there is no calendar \"\(id)\" that you keep: check the id",
        reason: "CALENDAR_NOT_FOUND", metadata: ["id": id])
    }
    if kept != nil || !etag.given.isEmpty {
      try Etag(version: Int64(calendar.version), of: id).check(etag.given, etag.field)
    }
    change(&calendar)
    calendar = calendar.numbered(calendar.version + 1)
    try store.add(calendar)
    return (kept, calendar)
  }

  func listCalendars(
    _ request: Calendar.ListCalendarsRequest, _ call: CallContext
  ) async throws -> Calendar.ListCalendarsResponse {
    let tenancy = try call.tenancy
    let calendars = try await call.awaitingStorage {
      try await database.read { [book] in try book.all(of: tenancy, $0) }
    }
    return Calendar.ListCalendarsResponse(calendars: calendars)
  }

  // MARK: The law

  func putOfficialOverride(
    _ request: Calendar.PutOfficialOverrideRequest, _ call: CallContext
  ) async throws -> Calendar.PutOfficialOverrideResponse {
    var fields = FieldViolations()
    let changes = fields.changes(request.changes, of: request.year)
    try fields.refuse()
    let put = Calendar.YearOverride(year: request.year, changes: request.changes)
    return try await mutations.perform(request, call) { [book] transaction in
      let store = OverrideStore(transaction.connection)
      let all = try store.all()
      let before = all.first { $0.year == request.year }
      let others = all.filter { $0.year != request.year }.flatMap(\.known)
      let holidays = try Self.holidays(others, and: changes)
      try store.put(put)
      book.use(holidays, in: transaction)
      let year = Int(request.year)
      return Change(
        "holiday-override", "\(year)", from: before, to: put,
        answer: Calendar.PutOfficialOverrideResponse(
          holidays: try holidays.holidays(in: year...year).map(\.message),
          calendarVersion: holidays.version))
    }
  }

  /// The law with other years' changes and a year's.
  ///
  /// - Throws: INVALID_ARGUMENT at the first change that cannot be.
  private static func holidays(
    _ others: [HolidayChange], and changes: [HolidayChange]
  ) throws -> NationalHolidays {
    for count in 0..<changes.count {
      do {
        _ = try NationalHolidays(changes: others + changes.prefix(count + 1))
      } catch {
        throw RPCError.invalid(
          [.init(field: "changes[\(count)]", description: "\(error)")],
          reason: "OVERRIDE_IMPOSSIBLE")
      }
    }
    return try NationalHolidays(changes: others + changes)
  }

  func listOfficialOverrides(
    _ request: Calendar.ListOfficialOverridesRequest, _ call: CallContext
  ) async throws -> Calendar.ListOfficialOverridesResponse {
    let years = try await call.awaitingStorage {
      try await database.read { try OverrideStore($0).all() }
    }
    return Calendar.ListOfficialOverridesResponse(years: years)
  }
}

extension Calendar.BusinessCalendar {
  /// The same as a version.
  fileprivate func numbered(_ version: Int32) -> Self {
    var calendar = self
    calendar.version = version
    calendar.etag = Etag(version: Int64(version), of: id).text
    return calendar
  }
}
