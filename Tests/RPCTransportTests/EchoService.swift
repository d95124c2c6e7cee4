import Buffers
import EventLoop
import Protobuf
import RPC
import RPCTransport
import Synchronization
import TLS
import Testing

/// Methods on plain bytes, one for each thing a transport must get right.
struct EchoService: Service {
  static let name = "test.Echo"
  static func method(_ name: String, _ kind: MethodDescriptor.Kind) -> MethodDescriptor {
    MethodDescriptor(service: EchoService.name, name: name, kind: kind)
  }
  static let unary = method("Unary", .unary)
  static let collect = method("Collect", .clientStreaming)
  static let expand = method("Expand", .serverStreaming)
  static let chat = method("Chat", .bidirectional)
  static let hang = method("Hang", .unary)
  static let hangInStream = method("HangInStream", .bidirectional)
  static let slow = method("Slow", .clientStreaming)
  static let refuse = method("Refuse", .bidirectional)
  static let flood = method("Flood", .serverStreaming)
  static let crowd = method("Crowd", .serverStreaming)
  static let untilDrain = method("UntilDrain", .bidirectional)
  static let describe = method("Describe", .unary)
  static let choose = method("Choose", .bidirectional)
  static let broadcast = method("Broadcast", .serverStreaming)

  static let descriptor = ServiceDescriptor(
    name: name,
    methods: [
      unary, collect, expand, chat, hang, hangInStream, slow, refuse, flood, crowd,
      untilDrain, describe, choose, broadcast,
    ],
    file: SchemaFile("echo.proto", imports: [], base64: ""))

  /// What the handlers noticed.
  final class Log: Sendable {
    private let entries = Mutex<[String]>([])
    private let waiters = Mutex<[([String], CheckedContinuation<Void, Never>)]>([])
    func note(_ text: String) {
      entries.withLock { $0.append(text) }
      release(text)
    }
    /// Returns once `text` has been noted.
    func wait(for text: String) async { await wait(for: [text]) }
    /// Returns once one of `texts` has been noted.
    func wait(for texts: [String]) async {
      await withCheckedContinuation { continuation in
        waiters.withLock { $0.append((texts, continuation)) }
        let noted = entries.withLock { entries in texts.first { entries.contains($0) } }
        if let noted { release(noted) }
      }
    }
    private func release(_ text: String) {
      let ready = waiters.withLock { list in
        defer { list.removeAll { $0.0.contains(text) } }
        return list.filter { $0.0.contains(text) }
      }
      for (_, waiter) in ready { waiter.resume() }
    }
    /// All that has been noted, in order.
    var all: [String] { entries.withLock { $0 } }
    func count(_ text: String) -> Int { entries.withLock { $0.count { $0 == text } } }
  }

  let log = Log()
  /// Lets go of the handlers of ``slow``.
  let gate = Log()

  var methods: [ServerMethod] {
    [
      ServerMethod(
        EchoService.unary,
        .unary { request, call in
          if let text = call.metadata["x-echo"] {
            call.initialMetadata = ["x-initial": text]
            call.trailers = ["x-trailing": text]
          }
          return framed(request)
        }),
      ServerMethod(
        EchoService.collect,
        .streaming { stream, _ in
          var all: [UInt8] = []
          while let message = try await stream.nextMessage() { all += message }
          try await stream.send(framed(Bytes(all)))
        }),
      ServerMethod(
        EchoService.expand,
        .streaming { stream, _ in
          guard let request = try await stream.nextMessage() else { return }
          for byte in request { try await stream.send(framed([byte])) }
        }),
      ServerMethod(
        EchoService.chat,
        .streaming { stream, _ in
          while let message = try await stream.nextMessage() {
            try await stream.send(framed(message))
          }
        }),
      ServerMethod(
        EchoService.hang,
        .unary { request, call in
          call.onCancel { log.note("hang told") }
          call[Witness.self] = Witness(log)
          log.note("hang began")
          do { try await Task.sleep(for: .seconds(600)) } catch {
            log.note("hang cancelled")
            throw error
          }
          return framed(request)
        }),
      ServerMethod(
        EchoService.hangInStream,
        .streaming { stream, _ in
          log.note("stream began")
          do {
            while try await stream.nextMessage() != nil {}
            try await Task.sleep(for: .seconds(600))
          } catch {
            // By the client's reset or by the deadline, whichever the server heard of first.
            log.note("stream ended: CANCELLED")
            throw error
          }
        }),
      ServerMethod(
        EchoService.slow,
        .streaming { stream, _ in
          log.note("slow began")
          await gate.wait(for: "open")
          var count = 0
          while let message = try await stream.nextMessage() { count += message.count }
          try await stream.send(framed(Bytes(utf8: "\(count)")))
        }),
      ServerMethod(
        EchoService.refuse,
        .streaming { _, _ in
          throw RPCError(
            .failedPrecondition, "窓口は閉まっています 100%", reason: "CLOSED")
        }),
      ServerMethod(
        EchoService.flood,
        .streaming { stream, _ in
          let block = framed(Bytes(repeatElement(7, count: 100_000)))
          for _ in 0..<1000 {
            try await stream.send(block)
            log.note("flooded")
          }
        }),
      ServerMethod(
        EchoService.crowd,
        .streaming { stream, _ in
          defer { log.note("crowd over") }
          try await withThrowingTaskGroup { group in
            for number in UInt8(0)..<64 {
              group.addTask {
                try await stream.send(framed(Bytes(repeatElement(number, count: 100_000))))
                log.note("sent")
              }
            }
            group.addTask {
              await withTaskGroup { inner in
                inner.addTask {
                  do { try await stream.send(framed([64])) } catch { log.note("one gave up") }
                }
                await gate.wait(for: "give up")
                inner.cancelAll()
              }
            }
            try await group.waitForAll()
          }
        }),
      ServerMethod(
        EchoService.untilDrain,
        .streaming { stream, call in
          call.onDrain { stream.closeRequests() }
          log.note("waiting")
          while let message = try await stream.nextMessage() {
            try await stream.send(framed(message))
          }
          try await stream.send(framed(Bytes(utf8: call.isDraining ? "resume" : "done")))
        }),
      ServerMethod(
        EchoService.broadcast,
        .streaming { stream, _ in
          log.note("broadcasting")
          await gate.wait(for: "open")
          do throws(RPCError) {
            for number in UInt8(0)..<100 {
              try stream.offer(framed(Bytes(repeatElement(number, count: 50_000))))
              // A turn of the loop for what was offered to go out.
              await Task.yield()
            }
            log.note("broadcast")
          } catch {
            log.note("cut: \(error.message)")
            throw error
          }
        }),
      ServerMethod(
        EchoService.describe,
        .unary { request, call in
          if let deadline = call.deadline {
            call.initialMetadata = ["x-seconds-left": "\(deadline.remaining().components.seconds)"]
          }
          if call.isRequestCompressed { call.trailers = ["x-compressed": "yes"] }
          for bytes in call.metadata.binaries("x-bin") { try call.trailers.add("x-bin", bytes) }
          return framed(request)
        }),
      ServerMethod(
        EchoService.choose,
        .streaming { stream, call in
          guard let request = try await stream.nextMessage() else { return }
          for setting in [ResponseCompression.whenAccepted, .never, .whenAccepted] {
            call.responseCompression = setting
            try await stream.send(framed(request))
          }
        }),
    ]
  }
}

/// Says when the context of a call is freed.
final class Witness: CallKey, Sendable {
  static var defaultValue: Witness? { nil }
  private let log: EchoService.Log
  init(_ log: EchoService.Log) { self.log = log }
  deinit { log.note("freed") }
}

/// `message` behind its five-byte prefix.
func framed(_ message: Bytes) -> BytePieces {
  let whole = Bytes(capacity: message.count + MessagePrefix.size) { memory in
    MessagePrefix.write(
      into: UnsafeMutableRawBufferPointer(rebasing: memory[..<MessagePrefix.size]), message.count)
    message.withUnsafeBytes {
      UnsafeMutableRawBufferPointer(rebasing: memory[MessagePrefix.size...]).copyMemory(from: $0)
    }
    return memory.count
  }
  return BytePieces(whole)
}

/// A server at a port of its own, with a channel to it.
struct Bench: Sendable {
  let group: EventLoopGroup
  let service: EchoService
  let server: Server
  let channel: Channel
  let address: SocketAddress

  static let certificate = try! SelfSignedCertificate.make(hosts: ["127.0.0.1"], days: 1)

  static func run(
    tls: Bool = false, loops: Int = 2,
    _ adjust: (inout Server.Configuration) -> Void = { _ in },
    _ body: (Bench) async throws -> Void
  ) async throws {
    let group = try EventLoopGroup(count: loops)
    let certificate = Bench.certificate
    var configuration = Server.Configuration(addresses: [try SocketAddress("127.0.0.1:0")])
    if tls {
      configuration.tls = try TLSContext(
        certificatePEM: certificate.certificatePEM, keyPEM: certificate.keyPEM)
    }
    adjust(&configuration)
    let service = EchoService()
    let server = Server(
      configuration, on: group, services: [service], interceptors: [Recorder(log: service.log)])
    try server.start()
    let address = server.boundAddresses[0]
    var target = Channel.Configuration(target: "\(address)")
    if tls {
      target.tls = try TLSContext(
        trust: .roots(certificate.certificatePEM, name: "test"), serverName: "127.0.0.1")
    }
    let channel = Channel(target, on: group.loops[0])
    let bench = Bench(
      group: group, service: service, server: server, channel: channel, address: address)
    do { try await body(bench) } catch {
      await bench.stop()
      throw error
    }
    await bench.stop()
  }

  private func stop() async {
    service.gate.note("open")
    await server.drain(within: .milliseconds(200))
    await channel.close()
    group.shutdown()
  }

  /// Calls once and compares.
  func expectEcho(
    _ request: Bytes, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let response = try await call(EchoService.unary, request)
    #expect(response == request, sourceLocation: sourceLocation)
  }

  /// One message there, one back.
  func call(
    _ method: MethodDescriptor, _ request: Bytes, _ options: CallOptions = CallOptions()
  ) async throws -> Bytes {
    let stream = try await channel.open(method, options)
    try await stream.send(framed(request), endStream: true)
    guard let response = try await stream.nextMessage() else { return Bytes() }
    _ = try await stream.nextMessage()
    return response
  }
}
