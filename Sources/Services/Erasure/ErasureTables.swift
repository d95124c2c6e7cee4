import SQLite

/// The tables of erasures and of what holds them up.
enum ErasureTables {
  static let migrations = MigrationList(
    area: "erasure",
    [
      Migration(
        "erasures, legal holds",
        """
        CREATE TABLE tenant_erasure (
          tenant_id TEXT PRIMARY KEY REFERENCES tenant (id),
          erase_from TEXT NOT NULL,
          blocked_at BIGINT,
          begun_at BIGINT,
          done_at BIGINT,
          statement TEXT NOT NULL,
          signature BYTEA,
          public_key BYTEA);
        CREATE INDEX tenant_erasure_due ON tenant_erasure (done_at, erase_from);
        CREATE TABLE erasure_count (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          what TEXT NOT NULL,
          count BIGINT NOT NULL,
          PRIMARY KEY (tenant_id, what));
        CREATE TABLE legal_hold (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          reason TEXT NOT NULL,
          placed_at BIGINT NOT NULL,
          placed_by TEXT NOT NULL,
          released_at BIGINT,
          released_by TEXT NOT NULL);
        CREATE INDEX legal_hold_tenant ON legal_hold (tenant_id, placed_at);
        """)
    ])
}
