import SQLite

/// The tables of punches and their corrections. Instants are nanoseconds since 1970.
enum WorktimeTables {
  static let migrations = MigrationList(
    area: "worktime",
    [
      Migration(
        "punches, corrections, locked months",
        """
        CREATE TABLE punch (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          act TEXT NOT NULL,
          task TEXT NOT NULL,
          punched_at BIGINT NOT NULL,
          source TEXT NOT NULL,
          received_at BIGINT NOT NULL,
          correction_id TEXT NOT NULL,
          replaced_by TEXT NOT NULL);
        CREATE INDEX punch_order ON punch (worker_id, punched_at, id);
        CREATE TABLE punch_correction (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          replaces TEXT NOT NULL,
          act TEXT NOT NULL,
          task TEXT NOT NULL,
          punched_at BIGINT,
          source TEXT NOT NULL,
          reason TEXT NOT NULL,
          state TEXT NOT NULL,
          requested_by TEXT NOT NULL,
          requested_at BIGINT NOT NULL,
          decided_by TEXT NOT NULL,
          comment TEXT NOT NULL);
        CREATE INDEX punch_correction_tenant ON punch_correction (tenant_id, id);
        CREATE TABLE locked_month (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          month TEXT NOT NULL,
          locked_at BIGINT NOT NULL,
          locked_by TEXT NOT NULL,
          PRIMARY KEY (tenant_id, month));
        """)
    ])
}
