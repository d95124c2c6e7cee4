import Buffers
import Crypto
import MadoAPI

/// Records as the lines of a file.
enum AuditExport {
  /// A piece: with the line of names when it is the first.
  static func piece(
    _ rows: [AuditRow], as format: Audit.ExportFormat, isFirst: Bool
  ) throws -> Bytes {
    var text = ""
    switch format {
    case .csv:
      if isFirst { text = CSV.line(columns.map(\.name)) }
      for row in rows { text += CSV.line(columns.map { $0.value(row) }) }
    case .jsonLines, .unspecified, .unrecognized:
      for row in rows { text += try Audit.Record(row).json() + "\n" }
    }
    return Bytes(Array(text.utf8))
  }

  static func mediaType(_ format: Audit.ExportFormat) -> String {
    format == .csv ? "text/csv; charset=utf-8" : "application/jsonl"
  }

  private static let columns: [(name: String, value: @Sendable (AuditRow) -> String)] = [
    ("position", { "\($0.position)" }),
    ("time", { $0.record.instantText }),
    ("actor", { $0.record.actor }),
    ("roles", { $0.record.roles }),
    ("action", { $0.record.action }),
    ("target", { $0.record.target }),
    ("refusal", { $0.record.refusal }),
    ("before_hash", { $0.record.before?.description ?? "" }),
    ("after_hash", { $0.record.after?.description ?? "" }),
    ("address", { $0.record.address }),
    ("trace_id", { $0.record.trace }),
    ("request_hash", { $0.record.request?.description ?? "" }),
    ("hash", { $0.hash.description }),
  ]
}
