import CivilTime
import MadoAPI
import Rules
import SQLite
import Storage

/// Tells the contractor what a handling has taken (SUP-16): each once, at the midnight in Japan that ends its day or when
/// the desk asks for it.
struct HandlingReport {
  let tenancy: Tenancy
  let connection: Connection

  /// Of a handling, whose id is the subject.
  static let kind = JobKind(name: "support.report", rank: 430)

  /// Plans the report of a handling that has ended.
  func plan(_ handling: WorkLog.Handling) throws {
    try DueStore(connection).plan(
      Self.kind, handling.id, of: tenancy.tenant, at: WorkLog.reportDue(handling))
  }

  func cancel(_ id: String) throws {
    try DueStore(connection).cancel(Self.kind, id, of: tenancy.tenant)
  }

  /// Tells of a handling; from then on it stands.
  ///
  /// - Returns: what was changed, the handling first, then the notices.
  func send(
    _ row: HandlingRow, at now: Instant
  ) throws -> (row: HandlingRow, notices: [NoticeRow]) {
    try cancel(row.id)
    var row = row
    (row.state, row.reported) = (.reported, now)
    try HandlingStore(tenancy, connection).replace(row)
    return (row, try tell(of: row, at: now, reversed: false))
  }

  /// Tells of a handling that was reported and is taken back.
  func sendReversal(of row: HandlingRow, at now: Instant) throws -> [NoticeRow] {
    try tell(of: row, at: now, reversed: true)
  }

  private func tell(of row: HandlingRow, at now: Instant, reversed: Bool) throws -> [NoticeRow] {
    let (standing, _) = try UnitLedger(
      WorkLogHandler.item, of: row.contract, tenancy, connection
    ).standing(on: JST.date(of: now))
    let locale = try TenantRegister(connection).tenant(tenancy.tenant)?.locale ?? "ja"
    let (subject, body) = Self.text(row, standing, locale, reversed: reversed)
    return try AdministratorNotice(subject: subject, body: body).send(at: now, tenancy, connection)
  }

  private static func text(
    _ row: HandlingRow, _ standing: LedgerStanding, _ locale: String, reversed: Bool
  ) -> (subject: String, body: String) {
    let (units, minutes, balance) = (row.units, row.minutes, standing.balance)
    let expiry = standing.nextExpiry?.description ?? "–"
    let taken = reversed ? -units : units
    switch locale {
    case "en":
      return (
        reversed ? "Incident units returned" : "Incident units used",
        "Case: \(row.caseID)\nHandling: \(row.id)\nUnits: \(taken)\nMinutes: \(minutes)\n"
          + "Balance: \(balance)\nNext expiry: \(expiry)\n"
      )
    case "zh":
      return (
        reversed ? "事件单位退还通知" : "事件单位使用通知",
        "咨询编号：\(row.caseID)\n处理编号：\(row.id)\n单位数：\(taken)\n分钟数：\(minutes)\n"
          + "余额：\(balance)\n最近到期日：\(expiry)\n"
      )
    default:
      return (
        reversed ? "インシデント取消のお知らせ" : "インシデント消費のお知らせ",
        "お問い合わせ番号：\(row.caseID)\n対応番号：\(row.id)\n消費単位：\(taken)\n対応時間（分）：\(minutes)\n"
          + "残単位：\(balance)\n次の有効期限：\(expiry)\n"
      )
    }
  }
}

/// Sends the reports that wait for midnight (SUP-13, SUP-16).
struct ReportWork: ScheduledWork {
  let kind = HandlingReport.kind
  let rules: [RuleID] = [.sup13, .sup16]

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let tenancy = Tenancy.ofWhomItConcerns(due.tenant)
    let connection = transaction.connection
    guard let row = try HandlingStore(tenancy, connection).find(due.subject),
      row.state == .stopped
    else { return Carried(note: "nothing is left to tell") }
    let book = WorkBook(tenancy, connection)
    let before = try book.message(row)
    let (sent, notices) = try book.report.send(row, at: due.due)
    return Carried(
      note: "\(sent.units) units told in \(notices.count) notices",
      alterations: [
        Alteration("handling", sent.id, from: before, to: try book.message(sent), in: due.tenant)
      ] + book.alterations(of: notices, hasMailer: true))
  }
}
