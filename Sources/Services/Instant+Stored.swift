import CivilTime

/// Instants as rows keep them.
extension CivilTime.Instant {
  /// Nanoseconds since 1970; nil outside the years 1678 to 2261, which 64 bits do not hold.
  var storedNanoseconds: Int64? {
    let (product, tooLarge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow) = product.addingReportingOverflow(Int64(nanoseconds))
    return tooLarge || overflow ? nil : sum
  }

  /// What ``storedNanoseconds`` was made of.
  init(storedNanoseconds: Int64) {
    let (seconds, rest) = storedNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    // Rounded down, as an instant counts.
    self =
      CivilTime.Instant(
        seconds: rest < 0 ? seconds - 1 : seconds,
        nanoseconds: Int32(rest < 0 ? rest + 1_000_000_000 : rest)) ?? .epoch
  }

  /// What a row keeps of it.
  ///
  /// - Throws: ``ClockFault`` outside of the years that 64 bits hold.
  func stored() throws(ClockFault) -> Int64 {
    guard let nanoseconds = storedNanoseconds else { throw ClockFault() }
    return nanoseconds
  }
}

/// An instant, such as the one that the machine's clock shows, cannot be stored.
struct ClockFault: Error, CustomStringConvertible {
  var description: String { "the clock is outside the years 1678 to 2261: set the machine's clock" }
}
