import SQLite

/// The tables of tenants, users, agents and tokens.
enum IdentityTables {
  static let migrations = MigrationList(
    area: "identity",
    [
      Migration(
        "tenants, users, agents and tokens",
        """
        CREATE TABLE tenant (
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL);
        CREATE TABLE tenant_user (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          role TEXT NOT NULL,
          name TEXT NOT NULL);
        CREATE TABLE agent (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          worker_id TEXT NOT NULL REFERENCES tenant_user (id));
        CREATE TABLE token (
          hash BYTEA PRIMARY KEY,
          role TEXT NOT NULL,
          tenant_id TEXT REFERENCES tenant (id),
          subject TEXT NOT NULL,
          worker_id TEXT NOT NULL);
        """),
      Migration(
        "roles by the words of the schema",
        """
        UPDATE tenant_user SET role = 'ADMIN' WHERE role = 'TENANT_ADMIN';
        UPDATE token SET role = 'ADMIN' WHERE role IN ('TENANT_ADMIN', 'V_ADMIN');
        """),
      Migration(
        "users with several roles, API tokens",
        """
        ALTER TABLE tenant_user RENAME COLUMN role TO roles;
        ALTER TABLE tenant_user ADD COLUMN login TEXT NOT NULL DEFAULT '';
        ALTER TABLE tenant_user ADD COLUMN reading TEXT NOT NULL DEFAULT '';
        ALTER TABLE tenant_user ADD COLUMN locale TEXT NOT NULL DEFAULT 'ja';
        ALTER TABLE tenant_user ADD COLUMN state TEXT NOT NULL DEFAULT 'ACTIVE';
        ALTER TABLE tenant_user ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE tenant_user ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
        UPDATE tenant_user SET login = id;
        CREATE UNIQUE INDEX tenant_user_login ON tenant_user (tenant_id, login);
        ALTER TABLE token ADD COLUMN id TEXT;
        ALTER TABLE token ADD COLUMN name TEXT;
        ALTER TABLE token ADD COLUMN scopes TEXT;
        ALTER TABLE token ADD COLUMN created_at BIGINT;
        ALTER TABLE token ADD COLUMN expires_at BIGINT;
        CREATE UNIQUE INDEX token_id ON token (id);
        CREATE INDEX token_subject ON token (tenant_id, subject);
        """),
      Migration(
        "passwords and sessions",
        """
        CREATE TABLE sign_in (
          user_id TEXT PRIMARY KEY REFERENCES tenant_user (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          password TEXT,
          code_hash BYTEA,
          code_end BIGINT);
        CREATE TABLE session (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          user_id TEXT NOT NULL REFERENCES tenant_user (id),
          access_hash BYTEA NOT NULL UNIQUE,
          access_end BIGINT NOT NULL,
          refresh_hash BYTEA NOT NULL UNIQUE,
          refresh_end BIGINT NOT NULL,
          created_at BIGINT NOT NULL);
        CREATE INDEX session_user ON session (user_id);
        CREATE TABLE spent_refresh_token (
          hash BYTEA PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          session_id TEXT NOT NULL REFERENCES session (id));
        CREATE INDEX spent_refresh_token_session ON spent_refresh_token (session_id);
        """),
      Migration(
        "second factors, policies, tries, the vendor's staff",
        """
        INSERT INTO tenant (id, name) VALUES ('vendor', 'Vendor');
        CREATE TABLE second_factor (
          user_id TEXT PRIMARY KEY REFERENCES tenant_user (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          secret BYTEA,
          last_step BIGINT,
          pending_secret BYTEA,
          challenge_hash BYTEA UNIQUE,
          challenge_end BIGINT);
        CREATE TABLE recovery_code (
          user_id TEXT NOT NULL REFERENCES tenant_user (id),
          hash BYTEA NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          PRIMARY KEY (user_id, hash));
        CREATE TABLE sign_in_policy (
          tenant_id TEXT PRIMARY KEY REFERENCES tenant (id),
          requires_mfa BIGINT NOT NULL,
          session_seconds BIGINT NOT NULL,
          version BIGINT NOT NULL);
        CREATE TABLE sign_in_try (
          target BYTEA PRIMARY KEY,
          failures BIGINT NOT NULL,
          last_try BIGINT NOT NULL);
        ALTER TABLE sign_in ADD COLUMN code_resets BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE session ADD COLUMN refreshed_at BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
        ALTER TABLE session ADD COLUMN user_agent TEXT NOT NULL DEFAULT '';
        UPDATE session SET refreshed_at = created_at;
        ALTER TABLE token ADD COLUMN networks TEXT NOT NULL DEFAULT '';
        """),
      Migration(
        "tenants as the vendor keeps them, departments, devices",
        """
        ALTER TABLE tenant ADD COLUMN corporate_number TEXT NOT NULL DEFAULT '';
        ALTER TABLE tenant ADD COLUMN locale TEXT NOT NULL DEFAULT 'ja';
        ALTER TABLE tenant ADD COLUMN system_id TEXT NOT NULL DEFAULT '';
        ALTER TABLE tenant ADD COLUMN state TEXT NOT NULL DEFAULT 'ACTIVE';
        ALTER TABLE tenant ADD COLUMN contract_end TEXT;
        ALTER TABLE tenant ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE tenant ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
        CREATE VIEW active_user AS
          SELECT tenant_user.id, tenant_user.tenant_id, tenant_user.roles
          FROM tenant_user JOIN tenant ON tenant.id = tenant_user.tenant_id
          WHERE tenant_user.state = 'ACTIVE' AND tenant.state = 'ACTIVE';
        CREATE TABLE department (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          parent_id TEXT REFERENCES department (id),
          name TEXT NOT NULL,
          created_at BIGINT NOT NULL,
          version BIGINT NOT NULL);
        CREATE UNIQUE INDEX department_name
          ON department (tenant_id, COALESCE(parent_id, ''), name);
        CREATE INDEX department_parent ON department (parent_id);
        CREATE TABLE department_member (
          department_id TEXT NOT NULL REFERENCES department (id),
          user_id TEXT NOT NULL REFERENCES tenant_user (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          PRIMARY KEY (department_id, user_id));
        CREATE INDEX department_member_user ON department_member (user_id);
        CREATE TABLE admin_contact (
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          place BIGINT NOT NULL,
          name TEXT NOT NULL,
          department TEXT NOT NULL,
          email TEXT NOT NULL,
          PRIMARY KEY (tenant_id, place));
        CREATE INDEX tenant_system ON tenant (system_id);
        CREATE TABLE device_code (
          worker_id TEXT PRIMARY KEY REFERENCES tenant_user (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          hash BYTEA NOT NULL UNIQUE,
          code_end BIGINT NOT NULL);
        ALTER TABLE agent ADD COLUMN name TEXT NOT NULL DEFAULT '';
        ALTER TABLE agent ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE agent ADD COLUMN is_revoked BIGINT NOT NULL DEFAULT 0;
        CREATE INDEX agent_tenant ON agent (tenant_id, worker_id);
        ALTER TABLE token ADD COLUMN certificate TEXT;
        CREATE UNIQUE INDEX token_certificate ON token (certificate);
        """),
      Migration(
        "from where a tenant's people may call",
        """
        ALTER TABLE sign_in_policy ADD COLUMN geo TEXT NOT NULL DEFAULT 'BLOCK';
        ALTER TABLE sign_in_policy ADD COLUMN allowed_countries TEXT NOT NULL DEFAULT '';
        ALTER TABLE sign_in_policy ADD COLUMN agreement TEXT NOT NULL DEFAULT '';
        """),
      Migration(
        "who leads departments",
        """
        CREATE TABLE department_leader (
          department_id TEXT NOT NULL REFERENCES department (id),
          user_id TEXT NOT NULL REFERENCES tenant_user (id),
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          PRIMARY KEY (department_id, user_id));
        CREATE INDEX department_leader_user ON department_leader (user_id);
        """),
      Migration(
        "when sessions were in use",
        """
        CREATE TABLE session_use (
          session_id TEXT NOT NULL,
          from_at BIGINT NOT NULL,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          user_id TEXT NOT NULL,
          address TEXT NOT NULL,
          user_agent TEXT NOT NULL,
          until_at BIGINT NOT NULL,
          PRIMARY KEY (session_id, from_at));
        CREATE INDEX session_use_user ON session_use (user_id, from_at);
        INSERT INTO session_use
          (session_id, from_at, tenant_id, user_id, address, user_agent, until_at)
        SELECT id, created_at, tenant_id, user_id, address, user_agent, access_end FROM session;
        """),
    ])
}

/// A row that no version of this program writes.
struct DamagedRow: Error, CustomStringConvertible {
  let table: String
  var description: String { "a row of the table \(table) is damaged: restore a backup" }
}

/// Another tenant has the id.
struct IDTaken: Error, CustomStringConvertible {
  let id: String
  var description: String { "the id \(id) belongs to another tenant: choose another" }
}
