/// How to reach a server as somebody: what `mado context` keeps under a name.
public struct Context: Sendable, Hashable {
  /// `https://HOST:PORT`, or `http://HOST:PORT` or `unix:/PATH` for plaintext.
  public var server: String
  /// The bearer token; nil for methods that need none.
  public var token: String?
  /// The path of the certificates (PEM) to trust instead of the system's.
  public var certificateFile: String?
  /// The paths of the client's own certificate and its key (PEM), for servers that ask for one.
  public var identity: Identity?

  /// How the server's methods are to be called: gRPC's service config as JSON on one line, or its file's
  /// path behind an `@`.
  public var serviceConfig: String?

  /// A certificate and its private key, by their paths.
  public struct Identity: Sendable, Hashable {
    public var certificateFile: String
    public var keyFile: String

    public init(certificateFile: String, keyFile: String) {
      self.certificateFile = certificateFile
      self.keyFile = keyFile
    }
  }

  public init(
    server: String, token: String? = nil, certificateFile: String? = nil,
    identity: Identity? = nil, serviceConfig: String? = nil
  ) {
    self.server = server
    self.token = token
    self.certificateFile = certificateFile
    self.identity = identity
    self.serviceConfig = serviceConfig
  }

  /// Lines `name = value`, as in the file.
  var text: String {
    var lines = ["server = \(server)"]
    if let certificateFile { lines.append("certificate = \(certificateFile)") }
    if let identity {
      lines.append("client-certificate = \(identity.certificateFile)")
      lines.append("client-key = \(identity.keyFile)")
    }
    if let serviceConfig { lines.append("service-config = \(serviceConfig)") }
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
    var identity: Identity?
    if let certificate = values["client-certificate"], let key = values["client-key"] {
      identity = Identity(certificateFile: certificate, keyFile: key)
    }
    self.init(
      server: server, token: values["token"], certificateFile: values["certificate"],
      identity: identity, serviceConfig: values["service-config"])
  }
}
