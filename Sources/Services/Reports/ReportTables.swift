import SQLite

/// The table of what days came to whose punches, sightings or incidents are gone.
enum ReportTables {
  static let migrations = MigrationList(
    area: "reports",
    [
      Migration(
        "what days came to",
        """
        CREATE TABLE report_day (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          day TEXT NOT NULL,
          measure TEXT NOT NULL,
          name TEXT NOT NULL,
          amount BIGINT NOT NULL,
          PRIMARY KEY (worker_id, day, measure, name));
        CREATE INDEX report_day_tenant ON report_day (tenant_id, day);
        """)
    ])
}
