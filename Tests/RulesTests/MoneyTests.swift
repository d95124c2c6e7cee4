import CivilTime
import Testing

@testable import Rules

@Suite struct MoneyTests {
  private let supplied = CivilDate(literal: 2026, 4, 1)

  private func totals(
    _ amounts: [Int64], _ rounding: TaxRounding = .floor
  ) throws -> InvoiceTotals.Answer {
    let lines = amounts.map { InvoiceLine("item", Yen($0), supplied: supplied) }
    let answer = try #require(InvoiceTotals.compute(lines, rounding: rounding).answer)
    try TraceFormula.check(answer.trace)
    return answer
  }

  @Test(
    arguments: [
      // rule, net amounts of lines, rounding, tax, total
      ("COM-08", [15, 15, 15], .floor, 4, 49),
      ("COM-08", [15, 15, 15], .halfUp, 5, 50),
      ("COM-08", [15, 15, 15], .ceiling, 5, 50),
      ("COM-08", [], .floor, 0, 0),
      ("SUP-14", [30_000], .floor, 3_000, 33_000),
      ("CARD-37", [20_000], .floor, 2_000, 22_000),
      ("CTI-20", [36_000, 555, 3_150, 10_000], .floor, 4_970, 54_675),
      ("CTI-20", [36_000, 555, 3_150, 10_000], .halfUp, 4_971, 54_676),
      // a credit takes back exactly what was charged
      ("COM-08", [-45], .floor, -4, -49),
      ("COM-08", [-45], .ceiling, -5, -50),
    ] as [(String, [Int64], TaxRounding, Int64, Int64)])
  func taxIsRoundedOncePerInvoice(
    rule: String, nets: [Int64], rounding: TaxRounding, tax: Int64, total: Int64
  ) throws {
    let answer = try totals(nets, rounding)
    #expect(answer.tax == Yen(tax), "\(rule)")
    #expect(answer.total == Yen(total), "\(rule)")
    #expect(answer.rounding == rounding)
  }

  @Test func theDayOfSupplyChoosesTheRate() throws {
    let lines = [
      InvoiceLine("before", 1_005, supplied: CivilDate(literal: 2019, 9, 30)),
      InvoiceLine("after", 1_005, supplied: CivilDate(literal: 2019, 10, 1)),
      InvoiceLine("penalty", 777, category: .outOfScope, supplied: CivilDate(literal: 2019, 10, 1)),
    ]
    let answer = try #require(InvoiceTotals.compute(lines).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.groups.map(\.rate?.basisPoints) == [1_000, 800, nil], "COM-08, COM-09")
    #expect(answer.groups.map(\.tax) == [100, 80, 0])
    #expect(answer.total == 2_967)
  }

  @Test func aPriceThatContainsTaxIsPaidAsItStands() throws {
    let inclusive = InvoiceLine("in", 990, basis: .inclusive, supplied: supplied)
    let alone = try #require(InvoiceTotals.compute([inclusive]).answer)
    #expect((alone.net, alone.tax, alone.total) == (900, 90, 990), "COM-07")
    let mixed = try #require(
      InvoiceTotals.compute([
        InvoiceLine("in", 995, basis: .inclusive, supplied: supplied),
        InvoiceLine("out", 45, supplied: supplied),
      ]).answer)
    try TraceFormula.check(mixed.trace)
    // 90.4545… in it and 4.5 on top are 94.9545…
    #expect((mixed.net, mixed.tax, mixed.total) == (950, 94, 1_044))
  }

  /// The oracle adds a yen of tax whenever ten yen more have been passed.
  @Test func taxTotalsAddUp() throws {
    var random = SeededRandom(state: 8)
    for _ in 0..<300 {
      let amounts = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        Int64.random(in: 0...3_000, using: &random)
      }
      let net = amounts.reduce(0, +)
      var tax: Int64 = 0
      var passed: Int64 = 10
      while passed <= net {
        tax += 1
        passed += 10
      }
      let floor = try totals(amounts)
      #expect(floor.tax == Yen(tax))
      #expect(floor.net == Yen(net))
      #expect(floor.total == Yen(net + tax))
      let up = try totals(amounts, .ceiling)
      #expect(up.tax.amount - tax == (net % 10 == 0 ? 0 : 1))
      let half = try totals(amounts, .halfUp)
      #expect(half.tax.amount - tax == (net % 10 >= 5 ? 1 : 0))
      #expect(Yen(floor.groups.map(\.net.amount).reduce(0, +)) == floor.net)
    }
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let early = InvoiceLine("early", 1, supplied: CivilDate(literal: 1997, 3, 31))
    let refused = InvoiceTotals.compute([early, early]).rejections
    #expect(refused.count == 2)
    let large = [
      InvoiceLine("a", Yen(.max), supplied: supplied), InvoiceLine("b", 1, supplied: supplied),
    ]
    #expect(InvoiceTotals.compute(large).rejections == [.amountTooLarge])
    let taxed = [InvoiceLine("a", Yen(.max), supplied: supplied)]
    #expect(InvoiceTotals.compute(taxed).rejections == [.amountTooLarge])
    #expect(throws: AmountOverflow.self) { try Yen(.max).plus(1) }
    #expect(throws: AmountOverflow.self) { try Yen(.min).minus(1) }
    #expect(throws: AmountOverflow.self) { try Yen(.min).times(-1) }
    #expect(TaxRate(basisPoints: 10_001) == nil)
    let row = TaxTable.Row(from: supplied, .ten)
    #expect(TaxTable([row, row]) == nil)
    expectClear(refused + [.amountTooLarge])
  }

  @Test func aRegistrationNumberIsATAndThirteenDigits() {
    #expect(
      RegistrationNumber("T7000012050002")?.corporateNumber?.text == "7000012050002", "COM-08")
    #expect(RegistrationNumber("T1234567890123")?.corporateNumber == nil)
    for wrong in ["", "T", "7000012050002", "T700001205000", "T70000120500022", "t7000012050002"] {
      #expect(RegistrationNumber(wrong) == nil, "COM-08 \(wrong)")
    }
  }

  // MARK: - Late interest

  @Test(arguments: [
    // rule, amount with tax, due, paid, interest
    ("TEL-21", 121_000, "2026-06-30", "2026-07-31", 1_500),
    ("TEL-21", 110_000, "2026-06-30", "2026-08-14", 1_980),
    ("TEL-21", 54_675, "2026-06-30", "2026-07-01", 21),
    ("TEL-21", 54_675, "2026-06-30", "2026-06-30", 0),
    ("TEL-21", 54_675, "2026-06-30", "2026-06-01", 0),
    // 366 days of a leap year by 365: more than 14.6 %
    ("TEL-21", 1_000_000, "2027-12-31", "2028-12-31", 146_400),
  ])
  func latePaymentCostsInterestByTheDay(
    rule: String, amount: Int64, due: String, paid: String, expected: Int64
  ) throws {
    let payment = LateInterest.Payment(try day(paid), Yen(amount))
    let asOf = max(try day(paid), try day("2027-01-31"))
    let ruling = LateInterest.compute(
      on: Yen(amount), due: try day(due), payments: [payment], asOf: asOf)
    let answer = try #require(ruling.answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.interest == Yen(expected), "\(rule)")
    #expect(answer.outstanding == .zero)
    #expect(answer.category == .outOfScope, "COM-09")
  }

  @Test(
    arguments: [
      // rule, amount, of which interest, paid, when, interest: simple, and what is paid goes to the earlier one first
      ("TEL-21", 122_500, 1_500, 0, "2026-07-10", 1_500),
      ("TEL-21", 122_500, 1_500, 1_500, "2026-07-10", 1_500),
      ("TEL-21", 1_500, 1_500, 0, "2026-07-10", 0),
      ("TEL-21", 122_500, 1_500, 21_500, "2026-07-10", 1_332),
    ] as [(String, Int64, Int64, Int64, String, Int64)])
  func interestBearsNone(
    rule: String, amount: Int64, earlier: Int64, paid: Int64, on date: String, expected: Int64
  ) throws {
    let payments = paid > 0 ? [LateInterest.Payment(try day(date), Yen(paid))] : []
    let answer = try #require(
      LateInterest.compute(
        on: Yen(amount), ofWhichInterest: Yen(earlier), due: try day("2026-06-30"),
        payments: payments, asOf: try day("2026-07-31")
      ).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.interest == Yen(expected), "\(rule)")
  }

  /// The oracle charges each day by itself, in parts of a yen.
  @Test func segmentsAreSummedAndCutOffOnce() throws {
    var random = SeededRandom(state: 21)
    for _ in 0..<200 {
      let due = random.date(from: 2024, to: 2032)
      let asOf = due.advanced(by: Int.random(in: -5...400, using: &random))
      let amount = Int64.random(in: 1...2_000_000, using: &random)
      var left = amount
      let payments = (0..<Int.random(in: 0...3, using: &random)).compactMap {
        _ -> LateInterest.Payment? in
        let part = Int64.random(in: 1...1_000_000, using: &random)
        let date = due.advanced(by: Int.random(in: -20...400, using: &random))
        guard part <= left, date <= asOf else { return nil }
        left -= part
        return LateInterest.Payment(date, Yen(part))
      }
      var parts = 0
      var date = due
      while date < asOf {
        date = date.advanced(by: 1)
        let paid = payments.filter { $0.date < date }.map(\.amount.amount).reduce(0, +)
        parts += Int(amount - paid) * 4
      }
      let answer = try #require(
        LateInterest.compute(on: Yen(amount), due: due, payments: payments, asOf: asOf).answer)
      try TraceFormula.check(answer.trace)
      #expect(answer.interest == Yen(Int64(parts / 10_000)))
      #expect(answer.outstanding == Yen(left))
    }
  }

  @Test func wrongPaymentsAreRefused() throws {
    let due = try day("2026-06-30")
    let late = LateInterest.Payment(try day("2026-08-01"), 200)
    let nothing = LateInterest.Payment(try day("2026-07-01"), 0)
    let refused = LateInterest.compute(
      on: 0, due: due, payments: [late, nothing], asOf: try day("2026-07-31")
    ).rejections
    #expect(
      refused == [
        .amountNotPositive(0), .paymentNotPositive(nothing),
        .paymentInFuture(late, asOf: try day("2026-07-31")),
      ])
    let over = LateInterest.compute(on: 100, due: due, payments: [late], asOf: late.date).rejections
    #expect(over == [.overpaid(paid: 200, amount: 100)])
    let large = LateInterest.compute(on: Yen(.max), due: due, payments: [], asOf: .max).rejections
    #expect(large == [.amountTooLarge])
    expectClear(refused + over + large)
  }
}
