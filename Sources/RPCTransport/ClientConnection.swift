import Buffers
import EventLoop
import HTTP2
import RPC
import TLS

/// One connection to a server: its wire, its HTTP/2 session and, as the streams' delegates, its calls.
/// Confined to its channel's loop.
final class ClientConnection: WireOwner, HTTP2SessionDelegate, HTTP2StreamDelegate {
  private let channel: Channel
  private let wire: Wire
  /// Until the wire is closed.
  private var subchannel: Subchannel?
  private var session: HTTP2Session?
  /// Streams that the server allows; none before it has said so.
  private var streamsMax = 0
  /// The header blocks of its responses.
  var blocks = ResponseBlocks()
  /// Whether a call was answered.
  var hasServed = false
  /// Whether the connection closes when its last call ends.
  private var isRetiring = false
  private var keepalive: KeepaliveState?
  private var keepaliveTimer: Timer?

  init(_ socket: StreamSocket, tls: TLSSession?, channel: Channel, _ subchannel: Subchannel) {
    self.channel = channel
    self.subchannel = subchannel
    wire = Wire(socket, tls: tls, isServer: false, loop: channel.loop, buffers: channel.buffers)
  }

  func start() { wire.start(self) }

  // MARK: Calls

  /// Whether the server allows another call now.
  var hasRoom: Bool { (session?.streams.count ?? .max) < streamsMax }

  var hasCalls: Bool { !(session?.streams.isEmpty ?? true) }

  /// Opens a stream for `call`; false when the connection takes no more.
  func begin(_ call: ClientCall) -> Bool {
    guard let session,
      let stream = session.open(call.requestBlock, endStream: false, delegate: call)
    else {
      // The 2^30 numbers of a connection's streams are used up.
      subchannel?.isLeaving("the connection takes no more calls")
      return false
    }
    call.began(stream, self)
    return true
  }

  /// A call has done with a stream that is still open.
  func take(over stream: HTTP2Stream) { stream.delegate = self }

  /// Closes once the last call has ended.
  func retire() {
    isRetiring = true
    streamsMax = 0
    finishIfRetired()
  }

  /// A stream of this connection is over.
  func streamEnded() {
    if isRetiring { finishIfRetired() } else { channel.hasRoom() }
  }

  private func finishIfRetired() {
    // A stream that is being told of its end is off the session's list already.
    if !hasCalls { wire.finish() }
  }

  func close(_ reason: String) { wire.close(reason) }

  // MARK: The wire

  func wireOpened(_: Wire.Start) {
    do throws(HTTP2Error) {
      var configuration = HTTP2Session.Configuration(isServer: false)
      configuration.streamWindowBytes = channel.configuration.streamWindowBytes
      configuration.lowWaterBytes = min(
        configuration.lowWaterBytes, channel.configuration.sendBufferBytes)
      let session = try HTTP2Session(configuration, memory: channel.buffers.sessions)
      session.delegate = self
      self.session = session
    } catch {
      wire.close("\(error)")
    }
  }

  func wireReceived(_ bytes: UnsafeRawBufferPointer) {
    keepalive?.heard(MonotonicClock.nanoseconds)
    do throws(HTTP2Error) {
      try session?.receive(bytes)
    } catch {
      wire.close("the server does not speak HTTP/2 (\(error))")
    }
  }

  func wireFill(_ output: OutputBuffer, limit: Int) -> Bool {
    do throws(HTTP2Error) {
      return try session?.produce(into: output, limit: limit) ?? false
    } catch {
      wire.close("\(error)")
      return false
    }
  }

  func wireFlushed() {
    guard let session, session.isFinished else { return }
    // The end of a connection that was told of it is no fault; any other comes from a peer that broke
    // the rules, and has been told so.
    if isRetiring {
      wire.finish()
    } else {
      wire.close("the server does not speak HTTP/2 as it must")
    }
  }

  func wireClosed(_ reason: String) {
    keepaliveTimer?.cancel()
    keepaliveTimer = nil
    let session = session
    self.session = nil
    let subchannel = subchannel
    self.subchannel = nil
    // The channel learns of it first: calls that begin anew must not come here.
    subchannel?.end(reason)
    let error = RPCError(
      Status(
        .unavailable, "the connection to \(channel.configuration.target) was lost: \(reason)"))
    for stream in session?.streams ?? [] { (stream.delegate as? ClientCall)?.lost(stream, error) }
    session?.close()
  }

  // MARK: The session

  /// Servers open no streams, push being switched off; one that did would not be heard.
  func sessionOpened(_ stream: HTTP2Stream) -> any HTTP2StreamDelegate {
    stream.reset(.refusedStream)
    return self
  }

  func sessionHasOutput() { wire.markDirty() }

  func sessionReceivedSettings() {
    guard let session, !isRetiring else { return }
    let isFirst = streamsMax == 0
    streamsMax = max(session.peerMaxConcurrentStreams, 0)
    if isFirst { startKeepalive() }
    subchannel?.opened()
    channel.hasRoom()
  }

  func sessionReceivedPing() {}
  func sessionReceivedPong() {}
  func sessionOverdrawn(on charge: Ledger.Charge) -> String { "too many \(charge.plural)" }

  func sessionReceivedGoAway(_ code: ErrorCode) {
    if code == .enhanceYourCalm { channel.pingLess() }
    subchannel?.isLeaving("the server takes no more calls on it (GOAWAY, \(code))")
  }

  // MARK: Streams that calls have done with

  func streamReceivedHeaders(_: FieldList, endStream _: Bool) {}
  func streamReceivedData(_: UnsafeRawBufferPointer) {}
  func streamReceivedEnd() {}
  func streamQueueDrained() {}
  func streamClosed(_: ErrorCode) { streamEnded() }

  // MARK: Keepalive

  private func startKeepalive() {
    guard let wanted = channel.keepalive, keepalive == nil else { return }
    let now = MonotonicClock.nanoseconds
    keepalive = KeepaliveState(wanted, now)
    comeAgain(at: now.addingSaturated(wanted.interval.clampedNanoseconds))
  }

  private func comeAgain(at instant: Int64) {
    keepaliveTimer = channel.loop.schedule(at: instant) { [unowned self] in keepAlive() }
  }

  private func keepAlive() {
    let now = MonotonicClock.nanoseconds
    switch keepalive?.timeCame(now, hasCalls: hasCalls) {
    case .wait(let instant): comeAgain(at: instant)
    case .ping(let instant):
      session?.ping()
      comeAgain(at: instant)
    case .lost: wire.close("it did not answer a ping")
    case nil: break
    }
  }
}
