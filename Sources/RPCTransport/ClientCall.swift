import Buffers
import EventLoop
import HTTP2
import RPC

/// One call of a channel: carries out what ``ClientCallState`` decides about an attempt, and
/// ``RetryState`` about the next, between the streams and whoever calls. All state is confined to the
/// channel's loop; the caller's methods hop there unless they are there: hence `@unchecked Sendable`.
final class ClientCall: HTTP2StreamDelegate, @unchecked Sendable {
  typealias Answer<T> = UnsafeContinuation<Result<T, RPCError>, Never>

  /// Of a whole response, what is no longer is given back to the connection's window with its stream, in
  /// bytes.
  private static let creditBytesMin = 1024

  let method: MethodDescriptor
  let options: CallOptions
  let channel: Channel
  var loop: EventLoop { channel.loop }

  // Known once the call has begun.
  private var plan: MethodPlan?
  private(set) var deadline: Deadline?
  private(set) var waitsForReady = false
  private var requestBytesMax = Int.max

  /// Kept by the channel's queue.
  var isQueued = false
  private var connection: ClientConnection?
  private(set) var stream: HTTP2Stream?
  private var state: ClientCallState
  private var retry = RetryState()
  private var replay = ReplayBuffer()
  /// Until the next attempt.
  private var pause: Timer?
  /// How the last attempt ended, when another followed.
  private var lastFailure: RPCError?
  private(set) var head: Metadata?
  private(set) var ending: ClientCallState.Ending?
  private(set) var inbox = MessageInbox<Bytes>()
  /// The response of an exchange.
  private var response = Bytes()
  private var deadlineTimer: Timer?

  // Who waits.
  private var opener: UnsafeContinuation<RPCError?, Never>?
  private var exchanger: ((Result<Bytes, RPCError>) -> Void)?
  private var reader: Answer<Bytes?>?
  /// Whose messages are queued beyond the bound, in the order of the messages.
  private var senders: [Answer<Void>] = []
  private var headReaders: [Answer<Metadata>] = []

  init(_ method: MethodDescriptor, _ options: CallOptions, _ channel: Channel) {
    self.method = method
    self.options = options
    self.channel = channel
    state = ClientCallState(method.kind, responseBytesMax: 0)
  }

  // MARK: Beginning

  /// Answers nil once the call has its stream, or why it has none.
  func open(_ answer: UnsafeContinuation<RPCError?, Never>) {
    // Cancelled before it began.
    if let ending { return answer.resume(returning: ending.error) }
    opener = answer
    begin()
    channel.admit(self)
  }

  /// The whole of a call with one request and one response.
  func exchange(_ framed: BytePieces, _ answer: @escaping (Result<Bytes, RPCError>) -> Void) {
    if let error = ending?.error { return answer(.failure(error)) }
    exchanger = answer
    begin()
    if let refusal = take(framed, endStream: true) { return abort(refusal) }
    channel.admit(self)
  }

  private func begin() {
    let plan = channel.plan(method)
    self.plan = plan
    let config = plan.config
    waitsForReady = options.waitForReady ?? config?.waitForReady ?? false
    requestBytesMax = min(options.maxRequestBytes ?? .max, config?.maxRequestBytes ?? .max)
    let responseBytesMax =
      switch (options.maxResponseBytes, config?.maxResponseBytes) {
      case (let one?, let other?): min(one, other)
      case (let one, let other): one ?? other ?? CallOptions.maxResponseBytesDefault
      }
    state = ClientCallState(method.kind, responseBytesMax: responseBytesMax)
    deadline = Deadline.earlier(options.deadline, config?.timeout.map { Deadline(after: $0) })
    guard let deadline else { return }
    deadlineTimer = loop.schedule(at: deadline.nanoseconds) { [unowned self] in
      abort(deadlinePassed)
    }
  }

  private var deadlinePassed: RPCError {
    var text = "the deadline passed before the call had ended"
    if isQueued { text += "; it waited for a connection: \(channel.connectFailure)" }
    if let lastFailure {
      text += "; attempt \(retry.previousAttempts) had ended with \(lastFailure)"
    }
    return RPCError(Status(.deadlineExceeded, text))
  }

  // MARK: Attempts

  /// The request's header block.
  var requestBlock: FieldBlock {
    let shared =
      options.authority.map { channel.requestBlock(method, authority: $0) } ?? plan?.block
    let own = HeaderBlock.attempt(
      options, deadline: deadline, previousAttempts: retry.previousAttempts)
    if let shared, own.isEmpty { return shared }
    return FieldBlock(after: shared, own.map { ($0.name, $0.value) })
  }

  /// An attempt has its stream: what the caller has sent so far goes there.
  func began(_ stream: HTTP2Stream, _ connection: ClientConnection) {
    self.stream = stream
    self.connection = connection
    replay.send(to: stream)
    if state.hasClosedRequests { stream.end() }
    if retry.isCommitted { replay.removeAll() }
    if !isCongested { wakeSenders() }
    opener?.resume(returning: nil)
    opener = nil
  }

  /// An attempt, or the waiting for one, has failed: another one, or the end.
  private func attemptEnded(
    _ end: ClientCallState.Ending, _ reach: RetryState.Reach = .seen,
    pushback: RetryPushback? = nil
  ) {
    guard let error = end.error, !retry.isCommitted, !channel.isClosed else { return finish(end) }
    let verdict = retry.attemptFailed(
      error.code, reach, pushback: pushback, policy: plan?.config?.retryPolicy,
      throttle: &channel.retryThrottle, chance: .random(in: 0...1))
    switch verdict {
    case .end: finish(end)
    case .again:
      startAnew(end)
      channel.admit(self)
    case .againAfter(let nanoseconds):
      lastFailure = error
      startAnew(end)
      pause = loop.schedule(at: MonotonicClock.nanoseconds.addingSaturated(nanoseconds)) { [self] in
        endPause()
        channel.admit(self)
      }
      channel.pauses(self)
    }
  }

  private func endPause() {
    guard let pause else { return }
    pause.cancel()
    self.pause = nil
    channel.goesOn(self)
  }

  /// Leaves the old stream to its connection.
  private func startAnew(_ end: ClientCallState.Ending) {
    if let stream {
      connection?.take(over: stream)
      if end.resetsStream { stream.reset(.cancel) }
    }
    stream = nil
    connection = nil
    state.restart()
  }

  /// The call stays with this attempt.
  private func commit() {
    retry.commit()
    if stream != nil { replay.removeAll() }
  }

  /// There is no connection to be had, or no room to wait for one.
  func fail(_ error: RPCError) {
    if case .end(let end) = state.abort(error) { attemptEnded(end) }
  }

  /// The connection is gone, `old` with it.
  func lost(_ old: HTTP2Stream, _ error: RPCError) {
    guard old === stream, case .end(let end) = state.abort(error) else { return }
    attemptEnded(end, old.hasLeft ? .seen : .unsent)
  }

  // MARK: From the stream

  func streamReceivedHeaders(_ fields: FieldList, endStream: Bool) {
    guard let connection else { return }
    connection.hasServed = true
    let block = connection.blocks.read(fields, endStream: endStream)
    switch state.receive(block, endStream: endStream) {
    case .ignore: break
    case .end(let end): attemptEnded(end, pushback: block.retryPushback)
    case .initialMetadata(let metadata):
      commit()
      head = metadata
      options.onInitialMetadata?(metadata)
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
        } else if exchanger != nil {
          response = message
        } else {
          inbox.append(message)
        }
      case .needMore:
        if reader != nil {
          stream?.consume(bytes.count)
        } else if exchanger == nil {
          inbox.withhold(bytes.count)
        } else if state.isWithinResponse || bytes.count > ClientCall.creditBytesMin {
          stream?.consume(bytes.count)
        }
        return
      case .end(let end): return attemptEnded(end)
      case .ignore: return
      }
    }
  }

  func streamReceivedEnd() {
    if case .end(let end) = state.receiveEnd() { attemptEnded(end) }
  }

  func streamQueueDrained() { wakeSenders() }

  func streamClosed(_ code: ErrorCode) {
    let (old, connection) = (stream, connection)
    stream = nil
    // A server whose clock is a little ahead resets the stream when the deadline passes.
    if code == .cancel, deadline?.hasPassed() ?? false { abort(deadlinePassed) }
    self.connection = nil
    if case .end(let end) = state.receiveReset(code.rawValue) {
      let wasRefused = code == .refusedStream
      attemptEnded(end, old?.hasLeft == false ? .unsent : wasRefused ? .refused : .seen)
    }
    connection?.streamEnded()
  }

  // MARK: Ending

  /// Ends the call for a reason on this side.
  func abort(_ error: RPCError) {
    guard case .end(let end) = state.abort(error) else { return }
    inbox.removeAll()
    finish(end)
  }

  private func finish(_ end: ClientCallState.Ending) {
    ending = end
    deadlineTimer?.cancel()
    deadlineTimer = nil
    endPause()
    channel.withdraw(self)
    replay.removeAll()
    if end.resetsStream { stream?.reset(.cancel) }
    let error = end.error
    if error == nil {
      channel.retryThrottle?.succeeded()
      options.onTrailers?(end.trailers)
    }
    opener?.resume(returning: error)
    opener = nil
    if let exchanger {
      self.exchanger = nil
      exchanger(result(error))
    }
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

  /// What an exchange has come to.
  private func result(_ error: RPCError?) -> Result<Bytes, RPCError> {
    if let error { return .failure(error) }
    // The call's state allows neither none nor more than one.
    return .success(response)
  }
}

// MARK: - What the caller does (on the loop)

extension ClientCall {
  /// Takes a request, for now or for later. Returns why not.
  func take(_ framed: BytePieces, endStream: Bool) -> RPCError? {
    switch state.send(endStream: endStream) {
    case .refuse(let error): return error
    case .send: break
    }
    let size = framed.count - MessagePrefix.size
    guard size <= requestBytesMax else { return .requestTooLarge(size, requestBytesMax) }
    if !retry.isCommitted || stream == nil {
      replay.append(framed)
      if replay.bytes > channel.configuration.retryBufferBytes { commit() }
    }
    stream?.send(framed)
    if endStream { stream?.end() }
    return nil
  }

  /// Whether more is queued than a sender may leave behind.
  var isCongested: Bool {
    (stream?.queuedBytes ?? replay.bytes) > channel.configuration.sendBufferBytes
  }

  func wait(_ sender: Answer<Void>) { senders.append(sender) }

  private func wakeSenders() {
    guard !senders.isEmpty else { return }
    let woken = senders
    senders = []
    for sender in woken { sender.resume(returning: .success(())) }
  }

  func endRequests() {
    if case .halfClose = state.closeSend() { stream?.end() }
  }

  /// The next response, nil inside for the end; nil when it is to be waited for.
  func nextResponse() -> Result<Bytes?, RPCError>? {
    if let (message, credit) = inbox.next() {
      stream?.consume(credit)
      return .success(message)
    }
    return ending.map { $0.error.map { .failure($0) } ?? .success(nil) }
  }

  func wait(_ reader: Answer<Bytes?>) {
    precondition(self.reader == nil, "one task at a time reads a call's responses")
    self.reader = reader
    stream?.consume(inbox.releaseAll())
  }

  func wait(_ reader: Answer<Metadata>) { headReaders.append(reader) }
}

extension RPCError {
  fileprivate static let endedWhileSending = RPCError(
    Status(.internal, "the server ended the call while a request was being sent"))

  fileprivate static func requestTooLarge(_ size: Int, _ limit: Int) -> RPCError {
    RPCError(
      .resourceExhausted, "the request has \(size) bytes; the call's limit is \(limit)",
      reason: "MESSAGE_TOO_LARGE", metadata: ["bytes": "\(size)", "bytes_max": "\(limit)"])
  }
}
