import Buffers
import Testing

@testable import RPC

@Suite struct MessageDeframerTests {
  /// All messages out of `stream`, fed in pieces of `size`.
  private func cut(
    _ stream: [UInt8], pieces size: Int, limit: Int = 1000
  ) throws(RPCError) -> (messages: [Bytes], isWithin: Bool) {
    var deframer = MessageDeframer(messageBytesMax: limit)
    var messages: [Bytes] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      let piece = Bytes(stream[start..<min(start + size, stream.count)])
      try piece.withUnsafeBytes { (memory: UnsafeRawBufferPointer) throws(RPCError) in
        var chunk = memory
        while let message = try deframer.next(in: &chunk) { messages.append(message.bytes) }
        #expect(chunk.isEmpty)
      }
    }
    return (messages, deframer.isWithinMessage)
  }

  @Test("finds the same messages however the bytes are cut")
  func anyPieces() throws {
    let payloads: [[UInt8]] = [
      [], [1], Array(0..<200), [], [], [9, 9], Array(repeating: 7, count: 999),
    ]
    let stream = payloads.flatMap { frame($0) }
    for size in [1, 2, 3, 4, 5, 6, 7, 64, stream.count] {
      let (messages, isWithin) = try cut(stream, pieces: size)
      #expect(messages == payloads.map { Bytes($0) }, "pieces of \(size)")
      #expect(!isWithin)
    }
  }

  @Test("knows of a message that is not complete", arguments: 1...8)
  func within(count: Int) throws {
    let (messages, isWithin) = try cut(Array(frame([1, 2, 3, 4]).prefix(count)), pieces: 100)
    #expect(messages.isEmpty)
    #expect(isWithin)
  }

  @Test("takes a message of just the limit and refuses one byte more before taking memory")
  func limit() throws {
    #expect(
      try cut(frame(Array(repeating: 1, count: 10)), pieces: 3, limit: 10).messages.count == 1)
    // Only the prefix is there: four gigabytes are never asked for.
    let error = RPCError.made { () throws(RPCError) in
      _ = try cut([0, 255, 255, 255, 255], pieces: 5, limit: 10)
    }
    #expect(error?.code == .resourceExhausted)
    #expect(
      error?.message == "the message has 4294967295 bytes; the limit is 10 (max-message-bytes)")
  }

  @Test("where gzip was agreed on, a message may be encoded or not")
  func encoded() throws {
    var deframer = MessageDeframer(messageBytesMax: 10, encoding: .gzip)
    let stream = Bytes(frame([1], flag: 1) + frame([2]) + frame([], flag: 1) + frame([3], flag: 2))
    let error = RPCError.made { () throws(RPCError) in
      try stream.withUnsafeBytes { (memory: UnsafeRawBufferPointer) throws(RPCError) in
        var chunk = memory
        #expect(try deframer.next(in: &chunk) == ReceivedMessage([1], isEncoded: true))
        #expect(try deframer.next(in: &chunk) == ReceivedMessage([2]))
        #expect(try deframer.next(in: &chunk) == ReceivedMessage([], isEncoded: true))
        _ = try deframer.next(in: &chunk)
      }
    }
    #expect(error?.reason == "MALFORMED_FRAMING")
  }

  @Test(
    "refuses a compressed message and a flag without meaning", arguments: [1, 2, 255] as [UInt8])
  func flags(flag: UInt8) {
    let error = RPCError.made { () throws(RPCError) in
      _ = try cut(frame([1], flag: flag), pieces: 6)
    }
    #expect(error?.code == .internal)
    #expect(error?.message.contains(flag == 1 ? "compressed" : "flag byte \(flag)") == true)
  }
}
