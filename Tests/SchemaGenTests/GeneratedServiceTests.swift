import Protobuf
import RPC
import Testing

/// A service of the fixture, written as anyone would write it against the generated protocol.
private struct Oracle: TestCalls.EveryKindService {
  func ask(_ request: TestCalls.AskRequest, _ call: CallContext) async throws -> TestCalls.Answer {
    TestCalls.Answer(text: "\(request.question)!")
  }

  func collect(
    _ requests: RequestStream<TestCalls.AskRequest>, _ call: CallContext
  ) async throws -> TestCalls.Answer {
    var text = ""
    for try await request in requests { text += request.question }
    return TestCalls.Answer(text: text)
  }

  func watchForAnswersThatTakeTheirTime(
    _ request: TestCalls.AskRequest, _ responses: ResponseStream<TestCalls.Answer>,
    _ call: CallContext
  ) async throws {
    for letter in request.question { try await responses.send(.init(text: "\(letter)")) }
  }

  func chat(
    _ requests: RequestStream<TestCalls.AskRequest>, _ responses: ResponseStream<TestCalls.Answer>,
    _ call: CallContext
  ) async throws {
    for try await request in requests { try await responses.send(.init(text: request.question)) }
  }

  func methodsMethod(
    _ request: GoogleProtobuf.Empty, _ call: CallContext
  ) async throws -> GoogleProtobuf.Empty { request }
}

@Suite struct GeneratedService {
  private let client = TestCalls.EveryKindServiceClient(InProcessTransport([Oracle()]))

  @Test func answersItsGeneratedClientInEveryKind() async throws {
    #expect(try await client.ask(.init(question: "why")).text == "why!")
    #expect(try await client.methodsMethod(.init()) == .init())

    let collecting = try await client.collect()
    try await collecting.send(.init(question: "a"))
    try await collecting.send(.init(question: "b"), last: true)
    #expect(try await collecting.response().text == "ab")

    var letters: [String] = []
    for try await answer in try await client.watchForAnswersThatTakeTheirTime(
      .init(question: "xyz"))
    {
      letters.append(answer.text)
    }
    #expect(letters == ["x", "y", "z"])

    let chat = try await client.chat()
    try await chat.send(.init(question: "hello"))
    #expect(try await chat.next()?.text == "hello")
    chat.closeSend()
    #expect(try await chat.next() == nil)
  }

  @Test func isDescribedAsTheSchemaHasIt() throws {
    let descriptor = TestCalls.EveryKindServiceDescriptor.service
    #expect(descriptor.name == "test.calls.v1.EveryKindService")
    #expect(
      descriptor.methods.map(\.path).last == "/test.calls.v1.EveryKindService/Methods")
    #expect(
      descriptor.methods.map(\.kind) == [
        .unary, .clientStreaming, .serverStreaming, .bidirectional, .unary,
      ])
    let file = try GoogleProtobuf.FileDescriptorProto(decoding: descriptor.file.descriptor)
    #expect(file.service.map(\.name).first == "EveryKindService")
    #expect(
      descriptor.file.withImports.map(\.name) == ["google/protobuf/empty.proto", "calls.proto"])
  }
}
