import Glibc

/// Tells systemd how the service does, as sd_notify(3) says: a datagram to the socket that it names.
enum ServiceNotice {
  /// Sends `state`, such as `READY=1`. Without systemd it goes nowhere.
  static func send(_ state: String) {
    guard let path = getenv("NOTIFY_SOCKET").map({ String(cString: $0) }) else { return }
    send(state, to: path)
  }

  /// - Parameter path: of the socket; one with `@` in front has no file (unix(7)).
  static func send(_ state: String, to path: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var name = Array(path.utf8)
    guard !name.isEmpty, name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    if name[0] == UInt8(ascii: "@") { name[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { return }
    defer { Glibc.close(socket) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    let bytes = Array(state.utf8)
    _ = withUnsafePointer(to: &address) { address in
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        // Nobody waits for the answer of a manager that does not listen.
        sendto(
          socket, bytes, bytes.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT), address,
          length)
      }
    }
  }

  /// Whether standard error is systemd's journal: then `JOURNAL_STREAM` has its device and inode
  /// (systemd.exec(5)).
  static var isJournal: Bool {
    guard let told = getenv("JOURNAL_STREAM").map({ String(cString: $0) }) else { return false }
    var status = stat()
    guard fstat(STDERR_FILENO, &status) == 0 else { return false }
    return told == "\(status.st_dev):\(status.st_ino)"
  }
}
