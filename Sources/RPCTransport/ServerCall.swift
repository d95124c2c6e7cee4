import Buffers
import EventLoop
import HTTP2
import RPC

/// One call on the server: carries out what ``ServerCallState`` decides, between the stream and the
/// handler's task. Confined to its loop, where the task runs too: hence `@unchecked Sendable`.
final class ServerCall: HTTP2StreamDelegate, @unchecked Sendable {
  let stream: HTTP2Stream
  let connection: ServerConnection
  var home: ServerLoop { connection.home }
  // The properties of a call are touched some fifty times in its life, each time within one statement
  // that calls nothing which comes back here: the run-time check of exclusive access, which cost a
  // twelfth of a call, is left out.
  @exclusivity(unchecked) var state = ServerCallState()
  /// Whether the request's headers have come.
  @exclusivity(unchecked) private var hasHead = false
  /// Answers a request that became no call, while the rest of that is still coming.
  @exclusivity(unchecked) private var heldAnswer: (() -> Void)?
  @exclusivity(unchecked) private var isUnary = false
  @exclusivity(unchecked) var context: CallContext?
  /// Its share of the connection's ``ServerConnection/unservedBytes``.
  @exclusivity(unchecked) private var unservedBytes = 0
  /// What of that is a request that was decoded.
  @exclusivity(unchecked) private var decodedBytes = 0
  @exclusivity(unchecked) var inbox = MessageInbox<ReceivedMessage>()
  /// Whether no more requests will come, or be taken.
  @exclusivity(unchecked) var requestsEnded = false
  /// Whether the handler, with the interceptors around it, has been begun.
  @exclusivity(unchecked) private var hasRun = false
  /// Whether it runs now.
  @exclusivity(unchecked) private var isRunning = false
  /// Whether the stream is closed.
  @exclusivity(unchecked) private var isOver = false
  /// Where the handler runs.
  @exclusivity(unchecked) private var task: CallTask?
  @exclusivity(unchecked) private var timer: Timer?
  /// How the call ended, when it did not end by the handler's return.
  @exclusivity(unchecked) var failure: RPCError?
  @exclusivity(unchecked) var reader: Waiting?
  /// Whose messages are queued beyond the bound, in the order of the messages.
  @exclusivity(unchecked) var senders: [Waiting] = []
  /// Waits so far, each of which has its number.
  @exclusivity(unchecked) var waits = 0
  /// How often the queue has drained.
  @exclusivity(unchecked) var drains = 0

  /// What of a refused request is awaited before the answer, in bytes.
  private static let heardOutBytesMax = 64 << 10
  /// And for how long.
  private static let heardOutMax = Duration.milliseconds(500)

  init(_ stream: HTTP2Stream, _ connection: ServerConnection) {
    self.stream = stream
    self.connection = connection
  }

  // MARK: From the stream

  func streamReceivedHeaders(_ fields: FieldList, endStream: Bool) {
    guard !hasHead else {
      // Trailers, which gRPC knows of responses only: their end counts.
      if endStream { streamReceivedEnd() }
      return
    }
    hasHead = true
    let limit = home.configuration.limits.messageBytes
    let now = home.loop.now
    if !fields.repeatsRequest { connection.lastRequest = nil }
    if !connection.isFull, !connection.isLate, let request = connection.lastRequest {
      state.serve(request, messageBytesMax: limit)
      return begin(request, at: now, endStream: endStream)
    }
    var head = RequestHead(home.registry)
    for field in fields { head.add(field.name, field.value) }
    if connection.isFull || connection.isLate && head.pageRequest == nil {
      return stream.reset(.refusedStream)
    }
    if let excess = stream.headerExcess { return refuse(head, for: excess, endStream) }
    switch state.receive(head, messageBytesMax: limit, now: Deadline(nanoseconds: now)) {
    case .refuse(let refusal): refuse(refusal, endStream)
    case .page(let request): whenHeardOut(endStream) { [unowned self] in answer(request) }
    case .accept(let request):
      if request.deadline == nil { connection.lastRequest = request }
      begin(request, at: now, endStream: endStream)
    }
  }

  private func refuse(_ head: RequestHead, for excess: HeaderExcess, _ endStream: Bool) {
    stream.chargeMalformed()
    let limits = home.configuration.limits
    let (limit, key, unit) =
      switch excess {
      case .bytes: (limits.headerBytes, ServerLimits.Key.headerBytes, "bytes")
      case .fields: (limits.headerFields, ServerLimits.Key.headerFields, "fields")
      }
    let error = RPCError(
      .resourceExhausted,
      "the request's metadata has more than \(limit) \(unit); send less, or raise \(key.rawValue)",
      reason: "METADATA_TOO_LARGE", metadata: ["\(unit)_max": "\(limit)", "limit": key.rawValue])
    refuse(head.refusal(error), endStream)
  }

  /// Answers a request that does not become a call; one that is no gRPC at all, or is said to have a
  /// short body, when that has come. A gRPC client's stream may last, and is answered at once.
  private func refuse(_ refusal: RequestHead.Refusal, _ endStream: Bool) {
    let unsaid = refusal.httpStatus == 200 ? Int.max : 0
    let isLong = (stream.awaitedBytes ?? unsaid) > ServerCall.heardOutBytesMax
    whenHeardOut(endStream || isLong) { [unowned self] in
      stream.respond(.block(refusal.fields), endStream: true)
    }
    home.registry.refused(
      RefusedRequest(
        method: refusal.method, error: refusal.error, httpStatus: refusal.httpStatus,
        peer: connection.peer, shard: home.shard))
  }

  /// Calls `answer` once the rest of a request that becomes no call has come, or does not come: who
  /// writes before he reads gets an answer then, and not a reset.
  private func whenHeardOut(_ isComplete: Bool, _ answer: @escaping () -> Void) {
    guard !isComplete else { return answer() }
    heldAnswer = answer
    timer = home.loop.schedule(after: ServerCall.heardOutMax) { [unowned self] in
      sendHeldAnswer()
    }
  }

  private func sendHeldAnswer() {
    guard let answer = heldAnswer.take() else { return }
    timer?.cancel()
    timer = nil
    answer()
  }

  private func answer(_ request: PageRequest) {
    var request = request
    request.isDraining = home.isDraining
    let asked = request
    isRunning = true
    home.handlerBegan()
    Task.immediate(executorPreference: home.loop) { [self] in
      let page = await Page.of(asked, home.configuration)
      if connection.hasRoom(for: page.body.count) {
        stream.respond(.block(page.fields), endStream: asked.isHead)
        stream.send(page.body)
        stream.end()
      } else {
        stream.reset(.enhanceYourCalm)
      }
      handlerEnded()
    }
  }

  private func begin(_ request: AcceptedRequest, at now: Int64, endStream: Bool) {
    guard home.admits(request.method, from: connection) else {
      state.turnAway()
      return home.turnAway(stream, request.method.descriptor, connection.peer)
    }
    isUnary = request.method.isUnary
    context = CallContext(
      request, peer: connection.peer, identity: connection.identity, shard: home.shard,
      arrivedAt: now, messageBytesMax: home.configuration.limits.messageBytes,
      responseCompression: home.configuration.responseCompression)
    if let deadline = request.deadline {
      timer = home.loop.schedule(at: deadline.nanoseconds) { [unowned self] in
        fail(.deadlinePassed)
      }
    }
    if home.isDraining { context?.drain() }
    if !isUnary { home.calls.add(self) }
    if endStream { streamReceivedEnd() }
  }

  func streamReceivedData(_ bytes: UnsafeRawBufferPointer) {
    var chunk = bytes
    context?.statistics.requestBytes += bytes.count
    while true {
      switch state.receive(&chunk) {
      case .message(let message): deliver(message)
      case .needMore: return account(bytes.count)
      case .fail(let error):
        stream.chargeMalformed()
        return fail(error)
      case .ignore: return
      }
    }
  }

  private func deliver(_ message: ReceivedMessage) {
    guard !requestsEnded else { return }
    context?.statistics.requestMessages += 1
    if isUnary {
      context?.take(message)
    } else {
      inbox.append(message)
      wakeReader()
    }
  }

  /// A unary handler's request and what a waiting reader needs may go on coming; all else counts
  /// against the client's window until it is read.
  ///
  /// The window so opened bounds nothing: what is held for requests that no handler can be given yet
  /// is bounded by the connection's share of memory.
  private func account(_ count: Int) {
    if isUnary { hold(unservedBytes + count) } else { holdUnread() }
    guard connection.unservedBytes <= home.unservedBytesMax else {
      return fail(connection.tooMuchUnserved)
    }
    let isHeldUp = isUnary && connection.isFilling
    if isUnary && !isHeldUp || reader != nil || requestsEnded {
      stream.consume(count)
    } else {
      inbox.withhold(count)
      if isHeldUp { connection.noteWithheld() }
    }
  }

  /// There is room again for what a unary call sends: its request may go on coming. That of one which has
  /// come keeps its window until the call is begun.
  func openWindow() {
    if isUnary, !requestsEnded { stream.consume(inbox.releaseAll()) }
  }

  /// Notes how much the call holds of requests that no handler has been given.
  private func hold(_ count: Int) {
    connection.unservedBytes += count + decodedBytes - unservedBytes
    unservedBytes = count + decodedBytes
  }

  /// Notes what a stream's requests take that nobody reads, beyond the windows that they fill.
  func holdUnread() {
    hold(state.isOver ? 0 : state.incompleteBytes + inbox.overheadBytes)
  }

  /// Notes that `message` is decoded, which may take a thousand times its bytes: of a unary call for as
  /// long as it lasts, of any other until the next.
  func holdDecoded(_ message: ReceivedMessage) throws(RPCError) {
    let before = unservedBytes - decodedBytes
    decodedBytes = min(message.decodedCount, home.configuration.limits.messageBytes)
    hold(before)
    guard connection.unservedBytes <= home.unservedBytesMax else {
      throw connection.tooMuchUnserved
    }
  }

  func streamReceivedEnd() {
    switch state.receiveEnd() {
    case .ignore: sendHeldAnswer()
    case .fail(let error): fail(error)
    case .endOfRequests:
      requestsEnded = true
      wakeReader()
      if isUnary { home.calls.add(self) }
    }
  }

  func streamQueueDrained() {
    drains += 1
    wakeSenders()
  }

  func streamClosed(_ code: ErrorCode) {
    if case .cancel = state.receiveReset() {
      abandon(.clientGone)
    }
    // What was queued is gone; nobody waits for it any longer.
    wakeSenders()
    end()
    if isRunning { connection.orphans += 1 }
    isOver = true
  }

  // MARK: The handler

  /// Runs the handler, with the interceptors around it, unless the call has ended before.
  func serve(in task: CallTask) async {
    guard !state.isOver, let context else { return }
    guard !connection.isFilling else { return connection.postpone(self) }
    if isUnary { stream.consume(inbox.releaseAll()) }
    // What has no time left is not begun.
    if let deadline = context.deadline, deadline.nanoseconds <= home.loop.now {
      return fail(.deadlinePassed)
    }
    hasRun = true
    isRunning = true
    self.task = task
    home.handlerBegan()
    do throws(RPCError) {
      if isUnary {
        try admitRequest(of: context)
        try await context.serverMethod.serve(context)
        try respond(context.takeResponse())
      } else {
        context.take(self)
        try await context.serverMethod.serve(context)
        try context.checkFinished()
      }
      if finish(nil) { stream.answered() }
    } catch {
      if finish(error) { stream.answered() }
    }
    self.task = nil
    context.end()
    handlerEnded()
  }

  private func handlerEnded() {
    isRunning = false
    if isOver { connection.orphans -= 1 }
    home.handlerEnded()
  }

  /// The handler is about to be given its request, and perhaps to unpack it.
  private func admitRequest(of context: CallContext) throws(RPCError) {
    hold(0)
    if let request = context.unaryRequest, request.isEncoded { try holdDecoded(request) }
  }

  private func respond(_ framed: BytePieces) throws(RPCError) {
    guard connection.hasRoom(for: framed.count) else { throw connection.tooMuchQueued }
    try sendInitialMetadata()
    stream.send(framed)
  }

  /// Says how the call ended, unless that has been said: behind what the handler has sent, or at once.
  @discardableResult private func finish(_ error: RPCError?, atOnce: Bool = false) -> Bool {
    guard let context else { return false }
    let told = home.registry.givesReasons ? error : error?.withoutReason
    let isTrailersOnly = !state.headSent
    let outcome = state.finish(
      told, initial: context.initialMetadata, trailers: context.trailers)
    if case .end(let fields) = outcome {
      if isTrailersOnly {
        stream.respond(.block(fields), endStream: true)
      } else if atOnce {
        stream.cut(trailers: .block(fields))
      } else {
        stream.end(trailers: .block(fields))
      }
    }
    end()
    if case .end = outcome { return true }
    return false
  }

  /// Ends the call before its handler does. What the client has not taken yet it need not take.
  func fail(_ error: RPCError) {
    guard !state.isOver else { return }
    finish(error, atOnce: true)
    abandon(error)
  }

  /// Ends the call because its responses find no room. Returns what its handler is to be told.
  func cut(_ error: RPCError) -> RPCError {
    fail(error)
    return error
  }

  /// Nobody waits for the handler's answer: it is told so wherever it looks.
  private func abandon(_ error: RPCError) {
    failure = error
    inbox.removeAll()
    if let context {
      context.cancel(error)
      if !hasRun { refused(context, error) }
    }
    task?.cancel()
    task = nil
    wakeReader()
    wakeSenders()
  }

  /// The call has ended before it came to its handler.
  private func refused(_ context: CallContext, _ error: RPCError) {
    home.registry.refused(
      RefusedRequest(
        method: context.method, error: error, peer: connection.peer, shard: home.shard))
  }

  private func end() {
    timer?.cancel()
    timer = nil
    heldAnswer = nil
    if !hasRun { context?.dropRequest() }
    decodedBytes = 0
    hold(0)
  }

  /// The server begins to stop.
  func drain() {
    context?.drain()
  }
}
