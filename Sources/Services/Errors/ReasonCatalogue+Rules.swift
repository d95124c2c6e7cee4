extension ReasonCatalogue {
  /// What people are told of a rule's refusal for which nobody has written more: field, value and limit say what
  /// happened. It is no reason of its own.
  static let ofRules = ReasonText(
    "REFUSED",
    ja: .init("{field} に {value} は指定できません。", fix: "条件（{limit}）に合わせてください。"),
    en: .init("{field} cannot be {value}.", fix: "Give {limit}: {fix}."),
    zh: .init("{field} 不能为 {value}。", fix: "请符合条件（{limit}）。"))
}
