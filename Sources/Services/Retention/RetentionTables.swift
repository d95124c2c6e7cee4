import SQLite

/// The tables of what tenants choose to keep, and of what was purged. Instants are nanoseconds since 1970.
enum RetentionTables {
  static let migrations = MigrationList(
    area: "retention",
    [
      Migration(
        "policies, purges and what they came to",
        """
        CREATE TABLE retention_policy (
          tenant_id TEXT PRIMARY KEY REFERENCES tenant (id),
          holds_open_incidents BIGINT NOT NULL,
          punch_months BIGINT NOT NULL,
          report_months BIGINT NOT NULL,
          version BIGINT NOT NULL);
        CREATE TABLE retention_run (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          as_of BIGINT NOT NULL,
          state TEXT NOT NULL,
          stage BIGINT NOT NULL,
          place TEXT NOT NULL,
          ended_at BIGINT,
          PRIMARY KEY (tenant_id, as_of));
        CREATE TABLE retention_count (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          as_of BIGINT NOT NULL,
          kind TEXT NOT NULL,
          kept_from TEXT NOT NULL,
          purged BIGINT NOT NULL,
          held BIGINT NOT NULL,
          PRIMARY KEY (tenant_id, as_of, kind));
        """)
    ])
}
