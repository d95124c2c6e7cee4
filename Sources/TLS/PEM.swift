import Buffers
import COpenSSL

/// Reading certificates and keys from PEM text.
enum PEM {
  /// The certificates of `pem`, in order; at least one.
  static func certificates(
    _ pem: Bytes, named name: String
  ) throws(TLSError) -> [Certificate] {
    var found: [Certificate] = []
    withBIO(pem) { bio in
      while let certificate = PEM_read_bio_X509(bio, nil, nil, nil) {
        found.append(Certificate(certificate))
      }
    }
    let code = ERR_peek_last_error()
    ERR_clear_error()
    // Reading on until there is no further block is how a file is read to its end.
    let isEnd = code == 0 || reason(code) == PEM_R_NO_START_LINE
    if !isEnd {
      throw .material(
        "\(name): certificate \(found.count + 1) is damaged (\(text(code))); PEM is expected")
    }
    guard !found.isEmpty else {
      throw .material(
        "\(name): holds no certificate; expected PEM with \"-----BEGIN CERTIFICATE-----\"")
    }
    return found
  }

  /// The private key of `pem`. A key under a passphrase is refused: nobody is there to type it.
  static func privateKey(_ pem: Bytes, named name: String) throws(TLSError) -> PrivateKey {
    let key = withBIO(pem) { bio in
      PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in -1 }, nil)
    }
    let code = ERR_peek_last_error()
    ERR_clear_error()
    if let key { return PrivateKey(key) }
    if pem.contains("ENCRYPTED") {
      throw .material(
        "\(name): the private key is encrypted; decrypt it with \"openssl pkey -in … -out …\"")
    }
    guard pem.contains("PRIVATE KEY-----") else {
      throw .material(
        "\(name): holds no private key; expected PEM with \"-----BEGIN PRIVATE KEY-----\"")
    }
    throw .material("\(name): the private key is damaged (\(text(code))); PEM is expected")
  }

  private static func withBIO<R>(_ pem: Bytes, _ body: (OpaquePointer?) -> R) -> R {
    ERR_clear_error()
    return pem.withUnsafeBytes { memory in
      let bio = BIO_new_mem_buf(memory.baseAddress, Int32(clamping: memory.count))
      defer { BIO_free(bio) }
      return body(bio)
    }
  }

  private static func reason(_ code: UInt) -> Int32 { Int32(code & 0x7f_ffff) }

  private static func text(_ code: UInt) -> String {
    ERR_reason_error_string(code).map { String(cString: $0) } ?? "error \(code)"
  }
}

extension Bytes {
  fileprivate func contains(_ text: String) -> Bool {
    String(decoding: self, as: UTF8.self).contains(text)
  }
}

/// Owns an `X509`.
final class Certificate {
  let pointer: OpaquePointer
  init(_ pointer: OpaquePointer) { self.pointer = pointer }
  deinit { X509_free(pointer) }
}

/// Owns an `EVP_PKEY`.
final class PrivateKey {
  let pointer: OpaquePointer
  init(_ pointer: OpaquePointer) { self.pointer = pointer }
  deinit { EVP_PKEY_free(pointer) }
}
