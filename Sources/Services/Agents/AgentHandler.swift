import CivilTime
import MadoAPI
import Protobuf
import RPC
import Storage

extension Telework.RegisterRequest: MutationRequest {}
extension Telework.DeregisterRequest: MutationRequest {}
extension Telework.CaptureRequest: MutationRequest {}

/// Serves `mado.telework.v1.AgentService`.
struct AgentHandler: Telework.AgentService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let intake: AgentIntake
  let links: AgentLinks
  let pageTokenSecret: [UInt8]
  /// How long a stream waits for its hello.
  var helloWait = AgentStream.silenceMax

  // MARK: Machines

  func register(
    _ request: Telework.RegisterRequest, _ call: CallContext
  ) async throws -> Telework.RegisterResponse {
    let (tenancy, principal, now) = (try call.tenancy, try call.caller.principal, clock.now)
    let id = principal.subject
    let environment = request.environment ?? .init()
    return try await mutations.perform(request, call) { [links] transaction in
      try TeleworkContract.requireRunning(tenancy, transaction.connection)
      let accepted = try TermsDesk.acceptAgentLicence(
        request.acceptedLicence, of: TeleworkContract.product, by: principal.worker, tenancy, now,
        transaction.connection)
      let store = AgentStore(tenancy, transaction.connection)
      let before = try store.agent(id)
      guard try store.register(id, environment, at: now), let row = try store.agent(id) else {
        throw Self.notFound(id)
      }
      return Change(
        accepted + [Alteration("agent", id, from: before?.environment, to: environment)],
        answer: Telework.RegisterResponse(agent: Telework.Agent(row, links[id])))
    }
  }

  func deregister(
    _ request: Telework.DeregisterRequest, _ call: CallContext
  ) async throws -> Telework.DeregisterResponse {
    let tenancy = try call.tenancy
    return try await mutations.perform(request, call) { [links] transaction in
      let store = AgentStore(tenancy, transaction.connection)
      guard let row = try store.agent(request.id), let environment = row.environment else {
        if request.allowMissing { return Change([], answer: Telework.DeregisterResponse()) }
        throw Self.notFound(request.id)
      }
      try store.deregister(row.id)
      transaction.afterCommit { links[row.id]?.end(AgentStream.notRegistered) }
      return Change("agent", row.id, from: environment, answer: Telework.DeregisterResponse())
    }
  }

  func list(
    _ request: Telework.AgentServiceListRequest, _ call: CallContext
  ) async throws -> Telework.AgentServiceListResponse {
    let tenancy = try call.tenancy
    let filter = try Filter(request.filter, of: AgentStore.filterFields)
    let size = PageSize(request.pageSize)
    let token = PageToken(
      of: ["agents", tenancy.tenant.text, tenancy.whose.text, request.filter],
      secret: pageTokenSecret)
    let after = request.pageToken.isEmpty ? "" : try token.open(request.pageToken)
    let rows = try await call.awaitingStorage {
      try await database.read {
        try AgentStore(tenancy, $0).list(filter, after: after, limit: size.rows + 1)
      }
    }
    let page = rows.prefix(size.rows)
    return Telework.AgentServiceListResponse(
      agents: page.map { Telework.Agent($0, links[$0.id]) },
      nextPageToken: rows.count > page.count ? page.last.map { token.seal($0.id) } ?? "" : "")
  }

  /// What does not exist and what may not be seen look the same.
  static func notFound(_ id: String) -> RPCError {
    RPCError(
      .notFound, "there is no agent \"\(id)\" that you may see: check the id",
      reason: "AGENT_NOT_FOUND", metadata: ["id": id])
  }

  // MARK: Streams

  func capture(
    _ request: Telework.CaptureRequest, _ call: CallContext
  ) async throws -> Telework.CaptureResponse {
    let (tenancy, now) = (try call.tenancy, clock.now)
    return try await mutations.perform(request, call) { [links] transaction in
      guard try AgentStore(tenancy, transaction.connection).agent(request.agentId) != nil else {
        throw Self.notFound(request.agentId)
      }
      guard let link = links[request.agentId] else {
        throw RPCError(
          .failedPrecondition,
          "the agent \"\(request.agentId)\" is not there: ask again when it is connected",
          reason: "AGENT_OFFLINE", metadata: ["id": request.agentId])
      }
      let command = Telework.CaptureCommand(
        id: freshID("capture", at: now.seconds),
        kinds: request.kinds.isEmpty ? [.camera, .screen] : request.kinds)
      transaction.afterCommit { link.capture(command) }
      return Change(
        "capture", "\(request.agentId)", to: command,
        answer: Telework.CaptureResponse(commandId: command.id))
    }
  }

  func connect(
    _ requests: RequestStream<Telework.ConnectRequest>,
    _ responses: ResponseStream<Telework.ConnectResponse>, _ call: CallContext
  ) async throws {
    let principal = try call.caller.principal
    let agent = Agent(id: principal.subject, worker: principal.worker, tenancy: try call.tenancy)
    try await AgentStream(
      agent, intake, links, silence: helloWait, call, responses
    ).run(requests)
  }
}
