import EventLoop
import HTTP2
import RPC
import TLS

/// A server's part on one loop: listeners, connections and the count of running handlers. Confined
/// to the loop: hence `@unchecked Sendable`.
final class ServerLoop: TurnEndWork, @unchecked Sendable {
  let loop: EventLoop
  /// The place among the server's loops, from 0.
  let shard: Int
  let registry: ServiceRegistry
  let configuration: Server.Configuration
  let sessionConfiguration: HTTP2Session.Configuration
  let buffers = LoopBuffers()
  /// Where handlers run.
  let calls: CallTasks
  /// What new connections begin with.
  var tls: TLSContext?

  let pace: Pace
  /// What calls are told that are turned away.
  private let overload: Overload
  /// Nil when none are.
  @exclusivity(unchecked) private var shedder: LoadShedder?
  /// Whether calls have been asked for in this turn.
  @exclusivity(unchecked) private var isAsked = false

  private let maxConnections: Int
  private let addresses: AddressCounts
  private var acceptors: [Acceptor] = []
  private(set) var connections: [ObjectIdentifier: ServerConnection] = [:]
  private(set) var handlers = 0
  private(set) var acceptedConnections = 0
  /// Clients that were put out because they broke a bound.
  private(set) var putOuts = 0
  private(set) var handshakes = 0
  private(set) var resumptions = 0
  private(set) var failedHandshakes = 0
  /// Connections that came when the server was stopping already.
  private var lateConnections = 0
  /// Whether the server is about to stop: calls are told.
  private(set) var isDraining = false
  /// Whether connections are asked to leave.
  private(set) var isLeaving = false
  private var drained: UnsafeContinuation<Void, Never>?
  private var drainTimer: Timer?
  private var beatTimer: Timer?
  /// Whether a connection has ended since the last beat.
  private var hasClosed = false
  /// Lines for the operator since the last beat.
  private var notes = 0
  private static let notesPerBeat = 8

  /// How long handlers that were cancelled at the end of draining may take to notice.
  private static let cutOffMax = Duration.seconds(1)

  init(
    _ loop: EventLoop, shard: Int, _ registry: ServiceRegistry,
    _ configuration: Server.Configuration, maxConnections: Int, _ addresses: AddressCounts
  ) {
    self.loop = loop
    calls = CallTasks(loop)
    self.shard = shard
    self.registry = registry
    self.configuration = configuration
    tls = configuration.tls
    let queue = configuration.limits.queueMilliseconds
    overload = Overload(queueMilliseconds: queue)
    shedder = queue > 0 ? LoadShedder(target: .milliseconds(queue)) : nil
    self.maxConnections = maxConnections
    self.addresses = addresses
    pace = Pace(configuration.limits)
    var session = HTTP2Session.Configuration(isServer: true)
    session.maxConcurrentStreams = configuration.limits.concurrentStreams
    session.streamWindowBytes = configuration.limits.streamWindowBytes
    session.connectionWindowBytes = configuration.limits.connectionWindowBytes
    session.lowWaterBytes = min(session.lowWaterBytes, configuration.limits.sendBufferBytes)
    session.headerListBytesMax = configuration.limits.headerBytes
    session.headerFieldsMax = configuration.limits.headerFields
    session.abuseBudget = configuration.limits.abuseBudget
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
    guard addresses.enter(peer.network) else { return refuse(socket, from: peer) }
    var session: TLSSession?
    if let context = tls {
      do throws(TLSError) {
        session = try TLSSession(context)
      } catch {
        note("\(peer): \(error)")
        addresses.leave(peer.network)
        return socket.close()
      }
    }
    let connection = ServerConnection(socket, peer: peer, tls: session, home: self)
    connections[ObjectIdentifier(connection)] = connection
    acceptedConnections += 1
    if connection.isLate { lateConnections += 1 }
    if beatTimer == nil { scheduleBeat() }
    connection.start()
  }

  private func refuse(_ socket: StreamSocket, from peer: SocketAddress) {
    let key = ServerLimits.Key.connectionsPerAddress.rawValue
    let text = "\(configuration.limits.connectionsPerAddress) connections are open (\(key))"
    note("\(peer): closed at once: \(text)")
    if configuration.tls == nil {
      _ = HTTP2Session.farewell(.enhanceYourCalm, text).withUnsafeBytes { socket.write($0) }
    }
    socket.close()
  }

  func closed(_ connection: ServerConnection) {
    let wasFull = isFull
    hasClosed = true
    addresses.leave(connection.network)
    connections[ObjectIdentifier(connection)] = nil
    if connection.isLate { lateConnections -= 1 }
    if wasFull {
      for acceptor in acceptors { acceptor.resume() }
    }
    finishDrainingIfDone()
  }

  // MARK: Time

  /// Connections look at their bounds once a beat; there is none while there are no connections and
  /// the memory of those that were has been given back.
  private func scheduleBeat() {
    // Kept by its beat until that, or the end of draining: while there are connections.
    beatTimer = loop.schedule(after: pace.interval) { [self] in
      for connection in connections.values { connection.beat() }
      if notes > ServerLoop.notesPerBeat {
        configuration.log("and \(notes - ServerLoop.notesPerBeat) connections more of that kind")
      }
      notes = 0
      beatTimer = nil
      let mayGiveBack = ProcessMemory.giveBackWhenQuiet(hasFreed: hasClosed)
      hasClosed = false
      if !connections.isEmpty || mayGiveBack { scheduleBeat() }
    }
  }

  /// Tells the operator; of many clients that misbehave at once, of a few.
  func note(_ line: @autoclosure () -> String) {
    notes += 1
    if notes <= ServerLoop.notesPerBeat { configuration.log(line()) }
  }

  /// Counts a TLS handshake that succeeded.
  func noteHandshake(isResumption: Bool) {
    handshakes += 1
    if isResumption { resumptions += 1 }
  }

  /// Counts a connection that ended before its TLS handshake had.
  func noteFailedHandshake() { failedHandshakes += 1 }

  /// Tells that a client was put out, and why.
  func notePutOut(_ peer: String, _ reason: String) {
    putOuts += 1
    note("\(peer): put out: \(reason)")
  }

  // MARK: Calls

  /// Whether a new call is to be served, which is asked of each once. Health is always told: who asks
  /// wants to know how an overloaded server is.
  func admits(_ method: ServerMethod, from connection: ServerConnection) -> Bool {
    guard shedder != nil else { return true }
    if !isAsked {
      isAsked = true
      loop.atTurnEnd(self)
      shedder?.turnBegan(at: loop.now)
    }
    return shedder?.admits(&connection.share, now: MonotonicClock.nanoseconds) != false
      || method.descriptor.service == Overload.exemptService
  }

  /// Refuses a call before it has cost anything.
  func turnAway(_ stream: HTTP2Stream, _ method: MethodDescriptor, _ peer: String) {
    stream.respond(overload.answer, endStream: true)
    registry.refused(
      RefusedRequest(method: method, error: overload.error, peer: peer, shard: shard))
  }

  func turnEnded() {
    isAsked = false
    shedder?.turnEnded(at: MonotonicClock.nanoseconds)
  }

  func handlerBegan() { handlers += 1 }

  func handlerEnded() {
    handlers -= 1
    if isDraining { finishDrainingIfDone() }
  }

  // MARK: Draining

  /// Says that the server drains; after `notice` takes no more calls, waits for those there are, and
  /// ends them after `limit`. Until then connections are still taken, to tell probes that the server
  /// stops, and everybody else to go elsewhere.
  func drain(within limit: Duration, notice: Duration) async {
    await withUnsafeContinuation { continuation in
      loop.execute { self.beginDraining(within: limit, notice: notice, continuation) }
    }
  }

  private func beginDraining(
    within limit: Duration, notice: Duration, _ continuation: UnsafeContinuation<Void, Never>
  ) {
    guard !isDraining else { return continuation.resume() }
    isDraining = true
    drained = continuation
    for connection in connections.values { connection.tellCalls() }
    // In a later turn at the earliest: what calls say to this goes out before connections are asked
    // to leave.
    drainTimer = loop.schedule(after: notice) { [unowned self] in beginLeaving(within: limit) }
  }

  private func beginLeaving(within limit: Duration) {
    isLeaving = true
    drainTimer = loop.schedule(after: limit) { [unowned self] in cutOff() }
    for connection in Array(connections.values) { connection.leave() }
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
    if isLeaving, connections.count == lateConnections, handlers == 0 { finishDraining() }
  }

  private func finishDraining() {
    drainTimer?.cancel()
    drainTimer = nil
    // Nobody promises to keep this any longer than that.
    beatTimer?.cancel()
    beatTimer = nil
    for acceptor in acceptors { acceptor.close() }
    acceptors = []
    calls.close()
    guard let drained else { return }
    self.drained = nil
    for connection in Array(connections.values) { connection.close("the server has stopped") }
    drained.resume()
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
        home.configuration.log(
          "no connection is taken: \(home.configuration.limits.connections) are open "
            + "(\(ServerLimits.Key.connections.rawValue))")
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
