import Deadlines

/// When a call must have ended: see `Deadlines`.
public typealias Deadline = Deadlines.Deadline

/// `grpc-timeout`: one to eight digits and a unit. Source: gRPC, "PROTOCOL-HTTP2", "Requests".
extension Deadline {
  /// The largest number that eight digits hold.
  private static let timeoutDigitsMax: Int64 = 99_999_999

  /// The units from the finest to the coarsest: the letter and its length in nanoseconds.
  private static let timeoutUnits: [(letter: Character, nanoseconds: Int64)] = [
    ("n", 1), ("u", 1_000), ("m", 1_000_000), ("S", 1_000_000_000), ("M", 60_000_000_000),
    ("H", 3_600_000_000_000),
  ]

  /// Reads a header's value; nil when it is malformed. A timeout longer than `Int64` nanoseconds
  /// (292 years) counts as just that.
  public static func parseTimeout(_ value: UnsafeRawBufferPointer) -> Duration? {
    guard (2...9).contains(value.count) else { return nil }
    var number: Int64 = 0
    for digit in value.dropLast() {
      guard (0x30...0x39).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - 0x30)
    }
    let unit: Int64
    switch value[value.count - 1] {
    case UInt8(ascii: "H"): unit = 3_600_000_000_000
    case UInt8(ascii: "M"): unit = 60_000_000_000
    case UInt8(ascii: "S"): unit = 1_000_000_000
    case UInt8(ascii: "m"): unit = 1_000_000
    case UInt8(ascii: "u"): unit = 1_000
    case UInt8(ascii: "n"): unit = 1
    default: return nil
    }
    let (nanoseconds, overflow) = number.multipliedReportingOverflow(by: unit)
    return .nanoseconds(overflow ? .max : nanoseconds)
  }

  /// Reads a header's value; nil when it is malformed.
  public static func parseTimeout(_ value: String) -> Duration? {
    var value = value
    return value.withUTF8 { parseTimeout(UnsafeRawBufferPointer($0)) }
  }

  /// Writes `timeout` in the finest unit that holds it, rounded up: a server never gives up before
  /// its client. A timeout that has passed becomes `0n`.
  public static func formatTimeout(_ timeout: Duration) -> String {
    let left = max(timeout.wholeNanoseconds, 0)
    for (letter, nanoseconds) in timeoutUnits {
      let number = left / nanoseconds + (left % nanoseconds == 0 ? 0 : 1)
      if number <= timeoutDigitsMax { return "\(number)\(letter)" }
    }
    return "\(timeoutDigitsMax)H"
  }
}
