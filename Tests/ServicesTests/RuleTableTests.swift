import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

/// `Schema/mado/rules.txt`: every rule of the rule book has a method that is served, or a mark.
@Suite struct RuleTableTests {
  private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Schema/mado/rules.txt")

  /// How many rules each area of the book has.
  private static let counts = [
    ("COM", 13), ("CARD", 37), ("SUP", 24), ("TEL", 48), ("MTG", 32), ("CTI", 23),
  ]

  private static func rows() throws -> [(rule: String, methods: [String])] {
    try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
      .map { line in
        let words = line.split(separator: " ").map(String.init)
        return (words.first ?? "", Array(words.dropFirst()))
      }
  }

  @Test func everyRuleStandsInTheTableOnceInItsOrder() throws {
    let expected = Self.counts.flatMap { area, count in
      (1...count).map { "\(area)-\($0 < 10 ? "0" : "")\($0)" }
    }
    #expect(expected.count == 177)
    #expect(try Self.rows().map(\.rule) == expected)
  }

  @Test func everyRuleHasMethodsOfTheSchemaOrAMark() async throws {
    let office = try await Office(devices: 1)
    let served = Set(
      office.services.flatMap { type(of: $0).descriptor.methods }.map { $0.path.dropFirst() })
    var marks: [String: Int] = [:]
    for row in try Self.rows() {
      switch row.methods {
      case ["text", "only"]: marks["text only", default: 0] += 1
      case ["planned"]: marks["planned", default: 0] += 1
      default:
        #expect(!row.methods.isEmpty, "\(row.rule) has neither")
        for method in row.methods {
          #expect(served.contains(method[...]), "\(row.rule) names \(method), which is not served")
        }
      }
    }
    #expect(marks["text only"] == 7)
  }
}
