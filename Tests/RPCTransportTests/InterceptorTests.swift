import Buffers
import EventLoop
import RPC
import RPCTransport
import Testing

/// Notes how each call ended and what was refused.
struct Recorder: ServerInterceptor {
  let log: EchoService.Log

  func ended(_ call: CallContext, _ error: RPCError?) -> RPCError? {
    log.note("\(error?.code ?? .ok) \(call.method.name)")
    return error
  }

  func refused(_ request: RefusedRequest) {
    log.note("refused \(request.method?.name ?? "?") \(request.httpStatus) \(request.error.code)")
  }
}

@Suite(.timeLimit(.minutes(1))) struct InterceptorTests {
  @Test func everyEndingIsSeen() async throws {
    try await Bench.run { bench in
      let log = bench.service.log
      try await bench.expectEcho([1])
      await log.wait(for: "OK Unary")

      await #expect(throws: RPCError.self) { try await bench.call(EchoService.refuse, []) }
      await log.wait(for: "FAILED_PRECONDITION Refuse")

      let cancelled = try await bench.channel.open(EchoService.hang, CallOptions())
      try await cancelled.send(framed([]), endStream: true)
      await log.wait(for: "hang began")
      cancelled.cancel()
      await log.wait(for: "CANCELLED Hang")

      // The request's flag byte is no flag.
      let wrong = try await bench.channel.open(EchoService.hangInStream, CallOptions())
      try await wrong.send(framed([1]), endStream: false)
      await log.wait(for: "stream began")
      try await wrong.send(BytePieces([7, 0, 0, 0, 0]), endStream: false)
      await log.wait(for: "INTERNAL HangInStream")
      let error = await #expect(throws: RPCError.self) { try await wrong.nextMessage() }
      #expect(error?.code == .internal)
    }
  }

  @Test func aDeadlineIsSeenAsTheEnding() async throws {
    try await Bench.run { bench in
      var timeout = Duration.milliseconds(50)
      while bench.service.log.count("hang began") == 0 {
        await #expect(throws: RPCError.self) {
          try await bench.call(EchoService.hang, [], CallOptions(timeout: timeout))
        }
        timeout *= 2
      }
      // By the client's reset or by the deadline, whichever the server heard of first.
      await bench.service.log.wait(for: "hang cancelled")
      await bench.service.log.wait(for: ["DEADLINE_EXCEEDED Hang", "CANCELLED Hang"])
    }
  }

  @Test func whatComesToNoHandlerIsSeenOnce() async throws {
    try await Bench.run { bench in
      let log = bench.service.log
      await #expect(throws: RPCError.self) {
        try await bench.call(EchoService.method("Nothing", .unary), [])
      }
      await log.wait(for: "refused ? 200 UNIMPLEMENTED")

      // A unary request that is broken off, and one that breaks the protocol.
      let left = try await bench.channel.open(EchoService.unary, CallOptions())
      try await left.send(framed([1]), endStream: false)
      left.cancel()
      await log.wait(for: "refused Unary 200 CANCELLED")
      let wrong = try await bench.channel.open(EchoService.unary, CallOptions())
      try await wrong.send(BytePieces([7, 0, 0, 0, 0]), endStream: false)
      await log.wait(for: "refused Unary 200 INTERNAL")
      #expect(log.count("refused Unary 200 INTERNAL") == 1)
      #expect(log.count("INTERNAL Unary") == 0)
    }
  }
}
