/// An error that knows what a client is to be told of it. A handler may throw it as it is; errors that
/// are neither this nor an ``RPCError`` become `UNKNOWN` and tell nothing of themselves.
public protocol RPCErrorConvertible: Error {
  var rpcError: RPCError { get }
}
