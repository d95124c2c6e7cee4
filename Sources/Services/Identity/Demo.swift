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
      + [person(.manager, "demo-manager"), person(.admin, "demo-administrator")]
  }

  private static func person(
    _ role: TenantRole, _ id: String, worker: String? = nil
  ) -> Principal {
    Principal(.tenant(tenant, [role]), subject: id, worker: worker)
  }

  /// Makes what is missing of it. Who shows a secret that is still his keeps it; everybody else gets
  /// a new token, and his older ones end.
  ///
  /// - Parameter secrets: what was given out before, by subject.
  static func make(
    devices: Int, secrets: [String: String], in connection: Connection
  ) throws -> [(principal: Principal, token: Token)] {
    try TenantRegister(connection).add(tenant, name: "Demo")
    let people = PeopleStore(.atTheMachine(tenant), connection)
    let tokens = TokenStore(connection)
    let principals = principals(devices: devices)
    for principal in principals {
      guard case .tenant(_, let roles) = principal.side, roles != [.device] else { continue }
      try people.addUser(principal.subject, roles, name: principal.subject)
    }
    for device in principals where device.subject != device.worker {
      try people.addAgent(device.subject, watching: device.worker)
    }
    return try principals.map { principal in
      if let secret = secrets[principal.subject],
        let known = try tokens.credential(.token(Token.hash(secret)))?.principal,
        known.side == principal.side, known.subject == principal.subject
      {
        return (principal, Token(secret: secret))
      }
      let token = Token()
      try tokens.removeAll(of: principal)
      try tokens.add(token, for: principal)
      return (principal, token)
    }
  }
}
