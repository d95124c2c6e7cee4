/// What people are told of each reason that a call can fail with: here what every area shares, the rest in a
/// file for each area. A test holds it against the sources.
enum ReasonCatalogue {
  static let all =
    access + requests + identity + tenants + privacy + contracts + rulesOfContracts + sharing
    + status + support + work + telework + watching + keeping + billing + storage + serving

  static let byReason = Dictionary(
    all.map { ($0.reason, $0) }, uniquingKeysWith: { first, _ in first })

  /// What is said of a reason; nil when there is nothing.
  ///
  /// - Parameter metadata: the values with which it came.
  static func text(of reason: String, _ metadata: [String: String]) -> ReasonText? {
    byReason[reason] ?? (metadata["limit"] != nil && metadata["field"] != nil ? ofRules : nil)
  }

  // MARK: Who calls

  private static let access: [ReasonText] = [
    ReasonText(
      "TOKEN_MISSING",
      ja: .init("認証トークンがありません。", fix: "authorization: Bearer トークン を付けてください。"),
      en: .init("There is no token.", fix: "Send authorization: Bearer TOKEN."),
      zh: .init("没有令牌。", fix: "请发送 authorization: Bearer 令牌。")),
    ReasonText(
      "TOKEN_MALFORMED",
      ja: .init("authorization の形式が正しくありません。", fix: "Bearer トークン の形にしてください。"),
      en: .init("The authorization is malformed.", fix: "Give it as Bearer TOKEN."),
      zh: .init("authorization 的格式不正确。", fix: "请使用 Bearer 令牌 的格式。")),
    ReasonText(
      "TOKEN_UNKNOWN",
      ja: .init("このトークンは無効です。", fix: "管理者に新しいトークンを依頼してください。"),
      en: .init("The token is not valid.", fix: "Ask the administrator for a new one."),
      zh: .init("令牌无效。", fix: "请向管理员申请新的令牌。")),
    ReasonText(
      "ROLE_NOT_ALLOWED",
      ja: .init("この操作は権限 {role} では行えません。", fix: "{allowed} の利用者に依頼してください。"),
      en: .init("The role {role} may not do this.", fix: "Ask somebody who is {allowed}."),
      zh: .init("角色 {role} 无权执行此操作。", fix: "请联系具有 {allowed} 角色的用户。")),
    ReasonText(
      "ROLES_CHANGED",
      ja: .init("権限が変更され、閲覧できる範囲が変わりました。", fix: "もう一度始めてください。"),
      en: .init("Your roles have changed, and with them what you may see.", fix: "Begin again."),
      zh: .init("您的角色已变更，可查看的范围也随之改变。", fix: "请重新开始。")),
    ReasonText(
      "EVIDENCE_IS_THE_CUSTOMERS",
      ja: .init("在席記録の画像は提供者側からは閲覧できません。", fix: "お客様ご自身で出力のうえお渡しください。"),
      en: .init(
        "Nobody of the vendor sees evidence.", fix: "The customer exports it and hands it over."),
      zh: .init("供应商一方不能查看取证图像。", fix: "请由客户自行导出后提供。")),
    ReasonText(
      "SCOPE_MISSING",
      ja: .init("API トークンに範囲 {scope} がありません。", fix: "この範囲を持つトークンを使ってください。"),
      en: .init("The API token lacks the scope {scope}.", fix: "Use a token that has it."),
      zh: .init("API 令牌缺少范围 {scope}。", fix: "请使用具有该范围的令牌。")),
    ReasonText(
      "NOT_FOR_API_TOKENS",
      ja: .init("この操作は API トークンでは行えません。", fix: "ログインして行ってください。"),
      en: .init("API tokens may not do this.", fix: "Sign in to do it."),
      zh: .init("API 令牌不能执行此操作。", fix: "请登录后执行。")),
    ReasonText(
      "NO_TENANT",
      ja: .init("この操作はテナントの利用者のためのものです。", fix: "テナントのトークンを使ってください。"),
      en: .init("This is for users of a tenant.", fix: "Use a tenant's token."),
      zh: .init("此操作仅供租户的用户使用。", fix: "请使用租户的令牌。")),
    ReasonText(
      "ACCESS_NOT_DECLARED",
      ja: .init("この操作は誰にも許可されていません。", fix: "運用者に連絡してください。"),
      en: .init("Nobody may do this.", fix: "Tell the operator."),
      zh: .init("任何人都无权执行此操作。", fix: "请联系运营者。")),
  ]

  // MARK: What is asked for

  private static let requests: [ReasonText] = [
    ReasonText(
      "INVALID_FIELDS",
      ja: .init("入力に誤りがあります。", fix: "示された項目を直してください。"),
      en: .init("Some fields are wrong.", fix: "Mend those that are named."),
      zh: .init("输入有误。", fix: "请修改所指出的项目。")),
    ReasonText(
      "MALFORMED_REQUEST",
      ja: .init("要求を読み取れません。", fix: "同じ版のスキーマで作られたクライアントを使ってください。"),
      en: .init(
        "The request cannot be read.", fix: "Use a client made from the same version of the schema."
      ),
      zh: .init("无法读取请求。", fix: "请使用由相同版本的模式生成的客户端。")),
    ReasonText(
      "MALFORMED_COMPRESSION",
      ja: .init("圧縮された要求を展開できません。", fix: "gzip で圧縮するか、圧縮せずに送ってください。"),
      en: .init(
        "The compressed request cannot be unpacked.", fix: "Compress with gzip, or not at all."),
      zh: .init("无法解压请求。", fix: "请使用 gzip 压缩，或不压缩。")),
    ReasonText(
      "MESSAGE_TOO_LARGE",
      ja: .init("要求が大きすぎます。", fix: "小さく分けて送ってください。"),
      en: .init("The request is too large.", fix: "Send it in smaller parts."),
      zh: .init("请求过大。", fix: "请分成较小的部分发送。")),
    ReasonText(
      "PAGE_TOKEN_MISMATCH",
      ja: .init("ページの位置がこの一覧のものではありません。", fix: "条件を変えずに続けるか、最初から取得してください。"),
      en: .init(
        "The page token is not of this list.",
        fix: "Go on with the conditions unchanged, or begin anew."),
      zh: .init("分页令牌不属于此列表。", fix: "请不改变条件继续，或从头开始。")),
    ReasonText(
      "CALENDAR_UNKNOWN",
      ja: .init("その名前のカレンダーはありません。", fix: "名前を確かめてください。"),
      en: .init("There is no calendar of that name.", fix: "Check the name."),
      zh: .init("没有该名称的日历。", fix: "请检查名称。")),
    ReasonText(
      "YEAR_OUT_OF_RANGE",
      ja: .init("祝日が定まっていない年です。", fix: "2007 年から 2099 年の間で指定してください。"),
      en: .init("The holidays of that year are not known.", fix: "Give a year from 2007 to 2099."),
      zh: .init("该年份的节假日未定。", fix: "请指定 2007 年至 2099 年之间的年份。")),
    ReasonText(
      "DATE_OUT_OF_RANGE",
      ja: .init("日付が扱える範囲を超えます。", fix: "期間を短くしてください。"),
      en: .init("The date leads out of the calendar.", fix: "Give a shorter period."),
      zh: .init("日期超出可处理的范围。", fix: "请缩短期间。")),
    ReasonText(
      "INSTANT_OUT_OF_RANGE",
      ja: .init("日時が扱える範囲を超えます。", fix: "1678 年から 2261 年の間で指定してください。"),
      en: .init("The instant cannot be handled.", fix: "Give one of the years 1678 to 2261."),
      zh: .init("时间超出可处理的范围。", fix: "请指定 1678 年至 2261 年之间的时间。")),
    ReasonText(
      "SERVICE_UNKNOWN",
      ja: .init("その名前のサービスはありません。", fix: "完全な名前を確かめてください。"),
      en: .init("There is no service of that name.", fix: "Check the full name."),
      zh: .init("没有该名称的服务。", fix: "请检查完整名称。")),
  ]

  // MARK: Mutations and lists

  private static let sharing: [ReasonText] = [
    ReasonText(
      "IN_PROGRESS",
      ja: .init("同じ要求を処理しているところです。", fix: "しばらくしてから結果を取得してください。"),
      en: .init("The same request is under way.", fix: "Ask again shortly for its answer."),
      zh: .init("相同的请求正在处理中。", fix: "请稍后再获取结果。")),
    ReasonText(
      "IDEMPOTENCY_KEY_REUSED",
      ja: .init("この request_id は別の要求に使われています。", fix: "要求ごとに新しい番号を付けてください。"),
      en: .init("The request_id stands for another request.", fix: "Give each request its own."),
      zh: .init("该 request_id 已用于其他的请求。", fix: "请为每个请求使用新的编号。")),
    ReasonText(
      "ETAG_MISMATCH",
      ja: .init("他の人がすでに変更しています。", fix: "読み直してから変更してください。"),
      en: .init("It was changed meanwhile.", fix: "Read it again, then change it."),
      zh: .init("内容已被他人更改。", fix: "请重新读取后再更改。")),
    ReasonText(
      "NOTICE_NOT_FOUND",
      ja: .init("閲覧できる通知 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no notice {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的通知 {id}。", fix: "请检查编号。")),
    ReasonText(
      "NO_ADMIN_CONTACT",
      ja: .init("顧客 {id} にはシステム管理者が登録されていません。", fix: "宛先を指定してください。"),
      en: .init("The tenant {id} has no registered administrator.", fix: "Give a recipient."),
      zh: .init("客户 {id} 没有登记的系统管理员。", fix: "请指定收件人。")),
    ReasonText(
      "OUTBOX_FULL",
      ja: .init("送信を待つメールが {limit} 通あります。", fix: "メール送信の設定を確かめてください。"),
      en: .init("{limit} e-mails wait to be sent.", fix: "See to the server's mailer."),
      zh: .init("有 {limit} 封邮件正在等待发送。", fix: "请检查邮件发送设置。")),
    ReasonText(
      "OPERATION_NOT_FOUND",
      ja: .init("閲覧できる処理 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no operation {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的操作 {id}。", fix: "请检查编号。")),
    ReasonText(
      "DONE",
      ja: .init("処理 {id} はすでに終わっています。", fix: "止めるものはありません。"),
      en: .init("The operation {id} has ended.", fix: "There is nothing to stop."),
      zh: .init("操作 {id} 已经结束。", fix: "没有可停止的操作。")),
    ReasonText(
      "TOO_MANY_OPERATIONS",
      ja: .init("処理は同時に {limit} 個までです。", fix: "終わるのを待ってからもう一度お試しください。"),
      en: .init("{limit} operations run already.", fix: "Wait for one to end, then try again."),
      zh: .init("已有 {limit} 个操作正在运行。", fix: "请等待其中一个结束后重试。")),
    ReasonText(
      "ORDER_INVALID",
      ja: .init("並び順の指定に誤りがあります。", fix: "示された項目から選んでください。"),
      en: .init("The order is wrong.", fix: "Choose from the fields that are named."),
      zh: .init("排序方式有误。", fix: "请从所列字段中选择。")),
    ReasonText(
      "RECORD_NOT_FOUND",
      ja: .init("監査記録 {position} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no audit record {position}.", fix: "Check the position."),
      zh: .init("没有审计记录 {position}。", fix: "请检查编号。")),
    ReasonText(
      "FILTER_INVALID",
      ja: .init("絞り込みの条件に誤りがあります。", fix: "示された位置を直してください。"),
      en: .init("The filter is wrong.", fix: "Mend it where it says."),
      zh: .init("筛选条件有误。", fix: "请修改所指出的位置。")),
  ]

  // MARK: Storage

  private static let storage: [ReasonText] = [
    ReasonText(
      "STORAGE_BUSY",
      ja: .init("保存の処理が混み合っています。", fix: "しばらくしてからもう一度お試しください。"),
      en: .init("The storage is busy.", fix: "Try again shortly."),
      zh: .init("存储繁忙。", fix: "请稍后重试。")),
    ReasonText(
      "STORAGE_UNAVAILABLE",
      ja: .init("いま保存できません。", fix: "しばらくしてからもう一度お試しください。"),
      en: .init("The storage cannot do it now.", fix: "Try again shortly."),
      zh: .init("当前无法存储。", fix: "请稍后重试。")),
    ReasonText(
      "STORAGE_FAILED",
      ja: .init("保存に失敗しました。", fix: "運用者に連絡してください。"),
      en: .init("The storage failed.", fix: "Tell the operator."),
      zh: .init("存储失败。", fix: "请联系运营者。")),
    ReasonText(
      "DISK_LOW",
      ja: .init("サーバーのディスクの空きが残り少なくなっています。", fix: "運用者が空きを作ってから再試行してください。"),
      en: .init(
        "The server's disk is nearly full.", fix: "Try again when the operator has made room."),
      zh: .init("服务器的磁盘空间即将不足。", fix: "请在运营者腾出空间后重试。")),
    ReasonText(
      "DISK_FULL",
      ja: .init("サーバーのディスクに空きがありません。", fix: "運用者が空きを作るまでお待ちください。"),
      en: .init("The server's disk is full.", fix: "Wait until the operator has made room."),
      zh: .init("服务器磁盘已满。", fix: "请等待运营者腾出空间。")),
    ReasonText(
      "DAMAGED",
      ja: .init("保存された情報が壊れています。", fix: "運用者に連絡してください。"),
      en: .init("Stored data is damaged.", fix: "Tell the operator."),
      zh: .init("存储的数据已损坏。", fix: "请联系运营者。")),
  ]

  // MARK: Serving

  private static let serving: [ReasonText] = [
    ReasonText(
      "DEADLINE_EXCEEDED",
      ja: .init("時間内に終わりませんでした。", fix: "時間を長くしてもう一度お試しください。"),
      en: .init("It was not done in time.", fix: "Try again with more time."),
      zh: .init("未能在时限内完成。", fix: "请延长时限后重试。")),
    ReasonText(
      "CANCELLED",
      ja: .init("呼び出しは取り消されました。", fix: "必要であればもう一度行ってください。"),
      en: .init("The call was cancelled.", fix: "Make it again if you need it."),
      zh: .init("调用已取消。", fix: "如有需要请重试。")),
    ReasonText(
      "SLOW_READER",
      ja: .init("応答の受け取りが遅すぎます。", fix: "速く読むか、続きから始めてください。"),
      en: .init("The answers are taken too slowly.", fix: "Read faster, or resume."),
      zh: .init("接收响应过慢。", fix: "请加快读取，或从中断处继续。")),
    ReasonText(
      "UNEXPECTED_FAILURE",
      ja: .init("サーバーで予期しない障害が起きました。", fix: "運用者に連絡してください。"),
      en: .init("The server failed unexpectedly.", fix: "Tell the operator."),
      zh: .init("服务器发生意外故障。", fix: "请联系运营者。")),
  ]
}
