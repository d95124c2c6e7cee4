import Buffers
import Testing

@testable import RPC

@Suite struct MessageEncodingTests {
  private static let text = Array(repeating: UInt8(ascii: "w"), count: 1000)

  private func received(_ framed: BytePieces) throws -> ReceivedMessage {
    var deframer = MessageDeframer(messageBytesMax: 1 << 20, encoding: .gzip)
    return try #require(
      try framed.joined().withUnsafeBytes { memory in
        var chunk = memory
        return try deframer.next(in: &chunk)
      })
  }

  @Test("what gzip shortens goes out encoded and is decoded again; all else stays as it is")
  func roundTrip() throws {
    let long = BytePieces(Bytes(frame(Self.text)))
    let encoded = try received(MessageEncoding.gzip.encode(long))
    #expect(encoded.isEncoded)
    #expect(encoded.count < 100)
    #expect(encoded.decodedCount == 1000)
    #expect(try encoded.decoded(bytesMax: 1000) == Bytes(Self.text))
    let once = MessageEncoding.gzip.encode(
      BytePieces(Bytes(frame(Array(UInt8(0)...255) + Self.text))))
    #expect(MessageEncoding.gzip.encode(once).joined() == once.joined())
    for message in [[], [1], Array(UInt8(0)...255)] {
      let framed = BytePieces(Bytes(frame(message)))
      let sent = try received(MessageEncoding.gzip.encode(framed))
      #expect(!sent.isEncoded)
      #expect(sent.decodedCount == 0)
      #expect(try sent.decoded(bytesMax: 0) == Bytes(message))
    }
    #expect(!(try received(MessageEncoding.identity.encode(long)).isEncoded))
  }

  @Test("decoding says which limit is passed, or that it cannot be done")
  func failures() throws {
    let encoded = try received(MessageEncoding.gzip.encode(BytePieces(Bytes(frame(Self.text)))))
    let large = RPCError.made { () throws(RPCError) in _ = try encoded.decoded(bytesMax: 999) }
    #expect(large?.code == .resourceExhausted)
    #expect(large?.message == "the message has 1000 bytes; the limit is 999 (max-message-bytes)")
    let wrong = ReceivedMessage([1, 2, 3], isEncoded: true)
    let malformed = RPCError.made { () throws(RPCError) in _ = try wrong.decoded(bytesMax: 999) }
    #expect(malformed?.code == .internal)
    #expect(malformed?.reason == "MALFORMED_COMPRESSION")
  }

  @Test(
    "finds gzip on a list of names",
    arguments: [
      ("gzip", true), ("identity,gzip", true), ("identity, deflate , gzip ", true), ("", false),
      ("gzip2", false), ("xgzip", false), ("GZIP", false), (",", false), ("gzip;q=1", false),
    ])
  func accepted(list: String, isThere: Bool) {
    #expect(withRaw(list) { MessageEncoding.acceptsGzip($0) } == isThere)
  }

  private func call(encoding: MessageEncoding, acceptsGzip: Bool) throws -> CallContext {
    let method = try #require(ServiceRegistry([Raw()]).method(at: Raw.chat.path))
    return CallContext(
      AcceptedRequest(
        method: method, metadata: Metadata(), deadline: nil, encoding: encoding,
        acceptsGzip: acceptsGzip),
      peer: "test", identity: nil, shard: 0, arrivedAt: 0, messageBytesMax: 100,
      responseCompression: .asRequested)
  }

  @Test("what the head has said binds the messages: none is encoded that was not announced")
  func settled() throws {
    let long = BytePieces(Bytes(frame(Self.text)))
    let late = try call(encoding: .identity, acceptsGzip: true)
    #expect(late.settleEncoding() == .identity)
    late.responseCompression = .whenAccepted
    #expect(late.settleEncoding() == .identity)
    #expect(late.encode(long).count == long.count)

    let early = try call(encoding: .identity, acceptsGzip: true)
    early.responseCompression = .whenAccepted
    #expect(early.encode(long).count < long.count)
    #expect(early.settleEncoding() == .gzip)

    let unable = try call(encoding: .gzip, acceptsGzip: false)
    unable.responseCompression = .whenAccepted
    #expect(unable.encode(long).count == long.count)
    #expect(unable.settleEncoding() == .identity)
  }

  @Test("a client reads compressed responses within its limit")
  func client() throws {
    let encoded = MessageEncoding.gzip.encode(BytePieces(Bytes(frame(Self.text)))).joined()
    for (limit, expected) in [(1000, nil), (999, Code.resourceExhausted)] {
      var state = ClientCallState(.unary, responseBytesMax: limit)
      let head = ResponseBlock([
        (":status", "200"), ("content-type", "application/grpc"), ("grpc-encoding", "gzip"),
      ])
      _ = state.receive(head, endStream: false)
      let outcome = encoded.withUnsafeBytes { memory in
        var chunk = memory
        return state.receive(&chunk)
      }
      switch outcome {
      case .message(let message):
        #expect(expected == nil)
        #expect(message == Bytes(Self.text))
      case .end(let ending): #expect(ending.error?.code == expected)
      default: Issue.record("neither a message nor an end")
      }
    }
  }
}
