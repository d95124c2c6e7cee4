import CivilTime
import SQLite

/// The address of a contract, as it is kept.
struct MailboxRow: Sendable, Hashable {
  var address: String
  var contract: String
  var created: Instant
}

/// The addresses of a tenant's contracts, and the mails that came to them.
struct MailboxStore {
  private let rows: TenantRows

  init(_ tenancy: Tenancy, _ connection: Connection) {
    rows = TenantRows(tenancy, connection)
  }

  func add(_ mailbox: MailboxRow) throws {
    try rows.run(
      """
      INSERT INTO support_mailbox (address, contract_id, tenant_id, created_at)
      VALUES (?, ?, :tenant, ?)
      """, mailbox.address, mailbox.contract, try mailbox.created.stored())
  }

  func mailbox(at address: String) throws -> MailboxRow? {
    try rows.first(
      """
      SELECT address, contract_id, created_at FROM support_mailbox
      WHERE address = ? AND tenant_id = :tenant
      """, address, make: MailboxRow.init)
  }

  func mailbox(of contract: String) throws -> MailboxRow? {
    try rows.first(
      """
      SELECT address, contract_id, created_at FROM support_mailbox
      WHERE contract_id = ? AND tenant_id = :tenant
      """, contract, make: MailboxRow.init)
  }

  func all() throws -> [MailboxRow] {
    try rows.query(
      """
      SELECT address, contract_id, created_at FROM support_mailbox WHERE tenant_id = :tenant
      ORDER BY created_at, address
      """, make: MailboxRow.init)
  }

  // MARK: Mails

  /// The case that a mail of that Message-ID came to; nil when none has it.
  func caseID(ofMail id: String, to address: String) throws -> String? {
    try rows.first(
      "SELECT case_id FROM support_mail WHERE address = ? AND message_id = ? AND tenant_id = :tenant",
      address, id
    ) { try $0.read(0) }
  }

  /// Keeps to which case a mail came.
  func add(mail id: String, to address: String, of caseID: String) throws {
    try rows.run(
      "INSERT INTO support_mail (address, message_id, case_id, tenant_id) VALUES (?, ?, ?, :tenant)",
      address, id, caseID)
  }
}

extension MailboxRow {
  /// Reads address, contract, instant.
  fileprivate init(_ row: Row) throws {
    self.init(
      address: try row.read(0), contract: try row.read(1),
      created: Instant(storedNanoseconds: try row.read(2)))
  }
}
