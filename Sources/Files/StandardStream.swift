import Glibc

/// One of the process's own streams, for people and for the next program of a pipe.
public enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Whether it is a terminal.
  public var isTerminal: Bool { isatty(rawValue) == 1 }

  /// How wide the terminal is, in columns; nil when it is none, or does not say (ioctl(2), `TIOCGWINSZ`).
  public var columns: Int? {
    var size = winsize()
    guard ioctl(rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes all of `bytes`, or as much as is taken: that a stream is gone can be told to nobody. A
  /// pipe whose reader has gone ends the program where SIGPIPE is not ignored.
  public func write(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { memory in
      var written = 0
      while written < memory.count {
        let rest = UnsafeRawBufferPointer(rebasing: memory[written...])
        let count = Glibc.write(rawValue, rest.baseAddress, rest.count)
        if count > 0 { written += count } else if count == 0 || errno != EINTR { return }
      }
    }
  }

  /// Writes `text` as it is: lines end where it says so.
  public func write(_ text: String) { write(Array(text.utf8)) }
}
