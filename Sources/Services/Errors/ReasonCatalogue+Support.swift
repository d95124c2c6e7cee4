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
      "CONTRACT_NOT_IN_FORCE",
      ja: .init("契約 {id} は有効ではありません（{state}）。", fix: "契約の状態を確かめてください。"),
      en: .init("The contract {id} is not in force ({state}).", fix: "Check its state."),
      zh: .init("合同 {id} 未生效（{state}）。", fix: "请检查合同状态。")),
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

  static let work: [ReasonText] = [
    ReasonText(
      "ATTACHMENTS_FULL",
      ja: .init("添付ファイルは {limit} 件までです。", fix: "新しいお問い合わせに添付してください。"),
      en: .init("A case has {limit} files at most.", fix: "Open another case."),
      zh: .init("附件最多 {limit} 个。", fix: "请在新的咨询中添加。")),
    ReasonText(
      "ATTACHMENT_NOT_FOUND",
      ja: .init("添付ファイル {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("The case has no file {id}.", fix: "Check the id."),
      zh: .init("没有附件 {id}。", fix: "请检查编号。")),
    ReasonText(
      "CASE_NOT_PAID",
      ja: .init("お問い合わせ {id} は有料サポートのものではありません。", fix: "単位の消費はありません。"),
      en: .init(
        "The case {id} is not of paid support.", fix: "What is done for it costs no units."),
      zh: .init("咨询 {id} 不属于付费支持。", fix: "不消耗单位。")),
    ReasonText(
      "HANDLING_NOT_FOUND",
      ja: .init("対応 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no handling {id}.", fix: "Check the id."),
      zh: .init("没有处理 {id}。", fix: "请检查编号。")),
    ReasonText(
      "HANDLING_RUNNING",
      ja: .init("対応 {id} が続いています。", fix: "先に終了してください。"),
      en: .init("The handling {id} runs.", fix: "Stop it first."),
      zh: .init("处理 {id} 正在进行。", fix: "请先结束。")),
    ReasonText(
      "HANDLING_NOT_RUNNING",
      ja: .init("対応 {id} は続いていません。", fix: "別の対応を登録してください。"),
      en: .init("The handling {id} does not run.", fix: "Enter another."),
      zh: .init("处理 {id} 未在进行。", fix: "请登记另一项处理。")),
    ReasonText(
      "HANDLING_NOT_STANDING",
      ja: .init("対応 {id} は統合または取り消されています。", fix: "有効な対応を指定してください。"),
      en: .init("The handling {id} was merged or taken back.", fix: "Name one that stands."),
      zh: .init("处理 {id} 已被合并或撤销。", fix: "请指定有效的处理。")),
    ReasonText(
      "MAILBOX_NOT_FOUND",
      ja: .init("{address} はどの契約の宛先でもありません。", fix: "宛先を確かめてください。"),
      en: .init("{address} is no address of a contract.", fix: "Check it."),
      zh: .init("{address} 不是任何合同的地址。", fix: "请检查地址。")),
    ReasonText(
      "FEEDBACK_NOT_FOUND",
      ja: .init("ご自身のご意見 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no feedback {id} of yours.", fix: "Check the id."),
      zh: .init("没有您的反馈 {id}。", fix: "请检查编号。")),
    ReasonText(
      "VERSION_EXISTS",
      ja: .init("{product} の {version} は既に公開されています。", fix: "次の版を指定してください。"),
      en: .init("{product} {version} is published already.", fix: "Give the next version."),
      zh: .init("{product} {version} 已发布。", fix: "请指定下一个版本。")),
    ReasonText(
      "SHARED_ID_FORBIDDEN",
      ja: .init("{product} のライセンスは一人に一つです。", fix: "その方に新しいライセンスを割り当ててください。"),
      en: .init("A licence of {product} is one person's.", fix: "Give him one of his own."),
      zh: .init("{product} 的许可每人一个。", fix: "请为其分配新的许可。")),
    ReasonText(
      "ALREADY_LICENSED",
      ja: .init("{id} には既にライセンスがあります。", fix: "一つで足ります。"),
      en: .init("{id} has a licence already.", fix: "One is enough."),
      zh: .init("{id} 已有许可。", fix: "一个即可。")),
    ReasonText(
      "OTHER_LICENCE_MODEL",
      ja: .init("{product} のライセンス方式が異なります。", fix: "その方式の操作を使ってください。"),
      en: .init("{product} is licensed otherwise.", fix: "Use the method for that."),
      zh: .init("{product} 的许可方式不同。", fix: "请使用相应的操作。")),
    ReasonText(
      "NO_NAMED_LICENCE",
      ja: .init("利用者 {user_id} は指名ユーザーライセンスをもっていません。", fix: "ライセンスの割り当てを確かめてください。"),
      en: .init(
        "The user {user_id} has no licence that is one person's.", fix: "List the licences."),
      zh: .init("用户 {user_id} 没有指定用户许可。", fix: "请检查许可的分配。")),
    ReasonText(
      "LICENCE_NOT_FOUND",
      ja: .init("閲覧できるライセンス {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no licence {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的许可 {id}。", fix: "请检查编号。")),
    ReasonText(
      "LICENCE_RELEASED",
      ja: .init("ライセンス {id} は返却されています。", fix: "別のライセンスを割り当ててください。"),
      en: .init("The licence {id} was given back.", fix: "Assign another."),
      zh: .init("许可 {id} 已归还。", fix: "请分配其他许可。")),
    ReasonText(
      "NO_LICENCE_MOVE",
      ja: .init("{id} はライセンス異動の有料お問い合わせではありません。", fix: "該当するものを指定するか、お客様に依頼してください。"),
      en: .init(
        "{id} is no open paid case about moving licences.",
        fix: "Name one, or let the customer do it."),
      zh: .init("{id} 不是关于许可变更的付费咨询。", fix: "请指定相应的咨询，或由客户自行操作。")),
    ReasonText(
      "LEASE_TAKEN",
      ja: .init("{lease_id} は他の人が使用しています。", fix: "別の番号を使ってください。"),
      en: .init("Somebody else holds {lease_id}.", fix: "Give an id of your own."),
      zh: .init("{lease_id} 正由他人使用。", fix: "请使用自己的编号。")),
  ]
}
