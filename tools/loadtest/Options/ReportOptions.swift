import Calling

/// What is made of the figures of a run: reports, and whether it has failed.
struct ReportOptions: Sendable, Hashable {
  enum Form: String, Sendable, CaseIterable {
    case text, json, csv, series
  }

  /// A report, and the file it goes to; nil for standard output.
  struct Wanted: Sendable, Hashable {
    var form: Form
    var path: String?
  }

  let reports: [Wanted]
  let thresholds: [Threshold]

  init(_ given: OptionReader) throws(UsageError) {
    var reports: [Wanted] = []
    for word in given.all("report") {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let form = Form(rawValue: String(parts[0])), parts.count == 1 || !parts[1].isEmpty
      else {
        let all = Form.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError("--report is '\(word)': allowed is \(all), each with =FILE behind it")
      }
      reports.append(Wanted(form: form, path: parts.count == 2 ? String(parts[1]) : nil))
    }
    self.reports = reports.isEmpty ? [Wanted(form: .text)] : reports
    var thresholds: [Threshold] = []
    for word in given.all("fail-if") { thresholds += try Threshold.parseAll(word) }
    self.thresholds = try thresholds.isEmpty ? Threshold.parseAll("errors>0") : thresholds
  }
}
