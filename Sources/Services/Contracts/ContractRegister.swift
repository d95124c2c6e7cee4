import CivilTime
import SQLite

/// What goes across tenants of contracts, for the vendor's work alone.
struct ContractRegister {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// What of a tenant's may be found by its id alone.
  enum Kind: String {
    case contract
    case quote = "contract_quote"
    case application = "contract_application"
  }

  /// Whose it is; nil when there is none of that id.
  func tenant(of kind: Kind, _ id: String) throws -> TenantID? {
    try connection.first("SELECT tenant_id FROM \(kind.rawValue) WHERE id = ?", id) {
      TenantID(try $0.read(0))
    }
  }

  /// The contracts whose billing touches a month, behind an id, in the order of ids: those that began by its end and
  /// have not ended before it, or of which something is charged in it, such as interest; whoever bills them.
  ///
  /// - Parameter month: any day of it.
  func billed(
    in month: CivilDate, after id: String, limit: Int
  ) throws -> [(tenant: TenantID, contract: String)] {
    try connection.query(
      """
      SELECT tenant_id, id FROM contract
      WHERE id > ? AND billing_start <= ?
        AND (COALESCE(last_day, '9999-12-31') >= ?
          OR EXISTS (SELECT 1 FROM contract_charge
            WHERE contract_id = contract.id AND supplied BETWEEN ? AND ?))
      ORDER BY id LIMIT ?
      """, id, month.lastOfMonth.description, month.firstOfMonth.description,
      month.firstOfMonth.description, month.lastOfMonth.description, limit
    ) { (tenant: TenantID(try $0.read(0)), contract: try $0.read(1)) }
  }

  /// The contracts of a product that have not ended by a day, behind an id, in the order of ids.
  func running(
    _ product: String, after day: CivilDate, behind id: String, limit: Int
  ) throws -> [(tenant: TenantID, contract: String)] {
    try connection.query(
      """
      SELECT tenant_id, id FROM contract
      WHERE id > ? AND product = ? AND COALESCE(last_day, '9999-12-31') > ? ORDER BY id LIMIT ?
      """, id, product, day.description, limit
    ) { (tenant: TenantID(try $0.read(0)), contract: try $0.read(1)) }
  }
}
