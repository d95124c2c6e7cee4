import Buffers
import EventLoop
import MadoAPI
import RPC
import RPCTransport
import Synchronization
import TLS
import Testing

@testable import mado

/// The program against a real server on this machine, over TLS.
@Suite struct LoopbackTests {
  /// Starts a server, gives its port and its certificate's file to `body`, and stops it.
  ///
  /// - Parameter asking: whether clients must show the server's own certificate.
  private func serve(
    _ service: Evidence, asking: Bool = false,
    _ body: (_ port: Int, _ certificate: String) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let made = try SelfSignedCertificate.make(hosts: ["localhost"], days: 1)
    let certificate = try folder.write("certificate.pem", Array(made.certificatePEM))
    _ = try folder.write("certificate.pem.key", Array(made.keyPEM))
    let group = try EventLoopGroup(count: 1)
    let configuration = Server.Configuration(
      addresses: [try SocketAddress("127.0.0.1:0")],
      tls: try TLSContext(
        certificatePEM: made.certificatePEM, keyPEM: made.keyPEM,
        clients: asking ? .required(roots: made.certificatePEM, name: "clients") : .none))
    let server = Server(configuration, on: group, services: [service])
    try server.start()
    let port = try #require(server.boundAddresses.first?.description.split(separator: ":").last)
    try await body(try #require(Int(port)), certificate)
    await server.drain(within: .seconds(5))
    group.shutdown()
  }

  private func call(_ arguments: [String]) async -> Outcome {
    await run(
      ["telework", "evidence"] + arguments, environment: ["MADO_TOKEN": "t"],
      connecting: Connection.open)
  }

  @Test("makes calls again as the service config says, which is given or kept in the context")
  func serviceConfig() async throws {
    let attempts = Mutex(0)
    let service = Evidence(onList: { _, _ in
      let attempt = attempts.withLock { count in
        count += 1
        return count
      }
      if attempt % 3 != 0 { throw RPCError(.unavailable, "busy", reason: "BUSY") }
      return .init()
    })
    let config = """
      {"methodConfig": [{"name": [{}], "retryPolicy": {
        "maxAttempts": 3, "initialBackoff": "0.001s", "maxBackoff": "0.001s",
        "backoffMultiplier": 1, "retryableStatusCodes": ["UNAVAILABLE"]}}]}
      """
    try await serve(service) { port, certificate in
      let folder = try TemporaryFolder()
      let file = try folder.write("config.json", Array(config.utf8))
      let server = ["--server", "https://localhost:\(port)", "--ca", certificate]
      let environment = ["MADO_HOME": folder.path]
      func status(_ words: [String]) async -> Int32 {
        attempts.withLock { $0 = 0 }
        return await run(words, environment: environment, connecting: Connection.open).status
      }
      let list = ["telework", "evidence", "list"]
      #expect(await status(list + server) == 24)
      #expect(await status(list + server + ["--service-config", config]) == 0)
      #expect(await status(list + server + ["--service-config", "@\(file)"]) == 0)
      for word in [config, "@\(file)"] {
        #expect(await status(["context", "add", "c"] + server + ["--service-config", word]) == 0)
        #expect(await status(list) == 0)
      }
      let wrong = await call(["list"] + server + ["--service-config", "{\"methodConfig\": 1}"])
      #expect(wrong.status == 2)
      #expect(wrong.error.contains("--service-config: service config: methodConfig: "))
      let missing = await call(["list"] + server + ["--service-config", "@/nowhere"])
      #expect(missing.error.contains("the service config cannot be read: "))
    }
  }

  @Test("calls a server that its certificate file vouches for, and refuses one that it does not")
  func trust() async throws {
    let service = Evidence(onList: { request, call in
      .init(nextPageToken: "\(request.workerId) \(call.metadata["authorization"] ?? "")")
    })
    try await serve(service) { port, certificate in
      let server = ["--server", "https://localhost:\(port)"]
      let list = ["list", "--worker-id", "w"]
      let trusted = await call(list + server + ["--ca", certificate])
      #expect(trusted.status == 0, "\(trusted.error)")
      #expect(trusted.out.contains("next_page_token  w Bearer t"))
      let insecure = await call(list + server + ["--insecure"])
      #expect(insecure.status == 0, "\(insecure.error)")
      let unknown = await call(list + server)
      #expect(unknown.status == 24)
      #expect(unknown.error.contains("certificate"))
      let missing = await call(list + server + ["--ca", "/nowhere"])
      #expect(missing.status == 2)
      #expect(missing.error.contains("open /nowhere"))
    }
  }

  @Test("shows its certificate to a server that asks for one")
  func identity() async throws {
    let service = Evidence(onList: { _, _ in .init(nextPageToken: "seen") })
    try await serve(service, asking: true) { port, certificate in
      let list = ["list", "--server", "https://localhost:\(port)", "--ca", certificate]
      let known = await call(list + ["--cert", certificate, "--key", certificate + ".key"])
      #expect(known.status == 0, "\(known.error)")
      #expect(known.out.contains("seen"))
      let unknown = await call(list)
      #expect(unknown.status == 24)
      let missing = await call(list + ["--cert", certificate, "--key", "/nowhere"])
      #expect(missing.status == 2)
      #expect(missing.error.contains("the private key cannot be read: open /nowhere"))
    }
  }

  @Test("calls a server at a socket of this machine")
  func socket() async throws {
    let folder = try TemporaryFolder()
    let group = try EventLoopGroup(count: 1)
    let address = "unix:\(folder.path)/s"
    let server = Server(
      Server.Configuration(addresses: [try SocketAddress(address)]), on: group,
      services: [Evidence(onList: { _, _ in .init(nextPageToken: "near") })])
    try server.start()
    let outcome = await call(["list", "--server", address])
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.out.contains("near"))
    await server.drain(within: .seconds(5))
    group.shutdown()
  }

  @Test("uploads pictures over a connection, a verdict for each")
  func upload() async throws {
    let folder = try TemporaryFolder()
    for number in 1...20 {
      try folder.write("\(number).jpg", [0xff, 0xd8] + [UInt8](repeating: 7, count: 130_000))
    }
    let service = Evidence(onUpload: { request, responses in
      guard case .image(let image)? = request.item else { return }
      try await responses.send(
        .init(item: .image(.init(sequence: image.sequence, verdict: .stored))))
    })
    try await serve(service) { port, certificate in
      let outcome = await call([
        "upload", "--images", folder.path, "--server", "https://localhost:\(port)", "--ca",
        certificate,
      ])
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.out == "stored 20, duplicate 0, rejected 0\n")
    }
  }

  @Test("a port on which nobody listens is UNAVAILABLE")
  func nobody() async throws {
    let outcome = await call(["list", "--server", "http://127.0.0.1:1"])
    #expect(outcome.status == 24)
    #expect(outcome.error.contains("127.0.0.1:1"))
  }
}
