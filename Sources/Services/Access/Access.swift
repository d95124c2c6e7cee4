import MadoAPI
import RPC

/// Who may call a method, as its schema declares it.
struct Access: Sendable, Hashable {
  /// Those who may.
  enum Audience: Sendable, Hashable {
    case everybody
    /// Whoever shows a token, as far as he is concerned himself.
    case anybodyKnown
    case roles(all: Set<TenantRole>, own: Set<TenantRole>, vendor: Set<VendorRole>)
  }

  let audience: Audience
  /// Whether it shows evidence or faces (TEL-25).
  let showsEvidence: Bool
  /// The scope that lets an API token call it; nil when none does.
  let scope: String?

  /// Nil when the declaration lets nobody call.
  init?(_ declared: Shared.Access) {
    switch declared.to {
    case .everybody(true): audience = .everybody
    case .anybodyKnown(true): audience = .anybodyKnown
    case .roles(let roles):
      audience = .roles(all: Set(roles.all), own: Set(roles.own), vendor: Set(roles.vendor))
    case .evidence(let roles):
      audience = .roles(all: Set(roles.all), own: Set(roles.own), vendor: [])
    case .everybody(false), .anybodyKnown(false), nil: return nil
    }
    showsEvidence = if case .evidence = declared.to { true } else { false }
    scope = declared.scope.isEmpty ? nil : declared.scope
    guard case .roles(let all, let own, let vendor) = audience else { return }
    let roles = all.union(own)
    let isKnown =
      roles.allSatisfy { $0.isKnown } && vendor.allSatisfy { $0.isKnown }
      && !(roles.isEmpty && vendor.isEmpty)
    guard isKnown else { return nil }
  }

  init(_ audience: Audience) {
    self.audience = audience
    showsEvidence = false
    scope = nil
  }

  /// How far a caller's call reaches.
  ///
  /// - Throws: PERMISSION_DENIED when it is not for him.
  func reach(of principal: Principal, calling method: MethodDescriptor) throws(RPCError) -> Reach {
    if let scopes = principal.scopes, scope.map(scopes.contains) != true {
      throw refusal(ofScopes: scopes, method)
    }
    switch (audience, principal.side) {
    case (.roles(let all, let own, _), .tenant(_, let roles)):
      let reachesAll = !all.isDisjoint(with: roles)
      guard reachesAll || !own.isDisjoint(with: roles),
        let tenancy = Tenancy(of: principal, isOwnOnly: !reachesAll)
      else { throw refusal(of: principal, method) }
      return .tenant(tenancy)
    case (.roles(_, _, let allowed), .vendor(let roles)):
      guard !allowed.isDisjoint(with: roles) else { throw refusal(of: principal, method) }
      return .vendor
    case (.everybody, _), (.anybodyKnown, _):
      return Tenancy(of: principal, isOwnOnly: true).map(Reach.tenant) ?? .vendor
    }
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

  /// Who is allowed, as people read it.
  private var words: String {
    guard case .roles(let all, let own, let vendor) = audience else { return "" }
    return (all.union(own).words + vendor.words.map { "VENDOR_\($0)" }).joined(separator: ", ")
  }
}

extension RoleOfSchema {
  fileprivate var isKnown: Bool { number != 0 && name != nil }
}
