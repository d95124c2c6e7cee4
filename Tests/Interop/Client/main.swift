import Buffers
import EventLoop
import Files
@preconcurrency import Glibc
import RPC
import RPCTransport
import TLS

// interop-client --server_port=PORT --test_case=CASE [--server_host=HOST] [--use_tls [--use_test_ca
// --ca_file=FILE] [--server_host_override=NAME]] [--soak_…=N]: one of gRPC's interoperability tests as
// a client. Ends with 0 if it went as it must, with 1 and a line if not.

/// Prints a line and ends the program.
func fail(_ line: String, _ code: Int32 = 1) -> Never {
  fputs("interop-client: \(line)\n", stderr)
  exit(code)
}

/// A channel to the server of the options.
func channel(_ options: InteropOptions, on loop: EventLoop) throws -> Channel {
  var tls: TLSContext?
  if options.usesTLS {
    let name = options.serverHostOverride.isEmpty ? options.serverHost : options.serverHostOverride
    var trust = TLSContext.Trust.systemRoots
    if options.usesTestCA {
      let roots = Bytes(try LinuxFileSystem().contents(of: options.caFile))
      trust = .roots(roots, name: options.caFile)
    }
    tls = try TLSContext(trust: trust, serverName: name)
  }
  let target = "\(options.serverHost):\(options.serverPort)"
  return Channel(Channel.Configuration(target: target, tls: tls), on: loop)
}

/// Runs the case that the arguments name.
func run(_ words: [String]) async throws {
  let options = try InteropOptions(words)
  let loop = try EventLoopGroup(count: 1).next()
  let shared = try channel(options, on: loop)
  switch options.testCase {
  case "rpc_soak":
    try await Soak(options: options) { _ in (shared, {}) }.run()
  case "channel_soak":
    try await Soak(options: options) { _ in
      let own = try channel(options, on: loop)
      return (own, { await own.close() })
    }.run()
  case let name:
    guard let body = InteropCases.all[name] else {
      let names = (InteropCases.all.keys + ["rpc_soak", "channel_soak"]).sorted()
      throw InteropOptions.UsageError(
        "there is no case '\(name)'; there are: \(names.joined(separator: ", "))")
    }
    try await body(InteropCases(transport: shared))
  }
  await shared.close()
}

signal(SIGPIPE, SIG_IGN)
do {
  try await run(Array(CommandLine.arguments.dropFirst()))
} catch let error as InteropOptions.UsageError {
  fail("\(error)", 2)
} catch {
  fail("\(error)")
}
