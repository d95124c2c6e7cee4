extension ReasonCatalogue {
  static let telework: [ReasonText] = [
    ReasonText(
      "AGENT_ITEM_INVALID",
      ja: .init("端末から不明な項目が届きました。", fix: "heartbeat、record、applied のいずれかを送ってください。"),
      en: .init("The agent sent nothing known.", fix: "Send a heartbeat, a record or applied."),
      zh: .init("终端发送了未知的内容。", fix: "请发送 heartbeat、record 或 applied。")),
    ReasonText(
      "AGENT_NOT_REGISTERED",
      ja: .init("この端末は登録されていません。", fix: "先に動作環境を登録してください。"),
      en: .init("The agent is not registered.", fix: "Register it with the facts of its machine."),
      zh: .init("该终端尚未注册。", fix: "请先登记终端的运行环境。")),
    ReasonText(
      "AGENT_OFFLINE",
      ja: .init("端末 {id} は接続していません。", fix: "接続してからもう一度お試しください。"),
      en: .init("The agent {id} is not connected.", fix: "Ask again when it is."),
      zh: .init("终端 {id} 未连接。", fix: "请在其连接后重试。")),
    ReasonText(
      "CONTRACT_SUSPENDED",
      ja: .init("テレワークの契約は停止中です。", fix: "データを保持し、再開後にもう一度送ってください。"),
      en: .init(
        "The contract of telework is suspended.",
        fix: "Keep the data and send it once it is resumed."),
      zh: .init("远程办公合同已暂停。", fix: "请保留数据，待恢复后重新发送。")),
    ReasonText(
      "HEARTBEAT_MISSING",
      ja: .init("端末からの生存通知が途絶えました。", fix: "設定された間隔で生存通知を送ってください。"),
      en: .init("No heartbeat has come.", fix: "Send heartbeats as the configuration says."),
      zh: .init("未收到终端的心跳。", fix: "请按照设置的间隔发送心跳。")),
    ReasonText(
      "HELLO_MISSING",
      ja: .init("最初の項目 hello が届きませんでした。", fix: "接続したらすぐに hello を送ってください。"),
      en: .init("The stream did not begin with hello.", fix: "Send hello first, at once."),
      zh: .init("首个内容 hello 未到达。", fix: "连接后请立即发送 hello。")),
    ReasonText(
      "RECORD_OUT_OF_ORDER",
      ja: .init("記録 {number} の前に記録 {expected} が必要です。", fix: "{expected} 番から順に送ってください。"),
      en: .init(
        "The record {number} came where {expected} follows.",
        fix: "Send them in order from {expected}."),
      zh: .init("收到记录 {number}，但应为 {expected}。", fix: "请从 {expected} 开始按顺序发送。")),
    ReasonText(
      "SUPERSEDED",
      ja: .init("新しい接続に引き継がれました。", fix: "この接続を閉じてください。"),
      en: .init("A newer stream has taken over.", fix: "Close this one."),
      zh: .init("已由较新的连接接管。", fix: "请关闭此连接。")),
    ReasonText(
      "CORRECTION_DECIDED",
      ja: .init("打刻修正 {id} は決定済みです（{state}）。", fix: "新しい修正を申請してください。"),
      en: .init("The correction {id} was decided: {state}.", fix: "Ask for another correction."),
      zh: .init("打卡更正 {id} 已有决定（{state}）。", fix: "请提交新的更正。")),
    ReasonText(
      "CORRECTION_NOT_FOUND",
      ja: .init("閲覧できる打刻修正 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no correction {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的打卡更正 {id}。", fix: "请检查编号。")),
    ReasonText(
      "LOCK_NOT_FOUND",
      ja: .init("{month} は締められていません。", fix: "締めた月の一覧を確かめてください。"),
      en: .init("{month} is not locked.", fix: "List the months that are."),
      zh: .init("{month} 未锁定。", fix: "请查看已锁定的月份。")),
    ReasonText(
      "MONTH_STILL_OPEN",
      ja: .init("{month} はまだ終わっていません。", fix: "翌月になってから締めてください。"),
      en: .init("{month} is not over.", fix: "Lock it from the next month on."),
      zh: .init("{month} 尚未结束。", fix: "请在次月锁定。")),
    ReasonText(
      "OWN_CORRECTION",
      ja: .init("打刻修正 {id} はご自身のものです。", fix: "ほかの管理者に決定を依頼してください。"),
      en: .init("The correction {id} is your own.", fix: "Have another manager decide it."),
      zh: .init("打卡更正 {id} 是您自己的。", fix: "请由其他经理决定。")),
    ReasonText(
      "PERIOD_LOCKED",
      ja: .init("{month} は締められています。", fix: "管理者に締めの解除を依頼してください。"),
      en: .init("{month} is locked.", fix: "Have an administrator unlock it."),
      zh: .init("{month} 已锁定。", fix: "请联系管理员解锁。")),
    ReasonText(
      "EVIDENCE_NOT_FOUND",
      ja: .init("閲覧できる記録 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no evidence {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的记录 {id}。", fix: "请检查编号。")),
    ReasonText(
      "AGENT_NOT_FOUND",
      ja: .init("閲覧できる端末 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no agent {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的终端 {id}。", fix: "请检查编号。")),
    ReasonText(
      "WORKER_NOT_FOUND",
      ja: .init("閲覧できる勤務者 {id} はいません。", fix: "番号を確かめてください。"),
      en: .init("There is no worker {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的员工 {id}。", fix: "请检查编号。")),
    ReasonText(
      "OFFSET_PAST_END",
      ja: .init("画像は {size_bytes} バイトで、指定の位置はその後ろです。", fix: "小さい位置を指定してください。"),
      en: .init("The picture ends at {size_bytes} bytes.", fix: "Give a smaller offset."),
      zh: .init("图像只有 {size_bytes} 字节。", fix: "请指定较小的位置。")),
    ReasonText(
      "POSITION_PAST_END",
      ja: .init("連鎖は {head_position} で終わります。", fix: "小さい位置を指定してください。"),
      en: .init("The chain ends at {head_position}.", fix: "Give a smaller position."),
      zh: .init("链在 {head_position} 处结束。", fix: "请指定较小的位置。")),
    ReasonText(
      "EVIDENCE_DAMAGED",
      ja: .init("記録の画像が保存時と一致しません。", fix: "運用者に連絡してください。"),
      en: .init("The picture is not as it was stored.", fix: "Tell the operator."),
      zh: .init("图像与保存时不一致。", fix: "请联系运营者。")),
    ReasonText(
      "EVIDENCE_ERASED",
      ja: .init("この記録は消去されました。", fix: "復元はできません。"),
      en: .init("The evidence has been erased.", fix: "It cannot be brought back."),
      zh: .init("该记录已被删除。", fix: "无法恢复。")),
    ReasonText(
      "SERVER_DRAINING",
      ja: .init("サーバーが停止するところです。", fix: "{resume_from_sequence} 番から送り直してください。"),
      en: .init("The server is stopping.", fix: "Go on from sequence {resume_from_sequence}."),
      zh: .init("服务器即将停止。", fix: "请从序号 {resume_from_sequence} 继续发送。")),
  ]
}
