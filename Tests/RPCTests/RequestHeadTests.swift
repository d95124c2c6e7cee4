import Buffers
import Testing

@testable import RPC

@Suite struct RequestHeadTests {
  static let good = [
    (":method", "POST"), (":scheme", "https"), (":path", "/test.v1.Raw/Unary"),
    (":authority", "localhost"), ("te", "trailers"), ("content-type", "application/grpc"),
  ]

  private func verdict(
    _ changes: [(String, String)], without: String? = nil
  ) -> RequestHead.Verdict {
    var head = RequestHead(ServiceRegistry([Raw()]))
    let changed = Set(changes.map(\.0))
    head.add(Self.good.filter { !changed.contains($0.0) && $0.0 != without } + changes)
    return head.verdict(now: Deadline(nanoseconds: 1_000))
  }

  private func refusal(_ changes: [(String, String)], without: String? = nil) -> [HeaderField] {
    guard case .refused(let refusal) = verdict(changes, without: without) else {
      Issue.record("not refused")
      return []
    }
    return refusal.fields
  }

  @Test(
    "a GET or HEAD that is no gRPC asks for a page, at a method's path too",
    arguments: ["GET", "HEAD"], ["/", "/metrics", "/test.v1.Raw/Unary"])
  func pages(httpMethod: String, path: String) {
    let changes = [(":method", httpMethod), (":path", path)]
    guard case .page(let page) = verdict(changes, without: "content-type") else {
      Issue.record("no page")
      return
    }
    #expect(page == PageRequest(path: path, isHead: httpMethod == "HEAD"))
    #expect(refusal(changes)[":status"] == "405")
  }

  @Test("accepts a request, finds its method and keeps custom metadata only")
  func accepts() throws {
    let verdict = verdict([
      ("grpc-timeout", "5u"), ("authorization", "Bearer x"), ("grpc-accept-encoding", "gzip"),
      ("user-agent", "test/1"), ("k-bin", "AAE"), ("grpc-encoding", "identity"),
    ])
    guard case .accepted(let request) = verdict else {
      Issue.record("refused")
      return
    }
    #expect(request.method.descriptor == Raw.unary)
    #expect(request.deadline == Deadline(nanoseconds: 6_000))
    #expect(request.metadata.entries.map(\.name) == ["authorization", "user-agent", "k-bin"])
    #expect(request.metadata[binary: "k-bin"] == [0, 1])
  }

  @Test("no timeout means no deadline")
  func noDeadline() {
    guard case .accepted(let request) = verdict([]) else {
      Issue.record("refused")
      return
    }
    #expect(request.deadline == nil)
    #expect(request.metadata.isEmpty)
  }

  @Test(
    "accepts every spelling of gRPC with protobuf",
    arguments: [
      "application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8",
      "application/grpc+proto;v=1",
    ])
  func contentTypes(value: String) {
    if case .refused = verdict([("content-type", value)]) { Issue.record("refused") }
  }

  @Test(
    "answers what is no gRPC with HTTP 415",
    arguments: [
      "application/json", "application/grpc-web", "application/grpc+json", "application/grp", "",
      "application/grpcx", "text/html",
    ])
  func wrongContentType(value: String) {
    #expect(refusal([("content-type", value)]) == [HeaderField(":status", "415")])
  }

  @Test("answers a missing content type with HTTP 415 and another HTTP method with 405")
  func notGRPC() {
    #expect(refusal([], without: "content-type") == [HeaderField(":status", "415")])
    #expect(
      refusal([(":method", "PUT")]) == [
        HeaderField(":status", "405"), HeaderField("allow", "POST"),
      ])
  }

  @Test(
    "names what is unknown in a path",
    arguments: [
      ("/test.v1.Raw/Nope", "service test.v1.Raw has no method 'Nope'"),
      ("/test.v1.Other/Unary", "there is no service 'test.v1.Other' here"),
      ("/test.v1.Raw/unary", "service test.v1.Raw has no method 'unary'"),
      (
        "/test.v1.Raw",
        "the path '/test.v1.Raw' names no method; it must be /package.Service/Method"
      ),
      ("/", "the path '/' names no method; it must be /package.Service/Method"),
      ("//", "the path '//' names no method; it must be /package.Service/Method"),
      ("", "the path '' names no method; it must be /package.Service/Method"),
      (
        "/test.v1.Raw/Unary/",
        "the path '/test.v1.Raw/Unary/' names no method; it must be /package.Service/Method"
      ),
    ])
  func unknownPaths(path: String, message: String) {
    let fields = refusal([(":path", path)])
    #expect(fields[":status"] == "200")
    #expect(fields["content-type"] == "application/grpc")
    #expect(fields["grpc-status"] == "12")
    #expect(fields["grpc-message"] == message)
  }

  @Test("refuses an encoding it cannot read and says which it can")
  func encoding() {
    let fields = refusal([("grpc-encoding", "br")])
    #expect(fields["grpc-status"] == "12")
    #expect(fields["grpc-accept-encoding"] == "identity,gzip")
    #expect(fields["grpc-message"] == "grpc-encoding 'br' is not supported; use identity,gzip")
  }

  @Test("refuses malformed fields of the protocol")
  func malformed() {
    let timeout = refusal([("grpc-timeout", "1s")])
    #expect(timeout["grpc-status"] == "13")
    #expect(
      timeout["grpc-message"]
        == "header grpc-timeout: '1s' is malformed; expected 1 to 8 digits and one of H M S m u n")
    let binary = refusal([("k-bin", "*")])
    #expect(binary["grpc-status"] == "13")
    #expect(binary["grpc-message"] == "header k-bin: '*' is malformed; expected base64")
  }

  @Test("of several faults the first in the documented order is told")
  func precedence() {
    #expect(refusal([(":method", "PUT"), ("content-type", "x")])[":status"] == "405")
    #expect(refusal([(":path", "/x/y"), ("content-type", "x")])[":status"] == "415")
    let path = refusal([(":path", "/x/y"), ("grpc-encoding", "br")])
    #expect(path["grpc-message"] == "there is no service 'x' here")
    let encoding = refusal([("grpc-timeout", "x"), ("grpc-encoding", "br")])
    #expect(encoding["grpc-status"] == "12")
  }
}
