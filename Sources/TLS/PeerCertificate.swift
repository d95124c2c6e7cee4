import COpenSSL
import Glibc

/// Whom a verified certificate names.
public struct PeerCertificate: Sendable, Hashable {
  /// The subject as RFC 4514 writes it, the most particular first: `CN=device-7,O=Mado`. Empty where
  /// the certificate says all in its alternative names.
  public let subject: String
  /// The subject's alternative names (RFC 5280, 4.2.1.6), each behind its kind: `DNS:device-7.example`,
  /// `URI:spiffe://example/device`, `IP:192.0.2.7`, `email:a@example`. Other kinds are left out.
  public let alternativeNames: [String]

  init(_ certificate: OpaquePointer) {
    subject = PeerCertificate.subject(of: certificate)
    alternativeNames = PeerCertificate.alternativeNames(of: certificate)
  }

  private static func subject(of certificate: OpaquePointer) -> String {
    let bio = BIO_new(BIO_s_mem())
    defer { BIO_free(bio) }
    guard mado_print_subject(bio, certificate) >= 0 else { return "" }
    let size = BIO_ctrl_pending(bio)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = Int(max(BIO_read(bio, buffer.baseAddress, Int32(clamping: buffer.count)), 0))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func alternativeNames(of certificate: OpaquePointer) -> [String] {
    guard let names = mado_alternative_names(certificate) else { return [] }
    defer { GENERAL_NAMES_free(names) }
    return (0..<mado_alternative_name_count(names)).compactMap { place in
      var bytes: UnsafePointer<UInt8>?
      var count: Int32 = 0
      let kind = mado_alternative_name(names, place, &bytes, &count)
      return text(kind, UnsafeBufferPointer(start: bytes, count: Int(count)))
    }
  }

  /// One name as text; nil for a kind that has none, and for bytes that would be read in two ways.
  private static func text(_ kind: Int32, _ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    let prefix: String
    switch kind {
    case GEN_DNS: prefix = "DNS:"
    case GEN_EMAIL: prefix = "email:"
    case GEN_URI: prefix = "URI:"
    case GEN_IPADD: return address(bytes).map { "IP:" + $0 }
    default: return nil
    }
    // RFC 5280 has them in ASCII; a zero would end the name for who reads it as C does.
    guard bytes.allSatisfy({ (0x20...0x7e).contains($0) }) else { return nil }
    return prefix + String(decoding: bytes, as: UTF8.self)
  }

  private static func address(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes.baseAddress, &text, socklen_t(text.count)) != nil else {
      return nil
    }
    let end = text.firstIndex(of: 0) ?? text.count
    return String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

extension Certificate {
  /// Until when it is valid, in seconds since 1970.
  var expiry: Int64 {
    var parts = tm()
    guard ASN1_TIME_to_tm(X509_get0_notAfter(pointer), &parts) == 1 else { return 0 }
    return Int64(timegm(&parts))
  }
}
