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
        try await judge(country, tenant, principal, call)
      }
    }
    try await next(call)
  }

  private func judge(
    _ country: String?, _ tenant: TenantID, _ principal: Principal, _ call: CallContext
  ) async throws(RPCError) {
    let territory = try await territory(of: tenant, call)
    switch territory.verdict(on: country) {
    case .pass: break
    case .warn: await refusals.note(from: country, principal, call)
    case .block:
      let error = RPCError(
        .permissionDenied,
        "calls from \(country ?? "abroad") are not allowed: call from Japan, or have your administrator "
          + "enter the agreement by which you may", reason: "GEO_RESTRICTED",
        metadata: ["country": country ?? ""])
      await refusals.note(error, principal, call)
      throw error
    }
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
