// Made by schemac from deprecations.proto. Edit that, not this.

import Protobuf
import RPC

extension TestDeprecations {
  /// A service with an old method.
  public protocol BoxService: Service {
    /// Use `Open`.
    func unlock(_ request: GoogleProtobuf.Empty, _ call: CallContext) async throws -> Box

    func open(_ request: _Old, _ responses: ResponseStream<Box>, _ call: CallContext) async throws
  }

  /// Calls `test.deprecations.v1.BoxService`.
  public struct BoxServiceClient: Sendable {
    public let transport: any ClientTransport

    public init(_ transport: any ClientTransport) { self.transport = transport }

    @available(*, deprecated)
    public func unlock(
      _ request: GoogleProtobuf.Empty, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> Box {
      try await transport.unary(BoxServiceDescriptor.unlock, request, options)
    }

    public func open(
      _ request: _Old, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> ClientStream<_Old, Box> {
      try await transport.serverStreaming(BoxServiceDescriptor.open, request, options)
    }
  }

  /// The names of `test.deprecations.v1.BoxService` and its methods.
  public enum BoxServiceDescriptor {
    private static let name: String = "test.deprecations.v1.BoxService"
    public static let unlock = MethodDescriptor(service: name, name: "Unlock", kind: .unary)
    public static let open = MethodDescriptor(service: name, name: "Open", kind: .serverStreaming)
    public static let service = ServiceDescriptor(
      name: name, methods: [unlock, open], file: deprecationsFile)
  }
}

extension TestDeprecations.BoxService {
  public static var descriptor: ServiceDescriptor { TestDeprecations.BoxServiceDescriptor.service }

  public var methods: [ServerMethod] {
    [
      ServerMethod(TestDeprecations.BoxServiceDescriptor.unlock) { call throws(RPCError) in
        do {
          let response = try await self.unlock(.request(call.request(), of: call), call)
          try call.answer(response.framed())
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
      ServerMethod(TestDeprecations.BoxServiceDescriptor.open) { call throws(RPCError) in
        do {
          guard let bytes = try await call.stream.onlyMessage() else { return }
          try await self.open(.request(bytes, of: call), ResponseStream(call), call)
          try call.finished()
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
    ]
  }
}

extension TestDeprecations {
  /// Nobody's service.
  public protocol OldService: Service {
    func open(
      _ request: GoogleProtobuf.Empty, _ call: CallContext
    ) async throws -> GoogleProtobuf.Empty
  }

  /// Calls `test.deprecations.v1.OldService`.
  @available(*, deprecated)
  public struct OldServiceClient: Sendable {
    public let transport: any ClientTransport

    public init(_ transport: any ClientTransport) { self.transport = transport }

    public func open(
      _ request: GoogleProtobuf.Empty, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> GoogleProtobuf.Empty {
      try await transport.unary(OldServiceDescriptor.open, request, options)
    }
  }

  /// The names of `test.deprecations.v1.OldService` and its methods.
  public enum OldServiceDescriptor {
    private static let name: String = "test.deprecations.v1.OldService"
    public static let open = MethodDescriptor(service: name, name: "Open", kind: .unary)
    public static let service = ServiceDescriptor(
      name: name, methods: [open], file: deprecationsFile)
  }
}

extension TestDeprecations.OldService {
  public static var descriptor: ServiceDescriptor { TestDeprecations.OldServiceDescriptor.service }

  public var methods: [ServerMethod] {
    [
      ServerMethod(TestDeprecations.OldServiceDescriptor.open) { call throws(RPCError) in
        do {
          let response = try await self.open(.request(call.request(), of: call), call)
          try call.answer(response.framed())
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      }
    ]
  }
}
