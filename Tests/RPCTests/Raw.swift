import Buffers
import Protobuf

@testable import RPC

/// A service on bytes, one method of each kind; every handler does nothing but what tests replace.
struct Raw: Service {
  static let name = "test.v1.Raw"
  static func method(_ name: String, _ kind: MethodDescriptor.Kind) -> MethodDescriptor {
    MethodDescriptor(service: Raw.name, name: name, kind: kind)
  }

  static let unary = method("Unary", .unary)
  static let collect = method("Collect", .clientStreaming)
  static let spread = method("Spread", .serverStreaming)
  static let chat = method("Chat", .bidirectional)

  static let descriptor = ServiceDescriptor(
    name: name, methods: [unary, collect, spread, chat],
    file: SchemaFile("test.proto", imports: [], base64: ""))

  var respond: @Sendable (Bytes, CallContext) async throws -> BytePieces = { request, _ in
    BytePieces(request)
  }
  var serve: @Sendable (any ServerStream, CallContext) async throws -> Void = { _, _ in }

  var methods: [ServerMethod] {
    [
      ServerMethod(Raw.unary, .unary(respond)),
      ServerMethod(Raw.collect, .streaming(serve)),
      ServerMethod(Raw.spread, .streaming(serve)),
      ServerMethod(Raw.chat, .streaming(serve)),
    ]
  }
}
