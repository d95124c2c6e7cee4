import Crypto
import RPC

/// Finds out who calls from the bearer token. Health and reflection need none.
public struct Authenticator: ServerInterceptor {
  private let principals: [SHA256.Digest: Principal]

  init(_ principals: [(hash: SHA256.Digest, principal: Principal)]) {
    self.principals = Dictionary(
      principals.map { ($0.hash, $0.principal) }, uniquingKeysWith: { first, _ in first })
  }

  public func intercept(
    _ call: CallContext, next: () async throws(RPCError) -> Void
  ) async throws(RPCError) {
    if !call.method.service.hasPrefix("grpc.") { call[Principal.self] = try principal(of: call) }
    try await next()
  }

  private func principal(of call: CallContext) throws(RPCError) -> Principal {
    guard let header = call.metadata["authorization"] else { throw Self.missing }
    guard let space = header.firstIndex(of: " "), header[..<space].lowercased() == "bearer" else {
      throw RPCError(
        .unauthenticated, "authorization is not of the form: Bearer TOKEN",
        reason: "TOKEN_MALFORMED")
    }
    guard let principal = principals[Token.hash(header[header.index(after: space)...])] else {
      throw RPCError(
        .unauthenticated,
        "the token is unknown or was replaced: ask the administrator for a new one",
        reason: "TOKEN_UNKNOWN")
    }
    return principal
  }

  static let missing = RPCError(
    .unauthenticated, "there is no token: send the metadata authorization: Bearer TOKEN",
    reason: "TOKEN_MISSING")
}
