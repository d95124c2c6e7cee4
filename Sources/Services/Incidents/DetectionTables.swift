import SQLite

/// The tables of what agents detected. Instants are nanoseconds since 1970.
enum DetectionTables {
  static let migrations = MigrationList(
    area: "detections",
    [
      Migration(
        "incidents that agents detected, and their reviews",
        """
        CREATE TABLE detected_incident (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          agent_id TEXT NOT NULL REFERENCES agent (id),
          kind TEXT NOT NULL,
          detected_at BIGINT NOT NULL,
          received_at BIGINT NOT NULL,
          confidence BIGINT NOT NULL,
          threshold BIGINT NOT NULL,
          state TEXT NOT NULL,
          reviewer_id TEXT NOT NULL);
        CREATE INDEX detected_incident_order ON detected_incident (tenant_id, detected_at, id);
        CREATE INDEX detected_incident_worker
          ON detected_incident (worker_id, detected_at, id);
        CREATE TABLE incident_review (
          incident_id TEXT NOT NULL REFERENCES detected_incident (id),
          position BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          act TEXT NOT NULL,
          state TEXT NOT NULL,
          reviewer_id TEXT NOT NULL,
          reviewed_at BIGINT NOT NULL,
          comment TEXT NOT NULL,
          PRIMARY KEY (incident_id, position));
        """)
    ])
}
