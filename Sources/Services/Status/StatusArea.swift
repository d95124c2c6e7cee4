import CivilTime
import RPC
import SQLite
import Storage

/// What the status area adds to the server: the scheduler as the vendor sees it, maintenance, incidents.
struct StatusArea: Sendable {
  static let migrations = [
    ScheduleTables.migrations, MaintenanceTables.migrations, IncidentTables.migrations,
  ]

  static let descriptors = [
    SchedulerHandler.descriptor, ClockHandler.descriptor, MaintenanceHandler.descriptor,
    StatusHandler.descriptor, IncidentPageHandler.descriptor,
  ]

  private let database: Database
  private let clock: any Clock
  /// Which services are stopped now.
  let stops: Stops

  init(_ database: Database, _ clock: any Clock) async throws {
    self.database = database
    self.clock = clock
    stops = Stops(clock)
    try await stops.load(database)
  }

  /// Stands before everything that asks who calls.
  var interceptor: any ServerInterceptor { StopInterceptor(stops) }

  var works: [any ScheduledWork] {
    [MaintenanceStart(stops: stops), MaintenanceEnd(stops: stops), MaintenanceNotice()]
  }

  /// - Parameters:
  ///   - names: of what is served, in full.
  ///   - noticeDays: days by which a stop is announced before (CARD-26).
  func services(
    _ names: Set<String>, _ mutations: Mutations, _ scheduler: Scheduler, noticeDays: Int,
    pageTokenSecret: [UInt8]
  ) -> [any Service] {
    [
      SchedulerHandler(
        database: database, clock: clock, mutations: mutations, scheduler: scheduler,
        pageTokenSecret: pageTokenSecret),
      ClockHandler(database: database, clock: clock, scheduler: scheduler),
      MaintenanceHandler(
        database: database, clock: clock, mutations: mutations, stops: stops,
        services: names, noticeDays: noticeDays, pageTokenSecret: pageTokenSecret),
      StatusHandler(
        database: database, clock: clock, services: names, pageTokenSecret: pageTokenSecret),
      IncidentPageHandler(clock: clock, mutations: mutations, services: names),
    ]
  }
}
