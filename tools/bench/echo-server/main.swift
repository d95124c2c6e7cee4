import Buffers
import EventLoop
import Files
@preconcurrency import Glibc
import Observability
import RPC
import RPCTransport
import TLS

// echo-server PORT [CERT KEY] [--loops N] [--burn-us N]: the transport and the generated code with next
// to nothing behind them. With a certificate it speaks TLS; a unary call works for N microseconds. It
// serves until it is killed.

/// Prints a line and ends the program.
func fail(_ line: String) -> Never {
  fputs("echo-server: \(line)\n", stderr)
  exit(2)
}

/// Takes an option and its count, which is more than 0, off the arguments.
func takeCount(_ name: String, of words: inout [String]) -> Int? {
  guard let option = words.firstIndex(of: name) else { return nil }
  guard option + 1 < words.count, let count = Int(words[option + 1]), 1...1_000_000 ~= count else {
    fail("\(name) needs a count")
  }
  words.removeSubrange(option...option + 1)
  return count
}

/// Serves as the arguments say.
func serve(_ words: [String]) throws {
  var words = words
  let loops = takeCount("--loops", of: &words) ?? 1
  let burn = takeCount("--burn-us", of: &words) ?? 0
  guard let port = words.first.flatMap(UInt16.init), [1, 3].contains(words.count) else {
    fail("usage: echo-server PORT [CERT KEY] [--loops N] [--burn-us N]")
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
    services: [
      EchoHandler(burn: Int64(burn) * 1000), AlwaysServing(), DiscardingEvidenceHandler(),
    ],
    interceptors: [CallWatch(metrics: CallMetrics(shards: loops))])
  try server.start()
  while true { pause() }
}

signal(SIGPIPE, SIG_IGN)
ProcessMemory.keepFreedBlocks()
do {
  try serve(Array(CommandLine.arguments.dropFirst()))
} catch {
  fail("\(error)")
}
