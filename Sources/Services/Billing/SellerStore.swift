import SQLite

/// Who issues invoices, as it is kept.
struct SellerRow: Sendable, Hashable {
  var name: String
  var registrationNumber: String
  var address: String
  var payee: String
  /// Grows by one with each change.
  var version: Int64
}

/// What the vendor has of invoices: who he is, and which numbers are taken.
struct SellerStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  func seller() throws -> SellerRow? {
    try connection.first(
      "SELECT name, registration_number, address, payee, version FROM billing_seller"
    ) {
      SellerRow(
        name: try $0.read(0), registrationNumber: try $0.read(1), address: try $0.read(2),
        payee: try $0.read(3), version: try $0.read(4))
    }
  }

  func replace(_ seller: SellerRow) throws {
    try connection.run(
      """
      INSERT INTO billing_seller (id, name, registration_number, address, payee, version)
      VALUES (1, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name,
        registration_number = excluded.registration_number, address = excluded.address,
        payee = excluded.payee, version = excluded.version
      """, seller.name, seller.registrationNumber, seller.address, seller.payee, seller.version)
  }

  /// Takes the next number of a year: without gaps, since who fails gives it back with all else.
  func takeNumber(in year: Int) throws -> String {
    try connection.run(
      """
      INSERT INTO invoice_series (year, last_number) VALUES (?, 1)
      ON CONFLICT (year) DO UPDATE SET last_number = invoice_series.last_number + 1
      """, year)
    let last = try connection.first("SELECT last_number FROM invoice_series WHERE year = ?", year) {
      try $0.read(0, as: Int64.self)
    }
    let digits = String(last ?? 1)
    return "\(year)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
