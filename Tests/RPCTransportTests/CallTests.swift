import Buffers
import EventLoop
import RPC
import RPCTransport
import Testing

@Suite(.timeLimit(.minutes(1))) struct CallTests {
  @Test(arguments: [false, true])
  func aUnaryCallCarriesItsMessageAndMetadata(tls: Bool) async throws {
    try await Bench.run(tls: tls) { bench in
      let stream = try await bench.channel.open(
        EchoService.unary, CallOptions(metadata: ["x-echo": "v"]))
      try await stream.send(framed([1, 2, 3]), endStream: true)
      #expect(try await stream.initialMetadata()["x-initial"] == "v")
      #expect(try await stream.nextMessage() == [1, 2, 3])
      #expect(try await stream.nextMessage() == nil)
      #expect(await stream.trailers()["x-trailing"] == "v")
    }
  }

  @Test func responsesWithMetadataAndWithoutAreToldApart() async throws {
    try await Bench.run { bench in
      for text in [nil, "a", nil, "b", "b", nil, "c"] as [String?] {
        let options = CallOptions(metadata: text.map { ["x-echo": $0] } ?? Metadata())
        let stream = try await bench.channel.open(EchoService.unary, options)
        try await stream.send(framed([1]), endStream: true)
        #expect(try await stream.initialMetadata()["x-initial"] == text)
        while try await stream.nextMessage() != nil {}
        #expect(await stream.trailers()["x-trailing"] == text)
      }
    }
  }

  @Test(arguments: [0, 1, 16_379, 16_384, 1_000_000, 4 << 20])
  func aMessageOfAnySizeWithinTheLimitComesBack(size: Int) async throws {
    try await Bench.run(tls: true) { bench in
      let request = Bytes((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
      try await bench.expectEcho(request)
    }
  }

  @Test func aClientStreamIsCollected() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.collect, CallOptions())
      for byte in UInt8(0)..<200 { try await stream.send(framed([byte]), endStream: false) }
      stream.closeSend()
      #expect(try await stream.nextMessage() == Bytes(UInt8(0)..<200))
      #expect(try await stream.nextMessage() == nil)
    }
  }

  @Test func aServerStreamIsReadToItsEnd() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.expand, CallOptions())
      try await stream.send(framed(Bytes(UInt8(0)..<100)), endStream: true)
      var received: [UInt8] = []
      while let message = try await stream.nextMessage() { received += message }
      #expect(received == Array(0..<100))
    }
  }

  @Test(arguments: [false, true])
  func aConversationGoesBackAndForth(tls: Bool) async throws {
    try await Bench.run(tls: tls) { bench in
      let stream = try await bench.channel.open(EchoService.chat, CallOptions())
      for number in UInt8(0)..<50 {
        try await stream.send(framed([number]), endStream: false)
        #expect(try await stream.nextMessage() == [number])
      }
      stream.closeSend()
      #expect(try await stream.nextMessage() == nil)
    }
  }

  @Test func manyCallsShareOneConnection() async throws {
    try await Bench.run(tls: true) { bench in
      try await withThrowingTaskGroup { group in
        for number in 0..<500 {
          group.addTask {
            let request = Bytes(utf8: "request \(number)")
            try await bench.expectEcho(request)
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test func anErrorArrivesWithItsTextAndDetails() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.refuse, CallOptions())
      let error = await #expect(throws: RPCError.self) { try await stream.nextMessage() }
      #expect(error?.code == .failedPrecondition)
      #expect(error?.message == "窓口は閉まっています 100%")
      #expect(error?.status.details.count == 1)
    }
  }

  @Test func anUnknownMethodIsUnimplemented() async throws {
    try await Bench.run { bench in
      let error = await #expect(throws: RPCError.self) {
        try await bench.call(EchoService.method("Nothing", .unary), [])
      }
      #expect(error?.code == .unimplemented)
      #expect(error?.message.contains("has no method 'Nothing'") == true)
    }
  }

  @Test func aMessageAboveTheLimitIsRefusedWithTheLimit() async throws {
    try await Bench.run {
      $0.limits.messageBytes = 1000
    } _: { bench in
      let error = await #expect(throws: RPCError.self) {
        try await bench.call(EchoService.unary, Bytes(repeatElement(0, count: 1001)))
      }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.message.contains("1000") == true)
      try await bench.expectEcho([1])
    }
  }

  @Test func metadataAboveTheLimitIsRefusedWithTheLimit() async throws {
    try await Bench.run { bench in
      let error = await #expect(throws: RPCError.self) {
        try await bench.call(
          EchoService.unary, [],
          CallOptions(metadata: ["x-big": String(repeating: "a", count: 20_000)]))
      }
      #expect(error?.code == .resourceExhausted)
      #expect(error?.message.contains("16384 bytes") == true)
    }
  }
}
