/// A moment on the UTC time line, from 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z: the
/// range and the resolution of `google.protobuf.Timestamp`.
public struct Instant: Hashable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public let seconds: Int64
  /// The part below a second: 0 to 999,999,999, always counted forward.
  public let nanoseconds: Int32

  public static let min = Instant(unchecked: -62_135_596_800, 0)
  public static let max = Instant(unchecked: 253_402_300_799, 999_999_999)
  /// 1970-01-01T00:00:00Z
  public static let epoch = Instant(unchecked: 0, 0)

  private init(unchecked seconds: Int64, _ nanoseconds: Int32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// The instant with these numbers, or nil outside the range.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard seconds >= Instant.min.seconds, seconds <= Instant.max.seconds,
      nanoseconds >= 0, nanoseconds < 1_000_000_000
    else { return nil }
    self.init(unchecked: seconds, nanoseconds)
  }

  /// The nearest instant of the range to so many nanoseconds after 1970-01-01T00:00:00Z.
  init(saturating nanosecondsSinceEpoch: Int128) {
    let low = Instant.min.nanosecondsSinceEpoch
    let high = Instant.max.nanosecondsSinceEpoch
    let total = Swift.min(Swift.max(nanosecondsSinceEpoch, low), high)
    let sinceMin = total - low
    self.init(
      unchecked: Instant.min.seconds + Int64(sinceMin / 1_000_000_000),
      Int32(sinceMin % 1_000_000_000))
  }

  var nanosecondsSinceEpoch: Int128 {
    Int128(seconds) * 1_000_000_000 + Int128(nanoseconds)
  }
}

extension Instant: InstantProtocol {
  public static func < (a: Instant, b: Instant) -> Bool {
    (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
  }

  /// The instant `duration` later, in whole nanoseconds rounded down; at the ends of the range it
  /// stays there.
  public func advanced(by duration: Duration) -> Instant {
    Instant(saturating: nanosecondsSinceEpoch + duration.wholeNanoseconds)
  }

  public func duration(to other: Instant) -> Duration {
    Duration(nanoseconds: other.nanosecondsSinceEpoch - nanosecondsSinceEpoch)
  }
}

extension Instant: LosslessStringConvertible {
  /// RFC 3339 in UTC: `2026-05-01T00:30:00Z`, with a fraction of three, six or nine digits if any.
  public var description: String {
    let time = CivilDateTime(of: self, secondsEastOfUTC: 0)
    let clock = [time.time.hour, time.time.minute, time.time.second].map { $0.padded(2) }
    return "\(time.date)T\(clock.joined(separator: ":"))\(fraction(ofSecond: Int(nanoseconds)))Z"
  }

  /// Reads RFC 3339 with `Z` or an offset: `2026-05-01T09:30:00+09:00`. Nil for anything else, a
  /// leap second or a moment outside the range.
  public init?(_ text: String) {
    var scanner = TextScanner(text)
    guard let date = scanner.date(), scanner.take("T") || scanner.take("t"),
      let hour = scanner.number(digits: 2), hour < 24, scanner.take(":"),
      let minute = scanner.number(digits: 2), scanner.take(":"),
      let second = scanner.number(digits: 2)
    else { return nil }
    var fraction = 0
    if scanner.take(".") {
      guard let nanoseconds = scanner.nanoseconds() else { return nil }
      fraction = nanoseconds
    }
    guard
      let time = TimeOfDay(hour: hour, minute: minute, second: second, nanosecond: fraction),
      let offset = scanner.offset(), scanner.isAtEnd
    else { return nil }
    let seconds = Int64(date.dayNumber) * 86_400 + time.nanoseconds / 1_000_000_000 - offset
    self.init(seconds: seconds, nanoseconds: Int32(fraction))
  }
}

extension TextScanner {
  /// `Z`, `+09:00` or `-05:30`: seconds east of UTC.
  fileprivate mutating func offset() -> Int64? {
    if take("Z") || take("z") { return 0 }
    let east = take("+")
    guard east || take("-"), let hours = number(digits: 2), hours < 24, take(":"),
      let minutes = number(digits: 2), minutes < 60
    else { return nil }
    return Int64(hours * 3_600 + minutes * 60) * (east ? 1 : -1)
  }
}

extension Duration {
  /// Whole nanoseconds, rounded towards minus infinity.
  var wholeNanoseconds: Int128 {
    let (seconds, attoseconds) = components
    let down: Int64 = attoseconds < 0 && attoseconds % 1_000_000_000 != 0 ? -1 : 0
    return Int128(seconds) * 1_000_000_000 + Int128(attoseconds / 1_000_000_000 + down)
  }

  /// Of a difference between two instants, which always fits.
  init(nanoseconds: Int128) {
    let seconds = Int64(nanoseconds / 1_000_000_000)
    self.init(
      secondsComponent: seconds,
      attosecondsComponent: Int64(nanoseconds % 1_000_000_000) * 1_000_000_000)
  }
}
