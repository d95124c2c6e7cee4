import Buffers
import Deadlines
import Synchronization

/// What a handler knows of the call it serves, and what it says beside its messages.
///
/// There is one per call. It belongs to the thread that runs the call's handler and transport and
/// has no lock: hence `@unchecked Sendable`.
public final class CallContext: @unchecked Sendable {
  /// What the call is about.
  public var method: MethodDescriptor { serverMethod.descriptor }
  /// Custom metadata of the request.
  public let metadata: Metadata
  /// The instant by which the client wants the end.
  public let deadline: Deadline?
  /// The client's address, as text.
  public let peer: String
  /// Who the client is by its certificate; nil unless the server asks for one and has verified it.
  public let identity: PeerIdentity?
  /// Which of the server's loops runs the call, from 0: what is counted per shard is written by one
  /// thread.
  public let shard: Int

  /// Custom metadata of the response's headers; it counts until the first message is sent.
  public var initialMetadata = Metadata()
  /// Custom metadata of the response's trailers; it counts until the handler returns.
  public var trailers = Metadata()

  /// What the client's messages may be encoded with.
  public let requestEncoding: MessageEncoding
  /// Whether the request that was taken last had been compressed.
  public private(set) var isRequestCompressed = false
  /// Whether messages that are sent from now on are compressed. The response's headers say that some
  /// may be: what is allowed only after they have gone is of no effect.
  @exclusivity(unchecked) public var responseCompression: ResponseCompression

  /// What the call has moved and waited for.
  @exclusivity(unchecked) public var statistics: CallStatistics
  /// The trace that the call belongs to; nil unless an interceptor has read it from the metadata.
  public var traceContext: TraceContext?
  /// Whether its deadline and its trace are those of the task in which it runs.
  var isKnownToTask = false
  /// Whether it has a deadline or a trace that its task is still to be given.
  var isTaskToKnow: Bool { (deadline != nil || traceContext != nil) && !isKnownToTask }

  /// Whether the call has ended before its handler: the client has gone, the deadline has passed, or
  /// the client broke the protocol. Nobody waits for the answer.
  public var isCancelled: Bool { isEnded.load(ordering: .acquiring) }
  /// How the call ended before its handler did; nil unless it has.
  public var failure: RPCError? { isCancelled ? earlyEnd : nil }
  /// What the handler threw, when it was no ``RPCError``: for the operator, never for the client.
  public internal(set) var cause: (any Error)?
  /// Whether the server is about to stop: a long stream should end with where to resume.
  public private(set) var isDraining = false

  /// For transports: of a unary call, until its handler takes it.
  @exclusivity(unchecked) public private(set) var unaryRequest: ReceivedMessage?
  /// What a unary handler has answered, behind its prefix.
  @exclusivity(unchecked) private var response: BytePieces?
  /// Of a call of another kind, until it ends.
  private var openStream: (any ServerStream)?
  /// Whether the handler of a stream has come to its end.
  private var isFinished = false

  /// What serves the call.
  public let serverMethod: ServerMethod
  private let acceptsGzip: Bool
  private let messageBytesMax: Int
  /// What the response's headers say of its messages; nil until they are made.
  private var responseEncoding: MessageEncoding?
  /// Written once, before ``isEnded`` is set.
  private var earlyEnd: RPCError?
  private let isEnded = Atomic(false)
  private var slots: [(key: ObjectIdentifier, value: any Sendable)] = []
  private var cancellationHandlers: [@Sendable () -> Void] = []
  private var drainHandlers: [@Sendable () -> Void] = []

  public init(
    _ method: ServerMethod, metadata: Metadata = Metadata(), deadline: Deadline? = nil,
    peer: String, identity: PeerIdentity? = nil, shard: Int = 0, arrivedAt: Int64 = 0
  ) {
    serverMethod = method
    self.metadata = metadata
    self.deadline = deadline
    self.peer = peer
    self.identity = identity
    self.shard = shard
    requestEncoding = .identity
    acceptsGzip = false
    messageBytesMax = .max
    responseCompression = .never
    statistics = CallStatistics(arrivedAt: arrivedAt)
  }

  /// For transports.
  ///
  /// - Parameters:
  ///   - messageBytesMax: what a request may have once it is decoded.
  ///   - arrivedAt: as in ``CallStatistics/arrivedAt``.
  public init(
    _ request: AcceptedRequest, peer: String, identity: PeerIdentity?, shard: Int,
    arrivedAt: Int64, messageBytesMax: Int, responseCompression: ResponseCompression
  ) {
    serverMethod = request.method
    metadata = request.metadata
    deadline = request.deadline
    self.peer = peer
    self.identity = identity
    self.shard = shard
    requestEncoding = request.encoding
    acceptsGzip = request.acceptsGzip
    self.messageBytesMax = messageBytesMax
    self.responseCompression = responseCompression
    statistics = CallStatistics(arrivedAt: arrivedAt)
  }

  /// A value that an interceptor leaves for the handler, such as who calls.
  public subscript<K: CallKey>(key: K.Type) -> K.Value {
    get {
      for slot in slots where slot.key == ObjectIdentifier(key) {
        if let value = slot.value as? K.Value { return value }
      }
      return K.defaultValue
    }
    set {
      slots.removeAll { $0.key == ObjectIdentifier(key) }
      slots.append((ObjectIdentifier(key), newValue))
    }
  }

  /// Calls `handler` when the call is cancelled; at once if it has been. The task that runs the
  /// service's method is cancelled too: this is for what isn't a task.
  public func onCancel(_ handler: @escaping @Sendable () -> Void) {
    if isCancelled { handler() } else { cancellationHandlers.append(handler) }
  }

  /// Calls `handler` when the server begins to drain; at once if it has begun.
  public func onDrain(_ handler: @escaping @Sendable () -> Void) {
    if isDraining { handler() } else { drainHandlers.append(handler) }
  }

  /// For transports, before ``ServerMethod/serve(_:)``: the request of a unary call.
  public func take(_ request: ReceivedMessage) { unaryRequest = request }

  /// For transports, before ``ServerMethod/serve(_:)``: the stream of a call of any other kind.
  public func take(_ stream: any ServerStream) { openStream = stream }

  /// For transports: the call has ended before it came to its handler.
  public func dropRequest() { unaryRequest = nil }

  /// For generated services: the request of a unary call, once.
  public func request() throws(RPCError) -> Bytes {
    guard let message = unaryRequest.take() else { throw wrongKind }
    return try decode(message)
  }

  /// For generated services: the stream of a call that is not unary.
  public var stream: any ServerStream {
    get throws(RPCError) {
      guard let openStream else { throw wrongKind }
      return openStream
    }
  }

  private var wrongKind: RPCError {
    RPCError(
      .internal, "\(method.path) is not served as the kind that it is", reason: "WRONG_KIND")
  }

  /// For transports: the request that `message` holds, for the handler.
  public func decode(_ message: ReceivedMessage) throws(RPCError) -> Bytes {
    isRequestCompressed = message.isEncoded
    return try message.decoded(bytesMax: messageBytesMax)
  }

  /// For generated services: a unary call's response, behind its prefix. Throws how the call has ended
  /// meanwhile.
  public func answer(_ framed: BytePieces) throws(RPCError) {
    if let failure { throw failure }
    let answer = encode(framed)
    statistics.responseMessages = 1
    statistics.responseBytes = answer.count
    response = answer
  }

  /// For transports: the response of a unary call that has been served.
  public func takeResponse() throws(RPCError) -> BytePieces {
    guard let response = response.take() else { throw notAnswered }
    return response
  }

  /// For generated services: the handler of a stream has come to its end. Throws how the call has ended
  /// meanwhile.
  public func finished() throws(RPCError) {
    isFinished = true
    if let failure { throw failure }
  }

  /// For transports: throws unless a stream that has been served came to its handler.
  public func checkFinished() throws(RPCError) {
    if !isFinished { throw notAnswered }
  }

  private var notAnswered: RPCError {
    RPCError(
      .internal, "an interceptor neither refused \(method.path) nor let it go on",
      reason: "NOT_ANSWERED")
  }

  /// For transports: a response, behind its prefix, as it goes out.
  public func encode(_ framed: BytePieces) -> BytePieces {
    guard acceptsGzip, settleEncoding() == .gzip, isCompressing else { return framed }
    return MessageEncoding.gzip.encode(framed)
  }

  /// For transports: what the response's headers say of its messages. The first answer stands.
  public func settleEncoding() -> MessageEncoding {
    if let responseEncoding { return responseEncoding }
    let encoding: MessageEncoding = isCompressing ? .gzip : .identity
    responseEncoding = encoding
    return encoding
  }

  private var isCompressing: Bool {
    switch responseCompression {
    case .asRequested: acceptsGzip && requestEncoding == .gzip
    case .whenAccepted: acceptsGzip
    case .never: false
    }
  }

  /// For transports: the call has ended with `error` while its handler runs. Cancelling the handler's
  /// task is the transport's part.
  public func cancel(_ error: RPCError) {
    guard !isCancelled else { return }
    earlyEnd = error
    isEnded.store(true, ordering: .releasing)
    for handler in take(&cancellationHandlers) { handler() }
  }

  /// For transports: the server begins to stop.
  public func drain() {
    guard !isDraining else { return }
    isDraining = true
    for handler in take(&drainHandlers) { handler() }
  }

  /// For transports: nothing more will come of this call. Lets go of what the handlers hold.
  public func end() {
    cancellationHandlers = []
    drainHandlers = []
    openStream = nil
  }

  private func take(_ handlers: inout [@Sendable () -> Void]) -> [@Sendable () -> Void] {
    defer { handlers = [] }
    return handlers
  }
}

/// Names a slot of ``CallContext``.
public protocol CallKey {
  associatedtype Value: Sendable
  static var defaultValue: Value { get }
}
