import SQLite

/// The tables of agents and what they go by. Instants and durations are nanoseconds.
enum AgentTables {
  static let migrations = MigrationList(
    area: "agents",
    [
      Migration(
        "agents and their configurations",
        """
        CREATE TABLE agent_state (
          agent_id TEXT PRIMARY KEY REFERENCES agent (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          environment BYTEA,
          registered_at BIGINT,
          seen_at BIGINT,
          clock_offset BIGINT,
          clock_error BIGINT,
          last_record BIGINT NOT NULL,
          lost_records BIGINT NOT NULL,
          applied_version BIGINT NOT NULL,
          applied_at BIGINT,
          problem TEXT NOT NULL);
        CREATE INDEX agent_state_tenant ON agent_state (tenant_id, agent_id);
        CREATE TABLE agent_config (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          version BIGINT NOT NULL,
          agent_id TEXT NOT NULL,
          content BYTEA NOT NULL,
          put_at BIGINT NOT NULL,
          put_by TEXT NOT NULL,
          is_withdrawn BIGINT NOT NULL,
          PRIMARY KEY (tenant_id, version));
        CREATE INDEX agent_config_place ON agent_config (tenant_id, agent_id, version);
        """)
    ])
}
