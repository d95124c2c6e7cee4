import Buffers
import Synchronization

/// What passes between the caller of a stream and the task of its interceptors: the stream, how the
/// transport ended it, how the interceptors let it end.
final class InterceptedCall: Sendable {
  private struct State {
    var stream: (any ClientTransportStream)?
    /// How the transport ended the call, as the caller saw it: nil inside for `OK`.
    var end: RPCError??
    /// How the interceptors let it end.
    var verdict: RPCError??
    var statistics = CallStatistics()
    var waiting: [UnsafeContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  // MARK: The interceptors' task

  /// The transport has a stream for the caller.
  func opened(_ stream: any ClientTransportStream) {
    change { $0.stream = stream }
  }

  var hasOpened: Bool { state.withLock { $0.stream != nil } }

  /// Returns once the call has ended with `OK`; throws any other end.
  func report(
    to context: ClientCallContext, _ stream: any ClientTransportStream
  ) async throws(RPCError) {
    let end = await value { $0.end }
    let began = context.statistics.arrivedAt
    context.statistics = state.withLock { $0.statistics }
    context.statistics.arrivedAt = began
    if let end { throw end }
    context.initialMetadata = try await stream.initialMetadata()
    context.trailers = await stream.trailers()
  }

  /// The interceptors are through.
  func finish(_ error: RPCError?) {
    change { $0.verdict = .some(error) }
  }

  // MARK: The caller

  /// The stream, or why there is none.
  func stream() async -> Result<any ClientTransportStream, RPCError> {
    await value { state in
      if let stream = state.stream { return .success(stream) }
      return state.verdict.map { .failure($0 ?? .endedBeforeOpening) }
    }
  }

  /// The transport has ended the call. Returns how the interceptors let it end.
  func ended(_ error: RPCError?) async -> RPCError? {
    end(error)
    return await value { $0.verdict }
  }

  /// The same for who does not want to hear.
  func end(_ error: RPCError?) {
    change { if $0.end == nil { $0.end = .some(error) } }
  }

  func countRequest(_ bytes: Int) {
    state.withLock {
      $0.statistics.requestMessages += 1
      $0.statistics.requestBytes += bytes
    }
  }

  func countResponse(_ bytes: Int) {
    state.withLock {
      $0.statistics.responseMessages += 1
      $0.statistics.responseBytes += bytes
    }
  }

  // MARK: Waiting

  private func change(_ body: (inout State) -> Void) {
    let waiting = state.withLock { state in
      body(&state)
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  private func value<T>(_ read: (borrowing State) -> T?) async -> T {
    while true {
      if let value = state.withLock({ read($0) }) { return value }
      await withUnsafeContinuation { continuation in
        let isThere = state.withLock { state in
          if read(state) != nil { return true }
          state.waiting.append(continuation)
          return false
        }
        if isThere { continuation.resume() }
      }
    }
  }
}

/// A stream whose end goes through the interceptors.
final class InterceptedStream: ClientTransportStream {
  private let stream: any ClientTransportStream
  private let call: InterceptedCall

  init(_ stream: any ClientTransportStream, _ call: InterceptedCall) {
    self.stream = stream
    self.call = call
  }

  deinit {
    // Nobody will hear of the end any more; the interceptors' task must not wait for it.
    stream.cancel()
    call.end(.abandoned)
  }

  func send(_ framed: BytePieces, endStream: Bool) async throws(RPCError) {
    do throws(RPCError) {
      try await stream.send(framed, endStream: endStream)
      call.countRequest(framed.count)
    } catch {
      throw await call.ended(error) ?? error
    }
  }

  func closeSend() { stream.closeSend() }

  func initialMetadata() async throws(RPCError) -> Metadata {
    do throws(RPCError) {
      return try await stream.initialMetadata()
    } catch {
      throw await call.ended(error) ?? error
    }
  }

  func nextMessage() async throws(RPCError) -> Bytes? {
    var end: RPCError?
    do throws(RPCError) {
      if let message = try await stream.nextMessage() {
        call.countResponse(MessagePrefix.size + message.count)
        return message
      }
    } catch {
      end = error
    }
    if let error = await call.ended(end) { throw error }
    return nil
  }

  func trailers() async -> Metadata { await stream.trailers() }

  func cancel() { stream.cancel() }
}

extension RPCError {
  fileprivate static let endedBeforeOpening = RPCError(
    .internal, "an interceptor ended the call before it was open", reason: "NOT_CALLED")
  fileprivate static let abandoned = RPCError(
    .cancelled, "the caller let go of the call", reason: "ABANDONED")
}
