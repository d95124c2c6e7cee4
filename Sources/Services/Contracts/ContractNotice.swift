import CivilTime
import MadoAPI
import SQLite

/// What a tenant is told of his contracts: to each registered administrator by mail, or on the login screen where
/// there is none.
enum ContractNotice {
  /// It began, or will begin.
  case started(CivilDate)
  /// Its term ends; the contract goes on without a notice of cancellation.
  case renews(end: CivilDate)
  /// Its term ends, and the contract with it.
  case expires(end: CivilDate)
  case renewed(ClosedRange<CivilDate>)
  case expired(CivilDate)
  /// The vendor ends it.
  case ending(CivilDate, note: String)

  /// Sends it.
  ///
  /// - Returns: what it leaves in the log.
  func send(
    of contract: ContractRow, at now: Int64, hasMailer: Bool, _ connection: Connection
  ) throws -> [Alteration] {
    let tenancy = Tenancy.ofWhomItConcerns(contract.tenant)
    guard let tenant = try TenantRegister(connection).tenant(contract.tenant) else { return [] }
    let (subject, body) = text(of: contract, tenant.locale)
    let store = NoticeStore(tenancy, connection)
    let contacts = try ContactStore(tenancy, connection).all()
    let waits = try store.waitingCount()
    // What nobody takes away does not grow without end.
    let mails = waits + contacts.count <= NoticeHandler.waitingMax ? contacts.map(\.email) : []
    var rows = mails.map { email in
      NoticeRow(
        id: freshID("notice", at: now), tenant: tenant.id, means: .email, recipient: email,
        subject: subject, body: body, createdAt: now, state: .waiting, nextTryAt: now)
    }
    if rows.isEmpty {
      rows = [
        NoticeRow(
          id: freshID("notice", at: now), tenant: tenant.id, means: .loginScreen, recipient: "",
          subject: subject, body: body, createdAt: now, state: .posted, deemedAt: now)
      ]
    }
    for row in rows { try store.add(row) }
    return rows.map {
      Alteration(
        "notice", $0.id, to: Notices.Notice($0, hasMailer: hasMailer), in: contract.tenant)
    }
  }

  private func text(of contract: ContractRow, _ locale: String) -> (subject: String, body: String) {
    let (subject, fact) =
      switch locale {
      case "en": english
      case "zh": chinese
      default: japanese
      }
    let label =
      switch locale {
      case "en": "Contract"
      case "zh": "合同"
      default: "契約"
      }
    let colon = locale == "en" ? ": " : "："
    return (subject, "\(fact)\n\n\(label)\(colon)\(contract.id) (\(contract.product))\n")
  }

  private var japanese: (String, String) {
    switch self {
    case .started(let day): ("ご利用開始のお知らせ", "\(day) からご利用いただけます。")
    case .renews(let end):
      ("ご契約更新のお知らせ", "契約期間は \(end) に満了し、お申し出がなければ自動的に更新されます。")
    case .expires(let end):
      ("契約期間満了のお知らせ", "契約期間は \(end) に満了します。継続をご希望の場合は改めてお申し込みください。")
    case .renewed(let term):
      ("ご契約更新のお知らせ", "契約を更新しました。期間：\(term.lowerBound) ～ \(term.upperBound)")
    case .expired(let day): ("契約終了のお知らせ", "契約は \(day) をもって満了しました。")
    case .ending(let day, let note):
      ("契約終了のお知らせ", "契約は \(day) をもって終了します。" + (note.isEmpty ? "" : "\n\(note)"))
    }
  }

  private var english: (String, String) {
    switch self {
    case .started(let day): ("Your service", "It can be used from \(day) on.")
    case .renews(let end):
      ("Your contract is renewed", "Its term ends on \(end) and is renewed unless you give notice.")
    case .expires(let end):
      ("Your contract ends", "Its term ends on \(end). Order again to go on.")
    case .renewed(let term):
      (
        "Your contract was renewed",
        "The new term runs from \(term.lowerBound) through \(term.upperBound)."
      )
    case .expired(let day): ("Your contract has ended", "It ended with its term on \(day).")
    case .ending(let day, let note):
      ("Your contract ends", "We end it on \(day)." + (note.isEmpty ? "" : "\n\(note)"))
    }
  }

  private var chinese: (String, String) {
    switch self {
    case .started(let day): ("服务开始通知", "自 \(day) 起可以使用。")
    case .renews(let end): ("合同续订通知", "合同期限将于 \(end) 届满，如无申请终止将自动续订。")
    case .expires(let end): ("合同期满通知", "合同期限将于 \(end) 届满。如需继续使用，请重新申请。")
    case .renewed(let term):
      ("合同续订通知", "合同已续订，期限：\(term.lowerBound) 至 \(term.upperBound)。")
    case .expired(let day): ("合同终止通知", "合同已于 \(day) 期满终止。")
    case .ending(let day, let note):
      ("合同终止通知", "合同将于 \(day) 终止。" + (note.isEmpty ? "" : "\n\(note)"))
    }
  }
}
