import SQLite

/// The demo tenant: devices each with their worker, a manager and an administrator.
public enum Demo {
  public static let tenant = TenantID("demo")

  /// The names of all, which are their ids too.
  public static func subjects(devices: Int) -> [String] {
    principals(devices: devices).map(\.subject)
  }

  /// Who is in it, in the order in which contexts are shown.
  public static func principals(devices: Int) -> [Principal] {
    let numbers = (1...max(1, devices)).map { $0 == 1 ? "" : "-\($0)" }
    return numbers.map { person(.device, "demo-device\($0)", worker: "demo-worker\($0)") }
      + numbers.map { person(.worker, "demo-worker\($0)") }
      + [person(.manager, "demo-manager"), person(.tenantAdministrator, "demo-administrator")]
  }

  private static func person(_ role: Role, _ id: String, worker: String? = nil) -> Principal {
    Principal(role: role, scope: .tenant(tenant), subject: id, worker: worker ?? id)
  }

  /// Makes what is missing of it. Who shows a secret that is still his keeps it; everybody else gets
  /// a new token, and his older ones end.
  ///
  /// - Parameter secrets: what was given out before, by subject.
  static func make(
    devices: Int, secrets: [String: String], in connection: Connection
  ) throws -> [(principal: Principal, token: Token)] {
    try IdentityStore.addTenant(tenant, name: "Demo", to: connection)
    let principals = principals(devices: devices)
    for user in principals where user.role != .device {
      try IdentityStore.addUser(
        user.subject, user.role, name: user.subject, of: tenant, to: connection)
    }
    for device in principals where device.role == .device {
      try IdentityStore.addAgent(
        device.subject, watching: device.worker, of: tenant, to: connection)
    }
    let known = Dictionary(
      try IdentityStore.principals(in: connection).map { ($0.hash, $0.principal) },
      uniquingKeysWith: { first, _ in first })
    return try principals.map { principal in
      if let secret = secrets[principal.subject], known[Token.hash(secret)] == principal {
        return (principal, Token(secret: secret))
      }
      let token = Token()
      try IdentityStore.removeTokens(of: principal, from: connection)
      try IdentityStore.addToken(token, for: principal, to: connection)
      return (principal, token)
    }
  }
}
