import RPC

/// Channels to servers.
enum Connection {
  static func open(_ target: Target) throws(UsageError) -> any ClientTransport {
    throw UsageError("no transport")
  }
}
