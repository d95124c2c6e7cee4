import RPC

/// A tenant: a customer of the vendor. A type of its own, so that a query cannot forget it.
public struct TenantID: Sendable, Hashable {
  public let text: String

  public init(_ text: String) {
    self.text = text
  }
}

/// What somebody may do, by kind.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// A telework agent's machine (勤務者の端末): uploads, and reads nothing.
  case device = "DEVICE"
  /// 勤務者: sees his own evidence.
  case worker = "WORKER"
  /// 勤務管理者: sees the evidence of his tenant's workers.
  case manager = "MANAGER"
  /// 管理者: administers the tenant and sees no evidence (TEL-25).
  case tenantAdministrator = "TENANT_ADMIN"
  /// Reads the audit log and verifies chains.
  case auditor = "AUDITOR"
  /// The vendor's administrator, of no tenant.
  case vendorAdministrator = "V_ADMIN"
}

/// Who calls, as his token says.
public struct Principal: Sendable, Hashable {
  /// What may be read and written is the tenant's and nobody else's.
  public enum Scope: Sendable, Hashable {
    case vendor
    case tenant(TenantID)
  }

  public let role: Role
  public let scope: Scope
  /// The user's id, or the agent's for a device.
  public let subject: String
  /// Whom a device watches; the user's own id otherwise.
  public let worker: String

  public init(role: Role, scope: Scope, subject: String, worker: String) {
    self.role = role
    self.scope = scope
    self.subject = subject
    self.worker = worker
  }
}

extension Principal: CallKey {
  public static var defaultValue: Principal? { nil }
}

extension CallContext {
  /// The caller, if his role is one of `roles` and he belongs to a tenant.
  ///
  /// - Throws: UNAUTHENTICATED without a token, PERMISSION_DENIED with another role's.
  public func caller(_ roles: Role...) throws(RPCError) -> (principal: Principal, tenant: TenantID)
  {
    guard let principal = self[Principal.self] else { throw Authenticator.missing }
    guard roles.contains(principal.role), case .tenant(let tenant) = principal.scope else {
      let allowed = roles.map(\.rawValue).joined(separator: ", ")
      throw RPCError(
        .permissionDenied,
        "\(method.path) is not for the role \(principal.role.rawValue): it is for \(allowed)",
        reason: "ROLE_NOT_ALLOWED", metadata: ["role": principal.role.rawValue, "allowed": allowed])
    }
    return (principal, tenant)
  }
}
