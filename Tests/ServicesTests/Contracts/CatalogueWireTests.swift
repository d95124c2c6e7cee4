import CivilTime
import MadoAPI
import RPC
import Rules
import Testing

@testable import Services

/// The catalogue in the schema's words, and back.
@Suite struct CatalogueWireTests {
  private func expectWords<Word: WordOfRules>(_ type: Word.Type, but others: Set<String> = [])
  where Word.Rule: CaseIterable & Hashable {
    for rule in Word.Rule.allCases where !others.contains(rule.rawValue) {
      #expect(Word(rule).rule == rule, "\(Word.prefix)\(rule.rawValue)")
    }
    #expect(Word().rule == nil)
  }

  @Test func everyWordOfTheRulesIsOneOfTheSchema() {
    expectWords(Contracts.LicenceModel.self)
    expectWords(Contracts.TermStart.self)
    expectWords(Contracts.BilledBy.self)
    expectWords(Contracts.Ending.self)
    expectWords(Contracts.PenaltyFee.self)
    expectWords(Contracts.FeeClass.self)
    expectWords(Contracts.Charge.self)
    expectWords(Contracts.CountedBy.self)
    expectWords(Shared.TaxRounding.self)
    // An application is no contract yet.
    expectWords(Contracts.ContractState.self, but: ["applied", "refused", "withdrawn"])
    for mode in Renewal.Mode.allCases { #expect(Contracts.RenewalMode(mode).rule == mode) }
  }

  @Test("what is shown of the published catalogue reads back as the same catalogue")
  func thePublishedVersionIsReadBack() throws {
    let message = Contracts.CatalogVersion(.published)
    #expect(message.products.count == 10)
    #expect(try CatalogueReading.version(message, at: "version") == .published)
  }

  @Test func everyFaultIsNamedAtOnce() throws {
    var message = Contracts.CatalogVersion(.published)
    message.effectiveDate = .init(year: 2026, month: 2, day: 30)
    message.products[0].billedBy = .unspecified
    message.products[0].items[1].ruleId = "CARD-99"
    message.products[9].items[0].price = .tiers(
      .init(rows: [.init(through: 5, priceYen: 1), .init(through: 5, priceYen: 2)]))
    let error = #expect(throws: RPCError.self) {
      try CatalogueReading.version(message, at: "version")
    }
    #expect(error?.code == .invalidArgument)
    #expect(
      error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == [
        "version.effective_date", "version.products[0].billed_by",
        "version.products[0].items[1].rule_id", "version.products[9].items[0].tiers",
      ])
  }

  @Test func aCodeStandsOnce() {
    var message = Contracts.CatalogVersion(.published)
    message.products.append(message.products[0])
    let error = #expect(throws: RPCError.self) {
      try CatalogueReading.version(message, at: "version")
    }
    #expect(error?.code == .invalidArgument)
  }
}
