import Foundation
import Testing

@testable import loadtest

@Suite struct ReportTests {
  private static let report = {
    var report = Report(
      agents: 2, imageBytes: 130_000, offered: 4, seconds: 10, scheduled: 40, sent: 40)
    report.verdicts = ["STORED": 38, "DUPLICATE": 1]
    report.failures = ["UNAVAILABLE: \"a\\b\"\n\u{1}窓": 1]
    for number in 1...39 {
      report.response.record(.milliseconds(number))
      report.service.record(.microseconds(number))
    }
    return report
  }()

  @Test func theTextSaysWhatWasFound() {
    let lines = Self.report.text.split(separator: "\n")
    #expect(lines[0] == "2 agents, images of 130000 bytes, 4.0 images/s offered for 10.0 s")
    #expect(
      lines[1] == "sent 40 of 40 scheduled, acknowledged 39: 3.9 images/s, 0.5 MB/s")
    #expect(lines[2] == "verdicts: DUPLICATE 1, STORED 38")
    #expect(lines[3].hasPrefix("failures: UNAVAILABLE: "))
    #expect(lines.last == "the generator kept its schedule (0 late sends)")
    #expect(!Self.report.isClean)
  }

  @Test func theJSONCanBeReadWhateverAFailureSays() throws {
    let parsed = try JSONSerialization.jsonObject(with: Data(Self.report.json.utf8))
    let object = try #require(parsed as? [String: Any])
    #expect(object["sent"] as? Int == 40 && object["acknowledged"] as? Int == 39)
    #expect(object["verdicts"] as? [String: Int] == Self.report.verdicts)
    #expect(object["failures"] as? [String: Int] == Self.report.failures)
    let response = try #require(object["response_ms"] as? [String: Double])
    #expect(Set(response.keys) == ["mean", "p50", "p90", "p99", "p99.9", "max"])
    #expect(response["max"] == 39)
    #expect(object["generator_fell_behind"] as? Bool == false)
  }

  @Test func aLateGeneratorIsSaidInBothReports() {
    var report = Report(agents: 1, sent: 100)
    report.late = 1
    #expect(report.text.contains("kept its schedule"))
    report.late = 2
    report.latest = .milliseconds(35)
    #expect(report.text.contains("THE GENERATOR FELL BEHIND: 2 of 100"))
    #expect(report.json.contains("\"latest_ms\":35.00,\"generator_fell_behind\":true"))
  }
}
