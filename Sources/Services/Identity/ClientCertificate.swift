import RPC

/// The certificate by which a client is known in place of a token: what it says of him, which a renewed one says
/// again.
struct ClientCertificate: Sendable, Hashable {
  /// Subject and alternative names, each behind its length, so that none is taken for two.
  let names: String

  /// As it is kept.
  init(names: String) {
    self.names = names
  }

  init(_ identity: PeerIdentity) {
    names = ([identity.subject] + identity.alternativeNames.sorted())
      .map { "\($0.utf8.count):\($0)" }.joined(separator: " ")
  }

  /// The one that a call shows, which proves that the caller has its key.
  ///
  /// - Throws: FAILED_PRECONDITION when it shows none that the server has verified.
  init(of call: CallContext) throws(RPCError) {
    guard let identity = call.identity else {
      throw RPCError(
        .failedPrecondition,
        "the call shows no certificate: connect with one, to a server that asks for it",
        reason: "NO_CERTIFICATE")
    }
    self.init(identity)
  }
}
