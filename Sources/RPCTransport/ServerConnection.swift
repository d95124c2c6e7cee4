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
  /// Under which it is counted.
  let network: UInt64?
  private let wire: Wire
  private var phase = Phase.opening(prefaceBytes: 0)
  private var isHTTP2Allowed = true
  /// Whether the wire has come past TLS.
  private var isOpen = false
  /// Whether it came when the server was stopping already: to ask how it does. Nothing waits for its end.
  let isLate: Bool
  /// Whether a page is made, or given out, in HTTP/1.1.
  private var isServingPage = false
  private var lifetime: Lifetime
  private var pings = PingWatch()
  /// Of what its loop can serve, while that is less than what is asked for.
  @exclusivity(unchecked) var share = LoadShedder.Account()
  /// What its calls hold of requests that no handler has been given: incomplete messages, and unary
  /// requests whose end has not come. In bytes.
  @exclusivity(unchecked) var unservedBytes = 0
  /// Handlers that run for calls which are over. They take the place of as many new calls, or a client
  /// could have any number at work by calling and resetting.
  @exclusivity(unchecked) var orphans = 0

  /// The request before, as a rule the next one's too; nil if it had a deadline or was not accepted.
  @exclusivity(unchecked) var lastRequest: AcceptedRequest?

  /// Calls that are begun when the client has taken some of what waits for it.
  var postponed: [ServerCall] = []
  /// Whether requests fill windows that are opened then.
  var hasWithheld = false

  private static let shutdownText = "the server is shutting down"
  /// What a client sends first (RFC 9113, 3.4).
  private static let preface = Bytes(utf8: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

  init(_ socket: StreamSocket, peer: SocketAddress, tls: TLSSession?, home: ServerLoop) {
    self.home = home
    self.peer = "\(peer)"
    network = peer.network
    isLate = home.isLeaving
    wire = Wire(socket, tls: tls, isServer: true, loop: home.loop, buffers: home.buffers)
    lifetime = Lifetime(home.pace)
  }

  func start() { wire.start(self) }

  /// Closes now.
  func close(_ reason: String) { wire.close(reason) }

  var session: HTTP2Session? {
    if case .serving(let session) = phase { session } else { nil }
  }

  /// Streams that are open.
  var streams: Int { session?.streams.count ?? 0 }

  var calls: [ServerCall] {
    session?.streams.compactMap { $0.delegate as? ServerCall } ?? []
  }

  // MARK: The wire

  func wireOpened(_ start: Wire.Start) {
    isOpen = true
    switch start {
    case .plaintext: break
    case .tls(let name):
      isHTTP2Allowed = name == "h2"
      home.noteHandshake(isResumption: wire.isResumption)
      identity = wire.peerCertificate.map {
        PeerIdentity(subject: $0.subject, alternativeNames: $0.alternativeNames)
      }
    case .plaintextInsteadOfTLS:
      beginPlainExchange()
      answer(Page.identity(status: 400, home.configuration))
    }
  }

  func wireReceived(_ bytes: UnsafeRawBufferPointer) {
    lifetime.received()
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
    do throws(HTTP2Error) {
      let session = try HTTP2Session(home.sessionConfiguration, memory: home.buffers.sessions)
      session.delegate = self
      phase = .serving(session)
      if home.isLeaving { leave(session) }
      try preface.withUnsafeBytes { bytes throws(HTTP2Error) in try session.receive(bytes) }
      receive(UnsafeRawBufferPointer(rebasing: bytes[matched...]), session)
    } catch {
      wire.close("\(error)")
    }
  }

  private func receive(_ bytes: UnsafeRawBufferPointer, _ session: HTTP2Session) {
    guard !bytes.isEmpty else { return }
    do throws(HTTP2Error) { try session.receive(bytes) } catch { wire.close("\(error)") }
    home.calls.run()
  }

  // MARK: HTTP/1.1

  private func beginPlainExchange() {
    phase = .reading(PlainRequest())
    lifetime.beginPlainExchange()
  }

  private func receive(_ bytes: UnsafeRawBufferPointer, _ request: inout PlainRequest) {
    switch request.receive(bytes) {
    case .needMore: phase = .reading(request)
    case .foreign: wire.close("the client spoke no protocol that is known here")
    case .refused(let status): answer(Page.identity(status: status, home.configuration))
    case .page(let request): answer(request)
    }
  }

  private func answer(_ request: PageRequest) {
    phase = .answering(nil)
    var request = request
    request.isDraining = home.isDraining
    let asked = request
    // Until the wire is closed: a server that stops does not cut its last answer off.
    isServingPage = true
    home.handlerBegan()
    Task.immediate(executorPreference: home.loop) { [self] in
      answer(await Page.of(asked, home.configuration), isHead: asked.isHead)
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
        let hasMore = try session.produce(into: output, limit: limit)
        return goOn() || hasMore
      } catch {
        wire.close("\(error)")
        return false
      }
    }
  }

  func wireFlushed() {
    guard let session, session.isFinished else { return }
    session.isCondemned ? wire.endAbruptly() : wire.finish()
  }

  func wireClosed(_ reason: String) {
    let session = session
    phase = .gone
    postponed = []
    session?.close()
    if isServingPage { home.handlerEnded() }
    if !isOpen { home.noteFailedHandshake() }
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
    if let session { perform(lifetime.hasHeard(), session) }
  }

  func sessionReceivedPing() {
    guard let session else { return }
    let limits = home.configuration.limits
    let isAllowed = limits.permitsIdlePings || !session.streams.isEmpty
    let isTooMany = pings.isTooMany(
      at: home.loop.now, interval: isAllowed ? limits.pingInterval.clampedNanoseconds : .max,
      hasSent: session.hasSent)
    session.hasSent = false
    guard isTooMany else { return }
    let key: ServerLimits.Key = isAllowed ? .pingInterval : .permitsIdlePings
    home.notePutOut(peer, "it sends PINGs too often (\(key.rawValue))")
    session.condemn(.enhanceYourCalm, PingWatch.debugText)
  }

  func sessionOverdrawn(on charge: Ledger.Charge) -> String {
    let text = "too many \(charge.plural) (\(ServerLimits.Key.abuseBudget.rawValue))"
    home.notePutOut(peer, text)
    return text
  }

  // MARK: Leaving

  /// The server is about to stop: the calls that run hear of it.
  func tellCalls() {
    for call in calls { call.drain() }
  }

  /// The server stops: the client is asked to leave, and the connection closes after its last call.
  func leave() {
    switch phase {
    case .opening, .reading: wire.finish()
    case .serving(let session): leave(session)
    case .answering, .gone: break
    }
  }

  private func leave(_ session: HTTP2Session) {
    perform(lifetime.leave(saying: ServerConnection.shutdownText), session)
    tellCalls()
  }

  /// Ends the calls that still run, and the connection.
  func cutOff() {
    end(
      RPCError(.unavailable, "the server is shutting down; call again", reason: "SERVER_SHUTDOWN"))
  }

  private func end(_ error: RPCError) {
    for call in calls { call.fail(error) }
    guard let session else { return wire.close(error.message) }
    perform(lifetime.hasHeard(), session)
    wire.finish()
  }

  /// The client broke a bound: it is told which, and put out.
  private func putOut(_ session: HTTP2Session, _ text: String, _ key: ServerLimits.Key) {
    let text = "\(text) (\(key.rawValue))"
    home.notePutOut(peer, text)
    session.condemn(.enhanceYourCalm, text)
  }

  // MARK: Time

  /// Looks after everything that has its time; once a beat.
  func beat() {
    lifetime.beat()
    switch phase {
    case .opening:
      guard lifetime.age > home.pace.handshake else { return }
      let key = ServerLimits.Key.handshakeTimeout.rawValue
      home.notePutOut(peer, "it did not open its connection in time (\(key))")
      wire.close("the client did not open the connection in time")
    case .reading, .answering:
      guard lifetime.age > home.pace.plainExchange else { return }
      wire.close("the client took too long over a page")
    case .serving(let session): look(after: session)
    case .gone: break
    }
  }

  private func look(after session: HTTP2Session) {
    let pace = home.pace
    session.beat(credit: pace.credit, isBlocked: wire.isBlocked, hasMoved: wire.takeMoved())
    if session.isCondemned {
      // What is said last need not be read: the wire closes nevertheless.
      guard lifetime.hasBidFarewell(pace) else { return }
      wire.endAbruptly()
      return wire.close("closed")
    }
    if session.headerBlockBeats > pace.headerBlock {
      return putOut(session, "a header block does not end", .headerBlockTimeout)
    }
    if session.stalledBeats > pace.stall {
      return putOut(session, "what waits for the client is not taken", .stallTimeout)
    }
    perform(lifetime.keepAlive(pace), session)
    let isIdle = session.streams.isEmpty && orphans == 0
    perform(lifetime.end(pace, isIdle: isIdle, isServerLeaving: home.isLeaving), session)
  }

  private func perform(_ action: Lifetime.Action, _ session: HTTP2Session) {
    switch action {
    case .nothing: break
    case .ping: session.ping()
    case .lost:
      let key = ServerLimits.Key.keepaliveTimeout.rawValue
      home.note("\(peer): lost: it answers no PING (\(key))")
      wire.close("the client answers no PING")
    case .announceEnd:
      session.announceShutdown()
      session.ping()
      tellCalls()
    case .end(let text): session.goAway(.noError, text)
    case .cutOff:
      let key = ServerLimits.Key.connectionAgeGrace.rawValue
      end(
        RPCError(
          .unavailable, "the connection was too old (\(key)); call again",
          reason: "CONNECTION_TOO_OLD"))
    }
  }
}
