import CivilTime
import SQLite

/// What the server tells a tenant's registered administrators by itself: a mail to each, and where there is none, or too
/// many mails wait, the login screen, so that it is told in any case.
struct AdministratorNotice {
  /// A line.
  let subject: String
  let body: String

  /// Enters the notices.
  func send(
    at now: Instant, _ tenancy: Tenancy, _ connection: Connection
  ) throws -> [NoticeRow] {
    let store = NoticeStore(tenancy, connection)
    let contacts = try ContactStore(tenancy, connection).all()
    let mayMail = try store.waitingCount() + contacts.count <= NoticeHandler.waitingMax
    let recipients = mayMail && !contacts.isEmpty ? contacts.map(\.email) : [""]
    let notices = recipients.map { row(to: $0, at: now.seconds, tenancy.tenant) }
    for notice in notices { try store.add(notice) }
    return notices
  }

  /// - Parameter recipient: empty for the login screen.
  private func row(to recipient: String, at now: Int64, _ tenant: TenantID) -> NoticeRow {
    let isMail = !recipient.isEmpty
    return NoticeRow(
      id: freshID("notice", at: now), tenant: tenant.text, means: isMail ? .email : .loginScreen,
      recipient: recipient, subject: subject, body: body, createdAt: now,
      state: isMail ? .waiting : .posted, deemedAt: isMail ? nil : now,
      nextTryAt: isMail ? now : nil)
  }
}
