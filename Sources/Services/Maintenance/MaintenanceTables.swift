import SQLite

/// The tables of maintenance windows.
enum MaintenanceTables {
  static let migrations = MigrationList(
    area: "maintenance",
    [
      Migration(
        "windows, and their times that were ended early",
        """
        CREATE TABLE maintenance_window (
          id TEXT PRIMARY KEY,
          kind TEXT NOT NULL,
          title_ja TEXT NOT NULL,
          title_en TEXT NOT NULL,
          title_zh TEXT NOT NULL,
          reason TEXT NOT NULL,
          services TEXT NOT NULL,
          starts_at BIGINT NOT NULL,
          ends_at BIGINT NOT NULL,
          recurrence BYTEA,
          announced_at BIGINT NOT NULL,
          cancelled_at BIGINT,
          version BIGINT NOT NULL);
        CREATE TABLE maintenance_cut (
          window_id TEXT NOT NULL REFERENCES maintenance_window (id),
          starts_at BIGINT NOT NULL,
          ended_at BIGINT NOT NULL,
          PRIMARY KEY (window_id, starts_at));
        """)
    ])
}
