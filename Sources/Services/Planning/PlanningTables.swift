import SQLite

/// The tables of tasks and plans. Instants are nanoseconds since 1970, days ISO 8601 in Japan.
enum PlanningTables {
  static let migrations = MigrationList(
    area: "planning",
    [
      Migration(
        "tasks, and when workers are to work",
        """
        CREATE TABLE telework_task (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          name TEXT NOT NULL,
          note TEXT NOT NULL,
          due_date TEXT NOT NULL,
          is_done BIGINT NOT NULL,
          created_at BIGINT NOT NULL,
          version BIGINT NOT NULL,
          UNIQUE (worker_id, name));
        CREATE INDEX telework_task_tenant ON telework_task (tenant_id, id);
        CREATE TABLE planned_work (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          day TEXT NOT NULL,
          start_time TEXT NOT NULL,
          end_time TEXT NOT NULL,
          note TEXT NOT NULL,
          PRIMARY KEY (tenant_id, worker_id, day, start_time));
        """)
    ])
}
