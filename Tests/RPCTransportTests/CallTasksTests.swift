import Buffers
import RPC
import RPCTransport
import Testing

/// Calls of a loop share its tasks, one after another: none may notice.
@Suite(.timeLimit(.minutes(1))) struct CallTasksTests {
  @Test func callsThatWaitDoNotHoldUpThoseBehindThem() async throws {
    try await Bench.run(loops: 1) { bench in
      var hanging: [any ClientTransportStream] = []
      for number in UInt8(0)..<20 {
        hanging.append(try await hang(bench))
        try await bench.expectEcho([number])
      }
      for call in hanging { call.cancel() }
      try await bench.expectEcho([1])
    }
  }

  @Test func aCancelledCallLeavesNothingToTheNext() async throws {
    try await Bench.run(loops: 1) { bench in
      let log = bench.service.log
      for round in 0..<5 {
        let call = try await hang(bench)
        while log.count("hang began") == round { await Task.yield() }
        // In a task that has been cancelled it would not hang.
        try await bench.expectEcho([1])
        #expect(log.count("hang cancelled") == round)
        call.cancel()
        while log.count("hang cancelled") == round { await Task.yield() }
      }
    }
  }

  private func hang(_ bench: Bench) async throws -> any ClientTransportStream {
    let call = try await bench.channel.open(EchoService.hang, CallOptions())
    try await call.send(framed([]), endStream: true)
    return call
  }
}
