import Buffers
import ConnectConformanceAPI
import EventLoop
@preconcurrency import Glibc
import RPC
import RPCTransport
import TLS

// connect-conformance-server: the server that connectrpc's conformance suite tests. It reads how to serve
// from standard input, serves at a free port of 127.0.0.1, writes where to standard output, and ends on
// SIGTERM.

typealias Suite = ConnectrpcConformance

/// Prints a line and ends the program.
func fail(_ line: String) -> Never {
  fputs("connect-conformance-server: \(line)\n", stderr)
  exit(1)
}

/// The server's context, and the certificate that clients are to trust.
func secured(_ request: Suite.ServerCompatRequest) throws -> (TLSContext, Bytes) {
  var certificate = request.serverCreds?.cert ?? Bytes()
  var key = request.serverCreds?.key ?? Bytes()
  if certificate.isEmpty {
    let made = try SelfSignedCertificate.make(hosts: ["127.0.0.1", "localhost"], days: 1)
    (certificate, key) = (made.certificatePEM, made.keyPEM)
  }
  let roots = request.clientTlsCert
  let context = try TLSContext(
    certificatePEM: certificate, keyPEM: key,
    clients: roots.isEmpty ? .none : .required(roots: roots, name: "client_tls_cert"))
  return (context, certificate)
}

/// Serves as the runner says.
func serve() throws {
  guard let request = try Frames.read(Suite.ServerCompatRequest.self) else {
    fail("nothing came from standard input; the suite's runner starts this program")
  }
  let tls = request.useTls ? try secured(request) : nil
  var settings = Server.Configuration(
    addresses: [try SocketAddress("127.0.0.1:0")], tls: tls?.0)
  settings.givesReasons = false
  if request.messageReceiveLimit > 0 {
    settings.limits.messageBytes = Int(request.messageReceiveLimit)
  }
  let server = Server(settings, on: try EventLoopGroup(), services: [ConformanceHandler()])
  try server.start()
  guard let address = server.boundAddresses.first else { fail("there is no address to tell") }
  let (host, port) = try SocketAddress.split("\(address)")
  Frames.write(
    Suite.ServerCompatResponse(host: host, port: UInt32(port), pemCert: tls?.1 ?? Bytes()))
  while true { pause() }
}

signal(SIGPIPE, SIG_IGN)
signal(SIGTERM) { _ in _exit(0) }
do {
  try serve()
} catch {
  fail("\(error)")
}
