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
    ReasonText(
      "CONTRACT_ENDED",
      ja: .init("契約 {id} は {last} に終了しています。", fix: "新しい契約を締結してください。"),
      en: .init("The contract {id} ended on {last}.", fix: "Conclude another first."),
      zh: .init("合同 {id} 已于 {last} 结束。", fix: "请先签订新合同。")),
    ReasonText(
      "PRICE_IS_THE_VENDORS",
      ja: .init("単価を指定できるのは提供者だけです。", fix: "unit_price_yen を外してください。"),
      en: .init("Only the vendor gives a price.", fix: "Leave unit_price_yen out."),
      zh: .init("只有供应商可以指定单价。", fix: "请去掉 unit_price_yen。")),
    ReasonText(
      "INVOICE_NOT_FOUND",
      ja: .init("閲覧できる請求書 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no invoice {id} that you may see.", fix: "Check its id or number."),
      zh: .init("没有您可以查看的账单 {id}。", fix: "请检查编号。")),
    ReasonText(
      "MONTH_NOT_OVER",
      ja: .init("{month} はまだ終わっていません。", fix: "{last} より後に発行してください。"),
      en: .init("{month} is not over.", fix: "Invoice it after {last}."),
      zh: .init("{month} 尚未结束。", fix: "请在 {last} 之后开具。")),
    ReasonText(
      "ALREADY_ISSUED",
      ja: .init("{month} 分は請求書 {number} で請求済みです。", fix: "誤りがあれば先にその請求書を取り消してください。"),
      en: .init("{month} is invoiced by {number}.", fix: "Void that first, if it is wrong."),
      zh: .init("{month} 已由账单 {number} 开具。", fix: "如有错误，请先作废该账单。")),
    ReasonText(
      "SELLER_MISSING",
      ja: .init("請求書の発行者が登録されていません。", fix: "UpdateSeller で登録してください。"),
      en: .init("Nobody has said who issues invoices.", fix: "Do so by UpdateSeller."),
      zh: .init("尚未登记账单的开具方。", fix: "请用 UpdateSeller 登记。")),
    ReasonText(
      "NOTHING_TO_INVOICE",
      ja: .init("{month} には請求するものがありません。", fix: "発行は不要です。"),
      en: .init("Nothing is charged in {month}.", fix: "There is no invoice to issue."),
      zh: .init("{month} 没有需要收取的费用。", fix: "无需开具账单。")),
    ReasonText(
      "TOTAL_NEGATIVE",
      ja: .init("合計が {total_yen} 円になります。", fix: "別の請求書に対して返還請求書を発行してください。"),
      en: .init("The invoice would come to {total_yen} yen.", fix: "Give credit for another one."),
      zh: .init("账单合计将为 {total_yen} 日元。", fix: "请对其他账单开具退款单。")),
    ReasonText(
      "NOT_VOIDABLE",
      ja: .init("{number} は取り消せません（入金・返還・取消済み、または返還請求書です）。", fix: "必要なら返還請求書を発行してください。"),
      en: .init(
        "{number} is paid, credited, void or a credit note.", fix: "Give credit if need be."),
      zh: .init("{number} 不能作废（已付款、已退款、已作废或为退款单）。", fix: "如有需要请开具退款单。")),
    ReasonText(
      "NOT_CREDITABLE",
      ja: .init("{number} には返還できません。", fix: "有効な請求書を指定してください。"),
      en: .init("{number} is void or a credit note itself.", fix: "Name an invoice that stands."),
      zh: .init("{number} 不能退款。", fix: "请指定有效的账单。")),
    ReasonText(
      "NO_REFUND_POLICY",
      ja: .init("{product} は途中終了による返金がありません（{rule}）。", fix: "別の理由による場合だけ返還してください。"),
      en: .init(
        "Of {product} nothing is refunded because it ended early ({rule}).",
        fix: "Give credit for another reason, or none."),
      zh: .init("{product} 提前结束不予退款（{rule}）。", fix: "仅可因其他原因退款。")),
    ReasonText(
      "NOT_PAYABLE",
      ja: .init("{number} に支払うものはありません。", fix: "請求書を確かめてください。"),
      en: .init("There is nothing to pay of {number}.", fix: "Check the invoice."),
      zh: .init("{number} 没有需要支付的金额。", fix: "请检查账单。")),
  ]
}
