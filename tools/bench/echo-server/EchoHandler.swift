import Buffers
import EventLoop
import MadoAPI
import RPC
import StandardAPI

/// Serves `bench.Echo`.
struct EchoHandler: Bench.EchoService {
  /// What a unary call works, in nanoseconds.
  var burn: Int64 = 0

  func unary(_ request: Bench.Msg, _ call: CallContext) async throws -> Bench.Msg {
    if burn > 0 {
      let end = MonotonicClock.nanoseconds + burn
      while MonotonicClock.nanoseconds < end {}
    }
    return request
  }

  func upload(
    _ requests: RequestStream<Bench.Msg>, _ call: CallContext
  ) async throws -> Bench.Summary {
    var summary = Bench.Summary()
    while let message = try await requests.next() {
      summary.count += 1
      summary.bytes += Int64(message.payload.count)
    }
    return summary
  }

  func subscribe(
    _ request: Bench.Request, _ responses: ResponseStream<Bench.Msg>, _ call: CallContext
  ) async throws {
    let payload = Bytes(repeatElement(0x78, count: max(0, Int(request.size))))
    for number in 0..<max(0, request.count) {
      try await responses.send(Bench.Msg(payload: payload, seq: Int64(number)))
    }
  }
}

/// Is well, which the benchmark of overload asks.
struct AlwaysServing: GrpcHealth.HealthService {
  func check(
    _ request: GrpcHealth.HealthCheckRequest, _ call: CallContext
  ) async throws -> GrpcHealth.HealthCheckResponse { .init(status: .serving) }

  func list(
    _ request: GrpcHealth.HealthListRequest, _ call: CallContext
  ) async throws -> GrpcHealth.HealthListResponse { .init() }

  func watch(
    _ request: GrpcHealth.HealthCheckRequest,
    _ responses: ResponseStream<GrpcHealth.HealthCheckResponse>, _ call: CallContext
  ) async throws {
    try await responses.send(.init(status: .serving))
  }
}

/// Answers every picture with STORED and keeps none: what is left of an upload is the transport.
struct DiscardingEvidenceHandler: Telework.EvidenceService {
  func upload(
    _ requests: RequestStream<Telework.UploadRequest>,
    _ responses: ResponseStream<Telework.UploadResponse>, _ call: CallContext
  ) async throws {
    while let request = try await requests.next() {
      guard case .image(let image) = request.item else { continue }
      try await responses.send(
        Telework.UploadResponse(
          item: .image(Telework.ImageVerdict(sequence: image.sequence, verdict: .stored))))
    }
  }

  func list(
    _ request: Telework.EvidenceServiceListRequest, _ call: CallContext
  ) async throws -> Telework.EvidenceServiceListResponse { .init() }

  func get(
    _ request: Telework.EvidenceServiceGetRequest, _ call: CallContext
  ) async throws -> Telework.EvidenceServiceGetResponse { .init() }

  func download(
    _ request: Telework.DownloadRequest, _ responses: ResponseStream<Telework.DownloadResponse>,
    _ call: CallContext
  ) async throws {}

  func listGaps(
    _ request: Telework.ListGapsRequest, _ call: CallContext
  ) async throws -> Telework.ListGapsResponse { .init() }

  func verifyChain(
    _ request: Telework.VerifyChainRequest, _ call: CallContext
  ) async throws -> Telework.VerifyChainResponse { .init() }
}
