import CivilTime
import Testing

@testable import Rules

/// What a month's use costs, and what is credited of an invoice.
@Suite struct BillingRulesTests {
  private func popUps() throws -> Product {
    try #require(CatalogueVersion.published["pop-up-a"])
  }

  // MARK: Usage

  @Test func useIsChargedAtTheCataloguesPrices() throws {
    let answer = try #require(
      UsageCharges.compute(
        ["pop-up": 1_200, "pop-up-employee": 37, "pop-up-spam": 54, "list-entry": 0],
        of: popUps(), supplied: day("2026-07-31")
      ).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.lines.map(\.item) == ["pop-up", "pop-up-employee", "pop-up-spam"], "CTI-20")
    #expect(answer.lines.map(\.amount) == [36_000, 555, 0], "CTI-03 to 05")
    #expect(answer.lines.allSatisfy { $0.supplied.description == "2026-07-31" })
  }

  @Test func everyFaultOfUseIsNamed() throws {
    let refused = UsageCharges.compute(
      ["maintenance": 1, "nothing": 1, "pop-up": -1], of: try popUps(),
      supplied: try day("2026-07-31")
    ).rejections
    expectClear(refused)
    #expect(
      refused == [
        .itemUnknown("maintenance"), .itemUnknown("nothing"), .countNegative(item: "pop-up", -1),
      ])
    let large = UsageCharges.compute(
      ["pop-up": .max], of: try popUps(), supplied: try day("2026-07-31"))
    #expect(large.rejections == [.amountTooLarge])
  }

  // MARK: Credits

  private func invoice(_ amounts: (String, Int64)...) throws -> [InvoiceLine] {
    let supplied = try day("2026-07-31")
    return amounts.map { InvoiceLine($0.0, Yen($0.1), supplied: supplied) }
  }

  @Test func theWholeIsCreditedToTheLastYen() throws {
    let invoice = try invoice(("a", 15), ("b", 15), ("c", 15))
    let answer = try #require(
      CreditTotals.compute([], of: invoice, after: [], rounding: .floor).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.total == -49 && answer.tax == -4, "COM-08: 45 and 4")
    #expect(answer.lines.map(\.amount) == [-15, -15, -15])
    let again = CreditTotals.compute([], of: invoice, after: answer.lines, rounding: .floor)
    expectClear(again.rejections)
    #expect(again.rejections == [.nothingLeft])
  }

  /// However an invoice is credited piece by piece, it comes to the invoice and never more.
  @Test(arguments: TaxRounding.allCases) func piecesComeToTheWhole(rounding: TaxRounding) throws {
    var state: UInt64 = 7
    func next(_ bound: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % bound
    }
    for _ in 0..<200 {
      let invoice = try invoice(("a", 1 + next(99)), ("b", 1 + next(9_999)), ("a", 1 + next(50)))
      let whole = try #require(InvoiceTotals.compute(invoice, rounding: rounding).answer)
      var (earlier, credited): ([InvoiceLine], Int64) = ([], 0)
      for _ in 0..<4 {
        let credits = [CreditTotals.Credit("a", Yen(1 + next(40)))]
        let ruling = CreditTotals.compute(
          credits, of: invoice, after: earlier, rounding: rounding)
        guard let answer = ruling.answer else { continue }
        earlier += answer.lines
        credited -= answer.total.amount
        #expect(credited <= whole.total.amount)
      }
      let rest = try #require(
        CreditTotals.compute([], of: invoice, after: earlier, rounding: rounding).answer)
      #expect(credited - rest.total.amount == whole.total.amount)
    }
  }

  @Test func everyFaultOfACreditIsNamed() throws {
    let invoice = try invoice(("a", 100), ("b", 50))
    let earlier = [InvoiceLine("a", -40, supplied: try day("2026-07-31"))]
    let refused = CreditTotals.compute(
      [.init("a", 61), .init("b", 0), .init("b", 1), .init("c", 1)], of: invoice, after: earlier,
      rounding: .floor
    ).rejections
    expectClear(refused)
    #expect(
      refused == [
        .tooMuch(item: "a", asked: 61, left: 60), .amountNotPositive(item: "b", 0),
        .itemRepeated("b"), .itemUnknown("c"),
      ])
    // Something was taken off: the lines come to more than the invoice.
    let reduced = try self.invoice(("a", 100), ("discount", -20))
    let whole = CreditTotals.compute([], of: reduced, after: [], rounding: .floor).answer
    #expect(whole?.total == -88)
    let more = CreditTotals.compute(
      [.init("a", 100)], of: reduced, after: [], rounding: .floor
    ).rejections
    expectClear(more)
    #expect(more == [.moreThanInvoice(credited: 110, total: 88)])
  }

  // MARK: Standing

  @Test func aLedgerHasWhatIsUsableOnTheDayWithoutWhatWaits() throws {
    let lots = [
      Lot("late", left: 5, usable: try day("2026-01-01")...day("2026-12-31")),
      Lot("early", left: 3, usable: try day("2026-01-01")...day("2026-06-30")),
      Lot("to come", left: 9, usable: try day("2026-07-01")...day("2027-06-30")),
      Lot("empty", left: 0, usable: try day("2026-01-01")...day("2026-12-31")),
    ]
    let debts = [Settlement.Debt("h", units: 10, day: try day("2026-06-01"))]
    let standing = LedgerStanding(of: lots, waiting: debts, on: try day("2026-06-30"))
    try TraceFormula.check(standing.trace)
    #expect(standing.lots.map(\.id) == ["early", "late"], "SUP-15")
    #expect(standing.available == 8 && standing.waiting == 10 && standing.balance == -2)
    #expect(standing.nextExpiry == (try day("2026-06-30")))
  }
}
