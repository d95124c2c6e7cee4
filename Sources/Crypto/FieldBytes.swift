/// Fields one behind the other, for a hash over them: no two lists of fields are the same bytes.
extension [UInt8] {
  /// A number, as 8 bytes in big-endian order.
  public mutating func append(field number: Int64) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }

  /// A text, behind its length in UTF-8.
  public mutating func append(field text: String) {
    var text = text
    text.withUTF8 { utf8 in
      append(field: Int64(utf8.count))
      append(contentsOf: utf8)
    }
  }

  /// A digest, or that there is none.
  public mutating func append(field digest: SHA256.Digest?) {
    guard let digest else { return append(0) }
    append(1)
    digest.withUnsafeBytes { append(contentsOf: $0) }
  }
}
