import Glibc

/// A client's own name for a request that changes something: a UUID of version 7 (RFC 9562, section 5.7).
///
/// It begins with the time, so that the server finds the names of one time side by side instead of all over its
/// index. 74 of its bits are random: nobody guesses one.
public enum RequestID {
  /// A name of the present time.
  public static func make() -> String {
    var (text, random) = ([UInt8](), SystemRandomNumberGenerator())
    append(to: &text, using: &random)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends a name of the present time, its other bits from `random`.
  public static func append(
    to text: inout [UInt8], using random: inout some RandomNumberGenerator
  ) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let milliseconds =
      UInt64(truncatingIfNeeded: time.tv_sec) &* 1000
      &+ UInt64(truncatingIfNeeded: time.tv_nsec) / 1_000_000
    let high = milliseconds << 16 | 0x7000 | random.next() & 0x0fff
    let low = random.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { text.append(UInt8(ascii: "-")) }
      let digit = UInt8((index < 16 ? high : low) >> UInt64(60 - 4 * (index % 16)) & 15)
      text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
    }
  }
}
