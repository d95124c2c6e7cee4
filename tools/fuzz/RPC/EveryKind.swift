import Buffers
import Protobuf
import RPC

/// Methods of each kind, which take and give bytes and do what is hard on a transport.
struct EveryKind: Service {
  static let name = "f.E"
  private static func method(_ name: String, _ kind: MethodDescriptor.Kind) -> MethodDescriptor {
    MethodDescriptor(service: EveryKind.name, name: name, kind: kind)
  }
  private static let unary = method("U", .unary)
  private static let late = method("L", .unary)
  private static let collect = method("C", .clientStreaming)
  private static let expand = method("S", .serverStreaming)
  private static let chat = method("B", .bidirectional)
  private static let crowd = method("O", .bidirectional)
  static let descriptor = ServiceDescriptor(
    name: name, methods: [unary, late, collect, expand, chat, crowd],
    file: SchemaFile("f.proto", imports: [], base64: ""))

  var methods: [ServerMethod] { [echo, yields, counts, repeats, answers, offers] }

  /// Gives back the request and its metadata.
  private var echo: ServerMethod {
    ServerMethod(
      EveryKind.unary,
      .unary { request, call in
        call.initialMetadata = call.metadata
        call.trailers = call.metadata
        return framed(request)
      })
  }

  /// Comes late, whether or not it is still waited for, and then may fail.
  private var yields: ServerMethod {
    ServerMethod(
      EveryKind.late,
      .unary { request, _ in
        let first = request.first ?? 0
        for _ in 0..<first & 31 { await Task.yield() }
        if first & 32 != 0 { throw RPCError(.aborted, "as it was asked: %é", reason: "ASKED") }
        return framed(request)
      })
  }

  private var counts: ServerMethod {
    ServerMethod(
      EveryKind.collect,
      .streaming { stream, _ in
        var count = 0
        while let message = try await stream.nextMessage() { count += message.count }
        try await stream.send(framed(Bytes(utf8: "\(count)")))
      })
  }

  /// Sends each byte of the request so many times.
  private var repeats: ServerMethod {
    ServerMethod(
      EveryKind.expand,
      .streaming { stream, _ in
        guard let request = try await stream.nextMessage() else { return }
        for byte in request.prefix(64) {
          try await stream.send(framed(Bytes(repeatElement(byte, count: 16 * Int(byte)))))
        }
      })
  }

  /// Answers each message while others come; one without bytes ends it.
  private var answers: ServerMethod {
    ServerMethod(
      EveryKind.chat,
      .streaming { stream, _ in
        try stream.sendInitialMetadata()
        try await withThrowingTaskGroup { group in
          while let message = try await stream.nextMessage() {
            if message.isEmpty { stream.closeRequests() }
            group.addTask {
              if message.first == 1 { await Task.yield() }
              try await stream.send(framed(message))
            }
          }
          try await group.waitForAll()
        }
      })
  }

  /// Offers each message many times, and reads on whether or not the call has ended.
  private var offers: ServerMethod {
    ServerMethod(
      EveryKind.crowd,
      .streaming { stream, call in
        while let message = try? await stream.nextMessage() {
          for _ in 0..<32 { try? stream.offer(framed(message)) }
          if call.isDraining { return stream.closeRequests() }
        }
      })
  }
}

private func framed(_ message: Bytes) -> BytePieces {
  let prefix = Bytes(capacity: MessagePrefix.size) { memory in
    MessagePrefix.write(into: memory, message.count)
    return memory.count
  }
  return BytePieces(prefix, [message])
}
