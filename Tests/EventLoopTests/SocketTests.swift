import EventLoop
import Glibc
import Testing

@Test(arguments: [
  ("127.0.0.1:8443", "127.0.0.1:8443"),
  ("[::1]:80", "[::1]:80"),
  ("[2001:db8:0:0:0:0:0:1]:65535", "[2001:db8::1]:65535"),
  ("0.0.0.0:0", "0.0.0.0:0"),
  ("unix:/tmp/x.sock", "unix:/tmp/x.sock"),
])
func anAddressReadsBackAsItIsWritten(text: String, expected: String) throws {
  #expect(try SocketAddress(text).description == expected)
}

@Test(arguments: [
  ("127.0.0.1", "the port is missing"),
  ("127.0.0.1:65536", "the port is not a number from 0 to 65535"),
  ("127.0.0.1:-1", "the port is not a number from 0 to 65535"),
  (":80", "the host is missing"),
  ("::1:80", "an IPv6 address stands in brackets"),
  ("example.invalid:80", "example.invalid is no IP address"),
  ("unix:", "a path has 1 to 107 bytes"),
  ("unix:" + String(repeating: "a", count: 108), "a path has 1 to 107 bytes"),
])
func whatIsNoAddressIsRefusedWithTheReason(text: String, reason: String) {
  #expect(throws: SocketAddress.ParseError(text: text, reason: reason)) {
    try SocketAddress(text)
  }
}

@Test func aNameIsResolved() throws {
  let found = try SocketAddress.resolve("localhost:443").map(\.description)
  #expect(found.contains("127.0.0.1:443") || found.contains("[::1]:443"))
}

@Test(arguments: ["127.0.0.1:0", "[::1]:0"])
func allListenersShareThePortThatTheKernelChose(text: String) throws {
  let sockets = try ListeningSocket.listen(at: SocketAddress(text), count: 3)
  defer { for socket in sockets { socket.close() } }
  #expect(sockets.count == 3)
  #expect(Set(sockets.map(\.address)).count == 1)
  #expect(sockets[0].address.port != 0)
}

@Test func aPortThatIsTakenIsRefusedEvenByAServerOfOurs() throws {
  let first = try ListeningSocket.listen(at: SocketAddress("127.0.0.1:0"), count: 2)
  defer { for socket in first { socket.close() } }
  let address = first[0].address
  let error = #expect(throws: SystemError.self) {
    try ListeningSocket.listen(at: address, count: 2)
  }
  #expect(error?.code == EADDRINUSE)
  #expect(error?.description == "bind \(address): Address already in use")
}

@Test func aPortIsFreeAgainOnceItsListenersAreClosed() throws {
  let first = try ListeningSocket.listen(at: SocketAddress("127.0.0.1:0"), count: 2)
  for socket in first { socket.close() }
  let second = try ListeningSocket.listen(at: first[0].address, count: 2)
  for socket in second { socket.close() }
}

@Test func aStalePathIsTakenOverAndALiveOneRefused() throws {
  let path = "/tmp/mado-test-\(getpid()).sock"
  let address = try SocketAddress("unix:\(path)")
  let first = try ListeningSocket.listen(at: address, count: 2)
  #expect(first.count == 1)
  #expect(throws: SystemError("bind unix:\(path)", code: EADDRINUSE)) {
    try ListeningSocket.listen(at: address, count: 1)
  }
  // As a killed server leaves it: the path stays, nobody listens.
  Glibc.close(first[0].descriptor)
  let second = try ListeningSocket.listen(at: address, count: 1)
  second[0].close()
  #expect(access(path, F_OK) != 0)
}

/// Answers the first readiness with what `onReady` does.
private final class OnReady: DescriptorHandler, @unchecked Sendable {
  let onReady: (Readiness) -> Void
  init(_ onReady: @escaping (Readiness) -> Void) { self.onReady = onReady }
  func descriptorIsReady(_ readiness: Readiness) { onReady(readiness) }
}

@Test func bytesTravelFromAClientToAnAcceptedConnection() async throws {
  try await withLoops { group in
    let loop = group.loops[0]
    let listener = try ListeningSocket.listen(at: SocketAddress("127.0.0.1:0"), count: 1)[0]
    let client = try StreamSocket.connect(to: listener.address)
    let text = try await withCheckedThrowingContinuation { continuation in
      loop.execute {
        do {
          try loop.register(
            listener.descriptor, for: .readable,
            OnReady { _ in
              guard case .connection(let server, _) = listener.accept() else { return }
              let sent = Array("窓".utf8)
              _ = sent.withUnsafeBytes { client.write($0) }
              try? loop.register(
                server.descriptor, for: .readable,
                OnReady { readiness in
                  #expect(readiness.contains(.readable))
                  var bytes = [UInt8](repeating: 0, count: 16)
                  let outcome = bytes.withUnsafeMutableBytes { server.read(into: $0) }
                  loop.deregister(server.descriptor)
                  loop.deregister(listener.descriptor)
                  server.close()
                  guard case .bytes(let count) = outcome else {
                    return continuation.resume(returning: "\(outcome)")
                  }
                  continuation.resume(returning: String(decoding: bytes[..<count], as: UTF8.self))
                })
            })
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
    #expect(text == "窓")
    client.close()
    listener.close()
  }
}

@Test func writingToAVanishedPeerFailsAndRaisesNoSignal() throws {
  let listener = try ListeningSocket.listen(at: SocketAddress("127.0.0.1:0"), count: 1)[0]
  defer { listener.close() }
  let client = try StreamSocket.connect(to: listener.address)
  defer { client.close() }
  var accepted: StreamSocket?
  while accepted == nil {
    if case .connection(let socket, _) = listener.accept() { accepted = socket }
  }
  accepted?.close()
  var failed = false
  for _ in 0..<1000 where !failed {
    if case .failed = [UInt8](repeating: 1, count: 1024).withUnsafeBytes({ client.write($0) }) {
      failed = true
    }
  }
  #expect(failed)
}
