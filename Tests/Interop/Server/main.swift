import Buffers
import EventLoop
import Files
@preconcurrency import Glibc
import RPC
import RPCTransport
import TLS

// interop-server PORT [CERT KEY]: the server of gRPC's interoperability tests, at 127.0.0.1. With a
// certificate it speaks TLS. It serves until it is killed.

/// Prints a line and ends the program.
func fail(_ line: String) -> Never {
  fputs("interop-server: \(line)\n", stderr)
  exit(2)
}

/// Serves as the arguments say.
func serve(_ words: [String]) throws {
  guard let port = words.first.flatMap(UInt16.init), [1, 3].contains(words.count) else {
    fail("usage: interop-server PORT [CERT KEY]")
  }
  var tls: TLSContext?
  if words.count == 3 {
    let files = LinuxFileSystem()
    tls = try TLSContext(
      certificatePEM: Bytes(files.contents(of: words[1])),
      keyPEM: Bytes(files.contents(of: words[2])), certificateName: words[1], keyName: words[2])
  }
  let server = Server(
    Server.Configuration(addresses: [try SocketAddress("127.0.0.1:\(port)")], tls: tls),
    on: try EventLoopGroup(), services: [TestServiceHandler()])
  try server.start()
  for address in server.boundAddresses { print("listening at \(address)") }
  fflush(stdout)
  while true { pause() }
}

signal(SIGPIPE, SIG_IGN)
do {
  try serve(Array(CommandLine.arguments.dropFirst()))
} catch {
  fail("\(error)")
}
