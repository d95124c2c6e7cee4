import Buffers
import COpenSSL
import Synchronization

/// What all TLS connections of one server, or to one server, share: versions, ciphers, certificates.
///
/// TLS 1.2 and 1.3; in 1.2 only ECDHE with an AEAD cipher, as HTTP/2 demands (RFC 9113, 9.2.2).
/// Immutable once made, and used by all loops: OpenSSL counts its references atomically.
public final class TLSContext: @unchecked Sendable {
  let pointer: OpaquePointer
  /// Whether sessions of this context answer handshakes.
  public let isServer: Bool
  /// The name or address that a client demands of the certificate, and sends (SNI) if it is a name.
  let serverName: String?
  /// Until when the own certificate is valid, in seconds since 1970; nil without one.
  public private(set) var certificateExpiry: Int64?
  /// A client's session for its next connection, an `SSL_SESSION`; 0 when there is none.
  private let nextSession = Atomic<UInt>(0)

  /// The ciphers of TLS 1.2; those of 1.3 are OpenSSL's three.
  private static let ciphersTLS12 =
    "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL:!eNULL"

  /// Whom a client trusts.
  public enum Trust: Sendable, Hashable {
    /// The certificates that the system trusts.
    case systemRoots
    /// These certificates (PEM) and no other; a server's self-signed one may be its own root.
    case roots(Bytes, name: String)
    /// Anyone: for tests.
    case anyone
  }

  /// The highest version to speak; lower only in tests.
  public enum Version: Sendable, Hashable {
    case tls12
    case tls13

    var number: Int32 { self == .tls12 ? TLS1_2_VERSION : TLS1_3_VERSION }
  }

  /// What a server asks of its clients' certificates.
  public enum ClientCertificates: Sendable, Hashable {
    /// Nothing: none is asked for.
    case none
    /// One that is shown must lead to these roots (PEM); none need be shown.
    case optional(roots: Bytes, name: String)
    /// One must be shown that leads to these roots (PEM).
    case required(roots: Bytes, name: String)
  }

  /// A server's context.
  ///
  /// Sessions resume by tickets (RFC 5077; RFC 8446, 4.6.1), whose keys are the context's own and live
  /// in memory: a server that takes a new context gives out no session that the old one vouched for.
  ///
  /// - Parameters:
  ///   - certificatePEM: the server's certificate, then those that lead to a root.
  ///   - keyPEM: its private key, unencrypted.
  ///   - certificateName: how errors call the certificate: its file.
  ///   - keyName: how errors call the key.
  ///   - clients: what is asked of clients; a certificate that was verified is the session's
  ///     ``TLSSession/peerCertificate``.
  public init(
    certificatePEM: Bytes, keyPEM: Bytes, certificateName: String = "certificate",
    keyName: String = "private key", clients: ClientCertificates = .none,
    maxVersion: Version = .tls13
  ) throws(TLSError) {
    isServer = true
    serverName = nil
    pointer = try TLSContext.make(TLS_server_method(), maxVersion)
    let own = CertifiedKey(
      certificatePEM: certificatePEM, keyPEM: keyPEM, certificateName: certificateName,
      keyName: keyName)
    certificateExpiry = try own.use(in: pointer)
    // Tickets need no memory of ours; the cache would keep some per client.
    _ = mado_ssl_ctx_set_session_cache_mode(pointer, Int(SSL_SESS_CACHE_OFF))
    _ = SSL_CTX_set_num_tickets(pointer, 1)
    // Without it OpenSSL resumes no session whose client has shown a certificate.
    SSL_CTX_set_session_id_context(pointer, Array("mado".utf8), 4)
    SSL_CTX_set_alpn_select_cb(pointer, selectProtocol, nil)
    try ask(clients)
  }

  private func ask(_ clients: ClientCertificates) throws(TLSError) {
    switch clients {
    case .none: break
    case .optional(let roots, let name):
      try trust(roots, name)
      SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
    case .required(let roots, let name):
      try trust(roots, name)
      SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
    }
  }

  /// A client's context. Connections after the first resume its session, if the server lets them.
  ///
  /// - Parameters:
  ///   - serverName: the DNS name or IP address that the certificate must be for.
  ///   - identity: what the client shows to a server that asks for a certificate.
  public init(
    trust: Trust, serverName: String, identity: CertifiedKey? = nil, maxVersion: Version = .tls13
  ) throws(TLSError) {
    isServer = false
    self.serverName = serverName
    pointer = try TLSContext.make(TLS_client_method(), maxVersion)
    certificateExpiry = try identity?.use(in: pointer)
    switch trust {
    case .systemRoots: SSL_CTX_set_default_verify_paths(pointer)
    case .roots(let pem, let name): try self.trust(pem, name)
    case .anyone: break
    }
    SSL_CTX_set_verify(pointer, trust == .anyone ? SSL_VERIFY_NONE : SSL_VERIFY_PEER, nil)
    SSL_CTX_set_alpn_protos(pointer, [2, UInt8(ascii: "h"), UInt8(ascii: "2")], 3)
    keepSessions()
  }

  deinit {
    if let kept = takeSession() { SSL_SESSION_free(kept) }
    SSL_CTX_free(pointer)
  }

  /// Takes the certificates of `pem` as roots, and names them to peers of whom one is asked.
  private func trust(_ pem: Bytes, _ name: String) throws(TLSError) {
    let store = SSL_CTX_get_cert_store(pointer)
    for root in try PEM.certificates(pem, named: name) {
      X509_STORE_add_cert(store, root.pointer)
      if isServer { SSL_CTX_add_client_CA(pointer, root.pointer) }
    }
    // A root that is itself no CA, such as a server's own self-signed certificate, ends the chain.
    X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
  }

  private static func make(
    _ method: OpaquePointer?, _ maxVersion: Version
  ) throws(TLSError) -> OpaquePointer {
    guard let pointer = SSL_CTX_new(method) else {
      throw .material("OpenSSL has no context to give: \(TLSError.queuedText())")
    }
    _ = mado_ssl_ctx_set_min_version(pointer, TLS1_2_VERSION)
    _ = mado_ssl_ctx_set_max_version(pointer, maxVersion.number)
    // An idle connection must not keep its 34 KB of record buffers.
    mado_ssl_ctx_release_idle_buffers(pointer)
    mado_ssl_ctx_forbid_renegotiation_and_compression(pointer)
    guard SSL_CTX_set_cipher_list(pointer, ciphersTLS12) == 1,
      mado_ssl_ctx_set_groups(pointer, "X25519:P-256:P-384") == 1
    else {
      SSL_CTX_free(pointer)
      throw .material("OpenSSL lacks the ciphers that HTTP/2 needs: \(TLSError.queuedText())")
    }
    return pointer
  }
}

// MARK: - A client's sessions

extension TLSContext {
  /// Has OpenSSL hand over the sessions that servers offer, instead of keeping them.
  private func keepSessions() {
    mado_ssl_ctx_set_owner(pointer, Unmanaged.passUnretained(self).toOpaque())
    _ = mado_ssl_ctx_set_session_cache_mode(
      pointer,
      Int(
        SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE
          | SSL_SESS_CACHE_NO_INTERNAL_LOOKUP))
    SSL_CTX_sess_set_new_cb(pointer) { ssl, session in
      guard let session, let owner = mado_ssl_ctx_owner(SSL_get_SSL_CTX(ssl)) else { return 0 }
      // The session that runs holds its context.
      Unmanaged<TLSContext>.fromOpaque(owner).takeUnretainedValue().keep(session)
      return 1
    }
  }

  private func keep(_ session: OpaquePointer) {
    let old = nextSession.exchange(UInt(bitPattern: session), ordering: .acquiringAndReleasing)
    if let old = OpaquePointer(bitPattern: old) { SSL_SESSION_free(old) }
  }

  /// Has the connection that `ssl` begins take up the last session offered. Those of TLS 1.3 serve
  /// once: used twice, one would show who listens that both connections are the same client's (RFC
  /// 8446, C.4). Servers of TLS 1.2 offer no other as long as one is good.
  func resume(_ ssl: OpaquePointer) {
    guard let session = takeSession() else { return }
    SSL_set_session(ssl, session)
    if SSL_SESSION_get_protocol_version(session) == TLS1_3_VERSION {
      SSL_SESSION_free(session)
    } else {
      keep(session)
    }
  }

  private func takeSession() -> OpaquePointer? {
    OpaquePointer(bitPattern: nextSession.exchange(0, ordering: .acquiringAndReleasing))
  }
}

// MARK: - ALPN

/// Chooses `h2` if the client offers it. A client that offers `http/1.1` gets that, so that it can
/// be told in its own language what this server speaks; any other is refused with the alert
/// `no_application_protocol` (RFC 7301, 3.2).
private func selectProtocol(
  _: OpaquePointer?, chosen: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
  chosenLength: UnsafeMutablePointer<UInt8>?, offered: UnsafePointer<UInt8>?,
  offeredLength: UInt32, _: UnsafeMutableRawPointer?
) -> Int32 {
  guard let chosen, let chosenLength, let offered else { return SSL_TLSEXT_ERR_ALERT_FATAL }
  let list = UnsafeBufferPointer(start: offered, count: Int(offeredLength))
  for wanted in ["h2", "http/1.1"] {
    var position = 0
    while position < list.count {
      let length = Int(list[position])
      let end = position + 1 + length
      guard end <= list.count else { return SSL_TLSEXT_ERR_ALERT_FATAL }
      if list[(position + 1)..<end].elementsEqual(wanted.utf8) {
        chosen.pointee = offered + position + 1
        chosenLength.pointee = UInt8(length)
        return SSL_TLSEXT_ERR_OK
      }
      position = end
    }
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL
}
