import Buffers
import Protobuf

extension Message {
  /// The message in binary format behind its five-byte prefix, as a call carries it. Long `bytes`
  /// fields are not copied: they are pieces of their own.
  ///
  /// Not inlined: the writer's memory belongs on the stack, where an `async` caller has none.
  @inlinable
  @inline(never)
  public func framed() -> BytePieces {
    encoded(headroom: MessagePrefix.size, MessagePrefix.write)
  }

  /// The message that `bytes` hold, as a request of `call` that keeps the rules of its schema.
  @inlinable
  @inline(never)
  public static func request(
    _ bytes: Bytes, of call: CallContext
  ) throws(RPCError) -> Self {
    let message: Self
    do throws(DecodeError) {
      message = try Self(decoding: bytes)
    } catch {
      throw RPCError.undecodable(request: error, of: call.method)
    }
    var violations = Violations()
    message.validate(into: &violations)
    if !violations.isEmpty { throw RPCError.invalid(violations) }
    return message
  }

  /// The message that `bytes` hold, as a response of `method`.
  @inlinable
  init(response bytes: Bytes, of method: MethodDescriptor) throws(RPCError) {
    do throws(DecodeError) {
      try self.init(decoding: bytes)
    } catch {
      throw RPCError.undecodable(response: error, of: method)
    }
  }
}

/// The five bytes before each message: a flag (1 for compressed) and the length, big-endian.
public enum MessagePrefix {
  /// In bytes.
  public static let size = 5

  /// Writes the prefix of a message as it is, of `count` bytes, which are less than 4 GiB.
  @inlinable
  public static func write(into prefix: UnsafeMutableRawBufferPointer, _ count: Int) {
    write(into: prefix, count, isEncoded: false)
  }

  /// Writes the prefix of a message of `count` bytes, which are less than 4 GiB.
  @inlinable
  public static func write(
    into prefix: UnsafeMutableRawBufferPointer, _ count: Int, isEncoded: Bool
  ) {
    prefix[0] = isEncoded ? 1 : 0
    prefix.storeBytes(of: UInt32(count).bigEndian, toByteOffset: 1, as: UInt32.self)
  }
}

extension RPCError {
  /// A request that is no message of its type: the client's fault.
  @usableFromInline
  static func undecodable(request error: DecodeError, of method: MethodDescriptor) -> RPCError {
    RPCError(
      .invalidArgument, "the request of \(method.path) is malformed: \(error)",
      reason: "MALFORMED_REQUEST",
      metadata: ["message": error.message, "offset": "\(error.offset)"])
  }

  @usableFromInline
  static func undecodable(response error: DecodeError, of method: MethodDescriptor) -> RPCError {
    RPCError(
      .internal, "the response of \(method.path) is malformed: \(error)",
      reason: "MALFORMED_RESPONSE",
      metadata: ["message": error.message, "offset": "\(error.offset)"])
  }
}
