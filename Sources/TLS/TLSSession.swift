import Buffers
import COpenSSL

/// One TLS connection: ciphertext in, plaintext out, and the reverse. It touches no socket.
///
/// OpenSSL reads straight from the caller's memory and writes straight to the caller's buffer, so an
/// idle session keeps neither. Confined to one thread.
public final class TLSSession {
  /// How far the connection has come.
  public enum State: Sendable, Hashable {
    case handshaking
    /// Data may flow.
    case established
    /// The peer has said, behind its handshake, that it sends no more (close_notify).
    case closedByPeer
  }

  public private(set) var state = State.handshaking

  private let context: TLSContext
  private let ssl: OpaquePointer
  /// What OpenSSL may read now; empty outside ``receive(_:via:answering:_:)``.
  fileprivate var input = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Where OpenSSL writes now; nil between calls.
  fileprivate var output: OutputBuffer?

  public init(_ context: TLSContext) throws(TLSError) {
    guard let ssl = SSL_new(context.pointer), let bio = BIO_new(callerMemory) else {
      throw .material("OpenSSL has no session to give: \(TLSError.queuedText())")
    }
    self.context = context
    self.ssl = ssl
    BIO_set_data(bio, Unmanaged.passUnretained(self).toOpaque())
    BIO_set_init(bio, 1)
    // One BIO for both directions: SSL_free frees it once.
    SSL_set_bio(ssl, bio, bio)
    if context.isServer {
      SSL_set_accept_state(ssl)
    } else {
      SSL_set_connect_state(ssl)
      expect(serverName: context.serverName ?? "")
      context.resume(ssl)
    }
  }

  deinit {
    // A connection that was lost without a word is no reason for OpenSSL to forget its session.
    SSL_set_shutdown(ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN)
    SSL_free(ssl)
  }

  /// Has OpenSSL demand that the certificate be for this name or address.
  private func expect(serverName name: String) {
    if X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name) == 1 { return }
    ERR_clear_error()
    SSL_set1_host(ssl, name)
    _ = mado_ssl_set_server_name(ssl, name)
  }

  /// A client's first flight.
  public func start(to output: OutputBuffer) throws(TLSError) {
    try handshake(output)
  }

  /// Takes ciphertext, all of it.
  ///
  /// - Parameters:
  ///   - scratch: where plaintext is put, 16 KiB being the most a record holds.
  ///   - output: is given what is due to the peer: handshake messages, alerts. There may be some
  ///     even when this throws.
  ///   - take: is given plaintext, valid during the call, and returns whether it wants more.
  public func receive(
    _ ciphertext: UnsafeRawBufferPointer, via scratch: UnsafeMutableRawBufferPointer,
    answering output: OutputBuffer, _ take: (UnsafeRawBufferPointer) -> Bool
  ) throws(TLSError) {
    input = ciphertext
    defer { input = UnsafeRawBufferPointer(start: nil, count: 0) }
    if state == .handshaking {
      try handshake(output)
      if state == .handshaking { return }
    }
    // OpenSSL takes a buffer and gives it back only to say that there is nothing more.
    while state != .closedByPeer, !input.isEmpty || SSL_has_pending(ssl) == 1 {
      guard let count = try read(into: scratch, output) else { return }
      if !take(UnsafeRawBufferPointer(rebasing: scratch[..<count])) { return }
    }
  }

  /// Encrypts `plaintext`, all of it, into `output`.
  public func send(
    _ plaintext: UnsafeRawBufferPointer, to output: OutputBuffer
  ) throws(TLSError) {
    guard !plaintext.isEmpty else { return }
    self.output = output
    defer { self.output = nil }
    ERR_clear_error()
    var written = 0
    let outcome = SSL_write_ex(ssl, plaintext.baseAddress, plaintext.count, &written)
    guard outcome == 1, written == plaintext.count else { throw failure() }
  }

  /// Says that no more will be sent (close_notify).
  public func close(to output: OutputBuffer) {
    guard state != .handshaking else { return }
    self.output = output
    defer { self.output = nil }
    SSL_shutdown(ssl)
    ERR_clear_error()
  }

  /// `TLSv1.3`, for logs.
  public var versionName: String { String(cString: SSL_get_version(ssl)) }

  /// What ALPN chose; nil if the client offered none, and before the handshake's end.
  public var applicationProtocol: String? {
    var name: UnsafePointer<UInt8>?
    var length: UInt32 = 0
    SSL_get0_alpn_selected(ssl, &name, &length)
    guard let name, length > 0 else { return nil }
    return String(decoding: UnsafeBufferPointer(start: name, count: Int(length)), as: UTF8.self)
  }

  /// Whether the handshake took up an earlier session.
  public var isResumed: Bool { SSL_session_reused(ssl) == 1 }

  /// The peer's certificate; nil when none was shown, or asked for, or before the handshake's end.
  public var peerCertificate: PeerCertificate? {
    guard state != .handshaking, SSL_get_verify_mode(ssl) != SSL_VERIFY_NONE,
      SSL_get_verify_result(ssl) == Int(X509_V_OK),
      let certificate = SSL_get0_peer_certificate(ssl)
    else { return nil }
    return PeerCertificate(certificate)
  }

  // MARK: Steps

  private func handshake(_ output: OutputBuffer) throws(TLSError) {
    self.output = output
    defer { self.output = nil }
    ERR_clear_error()
    let outcome = SSL_do_handshake(ssl)
    if outcome == 1 {
      if !context.isServer, applicationProtocol != "h2" {
        throw .protocolViolation("the server does not speak HTTP/2 (ALPN h2)")
      }
      state = .established
    } else if SSL_get_error(ssl, outcome) != SSL_ERROR_WANT_READ {
      throw failure()
    }
  }

  /// The count of bytes read, nil when there are no more for now or ever.
  private func read(
    into scratch: UnsafeMutableRawBufferPointer, _ output: OutputBuffer
  ) throws(TLSError) -> Int? {
    self.output = output
    defer { self.output = nil }
    ERR_clear_error()
    var count = 0
    let outcome = SSL_read_ex(ssl, scratch.baseAddress, scratch.count, &count)
    if outcome == 1 { return count }
    switch SSL_get_error(ssl, outcome) {
    case SSL_ERROR_WANT_READ:
      return nil
    case SSL_ERROR_ZERO_RETURN:
      state = .closedByPeer
      return nil
    default:
      throw failure()
    }
  }

  private func failure() -> TLSError {
    let verdict = SSL_get_verify_result(ssl)
    if SSL_get_verify_mode(ssl) != SSL_VERIFY_NONE, verdict != Int(X509_V_OK) {
      ERR_clear_error()
      let text = String(cString: X509_verify_cert_error_string(verdict))
      return context.isServer ? .untrustedClient(text) : .untrusted(text)
    }
    return .protocolViolation(TLSError.queuedText())
  }
}

// MARK: - The BIO

/// A BIO over the memory that the session's caller lent for the call (`BIO_meth_new`).
nonisolated(unsafe) private let callerMemory: OpaquePointer? = {
  let method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "caller's memory")
  BIO_meth_set_read(method, readInput)
  BIO_meth_set_write(method, writeOutput)
  BIO_meth_set_ctrl(method, control)
  return method
}()

private func session(of bio: OpaquePointer?) -> TLSSession? {
  guard let data = BIO_get_data(bio) else { return nil }
  return Unmanaged<TLSSession>.fromOpaque(data).takeUnretainedValue()
}

private func readInput(
  bio: OpaquePointer?, memory: UnsafeMutablePointer<CChar>?, size: Int32
) -> Int32 {
  mado_bio_clear_retry(bio)
  guard let session = session(of: bio), let memory, size > 0 else { return -1 }
  let count = min(Int(size), session.input.count)
  guard count > 0, let source = session.input.baseAddress else {
    mado_bio_retry_read(bio)
    return -1
  }
  UnsafeMutableRawPointer(memory).copyMemory(from: source, byteCount: count)
  session.input = UnsafeRawBufferPointer(rebasing: session.input[count...])
  return Int32(count)
}

private func writeOutput(
  bio: OpaquePointer?, memory: UnsafePointer<CChar>?, size: Int32
) -> Int32 {
  mado_bio_clear_retry(bio)
  guard let output = session(of: bio)?.output, let memory, size > 0 else { return -1 }
  output.append(UnsafeRawBufferPointer(start: memory, count: Int(size)))
  return size
}

private func control(
  bio: OpaquePointer?, command: Int32, number: Int, _: UnsafeMutableRawPointer?
) -> Int {
  // Nothing is held back, so flushing is done; nothing else is known.
  command == BIO_CTRL_FLUSH ? 1 : 0
}
