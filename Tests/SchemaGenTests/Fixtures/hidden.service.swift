// Made by schemac from hidden.proto. Edit that, not this.

import Protobuf
import RPC

extension TestHidden {
  protocol SecretService: Service {
    func tell(_ request: GoogleProtobuf.Empty, _ call: CallContext) async throws -> Secret
  }

  /// Calls `test.hidden.v1.SecretService`.
  struct SecretServiceClient: Sendable {
    let transport: any ClientTransport

    init(_ transport: any ClientTransport) { self.transport = transport }

    func tell(
      _ request: GoogleProtobuf.Empty, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> Secret {
      try await transport.unary(SecretServiceDescriptor.tell, request, options)
    }
  }

  /// The names of `test.hidden.v1.SecretService` and its methods.
  enum SecretServiceDescriptor {
    private static let name: String = "test.hidden.v1.SecretService"
    static let tell = MethodDescriptor(service: name, name: "Tell", kind: .unary)
    static let service = ServiceDescriptor(name: name, methods: [tell], file: hiddenFile)
  }
}

extension TestHidden.SecretService {
  static var descriptor: ServiceDescriptor { TestHidden.SecretServiceDescriptor.service }

  var methods: [ServerMethod] {
    [
      ServerMethod(TestHidden.SecretServiceDescriptor.tell) { call throws(RPCError) in
        do {
          let response = try await self.tell(.request(call.request(), of: call), call)
          try call.answer(response.framed())
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      }
    ]
  }
}
