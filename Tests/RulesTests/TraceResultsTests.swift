import CivilTime
import Testing

@testable import Rules

/// COM-12: each result is computed again from its trace alone, by ``TraceFormula``.
@Suite struct TraceResultsTests {
  typealias Value = TraceFormula.Value

  private static let first = CivilDate(literal: 2026, 4, 10)

  private func date(_ date: CivilDate) -> Value { .date(date) }
  private func yen(_ amount: Yen) -> Value { .integer(Int128(amount.amount)) }

  private func expect(
    _ trace: Trace, _ results: KeyValuePairs<String, Value>,
    _ place: SourceLocation = #_sourceLocation
  ) throws {
    let computed = try TraceFormula.check(trace)
    for (name, value) in results {
      #expect(computed[name] == value, "\(name)", sourceLocation: place)
    }
  }

  @Test func dates() throws {
    var random = SeededRandom(state: 112)
    for _ in 0..<100 {
      let day = random.date(from: 2024, to: 2032)
      let plan = try #require(DeliveryPlan.compute(delivered: .date(day)).answer)
      try expect(
        plan.trace,
        ["billing_start": date(plan.billingStart), "setup_end": date(plan.setup.upperBound)])
      let minimum = try #require(
        MinimumTerm(months: 12, rule: .cti11).compute(serviceStart: day).answer)
      try expect(
        minimum.trace,
        [
          "minimum_start": date(minimum.days.lowerBound),
          "minimum_end": date(minimum.days.upperBound),
        ])
      let notice = try #require(
        AdvanceNotice.judge(announced: day, effect: day.advanced(by: 40), rule: .tel04).answer)
      try expect(
        notice.trace,
        ["latest": date(notice.latest), "earliest_effect": date(notice.earliestEffect)])
      let secret = try #require(Disclosure.judge(.spoken, disclosed: day).answer)
      try expect(
        secret.trace,
        [
          "protected_through": date(secret.protectedThrough),
          "confirm_by": date(try #require(secret.confirmBy)),
        ])
      let erasure = try #require(Erasure.compute(contractEnd: day).answer)
      try expect(erasure.trace, ["erase_from": date(erasure.from), "at": .instant(erasure.at)])
      let kept = try #require(Retention.compute(captured: .date(day)).answer)
      try expect(kept.trace, ["purged_at": .instant(kept.purgedAt)])
      let renewal = try #require(Renewal.plan(termEnd: day, mode: .auto).answer)
      try expect(renewal.trace, ["at": .instant(try #require(renewal.events.last).at)])
    }
  }

  @Test func cancellations() throws {
    var random = SeededRandom(state: 113)
    for round in 0..<200 {
      let received = random.date(from: 2024, to: 2032)
      let wish = received.advanced(by: Int.random(in: -30...300, using: &random))
      let terms: CancellationTerms = [.telework, .meeting, .popUps][round % 3]
      let contract = Cancellation.Contract(
        terms, running: .until(received.advanced(by: Int.random(in: 0...200, using: &random))),
        minimumEnd: received.lastOfMonth.advanced(by: 1).lastOfMonth.advanced(by: 120).lastOfMonth,
        monthlyFee: 30_000)
      let notice = Cancellation.Notice(received: .date(received), wish: wish)
      let answer = try #require(Cancellation.compute(notice, of: contract).answer)
      try expect(answer.trace, ["end": date(answer.end)])
      if terms.penalty != nil {
        let left: Value = .integer(Int128(answer.monthsLeft))
        try expect(answer.trace, ["months_left": left])
      }
      if answer.penalty > .zero {
        try expect(answer.trace, ["penalty_yen": yen(answer.penalty)])
      }
    }
  }

  @Test func terms() throws {
    for (length, anchor) in [
      (ContractTerm.year, "2028-02-29"), (Period(1, .month), "2026-01-31"),
      (Period(2, .week), "2026-01-31"), (Period(30, .day), "2026-01-31"),
    ] {
      for number in 1...4 {
        let ruling = ContractTerm.compute(
          number, from: try day(anchor), length: length, rule: .card06)
        let term = try #require(ruling.answer)
        try expect(term.trace, ["last": date(term.days.upperBound)])
      }
    }
  }

  @Test func prices() throws {
    let published = CatalogueVersion.published
    let order = Quote.Order("call-centre", licences: 101, supplied: Self.first)
    let quote = try #require(Quote.compute(order, by: published).answer)
    // The totals of a later year come last.
    try expect(
      quote.trace,
      ["total_yen": yen(quote.laterYear.total), "leap_yen": .integer(-13_530_000)])
    let added = try #require(
      WithinTerm.compute(
        5, monthly: 990, added: Self.first, termEnd: Self.first.advanced(by: 200), rule: .cti21
      ).answer)
    try expect(
      added.trace, ["net_yen": yen(added.net), "from": date(CivilDate(literal: 2026, 3, 28))])
    let start = try #require(
      StartMonth.compute(monthly: 10_000, start: Self.first, policy: .byDay, rule: .cti11))
    try expect(start.trace, ["fee_yen": yen(start.fee)])
    let packs = try #require(Connections.packs(forPeak: 16).answer)
    try expect(packs.trace, ["packs": .integer(Int128(packs.packs))])
    let item = try #require(published["paid-support"]?["incidents"])
    let lots = try #require(LotPurchase.compute(3, of: item, bought: Self.first).answer)
    try expect(
      lots.trace,
      ["units": .integer(Int128(lots.units)), "total_yen": yen(lots.price.total)])
    let popUp = try #require(published["pop-up-a"])
    let usage = CallBill.Usage(standard: 1_200, employee: 37, spam: 54, outOfHours: 80, pcs: 3)
    let bill = try #require(
      CallBill.compute(usage, product: popUp, supplied: Self.first).answer)
    try expect(
      bill.trace,
      ["tax_yen": yen(bill.totals.tax), "total_yen": yen(bill.totals.total)])
    let handled = try #require(HandlingUnits.compute(.seconds(1_801)).answer)
    try expect(handled.trace, ["units": .integer(2)])
    let interest = try #require(
      LateInterest.compute(
        on: 121_000, due: Self.first, payments: [.init(Self.first.advanced(by: 9), 21_000)],
        asOf: Self.first.advanced(by: 31)
      ).answer)
    try expect(interest.trace, ["interest_yen": yen(interest.interest)])
  }

  @Test func consumption() throws {
    let lots = [
      Lot("a", left: 3, usable: Self.first...Self.first.advanced(by: 9)),
      Lot("b", left: 9, usable: Self.first...Self.first.advanced(by: 99)),
    ]
    let answer = try #require(Consumption.plan(5, on: Self.first, from: lots).answer)
    try expect(
      answer.trace, ["balance": .integer(Int128(answer.balance)), "still_needed": .integer(0)])
    let taken = answer.trace.steps.compactMap { step -> Draw? in
      guard case .text(let lot)? = step["lot"], case .integer(let units)? = step["taken"] else {
        return nil
      }
      return Draw(lot, units)
    }
    #expect(taken == answer.draws)
  }

  @Test func clocks() throws {
    let opened = try jst("2026-04-27 09:00")
    let events = [
      SlaClocks.Event(.state(.waitingCustomer), at: try jst("2026-04-27 10:00")),
      SlaClocks.Event(.state(.open), at: try jst("2026-04-28 10:00")),
    ]
    let policy = try #require(
      SlaPolicy.make(
        "x", targets: [.resolution: .seconds(36_000)],
        pauses: [.resolution: [.waitingCustomer]]
      ).answer)
    let answer = try #require(
      SlaClocks.judge(
        opened: opened, events: events, policy: policy, in: .phoneDesk,
        at: try jst("2026-04-28 11:00")
      ).answer)
    let reading = try #require(answer.readings.first)
    try expect(answer.trace, ["used": .integer(7_200 * 1_000_000_000)])
    #expect(reading.used == .seconds(7_200))
    // The windows in which what was left of the target runs end when it is due.
    let steps = TraceReplayTests.Steps(answer.trace)
    let windows = steps.steps.filter { $0.rule == "COM-02" }.compactMap { $0.values["to"] }
    #expect(windows.last == reading.due?.description)
    #expect(steps.last("due") == reading.due?.description)
  }

  @Test func availability() throws {
    let month = try jst("2026-04-01 00:00")..<jst("2026-05-01 00:00")
    let answer = Availability.compute(
      month, outages: [try jst("2026-04-10 05:00")..<jst("2026-04-10 07:00")],
      planned: [try jst("2026-04-10 01:00")..<jst("2026-04-10 06:00")])
    try expect(
      answer.trace,
      [
        "planned": .integer(18_000 * 1_000_000_000), "down": .integer(3_600 * 1_000_000_000),
        "parts_per_million": .integer(Int128(answer.partsPerMillion)),
      ])
    #expect(answer.outages == [try jst("2026-04-10 06:00")..<jst("2026-04-10 07:00")])
  }
}
