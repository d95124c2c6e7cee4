import Buffers
import ConnectConformanceAPI
import Protobuf
import RPC
import Synchronization

/// One call that the suite asks for: made, cancelled or waited for as it says, and written down.
struct ConformanceCall {
  /// What the suite asks for and this program does not do.
  struct Unsupported: Error, CustomStringConvertible {
    let description: String
  }

  private static let service = "connectrpc.conformance.v1.ConformanceService"

  private let request: Suite.ClientCompatRequest
  private let transport: any ClientTransport
  private let options: CallOptions
  private let cancellation: Suite.ClientCompatRequest.Cancel.CancelTiming?

  init(_ request: Suite.ClientCompatRequest, on transport: any ClientTransport) throws {
    guard request.service ?? Self.service == Self.service else {
      throw Unsupported(description: "there is no service \(request.service ?? "")")
    }
    self.request = request
    self.transport = transport
    var options = CallOptions(metadata: try Suite.Header.metadata(request.requestHeaders))
    options.deadline = request.timeoutMs.map { Deadline(after: .milliseconds($0)) }
    if request.messageReceiveLimit > 0 {
      options.maxResponseBytes = Int(request.messageReceiveLimit)
    }
    if request.compression == .gzip { options.compression = .gzip }
    self.options = options
    cancellation = request.cancel.map { $0.cancelTiming ?? .afterCloseSendMs(0) }
  }

  func run() async throws -> Suite.ClientResponseResult {
    switch request.method {
    case "Unary":
      try await unary(Suite.UnaryRequest.self, Suite.UnaryResponse.self) { $0.payload }
    case "Unimplemented":
      try await unary(Suite.UnimplementedRequest.self, Suite.UnimplementedResponse.self) { _ in
        nil
      }
    case "ServerStream":
      try await stream(
        .serverStreaming, Suite.ServerStreamRequest.self, Suite.ServerStreamResponse.self
      ) { $0.payload }
    case "ClientStream":
      try await stream(
        .clientStreaming, Suite.ClientStreamRequest.self, Suite.ClientStreamResponse.self
      ) { $0.payload }
    case "BidiStream":
      try await stream(
        .bidirectional, Suite.BidiStreamRequest.self, Suite.BidiStreamResponse.self
      ) { $0.payload }
    default:
      throw Unsupported(description: "there is no method \(request.method ?? "")")
    }
  }

  private func method(_ kind: MethodDescriptor.Kind) -> MethodDescriptor {
    MethodDescriptor(service: Self.service, name: request.method ?? "", kind: kind)
  }

  private func messages<M: Message>(_ type: M.Type) throws -> [M] {
    try request.requestMessages.map {
      guard let message = $0.unpacked(type) else {
        throw Unsupported(description: "a request is no \(M.fullName)")
      }
      return message
    }
  }

  private func pause(_ milliseconds: UInt32) async {
    if milliseconds > 0 { try? await Task.sleep(for: .milliseconds(milliseconds)) }
  }

  // MARK: Unary

  private func unary<Request: Message, Response: Message>(
    _ requestType: Request.Type, _ responseType: Response.Type,
    _ payload: (Response) -> Suite.ConformancePayload?
  ) async throws -> Suite.ClientResponseResult {
    guard let message = try messages(requestType).first, request.requestMessages.count == 1 else {
      throw Unsupported(description: "a unary call has one request")
    }
    let result = Mutex(Suite.ClientResponseResult())
    var options = options
    options.onInitialMetadata = { head in
      result.withLock { $0.responseHeaders = Suite.Header.list(head) }
    }
    options.onTrailers = { trailers in
      result.withLock { $0.responseTrailers = Suite.Header.list(trailers) }
    }
    await pause(request.requestDelayMs)
    let call = Task { [transport, options, method = method(.unary)] () throws(RPCError) in
      let response: Response = try await transport.unary(method, message, options)
      return response
    }
    if case .afterCloseSendMs(let delay) = cancellation {
      await pause(delay)
      call.cancel()
    }
    let outcome = await call.result
    var written = result.withLock { $0 }
    switch outcome {
    case .success(let response):
      written.payloads.append(payload(response) ?? Suite.ConformancePayload())
    case .failure(let error as RPCError): written.note(error)
    case .failure(let error): throw error
    }
    return written
  }

  // MARK: Streams

  private func stream<Request: Message, Response: Message>(
    _ kind: MethodDescriptor.Kind, _ requestType: Request.Type, _ responseType: Response.Type,
    _ payload: (Response) -> Suite.ConformancePayload?
  ) async throws -> Suite.ClientResponseResult {
    let messages = try messages(requestType)
    var result = Suite.ClientResponseResult()
    do throws(RPCError) {
      let call: ClientStream<Request, Response> = try await transport.bidirectional(
        method(kind), options)
      do throws(RPCError) {
        try await converse(call, messages, &result, payload)
      } catch {
        result.note(error)
        if kind == .clientStreaming { result.payloads = [] }
      }
      if let head = try? await call.initialMetadata() {
        result.responseHeaders = Suite.Header.list(head)
      }
      if result.error == nil { result.responseTrailers = Suite.Header.list(await call.trailers()) }
    } catch {
      result.note(error)
    }
    return result
  }

  private func converse<Request: Message, Response: Message>(
    _ call: ClientStream<Request, Response>, _ messages: [Request],
    _ result: inout Suite.ClientResponseResult,
    _ payload: (Response) -> Suite.ConformancePayload?
  ) async throws(RPCError) {
    let inTurn = request.streamType == .fullDuplexBidiStream
    var isOver = false

    /// Takes a response, and cancels the call if it was the last one wanted.
    func receive() async throws(RPCError) {
      guard let response = try await call.next() else {
        isOver = true
        return
      }
      result.payloads.append(payload(response) ?? Suite.ConformancePayload())
      if case .afterNumResponses(let count) = cancellation, result.payloads.count == Int(count) {
        call.cancel()
      }
    }
    for (number, message) in messages.enumerated() where !isOver {
      await pause(request.requestDelayMs)
      do throws(RPCError) {
        try await call.send(message)
      } catch {
        result.numUnsentRequests = Int32(messages.count - number)
        break
      }
      if inTurn { try await receive() }
    }
    switch cancellation {
    case .beforeCloseSend: call.cancel()
    case .afterCloseSendMs(let delay):
      call.closeSend()
      await pause(delay)
      call.cancel()
    case .afterNumResponses, nil: call.closeSend()
    }
    while !isOver { try await receive() }
  }
}

extension Suite.ClientResponseResult {
  /// Writes down how the call failed.
  mutating func note(_ error: RPCError) {
    self.error = Suite.Error(
      code: Suite.Code(number: error.code.rawValue), message: error.message,
      details: error.status.details)
    responseTrailers = Suite.Header.list(error.trailers)
  }
}
