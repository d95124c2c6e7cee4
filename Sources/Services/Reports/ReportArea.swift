import CivilTime
import RPC
import SQLite
import Storage

/// What reports add to the server.
enum ReportArea {
  static let migrations = ReportTables.migrations

  static let descriptors = [ReportHandler.descriptor]

  static func services(
    _ database: Database, _ clock: any Clock, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [ReportHandler(database: database, clock: clock, pageTokenSecret: pageTokenSecret)]
  }
}
