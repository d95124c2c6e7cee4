import SQLite

/// The table of subject requests.
enum PrivacyTables {
  static let migrations = MigrationList(
    area: "privacy",
    [
      Migration(
        "subject requests",
        """
        CREATE TABLE subject_request (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          user_id TEXT NOT NULL REFERENCES tenant_user (id),
          kind TEXT NOT NULL,
          state TEXT NOT NULL,
          detail TEXT NOT NULL,
          new_name TEXT NOT NULL,
          new_reading TEXT NOT NULL,
          entered_by TEXT NOT NULL,
          created_at BIGINT NOT NULL,
          due_at BIGINT NOT NULL,
          identity_check TEXT NOT NULL,
          answer TEXT NOT NULL,
          evidence TEXT NOT NULL,
          resolved_at BIGINT,
          resolved_by TEXT NOT NULL);
        CREATE INDEX subject_request_order ON subject_request (tenant_id, created_at, id);
        CREATE INDEX subject_request_user ON subject_request (user_id);
        """)
    ])
}
