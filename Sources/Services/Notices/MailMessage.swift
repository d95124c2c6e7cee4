import Buffers
import CivilTime
import Protobuf

/// A notice as an e-mail (RFC 5322), with lines that end as programs on this machine expect it.
struct MailMessage: Sendable {
  let bytes: [UInt8]

  /// - Parameter sender: whose address stands in From.
  init(_ notice: NoticeRow, from sender: String) {
    let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
    let head = [
      // The same at each try: a mail that was taken twice is known for one.
      "Message-ID: <\(notice.id)@\(domain)>",
      "Date: \(Self.date(notice.createdAt))",
      "From: \(sender)",
      "To: \(notice.recipient)",
      "Subject: \(Self.encoded(notice.subject))",
      "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "Auto-Submitted: auto-generated",
    ]
    let body = Self.lines(Base64.json.encode(Array(notice.body.utf8)))
    bytes = Array((head.joined(separator: "\n") + "\n\n" + body).utf8)
  }

  /// A header's text as encoded words of at most 75 characters (RFC 2047).
  private static func encoded(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }), text.utf8.count < 70 { return text }
    var (words, part) = ([String](), "")
    for character in text {
      // A word holds 39 bytes: with what stands around its digits it fits behind the header's name.
      if part.utf8.count + character.utf8.count > 39 {
        words.append(part)
        part = ""
      }
      part.append(character)
    }
    return (words + [part]).map { "=?UTF-8?B?\(Base64.json.encode(Array($0.utf8)))?=" }
      .joined(separator: "\n ")
  }

  /// Lines of 76 digits (RFC 2045, 6.8).
  private static func lines(_ digits: String) -> String {
    var (text, rest) = ("", digits[...])
    while !rest.isEmpty {
      text += rest.prefix(76) + "\n"
      rest = rest.dropFirst(76)
    }
    return text
  }

  /// `Wed, 01 Jul 2026 00:00:00 +0000` (RFC 5322, 3.3).
  private static func date(_ seconds: Int64) -> String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    // 2026-07-01T00:00:00Z
    let text = CivilTime.Instant(seconds: seconds)?.description ?? ""
    let parts = text.split { "-T:Z.".contains($0) }.map(String.init)
    guard parts.count >= 6, let month = Int(parts[1]), months.indices.contains(month - 1) else {
      return ""
    }
    let day = Int(seconds >= 0 ? seconds / 86400 % 7 : 0)
    return "\(days[day]), \(parts[2]) \(months[month - 1]) \(parts[0]) "
      + "\(parts[3]):\(parts[4]):\(parts[5]) +0000"
  }
}
