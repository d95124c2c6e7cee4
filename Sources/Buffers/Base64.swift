/// Bytes as text of 64 letters (RFC 4648), in the dialect that a format speaks.
public struct Base64: Sendable, Hashable {
  /// The letters for 62 and 63.
  public enum Alphabet: Sendable, Hashable {
    /// `+` and `/` (section 4).
    case standard
    /// `-` and `_`, which may stand in an address or a file name (section 5).
    case url
  }

  /// What is done about `=` where the text's length is no multiple of four without it.
  public enum Padding: Sendable, Hashable {
    /// Written; text is read with it or without.
    case written
    /// Not written; text is read with it or without.
    case understood
    /// Not written, and no part of any text.
    case unknown
  }

  private let alphabet: Alphabet
  private let padding: Padding
  private let isLenient: Bool

  /// - Parameter isLenient: whether the other alphabet's letters are read too, and bits beyond the
  ///   last byte may be other than zero. Without it each text of a length stands for other bytes.
  public init(_ alphabet: Alphabet, padding: Padding, isLenient: Bool = false) {
    self.alphabet = alphabet
    self.padding = padding
    self.isLenient = isLenient
  }

  /// For addresses and file names: without padding.
  public static let url = Base64(.url, padding: .unknown)

  // MARK: Writing

  /// Four letters for three bytes.
  public func encode(_ bytes: UnsafeRawBufferPointer) -> String {
    let isPadded = padding == .written
    let (groups, rest) = bytes.count.quotientAndRemainder(dividingBy: 3)
    let last = rest == 0 ? 0 : isPadded ? 4 : rest + 1
    return String(unsafeUninitializedCapacity: groups * 4 + last) { text in
      var written = 0
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let count = min(bytes.count - start, 3)
        var bits = UInt32(bytes[start]) << 16
        if count > 1 { bits |= UInt32(bytes[start + 1]) << 8 }
        if count > 2 { bits |= UInt32(bytes[start + 2]) }
        for place in 0..<(isPadded ? 4 : count + 1) {
          let value = bits >> UInt32(18 - 6 * place) & 63
          text[written] = place <= count ? letter(value) : UInt8(ascii: "=")
          written += 1
        }
      }
      return written
    }
  }

  /// Four letters for three bytes.
  public func encode(_ bytes: some Collection<UInt8>) -> String {
    let text = bytes.withContiguousStorageIfAvailable { encode(UnsafeRawBufferPointer($0)) }
    return text ?? Array(bytes).withUnsafeBytes { encode($0) }
  }

  private func letter(_ value: UInt32) -> UInt8 {
    switch value {
    case 0..<26: UInt8(ascii: "A") + UInt8(truncatingIfNeeded: value)
    case 26..<52: UInt8(ascii: "a") + UInt8(truncatingIfNeeded: value - 26)
    case 52..<62: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value - 52)
    case 62: alphabet == .url ? UInt8(ascii: "-") : UInt8(ascii: "+")
    default: alphabet == .url ? UInt8(ascii: "_") : UInt8(ascii: "/")
    }
  }

  // MARK: Reading

  /// The bytes that `text` stands for; nil when it is none of the dialect's: a foreign character, a
  /// length that cannot be, wrong padding, bits left over.
  public func decode(_ text: UnsafeRawBufferPointer) -> Bytes? {
    var letters = text[...]
    if padding != .unknown, text.count % 4 == 0 {
      for _ in 0..<2 where letters.last == UInt8(ascii: "=") { letters.removeLast() }
    }
    guard letters.count % 4 != 1 else { return nil }
    var bits: UInt32 = 0
    var held: UInt32 = 0
    var written = 0
    let slab = Slab(capacity: letters.count / 4 * 3 + 2)
    for letter in letters {
      guard let value = value(letter) else { return nil }
      bits = bits << 6 | value
      held += 6
      if held >= 8 {
        held -= 8
        slab.memory[written] = UInt8(truncatingIfNeeded: bits >> held)
        bits &= (1 << held) - 1
        written += 1
      }
    }
    return isLenient || bits == 0 ? Bytes(slab, 0..<written) : nil
  }

  /// The bytes that `text` stands for; nil when it is none of the dialect's.
  public func decode(_ text: String) -> Bytes? {
    var text = text
    return text.withUTF8 { decode(UnsafeRawBufferPointer($0)) }
  }

  private func value(_ letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+") where alphabet == .standard || isLenient: 62
    case UInt8(ascii: "-") where alphabet == .url || isLenient: 62
    case UInt8(ascii: "/") where alphabet == .standard || isLenient: 63
    case UInt8(ascii: "_") where alphabet == .url || isLenient: 63
    default: nil
    }
  }
}
