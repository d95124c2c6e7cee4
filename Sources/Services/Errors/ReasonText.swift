/// What people are told of a reason, in the languages of the service: what happened, and what to do.
///
/// `{name}` stands for the value of that name in the error's metadata.
struct ReasonText: Sendable {
  let reason: String
  let ja: Sentence
  let en: Sentence
  let zh: Sentence

  /// What happened, and what to do about it.
  struct Sentence: Sendable {
    let fact: String
    let fix: String

    init(_ fact: String, fix: String) {
      self.fact = fact
      self.fix = fix
    }
  }

  init(_ reason: String, ja: Sentence, en: Sentence, zh: Sentence) {
    self.reason = reason
    self.ja = ja
    self.en = en
    self.zh = zh
  }

  /// The text in a language, the metadata's values in their places.
  func text(in language: Language, _ metadata: [String: String]) -> String {
    let sentence =
      switch language {
      case .ja: ja
      case .en: en
      case .zh: zh
      }
    let text = sentence.fact + (language == .en ? " " : "") + sentence.fix
    return Self.filled(text, metadata)
  }

  /// One pass, so that no value is taken for a place.
  private static func filled(_ text: String, _ metadata: [String: String]) -> String {
    guard text.contains("{") else { return text }
    var (filled, rest) = ("", text[...])
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open]
      let name = String(rest[rest.index(after: open)..<close])
      filled += (metadata[name] ?? "–").prefix(valueCharactersMax)
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }

  /// Of a value that a caller may have sent.
  private static let valueCharactersMax = 200
}

/// A language of the service.
enum Language: String, Sendable, CaseIterable {
  case ja, en, zh

  /// The one that a client likes best of those that there are, by `accept-language` (RFC 9110, 12.5.4);
  /// Japanese when it names none of them.
  init(accepting header: String?) {
    var best: (language: Language, quality: Double)?
    for range in (header ?? "").split(separator: ",") {
      let parts = range.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
      guard let tag = parts.first?.split(separator: "-").first,
        let language = Language(rawValue: String(tag))
      else { continue }
      let weight = parts.dropFirst().first { $0.hasPrefix("q=") }
      let quality = weight.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
      if quality > best?.quality ?? 0 { best = (language, quality) }
    }
    self = best?.language ?? .ja
  }
}
