/// Tells the registered administrators of a tenant that somebody has asked (TEL-26): which request, and by when to answer.
/// Whose it is does not leave the server.
enum SubjectNotice {
  /// A mail for each of them.
  static func mails(
    of request: SubjectRequestRow, due day: String, to contacts: [ContactRow], _ tenant: TenantRow
  ) -> [NoticeRow] {
    let words = text(request.id, day, tenant.locale)
    return contacts.map { .mail(words, to: $0, of: tenant, at: request.createdAt) }
  }

  private static func text(
    _ id: String, _ day: String, _ locale: String
  ) -> (subject: String, body: String) {
    switch locale {
    case "en":
      (
        "A request about personal data",
        "Somebody has asked about the data that is kept of him.\n\nRequest: \(id)\nAnswer by: \(day)\n"
      )
    case "zh":
      ("有关个人数据的请求", "有人就其个人数据提出了请求。\n\n请求编号：\(id)\n答复期限：\(day)\n")
    default:
      ("個人データに関するご請求", "ご本人から個人データに関するご請求がありました。\n\n請求番号：\(id)\n回答期限：\(day)\n")
    }
  }
}
