import Buffers

/// Cuts a stream of bytes into the messages that it carries, each behind a flag byte and four bytes
/// of length. Source: gRPC, "PROTOCOL-HTTP2", "Length-Prefixed-Message".
///
/// The bytes may come in pieces of any size. Each message gets a slab of exactly its length, and
/// only once the length has been found to be within the limit.
public struct MessageDeframer: Sendable {
  /// The largest message that is taken, in bytes.
  public let messageBytesMax: Int
  /// What a message may be encoded with.
  public var encoding: MessageEncoding

  /// The prefix as far as it has come, most significant byte first.
  private var prefix: UInt64 = 0
  private var prefixCount = 0
  /// The message being filled; nil between messages.
  private var message: Slab?
  private var filled = 0

  public init(messageBytesMax: Int, encoding: MessageEncoding = .identity) {
    self.messageBytesMax = messageBytesMax
    self.encoding = encoding
  }

  /// Whether a message, or its prefix, has begun and is not complete.
  public var isWithinMessage: Bool { prefixCount > 0 }

  /// What is held of a message that has begun and is not complete, in bytes.
  public var incompleteBytes: Int { filled }

  /// Takes bytes off the front of `chunk` until a message is complete; nil when the chunk is used
  /// up before. Throws `RESOURCE_EXHAUSTED` for a message over the limit, `INTERNAL` for a flag
  /// that says compressed where no compression was agreed on.
  public mutating func next(
    in chunk: inout UnsafeRawBufferPointer
  ) throws(RPCError) -> ReceivedMessage? {
    if message == nil {
      guard try readPrefix(from: &chunk) else { return nil }
    }
    guard let slab = message else { return nil }
    let taken = min(slab.capacity - filled, chunk.count)
    if taken > 0 {
      let target = UnsafeMutableRawBufferPointer(rebasing: slab.memory[filled...])
      target.copyMemory(from: UnsafeRawBufferPointer(rebasing: chunk[..<taken]))
      chunk = UnsafeRawBufferPointer(rebasing: chunk[taken...])
      filled += taken
    }
    guard filled == slab.capacity else { return nil }
    let isEncoded = prefix >> 32 == 1
    message = nil
    filled = 0
    prefix = 0
    prefixCount = 0
    return ReceivedMessage(Bytes(slab, 0..<slab.capacity), isEncoded: isEncoded)
  }

  /// Returns whether the prefix is complete; the slab is then there.
  private mutating func readPrefix(
    from chunk: inout UnsafeRawBufferPointer
  ) throws(RPCError) -> Bool {
    let taken = min(MessagePrefix.size - prefixCount, chunk.count)
    for place in 0..<taken { prefix = prefix << 8 | UInt64(chunk[place]) }
    prefixCount += taken
    chunk = UnsafeRawBufferPointer(rebasing: chunk[taken...])
    guard prefixCount == MessagePrefix.size else { return false }
    let flag = prefix >> 32
    guard flag == 0 || flag == 1 && encoding != .identity else {
      throw MessageDeframer.wrongFlag(flag)
    }
    let length = Int(prefix & 0xffff_ffff)
    guard length <= messageBytesMax else { throw .tooLarge(length, messageBytesMax) }
    message = Slab(capacity: length)
    return true
  }

  private static func wrongFlag(_ flag: UInt64) -> RPCError {
    RPCError(
      .internal,
      flag == 1
        ? "a message is marked compressed, but the call agreed on no grpc-encoding"
        : "a message begins with flag byte \(flag); only 0 and 1 have a meaning",
      reason: "MALFORMED_FRAMING")
  }
}

extension RPCError {
  /// A message above the limit, on the wire or once decoded.
  static func tooLarge(_ length: Int, _ bytesMax: Int) -> RPCError {
    RPCError(
      .resourceExhausted,
      "the message has \(length) bytes; the limit is \(bytesMax) (max-message-bytes)",
      reason: "MESSAGE_TOO_LARGE",
      metadata: [
        "bytes": "\(length)", "bytes_max": "\(bytesMax)", "limit": "max-message-bytes",
      ])
  }
}
