import Buffers
import EventLoop
import HTTP2
import RPC

/// One call of a channel: carries out what ``ClientCallState`` decides, between the stream and whoever
/// calls. All state is confined to the channel's loop; the caller's methods hop there: hence
/// `@unchecked Sendable`.
final class ClientCall: HTTP2StreamDelegate, ClientTransportStream, @unchecked Sendable {
  typealias Answer<T> = UnsafeContinuation<Result<T, RPCError>, Never>

  let method: MethodDescriptor
  let options: CallOptions
  private let channel: Channel
  private var loop: EventLoop { channel.loop }
  private var connection: ClientConnection?
  private var stream: HTTP2Stream?
  private var state: ClientCallState
  private var head: Metadata?
  private var ending: ClientCallState.Ending?
  private var inbox = MessageInbox<Bytes>()
  private var timer: Timer?
  private var opener: UnsafeContinuation<RPCError?, Never>?
  private var reader: Answer<Bytes?>?
  /// Whose messages are queued beyond the bound, in the order of the messages.
  private var senders: [Answer<Void>] = []
  private var headReaders: [Answer<Metadata>] = []

  init(_ method: MethodDescriptor, _ options: CallOptions, _ channel: Channel) {
    self.method = method
    self.options = options
    self.channel = channel
    state = ClientCallState(method.kind, responseBytesMax: options.maxResponseBytes)
  }

  var waitsForReady: Bool { options.waitForReady }

  // MARK: Opening

  /// Answers nil once the call has its stream, or why it has none.
  func open(_ continuation: UnsafeContinuation<RPCError?, Never>) {
    // Cancelled before it began.
    if let ending { return continuation.resume(returning: ending.error) }
    opener = continuation
    if let deadline = options.deadline {
      timer = loop.schedule(at: deadline.nanoseconds) { [unowned self] in
        abort(.deadlinePassed)
      }
    }
    channel.admit(self)
  }

  func began(_ stream: HTTP2Stream, _ connection: ClientConnection) {
    self.stream = stream
    self.connection = connection
    opener?.resume(returning: nil)
    opener = nil
  }

  // MARK: From the stream

  func streamReceivedHeaders(_ fields: FieldList, endStream: Bool) {
    var block = ResponseBlock()
    for field in fields { block.add(field.name, field.value) }
    switch state.receive(block, endStream: endStream) {
    case .ignore: break
    case .end(let ending): end(ending)
    case .initialMetadata(let metadata):
      head = metadata
      for reader in headReaders { reader.resume(returning: .success(metadata)) }
      headReaders = []
    }
  }

  func streamReceivedData(_ bytes: UnsafeRawBufferPointer) {
    var chunk = bytes
    while true {
      switch state.receive(&chunk) {
      case .message(let message):
        if let reader {
          self.reader = nil
          reader.resume(returning: .success(message))
        } else {
          inbox.append(message)
        }
      case .needMore:
        if reader != nil { stream?.consume(bytes.count) } else { inbox.withhold(bytes.count) }
        return
      case .end(let ending): return end(ending)
      case .ignore: return
      }
    }
  }

  func streamReceivedEnd() {
    if case .end(let ending) = state.receiveEnd() { end(ending) }
  }

  func streamQueueDrained() {
    let woken = senders
    senders = []
    for sender in woken { sender.resume(returning: .success(())) }
  }

  func streamClosed(_ code: ErrorCode) {
    stream = nil
    // A server whose clock is a little ahead resets the stream when the deadline passes.
    if code == .cancel, options.deadline?.hasPassed() ?? false { abort(.deadlinePassed) }
    if case .end(let ending) = state.receiveReset(code.rawValue) { end(ending) }
    let connection = connection
    self.connection = nil
    connection?.closeIfDone()
  }

  // MARK: Ending

  /// Ends the call for a reason on this side.
  func abort(_ error: RPCError) {
    guard case .end(let ending) = state.abort(error) else { return }
    inbox.removeAll()
    end(ending)
  }

  private func end(_ ending: ClientCallState.Ending) {
    self.ending = ending
    timer?.cancel()
    timer = nil
    if stream == nil { channel.withdraw(self) }
    if ending.resetsStream { stream?.reset(.cancel) }
    let error = ending.error
    opener?.resume(returning: error)
    opener = nil
    if let reader {
      self.reader = nil
      reader.resume(returning: error.map { .failure($0) } ?? .success(nil))
    }
    for sender in senders { sender.resume(returning: .failure(error ?? .endedWhileSending)) }
    senders = []
    for reader in headReaders {
      reader.resume(returning: error.map { .failure($0) } ?? .success(Metadata()))
    }
    headReaders = []
  }

  // MARK: ClientTransportStream

  func send(_ framed: BytePieces, endStream: Bool) async throws(RPCError) {
    try await onLoop { (call, answer: Answer<Void>) in
      switch call.state.send(endStream: endStream) {
      case .refuse(let error): answer.resume(returning: .failure(error))
      case .send:
        call.stream?.send(framed)
        if endStream { call.stream?.end() }
        let queued = call.stream?.queuedBytes ?? 0
        if queued > call.channel.configuration.sendBufferBytes {
          call.senders.append(answer)
        } else {
          answer.resume(returning: .success(()))
        }
      }
    }
  }

  func closeSend() {
    loop.runOrExecute { [self] in
      if case .halfClose = state.closeSend() { stream?.end() }
    }
  }

  func initialMetadata() async throws(RPCError) -> Metadata {
    try await onLoop { (call, answer: Answer<Metadata>) in
      if let head = call.head {
        answer.resume(returning: .success(head))
      } else if let ending = call.ending {
        answer.resume(returning: ending.error.map { .failure($0) } ?? .success(Metadata()))
      } else {
        call.headReaders.append(answer)
      }
    }
  }

  func nextMessage() async throws(RPCError) -> Bytes? {
    try await onLoop { (call, answer: Answer<Bytes?>) in
      if let (message, credit) = call.inbox.next() {
        call.stream?.consume(credit)
        answer.resume(returning: .success(message))
      } else if let ending = call.ending {
        answer.resume(returning: ending.error.map { .failure($0) } ?? .success(nil))
      } else {
        precondition(call.reader == nil, "one task at a time reads a call's responses")
        call.reader = answer
        call.stream?.consume(call.inbox.releaseAll())
      }
    }
  }

  func trailers() async -> Metadata {
    await loop.run { [self] in ending?.trailers ?? Metadata() }
  }

  func cancel() {
    loop.runOrExecute { [self] in
      abort(RPCError(Status(.cancelled, "the client cancelled the call")))
    }
  }

  private func onLoop<T: Sendable>(
    _ body: @escaping @Sendable (ClientCall, Answer<T>) -> Void
  ) async throws(RPCError) -> T {
    try await withUnsafeContinuation { (answer: Answer<T>) in
      loop.runOrExecute { body(self, answer) }
    }.get()
  }
}

extension RPCError {
  fileprivate static let deadlinePassed = RPCError(
    Status(.deadlineExceeded, "the deadline passed before the call had ended"))
  fileprivate static let endedWhileSending = RPCError(
    Status(.internal, "the server ended the call while a request was being sent"))
}
