/// The number of a registered issuer of qualified invoices (適格請求書発行事業者の登録番号, COM-08): `T` and 13 digits,
/// which of a corporation are its ``CorporateNumber``.
public struct RegistrationNumber: Hashable, Sendable {
  public let text: String

  /// Nil unless `text` is a `T` and 13 digits, all half-width.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 14, bytes[0] == 0x54,
      bytes.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    self.text = text
  }

  /// Nil of a person, who has no corporate number.
  public var corporateNumber: CorporateNumber? { CorporateNumber(String(text.dropFirst())) }
}
