extension ReasonCatalogue {
  /// Presence, incidents, tasks and plans.
  static let watching: [ReasonText] = [
    ReasonText(
      "RESUME_TOKEN_MISMATCH",
      ja: .init("再開トークンがこの部署のものではありません。", fix: "最後に受け取ったものを指定するか、省いてください。"),
      en: .init(
        "The resume token is of no watch of this department.",
        fix: "Give the last that you got, or none."),
      zh: .init("恢复令牌不属于该部门的监视。", fix: "请使用最后收到的令牌，或不指定。")),
    ReasonText(
      "SLOW_CONSUMER",
      ja: .init("変化の速さに受信が追いつきません。", fix: "トレーラーの resume-token で再開してください。"),
      en: .init(
        "You do not read as fast as things change.",
        fix: "Begin again with the resume-token of the trailers."),
      zh: .init("接收速度跟不上变化。", fix: "请用尾部的 resume-token 重新开始。")),
    ReasonText(
      "WATCH_INTERRUPTED",
      ja: .init("サーバーが停止するところです。", fix: "トレーラーの resume-token で再開してください。"),
      en: .init(
        "The server is stopping.", fix: "Begin again with the resume-token of the trailers."),
      zh: .init("服务器即将停止。", fix: "请用尾部的 resume-token 重新开始。")),
    ReasonText(
      "TELEWORK_INCIDENT_NOT_FOUND",
      ja: .init("閲覧できる事象 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no incident {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的事件 {id}。", fix: "请检查编号。")),
    ReasonText(
      "OWN_INCIDENT",
      ja: .init("事象 {id} はご自身に関するものです。", fix: "ほかの管理者に判断を依頼してください。"),
      en: .init("The incident {id} concerns yourself.", fix: "Have another manager decide it."),
      zh: .init("事件 {id} 与您本人有关。", fix: "请由其他经理决定。")),
    ReasonText(
      "INCIDENT_DECIDED",
      ja: .init("この事象は判断済みです（{value}）。", fix: "再審査を始めてください。"),
      en: .init("The incident was decided: {value}.", fix: "Reopen it first."),
      zh: .init("该事件已有决定（{value}）。", fix: "请先重新审查。")),
    ReasonText(
      "INCIDENT_NOT_DECIDED",
      ja: .init("この事象はまだ判断されていません（{value}）。", fix: "そのまま判断してください。"),
      en: .init("The incident was not decided: {value}.", fix: "Decide it as it is."),
      zh: .init("该事件尚未决定（{value}）。", fix: "请直接决定。")),
    ReasonText(
      "TASK_EXISTS",
      ja: .init("同じ名前の仕事「{name}」があります。", fix: "別の名前にするか、それを変更してください。"),
      en: .init("The worker has a task {name}.", fix: "Give another name, or change that one."),
      zh: .init("已有名为“{name}”的工作。", fix: "请用其他名称，或修改该项。")),
    ReasonText(
      "TASK_NOT_FOUND",
      ja: .init("閲覧できる仕事 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no task {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的工作 {id}。", fix: "请检查编号。")),
  ]
}
