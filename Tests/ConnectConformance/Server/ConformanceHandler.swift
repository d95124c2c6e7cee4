import Buffers
import ConnectConformanceAPI
import Protobuf
import RPC

/// Serves `connectrpc.conformance.v1.ConformanceService`: tells back what it was told.
struct ConformanceHandler: ConnectrpcConformance.ConformanceService {
  func unary(
    _ request: Suite.UnaryRequest, _ call: CallContext
  ) async throws -> Suite.UnaryResponse {
    let seen = Suite.ConformancePayload.RequestInfo(of: call, [request])
    return Suite.UnaryResponse(
      payload: try await payload(request.responseDefinition, seen, call))
  }

  func clientStream(
    _ requests: RequestStream<Suite.ClientStreamRequest>, _ call: CallContext
  ) async throws -> Suite.ClientStreamResponse {
    var all: [Suite.ClientStreamRequest] = []
    while let request = try await requests.next() { all.append(request) }
    let seen = Suite.ConformancePayload.RequestInfo(of: call, all)
    return Suite.ClientStreamResponse(
      payload: try await payload(all.first?.responseDefinition, seen, call))
  }

  func serverStream(
    _ request: Suite.ServerStreamRequest,
    _ responses: ResponseStream<Suite.ServerStreamResponse>, _ call: CallContext
  ) async throws {
    guard let definition = request.responseDefinition else { return }
    try call.take(definition.responseHeaders, definition.responseTrailers)
    try responses.sendInitialMetadata()
    var seen: Suite.ConformancePayload.RequestInfo? = .init(of: call, [request])
    for data in definition.responseData {
      try await pause(definition.responseDelayMs)
      try await responses.send(.init(payload: .init(data: data, requestInfo: seen)))
      seen = nil
    }
    if let error = definition.error { throw error.rpcError(seen) }
  }

  func bidiStream(
    _ requests: RequestStream<Suite.BidiStreamRequest>,
    _ responses: ResponseStream<Suite.BidiStreamResponse>, _ call: CallContext
  ) async throws {
    guard let first = try await requests.next() else { return }
    let definition = first.responseDefinition ?? Suite.StreamResponseDefinition()
    try call.take(definition.responseHeaders, definition.responseTrailers)
    if first.responseDefinition != nil { try responses.sendInitialMetadata() }
    var unsent = definition.responseData[...]
    var sent = 0
    var unseen = [first]

    func answer(_ data: Bytes, _ seen: Suite.ConformancePayload.RequestInfo?) async throws {
      try await pause(definition.responseDelayMs)
      try await responses.send(.init(payload: .init(data: data, requestInfo: seen)))
      sent += 1
      unseen = []
    }
    if first.fullDuplex {
      repeat {
        guard let data = unsent.popFirst() else { break }
        try await answer(data, sent == 0 ? .init(of: call, unseen) : .init(unseen))
        guard let request = try await requests.next() else { break }
        unseen.append(request)
      } while true
    } else {
      while let request = try await requests.next() { unseen.append(request) }
    }
    for data in unsent { try await answer(data, sent == 0 ? .init(of: call, unseen) : nil) }
    if let error = definition.error {
      throw error.rpcError(sent == 0 ? .init(of: call, unseen) : nil)
    }
  }

  /// What a single response says, or the error that takes its place.
  private func payload(
    _ definition: Suite.UnaryResponseDefinition?, _ seen: Suite.ConformancePayload.RequestInfo,
    _ call: CallContext
  ) async throws -> Suite.ConformancePayload {
    guard let definition else { return Suite.ConformancePayload(requestInfo: seen) }
    try call.take(definition.responseHeaders, definition.responseTrailers)
    try await pause(definition.responseDelayMs)
    switch definition.response {
    case .error(let error): throw error.rpcError(seen)
    case .responseData(let data): return .init(data: data, requestInfo: seen)
    case nil: return .init(requestInfo: seen)
    }
  }

  private func pause(_ milliseconds: UInt32) async throws {
    if milliseconds > 0 { try await Task.sleep(for: .milliseconds(milliseconds)) }
  }
}

extension CallContext {
  /// Answers with these headers and trailers.
  func take(_ headers: [Suite.Header], _ trailers: [Suite.Header]) throws {
    initialMetadata = try Suite.Header.metadata(headers)
    self.trailers = try Suite.Header.metadata(trailers)
  }
}

extension Suite.ConformancePayload.RequestInfo {
  /// The requests alone.
  init(_ requests: [some Message]) {
    self.init(requests: requests.map { GoogleProtobuf.`Any`(packing: $0) })
  }

  /// The requests, and what their call came with.
  init(of call: CallContext, _ requests: [some Message]) {
    self.init(requests)
    requestHeaders = Suite.Header.list(call.metadata)
    timeoutMs = call.deadline.map { deadline in
      let (seconds, attoseconds) = deadline.remaining().components
      return max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000)
    }
  }
}

extension Suite.Error {
  /// The error to throw, with what was seen among its details.
  func rpcError(_ seen: Suite.ConformancePayload.RequestInfo?) -> RPCError {
    let details = details + (seen.map { [GoogleProtobuf.`Any`(packing: $0)] } ?? [])
    return RPCError(
      Status(Code(rawValue: code.number) ?? .unknown, message ?? "", details: details))
  }
}
