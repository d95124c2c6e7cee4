/// Keeps to a bandwidth: what is sent takes its time, in which nothing else is.
///
/// An item goes out at a stroke, and the next one when the line would have been through with it.
public struct Throttle: Hashable, Sendable {
  /// Bytes that go along with an item and with each 16 KiB of it: frames, TLS, TCP. A cautious guess.
  private static let itemOverhead = 300
  private static let overheadPerMille = 35

  /// Nil for as fast as can be.
  public private(set) var bitsPerSecond: Int64?
  private var freeAt: Duration?

  public init(bitsPerSecond: Int64?) {
    self.bitsPerSecond = bitsPerSecond.map { max(1, $0) }
  }

  /// A rate as a person writes it, in bits a second: `256k`, `1.5M`, `64000`. Nil for what is none.
  public init?(_ word: String) {
    let units: [Character: Double] = ["k": 1_000, "m": 1_000_000, "g": 1_000_000_000]
    let unit = word.last.flatMap { units[Character($0.lowercased())] }
    guard let number = Double(unit == nil ? word[...] : word.dropLast()), number > 0,
      let bits = Int64(exactly: (number * (unit ?? 1)).rounded()), bits >= 8_000
    else { return nil }
    self.init(bitsPerSecond: bits)
  }

  /// Another rate from now on.
  public mutating func limit(to bitsPerSecond: Int64?) {
    self.bitsPerSecond = bitsPerSecond.map { max(1, $0) }
  }

  /// How long to wait before something of `bytes` bytes goes out. Whoever asks sends it.
  ///
  /// - Parameter now: the time since any one instant.
  public mutating func wait(toSend bytes: Int, at now: Duration) -> Duration {
    guard let bitsPerSecond else { return .zero }
    let start = max(now, freeAt ?? now)
    let (whole, overflow) = Int64(clamping: bytes).multipliedReportingOverflow(
      by: 8 * Int64(1000 + Self.overheadPerMille))
    let bits = overflow ? .max : whole / 1000 + Int64(8 * Self.itemOverhead)
    freeAt = start + .seconds(Double(bits) / Double(bitsPerSecond))
    return start - now
  }
}
