import CivilTime
import Crypto
import RPC
import SQLite
import Storage

/// Everything the server serves, put together over one database.
public struct Backend: Sendable {
  /// The tables of all areas.
  public static let migrations = [
    IdentityTables.migrations, EvidenceTables.migrations, PageTokenSecret.migrations,
  ]

  public let services: [any Service]
  public let interceptors: [any ServerInterceptor]

  /// Reads who has a token: tokens made later count after the next start.
  public init(_ database: Database, clock: any Clock = SystemClock()) async throws {
    let principals = try await database.read { try TokenStore($0).principals() }
    let secret = try await database.write { try PageTokenSecret.value(in: $0.connection) }
    let vault = EvidenceVault(database: database, clock: clock, pageTokenSecret: secret)
    let areas: [any Service] = [EvidenceHandler(vault: vault), CalendarServiceHandler()]
    let descriptors = areas.map { type(of: $0).descriptor }
    let reflection = try ReflectionHandler(
      descriptors + [
        HealthHandler.descriptor, ReflectionHandler.descriptor, AlphaReflection.descriptor,
      ])
    services =
      areas + [
        HealthHandler(descriptors.map(\.name)), reflection, AlphaReflection(handler: reflection),
      ]
    interceptors = [
      Localization(),
      Admission(
        authenticator: Authenticator(principals),
        table: try AccessTable(services.map { type(of: $0).descriptor })),
    ]
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
    try await database.write { transaction in
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
      return token
    }
  }
}
