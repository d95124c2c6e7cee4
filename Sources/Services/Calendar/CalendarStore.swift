import Buffers
import MadoAPI
import SQLite

/// The calendars that a tenant keeps, or the vendor: a row for each version, which never changes.
struct CalendarStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  /// Enters a version of a calendar.
  func add(_ calendar: Calendar.BusinessCalendar) throws {
    var definition = calendar
    definition.etag = ""
    try rows.run(
      "INSERT INTO business_calendar (tenant_id, id, version, definition) VALUES (:tenant, ?, ?, ?)",
      calendar.id, calendar.version, definition.encoded())
  }

  /// A calendar as it is now, or as a version of it was.
  func calendar(_ id: String, version: Int32? = nil) throws -> Calendar.BusinessCalendar? {
    try rows.first(
      """
      SELECT definition FROM business_calendar
      WHERE tenant_id = :tenant AND id = ? AND version = COALESCE(?, version)
      ORDER BY version DESC LIMIT 1
      """, id, version, make: Calendar.BusinessCalendar.init)
  }

  /// The calendars as they are now, by id.
  func all() throws -> [Calendar.BusinessCalendar] {
    try rows.query(
      """
      SELECT definition FROM business_calendar AS latest
      WHERE tenant_id = :tenant AND version = (
        SELECT MAX(version) FROM business_calendar
        WHERE tenant_id = :tenant AND id = latest.id)
      ORDER BY id
      """, make: Calendar.BusinessCalendar.init)
  }

  func count() throws -> Int {
    try rows.first("SELECT COUNT(DISTINCT id) FROM business_calendar WHERE tenant_id = :tenant") {
      try $0.read(0)
    } ?? 0
  }
}

extension Calendar.BusinessCalendar {
  fileprivate init(_ row: Row) throws {
    guard let calendar = try? Self(decoding: try row.read(0, as: Bytes.self)) else {
      throw DamagedRow(table: "business_calendar")
    }
    self = calendar
    etag = Etag(version: Int64(version), of: id).text
  }
}
