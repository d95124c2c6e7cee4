import CivilTime
import MadoAPI
import Protobuf
import RPC
import StandardAPI

/// A report as a file.
struct ReportFile: Sendable {
  let content: [UInt8]
  let mediaType: String
  /// What ends the file's name.
  let suffix: String
  /// What CP932 could not write.
  let replaced: [String]

  /// - Throws: INVALID_ARGUMENT for what the format cannot write.
  init(
    _ rows: [Telework.ReportRow], _ request: Telework.ReportServiceDownloadRequest
  ) throws {
    switch request.format {
    case .json:
      let lines = try rows.map { try $0.json() }
      content = Array("[\(lines.joined(separator: ",\n"))]\n".utf8)
      (mediaType, suffix, replaced) = ("application/json", "json", [])
    case .csvCp932:
      let (bytes, unmappable) = CP932.encode(Self.table(of: rows))
      let names = unmappable.map(Self.name)
      guard names.isEmpty || request.replaceUnmappable else {
        throw RPCError.invalid(
          [
            .init(
              field: "format",
              description:
                "CP932 lacks \(names.joined(separator: ", ")): have them replaced by 〓 with "
                + "replace_unmappable, or choose UTF-8")
          ], reason: "UNMAPPABLE_CHARACTERS")
      }
      content = bytes
      (mediaType, suffix, replaced) = ("text/csv; charset=windows-31j", "csv", names)
    case .csv, .unspecified, .unrecognized:
      content = Array(((request.byteOrderMark ? CSV.mark : "") + Self.table(of: rows)).utf8)
      (mediaType, suffix, replaced) = ("text/csv; charset=utf-8", "csv", [])
    }
  }

  /// `U+1F600 😀`
  private static func name(_ character: Character) -> String {
    let scalars = character.unicodeScalars.map { scalar in
      let digits = String(scalar.value, radix: 16, uppercase: true)
      return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
    return "\(scalars.joined(separator: " ")) \(character)"
  }

  private static func table(of rows: [Telework.ReportRow]) -> String {
    rows.reduce(into: CSV.line(columns.map(\.name))) { text, row in
      text += CSV.line(columns.map { $0.value(row) })
    }
  }

  private static func day(_ date: GoogleType.Date?) -> String {
    CivilDate(date ?? .init())?.description ?? ""
  }

  private static let columns: [(name: String, value: @Sendable (Telework.ReportRow) -> String)] = [
    ("id", { $0.id }),
    ("name", { $0.name }),
    ("from_date", { day($0.fromDate) }),
    ("through_date", { day($0.throughDate) }),
    ("work_seconds", { "\($0.workSeconds)" }),
    ("open_seconds", { "\($0.openSeconds)" }),
    (
      "task_seconds",
      { row in
        row.taskSeconds.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
          .joined(separator: "; ")
      }
    ),
    ("present_seconds", { "\($0.presentSeconds)" }),
    ("away_seconds", { "\($0.awaySeconds)" }),
    ("absent_seconds", { "\($0.absentSeconds)" }),
    ("open_incidents", { "\($0.openIncidents)" }),
    ("confirmed_incidents", { "\($0.confirmedIncidents)" }),
    ("dismissed_incidents", { "\($0.dismissedIncidents)" }),
    ("workers", { "\($0.workers)" }),
  ]
}
