import Testing

@testable import HTTP2

private typealias Fields = [(String, String)]

private func list(_ fields: Fields, _ body: (FieldList) -> Void) {
  var buffer = FieldListBuffer()
  let limits = HTTP2Session.Configuration(isServer: true)
  for (name, value) in fields {
    Array(name.utf8).withUnsafeBytes { name in
      Array(value.utf8).withUnsafeBytes { value in
        _ = buffer.append(name, value, in: limits)
      }
    }
  }
  body(buffer.fields)
}

private let pseudo: Fields = [
  (":method", "POST"), (":scheme", "http"), (":path", "/a"), (":authority", "x:1"),
]

/// `pseudo` with some fields changed, or left out where they are nil.
private func with(_ changes: (String, String?)...) -> Fields {
  pseudo.compactMap { name, value in
    guard let change = changes.first(where: { $0.0 == name }) else { return (name, value) }
    return change.1.map { (name, $0) }
  }
}

@Suite("Fields of requests (RFC 9113, 8.2 and 8.3)") struct RequestFieldsTests {
  @Test(
    "are those of a request",
    arguments: [
      pseudo,
      with((":authority", nil)) + [("host", "x")],
      with((":scheme", "https"), (":path", "/a?b=%20&c=[d]|{e}\"^`<>\\窓")),
      with((":method", "OPTIONS"), (":path", "*")),
      with((":method", "M-SEARCH")),
      with((":scheme", "coap+tcp"), (":path", "a b".split(separator: " ").joined())),
      [(":method", "CONNECT"), (":authority", "x:1")],
      [(":path", "/"), (":method", "GET"), (":authority", "[::1]:1"), (":scheme", "http")],
      pseudo + [("te", "trailers"), ("te", "Trailers")],
      pseudo + [("x-empty", ""), ("x-tab", "a\tb"), ("x-high", "窓"), ("!#$%&'*+-.^_`|~09az", "x")],
      pseudo + [("host", "x"), ("content-length", "0")],
      pseudo + [("content-length", "9223372036854775807")],
      pseudo + [("connectio", "x"), ("connections", "x"), ("upgrades", "x"), ("keep-alives", "x")],
    ])
  fileprivate func wellFormed(fields: Fields) {
    list(fields) { #expect(RequestFields($0, isCut: false) != nil) }
  }

  @Test(
    "are not those of a request",
    arguments: [
      [],
      with((":method", nil)), with((":scheme", nil)), with((":path", nil)),
      with((":authority", nil)),
      with((":method", "")), with((":scheme", "")), with((":path", "")), with((":authority", "")),
      with((":method", "PO ST")), with((":method", "P\u{1}")), with((":method", "窓")),
      with((":scheme", "1a")), with((":scheme", "ht tp")), with((":scheme", "http:")),
      with((":path", "a")), with((":path", "*")), with((":path", "/a b")),
      with((":path", "/\u{7f}")), with((":path", "/\u{0}")),
      with((":authority", "x y")), with((":authority", "x/y")), with((":authority", "x\"")),
      with((":authority", "窓")),
      [(":method", "CONNECT")],
      [(":method", "CONNECT"), (":authority", "x"), (":path", "/")],
      [(":method", "CONNECT"), (":authority", "x"), (":scheme", "http")],
      pseudo + [(":method", "POST")], pseudo + [(":scheme", "http")], pseudo + [(":path", "/a")],
      pseudo + [(":authority", "x")],
      pseudo + [(":status", "200")], pseudo + [(":protocol", "websocket")], pseudo + [(":", "x")],
      pseudo + [(":Path", "/")],
      [("x", "y")] + pseudo,
      pseudo + [("", "x")], pseudo + [("X", "y")], pseudo + [("a b", "y")], pseudo + [("a:", "y")],
      pseudo + [("a\u{0}", "y")], pseudo + [("窓", "y")], pseudo + [("a\u{7f}", "y")],
      pseudo + [("x", " y")], pseudo + [("x", "y ")], pseudo + [("x", "\ty")],
      pseudo + [("x", "y\t")], pseudo + [("x", " ")],
      pseudo + [("x", "a\u{0}b")], pseudo + [("x", "a\nb")], pseudo + [("x", "a\rb")],
      pseudo + [("x", "a\u{7f}b")],
      pseudo + [("connection", "close")], pseudo + [("keep-alive", "1")],
      pseudo + [("proxy-connection", "close")], pseudo + [("transfer-encoding", "chunked")],
      pseudo + [("upgrade", "h2c")],
      pseudo + [("te", "gzip")], pseudo + [("te", "trailers, gzip")], pseudo + [("te", "")],
      pseudo + [("host", "")], pseudo + [("host", "x"), ("host", "x")], pseudo + [("host", "x y")],
      pseudo + [("content-length", "")], pseudo + [("content-length", "-1")],
      pseudo + [("content-length", "+1")], pseudo + [("content-length", "1,1")],
      pseudo + [("content-length", "0x1")], pseudo + [("content-length", "9223372036854775808")],
      pseudo + [("content-length", "99999999999999999999999")],
      pseudo + [("content-length", "1"), ("content-length", "1")],
    ])
  fileprivate func malformed(fields: Fields) {
    list(fields) { #expect(RequestFields($0, isCut: false) == nil) }
  }

  @Test("that were cut off may lack what a request needs, and no more")
  func cut() {
    list(with((":path", nil))) { #expect(RequestFields($0, isCut: true) != nil) }
    list([("X", "y")]) { #expect(RequestFields($0, isCut: true) == nil) }
  }

  @Test("say how much follows")
  func contentLength() {
    list(pseudo + [("content-length", "007")]) {
      #expect(RequestFields($0, isCut: false)?.contentLength == 7)
    }
    list(pseudo) { #expect(RequestFields($0, isCut: false)?.contentLength == nil) }
  }

  @Test("are those of trailers without a pseudo-header field")
  func trailers() {
    list([("x", "y"), ("content-length", "5")]) { #expect(RequestFields.areTrailers($0)) }
    list([]) { #expect(RequestFields.areTrailers($0)) }
    for field in [(":path", "/"), ("X", "y"), ("connection", "close"), ("x", "a\u{0}")] {
      list([field]) { #expect(!RequestFields.areTrailers($0)) }
    }
  }
}

@Suite("A request's payload (RFC 9113, 8.1.1)") struct ContentLengthTests {
  /// How the call ends for the client that announces `announced` bytes and sends `sent`, in pieces.
  private func ending(
    announced: Int, sent: [Int], endsWithTrailers: Bool = false
  ) throws -> (served: Exchange?, code: ErrorCode?) {
    let pair = try Pair()
    let length = [("content-length", "\(announced)")]
    let call = pair.open(length, endStream: sent.isEmpty)
    for count in sent {
      call.stream?.send(.init(repeatElement(7, count: count)))
      try pair.exchange()
    }
    if !sent.isEmpty {
      call.stream?.end(trailers: endsWithTrailers ? FieldBlock([("x", "y")]) : nil)
    }
    try pair.exchange()
    return (pair.server.exchanges.first, call.closed)
  }

  @Test(
    "is as long as it said",
    arguments: [(0, []), (5, [5]), (40_000, [1, 39_999])] as [(Int, [Int])], [false, true])
  func right(length: (announced: Int, sent: [Int]), endsWithTrailers: Bool) throws {
    let (served, code) = try ending(
      announced: length.announced, sent: length.sent, endsWithTrailers: endsWithTrailers)
    #expect(served?.ended == true)
    #expect(served?.data.count == length.announced)
    #expect(code == nil)
  }

  @Test(
    "is not as long as it said, and the stream is reset",
    arguments: [(5, []), (0, [1]), (5, [4]), (5, [6]), (5, [5, 1])] as [(Int, [Int])],
    [false, true])
  func wrong(length: (announced: Int, sent: [Int]), endsWithTrailers: Bool) throws {
    let (served, code) = try ending(
      announced: length.announced, sent: length.sent, endsWithTrailers: endsWithTrailers)
    #expect(served?.ended != true)
    #expect(served?.data.count ?? 0 <= length.announced)
    #expect(code == .protocolError)
  }

  @Test("of nobody's is given back to the connection's window")
  func window() throws {
    let pair = try Pair {
      $0.connectionWindowBytes = 100_000
      $0.streamWindowBytes = 60_000
    }
    for _ in 0..<5 {
      let call = pair.open([("content-length", "1")])
      call.stream?.send(.init(repeatElement(7, count: 50_000)))
      try pair.exchange()
      #expect(call.closed == .protocolError)
    }
    let call = pair.open()
    call.stream?.send(.init(repeatElement(7, count: 50_000)))
    call.stream?.end()
    try pair.exchange()
    #expect(pair.server.exchanges.last?.data.count == 50_000)
  }
}
