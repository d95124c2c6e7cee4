import Crypto

/// What a backup consists of: the file `backup` in its folder. Which backup the folder holds is what this file
/// says, so that putting it in place is the moment at which a backup has been made.
///
///     mado backup 1
///     number 3
///     made 2026-11-21T05:03:22Z
///     file mado.db mado-3.db 1081344 SHA-256
///     file tls/certificate.pem certificate-3.pem 812 SHA-256
///     log 2026-07 2026-07.log 123456512
///     end SHA-256 of all lines before
struct BackupManifest: Sendable, Hashable {
  /// A file copied as a whole.
  struct Entry: Sendable, Hashable {
    /// Its path in the data folder.
    var original: String
    /// Its name in the backup.
    var name: String
    var size: Int64
    var hash: SHA256.Digest
  }

  /// An evidence log, of which more is copied with each backup. Its bytes vouch for themselves: each record has
  /// its tag.
  struct Log: Sendable, Hashable {
    var month: LogMonth
    var name: String
    var length: Int64
  }

  /// Counted from 1.
  var number = 1
  /// When, as RFC 3339.
  var made: String
  var entries: [Entry] = []
  var logs: [Log] = []

  static let name = "backup"
  static let databaseName = "mado.db"

  var database: Entry? { entries.first { $0.original == Self.databaseName } }

  func log(of month: LogMonth) -> Log? { logs.first { $0.month == month } }

  // MARK: Text

  var text: String {
    var lines = ["mado backup 1", "number \(number)", "made \(made)"]
    lines += entries.map { "file \($0.original) \($0.name) \($0.size) \($0.hash)" }
    lines += logs.map { "log \($0.month) \($0.name) \($0.length)" }
    let body = lines.map { $0 + "\n" }.joined()
    return body + "end \(SHA256.hash(Array(body.utf8)))\n"
  }

  /// nil when `text` is not one that this program has written.
  init?(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      $0.split(separator: " ").map(String.init)
    }
    guard lines.count > 4, lines.popLast() == [], let end = lines.popLast(), end.count == 2,
      lines.removeFirst() == ["mado", "backup", "1"]
    else { return nil }
    made = ""
    for line in lines {
      switch (line.first, line.count) {
      case ("number", 2): number = Int(line[1]) ?? 0
      case ("made", 2): made = line[1]
      case ("file", 5):
        guard let size = Int64(line[3]), let hash = Self.digest(line[4]) else { return nil }
        entries.append(Entry(original: line[1], name: line[2], size: size, hash: hash))
      case ("log", 4):
        guard let month = LogMonth(line[1]), let length = Int64(line[3]) else { return nil }
        logs.append(Log(month: month, name: line[2], length: length))
      default: return nil
      }
    }
    // What is written again as it was read, checksum included, was read rightly.
    guard number > 0, self.text == text else { return nil }
  }

  init(number: Int, made: String) {
    self.number = number
    self.made = made
  }

  private static func digest(_ text: String) -> SHA256.Digest? {
    Hex.decode(text).flatMap { SHA256.Digest($0) }
  }
}
