import SQLite

/// The tables of units, usage, invoices and payments. Instants are seconds since 1970, days are ISO 8601, months are the
/// first seven characters of their days.
enum BillingTables {
  static let migrations = MigrationList(
    area: "billing",
    [
      Migration("ledgers of units", ledgers),
      Migration("usage, invoices, payments, rates of tax", invoices),
    ])

  private static let ledgers = """
    CREATE TABLE unit_ledger (
      id BIGINT PRIMARY KEY,
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      contract_id TEXT NOT NULL,
      item TEXT NOT NULL,
      entry_count BIGINT NOT NULL,
      balance BIGINT NOT NULL,
      UNIQUE (tenant_id, contract_id, item));
    CREATE TABLE unit_lot (
      id TEXT PRIMARY KEY,
      ledger_id BIGINT NOT NULL REFERENCES unit_ledger (id),
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      units BIGINT NOT NULL,
      units_left BIGINT NOT NULL,
      usable_from TEXT NOT NULL,
      usable_through TEXT,
      is_included BIGINT NOT NULL,
      bought_lots BIGINT NOT NULL,
      net_yen BIGINT NOT NULL,
      reference TEXT NOT NULL,
      posted_at BIGINT NOT NULL);
    CREATE INDEX unit_lot_open ON unit_lot (ledger_id, usable_through) WHERE units_left > 0;
    CREATE INDEX unit_lot_lapsing ON unit_lot (tenant_id, usable_through) WHERE units_left > 0;
    CREATE INDEX unit_lot_bought ON unit_lot (ledger_id, usable_from);
    CREATE TABLE unit_entry (
      ledger_id BIGINT NOT NULL REFERENCES unit_ledger (id),
      position BIGINT NOT NULL,
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      kind TEXT NOT NULL,
      at BIGINT NOT NULL,
      units BIGINT NOT NULL,
      balance BIGINT NOT NULL,
      reference TEXT NOT NULL,
      reverses BIGINT,
      reversed_by BIGINT,
      PRIMARY KEY (ledger_id, position));
    CREATE INDEX unit_entry_reference ON unit_entry (ledger_id, reference);
    CREATE TABLE unit_draw (
      ledger_id BIGINT NOT NULL REFERENCES unit_ledger (id),
      position BIGINT NOT NULL,
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      lot_id TEXT NOT NULL REFERENCES unit_lot (id),
      units BIGINT NOT NULL,
      PRIMARY KEY (ledger_id, position, lot_id));
    CREATE INDEX unit_draw_lot ON unit_draw (lot_id);
    CREATE TABLE unit_debt (
      ledger_id BIGINT NOT NULL REFERENCES unit_ledger (id),
      handling_id TEXT NOT NULL,
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      units BIGINT NOT NULL,
      ended_at BIGINT NOT NULL,
      PRIMARY KEY (ledger_id, handling_id));
    """

  private static let invoices = """
    CREATE TABLE usage_event (
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      contract_id TEXT NOT NULL,
      event_id TEXT NOT NULL,
      meter TEXT NOT NULL,
      quantity BIGINT NOT NULL,
      at BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, contract_id, event_id));
    CREATE TABLE usage_day (
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      contract_id TEXT NOT NULL,
      day TEXT NOT NULL,
      meter TEXT NOT NULL,
      quantity BIGINT NOT NULL,
      event_count BIGINT NOT NULL,
      PRIMARY KEY (tenant_id, contract_id, day, meter));
    CREATE TABLE billing_seller (
      id BIGINT PRIMARY KEY,
      name TEXT NOT NULL,
      registration_number TEXT NOT NULL,
      address TEXT NOT NULL,
      payee TEXT NOT NULL,
      version BIGINT NOT NULL);
    CREATE TABLE billing_terms (
      tenant_id TEXT PRIMARY KEY REFERENCES tenant (id),
      recipient TEXT NOT NULL,
      address TEXT NOT NULL,
      rounding TEXT NOT NULL,
      due_months BIGINT NOT NULL,
      version BIGINT NOT NULL);
    CREATE TABLE invoice_series (year BIGINT PRIMARY KEY, last_number BIGINT NOT NULL);
    CREATE TABLE invoice (
      id TEXT PRIMARY KEY,
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      number TEXT NOT NULL UNIQUE,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      contract_id TEXT NOT NULL,
      month TEXT NOT NULL,
      issued TEXT NOT NULL,
      due TEXT,
      reseller_id TEXT NOT NULL,
      original_id TEXT REFERENCES invoice (id),
      reason TEXT NOT NULL,
      total_yen BIGINT NOT NULL,
      paid_yen BIGINT NOT NULL,
      credited_yen BIGINT NOT NULL,
      content BYTEA NOT NULL,
      created_at BIGINT NOT NULL,
      version BIGINT NOT NULL);
    CREATE INDEX invoice_order ON invoice (tenant_id, created_at, id);
    CREATE INDEX invoice_original ON invoice (original_id);
    CREATE TABLE billed_month (
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      contract_id TEXT NOT NULL,
      month TEXT NOT NULL,
      invoice_id TEXT REFERENCES invoice (id),
      PRIMARY KEY (tenant_id, contract_id, month));
    CREATE TABLE payment (
      id TEXT PRIMARY KEY,
      tenant_id TEXT NOT NULL REFERENCES tenant (id),
      invoice_id TEXT NOT NULL REFERENCES invoice (id),
      day TEXT NOT NULL,
      amount_yen BIGINT NOT NULL,
      reference TEXT NOT NULL,
      created_at BIGINT NOT NULL);
    CREATE INDEX payment_order ON payment (tenant_id, created_at, id);
    CREATE INDEX payment_invoice ON payment (invoice_id, day);
    CREATE TABLE tax_rate (from_day TEXT PRIMARY KEY, basis_points BIGINT NOT NULL);
    """
}
