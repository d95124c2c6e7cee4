/// A time on the wall clock, from 00:00 to 24:00, to the nanosecond.
///
/// 24:00 is legal: it ends a window or a day (`[start, end)`, COM-02) and is never a moment within.
public struct TimeOfDay: Hashable, Sendable {
  /// Nanoseconds since 00:00, at most 86,400,000,000,000.
  public let nanoseconds: Int64

  /// 00:00
  public static let midnight = TimeOfDay(nanoseconds: 0)
  /// 24:00
  public static let endOfDay = TimeOfDay(nanoseconds: nanosecondsPerDay)

  static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// The time with these numbers, or nil where a day has no such time; 24:00:00 is one.
  public init?(hour: Int, minute: Int, second: Int = 0, nanosecond: Int = 0) {
    guard (0...24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
      (0..<1_000_000_000).contains(nanosecond),
      hour < 24 || (minute, second, nanosecond) == (0, 0, 0)
    else { return nil }
    let seconds = Int64((hour * 60 + minute) * 60 + second)
    nanoseconds = seconds * 1_000_000_000 + Int64(nanosecond)
  }

  /// A time written out in code. It traps on a time that does not exist: never give it input.
  public init(literal hour: Int, _ minute: Int) {
    guard let time = TimeOfDay(hour: hour, minute: minute) else {
      preconditionFailure("no such time: \(hour):\(minute)")
    }
    self = time
  }

  /// 0 to 24
  public var hour: Int { Int(nanoseconds / 3_600_000_000_000) }
  /// 0 to 59
  public var minute: Int { Int(nanoseconds / 60_000_000_000 % 60) }
  /// 0 to 59
  public var second: Int { Int(nanoseconds / 1_000_000_000 % 60) }
  /// The part below a second: 0 to 999,999,999.
  public var nanosecond: Int { Int(nanoseconds % 1_000_000_000) }
}

extension TimeOfDay: Comparable {
  public static func < (a: TimeOfDay, b: TimeOfDay) -> Bool { a.nanoseconds < b.nanoseconds }
}

extension TimeOfDay: LosslessStringConvertible {
  /// `09:30`, `17:29:59` or `17:29:59.999`: as short as it can be.
  public var description: String {
    let minutes = "\(hour.padded(2)):\(minute.padded(2))"
    if nanoseconds % 60_000_000_000 == 0 { return minutes }
    return "\(minutes):\(second.padded(2))\(fraction(ofSecond: nanosecond))"
  }

  /// Reads `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`, ASCII digits only; nil for anything else.
  public init?(_ text: String) {
    var scanner = TextScanner(text)
    guard let time = scanner.time(), scanner.isAtEnd else { return nil }
    self = time
  }
}
