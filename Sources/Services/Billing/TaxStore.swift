import CivilTime
import Rules
import SQLite

/// The rates of tax that the vendor has entered, beside those of the law. Nobody's alone.
struct TaxStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// What was entered, in the order of the days.
  func entered() throws -> [TaxTable.Row] {
    try connection.query("SELECT from_day, basis_points FROM tax_rate ORDER BY from_day") { row in
      guard let from = CivilDate(try row.read(0, as: String.self)),
        let rate = TaxRate(basisPoints: try row.read(1))
      else { throw DamagedRow(table: "tax_rate") }
      return TaxTable.Row(from: from, rate)
    }
  }

  /// All rates: what was entered goes before the law's of the same day.
  func table() throws -> TaxTable {
    let entered = try entered()
    let days = Set(entered.map(\.from))
    let rows = entered + TaxTable.national.rows.filter { !days.contains($0.from) }
    guard let table = TaxTable(rows) else { throw DamagedRow(table: "tax_rate") }
    return table
  }

  /// Enters a rate, or another in its place.
  func put(_ row: TaxTable.Row) throws {
    try connection.run(
      """
      INSERT INTO tax_rate (from_day, basis_points) VALUES (?, ?)
      ON CONFLICT (from_day) DO UPDATE SET basis_points = excluded.basis_points
      """, row.from.description, row.rate.basisPoints)
  }
}
