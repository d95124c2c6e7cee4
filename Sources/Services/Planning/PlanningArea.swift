import CivilTime
import RPC
import Storage

/// What tasks and plans add to the server.
enum PlanningArea {
  static let descriptors = [TaskHandler.descriptor, ScheduleHandler.descriptor]

  static func services(
    _ database: Database, _ clock: any Clock, _ mutations: Mutations, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [
      TaskHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      ScheduleHandler(
        database: database, mutations: mutations, pageTokenSecret: pageTokenSecret),
    ]
  }
}
