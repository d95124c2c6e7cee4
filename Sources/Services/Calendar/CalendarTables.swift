import SQLite

/// The tables of calendars that are kept, and of what differs from the law.
enum CalendarTables {
  static let migrations = MigrationList(
    area: "calendar",
    [
      Migration(
        "calendars in all their versions, official overrides",
        """
        CREATE TABLE business_calendar (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          id TEXT NOT NULL,
          version BIGINT NOT NULL,
          definition BYTEA NOT NULL,
          PRIMARY KEY (tenant_id, id, version));
        CREATE TABLE holiday_override (
          year BIGINT PRIMARY KEY,
          changes BYTEA NOT NULL);
        """)
    ])
}
