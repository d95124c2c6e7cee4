import CivilTime
import MadoAPI
import SQLite
import Storage

@testable import Services

/// Rows of billing, where a test needs some.
enum BillingRows {
  /// A contract of the demo tenant's with a lot of incidents of which one is used, and the invoice of June.
  static func walk(_ office: Office) async throws -> (contract: String, invoice: InvoiceRow) {
    try await office.database.write { transaction in
      let (tenancy, connection) = (Tenancy.atTheMachine(Demo.tenant), transaction.connection)
      let start = CivilDate(literal: 2026, 6, 1)
      let row = ContractRow(
        id: "support", tenant: Demo.tenant, catalogue: "published",
        order: Contracts.Order(product: "paid-support", licences: 100), licences: 100,
        billedLicences: 100, renewal: .none, state: .active, billingStart: start, createdAt: 1)
      try ContractStore(tenancy, connection).add(row)
      try SellerStore(connection).replace(
        SellerRow(
          name: "s", registrationNumber: "T1234567890123", address: "", payee: "", version: 1))
      let ledger = UnitLedger("incidents", of: row.id, tenancy, connection)
      try ledger.post(
        LotRow(
          id: "walk", units: 10, left: 10, usableFrom: start, usableThrough: nil, reference: "",
          postedAt: 1))
      _ = try ledger.consume(1, for: "h", at: office.clock.now)
      let issue = InvoiceIssue(tenancy: tenancy, connection: connection, now: office.clock.now)
      let contract = try BilledContract.find(row.id, tenancy, connection)
      let june = BillingMonth(of: start)
      return (row.id, try issue.issue(contract, june))
    }
  }

  /// A row in each table.
  static func fill(_ tenant: TenantID, _ connection: Connection) throws {
    for statement in statements { try connection.run(statement, tenant.text) }
  }

  private static let statements = [
    """
    INSERT INTO unit_ledger (id, tenant_id, contract_id, item, entry_count, balance)
    VALUES (1000, ?, 'c', 'incidents', 1, 10)
    """,
    """
    INSERT INTO unit_lot (id, ledger_id, tenant_id, units, units_left, usable_from, usable_through,
      is_included, bought_lots, net_yen, reference, posted_at)
    VALUES ('lot', 1000, ?, 10, 10, '2026-07-01', '2027-06-30', 0, 1, 30000, '', 1)
    """,
    """
    INSERT INTO unit_entry (ledger_id, position, tenant_id, kind, at, units, balance, reference)
    VALUES (1000, 1, ?, 'POSTED', 1, 10, 10, '')
    """,
    """
    INSERT INTO unit_draw (ledger_id, position, tenant_id, lot_id, units)
    VALUES (1000, 1, ?, 'lot', 10)
    """,
    """
    INSERT INTO unit_debt (ledger_id, handling_id, tenant_id, units, ended_at)
    VALUES (1000, 'h', ?, 1, 1)
    """,
    """
    INSERT INTO usage_event (tenant_id, contract_id, event_id, meter, quantity, at)
    VALUES (?, 'c', 'e', 'pop-up', 1, 1)
    """,
    """
    INSERT INTO usage_day (tenant_id, contract_id, day, meter, quantity, event_count)
    VALUES (?, 'c', '2026-07-01', 'pop-up', 1, 1)
    """,
    """
    INSERT INTO invoice (id, tenant_id, number, kind, state, contract_id, month, issued,
      reseller_id, reason, total_yen, paid_yen, credited_yen, content, created_at, version)
    VALUES ('invoice', ?, '2026-999998', 'INVOICE', 'ISSUED', 'c', '2026-06', '2026-07-01', '', '',
      1, 0, 0, x'', 1, 1)
    """,
    """
    INSERT INTO invoice (id, tenant_id, number, kind, state, contract_id, month, issued,
      reseller_id, original_id, reason, total_yen, paid_yen, credited_yen, content, created_at,
      version)
    VALUES ('credit', ?, '2026-999999', 'CREDIT_NOTE', 'PAID', 'c', '2026-06', '2026-07-01', '',
      'invoice', '', -1, 0, 0, x'', 1, 1)
    """,
    """
    INSERT INTO billed_month (tenant_id, contract_id, month, invoice_id)
    VALUES (?, 'c', '2026-06', 'invoice')
    """,
    """
    INSERT INTO payment (id, tenant_id, invoice_id, day, amount_yen, reference, created_at)
    VALUES ('payment', ?, 'invoice', '2026-07-01', 1, '', 1)
    """,
    """
    INSERT INTO billing_terms (tenant_id, recipient, address, rounding, due_months, version)
    VALUES (?, '', '', 'floor', 1, 1)
    """,
  ]
}
