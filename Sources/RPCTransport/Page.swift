import Buffers
import RPC

/// What a plain GET is answered with.
public struct Page: Sendable {
  /// HTTP's.
  public var status: Int
  public var contentType: String
  public var body: Bytes

  public init(
    status: Int = 200, contentType: String = "text/plain; charset=utf-8", body: Bytes
  ) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }

  /// The one place where it is decided what a request that is no call gets.
  static func of(
    _ request: PageRequest, _ configuration: Server.Configuration
  ) async -> Page {
    let path = request.path.prefix { $0 != "?" }
    if let make = configuration.pages[String(path)] { return await make(request) }
    return identity(status: path == "/" ? 200 : 404, configuration)
  }

  /// Says what this port is, in a line.
  static func identity(status: Int, _ configuration: Server.Configuration) -> Page {
    let security = configuration.tls == nil ? "without" : "with"
    return Page(
      status: status,
      body: Bytes(
        utf8: "This port speaks gRPC over HTTP/2 \(security) TLS; use a gRPC client.\n"))
  }

  /// What goes with it: a page says how things are now, and is not to be kept.
  private var headers: [HeaderField] {
    let methods = status == 405 ? [HeaderField("allow", "GET, HEAD")] : []
    return [
      HeaderField("content-type", contentType), HeaderField("content-length", "\(body.count)"),
      HeaderField("cache-control", "no-store"),
    ] + methods
  }

  /// The header block in HTTP/2.
  var fields: [HeaderField] { [HeaderField(":status", "\(status)")] + headers }

  /// The whole response in HTTP/1.1, after which the connection closes.
  func http1(isHead: Bool) -> [UInt8] {
    // The reason has no meaning (RFC 9112, 4); the blank before it has to be there.
    var text = "HTTP/1.1 \(status) \n"
    for field in headers { text += "\(field.name): \(field.value)\n" }
    text += "connection: close\n\n"
    var bytes = [UInt8]()
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\r")) }
      bytes.append(byte)
    }
    return isHead ? bytes : bytes + body
  }
}
