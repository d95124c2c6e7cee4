import Buffers
import EventLoop
import RPC
import RPCTransport
import Testing

@Suite(.timeLimit(.minutes(1))) struct EndingTests {
  @Test(arguments: [
    (EchoService.hang, "hang began", "hang cancelled"),
    (EchoService.hangInStream, "stream began", "stream ended: CANCELLED"),
  ])
  func aDeadlineEndsTheCallOnBothSides(
    method: MethodDescriptor, began: String, ended: String
  ) async throws {
    try await Bench.run { bench in
      // On a busy machine the first deadlines may pass before the server has seen the call.
      var timeout = Duration.milliseconds(50)
      while bench.service.log.count(began) == 0 {
        let error = await #expect(throws: RPCError.self) {
          try await bench.call(method, [], CallOptions(timeout: timeout))
        }
        #expect(error?.code == .deadlineExceeded)
        timeout *= 2
      }
      await bench.service.log.wait(for: ended)
    }
  }

  @Test func cancellingReachesAHandlerThatSleeps() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.hang, CallOptions())
      try await stream.send(framed([]), endStream: true)
      await bench.service.log.wait(for: "hang began")
      stream.cancel()
      let error = await #expect(throws: RPCError.self) { try await stream.nextMessage() }
      #expect(error?.code == .cancelled)
      await bench.service.log.wait(for: "hang told")
      await bench.service.log.wait(for: "hang cancelled")
    }
  }

  @Test func aCallThatIsCancelledIsFreedWithAllItHolds() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.hang, CallOptions())
      try await stream.send(framed([]), endStream: true)
      await bench.service.log.wait(for: "hang began")
      stream.cancel()
      await bench.service.log.wait(for: "freed")
    }
  }

  @Test func aCancellationIsHeardBeforeTheNextRequestOfTheSamePacket() async throws {
    try await Bench.run { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/Hang")])
      try call.send(prefixed([]))
      try call.end()
      await bench.service.log.wait(for: "hang began")
      call.stream?.reset(.cancel)
      let next = try client.open()
      try next.send(prefixed([1]))
      try next.end()
      try next.finish()
      let log = bench.service.log.all
      let told = try #require(log.firstIndex(of: "hang told"))
      #expect(told < (log.firstIndex(of: "OK Unary") ?? 0))
      await bench.service.log.wait(for: "CANCELLED Hang")
    }
  }

  @Test func cancellingReachesAHandlerThatReads() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.hangInStream, CallOptions())
      try await stream.send(framed([1]), endStream: false)
      await bench.service.log.wait(for: "stream began")
      stream.cancel()
      await bench.service.log.wait(for: "stream ended: CANCELLED")
    }
  }

  @Test func aClientThatVanishesCancelsItsCalls() async throws {
    try await Bench.run { bench in
      let group = try EventLoopGroup(count: 1)
      let channel = Channel(Channel.Configuration(target: "\(bench.address)"), on: group.loops[0])
      let stream = try await channel.open(EchoService.hangInStream, CallOptions())
      try await stream.send(framed([1]), endStream: false)
      await bench.service.log.wait(for: "stream began")
      stream.cancel()
      await channel.close()
      group.shutdown()
      await bench.service.log.wait(for: "stream ended: CANCELLED")
    }
  }

  @Test func aTaskThatIsCancelledCancelsItsCall() async throws {
    try await Bench.run { bench in
      let task = Task {
        let client = bench.channel
        let stream = try await client.open(EchoService.hang, CallOptions())
        try await stream.send(framed([]), endStream: true)
        return try await withTaskCancellationHandler {
          try await stream.nextMessage()
        } onCancel: {
          stream.cancel()
        }
      }
      await bench.service.log.wait(for: "hang began")
      task.cancel()
      await #expect(throws: RPCError.self) { try await task.value }
      await bench.service.log.wait(for: "hang cancelled")
    }
  }
}
