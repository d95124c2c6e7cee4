import Buffers

/// The client's half of one call: what may follow what, without any I/O.
///
/// The transport tells it what the caller wants and what came from the wire; it answers with what
/// to do. Two sides, of which the response's end ends the call:
///
///     requests:   open ──half-close──▶ closed
///     response:   awaiting ──head──▶ body ──trailers──▶ over
///                    │                 │                  ▲
///                    │                 └──────────────────┤ reset, violation, deadline,
///                    └────────────────────────────────────┘ cancellation, trailers only
///
/// Invalid calls are of three sorts. *Our bug*, such as a message after the half-close: `refuse`
/// with an error of code `INTERNAL`. *The server's violation*, such as a second response of a unary
/// call: the call ends with an error and the stream is reset. *Legitimately ignored*, what crossed
/// the end on its way: `ignore`.
public struct ClientCallState: Sendable {
  private enum Response {
    case awaiting
    case body
    case over(RPCError?)
  }

  private let kind: MethodDescriptor.Kind
  private var requestsClosed = false
  private var requests = 0
  private var response = Response.awaiting
  private var responses = 0
  private var deframer: MessageDeframer

  public init(_ kind: MethodDescriptor.Kind, responseBytesMax: Int) {
    self.kind = kind
    deframer = MessageDeframer(messageBytesMax: responseBytesMax)
  }

  /// Whether the caller has no more messages.
  public var hasClosedRequests: Bool { requestsClosed }

  /// Whether a response has begun and is not complete.
  public var isWithinResponse: Bool { deframer.isWithinMessage }

  /// The call is tried anew: what the caller has sent stands, what the server answered does not.
  public mutating func restart() {
    response = .awaiting
    responses = 0
    deframer = MessageDeframer(messageBytesMax: deframer.messageBytesMax)
  }

  /// How the call ended.
  public struct Ending: Sendable, Hashable {
    /// Nil for `OK`.
    public let error: RPCError?
    /// Custom metadata of the trailers.
    public let trailers: Metadata
    /// Whether the stream must be reset (`CANCEL`): the server doesn't know of the end.
    public let resetsStream: Bool
  }

  // MARK: From the caller

  public enum OnSend: Sendable, Hashable {
    case send
    /// Throw it at the caller.
    case refuse(RPCError)
  }

  /// The caller wants to send a message, the last one if `endStream`.
  public mutating func send(endStream: Bool) -> OnSend {
    if case .over(let error) = response { return .refuse(error ?? .sentAfterEnd) }
    guard !requestsClosed else { return .refuse(.sentAfterHalfClose) }
    guard !kind.hasSingleRequest || requests == 0 else { return .refuse(.secondRequest) }
    requests += 1
    requestsClosed = endStream
    return .send
  }

  public enum OnHalfClose: Sendable, Hashable {
    case halfClose
    case ignore
  }

  /// The caller has no more messages.
  public mutating func closeSend() -> OnHalfClose {
    if case .over = response { return .ignore }
    guard !requestsClosed else { return .ignore }
    requestsClosed = true
    return .halfClose
  }

  public enum OnEnd: Sendable, Hashable {
    case end(Ending)
    case ignore
  }

  /// The caller gives up, the deadline has passed, or the connection is lost: `error` says which.
  public mutating func abort(_ error: RPCError) -> OnEnd {
    if case .over = response { return .ignore }
    return .end(end(error, Metadata(), resetsStream: true))
  }

  // MARK: From the wire

  public enum OnHead: Sendable, Hashable {
    /// Give it to the caller; messages follow.
    case initialMetadata(Metadata)
    case end(Ending)
    case ignore
  }

  /// A header block before any message.
  public mutating func receive(_ head: ResponseBlock, endStream: Bool) -> OnHead {
    guard case .awaiting = response else {
      if case .end(let ending) = receive(trailers: head, endStream: endStream) {
        return .end(ending)
      }
      return .ignore
    }
    if head.isInterim, !endStream { return .ignore }
    if endStream, head.hasStatus { return .end(end(with: head)) }
    if let error = head.headError {
      return .end(end(error, head.metadata, resetsStream: !endStream))
    }
    guard !endStream else { return .end(end(with: head)) }
    response = .body
    deframer.encoding = head.encoding
    return .initialMetadata(head.metadata)
  }

  public enum OnData: Sendable, Hashable {
    /// Hand it to the caller, then ask again with what is left of the chunk.
    case message(Bytes)
    /// The chunk is used up.
    case needMore
    case end(Ending)
    /// Nobody wants it any more; give the window back.
    case ignore
  }

  /// Bytes of the response's body. Takes what it uses off the front of `chunk`.
  public mutating func receive(_ chunk: inout UnsafeRawBufferPointer) -> OnData {
    switch response {
    case .over: return .ignore
    case .awaiting: return .end(end(.bodyBeforeHead, Metadata(), resetsStream: true))
    case .body: break
    }
    do throws(RPCError) {
      guard let message = try deframer.next(in: &chunk) else { return .needMore }
      responses += 1
      let bytesMax = deframer.messageBytesMax
      if kind.hasSingleResponse, responses > 1 { throw RPCError.responseCount(responses) }
      return .message(try message.decoded(bytesMax: bytesMax))
    } catch {
      // What this side found wrong is no detail that the server sent.
      return .end(end(error.withoutReason, Metadata(), resetsStream: true))
    }
  }

  /// A header block after the head: the trailers, which must end the stream.
  public mutating func receive(trailers: ResponseBlock, endStream: Bool) -> OnEnd {
    if case .over = response { return .ignore }
    guard endStream else {
      return .end(end(.bodyAfterTrailers, Metadata(), resetsStream: true))
    }
    return .end(end(with: trailers))
  }

  /// The server has ended the stream without trailers.
  public mutating func receiveEnd() -> OnEnd {
    if case .over = response { return .ignore }
    return .end(end(with: ResponseBlock()))
  }

  /// The server has reset the stream with this HTTP/2 error code.
  public mutating func receiveReset(_ code: UInt32) -> OnEnd {
    if case .over = response { return .ignore }
    let error = RPCError(
      Status(Code(resetCode: code), "the server reset the stream (HTTP/2 error code \(code))"))
    return .end(end(error, Metadata(), resetsStream: false))
  }

  /// Whether the call has ended.
  public var isOver: Bool {
    if case .over = response { true } else { false }
  }

  /// Ends the call as the server's last block says, if the messages agree with it.
  private mutating func end(with block: ResponseBlock) -> Ending {
    var error = block.endError
    if error == nil, deframer.isWithinMessage { error = .truncated("response") }
    if error == nil, kind.hasSingleResponse, responses == 0 { error = .responseCount(0) }
    return end(error, block.metadata, resetsStream: !requestsClosed)
  }

  private mutating func end(
    _ error: RPCError?, _ trailers: Metadata, resetsStream: Bool
  ) -> Ending {
    response = .over(error)
    return Ending(error: error, trailers: trailers, resetsStream: resetsStream)
  }
}

extension RPCError {
  fileprivate static let sentAfterEnd = RPCError(
    Status(.internal, "the call has ended; a request cannot be sent any more"))
  fileprivate static let sentAfterHalfClose = RPCError(
    Status(.internal, "the requests have been closed; another cannot be sent"))
  fileprivate static let secondRequest = RPCError(
    Status(.internal, "the method takes exactly one request"))
  fileprivate static let bodyBeforeHead = RPCError(
    Status(.internal, "the server sent a message before its headers"))
  fileprivate static let bodyAfterTrailers = RPCError(
    Status(.internal, "the server sent trailers and did not end the stream"))

  /// Source: gRPC, "Status codes", "response cardinality violation".
  fileprivate static func responseCount(_ count: Int) -> RPCError {
    RPCError(
      Status(
        .unimplemented, "the method has exactly one response; the server sent \(count)"))
  }
}
