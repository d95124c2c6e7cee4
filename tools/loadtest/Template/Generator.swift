import Buffers
import Calling
import Glibc

/// What makes the value of a template's function, anew for each message.
enum Generator: Sendable, Hashable {
  /// Counts the calls of the run, from `start` in steps.
  case sequence(start: Int64, step: Int64)
  /// Counts the messages of a call, from `start` in steps.
  case message(start: Int64, step: Int64)
  /// The number of the connection, from 0.
  case connection
  case integer(ClosedRange<Int64>)
  case float(ClosedRange<Double>)
  /// So many letters and digits.
  case string(ClosedRange<Int>)
  /// So many hexadecimal digits.
  case hex(Int)
  /// A UUID of the present time, otherwise random: a name for a request.
  case uuid
  /// One of these.
  case choice([String])
  /// So many random bytes.
  case bytes(ClosedRange<Int>)
  /// What a file holds.
  case file(Bytes)
  /// The lines of a file in turn.
  case lines([String])
  /// The present time: a `google.protobuf.Timestamp`, or a text (RFC 3339).
  case now
  /// The present time in so many parts of a second since 1970.
  case unix(perSecond: Int64)
  /// Texts and functions, one behind the other.
  indirect case text([Generator])
  /// A text as it is.
  case literal(String)
}

/// Of what a message is made: which call it belongs to, and a source of random numbers.
struct TemplateValues: Sendable {
  /// From 0, over all of the run.
  var call: Int64 = 0
  /// From 0, within its call.
  var message: Int64 = 0
  /// From 0.
  var connection: Int64 = 0
  var random: RandomSource
}

extension Generator {
  /// The least and the greatest whole number that it makes; nil when it makes none.
  var integers: ClosedRange<Int64>? {
    switch self {
    case .sequence(let start, let step), .message(let start, let step):
      // As many as there are calls; beyond the field's range they begin anew.
      step >= 0 ? start...max(start, 1) : min(start, 0)...start
    case .connection: 0...1
    case .integer(let range): range
    case .unix: 0...1
    default: nil
    }
  }

  /// The whole number; zero of what makes none.
  func integer(_ values: inout TemplateValues) -> Int64 {
    switch self {
    case .sequence(let start, let step): return start &+ values.call &* step
    case .message(let start, let step): return start &+ values.message &* step
    case .connection: return values.connection
    case .integer(let range): return Int64.random(in: range, using: &values.random)
    case .unix(let perSecond):
      let (seconds, nanoseconds) = SystemTime.now()
      return seconds &* perSecond &+ Int64(nanoseconds) / (1_000_000_000 / perSecond)
    default: return 0
    }
  }

  /// Appends the value as text.
  func append(to text: inout [UInt8], _ values: inout TemplateValues) {
    switch self {
    case .sequence, .message, .connection, .integer, .unix:
      text += String(integer(&values)).utf8
    case .float(let range):
      text += String(Double.random(in: range, using: &values.random)).utf8
    case .string(let counts):
      for _ in 0..<Int.random(in: counts, using: &values.random) {
        text.append(Self.letters[Int(values.random.next() % UInt64(Self.letters.count))])
      }
    case .hex(let count): Self.hex(count, &text, &values.random)
    case .uuid: RequestID.append(to: &text, using: &values.random)
    case .choice(let words): text += words[Int(values.random.next() % UInt64(words.count))].utf8
    case .bytes(let counts): Self.bytes(counts, &text, &values.random)
    case .file(let content): text += content
    case .lines(let lines):
      let turn = UInt64(bitPattern: values.call &+ values.message) % UInt64(lines.count)
      text += lines[Int(turn)].utf8
    case .now: SystemTime.append(to: &text)
    case .text(let parts): for part in parts { part.append(to: &text, &values) }
    case .literal(let word): text += word.utf8
    }
  }

  private static let letters = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)
  private static let digits = Array("0123456789abcdef".utf8)

  private static func hex(_ count: Int, _ text: inout [UInt8], _ random: inout RandomSource) {
    for _ in 0..<count { text.append(digits[Int(random.next() & 15)]) }
  }

  private static func bytes(
    _ counts: ClosedRange<Int>, _ text: inout [UInt8], _ random: inout RandomSource
  ) {
    var left = Int.random(in: counts, using: &random)
    text.reserveCapacity(text.count + left)
    while left > 0 {
      var number = random.next()
      for _ in 0..<min(8, left) {
        text.append(UInt8(truncatingIfNeeded: number))
        number >>= 8
      }
      left -= 8
    }
  }
}
