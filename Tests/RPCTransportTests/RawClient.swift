import Buffers
import EventLoop
import Glibc
import HTTP2
import RPC
import Testing

/// A client of HTTP/2 alone, which sends what no gRPC client would. It works while it is waited for.
final class RawClient: HTTP2SessionDelegate {
  private let socket: StreamSocket
  private let session: HTTP2Session
  /// What the server's GOAWAYs said.
  private(set) var goAways: [ErrorCode] = []
  private(set) var hasSettings = false
  /// How many signs of life the server asked for.
  private(set) var pings = 0
  private var input = [UInt8](repeating: 0, count: 64 << 10)

  /// A server that says nothing for so long, in milliseconds, has failed the test.
  private static let patience: Int32 = 20_000

  init(_ address: SocketAddress, streamWindowBytes: Int = 1 << 20) throws {
    socket = try StreamSocket.connect(to: address)
    var configuration = HTTP2Session.Configuration(isServer: false)
    configuration.streamWindowBytes = streamWindowBytes
    session = try HTTP2Session(configuration)
    session.delegate = self
    var poller = pollfd(fd: socket.descriptor, events: Int16(POLLOUT), revents: 0)
    poll(&poller, 1, RawClient.patience)
  }

  deinit { socket.close() }

  /// What every well-made request has.
  static let head = [
    (":method", "POST"), (":scheme", "http"), (":path", "/test.Echo/Unary"),
    (":authority", "localhost"), ("te", "trailers"), ("content-type", "application/grpc"),
  ]

  /// Opens a stream with the usual fields, those of `changes` in their place or behind them.
  func open(
    _ changes: [(String, String)] = [], without: String? = nil, endStream: Bool = false
  ) throws -> RawCall {
    let changed = Set(changes.map(\.0))
    let pseudo = changes.filter { $0.0.hasPrefix(":") }
    let fields =
      pseudo + RawClient.head.filter { !changed.contains($0.0) && $0.0 != without }
      + changes.filter { !$0.0.hasPrefix(":") }
    let call = RawCall(self)
    call.stream = try #require(
      session.open(FieldBlock(fields), endStream: endStream, delegate: call))
    try flush()
    return call
  }

  /// Sends what is due, in frames of its own.
  func flush() throws {
    let output = OutputBuffer(capacity: 1 << 10)
    while try session.produce(into: output, limit: 1 << 20) {}
    while !output.isEmpty {
      switch socket.write(output.bytes) {
      case .bytes(let count): output.removeFirst(count)
      case .wouldBlock: try receive()
      case .end, .failed: throw RawClientError.gone
      }
    }
  }

  /// Works until `isDone`.
  func run(until isDone: () -> Bool) throws {
    try flush()
    while !isDone() {
      try receive()
      try flush()
    }
  }

  /// Works until the server closes the connection.
  func runToEnd() throws {
    do { try run { false } } catch RawClientError.gone {}
  }

  /// Asks the server for a sign of life.
  func ping() throws {
    session.ping()
    try flush()
  }

  private func receive() throws {
    var poller = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&poller, 1, RawClient.patience) > 0 else { throw RawClientError.silence }
    let outcome = input.withUnsafeMutableBytes { socket.read(into: $0) }
    switch outcome {
    case .bytes(let count):
      try input.withUnsafeBytes {
        try session.receive(UnsafeRawBufferPointer(rebasing: $0[..<count]))
      }
    case .wouldBlock: break
    case .end, .failed: throw RawClientError.gone
    }
  }

  func sessionOpened(_ stream: HTTP2Stream) -> any HTTP2StreamDelegate {
    preconditionFailure("a server opened a stream")
  }
  func sessionHasOutput() {}
  func sessionReceivedSettings() { hasSettings = true }
  func sessionReceivedPing() { pings += 1 }
  func sessionOverdrawn(on charge: Ledger.Charge) -> String { "" }
  func sessionReceivedPong() {}
  func sessionReceivedGoAway(_ code: ErrorCode) { goAways.append(code) }
}

enum RawClientError: Error {
  case silence
  case gone
}

/// One stream of a ``RawClient``, and what came of it.
final class RawCall: HTTP2StreamDelegate {
  fileprivate(set) var stream: HTTP2Stream?
  private unowned let client: RawClient
  /// Every header block, in order.
  private(set) var blocks: [[(name: String, value: String)]] = []
  private(set) var body: [UInt8] = []
  private(set) var hasEnded = false
  private(set) var closed: ErrorCode?
  /// Whether the window is opened as payload comes.
  var isReading = true

  init(_ client: RawClient) { self.client = client }

  /// Sends `bytes` in a frame of their own.
  func send(_ bytes: [UInt8]) throws {
    stream?.send(Bytes(bytes))
    try client.flush()
  }

  func end() throws {
    stream?.end()
    try client.flush()
  }

  /// Waits for the stream's end.
  func finish() throws { try client.run { closed != nil } }

  /// Waits for so many bytes of payload.
  func awaitBody(_ count: Int) throws { try client.run { body.count >= count || closed != nil } }

  /// The first value of that name in any block.
  subscript(name: String) -> String? {
    blocks.lazy.flatMap { $0 }.first { $0.name == name }?.value
  }

  func values(_ name: String) -> [String] {
    blocks.flatMap { $0 }.filter { $0.name == name }.map(\.value)
  }

  /// The messages of the body, with their flags.
  var messages: [(flag: UInt8, bytes: Bytes)] {
    var rest = body[...]
    var found: [(flag: UInt8, bytes: Bytes)] = []
    while rest.count >= MessagePrefix.size {
      let prefix = Array(rest.prefix(MessagePrefix.size))
      let count = prefix[1...].reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(MessagePrefix.size)
      found.append((prefix[0], Bytes(rest.prefix(count))))
      rest = rest.dropFirst(count)
    }
    return found
  }

  func streamReceivedHeaders(_ fields: FieldList, endStream: Bool) {
    blocks.append(
      fields.map {
        (String(decoding: $0.name, as: UTF8.self), String(decoding: $0.value, as: UTF8.self))
      })
    if endStream { hasEnded = true }
  }

  func streamReceivedData(_ bytes: UnsafeRawBufferPointer) {
    body += bytes
    if isReading { stream?.consume(bytes.count) }
  }

  func streamReceivedEnd() { hasEnded = true }
  func streamQueueDrained() {}
  func streamClosed(_ code: ErrorCode) { closed = code }
}

/// `message` behind its prefix.
func prefixed(_ message: [UInt8], flag: UInt8 = 0) -> [UInt8] {
  let length = UInt32(message.count)
  return [flag] + [24, 16, 8, 0].map { UInt8(length >> $0 & 255) } + message
}
