import Buffers
import MadoAPI
import SQLite

/// What differs from the law: the vendor's, above any tenant.
struct OverrideStore {
  private let connection: Connection

  init(_ connection: Connection) {
    self.connection = connection
  }

  /// What was put, by year.
  func all() throws -> [Calendar.YearOverride] {
    try connection.query("SELECT changes FROM holiday_override ORDER BY year") { row in
      guard let year = try? Calendar.YearOverride(decoding: try row.read(0, as: Bytes.self)) else {
        throw DamagedRow(table: "holiday_override")
      }
      return year
    }
  }

  /// Puts a year's changes in the place of what was put before.
  func put(_ year: Calendar.YearOverride) throws {
    try connection.run("DELETE FROM holiday_override WHERE year = ?", year.year)
    guard !year.changes.isEmpty else { return }
    try connection.run(
      "INSERT INTO holiday_override (year, changes) VALUES (?, ?)", year.year, year.encoded())
  }
}
