import Buffers
import Glibc

@testable import EventLoop
@testable import RPC
@testable import RPCTransport

// The whole server, from a socket to handlers, with a client that says anything. Both are on one loop,
// which runs on the caller's thread: the same input makes the same steps.

/// Serves a client that says what `input` has it say. Whatever that is, the server keeps to its bounds,
/// answers in HTTP/2 and gRPC, and has nothing left when the client has gone.
func serveFrames(_ input: UnsafeRawBufferPointer) {
  guard input.count > 2 else { return }
  weak var server: ServerLoop?
  weak var connection: ServerConnection?
  do {
    let loop = try EventLoop()
    let home = ServerLoop(
      loop, shard: 0, registry, configuration, maxConnections: 1, AddressCounts(limit: 1))
    var sockets: [Int32] = [-1, -1]
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    precondition(socketpair(AF_UNIX, type, 0, &sockets) == 0, "no sockets to be had")
    home.accepted(StreamSocket(descriptor: sockets[0]), from: try SocketAddress("unix:fuzz"))
    server = home
    connection = home.connections.values.first
    let client = Client(StreamSocket(descriptor: sockets[1]), Conversation(input), home)
    loop.atTurnEnd(client)
    loop.run()
    client.answers.end()
  } catch {
    preconditionFailure("no server to be had: \(error)")
  }
  precondition(connection == nil, "a connection that stays")
  precondition(server == nil, "a server that stays")
}

private let registry = ServiceRegistry([EveryKind()])

/// Bounds so low that a short input meets them.
private let configuration: Server.Configuration = {
  var configuration = Server.Configuration(addresses: [])
  configuration.limits.concurrentStreams = 8
  configuration.limits.messageBytes = 2048
  configuration.limits.headerBytes = 2048
  configuration.limits.headerFields = 20
  configuration.limits.streamWindowBytes = 8192
  configuration.limits.incompleteRequestBytes = 4096
  configuration.limits.sendBufferBytes = 4096
  configuration.limits.offerBufferBytes = 8192
  configuration.limits.connectionSendBufferBytes = 16384
  configuration.limits.abuseBudget = 20_000
  // Depends on the time.
  configuration.limits.queueMilliseconds = 0
  return configuration
}()

/// Does what its conversation says, a step at the end of each turn of the server's loop.
private final class Client: TurnEndWork {
  let answers: Answers
  private let socket: StreamSocket
  private let conversation: Conversation
  private let home: ServerLoop
  private var cutter: Cutter
  private var said = 0
  private var pieces = 0
  /// Turns in which neither side said anything.
  private var silence = 0
  private var hasLeft = false
  private var isStopping = false
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)

  /// In turns: longer than any handler that needs nothing takes.
  private static let silenceMax = 4
  /// In beats of the server: more than any of its bounds in time.
  private static let beatsMax = 300

  init(_ socket: StreamSocket, _ conversation: Conversation, _ home: ServerLoop) {
    self.socket = socket
    self.conversation = conversation
    self.home = home
    cutter = conversation.cutter
    answers = Answers(to: conversation)
  }

  deinit {
    if !hasLeft { socket.close() }
    buffer.deallocate()
  }

  func turnEnded() {
    checkBounds()
    guard !hasLeft else { return }
    silence += 1
    if conversation.incident != .deafness || said == conversation.opening.count { listen() }
    if !hasLeft { speak() }
    if !hasLeft, silence > Client.silenceMax { leave() }
    if !hasLeft { home.loop.atTurnEnd(self) }
  }

  private func checkBounds() {
    for connection in home.connections.values {
      let limits = configuration.limits
      precondition(0...home.unservedBytesMax ~= connection.unservedBytes, "requests hold too much")
      precondition(0...limits.concurrentStreams ~= connection.orphans, "too many orphans")
      precondition(connection.streams <= limits.concurrentStreams, "too many streams")
      precondition(home.handlers > 0 || connection.orphans == 0, "orphans of nobody")
      precondition(connection.streams > 0 || connection.unservedBytes == 0, "requests of nobody")
    }
    precondition(home.handlers <= configuration.limits.concurrentStreams + 1, "too many handlers")
  }

  private func listen() {
    while true {
      switch socket.read(into: buffer) {
      case .bytes(let count):
        silence = 0
        answers.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      case .wouldBlock: return
      case .end, .failed: return leave()
      }
    }
  }

  private func speak() {
    if pieces == conversation.place { happen() }
    pieces += 1
    guard !hasLeft, said < conversation.opening.count else { return }
    let count = cutter.next(of: conversation.opening.count - said)
    let piece = conversation.opening.slice(said..<said + count)
    guard case .bytes(let sent) = piece.withUnsafeBytes({ socket.write($0) }) else { return }
    said += sent
    silence = 0
  }

  private func happen() {
    switch conversation.incident {
    case .nothing, .deafness: break
    case .drain: stop(within: .seconds(60))
    case .cutOff: stop(within: .zero)
    case .wait:
      for _ in 0..<Client.beatsMax {
        for connection in home.connections.values { connection.beat() }
      }
    case .halfClose: socket.shutdownWriting()
    case .leave: leave()
    }
  }

  private func leave() {
    guard !hasLeft else { return }
    hasLeft = true
    socket.close()
    stop(within: .seconds(60))
  }

  /// Has the server drain, once, and then the loop end.
  private func stop(within limit: Duration) {
    guard !isStopping else { return }
    isStopping = true
    let home = home
    Task.immediate(executorPreference: home.loop) {
      await home.drain(within: limit, notice: .zero)
      precondition(home.handlers == 0 && home.connections.isEmpty, "drained, and something is left")
      home.loop.stop()
    }
  }
}
