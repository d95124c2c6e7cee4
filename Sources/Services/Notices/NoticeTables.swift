import SQLite

/// The table of notices, which is the outbox too.
enum NoticeTables {
  static let migrations = MigrationList(
    area: "notices",
    [
      Migration(
        "notices",
        """
        CREATE TABLE notice (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          means TEXT NOT NULL,
          recipient TEXT NOT NULL,
          subject TEXT NOT NULL,
          body TEXT NOT NULL,
          created_at BIGINT NOT NULL,
          state TEXT NOT NULL,
          deemed_at BIGINT,
          tries BIGINT NOT NULL,
          next_try_at BIGINT,
          last_error TEXT NOT NULL,
          acknowledged_at BIGINT,
          acknowledged_by TEXT NOT NULL);
        CREATE INDEX notice_order ON notice (tenant_id, created_at, id);
        CREATE INDEX notice_outbox ON notice (state, next_try_at);
        """)
    ])
}
