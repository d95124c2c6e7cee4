import Buffers
import EventLoop
import Glibc
import RPC
import RPCTransport
import TLS
import Testing

/// Sends `text` on a plain socket and reads the answer to its end.
private func exchange(_ text: String, with address: SocketAddress) throws -> String {
  let socket = try StreamSocket.connect(to: address)
  defer { socket.close() }
  var poller = pollfd(fd: socket.descriptor, events: Int16(POLLOUT), revents: 0)
  poll(&poller, 1, 5000)
  _ = Array(text.utf8).withUnsafeBytes { socket.write($0) }
  var answer: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    poller.events = Int16(POLLIN)
    guard poll(&poller, 1, 5000) > 0 else { return "timed out" }
    guard case .bytes(let count) = buffer.withUnsafeMutableBytes({ socket.read(into: $0) }) else {
      return String(decoding: answer, as: UTF8.self)
    }
    answer += buffer[..<count]
  }
}

@Suite(.timeLimit(.minutes(1))) struct ServerTests {
  @Test(arguments: [false, true])
  func plainHTTPIsAnsweredInItsOwnWords(tls: Bool) async throws {
    try await Bench.run(tls: tls) { bench in
      let answer = try exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n", with: bench.address)
      #expect(answer.hasPrefix(tls ? "HTTP/1.1 400 \r\n" : "HTTP/1.1 200 \r\n"))
      #expect(answer.contains(tls ? "with TLS" : "without TLS"))
      try await bench.expectEcho([1])
    }
  }

  @Test func aPlainGETGetsItsPageAndTheEndOfTheConnection() async throws {
    try await Bench.run {
      $0.pages["/here"] = { request in
        await Task.yield()
        return Page(contentType: "text/x", body: Bytes(utf8: "draining \(request.isDraining)"))
      }
    } _: { bench in
      let headers = "content-type: text/x\r\ncontent-length: 14\r\ncache-control: no-store\r\n"
      let head = "HTTP/1.1 200 \r\n\(headers)connection: close\r\n\r\n"
      for (request, expected) in [
        ("GET /here HTTP/1.1\r\n\r\n", head + "draining false"),
        ("GET /here?a=b HTTP/1.0\r\n\r\nGET /here", head + "draining false"),
        ("HEAD /here HTTP/1.1\r\n\r\n", head),
      ] {
        #expect(try exchange(request, with: bench.address) == expected)
      }
      for (request, status) in [
        ("GET /nowhere HTTP/1.1\r\n\r\n", "404"), ("POST /here HTTP/1.1\r\n\r\n", "405"),
        ("GARBAGE\r\n\r\n", "400"), ("PUT\r\n\r\n", "400"), ("PRI * HTTP/1.1\r\n\r\n", "400"),
      ] {
        let answer = try exchange(request, with: bench.address)
        #expect(answer.hasPrefix("HTTP/1.1 \(status) \r\n"), "\(request)")
        #expect(answer.hasSuffix("without TLS; use a gRPC client.\n"))
        #expect(answer.contains("allow: GET, HEAD") == (status == "405"))
      }
      try await bench.expectEcho([1])
    }
  }

  @Test func aNewCertificateIsForNewConnectionsAndEndsNoneOfTheOld() async throws {
    try await Bench.run(tls: true) { bench in
      let stream = try await bench.channel.open(EchoService.chat, CallOptions())
      try await stream.send(framed([1]), endStream: false)
      #expect(try await stream.nextMessage() == [1])
      let new = try SelfSignedCertificate.make(hosts: ["127.0.0.1"], days: 1)
      bench.server.use(
        try TLSContext(certificatePEM: new.certificatePEM, keyPEM: new.keyPEM))
      var target = Channel.Configuration(target: "\(bench.address)")
      target.tls = try TLSContext(
        trust: .roots(new.certificatePEM, name: "new"), serverName: "127.0.0.1")
      // Each loop takes the new context up when it comes round to it.
      let other = Channel(target, on: bench.group.loops[0])
      while true {
        do {
          let second = try await other.open(EchoService.unary, CallOptions())
          try await second.send(framed([2]), endStream: true)
          #expect(try await second.nextMessage() == [2])
          break
        } catch let error as RPCError {
          #expect(error.code == .unavailable)
        }
      }
      await other.close()
      try await stream.send(framed([3]), endStream: true)
      #expect(try await stream.nextMessage() == [3])
    }
  }

  @Test func rubbishEndsItsConnectionAndNothingElse() async throws {
    try await Bench.run(tls: true) { bench in
      _ = try exchange("\u{16}\u{3}\u{1}\u{0}\u{5}hello", with: bench.address)
      try await bench.expectEcho([1])
    }
  }

  @Test func aTakenPortIsRefusedWithTheAddress() async throws {
    try await Bench.run { bench in
      let second = Server(
        Server.Configuration(addresses: [bench.address]), on: bench.group, services: [])
      #expect(throws: ServerError.addressInUse(bench.address)) { try second.start() }
    }
  }

  @Test func aClientThatDoesNotOpenItsConnectionIsPutOut() async throws {
    try await Bench.run {
      $0.limits.handshakeTimeout = .milliseconds(50)
    } _: { bench in
      let answer = try exchange("PRI * HT", with: bench.address)
      #expect(answer == "")
    }
  }

  @Test func connectionsBeyondTheMostWaitUntilOneCloses() async throws {
    try await Bench.run(loops: 1) {
      $0.limits.connections = 1
    } _: { bench in
      try await bench.expectEcho([1])
      let other = Channel(
        Channel.Configuration(target: "\(bench.address)"), on: bench.group.loops[0])
      async let answer = other.exchange(EchoService.unary, framed([2]), CallOptions())
      #expect(await other.connectivity(connecting: true) == .connecting)
      await bench.channel.close()
      #expect(try await answer == [2])
      await other.close()
    }
  }

  @Test func drainingLetsCallsEndAndTellsThemToResume() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.untilDrain, CallOptions())
      try await stream.send(framed([1]), endStream: false)
      #expect(try await stream.nextMessage() == [1])
      async let drained: Void = bench.server.drain(within: .seconds(60))
      #expect(try await stream.nextMessage() == Bytes(utf8: "resume"))
      #expect(try await stream.nextMessage() == nil)
      await drained
      let error = await #expect(throws: RPCError.self) {
        try await bench.call(EchoService.unary, [1])
      }
      #expect(error?.code == .unavailable)
    }
  }

  @Test func whileTheServerStopsProbesAreToldSoAndCallsGoElsewhere() async throws {
    try await Bench.run {
      $0.pages["/healthz"] = { Page(body: Bytes(utf8: "draining \($0.isDraining)")) }
    } _: { bench in
      let stream = try await bench.channel.open(EchoService.hang, CallOptions())
      try await stream.send(framed([]), endStream: true)
      await bench.service.log.wait(for: "hang began")
      async let drained: Void = bench.server.drain(within: .seconds(60))
      let probe = "GET /healthz HTTP/1.1\r\n\r\n"
      // A loop that has nothing to wait for closes its listener, with what had come to that.
      while (try? exchange(probe, with: bench.address))?.hasSuffix("draining true") != true {}
      let late = Channel(
        Channel.Configuration(target: "\(bench.address)"), on: bench.group.loops[0])
      let error = await #expect(throws: RPCError.self) {
        let call = try await late.open(EchoService.unary, CallOptions())
        try await call.send(framed([1]), endStream: true)
        _ = try await call.nextMessage()
      }
      #expect(error?.code == .unavailable)
      await late.close()
      stream.cancel()
      await drained
      #expect((try? exchange(probe, with: bench.address)) ?? "" == "")
    }
  }

  @Test func whatOutlivesTheDrainIsCutOffAsUnavailable() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.hang, CallOptions())
      try await stream.send(framed([]), endStream: true)
      await bench.service.log.wait(for: "hang began")
      async let drained: Void = bench.server.drain(within: .milliseconds(20))
      let error = await #expect(throws: RPCError.self) { try await stream.nextMessage() }
      #expect(error?.code == .unavailable)
      await drained
      #expect(bench.service.log.count("hang cancelled") == 1)
    }
  }

  @Test func aUnixSocketServesAsWell() async throws {
    let address = try SocketAddress("unix:/tmp/mado-rpc-\(getpid()).sock")
    try await Bench.run {
      $0.addresses = [address]
    } _: { bench in
      try await bench.expectEcho([5])
    }
  }
}

@Suite(.timeLimit(.minutes(1))) struct ChannelTests {
  @Test func aServerThatIsNotThereIsUnavailable() async throws {
    let group = try EventLoopGroup(count: 1)
    defer { group.shutdown() }
    let channel = Channel(Channel.Configuration(target: "127.0.0.1:1"), on: group.loops[0])
    let error = await #expect(throws: RPCError.self) {
      try await channel.open(EchoService.unary, CallOptions())
    }
    #expect(error?.code == .unavailable)
    #expect(error?.message == "cannot connect to 127.0.0.1:1: connect: Connection refused")
    await channel.close()
  }

  @Test func aNameThatDoesNotExistIsUnavailable() async throws {
    let group = try EventLoopGroup(count: 1)
    defer { group.shutdown() }
    let channel = Channel(Channel.Configuration(target: "nowhere.invalid:1"), on: group.loops[0])
    let error = await #expect(throws: RPCError.self) {
      try await channel.open(EchoService.unary, CallOptions(timeout: .seconds(60)))
    }
    #expect(error?.code == .unavailable)
    await channel.close()
  }

  @Test func aCallThatWaitsForTheServerIsServedOnceItIsThere() async throws {
    let group = try EventLoopGroup(count: 1)
    let address = try ListeningSocket.listen(at: SocketAddress("127.0.0.1:0"), count: 1)[0]
    address.close()
    let channel = Channel(Channel.Configuration(target: "\(address.address)"), on: group.loops[0])
    let call = Task {
      let stream = try await channel.open(EchoService.unary, CallOptions(waitForReady: true))
      try await stream.send(framed([1]), endStream: true)
      return try await stream.nextMessage()
    }
    let server = Server(
      Server.Configuration(addresses: [address.address]), on: group, services: [EchoService()])
    try server.start()
    #expect(try await call.value == [1])
    await channel.close()
    await server.drain(within: .seconds(1))
    group.shutdown()
  }

  @Test func aDeadlineCountsWhileWaitingForTheServer() async throws {
    let group = try EventLoopGroup(count: 1)
    defer { group.shutdown() }
    let channel = Channel(Channel.Configuration(target: "127.0.0.1:1"), on: group.loops[0])
    var options = CallOptions(timeout: .milliseconds(30))
    options.waitForReady = true
    let error = await #expect(throws: RPCError.self) {
      try await channel.open(EchoService.unary, options)
    }
    #expect(error?.code == .deadlineExceeded)
    await channel.close()
  }

  @Test func anUntrustedServerIsUnavailableWithTheReason() async throws {
    try await Bench.run(tls: true) { bench in
      var configuration = Channel.Configuration(target: "\(bench.address)")
      let other = try SelfSignedCertificate.make(hosts: ["127.0.0.1"], days: 1)
      configuration.tls = try TLSContext(
        trust: .roots(other.certificatePEM, name: "other"), serverName: "127.0.0.1")
      let channel = Channel(configuration, on: bench.group.loops[0])
      let error = await #expect(throws: RPCError.self) {
        try await channel.open(EchoService.unary, CallOptions())
      }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("certificate was refused") == true)
      await channel.close()
    }
  }

  @Test func theNextCallConnectsAnewAfterTheServerCameBack() async throws {
    try await Bench.run(loops: 1) { bench in
      try await bench.expectEcho([1])
      await bench.server.drain(within: .seconds(1))
      let again = Server(
        Server.Configuration(addresses: [bench.address]), on: bench.group,
        services: [bench.service])
      try again.start()
      #expect(
        try await bench.call(EchoService.unary, [2], CallOptions(waitForReady: true)) == [2])
      await bench.channel.close()
      await again.drain(within: .seconds(1))
    }
  }

  @Test func aClosedChannelTakesNoCalls() async throws {
    try await Bench.run { bench in
      await bench.channel.close()
      let error = await #expect(throws: RPCError.self) {
        try await bench.call(EchoService.unary, [1])
      }
      #expect(error?.code == .unavailable)
    }
  }
}
