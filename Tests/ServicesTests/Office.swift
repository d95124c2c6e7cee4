import CivilTime
import Crypto
import Foundation
import MadoAPI
import Protobuf
import RPC
import Storage

@testable import Services

/// A backend on a data folder of its own, called in the same process with the demo's tokens.
final class Office: Sendable {
  let path: String
  let clock = TestClock(CivilTime.Instant("2026-07-01T00:00:00Z") ?? .epoch)
  let database: Database
  let services: [any Service]
  let interceptors: [any ServerInterceptor]
  let transport: InProcessTransport
  let tokens: [String: String]
  let outbox: Outbox
  let operations: Operations
  let erasures: Erasures
  let scheduler: Scheduler
  let presenceIntake: PresenceIntake
  let incidentIntake: IncidentIntake

  /// - Parameters:
  ///   - others: who has a token besides the demo's people, with its secret.
  ///   - mailer: who takes e-mails.
  init(
    devices: Int = 2, others: [(secret: String, principal: Principal)] = [],
    mailer: (any Mailer)? = nil, countries: CountrySource? = nil, watchPace: WatchPace = .init()
  ) async throws {
    path = NSTemporaryDirectory() + "office-\(UUID().uuidString)"
    database = try Database(try DataFolder(path), migrations: Backend.migrations)
    let made = try await Backend.makeDemo(devices: devices, secrets: [:], in: database)
    tokens = Dictionary(uniqueKeysWithValues: made.map { ($0.principal.subject, $0.token.secret) })
    try await database.write { transaction in
      for other in others {
        if case .tenant(let id, _) = other.principal.side {
          try TenantRegister(transaction.connection).add(id, name: id.text)
        }
        try TokenStore(transaction.connection).add(
          Token(secret: other.secret), for: other.principal)
      }
    }
    var mailing = Backend.Mailing()
    mailing.mailer = mailer
    let backend = try await Backend(
      database, clock: clock,
      passwordCost: Scrypt.Cost(logRounds: 4, blockSize: 1, parallelism: 1), mailing: mailing,
      countries: countries, watchPace: watchPace)
    outbox = backend.outbox
    operations = backend.operations
    erasures = backend.erasures
    scheduler = backend.scheduler
    presenceIntake = backend.presence.intake
    incidentIntake = backend.incidents.intake
    services = backend.services
    interceptors = backend.interceptors
    transport = InProcessTransport(backend.services, interceptors: backend.interceptors)
  }

  deinit {
    database.close()
    try? FileManager.default.removeItem(atPath: path)
  }

  /// - Parameter country: from where, as a proxy says it.
  func options(_ subject: String, from country: String) -> CallOptions {
    var options = options(subject)
    options.metadata.add(["x-country": country])
    return options
  }

  func options(_ subject: String?) -> CallOptions {
    guard let subject else { return CallOptions() }
    return CallOptions(metadata: ["authorization": "Bearer \(tokens[subject] ?? subject)"])
  }

  var auth: Identity.AuthServiceClient { Identity.AuthServiceClient(transport) }
  var twoFactor: Identity.TwoFactorServiceClient { Identity.TwoFactorServiceClient(transport) }
  var policies: Identity.PolicyServiceClient { Identity.PolicyServiceClient(transport) }
  var devices: Identity.DeviceServiceClient { Identity.DeviceServiceClient(transport) }
  var tenants: Tenancies.TenantServiceClient { Tenancies.TenantServiceClient(transport) }
  var contacts: Tenancies.AdminContactServiceClient {
    Tenancies.AdminContactServiceClient(transport)
  }
  var erasing: Tenancies.ErasureServiceClient { Tenancies.ErasureServiceClient(transport) }
  var privacy: Tenancies.PrivacyServiceClient { Tenancies.PrivacyServiceClient(transport) }
  var groups: Tenancies.GroupServiceClient { Tenancies.GroupServiceClient(transport) }
  var rating: Billing.RatingServiceClient { Billing.RatingServiceClient(transport) }
  var taxes: Billing.TaxServiceClient { Billing.TaxServiceClient(transport) }
  var users: Identity.UserServiceClient { Identity.UserServiceClient(transport) }
  var apiTokens: Identity.TokenServiceClient { Identity.TokenServiceClient(transport) }
  var jobs: Job.OperationServiceClient { Job.OperationServiceClient(transport) }
  var notices: Notices.NoticeServiceClient { Notices.NoticeServiceClient(transport) }
  var calendars: MadoAPI.Calendar.CalendarServiceClient { .init(transport) }
  var scheduling: Statuses.SchedulerServiceClient { Statuses.SchedulerServiceClient(transport) }
  var clocks: Statuses.ClockServiceClient { Statuses.ClockServiceClient(transport) }
  var maintenance: Statuses.MaintenanceServiceClient {
    Statuses.MaintenanceServiceClient(transport)
  }
  var status: Statuses.StatusServiceClient { Statuses.StatusServiceClient(transport) }
  var incidents: Statuses.IncidentPageServiceClient {
    Statuses.IncidentPageServiceClient(transport)
  }
  var auditLog: Audit.AuditServiceClient { Audit.AuditServiceClient(transport) }
  var evidence: Telework.EvidenceServiceClient { Telework.EvidenceServiceClient(transport) }

  /// Uploads items as a device and returns what was said of each, in the order in which it came.
  func upload(
    _ items: [Telework.UploadRequest.Item], as device: String = "demo-device"
  ) async throws -> [Telework.UploadResponse.Item] {
    let call = try await evidence.upload(options(device))
    async let answers = call.reduce(into: [Telework.UploadResponse.Item]()) { found, response in
      if let item = response.item { found.append(item) }
    }
    for item in items { try await call.send(Telework.UploadRequest(item: item)) }
    call.closeSend()
    return try await answers
  }

  /// What was said of pictures, by sequence.
  func verdicts(
    _ images: [Telework.Image], as device: String = "demo-device"
  ) async throws -> [UInt64: Telework.ImageVerdict] {
    var verdicts: [UInt64: Telework.ImageVerdict] = [:]
    for item in try await upload(images.map { .image($0) }, as: device) {
      if case .image(let verdict) = item { verdicts[verdict.sequence] = verdict }
    }
    return verdicts
  }

  /// A picture whose content depends on `mark`, taken when the clock says.
  func image(
    _ sequence: UInt64, mark: UInt8 = 1, ahead: Swift.Duration = .zero
  ) -> Telework.Image {
    let taken = clock.now.advanced(by: ahead)
    return Telework.Image(
      sequence: sequence, kind: .camera, trigger: .incident,
      capturedAt: GoogleProtobuf.Timestamp(seconds: taken.seconds, nanos: taken.nanoseconds),
      content: .init(Office.jpeg(mark: mark)))
  }

  /// The smallest JPEG of 64×48 pixels that the format's structure allows.
  static func jpeg(mark: UInt8) -> [UInt8] {
    [0xff, 0xd8, 0xff, 0xfe, 0, 4, 0, mark & 0x7f]
      + [0xff, 0xc0, 0, 11, 8, 0, 48, 0, 64, 1, 1, 0x11, 0]
      + [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0x34, 0xff, 0xd9]
  }
}

/// The error that a call ends with; nil when it ends well.
func failure<R>(_ body: () async throws -> R) async -> RPCError? {
  do {
    _ = try await body()
    return nil
  } catch {
    return error as? RPCError
  }
}
