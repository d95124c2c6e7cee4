import RPC
import StandardAPI

/// Serves `grpc.health.v1.Health`: every service of the server is up until it drains, but while maintenance stops it. The
/// server itself, which has no name, is up meanwhile: it answers, and nobody has to start it again.
public struct HealthHandler: GrpcHealth.HealthService {
  private let names: Set<String>
  private let stops: Stops?

  /// As much of an unknown name is said back, in characters: errors travel in headers, which are short.
  private static let shownMax = 200

  /// - Parameter services: the full names of what is served; the empty name stands for the server.
  public init(_ services: [String]) { self.init(services, stops: nil) }

  /// - Parameter stops: what maintenance stops; nil where nothing does.
  init(_ services: [String], stops: Stops?) {
    names = Set(services + [""])
    self.stops = stops
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
    return GrpcHealth.HealthCheckResponse(status: status(of: request.service, call))
  }

  public func list(
    _ request: GrpcHealth.HealthListRequest, _ call: CallContext
  ) async throws -> GrpcHealth.HealthListResponse {
    GrpcHealth.HealthListResponse(
      statuses: Dictionary(
        uniqueKeysWithValues: names.map {
          ($0, GrpcHealth.HealthCheckResponse(status: status(of: $0, call)))
        }))
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
    var said = status(of: request.service, call)
    try await responses.send(GrpcHealth.HealthCheckResponse(status: said))
    while let stops, Stops.canStop(request.service), !call.isDraining, !call.isCancelled {
      let found = try await stops.waiting(call) {
        let status = status(of: request.service, call)
        return status == said ? nil : status
      }
      guard let found else { continue }
      said = found
      try await responses.send(GrpcHealth.HealthCheckResponse(status: said))
    }
    await call.drainOrCancellation()
    if !call.isCancelled, said != .notServing {
      try await responses.send(GrpcHealth.HealthCheckResponse(status: .notServing))
    }
  }

  private func status(
    of service: String, _ call: CallContext
  ) -> GrpcHealth.HealthCheckResponse.ServingStatus {
    let isStopped = Stops.canStop(service) && !service.isEmpty && stops?.stop(of: service) != nil
    return call.isDraining || isStopped ? .notServing : .serving
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
