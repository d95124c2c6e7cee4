extension ReasonCatalogue {
  static let privacy: [ReasonText] = [
    ReasonText(
      "TENANT_ERASED",
      ja: .init("顧客 {id} のデータは消去されました。", fix: "変更できるものはありません。"),
      en: .init("The tenant {id} has been erased.", fix: "There is nothing to change."),
      zh: .init("客户 {id} 的数据已被删除。", fix: "没有可更改的内容。")),
    ReasonText(
      "ERASURE_AT_ONCE",
      ja: .init(
        "契約終了日 {contract_end} では、消去日 {erase_from} が過ぎているため、すぐに消去されます。",
        fix: "日付を確かめるか、erase_at_once を指定してください。"),
      en: .init(
        "With the contract's end {contract_end} all would be erased at once, as due from {erase_from}.",
        fix: "Check the day, or set erase_at_once."),
      zh: .init(
        "合同结束日为 {contract_end}，删除日 {erase_from} 已过，数据将立即被删除。",
        fix: "请检查日期，或设置 erase_at_once。")),
    ReasonText(
      "ERASURE_BEGUN",
      ja: .init("顧客 {id} の消去は始まっています。", fix: "保全できるものはもうありません。"),
      en: .init("The erasure of {id} has begun.", fix: "Nothing is left to hold."),
      zh: .init("客户 {id} 的删除已经开始。", fix: "已没有可保全的内容。")),
    ReasonText(
      "HOLD_NOT_FOUND",
      ja: .init("保全 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no legal hold {id}.", fix: "Check the id."),
      zh: .init("没有保全 {id}。", fix: "请检查编号。")),
    ReasonText(
      "HOLD_RELEASED",
      ja: .init("保全 {id} は既に解除されています。", fix: "行うことはありません。"),
      en: .init("The legal hold {id} is released already.", fix: "Nothing is left to do."),
      zh: .init("保全 {id} 已经解除。", fix: "无需再操作。")),
    ReasonText(
      "SUBJECT_REQUEST_NOT_FOUND",
      ja: .init("閲覧できる個人データの請求 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no subject request {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的个人数据请求 {id}。", fix: "请检查编号。")),
    ReasonText(
      "SUBJECT_REQUEST_OPEN",
      ja: .init("同じ種類の請求（{kind}）が回答を待っています。", fix: "その回答をお待ちください。"),
      en: .init("A request of the same kind ({kind}) waits for its answer.", fix: "Wait for that."),
      zh: .init("同类请求（{kind}）正在等待答复。", fix: "请等待其答复。")),
    ReasonText(
      "SUBJECT_REQUEST_ENDED",
      ja: .init("請求 {id} は既に終わっています。", fix: "新しい請求を登録してください。"),
      en: .init("The subject request {id} has ended.", fix: "Enter another."),
      zh: .init("请求 {id} 已经结束。", fix: "请登记新的请求。")),
    ReasonText(
      "LEGAL_HOLD",
      ja: .init("顧客 {tenant_id} のデータは法的保全中のため削除できません。", fix: "請求を断るか、保全の解除をお待ちください。"),
      en: .init(
        "A legal hold stands on {tenant_id}, and nothing of it is deleted.",
        fix: "Refuse the request, or wait for the hold's release."),
      zh: .init("客户 {tenant_id} 的数据处于法律保全中，不能删除。", fix: "请拒绝该请求，或等待保全解除。")),
    ReasonText(
      "EVIDENCE_UNDECIDED",
      ja: .init("本人の在席記録の画像があります。", fix: "evidence に KEPT か DESTROYED を指定してください。"),
      en: .init(
        "There are pictures of who asks.",
        fix: "Say in evidence whether they are KEPT or DESTROYED."),
      zh: .init("存有本人的取证图像。", fix: "请在 evidence 中指定 KEPT 或 DESTROYED。")),
  ]
}
