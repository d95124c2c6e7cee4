import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import StandardAPI
import Storage

extension Telework.RunRequest: MutationRequest {}
extension Telework.PutPolicyRequest: MutationRequest {}

/// Serves `mado.telework.v1.RetentionService`.
struct RetentionHandler: Telework.RetentionService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations

  /// Tenants, and purges of one, that are shown.
  private static let (tenantsMax, purgesMax) = (500, 100)

  // MARK: Purging

  func run(
    _ request: Telework.RunRequest, _ call: CallContext
  ) async throws -> Telework.RunResponse {
    let now = clock.now
    let asOf = try Self.asOf(request, at: now)
    let named = request.tenantId.isEmpty ? nil : TenantID(request.tenantId)
    // Counted beside the commits, since it may be much.
    let forecast = try await call.awaitingStorage {
      try await database.read { try Self.forecast(named, asOf: asOf, $0) }
    }
    if request.validateOnly { return forecast }
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      guard let named else {
        _ = try TenantRegister(connection).forEachServed { tenant in
          try TenantPurge.plan(tenant, asOf: asOf, at: now, connection)
        }
        return Change("retention", "\(asOf)", to: forecast, answer: forecast)
      }
      try Self.requireUnheld(named, connection)
      try TenantPurge.plan(named, asOf: asOf, at: now, connection)
      return Change("retention", "\(asOf)", to: forecast, in: named, answer: forecast)
    }
  }

  private static func asOf(
    _ request: Telework.RunRequest, at now: Instant
  ) throws(RPCError) -> Instant {
    guard let given = request.asOfTime else { return now }
    guard let asOf = Instant(given), asOf.storedNanoseconds != nil else {
      throw .invalid([
        .init(field: "as_of_time", description: "it is no instant of the years 1678 to 2261")
      ])
    }
    guard asOf <= now || request.validateOnly else {
      throw .invalid(
        [
          .init(
            field: "as_of_time",
            description: "\(asOf) is in the future: give an instant until \(now), or validate_only")
        ], reason: "AS_OF_IN_FUTURE")
    }
    return asOf
  }

  private static func forecast(
    _ named: TenantID?, asOf: Instant, _ connection: Connection
  ) throws -> Telework.RunResponse {
    if let named {
      try requireUnheld(named, connection)
      return Telework.RunResponse(runs: [try TenantPurge.forecast(named, asOf: asOf, connection)])
    }
    var response = Telework.RunResponse()
    _ = try TenantRegister(connection).forEachServed { tenant in
      guard response.runs.count < tenantsMax else {
        response.truncated = true
        return
      }
      let run = try TenantPurge.forecast(tenant, asOf: asOf, connection)
      if run.counts.contains(where: { $0.purged + $0.held > 0 }) { response.runs.append(run) }
    }
    return response
  }

  private static func requireUnheld(_ tenant: TenantID, _ connection: Connection) throws {
    guard try TenantRegister(connection).contains(tenant) else {
      throw RPCError.noTenant(tenant.text)
    }
    guard try !ErasureStore(connection).isHeld(tenant) else {
      throw RPCError(
        .failedPrecondition,
        "a legal hold stands on \"\(tenant.text)\", and nothing of it is purged: release it first",
        reason: "LEGAL_HOLD", metadata: ["tenant_id": tenant.text])
    }
  }

  func listRuns(
    _ request: Telework.ListRunsRequest, _ call: CallContext
  ) async throws -> Telework.ListRunsResponse {
    let tenancy = try call.tenancy
    let runs = try await call.awaitingStorage {
      try await database.read { connection in
        let store = RetentionStore(tenancy, connection)
        return try store.purges(limit: Self.purgesMax).map {
          try Telework.RetentionRun($0, of: tenancy.tenant, store)
        }
      }
    }
    return Telework.ListRunsResponse(runs: runs)
  }

  // MARK: The policy

  func getPolicy(
    _ request: Telework.RetentionServiceGetPolicyRequest, _ call: CallContext
  ) async throws -> Telework.RetentionServiceGetPolicyResponse {
    let tenancy = try call.tenancy
    let policy = try await call.awaitingStorage {
      try await database.read { try RetentionStore(tenancy, $0).policy() }
    }
    return Telework.RetentionServiceGetPolicyResponse(
      policy: Telework.RetentionPolicy(policy, of: tenancy.tenant))
  }

  func putPolicy(
    _ request: Telework.PutPolicyRequest, _ call: CallContext
  ) async throws -> Telework.PutPolicyResponse {
    let (tenancy, given) = (try call.tenancy, request.policy ?? .init())
    return try await mutations.perform(request, call) { transaction in
      let store = RetentionStore(tenancy, transaction.connection)
      var policy = try store.policy()
      try policy.etag(of: tenancy.tenant).check(given.etag, "policy.etag")
      let before = Telework.RetentionPolicy(policy, of: tenancy.tenant)
      policy.holdsOpenIncidents = given.holdOpenIncidents
      policy.punchMonths = Int(given.punchMonths)
      policy.reportMonths = Int(given.reportMonths)
      policy.version += 1
      try store.put(policy)
      let after = Telework.RetentionPolicy(policy, of: tenancy.tenant)
      return Change(
        "retention-policy", tenancy.tenant.text, from: before, to: after,
        answer: Telework.PutPolicyResponse(policy: after))
    }
  }
}

// MARK: - On the wire

extension Telework.RetentionRun {
  init(_ purge: PurgeRow, of tenant: TenantID, _ store: RetentionStore) throws {
    self.init(
      tenantId: tenant.text, asOfTime: purge.asOf.message, state: purge.state,
      counts: try store.counts(asOf: purge.asOf).map(Telework.RetentionCount.init),
      endTime: purge.ended?.message)
  }
}

extension Telework.RetentionCount {
  init(_ count: PurgeCount) {
    self.init(
      kind: count.kind, keptFrom: count.keptFrom.message, purged: count.purged, held: count.held)
  }

  /// For people.
  var text: String {
    "\(kind.word.lowercased()): \(purged) purged" + (held > 0 ? ", \(held) held" : "")
  }
}

extension Telework.RetentionPolicy {
  init(_ policy: RetentionPolicyRow, of tenant: TenantID) {
    self.init(
      holdOpenIncidents: policy.holdsOpenIncidents,
      punchMonths: Int32(clamping: policy.punchMonths),
      reportMonths: Int32(clamping: policy.reportMonths), etag: policy.etag(of: tenant).text)
  }
}
