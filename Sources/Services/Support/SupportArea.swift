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
    _ feed: ChangeFeed, _ outbox: Outbox, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [
      CaseHandler(
        database: database, clock: clock, mutations: mutations, feed: feed,
        pageTokenSecret: pageTokenSecret),
      SlaHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      PhoneDeskHandler(clock: clock, mutations: mutations),
      WorkLogHandler(
        database: database, clock: clock, mutations: mutations, outbox: outbox,
        pageTokenSecret: pageTokenSecret),
      MailboxHandler(
        database: database, clock: clock, mutations: mutations),
      FeedbackHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      ReleaseHandler(
        database: database, clock: clock, mutations: mutations,
        pageTokenSecret: pageTokenSecret),
      LicenceHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      SeatLeaseHandler(database: database, clock: clock, trail: trail),
    ]
  }
}
