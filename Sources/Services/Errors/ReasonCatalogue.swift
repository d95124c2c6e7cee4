/// What people are told of each reason that a call can fail with. A test holds it against the sources.
enum ReasonCatalogue {
  static let all = access + requests + identity + tenants + sharing + telework + storage + serving

  static let byReason = Dictionary(
    all.map { ($0.reason, $0) }, uniquingKeysWith: { first, _ in first })

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

  // MARK: Telework

  private static let telework: [ReasonText] = [
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

  // MARK: Identity

  private static let identity: [ReasonText] = [
    ReasonText(
      "USER_NOT_FOUND",
      ja: .init("閲覧できる利用者 {id} はいません。", fix: "番号を確かめてください。"),
      en: .init("There is no user {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的用户 {id}。", fix: "请检查编号。")),
    ReasonText(
      "SIGN_IN_REFUSED",
      ja: .init("テナント、ログイン名、パスワードの組み合わせが正しくありません。", fix: "三つとも確かめてください。"),
      en: .init(
        "Tenant, login and secret do not belong together.", fix: "Check all three."),
      zh: .init("租户、登录名与密码不匹配。", fix: "请检查这三项。")),
    ReasonText(
      "LOCKED",
      ja: .init("試行の回数が多すぎます。", fix: "{wait_seconds} 秒待つか、管理者に依頼してください。"),
      en: .init(
        "There were too many tries.", fix: "Wait {wait_seconds} seconds, or ask the administrator."),
      zh: .init("尝试次数过多。", fix: "请等待 {wait_seconds} 秒，或联系管理员。")),
    ReasonText(
      "SESSION_ENDED",
      ja: .init("ログインの期限が切れています。", fix: "もう一度ログインしてください。"),
      en: .init("The session has ended.", fix: "Sign in again."),
      zh: .init("会话已结束。", fix: "请重新登录。")),
    ReasonText(
      "TOKEN_REUSED",
      ja: .init("更新トークンが二度使われたため、このログインを終了しました。", fix: "もう一度ログインしてください。"),
      en: .init(
        "A refresh token was used twice, so the session was ended.", fix: "Sign in again."),
      zh: .init("刷新令牌被重复使用，会话已终止。", fix: "请重新登录。")),
    ReasonText(
      "NO_SESSION",
      ja: .init("このトークンはログインのものではありません。", fix: "終了するものはありません。"),
      en: .init("The token is of no session.", fix: "There is nothing to end."),
      zh: .init("该令牌不属于任何会话。", fix: "没有可结束的会话。")),
    ReasonText(
      "LOGIN_TAKEN",
      ja: .init("ログイン名 {login} は既に使われています。", fix: "別の名前にしてください。"),
      en: .init("Somebody has the login {login}.", fix: "Give another."),
      zh: .init("登录名 {login} 已被使用。", fix: "请使用其他名称。")),
    ReasonText(
      "NOT_ON_ONESELF",
      ja: .init("自分自身を停止・削除したり、自分の管理者権限を外したりはできません。", fix: "別の管理者に依頼してください。"),
      en: .init(
        "Nobody suspends or deletes himself, or takes his own role of administrator.",
        fix: "Let another administrator do it."),
      zh: .init("不能停用或删除自己，也不能取消自己的管理员角色。", fix: "请由其他管理员执行。")),
    ReasonText(
      "TOKEN_EXPIRED",
      ja: .init("このトークンは期限が切れています。", fix: "新しいトークンを作ってください。"),
      en: .init("The token has expired.", fix: "Make a new one."),
      zh: .init("令牌已过期。", fix: "请创建新的令牌。")),
    ReasonText(
      "TOKEN_NOT_FOUND",
      ja: .init("取り消せるトークン {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no token {id} that you may end.", fix: "Check the id."),
      zh: .init("没有您可以撤销的令牌 {id}。", fix: "请检查编号。")),
    ReasonText(
      "TOO_MANY_TOKENS",
      ja: .init("トークンは {limit} 個までです。", fix: "使わないものを取り消してください。"),
      en: .init("A user has at most {limit} tokens.", fix: "Revoke one that is not used."),
      zh: .init("每位用户最多可有 {limit} 个令牌。", fix: "请撤销不用的令牌。")),
    ReasonText(
      "SCOPE_EXCEEDS_OWNER",
      ja: .init("トークンの範囲が所有者の権限を超えています。", fix: "示された範囲から選んでください。"),
      en: .init(
        "A scope goes beyond what its owner may do.", fix: "Choose from those that are named."),
      zh: .init("令牌的范围超出所有者的权限。", fix: "请从所列范围中选择。")),
    ReasonText(
      "MFA_REQUIRED",
      ja: .init("二段階認証の登録が必要です。", fix: "認証アプリを登録してから操作してください。"),
      en: .init(
        "A second factor is asked for, and you have none.", fix: "Enrol an authenticator first."),
      zh: .init("必须先登记双重验证。", fix: "请先登记验证器。")),
    ReasonText(
      "POLICY_REQUIRES_MFA",
      ja: .init("二段階認証は必須に設定されています。", fix: "外す代わりに新しい認証アプリを登録してください。"),
      en: .init("A second factor is asked for.", fix: "Enrol a new one in the place of this one."),
      zh: .init("已设定必须使用双重验证。", fix: "请登记新的验证器来代替。")),
    ReasonText(
      "NO_TOTP_BEGUN",
      ja: .init("登録中の認証アプリがありません。", fix: "登録を最初から始めてください。"),
      en: .init("No authenticator is under way.", fix: "Begin to enrol one."),
      zh: .init("没有正在登记的验证器。", fix: "请重新开始登记。")),
    ReasonText(
      "NO_SECOND_FACTOR",
      ja: .init("二段階認証は登録されていません。", fix: "先に認証アプリを登録してください。"),
      en: .init("There is no second factor.", fix: "Enrol an authenticator first."),
      zh: .init("尚未登记双重验证。", fix: "请先登记验证器。")),
    ReasonText(
      "CODE_INVALID",
      ja: .init("確認コードが正しくありません。", fix: "認証アプリの時刻とアカウントを確かめてください。"),
      en: .init("The code is wrong.", fix: "Check the authenticator's clock and account."),
      zh: .init("验证码不正确。", fix: "请检查验证器的时间与账户。")),
    ReasonText(
      "CODE_USED",
      ja: .init("この確認コードは既に使われています。", fix: "次のコードが表示されるまでお待ちください。"),
      en: .init("The code was used before.", fix: "Wait for the next one."),
      zh: .init("该验证码已使用过。", fix: "请等待下一个验证码。")),
    ReasonText(
      "CHALLENGE_UNKNOWN",
      ja: .init("ログインの続きが見つかりません。", fix: "もう一度ログインしてください。"),
      en: .init("The challenge is unknown, or was answered.", fix: "Sign in again."),
      zh: .init("找不到该登录验证，或已完成。", fix: "请重新登录。")),
    ReasonText(
      "CHALLENGE_EXPIRED",
      ja: .init("ログインの続きの期限が切れました。", fix: "もう一度ログインしてください。"),
      en: .init("The challenge has expired.", fix: "Sign in again."),
      zh: .init("登录验证已过期。", fix: "请重新登录。")),
    ReasonText(
      "NO_ACCOUNT",
      ja: .init("このトークンには利用者のアカウントがありません。", fix: "利用者としてログインしてください。"),
      en: .init("The token is of no user's account.", fix: "Sign in as a user."),
      zh: .init("该令牌没有对应的用户账户。", fix: "请以用户身份登录。")),
    ReasonText(
      "RATE_LIMITED",
      ja: .init("要求の間隔が短すぎます。", fix: "{wait_ms} ミリ秒待ってからお試しください。"),
      en: .init("There are too many tries at once.", fix: "Wait {wait_ms} ms."),
      zh: .init("请求过于频繁。", fix: "请等待 {wait_ms} 毫秒。")),
    ReasonText(
      "SESSION_NOT_FOUND",
      ja: .init("終了できるログイン {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no session {id} that you may end.", fix: "Check the id."),
      zh: .init("没有您可以结束的会话 {id}。", fix: "请检查编号。")),
    ReasonText(
      "TOKEN_ELSEWHERE",
      ja: .init("このトークンは {address} からは使えません。", fix: "許可されたネットワークから使ってください。"),
      en: .init(
        "The token is not good from {address}.", fix: "Use it from a network that it names."),
      zh: .init("该令牌不能从 {address} 使用。", fix: "请从允许的网络使用。")),
    ReasonText(
      "DEVICE_CODE_REFUSED",
      ja: .init("登録コードが正しくないか、使用済みか、期限切れです。", fix: "新しいコードを発行してもらってください。"),
      en: .init("The code is unknown, was used, or has ended.", fix: "Ask for a new one."),
      zh: .init("登记码不正确、已使用或已过期。", fix: "请申请新的登记码。")),
    ReasonText(
      "DEVICE_NOT_FOUND",
      ja: .init("取り消せる端末 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no device {id} that you may revoke.", fix: "Check the id."),
      zh: .init("没有您可以撤销的终端 {id}。", fix: "请检查编号。")),
    ReasonText(
      "NO_CERTIFICATE",
      ja: .init("クライアント証明書が示されていません。", fix: "証明書を付けて接続してください。"),
      en: .init("The call shows no certificate.", fix: "Connect with one."),
      zh: .init("未出示客户端证书。", fix: "请使用证书连接。")),
    ReasonText(
      "CERTIFICATE_TAKEN",
      ja: .init("この証明書は既に登録されています。", fix: "先の登録を取り消してください。"),
      en: .init("Somebody is known by the certificate already.", fix: "Revoke that first."),
      zh: .init("该证书已被登记。", fix: "请先撤销原有的登记。")),
    ReasonText(
      "NO_SECRET",
      ja: .init("トークン {id} は証明書で使うものです。", fix: "証明書を更新してください。"),
      en: .init("The token {id} is known by a certificate.", fix: "Renew the certificate."),
      zh: .init("令牌 {id} 使用证书。", fix: "请更新证书。")),
  ]

  // MARK: Tenants

  private static let tenants: [ReasonText] = [
    ReasonText(
      "TENANT_EXISTS",
      ja: .init("顧客番号 {id} は既に登録されています。", fix: "番号を確かめてください。"),
      en: .init("There is a tenant {id} already.", fix: "Check the customer number."),
      zh: .init("客户编号 {id} 已登记。", fix: "请检查编号。")),
    ReasonText(
      "TENANT_NOT_FOUND",
      ja: .init("閲覧できる顧客 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no tenant {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的客户 {id}。", fix: "请检查编号。")),
    ReasonText(
      "TENANT_CLOSED",
      ja: .init("顧客 {id} は既に終了しています。", fix: "行うことはありません。"),
      en: .init("The tenant {id} is closed already.", fix: "Nothing is left to do."),
      zh: .init("客户 {id} 已经关闭。", fix: "无需再操作。")),
    ReasonText(
      "CHECK_DIGIT",
      ja: .init("法人番号の検査数字が合いません。", fix: "番号を写し直してください。"),
      en: .init("The corporate number's check digit is wrong.", fix: "Copy the number anew."),
      zh: .init("法人编号的校验位不符。", fix: "请重新抄写编号。")),
    ReasonText(
      "GROUP_NOT_FOUND",
      ja: .init("閲覧できる部署 {id} はありません。", fix: "番号を確かめてください。"),
      en: .init("There is no department {id} that you may see.", fix: "Check the id."),
      zh: .init("没有您可以查看的部门 {id}。", fix: "请检查编号。")),
    ReasonText(
      "NAME_TAKEN",
      ja: .init("同じ場所に {name} という部署があります。", fix: "別の名前にしてください。"),
      en: .init("A department in the same place is called {name}.", fix: "Give another name."),
      zh: .init("同一位置已有名为 {name} 的部门。", fix: "请使用其他名称。")),
    ReasonText(
      "CYCLE",
      ja: .init("部署 {id} をその下にある {parent_id} へは移せません。", fix: "別の場所を選んでください。"),
      en: .init(
        "The department {id} cannot go below {parent_id}, which is below it.",
        fix: "Choose another place."),
      zh: .init("不能将部门 {id} 移到其下级 {parent_id} 之下。", fix: "请选择其他位置。")),
    ReasonText(
      "NOT_EMPTY",
      ja: .init("部署 {id} には下の部署か所属者がいます。", fix: "先に移してください。"),
      en: .init(
        "There is another department below {id}, or somebody in it.", fix: "Move them first."),
      zh: .init("部门 {id} 下还有部门或成员。", fix: "请先将其移走。")),
    ReasonText(
      "TOO_DEEP",
      ja: .init("部署は {limit} 階層までです。", fix: "より上の場所を選んでください。"),
      en: .init("Departments have at most {limit} levels.", fix: "Choose a place farther up."),
      zh: .init("部门最多 {limit} 层。", fix: "请选择更高的位置。")),
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
}
