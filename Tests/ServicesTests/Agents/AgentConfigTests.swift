import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct AgentConfigTests {
  private func get(
    _ office: Office, _ agent: String = ""
  ) async throws -> Telework.AgentConfig {
    try #require(
      try await office.agentConfigs.get(
        .init(agentId: agent), office.options("demo-administrator")
      ).config)
  }

  /// Puts a configuration that was changed in the place of what is there.
  @discardableResult
  private func put(
    _ office: Office, _ agent: String = "", _ change: (inout Telework.AgentConfig) -> Void
  ) async throws -> Telework.AgentConfig {
    var config = try await get(office, agent)
    change(&config)
    return try #require(
      try await office.agentConfigs.put(
        .init(requestId: freshID(), agentId: agent, config: config),
        office.options("demo-administrator")
      ).config)
  }

  @Test func aConfigurationReachesAConnectedAgentAtOnceAndIsReportedBack() async throws {
    let office = try await Office(devices: 2)
    let manager = office.options("demo-manager")
    try await office.register()
    try await office.register(as: "demo-device-2")
    let agent = try await office.connect()
    #expect(agent.config.version == 0 && agent.config.camera?.width == 640)
    let config = try await put(office) { $0.behaviour?.captureInterval = .init(seconds: 60) }
    #expect(config.version == 1 && config.putById == "demo-administrator")
    guard case .config(let told)? = try await agent.next() else { throw TestAgent.Unexpected() }
    #expect(told.version == 1 && told.behaviour?.captureInterval?.seconds == 60)
    #expect(told.recognition?.presencePermille == 700)
    try await agent.send(.applied(.init(version: 1, problem: "no such camera")))
    // Answered behind it.
    _ = try await agent.beat(1, at: office.clock.now)
    let applied = try await office.agentConfigs.listApplied(.init(), manager).agents
    #expect(applied.map(\.wantedVersion) == [1, 1] && applied.map(\.appliedVersion) == [1, 0])
    #expect(applied.first?.problem == "no such camera" && applied.last?.applyTime == nil)
    let page = try await office.agentConfigs.listApplied(.init(pageSize: 1), manager)
    let rest = try await office.agentConfigs.listApplied(
      .init(pageSize: 1, pageToken: page.nextPageToken), manager)
    #expect(page.agents + rest.agents == applied && rest.nextPageToken.isEmpty)
    // Whoever connects later is told at once.
    #expect(try await office.connect(as: "demo-device-2").config.version == 1)
  }

  @Test func anAgentsOwnStandsInThePlaceOfTheTenants() async throws {
    let office = try await Office(devices: 2)
    try await office.register()
    let agent = try await office.connect()
    try await put(office, "demo-device") { $0.camera?.device = "its own" }
    guard case .config(let own)? = try await agent.next() else { throw TestAgent.Unexpected() }
    #expect(own.camera?.device == "its own" && own.agentId == "demo-device" && own.version == 1)
    let tenants = try await put(office) { $0.camera?.device = "the tenant's" }
    #expect(tenants.version == 2)
    // It is told that something has changed, and that it goes by its own.
    guard case .config(let still)? = try await agent.next() else { throw TestAgent.Unexpected() }
    #expect(still == own)
    #expect(try await get(office, "demo-device-2").camera?.device == "the tenant's")
    _ = try await office.agentConfigs.put(
      .init(requestId: freshID(), agentId: "demo-device"), office.options("demo-administrator"))
    guard case .config(let back)? = try await agent.next() else { throw TestAgent.Unexpected() }
    #expect(back.version == 2 && back.camera?.device == "the tenant's")
  }

  @Test func whatSomebodyElseHasPutMeanwhileIsNotUndone() async throws {
    let office = try await Office(devices: 1)
    let stale = try await get(office)
    try await put(office) { $0.camera?.device = "first" }
    let error = await failure {
      try await office.agentConfigs.put(
        .init(requestId: freshID(), config: stale), office.options("demo-administrator"))
    }
    #expect(error?.code == .aborted && error?.reason == "ETAG_MISMATCH")
    let unknown = await failure { try await get(office, "device-of-nobody") }
    #expect(unknown?.code == .notFound)
    let nothing = await failure {
      try await office.agentConfigs.put(
        .init(requestId: freshID()), office.options("demo-administrator"))
    }
    #expect(nothing?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == ["config"])
  }

  @Test func whatIsOutOfRangeIsRefusedFieldByField() async throws {
    let office = try await Office(devices: 1)
    let error = await failure {
      try await put(office) { config in
        config.camera?.width = 641
        config.camera?.brightnessPercent = -101
        config.recognition?.peepingPermille = 1_001
        config.behaviour?.captureInterval = .init(seconds: 9)
        config.behaviour?.heartbeatInterval = .init(seconds: 121)
      }
    }
    #expect(
      error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == [
        "config.camera.width", "config.camera.brightness_percent",
        "config.recognition.peeping_permille", "config.behaviour.capture_interval",
        "config.behaviour.heartbeat_interval",
      ])
    let absent = await failure {
      try await put(office) { $0.behaviour?.absentAfter = .init(seconds: 59) }
    }
    #expect(
      absent?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
        == ["config.behaviour.absent_after"])
  }
}
