extension ReasonCatalogue {
  static let status: [ReasonText] = schedule + maintenance + incidents + calendars

  private static let schedule: [ReasonText] = [
    ReasonText(
      "JOB_UNKNOWN",
      ja: .init("ジョブ {name} はありません。", fix: "{known} のいずれかを指定してください。"),
      en: .init("There is no job {name}.", fix: "Give one of {known}."),
      zh: .init("没有作业 {name}。", fix: "请从 {known} 中选择。")),
    ReasonText(
      "JOB_PAUSED",
      ja: .init("ジョブ {name} は既に {user} が停止しています。", fix: "行うことはありません。"),
      en: .init("The job {name} is paused already, by {user}.", fix: "Nothing is left to do."),
      zh: .init("作业 {name} 已由 {user} 暂停。", fix: "无需再操作。")),
    ReasonText(
      "JOB_NOT_PAUSED",
      ja: .init("ジョブ {name} は停止していません。", fix: "行うことはありません。"),
      en: .init("The job {name} is not paused.", fix: "Nothing is left to do."),
      zh: .init("作业 {name} 没有暂停。", fix: "无需再操作。")),
    ReasonText(
      "NOT_TEST_MODE",
      ja: .init("このサーバーの時計は変えられません。", fix: "試験用のデータフォルダーで --clock を付けて起動してください。"),
      en: .init(
        "The clock of this server cannot be set.",
        fix: "Start it with --clock on a folder made for tests."),
      zh: .init("此服务器的时钟不能设置。", fix: "请在测试用数据文件夹上使用 --clock 启动。")),
    ReasonText(
      "CLOCK_BACKWARD",
      ja: .init("いまは既に {now} です。", fix: "それより後の時刻を指定してください。"),
      en: .init("It is {now} already.", fix: "Give a later time."),
      zh: .init("现在已是 {now}。", fix: "请指定更晚的时间。")),
  ]

  private static let maintenance: [ReasonText] = [
    ReasonText(
      "MAINTENANCE",
      ja: .init("{title}：{until}（日本時間）までメンテナンスのため停止しています。", fix: "終了後にもう一度お試しください。"),
      en: .init(
        "{title}: stopped for maintenance until {until}, time of Japan.",
        fix: "Try again after that."),
      zh: .init("{title}：因维护停止服务，至 {until}（日本时间）。", fix: "请在结束后重试。")),
    ReasonText(
      "MAINTENANCE_NOT_FOUND",
      ja: .init("メンテナンス {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no maintenance {id}.", fix: "Check the id."),
      zh: .init("没有维护 {id}。", fix: "请检查编号。")),
    ReasonText(
      "MAINTENANCE_CANCELLED",
      ja: .init("メンテナンス {id} は中止されています。", fix: "新しく予定してください。"),
      en: .init("The maintenance {id} was called off.", fix: "Plan another."),
      zh: .init("维护 {id} 已取消。", fix: "请重新安排。")),
    ReasonText(
      "ALREADY_STARTED",
      ja: .init("メンテナンスは既に始まっています。", fix: "いま終了するか、新しく予定してください。"),
      en: .init("The maintenance has begun.", fix: "End it now, or plan another."),
      zh: .init("维护已经开始。", fix: "请立即结束，或重新安排。")),
    ReasonText(
      "NOT_UNDER_WAY",
      ja: .init("メンテナンス {id} は実施中ではありません。", fix: "行うことはありません。"),
      en: .init("The maintenance {id} is not under way.", fix: "There is nothing to end."),
      zh: .init("维护 {id} 没有在进行。", fix: "无需结束。")),
  ]

  private static let incidents: [ReasonText] = [
    ReasonText(
      "COMPONENT_UNKNOWN",
      ja: .init("構成要素 {component} はありません。", fix: "サービスの完全な名前を指定してください。"),
      en: .init("There is no component {component}.", fix: "Give a service's full name."),
      zh: .init("没有组件 {component}。", fix: "请指定服务的完整名称。")),
    ReasonText(
      "MONTH_TO_COME",
      ja: .init("{month} はまだ始まっていません。", fix: "始まった月を指定してください。"),
      en: .init("{month} has not begun.", fix: "Give a month that has."),
      zh: .init("{month} 尚未开始。", fix: "请指定已开始的月份。")),
    ReasonText(
      "INCIDENT_NOT_FOUND",
      ja: .init("障害 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no incident {id}.", fix: "Check the id."),
      zh: .init("没有故障 {id}。", fix: "请检查编号。")),
    ReasonText(
      "INCIDENT_RESOLVED",
      ja: .init("障害 {id} は既に解決しています。", fix: "新しく登録してください。"),
      en: .init("The incident {id} is resolved already.", fix: "Open another."),
      zh: .init("故障 {id} 已解决。", fix: "请重新登记。")),
    ReasonText(
      "INCIDENT_OPEN",
      ja: .init("障害 {id} は続いています。", fix: "先に解決としてください。"),
      en: .init("The incident {id} goes on.", fix: "Resolve it first."),
      zh: .init("故障 {id} 仍在继续。", fix: "请先将其解决。")),
  ]

  private static let calendars: [ReasonText] = [
    ReasonText(
      "CALENDAR_TAKEN",
      ja: .init("カレンダー {id} は既にあります。", fix: "別の名前にしてください。"),
      en: .init("There is a calendar {id} already.", fix: "Choose another id."),
      zh: .init("日历 {id} 已存在。", fix: "请选择其他名称。")),
    ReasonText(
      "CALENDAR_NOT_FOUND",
      ja: .init("変更できるカレンダー {id} はありません。", fix: "名前を確かめてください。"),
      en: .init("You keep no calendar {id}.", fix: "Check the id."),
      zh: .init("没有您可以更改的日历 {id}。", fix: "请检查名称。")),
    ReasonText(
      "TOO_MANY_CALENDARS",
      ja: .init("カレンダーは {limit} 件までです。", fix: "いずれかを変更して使ってください。"),
      en: .init("There are {limit} calendars already.", fix: "Change one of them."),
      zh: .init("日历最多 {limit} 个。", fix: "请更改其中一个。")),
    ReasonText(
      "OVERLAP",
      ja: .init("同じ日の時間帯が重なっています。", fix: "重ならないように直してください。"),
      en: .init("Windows of a day overlap.", fix: "Set them apart."),
      zh: .init("同一天的时间段重叠。", fix: "请修改使其不重叠。")),
    ReasonText(
      "OVERRIDE_IMPOSSIBLE",
      ja: .init("この祝日の変更はできません。", fix: "示された変更を直してください。"),
      en: .init("This change of holidays cannot be.", fix: "Mend the change that is named."),
      zh: .init("无法这样更改节假日。", fix: "请修改所指出的更改。")),
  ]
}
