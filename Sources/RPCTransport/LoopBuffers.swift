import Buffers
import HTTP2

/// The memory through which all connections of one loop read and write. A connection that is idle
/// keeps none: what it could not write is copied away, what it read has been handed on.
final class LoopBuffers {
  /// What a socket gives in one read.
  let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
  /// The plaintext of one TLS record (RFC 8446, 5.1).
  let plaintext = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 << 10, alignment: 16)
  /// What is gathered for one write, before encryption and after.
  let output = OutputBuffer(capacity: outputBytes + (20 << 10))
  let ciphertext = OutputBuffer(capacity: outputBytes + (24 << 10))
  /// What the connections' HTTP/2 sessions live in.
  let sessions = SessionMemory()

  /// What sockets have given and taken so far, in bytes.
  var receivedBytes = 0
  var sentBytes = 0

  /// Gathering stops here, in bytes; the last frame may go beyond.
  static let outputBytes = 64 << 10

  deinit {
    input.deallocate()
    plaintext.deallocate()
  }
}
