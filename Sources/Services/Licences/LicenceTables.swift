import SQLite

/// The tables of licences and connections. Instants are nanoseconds since 1970.
enum LicenceTables {
  static let migrations = MigrationList(
    area: "licences",
    [
      Migration(
        "licences, leases, peaks",
        """
        CREATE TABLE licence (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          contract_id TEXT NOT NULL,
          device TEXT NOT NULL,
          view_only BIGINT NOT NULL,
          assigned_at BIGINT NOT NULL,
          released_at BIGINT,
          reassigned_on TEXT,
          reassign_reason TEXT NOT NULL,
          version BIGINT NOT NULL);
        CREATE INDEX licence_contract ON licence (contract_id, id);
        CREATE TABLE licence_holder (
          licence_id TEXT NOT NULL REFERENCES licence (id),
          user_id TEXT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          PRIMARY KEY (licence_id, user_id));
        CREATE INDEX licence_holder_user ON licence_holder (user_id);
        CREATE TABLE seat_lease (
          contract_id TEXT NOT NULL,
          lease_id TEXT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          client TEXT NOT NULL,
          user_id TEXT NOT NULL,
          until_at BIGINT NOT NULL,
          PRIMARY KEY (contract_id, lease_id));
        CREATE TABLE seat_peak (
          contract_id TEXT NOT NULL,
          hour BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          connections BIGINT NOT NULL,
          web_sessions BIGINT NOT NULL,
          PRIMARY KEY (contract_id, hour));
        """)
    ])
}
