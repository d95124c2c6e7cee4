import Buffers
import COpenSSL

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
  private let verifiesPeer: Bool

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

  /// A server's context.
  ///
  /// - Parameters:
  ///   - certificatePEM: the server's certificate, then those that lead to a root.
  ///   - keyPEM: its private key, unencrypted.
  ///   - certificateName: how errors call the certificate: its file.
  ///   - keyName: how errors call the key.
  public init(
    certificatePEM: Bytes, keyPEM: Bytes, certificateName: String = "certificate",
    keyName: String = "private key", maxVersion: Version = .tls13
  ) throws(TLSError) {
    let chain = try PEM.certificates(certificatePEM, named: certificateName)
    let key = try PEM.privateKey(keyPEM, named: keyName)
    isServer = true
    serverName = nil
    verifiesPeer = false
    pointer = try TLSContext.make(TLS_server_method(), maxVersion)
    guard SSL_CTX_use_certificate(pointer, chain[0].pointer) == 1 else {
      throw .material("\(certificateName): OpenSSL refuses it: \(TLSError.queuedText())")
    }
    for certificate in chain.dropFirst() {
      _ = mado_ssl_ctx_add_chain_certificate(pointer, certificate.pointer)
    }
    guard X509_check_private_key(chain[0].pointer, key.pointer) == 1,
      SSL_CTX_use_PrivateKey(pointer, key.pointer) == 1
    else {
      ERR_clear_error()
      throw .material("\(keyName) does not belong to the first certificate of \(certificateName)")
    }
    // Tickets resume sessions without memory of ours; the cache would keep some per client.
    _ = mado_ssl_ctx_set_session_cache_mode(pointer, Int(SSL_SESS_CACHE_OFF))
    _ = SSL_CTX_set_num_tickets(pointer, 1)
    SSL_CTX_set_alpn_select_cb(pointer, selectProtocol, nil)
  }

  /// A client's context.
  ///
  /// - Parameter serverName: the DNS name or IP address that the certificate must be for.
  public init(
    trust: Trust, serverName: String, maxVersion: Version = .tls13
  ) throws(TLSError) {
    isServer = false
    self.serverName = serverName
    verifiesPeer = trust != .anyone
    pointer = try TLSContext.make(TLS_client_method(), maxVersion)
    switch trust {
    case .systemRoots:
      SSL_CTX_set_default_verify_paths(pointer)
    case .roots(let pem, let name):
      let store = SSL_CTX_get_cert_store(pointer)
      for root in try PEM.certificates(pem, named: name) {
        X509_STORE_add_cert(store, root.pointer)
      }
      // A root that is itself no CA, such as a server's own self-signed certificate, ends the chain.
      X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN))
    case .anyone:
      break
    }
    SSL_CTX_set_verify(pointer, verifiesPeer ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nil)
    SSL_CTX_set_alpn_protos(pointer, [2, UInt8(ascii: "h"), UInt8(ascii: "2")], 3)
  }

  deinit { SSL_CTX_free(pointer) }

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
