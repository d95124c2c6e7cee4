import EventLoop
import HTTP2
import RPC
import TLS

/// A server's part on one loop: listeners, connections and the count of running handlers. Confined
/// to the loop: hence `@unchecked Sendable`.
final class ServerLoop: @unchecked Sendable {
  let loop: EventLoop
  /// The place among the server's loops, from 0.
  let shard: Int
  let registry: ServiceRegistry
  let configuration: Server.Configuration
  let sessionConfiguration: HTTP2Session.Configuration
  let buffers = LoopBuffers()
  /// What new connections begin with.
  var tls: TLSContext?

  private let maxConnections: Int
  private var acceptors: [Acceptor] = []
  private(set) var connections: [ObjectIdentifier: ServerConnection] = [:]
  private(set) var handlers = 0
  private(set) var acceptedConnections = 0
  private(set) var isDraining = false
  private var drained: UnsafeContinuation<Void, Never>?
  private var drainTimer: Timer?

  /// How long handlers that were cancelled at the end of draining may take to notice.
  private static let cutOffMax = Duration.seconds(1)

  init(
    _ loop: EventLoop, shard: Int, _ registry: ServiceRegistry,
    _ configuration: Server.Configuration, maxConnections: Int
  ) {
    self.loop = loop
    self.shard = shard
    self.registry = registry
    self.configuration = configuration
    tls = configuration.tls
    self.maxConnections = maxConnections
    var session = HTTP2Session.Configuration(isServer: true)
    session.maxConcurrentStreams = configuration.limits.concurrentStreams
    session.streamWindowBytes = configuration.limits.streamWindowBytes
    session.connectionWindowBytes = configuration.limits.connectionWindowBytes
    session.headerListBytesMax = configuration.limits.headerBytes
    sessionConfiguration = session
  }

  // MARK: Connections

  func listen(on socket: ListeningSocket) {
    let acceptor = Acceptor(socket, self)
    acceptors.append(acceptor)
    acceptor.resume()
  }

  /// How much a connection may hold of requests that no handler has been given, in bytes.
  var unservedBytesMax: Int {
    configuration.limits.incompleteRequestBytes + configuration.limits.messageBytes
  }

  var isFull: Bool { connections.count >= maxConnections }

  func accepted(_ socket: StreamSocket, from peer: SocketAddress) {
    var session: TLSSession?
    if let context = tls {
      do throws(TLSError) {
        session = try TLSSession(context)
      } catch {
        configuration.log("\(peer): \(error)")
        return socket.close()
      }
    }
    let connection = ServerConnection(socket, peer: "\(peer)", tls: session, home: self)
    connections[ObjectIdentifier(connection)] = connection
    acceptedConnections += 1
    connection.start()
  }

  func closed(_ connection: ServerConnection) {
    let wasFull = isFull
    connections[ObjectIdentifier(connection)] = nil
    if wasFull, !isDraining {
      for acceptor in acceptors { acceptor.resume() }
    }
    finishDrainingIfDone()
  }

  func handlerBegan() { handlers += 1 }

  func handlerEnded() {
    handlers -= 1
    if isDraining { finishDrainingIfDone() }
  }

  // MARK: Draining

  /// Takes no more connections and calls, waits for those there are, ends them after `limit`.
  func drain(within limit: Duration) async {
    await withUnsafeContinuation { continuation in
      loop.execute { self.beginDraining(within: limit, continuation) }
    }
  }

  private func beginDraining(
    within limit: Duration, _ continuation: UnsafeContinuation<Void, Never>
  ) {
    guard !isDraining else { return continuation.resume() }
    isDraining = true
    drained = continuation
    for acceptor in acceptors { acceptor.close() }
    acceptors = []
    drainTimer = loop.schedule(after: limit) { [unowned self] in cutOff() }
    for connection in Array(connections.values) { connection.drain() }
    finishDrainingIfDone()
  }

  private func cutOff() {
    drainTimer = loop.schedule(after: ServerLoop.cutOffMax) { [unowned self] in
      for connection in Array(connections.values) { connection.cutOff() }
      finishDraining()
    }
    for connection in Array(connections.values) { connection.cutOff() }
    finishDrainingIfDone()
  }

  private func finishDrainingIfDone() {
    if isDraining, connections.isEmpty, handlers == 0 { finishDraining() }
  }

  private func finishDraining() {
    drainTimer?.cancel()
    drainTimer = nil
    drained?.resume()
    drained = nil
  }
}

/// Takes the connections of one listener.
private final class Acceptor: DescriptorHandler {
  private let socket: ListeningSocket
  private unowned let home: ServerLoop
  private var isWatching = false
  private var pause: Timer?

  /// Connections taken in one turn.
  private static let perTurn = 64
  /// How long to wait when the system gives no descriptor or memory, lest the loop spin.
  private static let exhaustedPause = Duration.milliseconds(250)

  init(_ socket: ListeningSocket, _ home: ServerLoop) {
    self.socket = socket
    self.home = home
  }

  func resume() {
    pause?.cancel()
    pause = nil
    guard !isWatching else { return }
    do throws(SystemError) {
      try home.loop.register(socket.descriptor, for: .readable, self)
      isWatching = true
    } catch {
      home.configuration.log("\(socket.address): \(error)")
      resumeLater()
    }
  }

  private func resumeLater() {
    pause?.cancel()
    pause = home.loop.schedule(after: Acceptor.exhaustedPause) { [unowned self] in resume() }
  }

  private func suspend() {
    guard isWatching else { return }
    home.loop.deregister(socket.descriptor)
    isWatching = false
  }

  func descriptorIsReady(_: Readiness) {
    for _ in 0..<Acceptor.perTurn {
      if home.isFull {
        home.configuration.log("no connection is taken: the most there may be are open")
        return suspend()
      }
      switch socket.accept() {
      case .none: return
      case .connection(let stream, let peer): home.accepted(stream, from: peer)
      case .exhausted(let error):
        home.configuration.log("\(error)")
        suspend()
        return resumeLater()
      }
    }
  }

  func close() {
    pause?.cancel()
    pause = nil
    suspend()
    socket.close()
  }
}
