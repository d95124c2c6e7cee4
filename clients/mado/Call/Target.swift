import Contexts

/// Where a call goes and as whom: options before the environment before the context.
struct Target: Sendable, Hashable {
  let isSecure: Bool
  /// A name, an IPv4 address, or an IPv6 address without its brackets.
  let host: String
  let port: Int
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
    (isSecure, host, port) = try Target.parse(server)
    token = given["token"] ?? environment["MADO_TOKEN"] ?? context?.token
    certificateFile = given["ca"] ?? context?.certificateFile
    trustsAll = given["insecure"] != nil
    guard isSecure || (certificateFile == nil || given["ca"] == nil) && !trustsAll else {
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

  /// `https://HOST[:PORT]` or `http://HOST[:PORT]`; an IPv6 address stands in brackets.
  static func parse(
    _ server: String
  ) throws(UsageError) -> (isSecure: Bool, host: String, port: Int) {
    let wrong = UsageError(
      "the server '\(server)' is not allowed; give https://HOST:PORT, or http://HOST:PORT for plaintext"
    )
    let isSecure = server.hasPrefix("https://")
    guard isSecure || server.hasPrefix("http://") else { throw wrong }
    var rest = server.dropFirst(isSecure ? 8 : 7)
    if rest.last == "/" { rest.removeLast() }
    var host = rest
    var port = isSecure ? 443 : 80
    let end = rest.hasPrefix("[") ? rest.firstIndex(of: "]") ?? rest.startIndex : rest.startIndex
    if let colon = rest[end...].lastIndex(of: ":") {
      guard let number = UInt16(rest[rest.index(after: colon)...]), number > 0 else { throw wrong }
      port = Int(number)
      host = rest[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, !host.contains(where: { "/[]@ ".contains($0) }) else { throw wrong }
    return (isSecure, String(host), port)
  }
}
