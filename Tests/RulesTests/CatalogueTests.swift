import CivilTime
import Testing

@testable import Rules

@Suite struct CatalogueTests {
  private let version = CatalogueVersion.published

  @Test func everyProductHasItsTerms() throws {
    #expect(
      version.products.map(\.code) == [
        "card-starter-cloud", "card-starter-on-premise", "card-corporate-cloud",
        "card-corporate-on-premise", "telework", "meeting", "pop-up-a", "pop-up-b",
        "paid-support", "call-centre",
      ], "CARD-01, CTI-01, SUP-08, SUP-18")
    let card = try #require(version["card-corporate-cloud"])
    #expect(card.billedBy == .reseller, "CARD-10")
    #expect(card.renewal == .auto && version["telework"]?.renewal == Renewal.Mode.none, "CARD-08")
    #expect(version["meeting"]?.renewal == .unspecified)
    #expect(card.desk == .cardSupportDesk && version["call-centre"]?.desk == .supportCallCentre)
    #expect(version["pop-up-a"]?.minimumTerm?.months == 12, "CTI-11")
    #expect(
      Set(version.products.map(\.licenceModel)) == [.namedUser, .sharedID, .perDevice], "COM-10")
    #expect(version["meeting"]?.licenceModel == .sharedID, "COM-10")
  }

  @Test func aContractKeepsItsVersion() throws {
    var catalogue = Catalogue()
    let effect = try day("2026-04-01")
    let dearer = try #require(
      CatalogueVersion("2026-04", effective: effect, products: version.products))
    let late = catalogue.publish(dearer, announced: try day("2026-03-03")).rejections
    #expect(late.first?.fault.reason == "NOTICE_TOO_SHORT", "COM-13")
    #expect(catalogue.publish(dearer, announced: try day("2026-03-02")).answer != nil, "COM-13")
    #expect(catalogue.inEffect(on: try day("2026-03-31"))?.id == "published", "COM-13")
    #expect(catalogue.inEffect(on: effect)?.id == "2026-04", "COM-13")
    #expect(catalogue["published"] == version, "COM-13")
    let again = catalogue.publish(dearer, announced: try day("2026-01-01")).rejections
    #expect(again.map(\.fault.reason) == ["VERSION_EXISTS", "EFFECT_NOT_AFTER"])
    expectClear(late + again)
    #expect(catalogue.inEffect(on: .min) == nil)
    let twice = [version.products[0], version.products[0]]
    #expect(CatalogueVersion("x", effective: effect, products: twice) == nil)
  }

  @Test func tiersRise() {
    #expect(PriceTiers([]) == nil)
    #expect(PriceTiers([.init(through: 5, 1), .init(through: 5, 2)]) == nil)
    #expect(PriceTiers([.init(through: 0, 1)]) == nil)
    let tiers = PriceTiers([.init(through: 5, 1), .init(through: 9, 2)])
    #expect([0, 1, 5, 6, 9, 10].map { tiers?.row(of: $0)?.price } == [nil, 1, 1, 2, 2, nil])
  }
}

@Suite struct QuoteTests {
  private let version = CatalogueVersion.published
  private let supplied = CivilDate(literal: 2026, 4, 1)

  private func quote(
    _ product: String, _ licences: Int = 1, quantities: [String: Int] = [:],
    items: Set<String>? = nil, prices: [String: Yen] = [:]
  ) -> Ruling<Quote.Answer, Quote.Rejection> {
    Quote.compute(
      Quote.Order(
        product, licences: licences, quantities: quantities, items: items, prices: prices,
        supplied: supplied), by: version)
  }

  @Test(
    arguments: [
      // rule, licences, first year net, first year with tax, later year with tax, first invoice, cliff
      ("SUP-21", 1, 12_300_000, 13_530_000, 13_200_000, 1_430_000, false),
      ("SUP-21", 99, 12_300_000, 13_530_000, 13_200_000, 1_430_000, false),
      ("SUP-21", 100, 12_300_000, 13_530_000, 13_200_000, 1_430_000, true),
      ("SUP-21", 101, 24_600_000, 27_060_000, 26_400_000, 2_860_000, true),
      ("SUP-21", 102, 24_600_000, 27_060_000, 26_400_000, 2_860_000, false),
      ("SUP-21", 500, 24_600_000, 27_060_000, 26_400_000, 2_860_000, true),
      ("SUP-21", 501, 36_900_000, 40_590_000, 39_600_000, 4_290_000, true),
      ("SUP-21", 1_000, 36_900_000, 40_590_000, 39_600_000, 4_290_000, true),
      ("SUP-21", 1_001, 49_200_000, 54_120_000, 52_800_000, 5_720_000, true),
      ("SUP-21", 5_000, 49_200_000, 54_120_000, 52_800_000, 5_720_000, true),
      ("SUP-21", 5_001, 61_500_000, 67_650_000, 66_000_000, 7_150_000, true),
      ("SUP-21", 10_000, 61_500_000, 67_650_000, 66_000_000, 7_150_000, true),
      ("SUP-21", 10_001, 73_800_000, 81_180_000, 79_200_000, 8_580_000, true),
      ("SUP-21", 50_000, 73_800_000, 81_180_000, 79_200_000, 8_580_000, false),
    ] as [(String, Int, Int64, Int64, Int64, Int64, Bool)])
  func theCallCentreHasTiers(
    rule: String, licences: Int, net: Int64, year: Int64, later: Int64, first: Int64, cliff: Bool
  ) throws {
    let answer = try #require(quote("call-centre", licences).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.firstYear.net == Yen(net), "\(rule)")
    #expect(answer.firstYear.total == Yen(year), "\(rule)")
    #expect(answer.laterYear.total == Yen(later), "SUP-22")
    #expect(answer.firstInvoice.total == Yen(first), "SUP-23")
    #expect(answer.trace.warnings.contains { $0.code == "TIER_CLIFF" } == cliff, "\(rule)")
  }

  @Test func theCliffNamesItsHeight() throws {
    let below = try #require(quote("call-centre", 100).answer)
    let above = try #require(quote("call-centre", 101).answer)
    #expect(
      below.trace.warnings.map(\.text) == [
        "one licence more costs 13530000 yen more in the first year"
      ], "SUP-21")
    #expect(
      above.trace.warnings.map(\.text) == [
        "one licence fewer costs 13530000 yen less in the first year"
      ], "SUP-21")
  }

  /// The oracle reads the table from below.
  @Test func tiersAreMonotone() throws {
    var last = Yen.zero
    let uppers = [100, 500, 1_000, 5_000, 10_000, 50_000]
    var edges = Set(uppers.flatMap { [$0 - 1, $0, $0 + 1] }).subtracting([50_001])
    var random = SeededRandom(state: 21)
    for _ in 0..<150 { edges.insert(Int.random(in: 1...50_000, using: &random)) }
    for licences in edges.sorted() {
      let rank = Int64(uppers.count { $0 < licences } + 1)
      let year = try #require(quote("call-centre", licences).answer).firstYear
      #expect(year.net == Yen(12_300_000 * rank), "SUP-21 \(licences)")
      #expect(year.total >= last)
      last = year.total
    }
  }

  @Test(arguments: [
    // rule, licences, net, with tax
    ("SUP-11", 100, 100_000, 110_000), ("SUP-11", 120, 110_000, 121_000),
    ("SUP-11", 333, 216_500, 238_150), ("SUP-11", 1, 50_500, 55_550),
  ])
  func paidSupportHasABaseAndAFeeForEachLicence(
    rule: String, licences: Int, net: Int64, total: Int64
  ) throws {
    let answer = try #require(quote("paid-support", licences).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.firstYear.net == Yen(net), "\(rule)")
    #expect(answer.firstYear.total == Yen(total), "\(rule)")
    #expect(answer.laterYear.total == Yen(total), "\(rule)")
  }

  @Test func twoProductsPayTwoBaseFees() throws {
    let both = try [60, 40].map { try #require(quote("paid-support", $0).answer).firstYear.net }
    #expect(try Yen.sum(both) == 150_000, "SUP-08")
  }

  @Test func cardsNeedAllThreeClasses() throws {
    let prices: [String: Yen] = ["licence": 12_000, "digitisation": 0, "onboarding": 200_000]
    let answer = try #require(quote("card-corporate-cloud", 6, prices: prices).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.firstYear.net == 272_000, "CARD-02")
    #expect(answer.laterYear.net == 72_000)
    let starter = quote("card-starter-cloud", 6, prices: prices).answer
    #expect(starter?.firstYear.net == 212_000, "CARD-01")
    let incomplete = quote(
      "card-corporate-cloud", 6, items: ["licence", "onboarding"],
      prices: ["licence": 1, "onboarding": 1]
    ).rejections
    #expect(incomplete == [.mandatoryItemMissing(item: "digitisation")], "CARD-02")
    let unpriced = quote("card-corporate-cloud", 6, prices: ["licence": 1]).rejections
    #expect(
      unpriced == [.priceUnpublished(item: "digitisation"), .priceUnpublished(item: "onboarding")],
      "CARD-01")
    expectClear(incomplete + unpriced)
  }

  @Test func popUpsCountPCsAndPacks() throws {
    let answer = try #require(
      quote("pop-up-a", quantities: ["software": 3, "connections": 2]).answer)
    try TraceFormula.check(answer.trace)
    // 13,150 a month, two packs of 59,400
    #expect(answer.firstYear.net == 276_600, "CTI-08, CTI-09, CTI-14")
    #expect(answer.firstInvoice.net == 131_950)
    let planB = try #require(quote("pop-up-b").answer)
    #expect(planB.firstInvoice.net == 55_000, "CTI-02")
    #expect(quote("pop-up-a").answer?.firstInvoice.net == 10_000, "CTI-02")
  }

  @Test func everyFaultOfAnOrderIsNamedAtOnce() throws {
    func refused(_ ruling: Ruling<Quote.Answer, Quote.Rejection>) -> [String] {
      expectClear(ruling.rejections)
      return ruling.rejections.map(\.fault.reason)
    }
    #expect(refused(quote("call-centre", 0)) == ["LICENCES_NOT_POSITIVE"], "SUP-21")
    let large = quote("call-centre", 50_001)
    #expect(refused(large) == ["INDIVIDUAL_QUOTE"], "SUP-21")
    #expect(large.rejections.first?.fault.kind == .outOfRange)
    #expect(quote("call-centre", 0).rejections.first?.fault.kind == .invalid)
    #expect(refused(quote("card")) == ["PRODUCT_UNKNOWN"])
    #expect(
      refused(
        quote(
          "card-corporate-cloud", 4, quantities: ["licence": 2, "pack": 0, "box": 1],
          items: ["licence"], prices: ["licence": -1]))
        == [
          "ITEM_UNKNOWN", "MIN_LICENCES", "QUANTITY_UNASKED", "QUANTITY_NOT_POSITIVE",
          "MISSING_MANDATORY_ITEM", "MISSING_MANDATORY_ITEM", "PRICE_NEGATIVE",
          "PARAMETER_MISSING",
        ])
    #expect(
      refused(
        quote("pop-up-a", items: ["set-up", "maintenance", "software"], prices: ["set-up": 5]))
        == ["QUANTITY_MISSING", "PRICE_PUBLISHED"])
    let huge: [String: Yen] = [
      "licence": Yen(.max), "digitisation": 0, "onboarding": 0,
    ]
    #expect(refused(quote("card-corporate-cloud", 5, prices: huge)) == ["AMOUNT_TOO_LARGE"])
    #expect(
      refused(quote("pop-up-a", quantities: ["software": .max])) == ["AMOUNT_TOO_LARGE"])
    let early = Quote.compute(
      Quote.Order("paid-support", supplied: CivilDate(literal: 1990, 1, 1)), by: version)
    #expect(refused(early) == ["TAX_RATE_UNKNOWN"])
  }

  /// The oracle is the quote: what twelve months charge is the first year, what twelve more charge a later one.
  @Test(arguments: ["call-centre", "paid-support", "pop-up-a", "pop-up-b", "card-corporate-cloud"])
  func theMonthsOfAYearAreTheYear(product: String) throws {
    let prices: [String: Yen] =
      product == "card-corporate-cloud"
      ? ["licence": 12_000, "digitisation": 5, "onboarding": 200_000] : [:]
    let quantities = product == "pop-up-a" ? ["software": 3, "connections": 2] : [:]
    let quote = try #require(quote(product, 7, quantities: quantities, prices: prices).answer)
    for start in [CivilDate(literal: 2026, 4, 1), CivilDate(literal: 2028, 2, 29)] {
      var sums: [Int64] = [0, 0, 0]
      for number in -2..<30 {
        let month = try start.firstOfMonth.plus(months: number)
        let charges = try #require(
          MonthlyCharges.compute(
            quote.lines, in: month, from: start, through: Walked.months(24, from: start)
          ).answer)
        try TraceFormula.check(charges.trace)
        let sum = charges.lines.reduce(0) { $0 + $1.amount.amount }
        if number < 0 || number > 24 {
          #expect(sum == 0, "MTG-03 \(number)")
        } else {
          sums[number / 12] += sum
        }
      }
      #expect(sums[0] == quote.firstYear.net.amount, "SUP-21, CARD-02")
      #expect(sums[1] == quote.laterYear.net.amount, "SUP-22")
      #expect(sums[2] > 0, "MTG-03")
    }
  }

  @Test func theMonthOfTheStartMayBeFree() throws {
    let quote = try #require(quote("pop-up-b").answer)
    let start = try day("2026-04-16")
    func charges(_ policy: StartMonth.Policy) -> [Int64] {
      let ruling = MonthlyCharges.compute(
        quote.lines, in: start, from: start, through: nil, policy: policy)
      return (ruling.answer?.lines ?? []).map(\.amount.amount)
    }
    #expect(charges(.whole) == [50_000, 5_000], "CTI-11")
    #expect(charges(.free) == [50_000, 0], "CTI-11")
    #expect(charges(.byDay) == [50_000, 2_500], "CTI-11")
    let over = MonthlyCharges.compute(
      quote.lines, in: start, from: start, through: try day("2026-04-15")
    ).rejections
    #expect(over.count == 1)
    expectClear(over)
  }

  // MARK: - Within a term

  @Test(arguments: [
    // rule, count, monthly, added, end of the term, months, net, with tax
    (RuleID.tel13, 5, 1_000, "2026-07-10", "2027-03-31", 9, 45_000, 49_500),
    (.cti21, 5, 990, "2026-10-10", "2027-03-31", 6, 29_700, 32_670),
    (.tel13, 1, 1_000, "2026-04-10", "2027-04-09", 12, 12_000, 13_200),
    (.tel13, 1, 1_000, "2026-07-09", "2027-04-09", 10, 10_000, 11_000),
    (.tel13, 1, 1_000, "2026-07-10", "2027-04-09", 9, 9_000, 9_900),
    (.tel13, 1, 1_000, "2027-03-31", "2027-03-31", 1, 1_000, 1_100),
  ])
  func whatIsAddedPaysTheMonthsThatAreLeft(
    rule: RuleID, count: Int, monthly: Int64, added: String, termEnd: String, months: Int,
    net: Int64, total: Int64
  ) throws {
    let answer = try #require(
      WithinTerm.compute(
        count, monthly: Yen(monthly), added: day(added), termEnd: day(termEnd), rule: rule
      ).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.months == months, "\(rule.rawValue)")
    #expect(answer.net == Yen(net), "\(rule.rawValue)")
    let line = InvoiceLine("added", answer.net, supplied: try day(added))
    #expect(InvoiceTotals.compute([line]).answer?.total == Yen(total), "\(rule.rawValue)")
  }

  /// The oracle walks month by month back from the day after the term until it reaches the day.
  @Test func noMonthOfTheTermIsPaidTwiceOrMissed() throws {
    for added in Walked.allDays {
      let termEnd = added.advanced(by: added.dayNumber * 7 % 365)
      let next = Walked.next(termEnd)
      var months = 1
      while try Walked.months(-months, from: next) > added { months += 1 }
      let answer = try #require(
        WithinTerm.compute(1, monthly: 1, added: added, termEnd: termEnd, rule: .tel13).answer)
      #expect(answer.months == months, "TEL-13 \(added) \(termEnd)")
    }
  }

  @Test func whatCannotBeAddedIsRefused() throws {
    let refused = WithinTerm.compute(
      0, monthly: -1, added: try day("2027-04-01"), termEnd: try day("2027-03-31"), rule: .tel13
    ).rejections
    #expect(refused.map(\.fault.reason) == ["COUNT_NOT_POSITIVE", "PRICE_NEGATIVE", "TERM_OVER"])
    let large = WithinTerm.compute(
      2, monthly: Yen(.max), added: supplied, termEnd: supplied, rule: .tel13
    ).rejections
    let far = WithinTerm.compute(1, monthly: 1, added: .max, termEnd: .max, rule: .tel13).rejections
    #expect(large == [.amountTooLarge] && far == [.outOfCalendar])
    expectClear(refused + large + far)
  }

  @Test(arguments: [
    // rule, start, policy, fee
    (RuleID.cti11, "2026-04-15", StartMonth.Policy.whole, 10_000),
    (.cti11, "2026-04-15", .free, 0), (.cti11, "2026-04-15", .byDay, 5_333),
    (.sup23, "2026-04-01", .byDay, 10_000), (.sup23, "2026-04-30", .byDay, 333),
  ])
  func theMonthOfTheStartIsChargedAsAgreed(
    rule: RuleID, start: String, policy: StartMonth.Policy, fee: Int64
  ) throws {
    let answer = try #require(
      StartMonth.compute(monthly: 10_000, start: day(start), policy: policy, rule: rule))
    try TraceFormula.check(answer.trace)
    #expect(answer.fee == Yen(fee), "\(rule.rawValue)")
    #expect(
      StartMonth.compute(monthly: Yen(.max), start: supplied, policy: .byDay, rule: rule) == nil)
  }
}
