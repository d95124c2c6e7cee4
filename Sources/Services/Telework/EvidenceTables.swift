import SQLite

/// The tables of evidence, losses and chains.
enum EvidenceTables {
  static let migrations = MigrationList(
    area: "telework",
    [
      Migration(
        "evidence, losses and chain heads",
        """
        CREATE TABLE evidence (
          agent_id TEXT NOT NULL REFERENCES agent (id),
          sequence BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id),
          kind INTEGER NOT NULL,
          capture_trigger INTEGER NOT NULL,
          captured_at BIGINT NOT NULL,
          received_at BIGINT NOT NULL,
          format INTEGER NOT NULL,
          width INTEGER NOT NULL,
          height INTEGER NOT NULL,
          size_bytes BIGINT NOT NULL,
          sha256 BYTEA NOT NULL,
          chain_position BIGINT NOT NULL,
          chain_hash BYTEA NOT NULL,
          log_month TEXT NOT NULL,
          log_offset BIGINT NOT NULL,
          log_length BIGINT NOT NULL,
          PRIMARY KEY (agent_id, sequence),
          UNIQUE (agent_id, chain_position));
        CREATE TABLE evidence_chain (
          agent_id TEXT PRIMARY KEY REFERENCES agent (id),
          position BIGINT NOT NULL,
          hash BYTEA NOT NULL);
        CREATE TABLE evidence_loss (
          agent_id TEXT NOT NULL REFERENCES agent (id),
          from_sequence BIGINT NOT NULL,
          to_sequence BIGINT NOT NULL,
          reported_at BIGINT NOT NULL,
          PRIMARY KEY (agent_id, from_sequence, to_sequence));
        """),
      Migration(
        "losses and chain heads with their tenants",
        """
        CREATE TABLE evidence_chain_of_tenant (
          agent_id TEXT PRIMARY KEY REFERENCES agent (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          position BIGINT NOT NULL,
          hash BYTEA NOT NULL);
        INSERT INTO evidence_chain_of_tenant (agent_id, tenant_id, position, hash)
          SELECT agent_id, tenant_id, position, hash
          FROM evidence_chain JOIN agent ON agent.id = agent_id;
        DROP TABLE evidence_chain;
        ALTER TABLE evidence_chain_of_tenant RENAME TO evidence_chain;
        CREATE TABLE evidence_loss_of_tenant (
          agent_id TEXT NOT NULL REFERENCES agent (id),
          from_sequence BIGINT NOT NULL,
          to_sequence BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          reported_at BIGINT NOT NULL,
          PRIMARY KEY (agent_id, from_sequence, to_sequence));
        INSERT INTO evidence_loss_of_tenant
            (agent_id, from_sequence, to_sequence, tenant_id, reported_at)
          SELECT agent_id, from_sequence, to_sequence, tenant_id, reported_at
          FROM evidence_loss JOIN agent ON agent.id = agent_id;
        DROP TABLE evidence_loss;
        ALTER TABLE evidence_loss_of_tenant RENAME TO evidence_loss;
        """),
      Migration(
        "an agent's pictures by their times",
        "CREATE INDEX evidence_capture ON evidence (agent_id, captured_at);"),
      Migration(
        "what a purge leaves, and the logs that it has to clear",
        """
        CREATE TABLE evidence_purge (
          agent_id TEXT NOT NULL REFERENCES agent (id),
          from_position BIGINT NOT NULL,
          to_position BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          before_hash BYTEA NOT NULL,
          after_hash BYTEA NOT NULL,
          seal BYTEA NOT NULL,
          PRIMARY KEY (agent_id, from_position));
        CREATE TABLE evidence_purged_sequence (
          agent_id TEXT NOT NULL REFERENCES agent (id),
          from_sequence BIGINT NOT NULL,
          to_sequence BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          seal BYTEA NOT NULL,
          PRIMARY KEY (agent_id, from_sequence));
        CREATE TABLE evidence_log_purge (
          log TEXT PRIMARY KEY,
          length BIGINT NOT NULL,
          after_agent TEXT NOT NULL,
          after_sequence BIGINT NOT NULL,
          unreadable BIGINT NOT NULL);
        """),
    ])
}
