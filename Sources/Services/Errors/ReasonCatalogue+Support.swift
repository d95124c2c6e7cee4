extension ReasonCatalogue {
  static let support: [ReasonText] = [
    ReasonText(
      "CASE_NOT_FOUND",
      ja: .init("閲覧できるお問い合わせ {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no case {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的咨询 {id}。", fix: "请检查编号。")),
    ReasonText(
      "CONTRACT_NOT_FOUND",
      ja: .init("閲覧できる契約 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no contract {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的合同 {id}。", fix: "请检查编号。")),
    ReasonText(
      "NOT_AUTHORISED_CONTACT",
      ja: .init("このお問い合わせの権限がありません。", fix: "権限のある方に依頼するか、無償の窓口をご利用ください。"),
      en: .init(
        "You may not ask this way.", fix: "Ask through somebody who may, or by the free form."),
      zh: .init("您无权通过此方式咨询。", fix: "请联系有权限的人员，或使用免费表单。")),
    ReasonText(
      "POLICY_EXISTS",
      ja: .init("同じ製品・窓口・受付方法の SLA が既にあります。", fix: "そちらを変更してください。"),
      en: .init(
        "There is a policy for the same product, channel and intake.", fix: "Update that one."),
      zh: .init("相同产品、渠道和受理方式的 SLA 已存在。", fix: "请修改该项。")),
    ReasonText(
      "POLICY_NOT_FOUND",
      ja: .init("変更できる SLA {id} はありません。", fix: "一覧で番号を確かめてください。"),
      en: .init("There is no policy {id} to change.", fix: "List those that were made."),
      zh: .init("没有可更改的 SLA {id}。", fix: "请在列表中检查编号。")),
    ReasonText(
      "TOO_MANY_POLICIES",
      ja: .init("SLA は {limit} 件までです。", fix: "既にあるものを変更してください。"),
      en: .init("There are {limit} policies, which is the most.", fix: "Change one of them."),
      zh: .init("SLA 最多 {limit} 个。", fix: "请修改已有的项目。")),
  ]
}
