import MadoAPI
import RPC
import Testing

@testable import mado

/// An agent service of which `Connect` does what the test wants, message by message after the welcome.
struct Agents: Telework.AgentService {
  typealias Responses = ResponseStream<Telework.ConnectResponse>

  var lastRecord: UInt64 = 0
  var lastPicture: UInt64 = 0
  /// The version of the licence that is in effect; nil without one.
  var licence: String?
  var onWelcome: @Sendable (Telework.AgentHello, Responses) async throws -> Void = { _, _ in }
  var onItem: @Sendable (Telework.ConnectRequest.Item, Responses) async throws -> Void = { _, _ in }

  func register(
    _ request: Telework.RegisterRequest, _ call: CallContext
  ) async throws -> Telework.RegisterResponse {
    let warning = Telework.EnvironmentWarning(
      code: "UNSUPPORTED_ENV", field: "system", value: "Linux", limit: "Windows 10 Pro")
    #expect((request.environment?.memoryMb ?? 0) > 0)
    if let licence, request.acceptedLicence != licence {
      throw RPCError(
        .failedPrecondition, "accepted_licence is wrong", reason: "TERMS_NOT_ACCEPTED",
        metadata: ["terms_ids": "terms-1", "version": licence])
    }
    return .init(agent: .init(warnings: [warning]))
  }

  func connect(
    _ requests: RequestStream<Telework.ConnectRequest>, _ responses: Responses,
    _ call: CallContext
  ) async throws {
    guard case .hello(let hello)? = try await requests.next()?.item else { return }
    try await responses.send(
      .init(item: .welcome(.init(lastRecord: lastRecord, lastPicture: lastPicture))))
    try await onWelcome(hello, responses)
    while let request = try await requests.next() {
      if let item = request.item { try await onItem(item, responses) }
    }
  }

  func deregister(
    _ request: Telework.DeregisterRequest, _ call: CallContext
  ) async throws -> Telework.DeregisterResponse { .init() }

  func list(
    _ request: Telework.AgentServiceListRequest, _ call: CallContext
  ) async throws -> Telework.AgentServiceListResponse { .init() }

  func capture(
    _ request: Telework.CaptureRequest, _ call: CallContext
  ) async throws -> Telework.CaptureResponse { .init() }
}
