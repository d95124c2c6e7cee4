import Buffers
import COpenSSL

/// A certificate with its private key: what one side proves itself with.
public struct CertifiedKey: Sendable, Hashable {
  /// The certificate, then those that lead to a root, PEM.
  public var certificatePEM: Bytes
  /// Its private key, PEM, unencrypted.
  public var keyPEM: Bytes
  /// How errors call the certificate: its file.
  public var certificateName: String
  /// How errors call the key.
  public var keyName: String

  public init(
    certificatePEM: Bytes, keyPEM: Bytes, certificateName: String = "certificate",
    keyName: String = "private key"
  ) {
    self.certificatePEM = certificatePEM
    self.keyPEM = keyPEM
    self.certificateName = certificateName
    self.keyName = keyName
  }

  /// Has the sessions of `context` show the certificate. Returns until when it is valid, in seconds
  /// since 1970.
  func use(in context: OpaquePointer) throws(TLSError) -> Int64 {
    let chain = try PEM.certificates(certificatePEM, named: certificateName)
    let key = try PEM.privateKey(keyPEM, named: keyName)
    guard SSL_CTX_use_certificate(context, chain[0].pointer) == 1 else {
      throw .material("\(certificateName): OpenSSL refuses it: \(TLSError.queuedText())")
    }
    for certificate in chain.dropFirst() {
      _ = mado_ssl_ctx_add_chain_certificate(context, certificate.pointer)
    }
    guard X509_check_private_key(chain[0].pointer, key.pointer) == 1,
      SSL_CTX_use_PrivateKey(context, key.pointer) == 1
    else {
      ERR_clear_error()
      throw .material("\(keyName) does not belong to the first certificate of \(certificateName)")
    }
    return chain[0].expiry
  }
}
