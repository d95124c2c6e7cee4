import EventLoop

/// Milliseconds with three decimals below ten, with two above.
func milliseconds(_ nanoseconds: Int64) -> String {
  let value = Double(nanoseconds) / 1e6
  return decimal(value, abs(value) < 10 ? 3 : 2)
}

func milliseconds(_ duration: Duration) -> String { milliseconds(duration.clampedNanoseconds) }

/// A share of one as a percentage.
func percent(_ share: Double) -> String {
  decimal(share * 100, share > 0 && share < 0.1 ? 2 : 1) + " %"
}

/// A number with a fixed count of decimals; what is no finite number is zero.
func decimal(_ value: Double, _ places: Int) -> String {
  let scale = (0..<places).reduce(1) { power, _ in power * 10 }
  let scaled = (abs(value) * Double(scale)).rounded()
  let rounded = scaled.isFinite ? Int64(min(scaled, 9e18)) : 0
  let fraction = String(rounded % Int64(scale))
  let whole = (value < 0 && rounded > 0 ? "-" : "") + String(rounded / Int64(scale))
  return places == 0
    ? whole : whole + "." + String(repeating: "0", count: places - fraction.count) + fraction
}
