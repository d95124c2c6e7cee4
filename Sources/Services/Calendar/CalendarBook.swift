import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage
import Synchronization

/// Finds the calendars that are named by their ids: a tenant's own, the vendor's, those of the rule book; with the holidays
/// as they are by law and by what was put.
final class CalendarBook: Sendable {
  private let database: Database
  private let holidays = Mutex(NationalHolidays.standard)

  init(_ database: Database) async throws {
    self.database = database
    let changes = try await database.read { try OverrideStore($0).all().flatMap(\.known) }
    // What was right when it was put is right for ever, unless a later program knows more of the law.
    if let known = try? NationalHolidays(changes: changes) { hold(known) }
  }

  /// The holidays as they are now.
  var national: NationalHolidays { holidays.withLock { $0 } }

  /// Has other holidays hold, once `transaction` is committed.
  func use(_ holidays: NationalHolidays, in transaction: Transaction) {
    transaction.afterCommit { [self] in hold(holidays) }
  }

  private func hold(_ new: NationalHolidays) { holidays.withLock { $0 = new } }

  /// The calendar of that id as it is there for a tenant, with the version that it has now.
  ///
  /// - Parameter id: empty for business-days.
  /// - Throws: NOT_FOUND, naming those that there are.
  func calendar(
    _ id: String, of tenancy: Tenancy?, _ connection: Connection
  ) throws -> (calendar: BusinessCalendar, version: Int32) {
    let id = id.isEmpty ? DeskCalendar.businessDays.rawValue : id
    let vendors = CalendarStore(.ofTheVendor, connection)
    let own = try tenancy.flatMap { try CalendarStore($0, connection).calendar(id) }
    if let kept = try own ?? vendors.calendar(id) {
      guard let calendar = kept.calendar(national) else {
        throw DamagedRow(table: "business_calendar")
      }
      return (calendar, kept.version)
    }
    if let desk = DeskCalendar(rawValue: id) { return (desk.calendar.with(national), 0) }
    let names = try all(of: tenancy, connection).map(\.id).joined(separator: ", ")
    throw RPCError(
      .notFound, "calendar: there is no calendar \"\(id)\"; there are \(names)",
      reason: "CALENDAR_UNKNOWN", metadata: ["calendar": id, "known": names])
  }

  /// The same for a call.
  func calendar(_ id: String, for call: CallContext) async throws -> BusinessCalendar {
    let tenancy = call[Caller.self] == nil ? nil : try call.tenancy
    return try await call.awaitingStorage {
      try await database.read { [self] in try calendar(id, of: tenancy, $0).calendar }
    }
  }

  /// The calendars that are there for a tenant, by id.
  func all(
    of tenancy: Tenancy?, _ connection: Connection
  ) throws -> [Calendar.BusinessCalendar] {
    var known = Dictionary(
      uniqueKeysWithValues: DeskCalendar.allCases.map {
        ($0.rawValue, Calendar.BusinessCalendar($0.calendar))
      })
    for kept in try CalendarStore(.ofTheVendor, connection).all() { known[kept.id] = kept }
    if let tenancy {
      for kept in try CalendarStore(tenancy, connection).all() { known[kept.id] = kept }
    }
    return known.values.sorted { $0.id < $1.id }
  }
}

extension BusinessCalendar {
  /// The same desk by other holidays.
  func with(_ national: NationalHolidays) -> BusinessCalendar {
    BusinessCalendar(
      id: id, name: name, hours: hours, companyHolidays: companyHolidays, national: national)
  }
}
