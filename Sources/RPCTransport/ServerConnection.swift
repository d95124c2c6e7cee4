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
  private var leaving = Leaving.not
  private var beats = Beats()
  private var pings = PingWatch()
  /// Of what its loop can serve, while that is less than what is asked for.
  @exclusivity(unchecked) var share = LoadShedder.Account()
  /// What its calls hold of requests that no handler has been given: incomplete messages, and unary
  /// requests whose end has not come. In bytes.
  @exclusivity(unchecked) var unservedBytes = 0
  /// Handlers that run for calls which are over. They take the place of as many new calls, or a client
  /// could have any number at work by calling and resetting.
  @exclusivity(unchecked) var orphans = 0

  @exclusivity(unchecked) var lastHead = LastBlock<AcceptedRequest>()

  /// Calls that are begun when the client has taken some of what waits for it.
  private var postponed: [ServerCall] = []
  /// Whether requests fill windows that are opened then.
  private var hasWithheld = false

  private static let shutdownText = "the server is shutting down"
  /// About what the refusal of a response takes, in bytes.
  private static let refusalBytes = 1 << 10
  /// What a client sends first (RFC 9113, 3.4).
  private static let preface = Bytes(utf8: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

  init(_ socket: StreamSocket, peer: SocketAddress, tls: TLSSession?, home: ServerLoop) {
    self.home = home
    self.peer = "\(peer)"
    network = peer.network
    isLate = home.isLeaving
    wire = Wire(socket, tls: tls, isServer: true, loop: home.loop, buffers: home.buffers)
    beats.setLimits(home.pace)
  }

  func start() { wire.start(self) }

  /// Closes now.
  func close(_ reason: String) { wire.close(reason) }

  /// Whether a stream that has just been opened is to be refused.
  var isFull: Bool {
    orphans > 0
      && orphans + (session?.streams.count ?? 0) > home.configuration.limits.concurrentStreams
  }

  /// Whether so many bytes more may wait for the client; what is no longer than an error always may, and
  /// one response however large.
  func hasRoom(for count: Int) -> Bool {
    guard count > ServerConnection.refusalBytes, let queued = session?.queuedBytes, queued > 0
    else { return true }
    return queued + count <= home.configuration.limits.connectionSendBufferBytes
  }

  var tooMuchQueued: RPCError {
    .slowReader(ofConnection: home.configuration.limits.connectionSendBufferBytes)
  }

  var tooMuchUnserved: RPCError { .incompleteRequests(home.unservedBytesMax) }

  /// Whether more waits for the client than half of what may: no handler is begun, and those that wait
  /// do so sooner. A client that asks for much at once and reads it gets all of it.
  var isFilling: Bool {
    (session?.queuedBytes ?? 0) > home.configuration.limits.connectionSendBufferBytes / 2
  }

  /// How much a call may have waiting for the client before its handler waits, in bytes.
  var sendBufferBytes: Int {
    isFilling
      ? home.sessionConfiguration.lowWaterBytes : home.configuration.limits.sendBufferBytes
  }

  /// Has `call` begun when there is room for what it sends.
  func postpone(_ call: ServerCall) {
    if postponed.count > home.configuration.limits.concurrentStreams {
      postponed.removeAll(where: \.state.isOver)
    }
    postponed.append(call)
  }

  /// Notes that a request has filled its window, which is not opened before there is room.
  func noteWithheld() { hasWithheld = true }

  /// The client has taken something. Returns whether calls were begun.
  private func goOn() -> Bool {
    guard hasWithheld || !postponed.isEmpty, !isFilling else { return false }
    if hasWithheld {
      hasWithheld = false
      for call in calls { call.openWindow() }
    }
    let hasPostponed = !postponed.isEmpty
    while !postponed.isEmpty, !isFilling {
      home.calls.add(postponed.removeFirst())
      home.calls.run()
    }
    return hasPostponed
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
    beats.hasReceived = true
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
      if home.isLeaving { leave(session, saying: ServerConnection.shutdownText) }
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
    beats.age = 0
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
    if let session { endNotice(session) }
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

  /// How far the connection is from its end, when the client was asked to leave.
  private enum Leaving {
    case not
    /// Told that it ends; streams that were on their way are still taken.
    case noticed(text: String)
    /// Told which stream was the last.
    case told
  }

  /// The server is about to stop: the calls that run hear of it.
  func tellCalls() {
    for call in calls { call.drain() }
  }

  /// The server stops: the client is asked to leave, and the connection closes after its last call.
  func leave() {
    switch phase {
    case .opening, .reading: wire.finish()
    case .serving(let session): leave(session, saying: ServerConnection.shutdownText)
    case .answering, .gone: break
    }
  }

  /// Asks the client to go on with another connection.
  private func leave(_ session: HTTP2Session, saying text: String) {
    if case .not = leaving {
      leaving = .noticed(text: text)
      beats.leaving = 0
      session.announceShutdown()
      session.ping()
    }
    tellCalls()
  }

  /// The client has heard of it, or had the time to.
  private func endNotice(_ session: HTTP2Session) {
    guard case .noticed(let text) = leaving else { return }
    leaving = .told
    session.goAway(.noError, text)
  }

  /// Ends the calls that still run, and the connection.
  func cutOff() {
    end(
      RPCError(.unavailable, "the server is shutting down; call again", reason: "SERVER_SHUTDOWN"))
  }

  private func end(_ error: RPCError) {
    for call in calls { call.fail(error) }
    guard let session else { return wire.close(error.message) }
    endNotice(session)
    wire.finish()
  }

  /// The client broke a bound: it is told which, and put out.
  private func putOut(_ session: HTTP2Session, _ text: String, _ key: ServerLimits.Key) {
    let text = "\(text) (\(key.rawValue))"
    home.notePutOut(peer, text)
    session.condemn(.enhanceYourCalm, text)
  }

  // MARK: Time

  /// What is counted in beats of the loop.
  private struct Beats {
    /// Since the connection came.
    var age: Int32 = 0
    var ageMax: Int32 = .max
    /// Without an open call.
    var idle: Int32 = 0
    /// Without a byte from the client; less than none at first, lest all that came together be sent
    /// PINGs together.
    var silent: Int32 = 0
    var leaving: Int32 = 0
    var farewell: Int32 = 0
    var hasReceived = false
    var awaitsPong = false

    mutating func setLimits(_ pace: Pace) {
      guard pace.age != .max else { return }
      let tenth = pace.age / 10
      ageMax = Int32(clamping: pace.age - tenth + Int.random(in: 0...2 * tenth))
    }
  }

  /// Looks after everything that has its time; once a beat.
  func beat() {
    beats.age &+= 1
    switch phase {
    case .opening:
      guard beats.age > home.pace.handshake else { return }
      let key = ServerLimits.Key.handshakeTimeout.rawValue
      home.notePutOut(peer, "it did not open its connection in time (\(key))")
      wire.close("the client did not open the connection in time")
    case .reading, .answering:
      if beats.age > home.pace.plainExchange { wire.close("the client took too long over a page") }
    case .serving(let session): look(after: session)
    case .gone: break
    }
  }

  /// What is said last need not be read: the wire closes nevertheless.
  private func bidFarewell() {
    beats.farewell += 1
    guard beats.farewell > home.pace.farewell else { return }
    wire.endAbruptly()
    wire.close("closed")
  }

  private func look(after session: HTTP2Session) {
    let pace = home.pace
    session.beat(credit: pace.credit, isBlocked: wire.isBlocked, hasMoved: wire.takeMoved())
    if session.isCondemned { return bidFarewell() }
    if session.headerBlockBeats > pace.headerBlock {
      return putOut(session, "a header block does not end", .headerBlockTimeout)
    }
    if session.stalledBeats > pace.stall {
      return putOut(session, "what waits for the client is not taken", .stallTimeout)
    }
    keepAlive(session, pace)
    end(session, pace)
  }

  private func keepAlive(_ session: HTTP2Session, _ pace: Pace) {
    if beats.hasReceived {
      beats.hasReceived = false
      beats.awaitsPong = false
      beats.silent = 0
      return
    }
    beats.silent &+= 1
    if beats.awaitsPong {
      guard beats.silent > pace.keepaliveTimeout else { return }
      let key = ServerLimits.Key.keepaliveTimeout.rawValue
      home.note("\(peer): lost: it answers no PING (\(key))")
      wire.close("the client answers no PING")
    } else if beats.silent > pace.keepalive {
      beats.awaitsPong = true
      beats.silent = 0
      session.ping()
    }
  }

  /// Idle and old connections are asked to end.
  private func end(_ session: HTTP2Session, _ pace: Pace) {
    beats.idle = session.streams.isEmpty && orphans == 0 ? beats.idle &+ 1 : 0
    switch leaving {
    case .noticed:
      beats.leaving += 1
      if beats.leaving > pace.farewell { endNotice(session) }
    case .not where beats.age > beats.ageMax:
      leave(session, saying: "the connection is old (\(ServerLimits.Key.connectionAge.rawValue))")
    case .not where beats.idle > pace.idle:
      leave(session, saying: "the connection is idle (\(ServerLimits.Key.idleTimeout.rawValue))")
    case .told where beats.age > beats.ageMax && !home.isLeaving:
      beats.leaving += 1
      guard beats.leaving > pace.ageGrace else { return }
      let key = ServerLimits.Key.connectionAgeGrace.rawValue
      end(
        RPCError(
          .unavailable, "the connection was too old (\(key)); call again",
          reason: "CONNECTION_TOO_OLD"))
    default: break
    }
  }
}
