import Buffers
import EventLoop
import RPC
import RPCTransport
import Testing

@Suite(.timeLimit(.minutes(5))) struct BackpressureTests {
  @Test(arguments: [
    // method, bytes of each request that are not sent
    (EchoService.unary, 1),
    (EchoService.unary, 0),  // complete, but the stream is not ended
    (EchoService.chat, 1),
  ])
  func incompleteRequestsOfAConnectionAreBounded(
    method: MethodDescriptor, missing: Int
  ) async throws {
    try await Bench.run {
      $0.limits.messageBytes = 1 << 20
      $0.limits.streamWindowBytes = 256 << 10
      $0.limits.connectionWindowBytes = 1 << 20
      $0.limits.incompleteRequestBytes = (1 << 20) - 10
    } _: { bench in
      let message = Bytes(repeatElement(5, count: 1 << 20))
      let whole = framed(message).joined()
      var streams: [any ClientTransportStream] = []
      for _ in 0..<32 { streams.append(try await bench.channel.open(method, CallOptions())) }
      // Room is for less than two: each call sends all but the rest, and all but one are refused.
      let refused = await withTaskGroup(of: (Int, RPCError?).self) { group in
        for (place, stream) in streams.enumerated() {
          group.addTask {
            do throws(RPCError) {
              try await stream.send(
                BytePieces(whole.slice(0..<whole.count - missing)), endStream: false)
              if missing == 0 { _ = try await stream.nextMessage() }
              while try await stream.nextMessage() != nil {}
              return (place, nil)
            } catch {
              return (place, error)
            }
          }
        }
        var refused: Set<Int> = []
        for await (place, error) in group {
          #expect(error?.code == .resourceExhausted)
          #expect(error?.message.contains("more than 2097142 bytes") == true)
          refused.insert(place)
          if refused.count == streams.count - 1 { break }
        }
        // Others go on meanwhile, on a connection of their own.
        let other = Channel(
          Channel.Configuration(target: "\(bench.address)"), on: bench.group.loops[1])
        do {
          let stream = try await other.open(EchoService.unary, CallOptions())
          try await stream.send(BytePieces(whole), endStream: true)
          #expect(try await stream.nextMessage() == message)
        } catch {
          Issue.record(error)
        }
        await other.close()
        streams[(0..<streams.count).first { !refused.contains($0) } ?? 0].cancel()
        return refused
      }
      #expect(refused.count == streams.count - 1)
      // All that was held has been given back.
      for _ in 0..<8 { try await bench.expectEcho(message) }
    }
  }

  @Test func aSlowHandlerHoldsItsSenderWhileOthersGoOn() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.slow, CallOptions())
      let block = framed(Bytes(repeatElement(1, count: 100_000)))
      let sent = EchoService.Log()
      let sender = Task {
        for _ in 0..<100 {
          try await stream.send(block, endStream: false)
          sent.note("sent")
        }
        stream.closeSend()
      }
      await bench.service.log.wait(for: "slow began")
      for number in UInt8(0)..<100 {
        try await bench.expectEcho([number])
      }
      // The window of 1 MiB, the client's buffer of 256 KiB, the message in hand.
      #expect(sent.count("sent") <= 15)
      bench.service.gate.note("open")
      try await sender.value
      #expect(try await stream.nextMessage() == Bytes(utf8: "10000000"))
    }
  }

  @Test func aSlowReaderHoldsTheHandler() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.flood, CallOptions())
      try await stream.send(framed([]), endStream: true)
      _ = try await stream.initialMetadata()
      for number in UInt8(0)..<100 {
        try await bench.expectEcho([number])
      }
      #expect(bench.service.log.count("flooded") <= 16)
      var count = 0
      while try await stream.nextMessage() != nil { count += 1 }
      #expect(count == 1000)
    }
  }

  @Test func manySendersOfOneCallWaitForItsReaderAndKeepTheirOrder() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.crowd, CallOptions())
      try await stream.send(framed([]), endStream: true)
      _ = try await stream.initialMetadata()
      bench.service.gate.note("give up")
      await bench.service.log.wait(for: "one gave up")
      // The window of 1 MiB, the buffer of 256 KiB.
      #expect(bench.service.log.count("sent") <= 16)
      for number in UInt8(0)..<64 {
        let whole = Bytes(repeatElement(number, count: 100_000))
        #expect(try await stream.nextMessage() == whole)
      }
      // Of the sender that gave up, whose message was on its way.
      #expect(try await stream.nextMessage() == [64])
      #expect(try await stream.nextMessage() == nil)
      #expect(bench.service.log.count("sent") == 64)
    }
  }

  @Test func aClientThatLeavesLetsGoOfAllSenders() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.crowd, CallOptions())
      try await stream.send(framed([]), endStream: true)
      _ = try await stream.initialMetadata()
      bench.service.gate.note("give up")
      await bench.service.log.wait(for: "one gave up")
      stream.cancel()
      await bench.service.log.wait(for: "crowd over")
      #expect(bench.service.log.count("sent") <= 16)
      try await bench.expectEcho([1])
    }
  }

  @Test func manySendersOfAClientsCallKeepTheirMessagesWhole() async throws {
    try await Bench.run { bench in
      let stream = try await bench.channel.open(EchoService.slow, CallOptions())
      let block = framed(Bytes(repeatElement(1, count: 100_000)))
      try await withThrowingTaskGroup { group in
        for _ in 0..<64 { group.addTask { try await stream.send(block, endStream: false) } }
        await bench.service.log.wait(for: "slow began")
        bench.service.gate.note("open")
        try await group.waitForAll()
      }
      stream.closeSend()
      #expect(try await stream.nextMessage() == Bytes(utf8: "6400000"))
    }
  }

  @Test func aReaderThatFallsBehindABroadcastIsCutAtOnce() async throws {
    try await Bench.run {
      $0.limits.offerBufferBytes = 1 << 20
    } _: { bench in
      let client = try RawClient(bench.address)
      let call = try client.open([(":path", "/test.Echo/Broadcast")])
      call.isReading = false
      try call.send(prefixed([]))
      try call.end()
      await bench.service.log.wait(for: "broadcasting")
      bench.service.gate.note("open")
      // The trailers come though the window is full, and what was queued does not come.
      try call.finish()
      #expect(call["grpc-status"] == "8")
      #expect(call["grpc-message"]?.contains("more than 1048576 bytes wait") == true)
      #expect(call["grpc-message"]?.contains("offer-buffer-bytes") == true)
      #expect(call.body.count <= 1 << 20)
      await bench.service.log.wait(for: "RESOURCE_EXHAUSTED Broadcast")
      #expect(bench.service.log.count("broadcast") == 0)
    }
  }

  @Test func aReaderThatKeepsUpWithABroadcastGetsAllOfIt() async throws {
    try await Bench.run {
      $0.limits.offerBufferBytes = 8 << 20
    } _: { bench in
      let stream = try await bench.channel.open(EchoService.broadcast, CallOptions())
      try await stream.send(framed([]), endStream: true)
      bench.service.gate.note("open")
      for number in UInt8(0)..<100 {
        #expect(try await stream.nextMessage() == Bytes(repeatElement(number, count: 50_000)))
      }
      #expect(try await stream.nextMessage() == nil)
    }
  }

  @Test func aMessageLargerThanTheWindowComesThrough() async throws {
    try await Bench.run {
      $0.limits.streamWindowBytes = 65_535
    } _: { bench in
      let stream = try await bench.channel.open(EchoService.chat, CallOptions())
      let message = Bytes(repeatElement(9, count: 1_000_000))
      try await stream.send(framed(message), endStream: true)
      #expect(try await stream.nextMessage() == message)
    }
  }
}
