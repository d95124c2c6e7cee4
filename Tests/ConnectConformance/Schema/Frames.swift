import Buffers
import Files
import Glibc
import Protobuf
import Synchronization

/// Messages as the suite's runner sends and takes them over the standard streams: a length in four
/// bytes, the highest first, then as many bytes.
public enum Frames {
  /// What is wrong with the input.
  public enum Failure: Error, Sendable {
    case endsWithinFrame
    case malformed(DecodeError)
  }

  /// The next message; nil at the end of the input. Waits for it (read(2)).
  public static func read<M: Message>(_ type: M.Type) throws(Failure) -> M? {
    guard let head = bytes(4) else { return nil }
    guard head.count == 4 else { throw .endsWithinFrame }
    let count = head.reduce(0) { $0 << 8 | Int($1) }
    guard count > 0 else { return M() }
    guard let body = bytes(count), body.count == count else { throw .endsWithinFrame }
    do throws(DecodeError) { return try M(decoding: body) } catch { throw .malformed(error) }
  }

  private static let output = Mutex(StandardStream.output)

  /// Sends a message, whole whoever else does.
  public static func write(_ message: some Message) {
    let body = message.encoded()
    let head = (0..<4).reversed().map { UInt8(truncatingIfNeeded: body.count >> (8 * $0)) }
    output.withLock { $0.write(head + body) }
  }

  /// `count` bytes of the input, fewer at its end; nil when there is not one.
  private static func bytes(_ count: Int) -> Bytes? {
    let bytes = Bytes(capacity: count) { memory in
      var done = 0
      while done < count {
        let got = Glibc.read(STDIN_FILENO, memory.baseAddress?.advanced(by: done), count - done)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { break }
        done += got
      }
      return done
    }
    return bytes.isEmpty ? nil : bytes
  }
}
