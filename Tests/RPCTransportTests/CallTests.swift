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

@Suite(.timeLimit(.minutes(1))) struct BackpressureTests {
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
