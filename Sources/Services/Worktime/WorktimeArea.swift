import CivilTime
import RPC
import Storage

/// What the punch clock adds to the server.
enum WorktimeArea {
  static let descriptors = [PunchHandler.descriptor, PeriodHandler.descriptor]

  static func services(
    _ database: Database, _ clock: any Clock, _ mutations: Mutations, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [
      PunchHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      PeriodHandler(database: database, clock: clock, mutations: mutations),
    ]
  }
}
