/// How to reach a server as somebody: what `mado context` keeps under a name.
public struct Context: Sendable, Hashable {
  /// `https://HOST:PORT`, or `http://HOST:PORT` for plaintext.
  public var server: String
  /// The bearer token; nil for methods that need none.
  public var token: String?
  /// The path of the certificates (PEM) to trust instead of the system's.
  public var certificateFile: String?

  public init(server: String, token: String? = nil, certificateFile: String? = nil) {
    self.server = server
    self.token = token
    self.certificateFile = certificateFile
  }

  /// Lines `name = value`, as in the file.
  var text: String {
    var lines = ["server = \(server)"]
    if let certificateFile { lines.append("certificate = \(certificateFile)") }
    if let token { lines.append("token = \(token)") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Reads what ``text`` writes; nil without a server. Unknown names are let pass.
  init?(text: String) {
    var values = [Substring: String]()
    for line in text.split(separator: "\n") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      values[line[..<equals].trimmed] = String(line[line.index(after: equals)...].trimmed)
    }
    guard let server = values["server"], !server.isEmpty else { return nil }
    self.init(server: server, token: values["token"], certificateFile: values["certificate"])
  }
}
