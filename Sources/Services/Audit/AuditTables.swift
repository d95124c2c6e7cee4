import SQLite

/// The tables of the audit log. The vendor's own stands under ``TenantID/vendor``.
enum AuditTables {
  static let migrations = MigrationList(
    area: "audit",
    [
      Migration(
        "records, heads and checkpoints",
        """
        CREATE TABLE audit_record (
          tenant_id TEXT NOT NULL,
          position BIGINT NOT NULL,
          recorded_at BIGINT NOT NULL,
          actor TEXT NOT NULL,
          roles TEXT NOT NULL,
          action TEXT NOT NULL,
          target TEXT NOT NULL,
          refusal TEXT NOT NULL,
          before_hash BYTEA,
          after_hash BYTEA,
          address TEXT NOT NULL,
          trace TEXT NOT NULL,
          request BYTEA,
          hash BYTEA NOT NULL,
          PRIMARY KEY (tenant_id, position));
        CREATE TABLE audit_head (
          tenant_id TEXT PRIMARY KEY,
          position BIGINT NOT NULL,
          hash BYTEA NOT NULL,
          seal BYTEA);
        CREATE TABLE audit_checkpoint (
          tenant_id TEXT NOT NULL,
          position BIGINT NOT NULL,
          hash BYTEA NOT NULL,
          signed_at BIGINT NOT NULL,
          signature BYTEA NOT NULL,
          PRIMARY KEY (tenant_id, position));
        """),
      Migration(
        "records by who and what",
        """
        CREATE INDEX audit_record_actor ON audit_record (tenant_id, actor, position);
        CREATE INDEX audit_record_target ON audit_record (tenant_id, target, position);
        """),
    ])
}
