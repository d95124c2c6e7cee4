import CivilTime
import RPC
import SQLite
import Storage

/// What the support desk and the licences add to the server.
enum SupportArea {
  static let descriptors = [
    CaseHandler.descriptor, SlaHandler.descriptor, PhoneDeskHandler.descriptor,
    WorkLogHandler.descriptor, MailboxHandler.descriptor, FeedbackHandler.descriptor,
    ReleaseHandler.descriptor,
    LicenceHandler.descriptor, SeatLeaseHandler.descriptor,
  ]

  static let works: [any ScheduledWork] = [
    CaseClocksWork(), AcceptanceWork(), ReportWork(), ReleaseWork(),
  ]

  static func services(
    _ database: Database, _ clock: any Clock, _ mutations: Mutations, _ trail: AuditTrail,
    _ feed: ChangeFeed, _ outbox: Outbox, _ scheduler: Scheduler, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [
      CaseHandler(
        database: database, clock: clock, mutations: mutations, feed: feed, scheduler: scheduler,
        pageTokenSecret: pageTokenSecret),
      SlaHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      PhoneDeskHandler(clock: clock, mutations: mutations, scheduler: scheduler),
      WorkLogHandler(
        database: database, clock: clock, mutations: mutations, outbox: outbox,
        scheduler: scheduler, pageTokenSecret: pageTokenSecret),
      MailboxHandler(
        database: database, clock: clock, mutations: mutations, scheduler: scheduler),
      FeedbackHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      ReleaseHandler(
        database: database, clock: clock, mutations: mutations, scheduler: scheduler,
        pageTokenSecret: pageTokenSecret),
      LicenceHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      SeatLeaseHandler(database: database, clock: clock, trail: trail),
    ]
  }
}
