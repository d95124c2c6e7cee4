import Buffers
import EventLoop
import HTTP2
import RPC
import TLS

/// One client's connection: its wire, its HTTP/2 session and, as the streams' delegates, its calls.
/// Confined to its loop: hence `@unchecked Sendable`.
final class ServerConnection: WireOwner, HTTP2SessionDelegate, @unchecked Sendable {
  ///     opening ──preface──▶ serving ──────▶ gone
  ///        └──anything else──▶ reading          ▲
  ///        └──not even TLS──▶ answering ──────┘
  private enum Phase {
    /// So many bytes of the client's preface have come.
    case opening(prefaceBytes: Int)
    case serving(HTTP2Session)
    /// The client speaks HTTP/1.1, one hopes.
    case reading(PlainRequest)
    /// It is answered in HTTP/1.1: nil while the answer is made, and when it has been given out.
    case answering([UInt8]?)
    case gone
  }

  let home: ServerLoop
  /// The client's address, as text.
  let peer: String
  /// Who the client is by its certificate.
  private(set) var identity: PeerIdentity?
  private let wire: Wire
  private var phase = Phase.opening(prefaceBytes: 0)
  private var isHTTP2Allowed = true
  /// Fires when the client has not finished opening the connection.
  private var handshakeTimer: Timer?
  private var goAwayTimer: Timer?
  /// Whether new streams are refused.
  private(set) var isDraining = false
  /// What its calls hold of requests that no handler has been given: incomplete messages, and unary
  /// requests whose end has not come. In bytes.
  @exclusivity(unchecked) var unservedBytes = 0

  /// What a client sends first (RFC 9113, 3.4).
  private static let preface = Bytes(utf8: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
  /// How long a client that answers no PING is given to hear of the shutdown.
  private static let shutdownNoticeMax = Duration.seconds(1)
  /// How long a client that speaks HTTP/1.1 has for its request and for taking the answer.
  private static let plainExchangeMax = Duration.seconds(10)

  init(_ socket: StreamSocket, peer: String, tls: TLSSession?, home: ServerLoop) {
    self.home = home
    self.peer = peer
    wire = Wire(socket, tls: tls, isServer: true, loop: home.loop, buffers: home.buffers)
  }

  func start() {
    handshakeTimer = home.loop.schedule(after: home.configuration.limits.handshakeTimeout) {
      [unowned self] in wire.close("the client did not open the connection in time")
    }
    wire.start(self)
  }

  private var session: HTTP2Session? {
    if case .serving(let session) = phase { session } else { nil }
  }

  /// Streams that are open.
  var streams: Int { session?.streams.count ?? 0 }

  private var calls: [ServerCall] {
    session?.streams.compactMap { $0.delegate as? ServerCall } ?? []
  }

  // MARK: The wire

  func wireOpened(_ start: Wire.Start) {
    switch start {
    case .plaintext: break
    case .tls(let name):
      isHTTP2Allowed = name == "h2"
      identity = wire.peerCertificate.map {
        PeerIdentity(subject: $0.subject, alternativeNames: $0.alternativeNames)
      }
    case .plaintextInsteadOfTLS:
      beginPlainExchange()
      answer(Page.identity(status: 400, home.configuration))
    }
  }

  func wireReceived(_ bytes: UnsafeRawBufferPointer) {
    switch phase {
    case .opening(let count): receivePreface(bytes, after: count)
    case .serving(let session): receive(bytes, session)
    case .reading(var request): receive(bytes, &request)
    case .answering, .gone: break
    }
  }

  private func receivePreface(_ bytes: UnsafeRawBufferPointer, after count: Int) {
    let preface = ServerConnection.preface
    let matched = min(preface.count - count, bytes.count)
    guard isHTTP2Allowed, bytes[..<matched].elementsEqual(preface.slice(count..<count + matched))
    else {
      beginPlainExchange()
      var request = PlainRequest()
      if count > 0 { _ = preface.slice(0..<count).withUnsafeBytes { request.receive($0) } }
      return receive(bytes, &request)
    }
    guard count + matched == preface.count else {
      phase = .opening(prefaceBytes: count + matched)
      return
    }
    handshakeTimer?.cancel()
    handshakeTimer = nil
    do throws(HTTP2Error) {
      let session = try HTTP2Session(home.sessionConfiguration, memory: home.buffers.sessions)
      session.delegate = self
      phase = .serving(session)
      if isDraining { beginShutdown(session) }
      try preface.withUnsafeBytes { bytes throws(HTTP2Error) in try session.receive(bytes) }
      receive(UnsafeRawBufferPointer(rebasing: bytes[matched...]), session)
    } catch {
      wire.close("\(error)")
    }
  }

  private func receive(_ bytes: UnsafeRawBufferPointer, _ session: HTTP2Session) {
    guard !bytes.isEmpty else { return }
    do throws(HTTP2Error) { try session.receive(bytes) } catch { wire.close("\(error)") }
  }

  // MARK: HTTP/1.1

  private func beginPlainExchange() {
    handshakeTimer?.cancel()
    handshakeTimer = home.loop.schedule(after: ServerConnection.plainExchangeMax) {
      [unowned self] in wire.close("the client took too long over a page")
    }
  }

  private func receive(_ bytes: UnsafeRawBufferPointer, _ request: inout PlainRequest) {
    switch request.receive(bytes) {
    case .needMore: phase = .reading(request)
    case .refused(let status): answer(Page.identity(status: status, home.configuration))
    case .page(let request): answer(request)
    }
  }

  private func answer(_ request: PageRequest) {
    phase = .answering(nil)
    var request = request
    request.isDraining = isDraining
    let asked = request
    home.handlerBegan()
    Task.immediate(executorPreference: home.loop) { [self] in
      answer(await Page.of(asked, home.configuration), isHead: asked.isHead)
      home.handlerEnded()
    }
  }

  private func answer(_ page: Page, isHead: Bool = false) {
    if case .gone = phase { return }
    phase = .answering(page.http1(isHead: isHead))
    wire.finish()
  }

  func wireFill(_ output: OutputBuffer, limit: Int) -> Bool {
    switch phase {
    case .opening, .reading, .gone:
      return false
    case .answering(let answer):
      answer?.withUnsafeBytes { output.append($0) }
      phase = .answering(nil)
      return false
    case .serving(let session):
      do throws(HTTP2Error) {
        return try session.produce(into: output, limit: limit)
      } catch {
        wire.close("\(error)")
        return false
      }
    }
  }

  func wireFlushed() {
    if let session, session.isFinished { wire.finish() }
  }

  func wireClosed(_ reason: String) {
    handshakeTimer?.cancel()
    handshakeTimer = nil
    goAwayTimer?.cancel()
    goAwayTimer = nil
    let session = session
    phase = .gone
    session?.close()
    home.closed(self)
  }

  // MARK: The session

  func sessionOpened(_ stream: HTTP2Stream) -> any HTTP2StreamDelegate {
    ServerCall(stream, self)
  }

  func sessionHasOutput() { wire.markDirty() }

  func sessionReceivedSettings() {}

  func sessionReceivedGoAway(_: ErrorCode) {}

  func sessionReceivedPong() {
    guard isDraining, let session else { return }
    endShutdown(session)
  }

  // MARK: Draining

  /// Takes no new calls, tells those that run, and closes after the last.
  func drain() {
    guard !isDraining else { return }
    isDraining = true
    switch phase {
    case .opening, .reading: wire.finish()
    case .serving(let session): beginShutdown(session)
    case .answering, .gone: break
    }
    for call in calls { call.drain() }
  }

  private func beginShutdown(_ session: HTTP2Session) {
    session.announceShutdown()
    session.ping()
    goAwayTimer = home.loop.schedule(after: ServerConnection.shutdownNoticeMax) {
      [unowned self] in endShutdown(session)
    }
  }

  private func endShutdown(_ session: HTTP2Session) {
    guard let timer = goAwayTimer else { return }
    timer.cancel()
    goAwayTimer = nil
    session.goAway()
  }

  /// Ends the calls that still run, and the connection.
  func cutOff() {
    for call in calls {
      call.fail(
        RPCError(
          .unavailable, "the server is shutting down; call again", reason: "SERVER_SHUTDOWN"))
    }
    guard let session else { return wire.close("the server is shutting down") }
    endShutdown(session)
    wire.finish()
  }
}
