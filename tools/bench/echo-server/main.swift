import Buffers
import EventLoop
import Files
@preconcurrency import Glibc
import Observability
import RPC
import RPCTransport
import TLS

// echo-server PORT [CERT KEY] [--loops N]: the transport and the generated code with next to nothing
// behind them. With a certificate it speaks TLS. It serves until it is killed.

/// Prints a line and ends the program.
func fail(_ line: String) -> Never {
  fputs("echo-server: \(line)\n", stderr)
  exit(2)
}

/// Serves as the arguments say.
func serve(_ words: [String]) throws {
  var words = words
  var loops = 1
  if let option = words.firstIndex(of: "--loops"), option + 1 < words.count {
    guard let count = Int(words[option + 1]), count > 0 else { fail("--loops needs a count") }
    loops = count
    words.removeSubrange(option...option + 1)
  }
  guard let port = words.first.flatMap(UInt16.init), [1, 3].contains(words.count) else {
    fail("usage: echo-server PORT [CERT KEY] [--loops N]")
  }
  var tls: TLSContext?
  if words.count == 3 {
    let files = LinuxFileSystem()
    tls = try TLSContext(
      certificatePEM: Bytes(files.contents(of: words[1])),
      keyPEM: Bytes(files.contents(of: words[2])), certificateName: words[1], keyName: words[2])
  }
  var settings = Server.Configuration(
    addresses: [try SocketAddress("127.0.0.1:\(port)")], tls: tls)
  settings.limits.messageBytes = 16 << 20
  // The benchmarks open all their connections from one address.
  settings.limits.connections = 20_000
  settings.limits.connectionsPerAddress = 20_000
  let server = Server(
    settings, on: try EventLoopGroup(count: loops),
    services: [EchoHandler(), DiscardingEvidenceHandler()],
    interceptors: [CallWatch(metrics: CallMetrics(shards: loops))])
  try server.start()
  while true { pause() }
}

signal(SIGPIPE, SIG_IGN)
do {
  try serve(Array(CommandLine.arguments.dropFirst()))
} catch {
  fail("\(error)")
}
