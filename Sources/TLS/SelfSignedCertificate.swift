import Buffers
import COpenSSL

/// A certificate that vouches for itself, for a server or a client that has no other: its peers take it
/// as their only root.
public struct SelfSignedCertificate: Sendable {
  /// The certificate, PEM.
  public let certificatePEM: Bytes
  /// Its private key (P-256, PKCS #8), PEM, unencrypted: keep it at mode 0600.
  public let keyPEM: Bytes

  /// Makes a key and a certificate signed with it (ECDSA with SHA-256).
  ///
  /// - Parameters:
  ///   - hosts: DNS names and IP addresses that it is for; the first is also its subject.
  ///   - days: how long it is valid from now on.
  public static func make(
    hosts: [String], days: Int
  ) throws(TLSError) -> SelfSignedCertificate {
    let names = try subjectAlternativeNames(hosts)
    guard let rawKey = mado_generate_p256_key(), let rawCertificate = X509_new() else {
      throw .material("OpenSSL made no key: \(TLSError.queuedText())")
    }
    let key = PrivateKey(rawKey)
    let certificate = Certificate(rawCertificate)
    let x509 = certificate.pointer

    var serial = [UInt8](repeating: 0, count: 16)
    RAND_bytes(&serial, Int32(serial.count))
    serial[0] &= 0x7f  // A serial number is positive (RFC 5280, 4.1.2.2).
    let number = BN_bin2bn(serial, Int32(serial.count), nil)
    BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509))
    BN_free(number)

    X509_set_version(x509, 2)  // Version 3 is written as 2.
    // An hour back, for clients whose clock is a little behind.
    X509_gmtime_adj(X509_getm_notBefore(x509), -3600)
    X509_time_adj_ex(X509_getm_notAfter(x509), Int32(clamping: days), 0, nil)
    X509_set_pubkey(x509, key.pointer)
    let subject = X509_get_subject_name(x509)
    // Of at most 64 characters (RFC 5280, ub-common-name), and with no zero behind them.
    let commonName = Array(String(hosts[0].prefix(64)).utf8)
    X509_NAME_add_entry_by_txt(
      subject, "CN", MBSTRING_UTF8, commonName, Int32(commonName.count), -1, 0)
    X509_set_issuer_name(x509, subject)

    try add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0", to: x509)
    try add(NID_key_usage, "critical,digitalSignature,keyCertSign", to: x509)
    try add(NID_ext_key_usage, "serverAuth,clientAuth", to: x509)
    try add(NID_subject_key_identifier, "hash", to: x509)
    try add(NID_subject_alt_name, names, to: x509)
    guard X509_sign(x509, key.pointer, EVP_sha256()) > 0 else {
      throw .material("OpenSSL did not sign: \(TLSError.queuedText())")
    }
    return SelfSignedCertificate(
      certificatePEM: try text { PEM_write_bio_X509($0, x509) },
      keyPEM: try text {
        PEM_write_bio_PKCS8PrivateKey($0, key.pointer, nil, nil, 0, nil, nil)
      })
  }

  /// `hosts` as OpenSSL's configuration writes them: `DNS:localhost,IP:127.0.0.1`.
  private static func subjectAlternativeNames(_ hosts: [String]) throws(TLSError) -> String {
    guard !hosts.isEmpty else { throw .material("a certificate needs at least one host") }
    var names: [String] = []
    for host in hosts {
      if let address = a2i_IPADDRESS(host) {
        ASN1_OCTET_STRING_free(address)
        names.append("IP:\(host)")
      } else if !host.isEmpty, host.utf8.allSatisfy(isHostByte) {
        names.append("DNS:\(host)")
      } else {
        throw .material("\"\(host)\" is neither a DNS name nor an IP address")
      }
    }
    ERR_clear_error()
    return names.joined(separator: ",")
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: "_"): true
    default: false
    }
  }

  private static func add(
    _ kind: Int32, _ value: String, to certificate: OpaquePointer
  ) throws(TLSError) {
    var context = X509V3_CTX()
    X509V3_set_ctx(&context, certificate, certificate, nil, nil, 0)
    guard let item = X509V3_EXT_conf_nid(nil, &context, kind, value) else {
      throw .material("OpenSSL refuses the extension \(value): \(TLSError.queuedText())")
    }
    X509_add_ext(certificate, item, -1)
    X509_EXTENSION_free(item)
  }

  /// What `write` puts into a memory BIO.
  private static func text(
    _ write: (OpaquePointer?) -> Int32
  ) throws(TLSError) -> Bytes {
    let bio = BIO_new(BIO_s_mem())
    defer { BIO_free(bio) }
    guard write(bio) == 1 else {
      throw .material("OpenSSL wrote no PEM: \(TLSError.queuedText())")
    }
    return Bytes(capacity: BIO_ctrl_pending(bio)) { memory in
      Int(max(BIO_read(bio, memory.baseAddress, Int32(memory.count)), 0))
    }
  }
}
