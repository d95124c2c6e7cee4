import Glibc

// Floating-point numbers as text format and descriptors carry them: C's `%g` with the digits that
// every number of the type survives, or, where these do not bring it back, with as many as bring
// back any.

package func shortestText(_ value: Double) -> String {
  if let special = specialText(value) { return special }
  let text = formatted(value, digits: 15)
  return Double(text) == value ? text : formatted(value, digits: 17)
}

package func shortestText(_ value: Float) -> String {
  if let special = specialText(Double(value)) { return special }
  let text = formatted(Double(value), digits: 6)
  return Float(text) == value ? text : formatted(Double(value), digits: 9)
}

private func specialText(_ value: Double) -> String? {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  return nil
}

private func formatted(_ value: Double, digits: Int32) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
    let count = withVaList([digits, value]) { arguments in
      vsnprintf(buffer.baseAddress, buffer.count, "%.*g", arguments)
    }
    let written = buffer.prefix(max(0, min(Int(count), buffer.count - 1)))
    return String(decoding: written.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
