import Buffers
import EventLoop
import HTTP2
import RPC
import TLS

/// One connection to a server: its wire, its HTTP/2 session and, as the streams' delegates, its calls.
/// Confined to its channel's loop.
final class ClientConnection: WireOwner, HTTP2SessionDelegate {
  private let channel: Channel
  private let wire: Wire
  /// Until the connection is open.
  private var attempt: Connecting?
  private var session: HTTP2Session?
  /// Whether the connection closes when its last call ends.
  private var isRetiring = false

  init(_ socket: StreamSocket, tls: TLSSession?, channel: Channel, attempt: Connecting) {
    self.channel = channel
    self.attempt = attempt
    wire = Wire(socket, tls: tls, isServer: false, loop: channel.loop, buffers: channel.buffers)
  }

  func start() { wire.start(self) }

  // MARK: Calls

  func begin(_ call: ClientCall) {
    guard let session else { return call.abort(channel.unavailable("the connection is gone")) }
    let fields = HeaderBlock.request(
      call.method, call.options, scheme: channel.configuration.tls == nil ? "http" : "https",
      authority: channel.authority, userAgent: channel.configuration.userAgent)
    let block = FieldBlock(fields.map { ($0.name, $0.value) })
    guard let stream = session.open(block, endStream: false, delegate: call) else {
      return call.abort(channel.unavailable("the connection takes no more calls; call again"))
    }
    call.began(stream, self)
  }

  /// Closes once the last call has ended.
  func retire() {
    isRetiring = true
    closeIfDone()
  }

  /// A call of this connection has ended.
  func closeIfDone() {
    // A stream that is being told of its end is off the session's list already.
    if isRetiring, session?.streams.isEmpty ?? true { wire.finish() }
  }

  func close(_ reason: String) { wire.close(reason) }

  // MARK: The wire

  func wireOpened(_: Wire.Start) {
    do throws(HTTP2Error) {
      var configuration = HTTP2Session.Configuration(isServer: false)
      configuration.streamWindowBytes = channel.configuration.streamWindowBytes
      let session = try HTTP2Session(configuration)
      session.delegate = self
      self.session = session
      let attempt = attempt
      self.attempt = nil
      attempt?.succeeded(self)
    } catch {
      wire.close("\(error)")
    }
  }

  func wireReceived(_ bytes: UnsafeRawBufferPointer) {
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
    if let session, session.isFinished { wire.finish() }
  }

  func wireClosed(_ reason: String) {
    if let attempt {
      self.attempt = nil
      return attempt.failed(reason)
    }
    let session = session
    self.session = nil
    let error = channel.unavailable(
      "the connection to \(channel.configuration.target) was lost: \(reason)")
    for stream in session?.streams ?? [] { (stream.delegate as? ClientCall)?.abort(error) }
    session?.close()
    channel.lost(self)
  }

  // MARK: The session

  /// Servers open no streams: push is switched off.
  func sessionOpened(_ stream: HTTP2Stream) -> any HTTP2StreamDelegate {
    preconditionFailure("a server opened stream \(stream.id)")
  }

  func sessionHasOutput() { wire.markDirty() }
  func sessionReceivedSettings() {}
  func sessionReceivedPing() {}
  func sessionReceivedPong() {}
  func sessionOverdrawn(on charge: Ledger.Charge) -> String { "too many \(charge.plural)" }

  func sessionReceivedGoAway(_: ErrorCode) { channel.isLeaving(self) }
}
