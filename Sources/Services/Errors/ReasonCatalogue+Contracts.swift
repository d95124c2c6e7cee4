extension ReasonCatalogue {
  // MARK: Contracts

  static let contracts: [ReasonText] = [
    ReasonText(
      "QUOTE_NOT_FOUND",
      ja: .init("見積 {id} は見つかりません。", fix: "見積番号を確かめてください。"),
      en: .init("There is no quote {id} that you may see.", fix: "Check the id."),
      zh: .init("找不到报价 {id}。", fix: "请确认报价编号。")),
    ReasonText(
      "QUOTE_ACCEPTED",
      ja: .init("この見積はすでに申し込まれています（{application_id}）。", fix: "新しい見積を依頼してください。"),
      en: .init("The quote was accepted already ({application_id}).", fix: "Ask for another."),
      zh: .init("该报价已被接受（{application_id}）。", fix: "请重新申请报价。")),
    ReasonText(
      "QUOTE_OUTDATED",
      ja: .init("この見積は価格表 {catalog_version} によるもので、現在は {in_effect} が有効です。", fix: "新しい見積を依頼してください。"),
      en: .init(
        "The quote is of the catalogue {catalog_version}, and {in_effect} is in effect.",
        fix: "Ask for another."),
      zh: .init("该报价基于价目表 {catalog_version}，目前有效的是 {in_effect}。", fix: "请重新申请报价。")),
    ReasonText(
      "APPLICATION_NOT_FOUND",
      ja: .init("申込 {id} は見つかりません。", fix: "申込番号を確かめてください。"),
      en: .init("There is no application {id} that you may see.", fix: "Check the id."),
      zh: .init("找不到申请 {id}。", fix: "请确认申请编号。")),
    ReasonText(
      "NOTHING_TO_CHANGE",
      ja: .init("変更する内容がありません。", fix: "ライセンス数か品目の数量を指定してください。"),
      en: .init("Nothing is to be changed.", fix: "Give a number of licences, or of items."),
      zh: .init("没有要变更的内容。", fix: "请指定许可数或项目数量。")),
    ReasonText(
      "APPLICATION_REQUIRED",
      ja: .init("{product} の変更には変更申込が必要です。", fix: "変更申込を提出してください。"),
      en: .init(
        "Changes of {product} are applied for.", fix: "Submit an application for a change."),
      zh: .init("{product} 的变更需要申请。", fix: "请提交变更申请。")),
    ReasonText(
      "MISSING_DOCUMENT",
      ja: .init("必要な書類 {document} が届いていません。", fix: "書類と受領日を登録してください。"),
      en: .init(
        "The document {document} has not been received.", fix: "Enter it with the day it came."),
      zh: .init("尚未收到所需文件 {document}。", fix: "请登记文件及收到日期。")),
    ReasonText(
      "TERMS_NOT_ACCEPTED",
      ja: .init("同意されていない規約があります（{terms_ids}）。", fix: "内容を確かめ、同意するものとして指定してください。"),
      en: .init(
        "Terms in effect are not accepted ({terms_ids}).",
        fix: "Read them, and name them as accepted."),
      zh: .init("有尚未同意的条款（{terms_ids}）。", fix: "请阅读后指明同意这些条款。")),
    ReasonText(
      "TERMS_NOT_FOUND",
      ja: .init("規約 {id} は見つかりません。", fix: "一覧から選んでください。"),
      en: .init("There are no terms {id}.", fix: "List them."),
      zh: .init("找不到条款 {id}。", fix: "请从列表中选择。")),
    ReasonText(
      "TERMS_EXIST",
      ja: .init("この文書には版 {version} がすでにあります。", fix: "別の版を指定してください。"),
      en: .init("The document has a version {version} already.", fix: "Give another version."),
      zh: .init("该文件已有版本 {version}。", fix: "请指定其他版本。")),
    ReasonText(
      "TERMS_ARE_THE_ADMINISTRATORS",
      ja: .init("この規約への同意は管理者が行います。", fix: "管理者に依頼してください。"),
      en: .init("An administrator accepts these terms for the tenant.", fix: "Ask one."),
      zh: .init("该条款由管理员代表租户同意。", fix: "请联系管理员。")),
    ReasonText(
      "STATE",
      ja: .init("契約の状態が {value} のため、この操作はできません。", fix: "契約の状態を確かめてください。"),
      en: .init(
        "The contract is {value}, so that this is not possible.", fix: "Look at its state."),
      zh: .init("合同状态为 {value}，无法执行此操作。", fix: "请确认合同状态。")),
    ReasonText(
      "ALREADY_CANCELLED",
      ja: .init("この契約は {end_date} での解約を受け付けています。", fix: "先に解約を取り消してください。"),
      en: .init("The contract is cancelled to {end_date} already.", fix: "Revoke that first."),
      zh: .init("该合同已受理于 {end_date} 终止。", fix: "请先撤销。")),
    ReasonText(
      "NOT_CANCELLED",
      ja: .init("取り消せる解約がありません。", fix: "契約の状態を確かめてください。"),
      en: .init("There is no cancellation to revoke.", fix: "Look at the contract's state."),
      zh: .init("没有可撤销的终止。", fix: "请确认合同状态。")),
    ReasonText(
      "ORIGINAL_REQUIRED",
      ja: .init("{product} の解約には押印された原本が必要です。", fix: "解約申込書を郵送してください。"),
      en: .init("{product} is cancelled by the stamped original.", fix: "Send it by post."),
      zh: .init("终止 {product} 需要盖章的原件。", fix: "请邮寄终止申请书。")),
    ReasonText(
      "ONLY_THE_VENDOR_SAYS",
      ja: .init("{field} は提供者だけが指定できます。", fix: "この項目を空にしてください。"),
      en: .init("{field} is for the vendor to say.", fix: "Leave it out."),
      zh: .init("{field} 只能由供应商指定。", fix: "请留空此项。")),
    ReasonText(
      "NO_RENEWAL",
      ja: .init("{product} は自動更新されません。", fix: "改めてお申し込みください。"),
      en: .init("{product} is not renewed by itself.", fix: "Order it again."),
      zh: .init("{product} 不会自动续订。", fix: "请重新申请。")),
    ReasonText(
      "RESELLER_NOT_FOUND",
      ja: .init("販売店 {id} は見つかりません。", fix: "販売店の番号を確かめてください。"),
      en: .init("There is no reseller {id}.", fix: "Check the id."),
      zh: .init("找不到经销商 {id}。", fix: "请确认编号。")),
    ReasonText(
      "RESELLER_MISSING",
      ja: .init("{product} は販売店から請求されます。", fix: "販売店を指定してください。"),
      en: .init("{product} is billed by resellers.", fix: "Name one."),
      zh: .init("{product} 由经销商开具发票。", fix: "请指定经销商。")),
    ReasonText(
      "CATALOGUE_NOT_FOUND",
      ja: .init("価格表 {id} は見つかりません。", fix: "一覧から選んでください。"),
      en: .init("There is no version {id} of the catalogue.", fix: "List them."),
      zh: .init("找不到价目表 {id}。", fix: "请从列表中选择。")),
    ReasonText(
      "NO_CATALOGUE",
      ja: .init("{date} に有効な価格表がありません。", fix: "後の日付を指定してください。"),
      en: .init("No catalogue is in effect on {date}.", fix: "Give a later day."),
      zh: .init("{date} 没有有效的价目表。", fix: "请指定更晚的日期。")),
    ReasonText(
      "DISCLOSURE_NOT_FOUND",
      ja: .init("開示記録 {id} は見つかりません。", fix: "番号を確かめてください。"),
      en: .init("There is no disclosure {id} that you may see.", fix: "Check the id."),
      zh: .init("找不到披露记录 {id}。", fix: "请确认编号。")),
  ]
}
