import RPC
import Rules
import Storage

/// Keeps out who calls from abroad and has not agreed that he may. Stands within ``Admission``: who signs in is not known
/// yet, and is kept out by his next call.
struct TerritoryGuard: AroundInterceptor {
  let source: CountrySource
  let database: Database
  let refusals: RefusalTrail

  func intercept(
    _ call: CallContext, next: (CallContext) async throws(RPCError) -> Void
  ) async throws(RPCError) {
    if let principal = call[Caller.self]?.principal, case .tenant(let tenant, _) = principal.side {
      let country = source.country(of: call)
      // Nearly everybody, and nothing is asked for him.
      if country != Territory.japan {
        let verdict = try await judge(country, tenant, principal, call)
        if verdict == .warn { await refusals.note(from: country, principal, call) }
        // Where nobody says from where a call comes, nothing will ever keep it out.
        if let country {
          call[ForeignCaller.self] = ForeignCaller(
            country: country, tenant: tenant, principal: principal, territory: self)
        }
      }
    }
    try await next(call)
  }

  /// - Returns: that it passes, or is to be on record.
  /// - Throws: PERMISSION_DENIED GEO_RESTRICTED, which is on record then.
  @discardableResult
  fileprivate func judge(
    _ country: String?, _ tenant: TenantID, _ principal: Principal, _ call: CallContext
  ) async throws(RPCError) -> Territory.Verdict {
    let verdict = try await territory(of: tenant, call).verdict(on: country)
    if verdict == .block {
      let error = RPCError(
        .permissionDenied,
        "calls from \(country ?? "abroad") are not allowed: call from Japan, or have your administrator "
          + "enter the agreement by which you may", reason: "GEO_RESTRICTED",
        metadata: ["country": country ?? ""])
      await refusals.note(error, principal, call)
      throw error
    }
    return verdict
  }

  private func territory(
    of tenant: TenantID, _ call: CallContext
  ) async throws(RPCError) -> Territory {
    do {
      return try await call.awaitingStorage {
        try await database.read {
          try PolicyStore(.ofWhomItConcerns(tenant), $0).policy().territory
        }
      }
    } catch let error as any RPCErrorConvertible {
      throw error.rpcError
    } catch {
      throw RPCError(.cancelled, "the call was cancelled", reason: "CANCELLED")
    }
  }
}

/// A tenant's caller from abroad, whose call the policy may keep out while it lasts.
struct ForeignCaller: CallKey {
  static var defaultValue: ForeignCaller? { nil }

  fileprivate let country: String
  fileprivate let tenant: TenantID
  fileprivate let principal: Principal
  fileprivate let territory: TerritoryGuard

  /// Judges him again: what was agreed may have changed since the call began.
  ///
  /// - Throws: PERMISSION_DENIED GEO_RESTRICTED, as a new call would get.
  func confirm(_ call: CallContext) async throws(RPCError) {
    try await territory.judge(country, tenant, principal, call)
  }
}
