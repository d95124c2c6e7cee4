import RPC
import StandardAPI

/// Serves `grpc.health.v1.Health`: every service of the server is up until it drains.
public struct HealthHandler: GrpcHealth.HealthService {
  private let names: Set<String>

  /// As much of an unknown name is said back, in characters: errors travel in headers, which are short.
  private static let shownMax = 200

  /// - Parameter services: the full names of what is served; the empty name stands for the server.
  public init(_ services: [String]) {
    names = Set(services + [""])
  }

  public func check(
    _ request: GrpcHealth.HealthCheckRequest, _ call: CallContext
  ) async throws -> GrpcHealth.HealthCheckResponse {
    guard names.contains(request.service) else {
      let name = request.service.prefix(HealthHandler.shownMax)
      throw RPCError(
        .notFound,
        "service is \"\(name)\", which is not served here: give the full name of one that is, or "
          + "nothing for the whole server",
        reason: "SERVICE_UNKNOWN", metadata: ["service": String(name)])
    }
    return GrpcHealth.HealthCheckResponse(status: status(call))
  }

  public func list(
    _ request: GrpcHealth.HealthListRequest, _ call: CallContext
  ) async throws -> GrpcHealth.HealthListResponse {
    let status = GrpcHealth.HealthCheckResponse(status: status(call))
    return GrpcHealth.HealthListResponse(
      statuses: Dictionary(uniqueKeysWithValues: names.map { ($0, status) }))
  }

  public func watch(
    _ request: GrpcHealth.HealthCheckRequest,
    _ responses: ResponseStream<GrpcHealth.HealthCheckResponse>, _ call: CallContext
  ) async throws {
    guard names.contains(request.service) else {
      // The protocol wants an answer and an open stream, since the service may come to exist.
      try await responses.send(GrpcHealth.HealthCheckResponse(status: .serviceUnknown))
      return await call.drainOrCancellation()
    }
    try await responses.send(GrpcHealth.HealthCheckResponse(status: status(call)))
    await call.drainOrCancellation()
    if !call.isCancelled {
      try await responses.send(GrpcHealth.HealthCheckResponse(status: .notServing))
    }
  }

  private func status(
    _ call: CallContext
  ) -> GrpcHealth.HealthCheckResponse.ServingStatus {
    call.isDraining ? .notServing : .serving
  }
}

extension CallContext {
  /// Returns when the server begins to drain, or when nobody waits for the call any more.
  func drainOrCancellation() async {
    let gate = Gate()
    await withCheckedContinuation { continuation in
      gate.continuation = continuation
      onDrain { gate.open() }
      onCancel { gate.open() }
    }
  }

  /// Resumes once, whichever comes first. Both come on the call's own thread, as its owner does.
  private final class Gate: @unchecked Sendable {
    var continuation: CheckedContinuation<Void, Never>?

    func open() {
      continuation?.resume()
      continuation = nil
    }
  }
}
