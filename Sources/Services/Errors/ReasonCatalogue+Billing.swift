extension ReasonCatalogue {
  static let billing: [ReasonText] = [
    ReasonText(
      "PRODUCT_NOT_FOUND",
      ja: .init("商品 {product} はありません。", fix: "カタログで確かめてください。"),
      en: .init("There is no product {product}.", fix: "List the catalogue."),
      zh: .init("没有产品 {product}。", fix: "请查看产品目录。")),
    ReasonText(
      "RATE_IN_FORCE",
      ja: .init("{from} からの税率は既に適用されています。", fix: "{today} より後の日を指定してください。"),
      en: .init("The rate from {from} on is in force already.", fix: "Give a day after {today}."),
      zh: .init("自 {from} 起的税率已经生效。", fix: "请指定 {today} 之后的日期。")),
    ReasonText(
      "ENTRY_NOT_FOUND",
      ja: .init("台帳に記入 {position} はありません。", fix: "記入の一覧を確かめてください。"),
      en: .init("The ledger has no entry {position}.", fix: "List its entries."),
      zh: .init("台账中没有第 {position} 笔记录。", fix: "请查看记录列表。")),
  ]
}
