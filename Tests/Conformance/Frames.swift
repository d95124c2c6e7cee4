import Buffers
import Glibc

/// The next request; nil at the end of the input (read(2)).
func readFrame() -> Bytes? {
  guard let head = readBytes(4) else { return nil }
  return readBytes(head.reversed().reduce(0) { $0 << 8 | Int($1) })
}

private func readBytes(_ count: Int) -> Bytes? {
  let bytes = Bytes(capacity: count) { memory in
    var done = 0
    while done < count {
      let got = read(STDIN_FILENO, memory.baseAddress?.advanced(by: done), count - done)
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { break }
      done += got
    }
    return done
  }
  return bytes.count == count ? bytes : nil
}

/// Sends a response (write(2)).
func writeFrame(_ bytes: Bytes) {
  let head = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
  let frame = head + bytes
  var done = 0
  while done < frame.count {
    let put = frame.withUnsafeBytes {
      write(STDOUT_FILENO, $0.baseAddress?.advanced(by: done), frame.count - done)
    }
    if put < 0, errno == EINTR { continue }
    // The runner is gone, and with it whoever could be told.
    guard put > 0 else { exit(1) }
    done += put
  }
}
