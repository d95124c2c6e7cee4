import RPC

/// Lets a call go on when its caller may make it: finds out who he is, then whether the method is for
/// him. Only then is his request looked at.
public struct Admission: ServerInterceptor {
  let authenticator: Authenticator
  let table: AccessTable
  let refusals: RefusalTrail

  public func bound(to method: MethodDescriptor) -> any ServerInterceptor {
    MethodAdmission(authenticator: authenticator, refusals: refusals, access: table[method])
  }
}

/// What ``Admission`` does is done method by method.
private struct MethodAdmission: AroundInterceptor {
  let authenticator: Authenticator
  let refusals: RefusalTrail
  let access: Access?

  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    guard let access else {
      throw RPCError(
        .permissionDenied, "\(call.method.path) does not declare who may call it: nobody may",
        reason: "ACCESS_NOT_DECLARED")
    }
    if access.audience != .everybody {
      let principal = try await authenticator.principal(of: call)
      let reach: Reach
      do throws(RPCError) {
        reach = try access.reach(of: principal, calling: call.method)
      } catch {
        await refusals.note(error, principal, call)
        throw error
      }
      call[Caller.self] = Caller(
        principal: principal, reach: reach, access: access, authenticator: authenticator)
    }
    try await next(call)
  }
}

/// Who makes a call, and how far it reaches.
public struct Caller: Sendable {
  public let principal: Principal
  public let reach: Reach
  fileprivate let access: Access
  fileprivate let authenticator: Authenticator
}

extension Caller: CallKey {
  public static var defaultValue: Caller? { nil }
}

extension CallContext {
  /// Who calls; there is nobody where the method is for everybody.
  var caller: Caller {
    get throws(RPCError) {
      guard let caller = self[Caller.self] else { throw Authenticator.missing }
      return caller
    }
  }

  /// Looks again at who calls, and of who calls from abroad whether he still may: a stream lasts, and what its caller
  /// showed at the beginning may have been revoked since, or have ended, and his roles may be others. It costs what it
  /// costs a call.
  ///
  /// - Throws: what a new call would get, and ABORTED when one would reach another way.
  func confirmCaller() async throws(RPCError) {
    let caller = try caller
    let principal = try await caller.authenticator.principal(of: self)
    try await self[ForeignCaller.self]?.confirm(self)
    guard principal != caller.principal else { return }
    guard try caller.access.reach(of: principal, calling: method) == caller.reach else {
      throw RPCError(
        .aborted, "your roles have changed, and with them what you may see: begin again",
        reason: "ROLES_CHANGED")
    }
  }

  /// The caller's tenancy, or of the vendor that of the tenant he names.
  ///
  /// - Parameter tenant: the request's `tenant_id`, which only the vendor has to give.
  func tenancy(named tenant: String) throws(RPCError) -> Tenancy {
    guard case .vendor = try caller.reach else { return try tenancy }
    guard !tenant.isEmpty else {
      throw .invalid([
        .init(
          field: "tenant_id", description: "it is missing: say which tenant you mean",
          reason: "required")
      ])
    }
    return .ofWhomItConcerns(TenantID(tenant))
  }

  /// What the caller may touch of his tenant.
  ///
  /// - Throws: when he is of none, which the access of a tenant's method keeps from happening.
  var tenancy: Tenancy {
    get throws(RPCError) {
      guard case .tenant(let tenancy) = try caller.reach else {
        throw RPCError(
          .permissionDenied, "\(method.path) is for callers of a tenant", reason: "NO_TENANT")
      }
      return tenancy
    }
  }
}
