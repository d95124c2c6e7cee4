import CivilTime
import RPC
import SQLite
import Storage

/// What contracts, and what stands around them, add to the server.
enum ContractArea {
  static let migrations = [
    CatalogueStore.migrations, ContractTables.migrations, ResellerStore.migrations,
    TermsStore.migrations, DisclosureStore.migrations, LeadStore.migrations,
  ]

  static let descriptors = [
    CatalogHandler.descriptor, QuoteHandler.descriptor, ApplicationHandler.descriptor,
    ContractHandler.descriptor, TermsHandler.descriptor, DisclosureHandler.descriptor,
    LeadHandler.descriptor, ResellerHandler.descriptor,
  ]

  static func services(
    _ database: Database, _ clock: any Clock, _ mutations: Mutations, _ scheduler: Scheduler,
    _ outbox: Outbox, _ feed: ChangeFeed, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [
      CatalogHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      QuoteHandler(
        database: database, clock: clock, mutations: mutations, pace: PublicPace(clock),
        pageTokenSecret: pageTokenSecret),
      ApplicationHandler(
        database: database, clock: clock, mutations: mutations, outbox: outbox,
        pageTokenSecret: pageTokenSecret),
      ContractHandler(
        database: database, clock: clock, mutations: mutations, scheduler: scheduler,
        outbox: outbox, feed: feed, pageTokenSecret: pageTokenSecret),
      TermsHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      DisclosureHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      LeadHandler(
        database: database, clock: clock, pace: PublicPace(clock), pageTokenSecret: pageTokenSecret),
      ResellerHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
    ]
  }
}
