import Crypto
import RPC

/// Finds out who calls from the bearer token.
struct Authenticator: Sendable {
  private let principals: [SHA256.Digest: Principal]

  init(_ principals: [(hash: SHA256.Digest, principal: Principal)]) {
    self.principals = Dictionary(
      principals.map { ($0.hash, $0.principal) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Throws: UNAUTHENTICATED for a token that is missing, malformed or not known.
  func principal(of call: CallContext) throws(RPCError) -> Principal {
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
