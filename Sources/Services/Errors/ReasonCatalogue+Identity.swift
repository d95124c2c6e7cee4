/// Users, their ways in, and the tenants and departments that they belong to.
extension ReasonCatalogue {
  // MARK: Identity

  static let identity: [ReasonText] = [
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

  static let tenants: [ReasonText] = [
    ReasonText(
      "GEO_RESTRICTED",
      ja: .init("国外（{country}）からは利用できません。", fix: "国内から利用するか、管理者に合意書の登録を依頼してください。"),
      en: .init(
        "Calls from abroad ({country}) are not allowed.",
        fix: "Call from Japan, or have your administrator enter the agreement by which you may."),
      zh: .init("不能从国外（{country}）使用。", fix: "请从日本国内使用，或请管理员登记相关协议。")),
    ReasonText(
      "AGREEMENT_REQUIRED",
      ja: .init("国外からの利用には書面による合意が必要です。", fix: "agreement_id に合意書の番号を指定してください。"),
      en: .init(
        "Calls from abroad are to be agreed in writing.",
        fix: "Give the agreement's id as agreement_id."),
      zh: .init("从国外使用需要书面协议。", fix: "请在 agreement_id 中指定协议编号。")),
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
}
