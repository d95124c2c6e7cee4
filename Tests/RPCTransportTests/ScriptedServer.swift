import Buffers
import EventLoop
import Glibc
import Synchronization

/// A server that follows a script, frame by frame, so that it can do what no good one does. Each
/// connection has a thread of its own, on which the script runs with the connection's number.
final class ScriptedServer: Sendable {
  let address: SocketAddress
  private let listener: ListeningSocket
  private let isStopped = Atomic(false)

  init(_ script: @escaping @Sendable (Int, ScriptedPeer) -> Void) throws {
    listener = try ListeningSocket.listen(at: SocketAddress("127.0.0.1:0"), count: 1)[0]
    address = listener.address
    let listener = listener
    pthread_detach(
      try startThread(named: "scripted") { [isStopped = Unmanaged.passRetained(self)] in
        let owner = isStopped.takeRetainedValue()
        var number = 0
        while !owner.isStopped.load(ordering: .acquiring) {
          guard ScriptedPeer.wait(listener.descriptor, milliseconds: 20) else { continue }
          guard case .connection(let socket, _) = listener.accept() else { continue }
          let mine = number
          number += 1
          let thread = try? startThread(named: "scripted") {
            let peer = ScriptedPeer(socket)
            script(mine, peer)
            peer.close()
          }
          if let thread { pthread_detach(thread) }
        }
        listener.close()
      })
  }

  func stop() { isStopped.store(true, ordering: .releasing) }
}

/// One connection of a ``ScriptedServer``. Source of the numbers: RFC 9113, RFC 7541.
final class ScriptedPeer {
  struct Frame {
    let type: UInt8
    let flags: UInt8
    let stream: UInt32
    let payload: [UInt8]
  }

  private let socket: StreamSocket
  private var received: [UInt8] = []
  private var isClosed = false

  init(_ socket: StreamSocket) { self.socket = socket }

  static func wait(_ descriptor: Int32, milliseconds: Int32) -> Bool {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&poller, 1, milliseconds) > 0
  }

  // MARK: Bytes

  /// False at the end of the connection, or after a long silence.
  private func readMore() -> Bool {
    guard ScriptedPeer.wait(socket.descriptor, milliseconds: 20_000) else { return false }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    guard case .bytes(let count) = buffer.withUnsafeMutableBytes({ socket.read(into: $0) }) else {
      return false
    }
    received += buffer[..<count]
    return true
  }

  private func take(_ count: Int) -> [UInt8]? {
    while received.count < count { guard readMore() else { return nil } }
    defer { received.removeFirst(count) }
    return Array(received[..<count])
  }

  func send(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { socket.write($0) }
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    socket.close()
  }

  /// Returns once the client has closed.
  func waitForEnd() { while readMore() { received = [] } }

  // MARK: Frames

  func send(_ type: UInt8, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) {
    var bytes = Array(big(UInt32(payload.count)).dropFirst())
    bytes += [type, flags]
    bytes += big(stream)
    bytes += payload
    send(bytes)
  }

  private func big(_ number: UInt32) -> [UInt8] {
    (0..<4).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// Takes the client's preface and sends SETTINGS, allowing so many streams at once.
  func open(maxStreams: UInt32? = nil) {
    _ = take(24)
    send(4, maxStreams.map { [0, 3] + big($0) } ?? [])
  }

  /// The next frame but SETTINGS, which are acknowledged, and WINDOW_UPDATE.
  func next() -> Frame? {
    while let head = take(9) {
      let count = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
      guard let payload = take(count) else { return nil }
      let stream = head[5...].reduce(0) { $0 << 8 | UInt32($1) }
      if head[3] == 4 {
        if head[4] & 1 == 0 { send(4, flags: 1) }
      } else if head[3] != 8 {
        return Frame(type: head[3], flags: head[4], stream: stream, payload: payload)
      }
    }
    return nil
  }

  /// The stream of the next request.
  func request() -> UInt32? {
    while let frame = next() { if frame.type == 1 { return frame.stream } }
    return nil
  }

  func goAway(last: UInt32, code: UInt32 = 0) { send(7, big(last) + big(code)) }
  func reset(_ stream: UInt32, code: UInt32) { send(3, stream: stream, big(code)) }
  func pong(_ ping: Frame) { send(6, flags: 1, ping.payload) }

  private func block(_ fields: [(String, String)]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (name, value) in fields {
      bytes += [0, UInt8(name.utf8.count)]
      bytes += name.utf8
      bytes.append(UInt8(value.utf8.count))
      bytes += value.utf8
    }
    return bytes
  }

  private static let head = [(":status", "200"), ("content-type", "application/grpc")]

  func respondHead(_ stream: UInt32) {
    send(1, flags: 4, stream: stream, block(ScriptedPeer.head))
  }

  /// Answers with one message and OK.
  func respond(_ stream: UInt32, _ message: [UInt8] = []) {
    respondHead(stream)
    send(0, stream: stream, Array(framed(Bytes(message)).joined()))
    send(1, flags: 5, stream: stream, block([("grpc-status", "0")]))
  }

  /// Answers with trailers alone.
  func refuse(_ stream: UInt32, code: Int, _ more: [(String, String)] = []) {
    send(
      1, flags: 5, stream: stream,
      block(ScriptedPeer.head + [("grpc-status", "\(code)"), ("grpc-message", "no")] + more))
  }
}
