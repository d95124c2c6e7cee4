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
      let stream = try await stub(call.transport, call.options)
      try await send(call.requests, into: stream)
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
      let stream = try await stub(call.transport, call.options)
      let sender = Task { () async -> UsageError? in
        do {
          try await send(call.requests, into: stream)
          stream.closeSend()
        } catch let error as UsageError {
          stream.cancel()
          return error
        } catch {
          // How the call ended is told by its responses.
        }
        return nil
      }
      do throws(RPCError) {
        while let response = try await stream.next() { call.output.write(response) }
      } catch {
        sender.cancel()
        // A wrong request is the cause, the cancelled call its effect.
        if error.code == .cancelled, let wrong = await sender.value { throw wrong }
        throw error
      }
      try call.output.finish()
    }
  }

  private static func send<Request: Message, Response: Message>(
    _ requests: RequestSource, into stream: ClientStream<Request, Response>
  ) async throws {
    var reader = try requests.stream()
    while let request: Request = try reader.next() { try await stream.send(request) }
  }
}
