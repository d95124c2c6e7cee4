/// A name in the three languages of the service (CARD-20).
public struct LocalizedName: Hashable, Sendable {
  /// Japanese: the official name.
  public let ja: String
  /// English.
  public let en: String
  /// Simplified Chinese.
  public let zh: String

  public init(ja: String, en: String, zh: String) {
    self.ja = ja
    self.en = en
    self.zh = zh
  }
}
