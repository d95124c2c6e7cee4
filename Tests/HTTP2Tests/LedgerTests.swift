import Buffers
import HTTP2
import Testing

/// What a hostile client does over and over: the n-th time, on a connection where stream 1 is open.
private struct Abuse: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// How often it may at most.
  let countMax: Int
  let charge: Ledger.Charge
  let unit: @Sendable (Int) -> [UInt8]
  /// Whether it reads what it is answered.
  var reads = true

  static let all = [
    Abuse(testDescription: "calls and cancels", countMax: 2000, charge: .resetReceived) {
      Raw.headers(2 * $0 + 3) + Raw.frame(3, stream: 2 * $0 + 3, Raw.number(8))
    },
    Abuse(testDescription: "opens a stream's window too far", countMax: 100, charge: .malformed) {
      Raw.headers(2 * $0 + 3) + Raw.frame(8, stream: 2 * $0 + 3, Raw.number(0x7fff_ffff))
    },
    Abuse(testDescription: "names a field in capitals", countMax: 100, charge: .malformed) {
      Raw.headers(2 * $0 + 3, Raw.field("Bad", "x"), flags: 5)
    },
    Abuse(testDescription: "names fields not at all", countMax: 100, charge: .malformed) {
      Raw.headers(2 * $0 + 3, [UInt8](repeating: 0, count: 90), flags: 5)
    },
    Abuse(testDescription: "names a thousand fields not at all", countMax: 100, charge: .headers) {
      Raw.headers(2 * $0 + 3, [UInt8](repeating: 0, count: 3000), flags: 5)
    },
    Abuse(testDescription: "sends SETTINGS", countMax: 1000, charge: .settings) { _ in
      Raw.frame(4, [0, 4, 0, 0, 0xff, 0xff])
    },
    Abuse(
      testDescription: "sends SETTINGS and reads nothing", countMax: 130, charge: .unreadAnswers,
      unit: { _ in Raw.frame(4) }, reads: false),
    Abuse(testDescription: "sends PINGs", countMax: 5000, charge: .ping) {
      Raw.frame(6, Raw.number(0) + Raw.number($0))
    },
    Abuse(testDescription: "sends PRIORITY", countMax: 2000, charge: .priority) {
      Raw.frame(2, stream: 2 * ($0 % 100) + 101, Raw.number(1) + [7])
    },
    Abuse(testDescription: "opens the window byte by byte", countMax: 5000, charge: .windowUpdate) {
      _ in Raw.frame(8, Raw.number(1))
    },
    Abuse(testDescription: "sends unknown frames", countMax: 2000, charge: .otherFrame) { _ in
      Raw.frame(0x7f, [UInt8](repeating: 0, count: 64))
    },
    Abuse(testDescription: "sends empty DATA", countMax: 2000, charge: .emptyData) { _ in
      Raw.frame(0, stream: 1)
    },
    Abuse(testDescription: "sends padding", countMax: 200, charge: .padding) { _ in
      Raw.frame(0, flags: 8, stream: 1, [255] + [UInt8](repeating: 0, count: 255))
    },
    Abuse(testDescription: "names one large field 15,000 times", countMax: 1, charge: .headers) {
      _ in
      let large = [0x40, 1, 0x78, 0x7f, 0xa1, 0x1e] + [UInt8](repeating: 0x61, count: 4000)
      return Raw.headers(3, large, flags: 5)
        + Raw.headers(5, [UInt8](repeating: 0xbe, count: 15_000), flags: 5)
    },
    Abuse(testDescription: "never ends a header block", countMax: 10, charge: .continuations) {
      $0 == 0 ? Raw.headers(3, flags: 1) : Raw.frame(9, stream: 3)
    },
  ]
}

@Test(arguments: Abuse.all)
private func abuseIsPutOutWithItsReason(abuse: Abuse) throws {
  let server = try Side(HTTP2Session.Configuration(isServer: true))
  let wire = OutputBuffer(capacity: 1024)
  func receive(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try server.session.receive($0) }
    guard abuse.reads else { return }
    wire.removeAll()
    while try server.session.produce(into: wire, limit: 64 << 10) {}
  }
  try receive(Raw.preface + Raw.headers(1))
  var count = 0
  while server.overdrawn == nil, count <= abuse.countMax {
    try receive(abuse.unit(count))
    count += 1
  }
  #expect(server.overdrawn == abuse.charge)
  // An honest client that did it ten times would not have been harmed, but for the bombs.
  #expect(count <= abuse.countMax && (count > 10 || abuse.countMax <= 10))
  #expect(server.session.isCondemned)
  #expect(server.exchanges.allSatisfy { $0.closed != nil })
  if !abuse.reads { while try server.session.produce(into: wire, limit: 64 << 10) {} }
  #expect(wire.bytes.suffix(11).elementsEqual(Raw.number(0xb) + Array("no more".utf8)))
  #expect(server.session.isFinished)
}

@Test func whatIsUsefulPaysForWhatIsNot() throws {
  let pair = try Pair()
  pair.server.onOpen = { exchange in
    exchange.onEnd = { exchange in
      exchange.stream?.respond(ok)
      exchange.stream?.send([1])
      exchange.stream?.end(trailers: FieldBlock([("grpc-status", "0")]))
      exchange.stream?.answered()
    }
  }
  for _ in 0..<5000 {
    _ = pair.open(endStream: true)
    let other = pair.open()
    try pair.exchange()
    other.stream?.reset(.cancel)
    try pair.exchange()
  }
  #expect(pair.server.overdrawn == nil)
  #expect(pair.server.session.ledger.balance > 90_000)
}

@Test func timeRefillsALittle() throws {
  var ledger = Ledger(budget: 1000)
  ledger.charge(.settings, 10)
  #expect(ledger.balance == 0 && !ledger.isSpent)
  ledger.credit(400)
  ledger.credit(4000)
  #expect(ledger.balance == 1000)
  ledger.charge(.malformed)
  ledger.charge(.ping)
  #expect(ledger.spentOn == .ping)
  // Spent stays spent.
  ledger.credit(4000)
  #expect(ledger.isSpent)
}

@Test func payloadThatIsNotTakenIsCountedAndCharged() throws {
  let pair = try Pair()
  pair.server.onOpen = { $0.onHeaders = { $0.stream?.respond(ok) } }
  let call = pair.open(endStream: true)
  try pair.exchange()
  call.consumes = false
  let served = try #require(pair.server.exchanges.first?.stream)
  served.send(Bytes(repeatElement(1, count: 3 << 20)))
  try pair.exchange()
  let session = pair.server.session
  session.beat(credit: 0, isBlocked: false, hasMoved: false)
  #expect(session.stalledBeats == 0)
  let before = session.ledger.balance
  session.beat(credit: 0, isBlocked: false, hasMoved: false)
  #expect(session.stalledBeats == 1)
  #expect(before - session.ledger.balance >= 1900)
  // Where the wire itself takes nothing the windows are not to blame.
  let between = session.ledger.balance
  session.beat(credit: 0, isBlocked: true, hasMoved: false)
  #expect(session.stalledBeats == 2 && session.ledger.balance == between)
  call.stream?.consume(1 << 20)
  try pair.exchange()
  session.beat(credit: 0, isBlocked: false, hasMoved: false)
  #expect(session.stalledBeats == 0)
}

@Test func aHeaderBlockIsTimedFromItsBeginning() throws {
  let server = try Side(HTTP2Session.Configuration(isServer: true))
  func receive(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try server.session.receive($0) }
    server.session.beat(credit: 0, isBlocked: false, hasMoved: false)
  }
  try receive(Raw.preface)
  // A frame of which the last byte has not come.
  try receive(Raw.headers(1).dropLast())
  try receive([])
  #expect(server.session.headerBlockBeats == 2)
  try receive(Raw.headers(1).suffix(1))
  try receive(Raw.headers(3, flags: 1))
  #expect(server.session.headerBlockBeats == 1)
  try receive(Raw.frame(9, flags: 4, stream: 3))
  #expect(server.exchanges.map(\.blocks) == [1, 1])
}

@Test func aBlockOfTooManyFieldsIsMarked() throws {
  let pair = try Pair { $0.headerFieldsMax = 10 }
  _ = pair.open((0..<7).map { ("x-\($0)", "1") }, endStream: true)
  _ = pair.open((0..<6).map { ("x-\($0)", "1") }, endStream: true)
  try pair.exchange()
  #expect(pair.server.exchanges.map { $0.stream?.headerExcess } == [.fields, nil])
  #expect(pair.server.exchanges.map(\.fields.count) == [10, 10])
}

@Test(
  arguments: [
    // when PINGs come, in seconds; before which something is sent; which one is too many
    ([0, 10, 20, 30, 40], [], nil),
    ([0, 1, 2, 3, 4], [], 3),
    ([0, 1, 2, 20, 21], [], 4),
    ([0, 1, 2, 3, 4, 5, 6, 7, 8], [2, 4, 6], nil),
    ([0, 0, 0, 0], [1, 2, 3], nil),
  ] as [([Int], Set<Int>, Int?)])
func pingsThatComeTooOftenAreStruck(pings: [Int], sent: Set<Int>, tooMany: Int?) {
  var watch = PingWatch()
  let found = pings.enumerated().first { place, second in
    watch.isTooMany(
      at: Int64(second) * 1_000_000_000, interval: 10_000_000_000, hasSent: sent.contains(place))
  }
  #expect(found?.offset == tooMany)
}
