import EventLoop
import TLS

/// One attempt to connect to one address, and the connection that came of it. Confined to its channel's
/// loop; hence `@unchecked Sendable`.
///
///     connecting ──SETTINGS of the server──▶ ready ──GOAWAY, retired──▶ leaving ──▶ gone
///          └────────── failed, lost ───────────┴────────────────────────────────────▲
final class Subchannel: @unchecked Sendable {
  private enum State {
    case connecting, ready, leaving, gone
  }

  /// The balancer's number of the address.
  let id: Int
  private let address: SocketAddress
  private let channel: Channel
  private var state = State.connecting
  private var connection: ClientConnection?
  private var timer: Timer?

  init(_ id: Int, _ address: SocketAddress, _ channel: Channel) {
    self.id = id
    self.address = address
    self.channel = channel
  }

  /// The connection, while it takes calls.
  var ready: ClientConnection? { state == .ready ? connection : nil }

  func start() {
    let limit = channel.configuration.connectTimeout
    timer = channel.loop.schedule(after: limit) { [self] in end("no answer within \(limit)") }
    do {
      let session = try channel.configuration.tls.map { try TLSSession($0) }
      let socket = try StreamSocket.connect(to: address)
      let connection = ClientConnection(socket, tls: session, channel: channel, self)
      self.connection = connection
      connection.start()
    } catch {
      // Told later: the channel is about to note that the attempt has begun.
      let reason = "\(error)"
      channel.loop.execute { self.end(reason) }
    }
  }

  /// The server has opened the connection on its side, too.
  func opened() {
    guard state == .connecting else { return }
    state = .ready
    disarm()
    channel.connected(self)
  }

  /// The server takes no more calls, or the stream numbers are used up.
  func isLeaving(_ reason: String) {
    switch state {
    case .connecting: end(reason)
    case .ready:
      state = .leaving
      channel.lost(self, reason, hasServed: connection?.hasServed ?? false)
      connection?.retire()
    case .leaving, .gone: break
    }
  }

  /// The channel needs it no more: what runs may end.
  func leave() {
    switch state {
    case .connecting: end("it is not needed any more")
    case .ready:
      state = .leaving
      connection?.retire()
    case .leaving, .gone: break
    }
  }

  /// The connection is closed, or did not come about.
  func end(_ reason: String) {
    let before = state
    guard before != .gone else { return }
    state = .gone
    disarm()
    let connection = connection
    self.connection = nil
    connection?.close(reason)
    switch before {
    case .connecting: channel.connectFailed(self, reason)
    case .ready: channel.lost(self, reason, hasServed: connection?.hasServed ?? false)
    case .leaving, .gone: break
    }
    channel.ended(self)
  }

  private func disarm() {
    timer?.cancel()
    timer = nil
  }
}
