import Buffers
import Deadlines

/// The server's half of one call: what may follow what, without any I/O.
///
/// The transport tells it what came from the wire and what the handler wants; it answers with what
/// to do. The state space:
///
///            head accepted               status sent
///     idle ────────────────▶ serving ─────────────────▶ over
///      │                       │                          ▲
///      │ head refused          │ reset, connection lost   │
///      └───────────────────────┴──────────────────────────┘
///
/// and within `serving` two sides that know nothing of each other:
///
///     requests:   open ──END_STREAM──▶ ended
///     response:   nothing ──head──▶ head (messages follow)
///
/// Invalid calls are of three sorts. *Our bug*, such as two heads: a failed precondition. *The
/// client's violation*, such as a second request of a unary call: `fail`, with the error that
/// becomes the call's status. *Legitimately ignored*, what crossed the end on its way: `ignore`.
/// A handler that outlives its call is told so by a thrown error.
public struct ServerCallState: Sendable {
  private enum State {
    case idle
    case serving
    /// Over: we have said how the call ended.
    case answered
    /// Over: the client has reset the stream or its connection is gone.
    case abandoned
  }

  private var state = State.idle
  // Of a call that is being served. Beside the state, not in it: what is in an enumeration is copied
  // whenever it is looked at.
  private var kind = MethodDescriptor.Kind.unary
  private var requestsEnded = false
  /// Whether the response's head has been sent.
  public private(set) var headSent = false
  private var deframer = MessageDeframer(messageBytesMax: 0)
  private var requests = 0

  public init() {}

  // MARK: From the wire

  public enum OnHead: Sendable {
    /// Serve the request.
    case accept(AcceptedRequest)
    /// Send its headers and end the stream.
    case refuse(RequestHead.Refusal)
    /// Answer with a page and end the stream.
    case page(PageRequest)
  }

  /// The request's header block is complete.
  public mutating func receive(
    _ head: RequestHead, messageBytesMax: Int, now: @autoclosure () -> Deadline = .now
  ) -> OnHead {
    guard case .idle = state else { preconditionFailure("a call has one head") }
    switch head.verdict(now: now()) {
    case .refused(let refusal):
      state = .answered
      return .refuse(refusal)
    case .page(let request):
      state = .answered
      return .page(request)
    case .accepted(let request):
      serve(request, messageBytesMax: messageBytesMax)
      return .accept(request)
    }
  }

  /// The request's header block is complete, and was accepted before: a client repeats itself.
  public mutating func serve(_ request: AcceptedRequest, messageBytesMax: Int) {
    guard case .idle = state else { preconditionFailure("a call has one head") }
    state = .serving
    kind = request.method.descriptor.kind
    deframer = MessageDeframer(messageBytesMax: messageBytesMax, encoding: request.encoding)
  }

  /// The request that was accepted is turned away before anything is done for it; what still comes of
  /// it is ignored. The caller has the answer.
  public mutating func turnAway() {
    guard case .serving = state, !headSent else {
      preconditionFailure("a call is turned away at its head")
    }
    end(.answered)
  }

  public enum OnData: Sendable {
    /// Hand it to the handler, then ask again with what is left of the chunk.
    case message(ReceivedMessage)
    /// The chunk is used up.
    case needMore
    /// ``finish(_:trailers:)`` with it and cancel the handler.
    case fail(RPCError)
    /// Nobody wants it any more; give the window back.
    case ignore
  }

  /// Bytes of the request's body. Takes what it uses off the front of `chunk`.
  public mutating func receive(_ chunk: inout UnsafeRawBufferPointer) -> OnData {
    guard case .serving = state else { return .ignore }
    precondition(!requestsEnded, "data after the end of the stream")
    do throws(RPCError) {
      guard let message = try deframer.next(in: &chunk) else { return .needMore }
      requests += 1
      if requests > 1, kind.hasSingleRequest { return .fail(.requestCount(requests)) }
      return .message(message)
    } catch {
      return .fail(error)
    }
  }

  public enum OnEnd: Sendable {
    /// Tell the handler that there are no more requests; a unary one starts now.
    case endOfRequests
    /// ``finish(_:trailers:)`` with it and cancel the handler.
    case fail(RPCError)
    case ignore
  }

  /// The client has half-closed.
  public mutating func receiveEnd() -> OnEnd {
    guard case .serving = state else { return .ignore }
    precondition(!requestsEnded, "a stream ends once")
    requestsEnded = true
    if deframer.isWithinMessage { return .fail(.truncated("request")) }
    if requests == 0, kind.hasSingleRequest { return .fail(.requestCount(0)) }
    return .endOfRequests
  }

  public enum OnLoss: Sendable {
    /// Cancel the handler; nobody hears its answer.
    case cancel
    case ignore
  }

  /// The client has reset the stream, or its connection is gone.
  public mutating func receiveReset() -> OnLoss {
    guard case .serving = state else { return .ignore }
    end(.abandoned)
    return .cancel
  }

  // MARK: From the handler

  public enum OnSend: Sendable {
    /// Send the head, when it is given, then the message, when there is one.
    case send(head: HeaderBlock.Response?)
    /// Throw it at the handler: the call is over.
    case refuse(RPCError)
  }

  /// The handler wants the response's head sent, alone or before a message. Asking twice is right:
  /// the second time there is no head to send.
  public mutating func sendHead(
    _ metadata: @autoclosure () -> Metadata,
    encoding: @autoclosure () -> MessageEncoding = .identity
  ) -> OnSend {
    switch state {
    case .idle: preconditionFailure("a handler runs after the head")
    case .answered: return .refuse(.sentAfterEnd)
    case .abandoned: return .refuse(.abandoned)
    case .serving:
      guard !headSent else { return .send(head: nil) }
      headSent = true
      return .send(head: HeaderBlock.head(metadata(), encoding: encoding()))
    }
  }

  public enum OnFinish: Sendable {
    /// Send this block and end the stream.
    case end(HeaderBlock.Response)
    case ignore
  }

  /// The call has ended, by the handler's return (`error` nil) or throw, by a violation, or at its
  /// deadline; whichever comes first counts.
  public mutating func finish(
    _ error: RPCError?, initial: @autoclosure () -> Metadata, trailers: Metadata
  ) -> OnFinish {
    switch state {
    case .idle: preconditionFailure("a call that has not begun cannot end")
    case .answered, .abandoned: return .ignore
    case .serving:
      end(.answered)
      let fields =
        headSent
        ? HeaderBlock.trailers(error, trailers)
        : .other(HeaderBlock.trailersOnly(error, initial: initial(), trailers: trailers))
      return .end(fields)
    }
  }

  /// What is held of a request that is not complete, in bytes.
  public var incompleteBytes: Int {
    deframer.incompleteBytes
  }

  /// Whether the call has ended.
  public var isOver: Bool {
    switch state {
    case .idle, .serving: false
    case .answered, .abandoned: true
    }
  }

  /// What is held of an incomplete request goes with the call.
  private mutating func end(_ ending: State) {
    state = ending
    deframer = MessageDeframer(messageBytesMax: 0)
  }
}

extension RPCError {
  /// Source: gRPC, "Status codes", "request cardinality violation".
  fileprivate static func requestCount(_ count: Int) -> RPCError {
    RPCError(
      .unimplemented,
      count == 0
        ? "the method takes exactly one request; the client sent none"
        : "the method takes exactly one request; the client sent more",
      reason: "REQUEST_COUNT")
  }

  static func truncated(_ what: String) -> RPCError {
    RPCError(
      .internal, "the stream ended in the middle of a \(what) message", reason: "MALFORMED_FRAMING")
  }

  fileprivate static let sentAfterEnd = RPCError(
    .internal, "the call has ended; a response cannot be sent any more", reason: "CALL_ENDED")

  fileprivate static let abandoned = RPCError(
    .cancelled, "the client has gone", reason: "CANCELLED")
}
