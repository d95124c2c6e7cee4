import CLinux
import Glibc

/// A connected, non-blocking stream socket. It never raises SIGPIPE.
///
/// Its owner closes it, once: nothing happens by itself.
public struct StreamSocket: Sendable {
  /// For ``EventLoop/register(_:for:_:)``.
  public let descriptor: Int32

  /// What a read or a write came to.
  public enum Outcome: Sendable, Hashable {
    /// So many bytes; at least one.
    case bytes(Int)
    /// Nothing now: wait for the loop.
    case wouldBlock
    /// The peer sends no more.
    case end
    /// The connection is broken.
    case failed(SystemError)
  }

  /// Begins to connect; when the socket becomes writable, ``connectionError()`` tells the outcome.
  public static func connect(to address: SocketAddress) throws(SystemError) -> StreamSocket {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.family, type, 0)
    guard descriptor >= 0 else { throw .last("socket for \(address)") }
    let code = address.withSockaddr { Glibc.connect(descriptor, $0, $1) }
    guard code == 0 || errno == EINPROGRESS || errno == EINTR else {
      let error = SystemError.last("connect \(address)")
      Glibc.close(descriptor)
      throw error
    }
    let socket = StreamSocket(descriptor: descriptor)
    if address.port != nil { socket.setUpTCP() }
    return socket
  }

  /// The error of a connect that has ended, nil when it succeeded (`SO_ERROR`).
  public func connectionError() -> SystemError? {
    var code: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else {
      return .last("getsockopt")
    }
    return code == 0 ? nil : SystemError("connect", code: code)
  }

  /// Small frames go at once; a peer that has vanished is found out by the kernel within some two
  /// minutes, without a timer or memory of ours.
  func setUpTCP() {
    setOption(Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    setOption(SOL_SOCKET, SO_KEEPALIVE, 1)
    setOption(Int32(IPPROTO_TCP), TCP_KEEPIDLE, 60)
    setOption(Int32(IPPROTO_TCP), TCP_KEEPINTVL, 15)
    setOption(Int32(IPPROTO_TCP), TCP_KEEPCNT, 4)
    setOption(Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, 120_000)
  }

  private func setOption(_ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Reads what has come, up to the size of `buffer`.
  public func read(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
    while true {
      let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      if let outcome = failure("recv") { return outcome }
    }
  }

  /// Writes as much of `buffer` as the kernel takes.
  public func write(_ buffer: UnsafeRawBufferPointer) -> Outcome {
    while true {
      let count = send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
      if count >= 0 { return .bytes(count) }
      if let outcome = failure("send") { return outcome }
    }
  }

  /// What the last call's errno means; nil to try again.
  private func failure(_ operation: String) -> Outcome? {
    switch errno {
    case EINTR: nil
    case EAGAIN: .wouldBlock
    default: .failed(.last(operation))
    }
  }

  /// Has ``close()`` forget what the peer has not taken, and tell it so (RST), instead of leaving that
  /// to the kernel.
  public func forgetUnsent() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Tells the peer that no more will be written.
  public func shutdownWriting() {
    shutdown(descriptor, Int32(SHUT_WR))
  }

  /// Closes the descriptor; deregister it first.
  public func close() {
    Glibc.close(descriptor)
  }
}
