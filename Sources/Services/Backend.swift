import CivilTime
import Crypto
import RPC
import SQLite
import Storage

/// Everything the server serves, put together over one database.
public struct Backend: Sendable {
  /// The tables of all areas.
  public static let migrations =
    [
      IdentityTables.migrations, EvidenceTables.migrations, PageTokenSecret.migrations,
      AnswerStore.migrations, AuditTables.migrations, NoticeTables.migrations,
      OperationStore.migrations, ErasureTables.migrations, PrivacyTables.migrations,
      BillingTables.migrations, CalendarTables.migrations, LicenceTables.migrations,
      SupportTables.migrations, WorktimeTables.migrations, PresenceTables.migrations,
      DetectionTables.migrations, PlanningTables.migrations, AgentTables.migrations,
      RetentionArea.migrations, ReportArea.migrations, FaceStore.migrations, ExportStore.migrations,
    ] + ContractArea.migrations + StatusArea.migrations

  public let services: [any Service]
  public let interceptors: [any ServerInterceptor]
  /// Gives the mailer what waits.
  let outbox: Outbox
  let operations: Operations
  /// Erases whose day has come.
  let erasures: Erasures
  /// Carries out what is due.
  let scheduler: Scheduler
  /// What agents see of their workers, and what they detect.
  let presence: PresenceArea
  let incidents: IncidentArea

  /// The areas of the schema that are ours.
  private static let areas: [ServiceDescriptor] =
    own + BillingArea.descriptors + ContractArea.descriptors + SupportArea.descriptors
    + StatusArea.descriptors + WorktimeArea.descriptors + PresenceArea.descriptors
    + IncidentArea.descriptors + PlanningArea.descriptors + AgentArea.descriptors
    + RetentionArea.descriptors + ReportArea.descriptors

  private static let own = [
    EvidenceHandler.descriptor, ExportHandler.descriptor, CalendarServiceHandler.descriptor,
    UserHandler.descriptor,
    TokenHandler.descriptor, AuthHandler.descriptor, TwoFactorHandler.descriptor,
    PolicyHandler.descriptor, DeviceHandler.descriptor, TenantHandler.descriptor,
    GroupHandler.descriptor, AdminContactHandler.descriptor, ErasureHandler.descriptor,
    PrivacyHandler.descriptor,
    AuditHandler.descriptor, NoticeHandler.descriptor, OperationHandler.descriptor,
  ]

  /// How e-mails leave the server.
  public struct Mailing: Sendable {
    /// A program that takes a mail on its standard input, with its arguments; nil to have mails wait.
    public var program: String?
    /// Whose address stands in From.
    public var sender: String
    /// Takes mails in the program's place.
    var mailer: (any Mailer)?

    public init(program: String? = nil, sender: String = "mado@localhost") {
      self.program = program
      self.sender = sender
    }
  }

  /// - Parameters:
  ///   - passwordCost: what hashing a password costs, if not what suits the machine.
  ///   - mailing: how e-mails leave the server.
  ///   - countries: from where calls come; nil when nobody says it, and nothing is asked for.
  ///   - subjectRequestDays: in how many days somebody is to be answered who asks about his data.
  ///   - maintenanceNoticeDays: days by which a stop is announced before (CARD-26).
  public init(
    _ database: Database, clock: any Clock = SystemClock(), passwordCost: Scrypt.Cost? = nil,
    mailing: Mailing = Mailing(), countries: CountrySource? = nil, subjectRequestDays: Int = 14,
    maintenanceNoticeDays: Int = 7, watchPace: WatchPace = .init()
  ) async throws {
    let secret = try await database.write { try PageTokenSecret.value(in: $0.connection) }
    let descriptors =
      Self.areas + [
        HealthHandler.descriptor, ReflectionHandler.descriptor, AlphaReflection.descriptor,
      ]
    let table = try AccessTable(descriptors)
    let knownCost = try await database.read { try TokenStore($0).passwordCost() }
    let authenticator = Authenticator(database, clock)
    let trail = AuditTrail(database)
    let feed = ChangeFeed(database: database, trail: trail, secret: secret)
    let mutations = Mutations(database, clock, trail)
    let guards = try await SignInGuard(database, clock)
    operations = Operations(database, clock)
    erasures = Erasures(database, clock, trail, authenticator)
    let mailer = try mailing.mailer ?? mailing.program.map { try MailProgram($0) }
    outbox = Outbox(database, clock, trail, mailer: mailer, sender: mailing.sender)
    let status = try await StatusArea(database, clock)
    let book = try await CalendarBook(database)
    let names = Set(Self.areas.map(\.name))
    // What the areas do when its time has come.
    let works: [any ScheduledWork] =
      BillingArea.works + ContractWork.all(hasMailer: outbox.hasMailer) + SupportArea.works
      + status.works + (outbox.hasMailer ? [MailRetry(outbox: outbox)] : [])
      + RetentionArea.works(database.keys)
    scheduler = Scheduler(
      database, clock, trail, works: works + [ErasureWork(erasures: erasures)])
    try await scheduler.begin()
    presence = PresenceArea(database, clock)
    incidents = IncidentArea(trail)
    let vault = EvidenceVault(
      database: database, clock: clock, trail: trail, pageTokenSecret: secret)
    let reflection = try ReflectionHandler(descriptors)
    let own: [any Service] = [
      EvidenceHandler(vault: vault),
      ExportHandler(vault: vault, mutations: mutations, operations: operations),
      CalendarServiceHandler(database: database, mutations: mutations, book: book),
      UserHandler(
        database: database, clock: clock, mutations: mutations, authenticator: authenticator,
        feed: feed, trail: trail, pageTokenSecret: secret),
      TokenHandler(
        database: database, clock: clock, mutations: mutations, authenticator: authenticator,
        scopes: ScopeTable(table), pageTokenSecret: secret),
      AuthHandler(
        database: database, clock: clock, mutations: mutations, authenticator: authenticator,
        trail: trail, passwords: try Passwords(cost: passwordCost ?? knownCost), guards: guards,
        pageTokenSecret: secret),
      TwoFactorHandler(
        database: database, clock: clock, mutations: mutations, authenticator: authenticator,
        guards: guards),
      PolicyHandler(database: database, mutations: mutations, authenticator: authenticator),
      DeviceHandler(
        database: database, clock: clock, mutations: mutations, authenticator: authenticator,
        trail: trail, guards: guards, pageTokenSecret: secret),
      TenantHandler(
        database: database, clock: clock, mutations: mutations, authenticator: authenticator,
        erasures: erasures, pageTokenSecret: secret),
      ErasureHandler(
        database: database, clock: clock, mutations: mutations, erasures: erasures,
        pageTokenSecret: secret),
      PrivacyHandler(
        database: database, clock: clock, mutations: mutations, authenticator: authenticator,
        trail: trail, outbox: outbox, days: subjectRequestDays, pageTokenSecret: secret),
      GroupHandler(
        database: database, clock: clock, mutations: mutations, pageTokenSecret: secret),
      AdminContactHandler(
        database: database, clock: clock, mutations: mutations, trail: trail, guards: guards),
      AuditHandler(
        database: database, clock: clock, trail: trail, mutations: mutations,
        operations: operations, feed: feed, pageTokenSecret: secret),
      OperationHandler(operations: operations, mutations: mutations, pageTokenSecret: secret),
      NoticeHandler(
        database: database, clock: clock, mutations: mutations, outbox: outbox,
        pageTokenSecret: secret),
      HealthHandler(Self.areas.map(\.name), stops: status.stops), reflection,
      AlphaReflection(handler: reflection),
    ]
    let billing = BillingArea.services(
      database, clock, mutations, operations, trail, pageTokenSecret: secret)
    let support = SupportArea.services(
      database, clock, mutations, trail, feed, outbox, pageTokenSecret: secret)
    let statuses = status.services(
      names, mutations, scheduler, noticeDays: maintenanceNoticeDays, pageTokenSecret: secret)
    let contracts = ContractArea.services(
      database, clock, mutations, scheduler, outbox, feed, pageTokenSecret: secret)
    let worktime = WorktimeArea.services(database, clock, mutations, pageTokenSecret: secret)
    let telework =
      worktime + presence.services(watchPace, pageTokenSecret: secret)
      + incidents.services(mutations, vault, feed)
      + PlanningArea.services(database, clock, mutations, pageTokenSecret: secret)
      + RetentionArea.services(database, clock, mutations)
      + ReportArea.services(database, clock, pageTokenSecret: secret)
    let agents = AgentArea.services(
      AgentIntake(
        database: database, clock: clock, trail: trail, presence: presence.intake,
        incidents: incidents.intake), mutations, pageTokenSecret: secret)
    services = own + billing + contracts + support + statuses + telework + agents
    let refusals = RefusalTrail(trail, clock)
    var around: [any ServerInterceptor] = [
      Localization(), status.interceptor,
      Admission(authenticator: authenticator, table: table, refusals: refusals),
    ]
    if let countries {
      around.append(TerritoryGuard(source: countries, database: database, refusals: refusals))
    }
    interceptors = around
  }

  /// What goes on beside calls: works until its task is cancelled.
  public func work() async {
    await withDiscardingTaskGroup { group in
      group.addTask { [outbox] in await outbox.run() }
      group.addTask { [erasures] in await erasures.run() }
      group.addTask { [scheduler] in await scheduler.run() }
    }
  }

  /// Makes the demo tenant, or what is missing of it.
  ///
  /// - Parameter secrets: tokens given out before, by subject; who still has his keeps it.
  /// - Returns: who is in it, with the tokens.
  public static func makeDemo(
    devices: Int, secrets: [String: String], in database: Database
  ) async throws -> [(principal: Principal, token: Token)] {
    try await database.write { transaction in
      try Demo.make(devices: devices, secrets: secrets, in: transaction.connection)
    }
  }

  /// Makes a new token for an administrator: of a tenant, or the vendor's own. His older ones end.
  ///
  /// - Returns: nil when there is no such tenant.
  public static func makeAdministratorToken(
    tenant: String?, in database: Database
  ) async throws -> Token? {
    let trail = AuditTrail(database)
    return try await database.write { transaction in
      let connection = transaction.connection
      let tokens = TokenStore(connection)
      let token = Token()
      var principal = Principal(.vendor([.admin]), subject: "administrator")
      if let tenant {
        let id = TenantID(tenant)
        guard try TenantRegister(connection).contains(id) else { return nil }
        principal = Principal(.tenant(id, [.admin]), subject: "\(tenant)-administrator")
      }
      try tokens.removeAll(of: principal)
      try tokens.add(token, for: principal)
      guard let now = SystemClock().now.storedNanoseconds else { throw ClockFault() }
      // Whoever holds the data folder is nobody known.
      let record = AuditRecord(
        tenant: principal.home.text, at: now, actor: "", roles: "", action: "madod admin-token",
        target: "token/\(principal.subject)", address: "")
      trail.leave(record, in: transaction)
      return token
    }
  }
}
