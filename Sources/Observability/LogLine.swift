import Glibc
import RPC

/// How lines of the log are written.
public enum LogFormat: String, Sendable, CaseIterable {
  /// `time=2026-11-21T07:30:10.125Z level=info msg=call code=OK`.
  case logfmt
  /// An object a line.
  case json
  /// As `logfmt`, for systemd's journal: the level as a number in front, which it takes as the line's priority,
  /// and no time, which it knows (sd-daemon(3)).
  case journal
}

/// How much a line of the log matters.
public enum LogLevel: String, Sendable, CaseIterable, Comparable {
  case debug, info, warn, error

  private var rank: Int {
    switch self {
    case .debug: 0
    case .info: 1
    case .warn: 2
    case .error: 3
    }
  }

  /// As syslog(3) numbers them.
  fileprivate var priority: Int {
    switch self {
    case .debug: 7
    case .info: 6
    case .warn: 4
    case .error: 3
    }
  }

  public static func < (a: LogLevel, b: LogLevel) -> Bool { a.rank < b.rank }
}

/// One line of the log as it is put together: time, level and message, then fields by name.
///
/// Values may hold whatever a peer has sent: what could end a line or a field, move a terminal's cursor or turn
/// the direction of writing is escaped (`\n`, `\u001b`), and what is long is cut.
public struct LogLine: Sendable {
  public private(set) var bytes: [UInt8] = []
  private let format: LogFormat

  /// Longer values are cut, in bytes.
  public static let valueBytesMax = 1024

  public init(
    _ format: LogFormat, _ level: LogLevel, _ message: String, at time: timespec = .now
  ) {
    self.format = format
    bytes.reserveCapacity(256)
    switch format {
    case .journal:
      bytes += "<\(level.priority)>".utf8
    case .logfmt:
      key("time")
      append(time)
      add("level", level.rawValue)
    case .json:
      bytes.append(UInt8(ascii: "{"))
      key("time")
      bytes.append(UInt8(ascii: "\""))
      append(time)
      bytes.append(UInt8(ascii: "\""))
      add("level", level.rawValue)
    }
    add("msg", message)
  }

  /// Adds a text.
  public mutating func add(_ name: StaticString, _ value: String) {
    key(name)
    if format != .json, LogLine.isPlain(value) {
      bytes += value.utf8
    } else {
      quote(value)
    }
  }

  /// Adds a number.
  public mutating func add(_ name: StaticString, _ value: Int) {
    key(name)
    bytes += "\(value)".utf8
  }

  /// Adds a length of time in milliseconds, with three decimals.
  public mutating func add(_ name: StaticString, _ value: Duration) {
    key(name)
    let (seconds, attoseconds) = value.components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
    let microseconds = overflow ? 0 : max(whole &+ attoseconds / 1_000_000_000_000, 0)
    bytes += "\(microseconds / 1000).".utf8
    digits(Int(microseconds % 1000), 3)
  }

  /// The line as it is written, line feed included.
  public consuming func finished() -> [UInt8] {
    if format == .json { bytes.append(UInt8(ascii: "}")) }
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  // MARK: Pieces

  private mutating func key(_ name: StaticString) {
    let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    // The first of all stands at the beginning, behind a brace or behind the priority.
    let isFirst = bytes.count <= 3
    switch format {
    case .logfmt, .journal:
      if !isFirst { bytes.append(UInt8(ascii: " ")) }
      bytes += name
      bytes.append(UInt8(ascii: "="))
    case .json:
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      bytes += name
      bytes += "\":".utf8
    }
  }

  /// Whether a value needs no quotes in logfmt.
  private static func isPlain(_ value: String) -> Bool {
    !value.isEmpty && value.utf8.count <= valueBytesMax
      && value.utf8.allSatisfy {
        (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "=")
          && $0 != UInt8(ascii: "\\")
      }
  }

  /// The value in quotes, with the escapes of JSON, which logfmt's readers know too.
  private mutating func quote(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    var left = LogLine.valueBytesMax
    for character in value.unicodeScalars {
      left -= UTF8.width(character)
      guard left >= 0 else {
        bytes += "…".utf8
        break
      }
      switch character {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\n": bytes += "\\n".utf8
      case "\r": bytes += "\\r".utf8
      case "\t": bytes += "\\t".utf8
      case _ where LogLine.isHarmful(character): escape(character.value)
      default: bytes += UTF8.encode(character) ?? UTF8.encodedReplacementCharacter
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Controls, separators of lines, and what turns the direction of writing or hides.
  private static func isHarmful(_ character: Unicode.Scalar) -> Bool {
    switch character.value {
    case 0..<0x20, 0x7f..<0xa0, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0xfeff,
      0xfff9...0xfffb, 0xe0000...0xe007f:
      true
    default: false
    }
  }

  private mutating func escape(_ scalar: UInt32) {
    guard scalar <= 0xffff else {
      // JSON writes what lies above as two halves (RFC 8259, 7).
      let rest = scalar - 0x10000
      escape(0xd800 + rest >> 10)
      return escape(0xdc00 + rest & 0x3ff)
    }
    bytes += "\\u".utf8
    for shift in [12, 8, 4, 0] as [UInt32] {
      bytes.append(LogLine.hexadecimal[Int(scalar >> shift & 0xf)])
    }
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  /// RFC 3339 in UTC, to the millisecond.
  private mutating func append(_ time: timespec) {
    var seconds = time.tv_sec
    var parts = tm()
    gmtime_r(&seconds, &parts)
    digits(Int(parts.tm_year) + 1900, 4)
    for (mark, number) in [
      ("-", parts.tm_mon + 1), ("-", parts.tm_mday), ("T", parts.tm_hour), (":", parts.tm_min),
      (":", parts.tm_sec),
    ] as [(Unicode.Scalar, Int32)] {
      bytes.append(UInt8(ascii: mark))
      digits(Int(number), 2)
    }
    bytes.append(UInt8(ascii: "."))
    digits(time.tv_nsec / 1_000_000, 3)
    bytes.append(UInt8(ascii: "Z"))
  }

  private mutating func digits(_ number: Int, _ count: Int) {
    var scale = 1
    for _ in 1..<count { scale *= 10 }
    while scale > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(number / scale % 10))
      scale /= 10
    }
  }
}

extension timespec {
  /// This instant (`clock_gettime`, `CLOCK_REALTIME`).
  public static var now: timespec {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return time
  }
}
