import SQLite

/// The tables of where workers are. Instants are nanoseconds since 1970.
enum PresenceTables {
  static let migrations = MigrationList(
    area: "presence",
    [
      Migration(
        "sightings, and how it stands with each worker",
        """
        CREATE TABLE presence_sighting (
          place INTEGER PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          agent_id TEXT NOT NULL REFERENCES agent (id),
          state TEXT NOT NULL,
          seen_at BIGINT NOT NULL,
          received_at BIGINT NOT NULL,
          confidence BIGINT NOT NULL,
          threshold BIGINT NOT NULL);
        CREATE INDEX presence_sighting_order ON presence_sighting (worker_id, seen_at);
        CREATE TABLE worker_presence (
          worker_id TEXT PRIMARY KEY REFERENCES tenant_user (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          agent_id TEXT NOT NULL REFERENCES agent (id),
          state TEXT NOT NULL,
          since BIGINT NOT NULL,
          seen_at BIGINT NOT NULL,
          received_at BIGINT NOT NULL,
          confidence BIGINT NOT NULL,
          threshold BIGINT NOT NULL);
        CREATE INDEX worker_presence_tenant ON worker_presence (tenant_id);
        """)
    ])
}
