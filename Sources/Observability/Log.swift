import EventLoop
import Files

/// The program's log: lines of a format and from a level on, written by a thread of their own.
public final class Log: Sendable {
  public let format: LogFormat
  /// Lines below it are not written.
  public let level: LogLevel
  private let writer: LogWriter

  /// - Parameters:
  ///   - shards: the server's loops.
  ///   - sink: writes whole lines; the standard error stream by default.
  public init(
    _ format: LogFormat = .logfmt, from level: LogLevel = .info, shards: Int = 0,
    sink: @escaping @Sendable ([UInt8]) -> Void = { StandardStream.error.write($0) }
  ) throws(SystemError) {
    self.format = format
    self.level = level
    writer = try LogWriter(shards: shards, sink: sink) { count in
      var line = LogLine(format, .warn, "log lines were dropped: nobody took them in time")
      line.add("lines", count)
      return line.finished()
    }
  }

  /// Writes a line, if its level is written at all.
  ///
  /// - Parameters:
  ///   - shard: the loop that the caller is on; nil elsewhere.
  ///   - fill: adds the fields.
  public func write(
    _ level: LogLevel, _ message: String, shard: Int? = nil,
    _ fill: (inout LogLine) -> Void = { _ in }
  ) {
    guard level >= self.level else { return }
    var line = LogLine(format, level, message)
    fill(&line)
    writer.append(line.finished(), shard: shard)
  }

  /// Lines that were dropped since the start, because nobody took them in time.
  public var droppedLines: Int { writer.droppedLines }

  /// Returns once all that was logged before has been written, or cannot be.
  public func flush() { writer.flush() }

  /// Writes what there is and ends the thread: at the program's end.
  public func stop() { writer.stop() }
}
