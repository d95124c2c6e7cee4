import SQLite

/// The tables of incidents.
enum IncidentTables {
  static let migrations = MigrationList(
    area: "incidents",
    [
      Migration(
        "incidents, what they do to components, what was said of them",
        """
        CREATE TABLE incident (
          id TEXT PRIMARY KEY,
          title TEXT NOT NULL,
          started_at BIGINT NOT NULL,
          resolved_at BIGINT,
          postmortem TEXT NOT NULL);
        CREATE INDEX incident_time ON incident (resolved_at, started_at);
        CREATE TABLE incident_component (
          incident_id TEXT NOT NULL REFERENCES incident (id),
          name TEXT NOT NULL,
          impact TEXT NOT NULL,
          PRIMARY KEY (incident_id, name));
        CREATE TABLE incident_update (
          incident_id TEXT NOT NULL REFERENCES incident (id),
          position BIGINT NOT NULL,
          said_at BIGINT NOT NULL,
          state TEXT NOT NULL,
          words TEXT NOT NULL,
          PRIMARY KEY (incident_id, position));
        """)
    ])
}
