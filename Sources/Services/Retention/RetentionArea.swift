import CivilTime
import RPC
import SQLite
import Storage

/// What retention adds to the server.
enum RetentionArea {
  static let migrations = RetentionTables.migrations

  static let descriptors = [RetentionHandler.descriptor]

  static func works(_ keys: KeyRing) -> [any ScheduledWork] {
    [
      RetentionWork(), TenantPurge(keys: keys), LogClearing(keys: keys), RetentionReminder(),
      PurgeNoticeWork(),
    ]
  }

  static func services(
    _ database: Database, _ clock: any Clock, _ mutations: Mutations
  ) -> [any Service] {
    [
      RetentionHandler(database: database, clock: clock, mutations: mutations)
    ]
  }
}
