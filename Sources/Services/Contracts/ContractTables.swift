import SQLite

/// The tables of quotes, applications and contracts. Dates are ISO 8601, instants seconds since 1970; orders are
/// messages of the schema.
enum ContractTables {
  static let migrations = MigrationList(
    area: "contracts",
    [
      Migration(
        "contracts",
        """
        CREATE TABLE contract (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          reseller_id TEXT,
          product TEXT NOT NULL,
          catalogue TEXT NOT NULL,
          order_content BYTEA NOT NULL,
          licences BIGINT NOT NULL,
          billed_licences BIGINT NOT NULL,
          next_licences BIGINT,
          renewal TEXT NOT NULL,
          state TEXT NOT NULL,
          concluded TEXT,
          prepare_target TEXT,
          delivered TEXT,
          started TEXT,
          billing_start TEXT,
          term_anchor TEXT,
          term_number BIGINT NOT NULL,
          term_start TEXT,
          term_end TEXT,
          minimum_end TEXT,
          trial_end TEXT,
          cancelled_end TEXT,
          terminated_end TEXT,
          last_day TEXT,
          reason TEXT NOT NULL,
          reference TEXT NOT NULL,
          created_at BIGINT NOT NULL,
          version BIGINT NOT NULL);
        CREATE INDEX contract_tenant ON contract (tenant_id, id);
        CREATE TABLE contract_charge (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          contract_id TEXT NOT NULL REFERENCES contract (id),
          item TEXT NOT NULL,
          amount BIGINT NOT NULL,
          category TEXT NOT NULL,
          supplied TEXT NOT NULL,
          created_at BIGINT NOT NULL);
        CREATE INDEX contract_charge_place ON contract_charge (contract_id, supplied);
        CREATE INDEX contract_charge_tenant ON contract_charge (tenant_id, id);
        """),
      Migration(
        "quotes and applications",
        """
        CREATE TABLE contract_quote (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          catalogue TEXT NOT NULL,
          order_content BYTEA NOT NULL,
          application_id TEXT,
          created_at BIGINT NOT NULL,
          version BIGINT NOT NULL);
        CREATE INDEX contract_quote_tenant ON contract_quote (tenant_id, id);
        CREATE TABLE contract_application (
          id TEXT PRIMARY KEY,
          tenant_id TEXT NOT NULL REFERENCES tenant (id),
          kind TEXT NOT NULL,
          state TEXT NOT NULL,
          order_content BYTEA,
          contract_id TEXT,
          licences BIGINT NOT NULL,
          price BIGINT,
          reseller_id TEXT,
          documents BYTEA NOT NULL,
          refusal TEXT NOT NULL,
          note TEXT NOT NULL,
          created_at BIGINT NOT NULL,
          decided_at BIGINT,
          version BIGINT NOT NULL);
        CREATE INDEX contract_application_tenant ON contract_application (tenant_id, id);
        """),
      Migration(
        "changes of items",
        "ALTER TABLE contract ADD COLUMN item_counts BYTEA;"),
      Migration(
        "changes of items that are applied for",
        "ALTER TABLE contract_application ADD COLUMN change_content BYTEA;"),
    ])
}
