import Protobuf
import RPC

/// Commands of the four kinds, out of calls of generated stubs.
extension Command {
  static func unary<Request: Message, Response: Message>(
    _ name: String, _ method: MethodDescriptor, help: String, flags: [Flag],
    _ stub: @escaping @Sendable (any ClientTransport, Request, CallOptions) async throws -> Response
  ) -> Command {
    Command(name: name, method: method, help: help, flags: flags) { call in
      let request: Request = try call.requests.single()
      call.output.write(try await stub(call.transport, request, call.options))
      try call.output.finish()
    }
  }

  static func serverStreaming<Request: Message, Response: Message>(
    _ name: String, _ method: MethodDescriptor, help: String, flags: [Flag],
    _ stub:
      @escaping @Sendable (any ClientTransport, Request, CallOptions) async throws ->
      ClientStream<Request, Response>
  ) -> Command {
    Command(name: name, method: method, help: help, flags: flags) { call in
      let request: Request = try call.requests.single()
      try call.output.expect(Response.self)
      let stream = try await stub(call.transport, request, call.options)
      for try await response in stream { call.output.write(response) }
      try call.output.finish()
    }
  }

  static func clientStreaming<Request: Message, Response: Message>(
    _ name: String, _ method: MethodDescriptor, help: String, flags: [Flag],
    _ stub:
      @escaping @Sendable (any ClientTransport, CallOptions) async throws ->
      ClientStream<Request, Response>
  ) -> Command {
    Command(name: name, method: method, help: help, flags: flags) { call in
      let requests = try call.requests.stream()
      let stream = try await stub(call.transport, call.options)
      try await send(requests, into: stream)
      call.output.write(try await stream.response())
      try call.output.finish()
    }
  }

  static func bidirectional<Request: Message, Response: Message>(
    _ name: String, _ method: MethodDescriptor, help: String, flags: [Flag],
    _ stub:
      @escaping @Sendable (any ClientTransport, CallOptions) async throws ->
      ClientStream<Request, Response>
  ) -> Command {
    Command(name: name, method: method, help: help, flags: flags) { call in
      let requests = try call.requests.stream()
      let stream = try await stub(call.transport, call.options)
      try await stream.converse {
        try await send(requests, into: stream)
      } receiving: {
        call.output.write($0)
      }
      try call.output.finish()
    }
  }

  private static func send<Request: Message, Response: Message>(
    _ requests: RequestSource.Reader, into stream: ClientStream<Request, Response>
  ) async throws {
    var requests = requests
    while let request: Request = try requests.next() { try await stream.send(request) }
  }
}
