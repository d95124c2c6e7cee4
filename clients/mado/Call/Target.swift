import Contexts
import RPCTransport

/// Where a call goes and as whom: options before the environment before the context.
struct Target: Sendable, Hashable {
  let server: ServerURL
  let token: String?
  let certificateFile: String?
  /// Whether any certificate will do.
  let trustsAll: Bool

  init(
    _ given: Invocation.Given, environment: [String: String], contexts: ContextFolder
  ) throws(UsageError) {
    let context = try Target.context(given, environment, contexts)
    guard let server = given["server"] ?? environment["MADO_SERVER"] ?? context?.server else {
      throw UsageError(
        "no server is known: give --server https://HOST:PORT, or keep one with "
          + "mado context add NAME --server URL --token TOKEN")
    }
    self.server = try ServerURL(given: server)
    token = given["token"] ?? environment["MADO_TOKEN"] ?? context?.token
    certificateFile = given["ca"] ?? context?.certificateFile
    trustsAll = given["insecure"] != nil
    guard self.server.isSecure || (certificateFile == nil || given["ca"] == nil) && !trustsAll
    else {
      throw UsageError("--ca and --insecure are for https servers; \(server) is plaintext")
    }
  }

  private static func context(
    _ given: Invocation.Given, _ environment: [String: String], _ contexts: ContextFolder
  ) throws(UsageError) -> Context? {
    do throws(ContextFolder.Failure) {
      if let name = given["context"] { return try contexts.context(named: name) }
      if given["server"] != nil || environment["MADO_SERVER"] != nil { return nil }
      return try contexts.currentName().map { (name) throws(ContextFolder.Failure) in
        try contexts.context(named: name)
      }
    } catch {
      throw UsageError("\(error)")
    }
  }
}

extension ServerURL {
  /// The server that a person named.
  init(given text: String) throws(UsageError) {
    do throws(ParseError) {
      try self.init(text)
    } catch {
      throw UsageError("\(error)")
    }
  }
}
