import MadoAPI
import RPC

/// Who may call a method, as its schema declares it.
struct Access: Sendable, Hashable {
  /// Those who may.
  enum Audience: Sendable, Hashable {
    case everybody
    /// Whoever shows a token, as far as he is concerned himself.
    case anybodyKnown
    case roles(Allowed)
  }

  /// Which roles reach how far.
  struct Allowed: Sendable, Hashable {
    var all: Set<TenantRole> = []
    var own: Set<TenantRole> = []
    /// They reach the workers of the departments that they lead.
    var led: Set<TenantRole> = []
    /// They reach every tenant.
    var vendor: Set<VendorRole> = []
    /// They reach the vendor's own staff: everybody of it, or themselves.
    var staff: Set<VendorRole> = []
    var ownStaff: Set<VendorRole> = []
  }

  let audience: Audience
  /// Whether it shows evidence or faces (TEL-25).
  let showsEvidence: Bool
  /// The scope that lets an API token call it; nil when none does.
  let scope: String?
  /// Whether it is there for who has yet to enrol a second factor.
  let isForEnrolling: Bool

  /// Nil when the declaration lets nobody call.
  init?(_ declared: Shared.Access) {
    switch declared.to {
    case .everybody(true): audience = .everybody
    case .anybodyKnown(true): audience = .anybodyKnown
    case .roles(let roles):
      audience = .roles(
        Allowed(
          all: Set(roles.all), own: Set(roles.own), led: Set(roles.led),
          vendor: Set(roles.vendor), staff: Set(roles.staff)))
    case .evidence(let roles):
      audience = .roles(
        Allowed(all: Set(roles.all), own: Set(roles.own), led: Set(roles.led)))
    case .people(let farther):
      audience = .roles(
        Allowed(
          all: Set(farther.all), own: TenantRole.people, staff: Set(farther.staff),
          ownStaff: Set(VendorRole.all)))
    case .everybody(false), .anybodyKnown(false), nil: return nil
    }
    showsEvidence = if case .evidence = declared.to { true } else { false }
    scope = declared.scope.isEmpty ? nil : declared.scope
    isForEnrolling = declared.whileEnrolling
    if case .roles(let allowed) = audience, !allowed.isRight { return nil }
  }

  init(_ audience: Audience) {
    self.audience = audience
    showsEvidence = false
    scope = nil
    isForEnrolling = false
  }

  /// How far a caller's call reaches.
  ///
  /// - Throws: PERMISSION_DENIED when it is not for him.
  func reach(of principal: Principal, calling method: MethodDescriptor) throws(RPCError) -> Reach {
    if let scopes = principal.scopes, scope.map(scopes.contains) != true {
      throw refusal(ofScopes: scopes, method)
    }
    if principal.mustEnrol, !isForEnrolling { throw Self.mustEnrol }
    guard case .roles(let allowed) = audience else {
      return .tenant(Tenancy(of: principal, isOwnOnly: true))
    }
    let (reachesAll, reachesOwn): (Bool, Bool)
    var reachesLed = false
    switch principal.side {
    case .tenant(_, let roles):
      reachesAll = !allowed.all.isDisjoint(with: roles)
      reachesOwn = !allowed.own.isDisjoint(with: roles)
      reachesLed = !allowed.led.isDisjoint(with: roles)
    case .vendor(let roles):
      if !allowed.vendor.isDisjoint(with: roles) { return .vendor }
      reachesAll = !allowed.staff.isDisjoint(with: roles)
      reachesOwn = !allowed.ownStaff.isDisjoint(with: roles)
    }
    if reachesLed, !reachesAll {
      return .tenant(Tenancy(ofLeader: principal, withOwn: reachesOwn))
    }
    guard reachesAll || reachesOwn else { throw refusal(of: principal, method) }
    return .tenant(Tenancy(of: principal, isOwnOnly: !reachesAll))
  }

  private func refusal(of principal: Principal, _ method: MethodDescriptor) -> RPCError {
    let (role, allowed) = (principal.roleWords.joined(separator: ", "), words)
    if showsEvidence, case .vendor = principal.side {
      return RPCError(
        .permissionDenied,
        "\(method.path) shows evidence, which nobody of the vendor ever sees: the customer looks "
          + "himself, or hands over what he chooses",
        reason: "EVIDENCE_IS_THE_CUSTOMERS", metadata: ["role": role, "allowed": allowed])
    }
    return RPCError(
      .permissionDenied,
      "\(method.path) is not for the role \(role): it is for \(allowed)",
      reason: "ROLE_NOT_ALLOWED", metadata: ["role": role, "allowed": allowed])
  }

  private func refusal(ofScopes scopes: Set<String>, _ method: MethodDescriptor) -> RPCError {
    guard let scope else {
      return RPCError(
        .permissionDenied, "\(method.path) is not for API tokens: sign in to call it",
        reason: "NOT_FOR_API_TOKENS")
    }
    let given = scopes.sorted().joined(separator: ", ")
    return RPCError(
      .permissionDenied,
      "\(method.path) needs the scope \(scope), and the token has \(given): use a token with it",
      reason: "SCOPE_MISSING", metadata: ["scope": scope, "scopes": given])
  }

  private static let mustEnrol = RPCError(
    .permissionDenied,
    "a second factor is asked for, and you have none: enrol one by TwoFactorService.BeginTotp and "
      + "ConfirmTotp", reason: "MFA_REQUIRED")

  /// Who is allowed, as people read it.
  private var words: String {
    guard case .roles(let allowed) = audience else { return "" }
    let vendor = allowed.vendor.union(allowed.staff).union(allowed.ownStaff)
    return (allowed.tenantRoles.words + vendor.words.map { "VENDOR_\($0)" })
      .joined(separator: ", ")
  }
}

extension Access.Allowed {
  /// Those of a tenant who may call, however far it reaches.
  var tenantRoles: Set<TenantRole> { all.union(own).union(led) }

  /// Whether there is somebody, and every role is one of the schema's.
  fileprivate var isRight: Bool {
    let (roles, others) = (tenantRoles, vendor.union(staff).union(ownStaff))
    return roles.allSatisfy { $0.isKnown } && others.allSatisfy { $0.isKnown }
      && !(roles.isEmpty && others.isEmpty)
  }
}

extension RoleOfSchema {
  fileprivate var isKnown: Bool { number != 0 && name != nil }
}
