// Made by schemac from calls.proto. Edit that, not this.

import Protobuf
import RPC

extension TestCalls {
  /// A service with a method of every kind.
  public protocol EveryKindService: Service {
    /// One request, one response.
    func ask(_ request: AskRequest, _ call: CallContext) async throws -> Answer

    /// Many requests, one response.
    func collect(_ requests: RequestStream<AskRequest>, _ call: CallContext) async throws -> Answer

    /// One request, many responses.
    func watchForAnswersThatTakeTheirTime(
      _ request: AskRequest, _ responses: ResponseStream<Answer>, _ call: CallContext
    ) async throws

    /// Many of both.
    func chat(
      _ requests: RequestStream<AskRequest>,
      _ responses: ResponseStream<Answer>,
      _ call: CallContext
    ) async throws

    func methodsMethod(
      _ request: GoogleProtobuf.Empty, _ call: CallContext
    ) async throws -> GoogleProtobuf.Empty
  }

  /// Calls `test.calls.v1.EveryKindService`.
  public struct EveryKindServiceClient: Sendable {
    public let transport: any ClientTransport

    public init(_ transport: any ClientTransport) { self.transport = transport }

    public func ask(
      _ request: AskRequest, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> Answer {
      try await transport.unary(EveryKindServiceDescriptor.ask, request, options)
    }

    public func collect(
      _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> ClientStream<AskRequest, Answer> {
      try await transport.clientStreaming(EveryKindServiceDescriptor.collect, options)
    }

    public func watchForAnswersThatTakeTheirTime(
      _ request: AskRequest, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> ClientStream<AskRequest, Answer> {
      try await transport.serverStreaming(
        EveryKindServiceDescriptor.watchForAnswersThatTakeTheirTime, request, options)
    }

    public func chat(
      _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> ClientStream<AskRequest, Answer> {
      try await transport.bidirectional(EveryKindServiceDescriptor.chat, options)
    }

    public func methodsMethod(
      _ request: GoogleProtobuf.Empty, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> GoogleProtobuf.Empty {
      try await transport.unary(EveryKindServiceDescriptor.methodsMethod, request, options)
    }
  }

  /// The names of `test.calls.v1.EveryKindService` and its methods.
  public enum EveryKindServiceDescriptor {
    private static let name: String = "test.calls.v1.EveryKindService"
    public static let ask = MethodDescriptor(service: name, name: "Ask", kind: .unary)
    public static let collect = MethodDescriptor(
      service: name, name: "Collect", kind: .clientStreaming)
    public static let watchForAnswersThatTakeTheirTime = MethodDescriptor(
      service: name, name: "WatchForAnswersThatTakeTheirTime", kind: .serverStreaming)
    public static let chat = MethodDescriptor(service: name, name: "Chat", kind: .bidirectional)
    public static let methodsMethod = MethodDescriptor(service: name, name: "Methods", kind: .unary)
    public static let service = ServiceDescriptor(
      name: name,
      methods: [ask, collect, watchForAnswersThatTakeTheirTime, chat, methodsMethod],
      file: callsFile)
  }
}

extension TestCalls.EveryKindService {
  public static var descriptor: ServiceDescriptor { TestCalls.EveryKindServiceDescriptor.service }

  public var methods: [ServerMethod] {
    [
      ServerMethod(TestCalls.EveryKindServiceDescriptor.ask) { call throws(RPCError) in
        do {
          let response = try await self.ask(.request(call.request(), of: call), call)
          try call.answer(response.framed())
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
      ServerMethod(TestCalls.EveryKindServiceDescriptor.collect) { call throws(RPCError) in
        do {
          let response = try await self.collect(RequestStream(call), call)
          try await call.stream.send(response.framed())
          try call.finished()
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
      ServerMethod(TestCalls.EveryKindServiceDescriptor.watchForAnswersThatTakeTheirTime) {
        call throws(RPCError) in
        do {
          guard let bytes = try await call.stream.onlyMessage() else { return }
          try await self.watchForAnswersThatTakeTheirTime(
            .request(bytes, of: call), ResponseStream(call), call)
          try call.finished()
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
      ServerMethod(TestCalls.EveryKindServiceDescriptor.chat) { call throws(RPCError) in
        do {
          try await self.chat(RequestStream(call), ResponseStream(call), call)
          try call.finished()
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
      ServerMethod(TestCalls.EveryKindServiceDescriptor.methodsMethod) { call throws(RPCError) in
        do {
          let response = try await self.methodsMethod(.request(call.request(), of: call), call)
          try call.answer(response.framed())
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
    ]
  }
}

extension TestCalls {
  /// A service of a long name, with methods of long names.
  public protocol ServiceWithNamesThatTakeMoreThanALineService: Service {
    func answerFirstOfManyQuestions(
      _ request: AskRequest, _ call: CallContext
    ) async throws -> Answer

    func answerSecondOfManyQuestions(
      _ request: AskRequest, _ call: CallContext
    ) async throws -> Answer

    func answerThirdOfManyQuestions(
      _ requests: RequestStream<AskRequest>,
      _ responses: ResponseStream<Answer>,
      _ call: CallContext
    ) async throws
  }

  /// Calls `test.calls.v1.ServiceWithNamesThatTakeMoreThanALine`.
  public struct ServiceWithNamesThatTakeMoreThanALineClient: Sendable {
    public let transport: any ClientTransport

    public init(_ transport: any ClientTransport) { self.transport = transport }

    public func answerFirstOfManyQuestions(
      _ request: AskRequest, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> Answer {
      try await transport.unary(
        ServiceWithNamesThatTakeMoreThanALineDescriptor.answerFirstOfManyQuestions,
        request,
        options)
    }

    public func answerSecondOfManyQuestions(
      _ request: AskRequest, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> Answer {
      try await transport.unary(
        ServiceWithNamesThatTakeMoreThanALineDescriptor.answerSecondOfManyQuestions,
        request,
        options)
    }

    public func answerThirdOfManyQuestions(
      _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> ClientStream<AskRequest, Answer> {
      try await transport.bidirectional(
        ServiceWithNamesThatTakeMoreThanALineDescriptor.answerThirdOfManyQuestions, options)
    }
  }

  /// The names of `test.calls.v1.ServiceWithNamesThatTakeMoreThanALine` and its methods.
  public enum ServiceWithNamesThatTakeMoreThanALineDescriptor {
    private static let name: String = "test.calls.v1.ServiceWithNamesThatTakeMoreThanALine"
    public static let answerFirstOfManyQuestions = MethodDescriptor(
      service: name, name: "AnswerFirstOfManyQuestions", kind: .unary)
    public static let answerSecondOfManyQuestions = MethodDescriptor(
      service: name, name: "AnswerSecondOfManyQuestions", kind: .unary)
    public static let answerThirdOfManyQuestions = MethodDescriptor(
      service: name, name: "AnswerThirdOfManyQuestions", kind: .bidirectional)
    public static let service = ServiceDescriptor(
      name: name,
      methods: [
        answerFirstOfManyQuestions, answerSecondOfManyQuestions, answerThirdOfManyQuestions,
      ],
      file: callsFile)
  }
}

extension TestCalls.ServiceWithNamesThatTakeMoreThanALineService {
  public static var descriptor: ServiceDescriptor {
    TestCalls.ServiceWithNamesThatTakeMoreThanALineDescriptor.service
  }

  public var methods: [ServerMethod] {
    [
      ServerMethod(
        TestCalls.ServiceWithNamesThatTakeMoreThanALineDescriptor.answerFirstOfManyQuestions
      ) { call throws(RPCError) in
        do {
          let response = try await self.answerFirstOfManyQuestions(
            .request(call.request(), of: call), call)
          try call.answer(response.framed())
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
      ServerMethod(
        TestCalls.ServiceWithNamesThatTakeMoreThanALineDescriptor.answerSecondOfManyQuestions
      ) { call throws(RPCError) in
        do {
          let response = try await self.answerSecondOfManyQuestions(
            .request(call.request(), of: call), call)
          try call.answer(response.framed())
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
      ServerMethod(
        TestCalls.ServiceWithNamesThatTakeMoreThanALineDescriptor.answerThirdOfManyQuestions
      ) { call throws(RPCError) in
        do {
          try await self.answerThirdOfManyQuestions(RequestStream(call), ResponseStream(call), call)
          try call.finished()
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      },
    ]
  }
}

extension TestCalls {
  /// A service that is not called one.
  public protocol HealthService: Service {
    func check(_ request: GoogleProtobuf.Empty, _ call: CallContext) async throws -> Answer
  }

  /// Calls `test.calls.v1.Health`.
  public struct HealthClient: Sendable {
    public let transport: any ClientTransport

    public init(_ transport: any ClientTransport) { self.transport = transport }

    public func check(
      _ request: GoogleProtobuf.Empty, _ options: CallOptions = CallOptions()
    ) async throws(RPCError) -> Answer {
      try await transport.unary(HealthDescriptor.check, request, options)
    }
  }

  /// The names of `test.calls.v1.Health` and its methods.
  public enum HealthDescriptor {
    private static let name: String = "test.calls.v1.Health"
    public static let check = MethodDescriptor(service: name, name: "Check", kind: .unary)
    public static let service = ServiceDescriptor(name: name, methods: [check], file: callsFile)
  }
}

extension TestCalls.HealthService {
  public static var descriptor: ServiceDescriptor { TestCalls.HealthDescriptor.service }

  public var methods: [ServerMethod] {
    [
      ServerMethod(TestCalls.HealthDescriptor.check) { call throws(RPCError) in
        do {
          let response = try await self.check(.request(call.request(), of: call), call)
          try call.answer(response.framed())
        } catch {
          throw RPCError(thrown: error, by: call)
        }
      }
    ]
  }
}
