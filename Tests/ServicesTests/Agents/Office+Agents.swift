import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import Testing

@testable import Services

extension Office {
  var agents: Telework.AgentServiceClient { Telework.AgentServiceClient(transport) }
  var agentConfigs: Telework.AgentConfigServiceClient {
    Telework.AgentConfigServiceClient(transport)
  }

  /// A machine as it was tested.
  static let tested = Telework.AgentEnvironment(
    agentVersion: "1.0", physicalCores: 4, freeDiskMb: 50_000, memoryMb: 8_192, is64Bit: true,
    cameraPixels: 921_600, system: "Windows 10 Pro", browser: .chrome, browserVersion: 120,
    locale: "ja-JP")

  @discardableResult
  func register(
    _ environment: Telework.AgentEnvironment = Office.tested, as device: String = "demo-device",
    accepting licence: String = ""
  ) async throws -> Telework.Agent {
    let request = Telework.RegisterRequest(
      requestId: freshID(), environment: environment, acceptedLicence: licence)
    return try #require(try await agents.register(request, options(device)).agent)
  }

  /// Connects an agent, as far as the configuration that it is told first.
  ///
  /// - Parameter country: from where, as a proxy says it; nil where none does.
  func connect(
    as device: String = "demo-device", oldest: UInt64 = 1, from country: String? = nil
  ) async throws -> TestAgent {
    let call = try await agents.connect(
      country.map { options(device, from: $0) } ?? options(device))
    try await call.send(.init(item: .hello(.init(oldestRecord: oldest))))
    guard case .welcome(let welcome)? = try await call.next()?.item,
      case .config(let config)? = try await call.next()?.item
    else { throw TestAgent.Unexpected() }
    return TestAgent(office: self, call: call, welcome: welcome, config: config)
  }

  /// A suspended or active contract of the demo tenant's telework.
  func setContract(_ state: ContractLife.State) async throws {
    let row = ContractRow(
      id: "contract-of-telework", tenant: Demo.tenant, catalogue: "published",
      order: .init(product: "telework", licences: 1), licences: 1, billedLicences: 1,
      renewal: .unspecified, state: state, createdAt: clock.now.seconds)
    try await database.write { transaction in
      let store = ContractStore(.atTheMachine(Demo.tenant), transaction.connection)
      if try store.contract(row.id) == nil { try store.add(row) } else { try store.replace(row) }
    }
  }
}

/// An agent that is connected.
struct TestAgent {
  struct Unexpected: Error {}

  let office: Office
  let call: ClientStream<Telework.ConnectRequest, Telework.ConnectResponse>
  let welcome: Telework.AgentWelcome
  let config: Telework.AgentConfig

  func send(_ item: Telework.ConnectRequest.Item) async throws {
    try await call.send(.init(item: item))
  }

  func next() async throws -> Telework.ConnectResponse.Item? { try await call.next()?.item }

  /// A record of what happens as the clock says.
  func record(
    _ number: UInt64, _ content: Telework.AgentRecord.Content?, ahead: Swift.Duration = .zero
  ) -> Telework.AgentRecord {
    Telework.AgentRecord(
      number: number, agentTime: office.clock.now.advanced(by: ahead).message, content: content)
  }

  /// Sends a record and awaits its ack.
  func take(
    _ number: UInt64, _ content: Telework.AgentRecord.Content?, ahead: Swift.Duration = .zero
  ) async throws -> Telework.RecordAck {
    try await send(.record(record(number, content, ahead: ahead)))
    guard case .ack(let ack)? = try await next() else { throw Unexpected() }
    return ack
  }

  /// Sends a heartbeat and awaits its answer.
  func beat(
    _ number: UInt64, at sent: CivilTime.Instant, answered: CivilTime.Instant? = nil
  ) async throws -> Telework.HeartbeatAnswer {
    try await send(
      .heartbeat(
        .init(number: number, sendTime: sent.message, answerReceiveTime: answered?.message)))
    guard case .heartbeat(let answer)? = try await next() else { throw Unexpected() }
    return answer
  }

  /// Ends the stream well.
  func close() async throws {
    call.closeSend()
    guard try await next() == nil else { throw Unexpected() }
  }
}
