import CivilTime
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage

extension Telework.AgentConfigServicePutRequest: MutationRequest {}

/// Serves `mado.telework.v1.AgentConfigService`.
struct AgentConfigHandler: Telework.AgentConfigService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let links: AgentLinks
  let pageTokenSecret: [UInt8]

  func get(
    _ request: Telework.AgentConfigServiceGetRequest, _ call: CallContext
  ) async throws -> Telework.AgentConfigServiceGetResponse {
    let tenancy = try call.tenancy
    let row = try await call.awaitingStorage {
      try await database.read { connection in
        try Self.requireAgent(request.agentId, tenancy, connection)
        return try AgentConfigStore(tenancy, connection).config(for: request.agentId)
      }
    }
    return Telework.AgentConfigServiceGetResponse(
      config: Telework.AgentConfig(row, for: request.agentId))
  }

  func put(
    _ request: Telework.AgentConfigServicePutRequest, _ call: CallContext
  ) async throws -> Telework.AgentConfigServicePutResponse {
    let (tenancy, caller, now) = (try call.tenancy, try call.caller.principal.subject, clock.now)
    let agent = request.agentId
    try Self.check(request)
    return try await mutations.perform(request, call) { [links] transaction in
      let connection = transaction.connection
      try Self.requireAgent(agent, tenancy, connection)
      let store = AgentConfigStore(tenancy, connection)
      let before = try store.config(for: agent)
      if let given = request.config {
        try before.etag(for: agent).check(given.etag, "config.etag")
        _ = try store.put(
          AgentConfigRow(agent: agent, content: given.filled, by: caller), at: now)
      } else {
        try store.withdraw(of: agent)
      }
      let after = Telework.AgentConfig(try store.config(for: agent), for: agent)
      transaction.afterCommit { links.configChanged(of: tenancy.tenant, agent: agent) }
      return Change(
        "agent-config", agent.isEmpty ? tenancy.tenant.text : agent,
        from: Telework.AgentConfig(before, for: agent), to: after,
        answer: Telework.AgentConfigServicePutResponse(config: after))
    }
  }

  /// What the fields' own rules cannot say.
  private static func check(
    _ request: Telework.AgentConfigServicePutRequest
  ) throws(RPCError) {
    var violations = FieldViolations()
    if let behaviour = request.config?.filled.behaviour,
      let away = behaviour.awayAfter.flatMap({ Duration($0) }),
      let absent = behaviour.absentAfter.flatMap({ Duration($0) }), absent < away
    {
      violations.add(
        "config.behaviour.absent_after",
        "\(absent) is shorter than away_after, which is \(away): give \(away) or longer")
    }
    if request.config == nil, request.agentId.isEmpty {
      violations.add(
        "config",
        "it is missing: give the tenant's configuration, or the agent that is to lose its own")
    }
    try violations.refuse()
  }

  func listApplied(
    _ request: Telework.ListAppliedRequest, _ call: CallContext
  ) async throws -> Telework.ListAppliedResponse {
    let tenancy = try call.tenancy
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["applied-configs", tenancy.tenant.text, tenancy.whose.text], secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let rows = try await call.awaitingStorage {
      try await database.read {
        try AgentConfigStore(tenancy, $0).applied(after: after, limit: size.rows + 1)
      }
    }
    let page = rows.prefix(size.rows)
    return Telework.ListAppliedResponse(
      agents: page.map(Telework.AppliedConfigState.init),
      nextPageToken: rows.count > page.count ? page.last.map { token.seal($0.agent) } ?? "" : "")
  }

  /// Throws unless there is a machine of that id for the caller; an empty one stands for the tenant, which is there for
  /// whoever has all of it.
  private static func requireAgent(
    _ id: String, _ tenancy: Tenancy, _ connection: Connection
  ) throws {
    let isThere =
      try id.isEmpty ? tenancy.isWhole : DeviceStore(tenancy, connection).device(id) != nil
    guard isThere else {
      throw AgentHandler.notFound(id)
    }
  }
}
