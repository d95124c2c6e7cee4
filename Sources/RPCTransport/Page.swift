import Buffers
import RPC

/// What a plain GET is answered with.
struct Page {
  let status: Int
  let contentType: String
  let body: Bytes

  var fields: [HeaderField] {
    [
      HeaderField(":status", "\(status)"), HeaderField("content-type", contentType),
      HeaderField("content-length", "\(body.count)"),
    ]
  }

  /// The one place where it is decided what a request that is no call gets.
  static func of(_ request: PageRequest, _ configuration: Server.Configuration) -> Page {
    Page(
      status: request.path == "/" ? 200 : 404, contentType: "text/plain; charset=utf-8",
      body: Bytes(utf8: identity(configuration)))
  }

  /// What this port is, in a line.
  static func identity(_ configuration: Server.Configuration) -> String {
    configuration.tls == nil
      ? "This port speaks gRPC over HTTP/2 without TLS; use a gRPC client.\n"
      : "This port speaks gRPC over HTTP/2 with TLS; use a gRPC client.\n"
  }
}
