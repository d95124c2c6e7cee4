import Buffers
import EventLoop
import RPC

/// What the handler does with its call: reads and sends, and waits for either.
extension ServerCall: ServerStream {
  func nextMessage() async throws(RPCError) -> Bytes? {
    while true {
      if let failure { throw failure }
      if let (message, credit) = inbox.next() {
        stream.consume(credit)
        holdUnread()
        guard let context, context.requestEncoding != .identity else { return message.bytes }
        try holdDecoded(message)
        return try context.decode(message)
      }
      if requestsEnded { return nil }
      guard !Task.isCancelled else { throw .handlerCancelled }
      stream.consume(inbox.releaseAll())
      await wait {
        precondition(reader == nil, "one task at a time reads a call's requests")
        reader = $0
      }
    }
  }

  func closeRequests() {
    requestsEnded = true
    inbox.removeAll()
    holdUnread()
    stream.consume(inbox.releaseAll())
    wakeReader()
  }

  func sendInitialMetadata() throws(RPCError) {
    guard let context else { preconditionFailure("a handler runs after the head") }
    switch state.sendHead(context.initialMetadata, encoding: context.settleEncoding()) {
    case .refuse(let error): throw failure ?? error
    case .send(let fields): if let fields { stream.respond(.block(fields)) }
    }
  }

  func send(_ framed: BytePieces) async throws(RPCError) {
    try sendInitialMetadata()
    guard let context else { preconditionFailure("a handler runs after the head") }
    let encoded = context.encode(framed)
    guard connection.hasRoom(for: encoded.count) else { throw cut(connection.tooMuchQueued) }
    context.statistics.responseMessages += 1
    context.statistics.responseBytes += encoded.count
    stream.send(encoded)
    if stream.queuedBytes > connection.sendBufferBytes { try await waitForDrain() }
  }

  func offer(_ framed: BytePieces) throws(RPCError) {
    precondition(home.loop.inLoop, "a stream is used on its call's loop only")
    try sendInitialMetadata()
    guard let context else { preconditionFailure("a handler runs after the head") }
    let encoded = context.encode(framed)
    let limit = home.configuration.limits.offerBufferBytes
    // One message is always taken, however large.
    guard stream.queuedBytes == 0 || stream.queuedBytes + encoded.count <= limit else {
      throw cut(.slowReader(ofCall: limit))
    }
    guard connection.hasRoom(for: encoded.count) else { throw cut(connection.tooMuchQueued) }
    context.statistics.responseMessages += 1
    context.statistics.responseBytes += encoded.count
    stream.send(encoded)
  }

  private func waitForDrain() async throws(RPCError) {
    let start = MonotonicClock.nanoseconds
    defer {
      let waited = Duration.nanoseconds(MonotonicClock.nanoseconds - start)
      context?.statistics.flowControlWait += waited
    }
    // Once it has drained, everybody may go on: whoever is woken first may fill it again at once.
    let seen = drains
    while drains == seen, stream.queuedBytes > connection.sendBufferBytes {
      guard !Task.isCancelled else { throw .handlerCancelled }
      await wait { senders.append($0) }
      if let failure { throw failure }
    }
  }

  // MARK: Waiting

  /// A task that is suspended until it is woken, or cancelled.
  struct Waiting {
    let number: Int
    let continuation: UnsafeContinuation<Void, Never>
  }

  /// Suspends until what `store` keeps is woken, or the task that waits is cancelled.
  private func wait(_ store: (Waiting) -> Void) async {
    precondition(home.loop.inLoop, "a stream is used on its call's loop only")
    waits += 1
    let number = waits
    await withTaskCancellationHandler {
      await withUnsafeContinuation { store(Waiting(number: number, continuation: $0)) }
    } onCancel: {
      home.loop.execute { [self] in wake(number) }
    }
  }

  /// Wakes one of those who wait, whatever for.
  private func wake(_ number: Int) {
    if reader?.number == number { wakeReader() }
    if let place = senders.firstIndex(where: { $0.number == number }) {
      senders.remove(at: place).continuation.resume()
    }
  }

  func wakeReader() {
    let woken = reader
    reader = nil
    woken?.continuation.resume()
  }

  func wakeSenders() {
    let woken = senders
    senders = []
    for sender in woken { sender.continuation.resume() }
  }
}
