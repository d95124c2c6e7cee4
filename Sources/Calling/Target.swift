import Contexts
import RPCTransport

/// Where a call goes and as whom: options before the environment before the context.
package struct Target: Sendable, Hashable {
  package let server: ServerURL
  package let token: String?
  package let certificateFile: String?
  /// Whether any certificate will do.
  package let trustsAll: Bool
  /// The client's own certificate and key, for servers that ask who calls.
  package let identity: Context.Identity?
  /// How calls are made, as ``Context/serviceConfig`` says it.
  package let serviceConfig: String?
  /// Whether and when a silent server is asked for a sign of life; of itself never, since stock servers
  /// do not like it.
  package var keepalive: Keepalive?

  /// - Parameter given: the value of an option (`server`, `token`, `ca`, `insecure`, `cert`, `key`,
  ///   `service-config`, `context`), nil when it was not given.
  package init(
    given: (String) -> String?, environment: [String: String], contexts: ContextFolder
  ) throws(UsageError) {
    let context = try Target.context(given, environment, contexts)
    guard let server = given("server") ?? environment["MADO_SERVER"] ?? context?.server else {
      throw UsageError(
        "no server is known: give --server https://HOST:PORT, or keep one with "
          + "mado context add NAME --server URL --token TOKEN")
    }
    self.server = try ServerURL(given: server)
    token = given("token") ?? environment["MADO_TOKEN"] ?? context?.token
    certificateFile = given("ca") ?? context?.certificateFile
    trustsAll = given("insecure") != nil
    identity = try Context.Identity(given: given("cert"), given("key")) ?? context?.identity
    serviceConfig = given("service-config") ?? context?.serviceConfig
    let ofTLS = ["ca", "insecure", "cert"].filter { given($0) != nil }
    guard self.server.isSecure || ofTLS.isEmpty else {
      throw UsageError("--\(ofTLS[0]) is for https servers; \(server) is plaintext")
    }
  }

  private static func context(
    _ given: (String) -> String?, _ environment: [String: String], _ contexts: ContextFolder
  ) throws(UsageError) -> Context? {
    do throws(ContextFolder.Failure) {
      if let name = given("context") { return try contexts.context(named: name) }
      if given("server") != nil || environment["MADO_SERVER"] != nil { return nil }
      return try contexts.currentName().map { (name) throws(ContextFolder.Failure) in
        try contexts.context(named: name)
      }
    } catch {
      throw UsageError("\(error)")
    }
  }
}

extension Context.Identity {
  /// What `--cert` and `--key` say; nil when neither was given.
  package init?(given certificate: String?, _ key: String?) throws(UsageError) {
    switch (certificate, key) {
    case (nil, nil): return nil
    case (let certificate?, let key?): self.init(certificateFile: certificate, keyFile: key)
    default: throw UsageError("--cert and --key go together: give both")
    }
  }
}

extension ServerURL {
  /// The server that a person named.
  package init(given text: String) throws(UsageError) {
    do throws(ParseError) {
      try self.init(text)
    } catch {
      throw UsageError("\(error)")
    }
  }
}
