extension ReasonCatalogue {
  /// What people are told of a rule's refusal for which nobody has written more: field, value and limit say what
  /// happened. It is no reason of its own.
  static let ofRules = ReasonText(
    "REFUSED",
    ja: .init("{field} に {value} は指定できません。", fix: "条件（{limit}）に合わせてください。"),
    en: .init("{field} cannot be {value}.", fix: "Give {limit}: {fix}."),
    zh: .init("{field} 不能为 {value}。", fix: "请符合条件（{limit}）。"))

  // MARK: What rules refuse of contracts

  static let rulesOfContracts: [ReasonText] = [
    ReasonText(
      "NOTICE_TOO_LATE",
      ja: .init("解約の申し出が期限に間に合いません。", fix: "次に終了できる日は {next_possible_end} です。"),
      en: .init("The notice comes too late.", fix: "The next possible end is {next_possible_end}."),
      zh: .init("终止申请已超过期限。", fix: "下一个可终止的日期是 {next_possible_end}。")),
    ReasonText(
      "NOTICE_TOO_SHORT",
      ja: .init("予告期間が足りません（{value}）。", fix: "期日に間に合う日を指定するか、例外の理由を示してください。"),
      en: .init(
        "The notice is too short ({value}).", fix: "Give a later day, or name the exception."),
      zh: .init("预告期不足（{value}）。", fix: "请指定更晚的日期，或说明例外理由。")),
    ReasonText(
      "MIN_LICENCES",
      ja: .init("ライセンス数 {value} は最低数に足りません。", fix: "最低数以上にしてください。"),
      en: .init("{value} licences are too few.", fix: "Order at least the minimum."),
      zh: .init("许可数 {value} 低于最低数量。", fix: "请不低于最低数量。")),
    ReasonText(
      "LICENCES_NOT_POSITIVE",
      ja: .init("ライセンス数 {value} は指定できません。", fix: "1 以上にしてください。"),
      en: .init("{value} licences cannot be ordered.", fix: "Order at least one."),
      zh: .init("许可数不能为 {value}。", fix: "请指定 1 以上。")),
    ReasonText(
      "INDIVIDUAL_QUOTE",
      ja: .init("ライセンス数 {value} は価格表の範囲を超えています。", fix: "個別見積をご依頼ください。"),
      en: .init(
        "{value} licences lie past the table of prices.", fix: "Ask for an individual quote."),
      zh: .init("许可数 {value} 超出价目表范围。", fix: "请申请个别报价。")),
    ReasonText(
      "REDUCE_ONLY_AT_RENEWAL",
      ja: .init("契約期間中に {value} まで減らすことはできません。", fix: "更新時に減らしてください。"),
      en: .init("They cannot be reduced to {value} within the term.", fix: "Reduce at renewal."),
      zh: .init("合同期内不能减少到 {value}。", fix: "请在续订时减少。")),
    ReasonText(
      "ALREADY_DELIVERED",
      ja: .init("この契約はすでに納品されています。", fix: "契約の内容を確かめてください。"),
      en: .init("The contract has been delivered already.", fix: "Look at the contract."),
      zh: .init("该合同已经交付。", fix: "请确认合同内容。")),
    ReasonText(
      "PARAMETER_MISSING",
      ja: .init("{field} は価格表にないため、指定が必要です。", fix: "値を指定してください。"),
      en: .init("The catalogue says nothing of {field}.", fix: "Give it."),
      zh: .init("价目表中没有 {field}，需要指定。", fix: "请指定该值。")),
    ReasonText(
      "MISSING_MANDATORY_ITEM",
      ja: .init("必須の項目が不足しています（{value}）。", fix: "必須の項目を加えてください。"),
      en: .init("A mandatory item is missing ({value}).", fix: "Add it."),
      zh: .init("缺少必需的项目（{value}）。", fix: "请添加必需的项目。")),
    ReasonText(
      "CONFIRM_TOO_LATE",
      ja: .init("書面による確認が期限（{limit}）を過ぎています。", fix: "改めて開示し、期限内に確認してください。"),
      en: .init("The confirmation comes after its last day ({limit}).", fix: "Disclose it again."),
      zh: .init("书面确认已超过期限（{limit}）。", fix: "请重新披露并在期限内确认。")),
    ReasonText(
      "PRODUCT_UNKNOWN",
      ja: .init("商品 {value} は価格表にありません。", fix: "価格表から選んでください。"),
      en: .init("The catalogue has no product {value}.", fix: "List the catalogue."),
      zh: .init("价目表中没有商品 {value}。", fix: "请从价目表中选择。")),
    ReasonText(
      "AMOUNT_TOO_LARGE",
      ja: .init("{field} の金額が大きすぎます。", fix: "金額または数量を小さくしてください。"),
      en: .init("The amount of {field} is too large.", fix: "Give smaller amounts or quantities."),
      zh: .init("{field} 的金额过大。", fix: "请减小金额或数量。")),
  ]
}
