import RPC
import Testing

@testable import RPCTransport

private func outcome(_ text: String, step: Int = .max) -> PlainRequest.Outcome {
  var request = PlainRequest()
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let piece = Array(rest.prefix(step))
    rest = rest.dropFirst(step)
    let outcome = piece.withUnsafeBytes { request.receive($0) }
    if outcome != .needMore { return outcome }
  }
  return .needMore
}

private let end = "\r\nHost: x\r\nContent-Length: 5\r\n\r\n"

@Suite struct PlainRequestTests {
  @Test(arguments: [
    ("GET / HTTP/1.1" + end, PlainRequest.Outcome.page(PageRequest(path: "/"))),
    ("GET /metrics HTTP/1.0\r\n\r\n", .page(PageRequest(path: "/metrics"))),
    ("HEAD /a?b=%20c HTTP/1.1" + end, .page(PageRequest(path: "/a?b=%20c", isHead: true))),
    ("POST / HTTP/1.1" + end, .refused(405)),
    ("OPTIONS / HTTP/1.1" + end, .refused(405)),
    ("GET / HTTP/2.0" + end, .refused(505)),
    ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .refused(400)),
    ("GET http://x/ HTTP/1.1" + end, .refused(400)),
    ("GET  / HTTP/1.1" + end, .refused(400)),
    ("GET /a b HTTP/1.1" + end, .refused(400)),
    ("GET /\u{1} HTTP/1.1" + end, .refused(400)),
    ("GET /é HTTP/1.1" + end, .refused(400)),
    ("GET /" + end, .refused(400)),
    ("get / HTTP/1.1" + end, .refused(400)),
    (" GET / HTTP/1.1" + end, .refused(400)),
    ("\r\n\r\n", .refused(400)),
    ("\u{0}", .refused(400)),
    ("INVALID CONNECTION PREFACE" + end, .foreign),
    ("GET / HTTP/1.1\r\nHost: x\r\n\r", .needMore),
    ("GET / HTTP/1.1\nHost: x\n\n", .needMore),
  ])
  func aHeadIsReadTheSameHoweverItIsCut(text: String, expected: PlainRequest.Outcome) {
    for step in [1, 3, Int.max] { #expect(outcome(text, step: step) == expected) }
  }

  @Test(arguments: [1, 1000, Int.max])
  func aHeadWithoutEndIsRefusedAtItsBound(step: Int) {
    let text = "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 20_000)
    #expect(outcome(text, step: step) == .refused(431))
  }

  @Test func whatFollowsTheHeadIsNotLookedAt() {
    let smuggled = "GET /healthz HTTP/1.1" + end + "GET /metrics HTTP/1.1\r\n\r\n"
    #expect(outcome(smuggled) == .page(PageRequest(path: "/healthz")))
  }
}
