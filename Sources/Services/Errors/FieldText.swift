import Protobuf
import RPC
import Rules

/// What people are told of one wrong field, in the languages of the service, by the rule that it breaks.
///
/// The rule's own message is English and ends with `: give …`; its limits stand there, and are put into the text
/// of another language.
enum FieldText {
  /// - Parameters:
  ///   - rule: as `buf.validate` names it, such as `int32.gte_lte`; empty for a handler's own check.
  ///   - message: what the field is and what to give.
  static func text(_ rule: String, _ message: String, in language: Language) -> String {
    let name = name(of: rule)
    let limits = limits(in: message)
    switch language {
    case .en: return sentence(message)
    case .ja:
      if let range = range(name, limits, japanese) { return "\(range)の値にしてください。" }
      return filled(texts[rule] ?? texts[name] ?? other, \.ja, limits, message)
    case .zh:
      if let range = range(name, limits, chinese) { return "请输入\(range)的值。" }
      return filled(texts[rule] ?? texts[name] ?? other, \.zh, limits, message)
    }
  }

  /// Whether there is a text that says more than that the field is wrong.
  static func isKnown(_ rule: String) -> Bool {
    let name = name(of: rule)
    return texts[rule] != nil || texts[name] != nil
      || range(name, Array(repeating: "0", count: 2), japanese) != nil
  }

  /// `min_len` of `string.min_len`.
  private static func name(of rule: String) -> String {
    rule.firstIndex(of: ".").map { String(rule[rule.index(after: $0)...]) } ?? rule
  }

  private static func sentence(_ message: String) -> String {
    message.prefix(1).uppercased() + message.dropFirst() + (message.hasSuffix(".") ? "" : ".")
  }

  // MARK: Limits

  /// What is to be given, as the rule's message says it.
  private static func given(_ message: String) -> Substring {
    guard let place = message.firstRange(of: ": give ") else { return message[...] }
    return message[place.upperBound...]
  }

  /// The numbers, instants and texts in what is to be given, in their order.
  private static func limits(in message: String) -> [String] {
    var (found, rest) = ([String](), given(message))
    while let first = rest.first {
      if first == "\"", let close = rest.dropFirst().firstIndex(of: "\"") {
        found.append(String(rest[...close]))
        rest = rest[rest.index(after: close)...]
      } else {
        let word = rest.prefix { $0 != " " && $0 != "," }
        if let digit = word.first(where: { $0 != "-" }), digit.isNumber {
          found.append(String(word))
        }
        rest = rest.dropFirst(max(1, word.count))
      }
    }
    return found
  }

  // MARK: Ranges

  private typealias Words = (
    bounds: [String: String], and: String, or: String
  )

  private static let japanese: Words = (
    ["gt": "{} 超", "gte": "{} 以上", "lt": "{} 未満", "lte": "{} 以下"], "、", "または "
  )
  private static let chinese: Words = (
    ["gt": "大于 {} ", "gte": "不小于 {} ", "lt": "小于 {} ", "lte": "不大于 {} "], "且", "或"
  )

  /// `gte_lte` with its two limits; nil for what is no range.
  private static func range(_ name: String, _ limits: [String], _ words: Words) -> String? {
    var parts = name.split(separator: "_").map(String.init)
    let isOutside = parts.last == "exclusive"
    if isOutside { parts.removeLast() }
    guard !parts.isEmpty, parts.count <= limits.count else { return nil }
    var said: [String] = []
    for (part, limit) in zip(parts, limits) {
      guard let bound = words.bounds[part] else { return nil }
      said.append(bound.replacing("{}", with: limit))
    }
    return said.joined(separator: isOutside ? words.or : words.and)
  }

  // MARK: Texts

  /// `{0}` is the first limit, `{all}` all that may be given.
  private struct Text {
    let ja: String
    let zh: String
  }

  private static func filled(
    _ text: Text, _ language: KeyPath<Text, String>, _ limits: [String],
    _ message: String
  ) -> String {
    let all = given(message).replacing(" or ", with: ", ")
    var (said, rest) = ("", text[keyPath: language][...])
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      said += rest[..<open]
      switch rest[rest.index(after: open)..<close] {
      case "0": said += limits.first ?? "–"
      default: said += all
      }
      rest = rest[rest.index(after: close)...]
    }
    return said + rest
  }

  private static let other = Text(ja: "この項目を直してください。", zh: "请修改此项。")

  private static let texts: [String: Text] = [
    "required": Text(ja: "必ず入力してください。", zh: "此项为必填。"),
    "string.len": Text(ja: "ちょうど {0} 文字で入力してください。", zh: "请输入恰好 {0} 个字符。"),
    "string.min_len": Text(ja: "{0} 文字以上で入力してください。", zh: "请输入至少 {0} 个字符。"),
    "string.max_len": Text(ja: "{0} 文字以内で入力してください。", zh: "请输入最多 {0} 个字符。"),
    "len": Text(ja: "ちょうど {0} バイトにしてください。", zh: "长度必须恰好为 {0} 字节。"),
    "len_bytes": Text(ja: "ちょうど {0} バイトにしてください。", zh: "长度必须恰好为 {0} 字节。"),
    "min_len": Text(ja: "{0} バイト以上にしてください。", zh: "长度不得少于 {0} 字节。"),
    "min_bytes": Text(ja: "{0} バイト以上にしてください。", zh: "长度不得少于 {0} 字节。"),
    "max_len": Text(ja: "{0} バイト以内にしてください。", zh: "长度不得超过 {0} 字节。"),
    "max_bytes": Text(ja: "{0} バイト以内にしてください。", zh: "长度不得超过 {0} 字节。"),
    "min_items": Text(ja: "{0} 個以上指定してください。", zh: "请指定至少 {0} 项。"),
    "max_items": Text(ja: "{0} 個以内で指定してください。", zh: "请指定最多 {0} 项。"),
    "min_pairs": Text(ja: "{0} 個以上指定してください。", zh: "请指定至少 {0} 项。"),
    "max_pairs": Text(ja: "{0} 個以内で指定してください。", zh: "请指定最多 {0} 项。"),
    "unique": Text(ja: "同じものは一度だけ指定してください。", zh: "请勿重复指定相同的项。"),
    "const": Text(ja: "{all} にしてください。", zh: "请指定 {all}。"),
    "in": Text(ja: "次のいずれかにしてください: {all}。", zh: "请从以下值中选择: {all}。"),
    "not_in": Text(ja: "この値は使えません。", zh: "不能使用该值。"),
    "enum.not_in": Text(ja: "次のいずれかにしてください: {all}。", zh: "请从以下值中选择: {all}。"),
    "enum.defined_only": Text(ja: "次のいずれかにしてください: {all}。", zh: "请从以下值中选择: {all}。"),
    "pattern": Text(ja: "形式が正しくありません。", zh: "格式不正确。"),
    "prefix": Text(ja: "{0} で始めてください。", zh: "请以 {0} 开头。"),
    "suffix": Text(ja: "{0} で終えてください。", zh: "请以 {0} 结尾。"),
    "contains": Text(ja: "{0} を含めてください。", zh: "请包含 {0}。"),
    "not_contains": Text(ja: "{0} を含めないでください。", zh: "请勿包含 {0}。"),
    "uuid": Text(ja: "UUID を指定してください。", zh: "请指定 UUID。"),
    "email": Text(ja: "メールアドレスを指定してください。", zh: "请指定电子邮件地址。"),
    "finite": Text(ja: "有限の数を指定してください。", zh: "请指定有限的数。"),
    "lt_now": Text(ja: "過去の日時にしてください。", zh: "请指定过去的时间。"),
    "gt_now": Text(ja: "未来の日時にしてください。", zh: "请指定未来的时间。"),
    "oneof": Text(ja: "一つだけ指定してください: {all}。", zh: "请只指定其中之一: {all}。"),
  ]
}

extension GoogleRpc.BadRequest {
  /// Each field with its text for people. What has no rule of its own says what the whole error does.
  func localized(in language: Language, otherwise text: String?) -> GoogleRpc.BadRequest {
    var request = self
    for place in request.fieldViolations.indices {
      let violation = request.fieldViolations[place]
      guard violation.localizedMessage == nil else { continue }
      let values = Fault.values(field: violation.field, in: violation.description)
      if let known = ReasonCatalogue.text(of: violation.reason, values) {
        request.fieldViolations[place].localizedMessage = GoogleRpc.LocalizedMessage(
          locale: language.rawValue, message: known.text(in: language, values))
        continue
      }
      let isKnown = language == .en || FieldText.isKnown(violation.reason)
      let message = FieldText.text(violation.reason, violation.description, in: language)
      request.fieldViolations[place].localizedMessage = GoogleRpc.LocalizedMessage(
        locale: language.rawValue, message: isKnown ? message : text ?? message)
    }
    return request
  }
}
