import Buffers
import HTTP2

/// One side: a session that records what it is told.
final class Side: HTTP2SessionDelegate {
  let session: HTTP2Session
  var exchanges: [Exchange] = []
  var onOpen: (Exchange) -> Void = { _ in }
  var outputs = 0
  var pings = 0
  var pongs = 0
  var overdrawn: Ledger.Charge?
  var settings = 0
  var goAways: [ErrorCode] = []

  init(_ configuration: HTTP2Session.Configuration) throws {
    session = try HTTP2Session(configuration)
    session.delegate = self
  }

  func sessionOpened(_ stream: HTTP2Stream) -> any HTTP2StreamDelegate {
    let exchange = Exchange()
    exchange.stream = stream
    exchanges.append(exchange)
    onOpen(exchange)
    return exchange
  }
  func sessionHasOutput() { outputs += 1 }
  func sessionReceivedSettings() { settings += 1 }
  func sessionReceivedPing() { pings += 1 }
  func sessionReceivedPong() { pongs += 1 }
  func sessionOverdrawn(on charge: Ledger.Charge) -> String {
    overdrawn = charge
    return "no more"
  }
  func sessionReceivedGoAway(_ code: ErrorCode) { goAways.append(code) }
}

/// One stream's events, in order.
final class Exchange: HTTP2StreamDelegate {
  var stream: HTTP2Stream?
  var fields: [String] = []
  var blocks = 0
  var repeatsRequest = false
  var data: [UInt8] = []
  var ended = false
  var drained = 0
  var closed: ErrorCode?
  var consumes = true
  var onHeaders: (Exchange) -> Void = { _ in }
  var onEnd: (Exchange) -> Void = { _ in }

  func streamReceivedHeaders(_ list: FieldList, endStream: Bool) {
    for (name, value) in list {
      fields.append(
        String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self))
    }
    blocks += 1
    repeatsRequest = repeatsRequest || list.repeatsRequest
    onHeaders(self)
    if endStream { streamReceivedEnd() }
  }
  func streamReceivedData(_ bytes: UnsafeRawBufferPointer) {
    data += bytes
    if consumes { stream?.consume(bytes.count) }
  }
  func streamReceivedEnd() {
    ended = true
    onEnd(self)
  }
  func streamQueueDrained() { drained += 1 }
  func streamClosed(_ code: ErrorCode) { closed = code }
}

final class Pair {
  let client: Side
  let server: Side
  private let wire = OutputBuffer(capacity: 1024)

  init(_ adjust: (inout HTTP2Session.Configuration) -> Void = { _ in }) throws {
    var configuration = HTTP2Session.Configuration(isServer: true)
    adjust(&configuration)
    server = try Side(configuration)
    client = try Side(HTTP2Session.Configuration(isServer: false))
    try exchange()
  }

  /// Carries frames, `step` bytes at a time, until both sides are silent.
  func exchange(step: Int = .max) throws {
    while client.session.hasOutput || server.session.hasOutput {
      let before = moved
      try carry(client.session, to: server.session, step)
      try carry(server.session, to: client.session, step)
      if moved == before { return }
    }
  }

  private var moved = 0

  private func carry(_ from: HTTP2Session, to: HTTP2Session, _ step: Int) throws {
    while try from.produce(into: wire, limit: 64 << 10) || !wire.isEmpty {
      while !wire.isEmpty {
        let piece = [UInt8](wire.bytes.prefix(step))
        wire.removeFirst(piece.count)
        moved += piece.count
        try piece.withUnsafeBytes { try to.receive($0) }
      }
    }
  }

  func open(
    _ extra: [(name: String, value: String)] = [], endStream: Bool = false
  ) -> Exchange {
    let exchange = Exchange()
    exchange.stream = client.session.open(
      FieldBlock(request + extra), endStream: endStream, delegate: exchange)
    return exchange
  }
}

let request: [(name: String, value: String)] = [
  (":method", "POST"), (":scheme", "http"), (":path", "/a"), (":authority", "x"),
]
let ok = FieldBlock([(":status", "200")], isPermanent: true)
