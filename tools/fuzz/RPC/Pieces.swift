import Buffers
import HTTP2

/// Has a session take any bytes, whole and in pieces as the second byte says: it must tell of the same
/// events.
func receiveInPieces(_ input: UnsafeRawBufferPointer) {
  guard input.count > 2 else { return }
  let bytes = Conversation(input).opening
  var whole = Events.of(bytes, Cutter(0))
  var pieces = Events.of(bytes, Cutter(input[1]))
  // Payload refills the ledger by what a piece brings of it, so that its end may come elsewhere.
  if whole.isSpent || pieces.isSpent { return }
  // A request that sends more than it said is heard up to the piece that shows it.
  whole.dropUnfinishedPayload()
  pieces.dropUnfinishedPayload()
  // A client that has said GOAWAY with no stream open is heard out to the end of its piece and no further.
  if pieces.hasLeft {
    precondition(whole.events.starts(with: pieces.events), "pieces make a difference before GOAWAY")
  } else {
    precondition(whole == pieces, "pieces make a difference")
  }
}

/// What a session told of.
private struct Events: Equatable {
  enum Event: Equatable {
    case opened(Int32)
    case headers(Int32, [UInt8], endStream: Bool, HeaderExcess?)
    case data(Int32, [UInt8])
    case end(Int32)
    case closed(Int32, ErrorCode)
    case settings
    case ping
    case pong
    case goAway(ErrorCode)
  }
  var events: [Event] = []
  /// What ended it, if it was no HTTP/2.
  var error: HTTP2Error?
  var isCondemned = false
  var isSpent = false
  /// Whether the client has said GOAWAY.
  var hasLeft = false
  /// Streams whose request said how much it would send.
  var announced: Set<Int32> = []

  mutating func add(_ event: Event) {
    if case .data(let id, let bytes) = event, case .data(id, let before) = events.last {
      events[events.count - 1] = .data(id, before + bytes)
    } else {
      events.append(event)
    }
  }

  /// Forgets the payload of requests that said how much they would send and have not ended.
  mutating func dropUnfinishedPayload() {
    let unfinished = announced.filter { !events.contains(.end($0)) }
    guard !unfinished.isEmpty else { return }
    let all = events
    events = []
    for event in all {
      if case .data(let id, _) = event, unfinished.contains(id) { continue }
      add(event)
    }
  }

  static func of(_ bytes: Bytes, _ cutter: Cutter) -> Events {
    var cutter = cutter
    let listener = Listener()
    do throws(HTTP2Error) {
      var configuration = HTTP2Session.Configuration(isServer: true)
      configuration.maxConcurrentStreams = 8
      configuration.headerListBytesMax = 2048
      configuration.headerFieldsMax = 20
      let session = try HTTP2Session(configuration)
      session.delegate = listener
      defer {
        listener.told.isSpent = session.ledger.isSpent
        listener.told.isCondemned = session.isCondemned
      }
      var position = 0
      while position < bytes.count {
        let end = position + cutter.next(of: bytes.count - position)
        try bytes.slice(position..<end).withUnsafeBytes { piece throws(HTTP2Error) in
          try session.receive(piece)
        }
        position = end
      }
    } catch {
      listener.told.error = error
    }
    return listener.told
  }
}

/// Notes what it is told; payload in one piece, however it came.
private final class Listener: HTTP2SessionDelegate {
  var told = Events()

  func sessionOpened(_ stream: HTTP2Stream) -> any HTTP2StreamDelegate {
    told.events.append(.opened(stream.id))
    return StreamListener(stream, self)
  }
  func sessionHasOutput() {}
  func sessionReceivedSettings() { told.events.append(.settings) }
  func sessionReceivedPing() { told.events.append(.ping) }
  func sessionOverdrawn(on charge: Ledger.Charge) -> String { charge.plural }
  func sessionReceivedPong() { told.events.append(.pong) }
  func sessionReceivedGoAway(_ code: ErrorCode) {
    told.events.append(.goAway(code))
    told.hasLeft = true
  }
}

private final class StreamListener: HTTP2StreamDelegate {
  private let stream: HTTP2Stream
  private unowned let home: Listener

  init(_ stream: HTTP2Stream, _ home: Listener) {
    self.stream = stream
    self.home = home
  }

  func streamReceivedHeaders(_ fields: FieldList, endStream: Bool) {
    if stream.awaitedBytes != nil { home.told.announced.insert(stream.id) }
    home.told.events.append(
      .headers(stream.id, Array(fields.bytes), endStream: endStream, stream.headerExcess))
  }
  func streamReceivedData(_ bytes: UnsafeRawBufferPointer) {
    home.told.add(.data(stream.id, Array(bytes)))
    stream.consume(bytes.count)
  }
  func streamReceivedEnd() { home.told.events.append(.end(stream.id)) }
  func streamQueueDrained() {}
  func streamClosed(_ code: ErrorCode) { home.told.events.append(.closed(stream.id, code)) }
}
