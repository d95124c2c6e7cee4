import COpenSSL

/// What went wrong in TLS: with our own files or with the peer.
public enum TLSError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A certificate, a key or a root that cannot be used; says which, why and what is expected.
  case material(String)
  /// The handshake failed, or a record was wrong; the text is OpenSSL's.
  case protocolViolation(String)
  /// The peer's certificate is not trusted or not for this server; the text says why.
  case untrusted(String)
  /// The same of a client's.
  case untrustedClient(String)

  public var description: String {
    switch self {
    case .material(let text): text
    case .protocolViolation(let text): "TLS: \(text)"
    case .untrusted(let text): "the server's certificate was refused: \(text)"
    case .untrustedClient(let text): "the client's certificate was refused: \(text)"
    }
  }

  /// The text of the oldest error on OpenSSL's queue of this thread, which is emptied.
  static func queuedText() -> String {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0 else { return "the connection ended within the handshake" }
    if let reason = ERR_reason_error_string(code) { return String(cString: reason) }
    return "error \(code)"
  }
}
