import CLinux
import Glibc

/// A socket that takes connections.
///
/// Its owner closes it, once.
public struct ListeningSocket: Sendable {
  /// For ``EventLoop/register(_:for:_:)``.
  public let descriptor: Int32
  /// Where it listens, with the port that the kernel chose if 0 was asked for.
  public let address: SocketAddress

  /// Connections the kernel keeps for us before they are accepted.
  public static let backlog: Int32 = 1024

  /// What accepting came to.
  public enum Accepted: Sendable {
    /// A connection and its peer.
    case connection(StreamSocket, SocketAddress)
    /// No more now.
    case none
    /// The process or the machine has no descriptor or memory left; the connection still waits, so
    /// the descriptor stays readable: stop watching for a while, or the loop spins.
    case exhausted(SystemError)
  }

  /// Listens `count` times at one address, so that each loop has its own queue (`SO_REUSEPORT`); a
  /// path has one listener whatever the count.
  ///
  /// - Throws: `EADDRINUSE` when anyone listens there already, another server of ours too: the first
  ///   socket is bound without `SO_REUSEPORT`, with which the kernel would share the port in silence.
  public static func listen(
    at address: SocketAddress, count: Int
  ) throws(SystemError) -> [ListeningSocket] {
    if case .unix(let path) = address.form { removeStaleSocket(path, address) }
    var sockets = [try bind(address, sharing: false)]
    do throws(SystemError) {
      while address.port != nil, sockets.count < count {
        sockets.append(try bind(sockets[0].address, sharing: true))
      }
      for socket in sockets where Glibc.listen(socket.descriptor, backlog) != 0 {
        throw .last("listen \(address)")
      }
    } catch {
      for socket in sockets { socket.close() }
      throw error
    }
    return sockets
  }

  private static func bind(
    _ address: SocketAddress, sharing: Bool
  ) throws(SystemError) -> ListeningSocket {
    let type = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.family, type, 0)
    guard descriptor >= 0 else { throw .last("socket for \(address)") }
    do throws(SystemError) {
      let isIP = address.port != nil
      // Lets a restarted server bind while old connections are in TIME_WAIT.
      if isIP { try enable(SO_REUSEADDR, on: descriptor) }
      if sharing { try enable(SO_REUSEPORT, on: descriptor) }
      guard address.withSockaddr({ Glibc.bind(descriptor, $0, $1) }) == 0 else {
        throw .last("bind \(address)")
      }
      // Set only now on the first socket: it has shown that the port was free, and keeps it.
      if isIP, !sharing { try enable(SO_REUSEPORT, on: descriptor) }
    } catch {
      Glibc.close(descriptor)
      throw error
    }
    return ListeningSocket(
      descriptor: descriptor,
      address: isUnix(address) ? address : boundAddress(descriptor) ?? address)
  }

  private static func isUnix(_ address: SocketAddress) -> Bool { address.port == nil }

  private static func enable(_ option: Int32, on descriptor: Int32) throws(SystemError) {
    var one: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    if setsockopt(descriptor, SOL_SOCKET, option, &one, size) != 0 { throw .last("setsockopt") }
  }

  private static func boundAddress(_ descriptor: Int32) -> SocketAddress? {
    withAddress { getsockname(descriptor, $0, $1) == 0 }
  }

  private static func withAddress(
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Bool
  ) -> SocketAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        body(pointer, &length) ? SocketAddress(pointer) : nil
      }
    }
  }

  /// A path stays behind when its server was killed; nobody answers there, so it may go.
  private static func removeStaleSocket(_ path: String, _ address: SocketAddress) {
    do throws(SystemError) {
      try StreamSocket.connect(to: address).close()
    } catch {
      if error.code == ECONNREFUSED { unlink(path) }
    }
  }

  /// Takes one connection.
  public func accept() -> Accepted {
    let flags = Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    while true {
      var descriptor: Int32 = -1
      let peer = Self.withAddress { address, length in
        descriptor = mado_accept4(self.descriptor, address, length, flags)
        return descriptor >= 0
      }
      if descriptor >= 0 {
        let socket = StreamSocket(descriptor: descriptor)
        if address.port != nil { socket.setUpTCP() }
        return .connection(socket, peer ?? address)
      }
      switch errno {
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted(.last("accept at \(address)"))
      // The connection died in the queue, or the network's own error is passed on here (accept(2)).
      case EINTR, ECONNABORTED, EPROTO, ENETDOWN, EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH:
        continue
      default: return .none
      }
    }
  }

  /// Stops listening; deregister first. Removes the path of a unix socket.
  public func close() {
    Glibc.close(descriptor)
    if case .unix(let path) = address.form { unlink(path) }
  }
}
