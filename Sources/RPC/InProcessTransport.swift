import Buffers
import Synchronization

/// A client's way to services in the same process: no wire, no threads of its own.
///
/// Messages are encoded and decoded, metadata, deadlines, cancellation, interceptors and errors are
/// those of a real call; header rules, flow-control windows and size limits are the wire's and play
/// no part. Each direction holds one message; who sends the next waits for the reader.
public struct InProcessTransport: ClientTransport {
  private let registry: ServiceRegistry

  public init(_ services: [any Service], interceptors: [any ServerInterceptor] = []) {
    registry = ServiceRegistry(services, interceptors: interceptors)
  }

  public func open(
    _ method: MethodDescriptor, _ options: CallOptions
  ) async throws(RPCError) -> any ClientTransportStream {
    guard let serverMethod = registry.method(at: method.path) else {
      throw RPCError(
        .unimplemented, "there is no method \(method.path) here", reason: "UNKNOWN_METHOD")
    }
    let context = CallContext(
      serverMethod, metadata: options.metadata, deadline: options.deadline, peer: "in-process",
      arrivedAt: Deadline.now.nanoseconds)
    let call = InProcessCall(context)
    call.run(serverMethod)
    return call.client
  }
}

/// One call in the process: two queues, and the task that runs the handler.
private final class InProcessCall: Sendable {
  let context: CallContext
  let requests = MessageQueue()
  let responses = MessageQueue()
  private let task = Mutex<Task<Void, Never>?>(nil)
  private let timer = Mutex<Task<Void, Never>?>(nil)
  private let counting = Mutex(())

  init(_ context: CallContext) {
    self.context = context
  }

  var client: InProcessClientStream { InProcessClientStream(self) }

  func run(_ method: ServerMethod) {
    let handler = Task.detached {
      do throws(RPCError) {
        if method.isUnary {
          try await self.respond(method)
        } else {
          self.context.take(InProcessServerStream(self))
          try await method.serve(self.context)
          try self.context.checkFinished()
        }
        self.end(nil)
      } catch {
        self.end(error)
      }
    }
    task.withLock { $0 = handler }
    guard let deadline = context.deadline else { return }
    let alarm = Task.detached {
      try? await Task.sleep(for: deadline.remaining())
      guard !Task.isCancelled else { return }
      self.abort(
        RPCError(.deadlineExceeded, "the deadline has passed", reason: "DEADLINE_EXCEEDED"))
    }
    timer.withLock { $0 = alarm }
  }

  private func respond(_ method: ServerMethod) async throws(RPCError) {
    guard let request = try await requests.next() else {
      throw RPCError(.unimplemented, "the method takes one request", reason: "REQUEST_COUNT")
    }
    noteRequest(request)
    context.take(ReceivedMessage(request))
    try await method.serve(context)
    let response = try context.takeResponse()
    responses.open(context.initialMetadata)
    try await responses.send(response)
  }

  func noteRequest(_ message: Bytes) {
    count {
      $0.requestMessages += 1
      $0.requestBytes += MessagePrefix.size + message.count
    }
  }

  func noteResponse(_ framed: BytePieces) {
    count {
      $0.responseMessages += 1
      $0.responseBytes += framed.count
    }
  }

  /// A handler's tasks, which read and send from any thread here, may do so at once.
  private func count(_ body: (inout CallStatistics) -> Void) {
    counting.withLock { _ in body(&context.statistics) }
  }

  /// The handler is done.
  private func end(_ error: RPCError?) {
    timer.withLock { $0 }?.cancel()
    responses.open(context.initialMetadata)
    responses.finish(error, trailers: context.trailers)
    requests.finish(.callHasEnded)
    context.end()
  }

  /// The client gives up, or time does.
  func abort(_ error: RPCError) {
    guard responses.finish(error, trailers: Metadata()) else { return }
    requests.finish(error)
    context.cancel(error)
    task.withLock { $0 }?.cancel()
    timer.withLock { $0 }?.cancel()
  }
}

private final class InProcessServerStream: ServerStream {
  private let call: InProcessCall

  init(_ call: InProcessCall) {
    self.call = call
  }

  func nextMessage() async throws(RPCError) -> Bytes? {
    guard let message = try await call.requests.next() else { return nil }
    call.noteRequest(message)
    return message
  }

  func closeRequests() { call.requests.close() }

  func sendInitialMetadata() {
    call.responses.open(call.context.initialMetadata)
  }

  func send(_ framed: BytePieces) async throws(RPCError) {
    sendInitialMetadata()
    call.noteResponse(framed)
    try await call.responses.send(framed)
  }

  func offer(_ framed: BytePieces) throws(RPCError) {
    sendInitialMetadata()
    call.noteResponse(framed)
    do throws(RPCError) {
      try call.responses.offer(framed)
    } catch {
      call.abort(error)
      throw error
    }
  }
}

private final class InProcessClientStream: ClientTransportStream {
  private let call: InProcessCall

  init(_ call: InProcessCall) {
    self.call = call
  }

  func send(_ framed: BytePieces, endStream: Bool) async throws(RPCError) {
    do throws(RPCError) {
      // The responses end first, and may have been read to their end.
      guard !call.responses.hasEnded else { throw .callHasEnded }
      try await call.requests.send(framed)
    } catch {
      // How the call ended tells more than that it did.
      throw call.responses.failure ?? error
    }
    if endStream { closeSend() }
  }

  func closeSend() { call.requests.finish(nil) }

  func initialMetadata() async throws(RPCError) -> Metadata { try await call.responses.head() }

  func nextMessage() async throws(RPCError) -> Bytes? { try await call.responses.next() }

  func trailers() async -> Metadata { call.responses.trailers }

  func cancel() {
    call.abort(RPCError(.cancelled, "the client cancelled the call", reason: "CANCELLED"))
  }
}

extension RPCError {
  fileprivate static let callHasEnded = RPCError(Status(.internal, "the call has ended"))
}
