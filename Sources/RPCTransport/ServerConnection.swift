import Buffers
import EventLoop
import HTTP2
import RPC
import TLS

/// One client's connection: its wire, its HTTP/2 session and, as the streams' delegates, its calls.
/// Confined to its loop.
final class ServerConnection: WireOwner, HTTP2SessionDelegate {
  ///     opening ──preface──▶ serving ──▶ gone
  ///        └──anything else──▶ refusing ──▲
  private enum Phase {
    /// So many bytes of the client's preface have come.
    case opening(prefaceBytes: Int)
    case serving(HTTP2Session)
    /// The client spoke something else and is told so, in HTTP/1.1.
    case refusing(answer: String?)
    case gone
  }

  let home: ServerLoop
  /// The client's address, as text.
  let peer: String
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

  private var calls: [ServerCall] {
    session?.streams.compactMap { $0.delegate as? ServerCall } ?? []
  }

  // MARK: The wire

  func wireOpened(_ start: Wire.Start) {
    switch start {
    case .plaintext: break
    case .tls(let name): isHTTP2Allowed = name == "h2"
    case .plaintextInsteadOfTLS: isHTTP2Allowed = false
    }
  }

  func wireReceived(_ bytes: UnsafeRawBufferPointer) {
    switch phase {
    case .opening(let count): receivePreface(bytes, after: count)
    case .serving(let session): receive(bytes, session)
    case .refusing, .gone: break
    }
  }

  private func receivePreface(_ bytes: UnsafeRawBufferPointer, after count: Int) {
    let preface = ServerConnection.preface
    let matched = min(preface.count - count, bytes.count)
    guard isHTTP2Allowed, bytes[..<matched].elementsEqual(preface.slice(count..<count + matched))
    else { return refuse() }
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

  /// Answers a client that does not speak HTTP/2, in the words of the one it probably speaks.
  private func refuse() {
    let text = Page.identity(home.configuration)
    phase = .refusing(
      answer: "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\n"
        + "content-length: \(text.utf8.count)\r\nconnection: close\r\n\r\n\(text)")
    wire.finish()
  }

  func wireFill(_ output: OutputBuffer, limit: Int) -> Bool {
    switch phase {
    case .opening, .gone:
      return false
    case .refusing(let answer):
      if let answer { output.append(answer) }
      phase = .refusing(answer: nil)
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
    case .opening: wire.finish()
    case .serving(let session): beginShutdown(session)
    case .refusing, .gone: break
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
