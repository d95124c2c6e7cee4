import CivilTime
import RPC
import SQLite
import Storage

/// What billing adds to the server.
enum BillingArea {
  static let descriptors = [
    InvoiceHandler.descriptor, LedgerHandler.descriptor, MeterHandler.descriptor,
    PaymentHandler.descriptor, RatingHandler.descriptor, TaxHandler.descriptor,
  ]

  static let works: [any ScheduledWork] = [LotExpiry(), BillingRun(), ContractBilling()]

  static func services(
    _ database: Database, _ clock: any Clock, _ mutations: Mutations, _ operations: Operations,
    _ trail: AuditTrail, pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [
      InvoiceHandler(
        database: database, clock: clock, mutations: mutations, operations: operations,
        cycle: BillingCycle(database, clock, trail), pageTokenSecret: pageTokenSecret),
      LedgerHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      MeterHandler(
        database: database, clock: clock, trail: trail, pageTokenSecret: pageTokenSecret),
      PaymentHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: pageTokenSecret),
      RatingHandler(database: database, clock: clock),
      TaxHandler(database: database, clock: clock, mutations: mutations),
    ]
  }
}
