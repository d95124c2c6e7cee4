import CivilTime
import RPC
import SQLite
import Storage

/// What the support desk adds to the server.
enum SupportArea {
  static let descriptors = [
    CaseHandler.descriptor, SlaHandler.descriptor, PhoneDeskHandler.descriptor,
  ]

  static let works: [any ScheduledWork] = [CaseClocksWork(), AcceptanceWork()]

  static func services(
    _ database: Database, _ clock: any Clock, _ mutations: Mutations, _ feed: ChangeFeed,
    _ scheduler: Scheduler, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [
      CaseHandler(
        database: database, clock: clock, mutations: mutations, feed: feed, scheduler: scheduler,
        pageTokenSecret: pageTokenSecret),
      SlaHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      PhoneDeskHandler(clock: clock, mutations: mutations, scheduler: scheduler),
    ]
  }
}
