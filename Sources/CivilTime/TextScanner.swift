/// A cursor over ASCII text, for the fixed formats of dates and times. Nothing it meets traps.
struct TextScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) {
    rest = text[...].utf8
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// Takes `character` if it comes next.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let next = rest.first, UInt32(next) == character.value else { return false }
    rest.removeFirst()
    return true
  }

  /// Takes exactly `count` digits.
  mutating func number(digits count: Int) -> Int? {
    guard let (value, taken) = leadingDigits(upTo: count), taken == count else { return nil }
    return value
  }

  /// Takes one to nine digits of a decimal fraction of a second: nanoseconds.
  mutating func nanoseconds() -> Int? {
    guard let (value, taken) = leadingDigits(upTo: 9) else { return nil }
    return (taken..<9).reduce(value) { scaled, _ in scaled * 10 }
  }

  private mutating func leadingDigits(upTo count: Int) -> (value: Int, taken: Int)? {
    var value = 0
    var taken = 0
    while taken < count, let next = rest.first, next >= 0x30, next <= 0x39 {
      value = value * 10 + Int(next - 0x30)
      taken += 1
      rest.removeFirst()
    }
    return taken == 0 ? nil : (value, taken)
  }

  /// `YYYY-MM-DD`
  mutating func date() -> CivilDate? {
    guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
      let day = number(digits: 2)
    else { return nil }
    return CivilDate(year: year, month: month, day: day)
  }

  /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`
  mutating func time() -> TimeOfDay? {
    guard let hour = number(digits: 2), take(":"), let minute = number(digits: 2) else {
      return nil
    }
    guard take(":") else { return TimeOfDay(hour: hour, minute: minute) }
    guard let second = number(digits: 2) else { return nil }
    guard take(".") else { return TimeOfDay(hour: hour, minute: minute, second: second) }
    guard let fraction = nanoseconds() else { return nil }
    return TimeOfDay(hour: hour, minute: minute, second: second, nanosecond: fraction)
  }
}

extension Int {
  /// Decimal digits with zeros in front, up to `width`.
  func padded(_ width: Int) -> String {
    let digits = String(self)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}

/// `.5` for half a second, nothing for a whole one: as many digits as are needed, in threes.
func fraction(ofSecond nanoseconds: Int) -> String {
  if nanoseconds == 0 { return "" }
  if nanoseconds % 1_000_000 == 0 { return "." + (nanoseconds / 1_000_000).padded(3) }
  if nanoseconds % 1_000 == 0 { return "." + (nanoseconds / 1_000).padded(6) }
  return "." + nanoseconds.padded(9)
}
