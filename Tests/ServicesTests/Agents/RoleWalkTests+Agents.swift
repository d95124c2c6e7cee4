import MadoAPI
import Protobuf
import Storage
import Testing

@testable import Services

extension RoleWalkTests {
  /// A right request of each method of agents, about the demo tenant's first device.
  static func agentRequests(_ office: Office) async throws -> [String: any Message] {
    // Other requests leave a contract that is suspended.
    try await office.setContract(.active)
    // The version that the requests about terms have posted.
    try await office.register(accepting: "1")
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let config = try await office.agentConfigs.get(.init(), office.options("demo-manager")).config
    let (agents, configs) = (
      "/mado.telework.v1.AgentService/", "/mado.telework.v1.AgentConfigService/"
    )
    return [
      agents + "Register": Telework.RegisterRequest(
        requestId: id, validateOnly: true, environment: .init(system: "s"), acceptedLicence: "1"),
      agents + "Deregister": Telework.DeregisterRequest(
        requestId: id, validateOnly: true, id: "demo-device"),
      agents + "List": Telework.AgentServiceListRequest(filter: "worker_id = \"demo-worker\""),
      agents + "Capture": Telework.CaptureRequest(
        requestId: id, validateOnly: true, agentId: "demo-device"),
      agents + "Connect": Telework.ConnectRequest(item: .hello(.init())),
      configs + "Get": Telework.AgentConfigServiceGetRequest(agentId: "demo-device"),
      configs + "Put": Telework.AgentConfigServicePutRequest(
        requestId: id, validateOnly: true, config: config),
      configs + "ListApplied": Telework.ListAppliedRequest(),
    ]
  }
}

extension Office {
  /// Leaves rows of the tenant in every table of agents.
  func fillAgents(of tenant: TenantID, worker: String) async throws {
    let now = clock.now
    try await database.write { transaction in
      let (tenancy, connection) = (Tenancy.atTheMachine(tenant), transaction.connection)
      try DeviceStore(tenancy, connection).add(
        DeviceRow(
          id: "device-of-tenant", worker: worker, name: "d", createdAt: now.seconds))
      _ = try AgentStore(tenancy, connection).register(
        "device-of-tenant", .init(system: "s"), at: now)
      _ = try AgentConfigStore(tenancy, connection).put(AgentConfigRow(by: worker), at: now)
    }
  }
}
