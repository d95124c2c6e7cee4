import SQLite

/// The tables of what is due, of what is paused and of what was done.
enum ScheduleTables {
  static let migrations = MigrationList(
    area: "schedule",
    [
      Migration(
        "due instants, pauses, runs",
        """
        CREATE TABLE due_work (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          kind TEXT NOT NULL,
          subject TEXT NOT NULL,
          due_at BIGINT NOT NULL,
          next_at BIGINT NOT NULL,
          tries BIGINT NOT NULL,
          last_error TEXT NOT NULL,
          PRIMARY KEY (tenant_id, kind, subject));
        CREATE INDEX due_work_order ON due_work (kind, next_at, subject, tenant_id);
        CREATE TABLE paused_job (
          kind TEXT PRIMARY KEY,
          paused_at BIGINT NOT NULL,
          paused_by TEXT NOT NULL,
          reason TEXT NOT NULL);
        CREATE TABLE work_run (
          position BIGINT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          kind TEXT NOT NULL,
          subject TEXT NOT NULL,
          due_at BIGINT NOT NULL,
          ran_at BIGINT NOT NULL,
          note TEXT NOT NULL);
        CREATE INDEX work_run_kind ON work_run (kind, position);
        CREATE INDEX work_run_tenant ON work_run (tenant_id, position);
        """),
      Migration(
        "how far the clock of a folder for tests has come",
        "CREATE TABLE test_clock (reached_at BIGINT PRIMARY KEY);"),
    ])
}
