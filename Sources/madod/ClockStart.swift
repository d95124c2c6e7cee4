import CivilTime

/// What a clock for tests shows when the server starts, and how fast it goes.
struct ClockStart: Sendable, Hashable {
  let instant: Instant
  /// Its seconds in one of the machine's: 0 for one that stands still until it is set.
  let speed: Int

  /// A second of the machine's is then eleven days and a half.
  static let speedMax = 1_000_000
}

extension ClockStart: LosslessStringConvertible {
  /// `2026-09-18T07:30:00Z,speed=3600`
  var description: String { "\(instant),speed=\(speed)" }

  /// Reads RFC 3339, with `,speed=N` if it does not go as the machine's; nil for anything else.
  init?(_ text: String) {
    let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
    guard let instant = parts.first.flatMap({ Instant(String($0)) }) else { return nil }
    var speed = 1
    if parts.count == 2 {
      guard parts[1].hasPrefix("speed="), let given = Int(parts[1].dropFirst("speed=".count)),
        (0...Self.speedMax).contains(given)
      else { return nil }
      speed = given
    }
    self.init(instant: instant, speed: speed)
  }
}
