import CivilTime
import Testing

@testable import Rules

@Suite struct LedgerTests {
  private func incidents() throws -> CatalogueItem {
    try #require(CatalogueVersion.published["paid-support"]?["incidents"])
  }

  private func lot(_ id: String, _ units: Int, from: String, through: String) throws -> Lot {
    Lot(id, left: units, usable: try day(from)...day(through))
  }

  @Test(arguments: [
    // rule, lots, bought, units, price with tax, usable through
    ("SUP-14", 1, "2026-04-10", 10, 33_000, "2027-04-09"),
    ("SUP-14", 3, "2026-04-10", 30, 99_000, "2027-04-09"),
    ("COM-04", 1, "2028-02-29", 10, 33_000, "2029-02-28"),
  ])
  func incidentsAreSoldInLotsOfTen(
    rule: String, lots: Int, bought: String, units: Int, price: Int64, through: String
  ) throws {
    let answer = try #require(
      LotPurchase.compute(lots, of: incidents(), bought: day(bought)).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.units == units, "\(rule)")
    #expect(answer.price.total == Yen(price), "\(rule)")
    #expect(answer.usable?.upperBound.description == through, "\(rule)")
    #expect(answer.usable?.lowerBound.description == bought, "\(rule)")
  }

  @Test(arguments: [
    // rule, units, lots
    ("SUP-14", 7, nil), ("SUP-14", 15, nil), ("SUP-14", 0, nil), ("SUP-14", -10, nil),
    ("SUP-14", 10, 1), ("SUP-14", 20, 2),
  ])
  func unitsThatAreNoLotAreRefused(rule: String, units: Int, lots: Int?) throws {
    let ruling = LotPurchase.lots(ofUnits: units, item: try incidents())
    #expect(ruling.answer?.lots == lots, "\(rule)")
    if let answer = ruling.answer { try TraceFormula.check(answer.trace) }
    expectClear(ruling.rejections)
    #expect(ruling.rejections.allSatisfy { $0.fault.reason == "NOT_A_LOT" }, "\(rule)")
  }

  @Test func everyFaultOfAPurchaseIsNamed() throws {
    let bought = try day("2026-04-10")
    let base = try #require(CatalogueVersion.published["paid-support"]?["base"])
    let pack = try #require(CatalogueVersion.published["card-corporate-cloud"]?["pack"])
    func refused(
      _ lots: Int, _ item: CatalogueItem, _ price: Yen? = nil, _ date: CivilDate
    ) -> [LotPurchase.Rejection] {
      let rejections = LotPurchase.compute(lots, of: item, unitPrice: price, bought: date)
        .rejections
      expectClear(rejections)
      return rejections
    }
    #expect(refused(0, base, nil, bought) == [.notSoldInLots(item: "base"), .lotsNotPositive(0)])
    #expect(refused(1, pack, nil, bought) == [.priceUnpublished(item: "pack")], "CARD-16")
    #expect(refused(1, pack, -1, bought) == [.priceNegative(-1)])
    #expect(refused(.max, try incidents(), nil, bought) == [.amountTooLarge])
    #expect(refused(1, try incidents(), nil, .max) == [.outOfCalendar])
    let priced = LotPurchase.compute(1, of: pack, unitPrice: 20_000, bought: bought).answer
    #expect(priced?.price.total == 22_000, "CARD-37")
    #expect(priced?.usable == nil)
  }

  // MARK: - Consumption

  @Test func theEarliestExpiryIsUsedFirst() throws {
    let lots = [
      try lot("late", 10, from: "2026-01-01", through: "2026-12-31"),
      try lot("early", 3, from: "2026-02-01", through: "2026-06-30"),
      try lot("over", 9, from: "2025-01-01", through: "2025-12-31"),
      try lot("ahead", 9, from: "2026-05-01", through: "2026-06-01"),
    ]
    let answer = try #require(Consumption.plan(5, on: day("2026-04-10"), from: lots).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.draws == [Draw("early", 3), Draw("late", 2)], "SUP-15")
    #expect(answer.balance == 8 && answer.nextExpiry?.description == "2026-12-31", "SUP-16")
    let part = try #require(Consumption.plan(2, on: day("2026-04-10"), from: lots).answer)
    #expect(part.nextExpiry?.description == "2026-06-30", "SUP-16")
    let all = try #require(Consumption.plan(13, on: day("2026-04-10"), from: lots).answer)
    #expect(all.balance == 0 && all.nextExpiry == nil)
    let short = Consumption.plan(14, on: try day("2026-04-10"), from: lots).rejections
    #expect(short == [.insufficient(needed: 14, available: 13)], "SUP-15")
    let none = Consumption.plan(0, on: try day("2026-04-10"), from: lots).rejections
    expectClear(short + none)
  }

  @Test func whatATermIncludesIsUsedBeforePacks() throws {
    let term = Lot(
      "term", left: 6_000, usable: try day("2026-04-01")...day("2027-03-31"), isIncluded: true)
    let pack = try lot("pack", 500, from: "2026-04-01", through: "2026-09-30")
    let sides = try #require(ScanUnits.compute(simplex: 300, duplex: 2_900).answer)
    try TraceFormula.check(sides.trace)
    #expect(sides.units == 6_100, "CARD-37")
    let over = Consumption.plan(
      sides.units, on: try day("2026-07-01"), from: [term], rule: .card16)
    #expect(over.rejections == [.insufficient(needed: 6_100, available: 6_000)], "CARD-37")
    let paid = Consumption.plan(
      sides.units, on: try day("2026-07-01"), from: [pack, term], rule: .card16
    ).answer
    #expect(paid?.draws == [Draw("term", 6_000), Draw("pack", 100)], "CARD-16")
    #expect(paid?.balance == 400, "CARD-37")
    #expect(ScanUnits.compute(simplex: 0, duplex: 100).answer?.units == 200, "CARD-15")
    #expect(ScanUnits.compute(simplex: 100, duplex: 0).answer?.units == 100, "CARD-15")
    #expect(ScanUnits.compute(simplex: 1 + 1, duplex: 0).answer?.units == 2, "CARD-15")
    expectClear(
      ScanUnits.compute(simplex: -1, duplex: 0).rejections
        + ScanUnits.compute(simplex: 0, duplex: .max).rejections)
  }

  @Test func unitsLapseTheMidnightAfterTheirLastDay() throws {
    var ledger = LotLedger()
    let bought = try jst("2026-04-10 12:00")
    _ = ledger.post(
      try lot("a", 10, from: "2026-04-10", through: "2027-04-09"), at: bought, reference: "order")
    let last = try jst("2027-04-09 23:59:59")
    #expect(ledger.expire(at: last).isEmpty, "SUP-14")
    #expect(ledger.consume(1, at: last, reference: "late").answer?.balance == 9)
    let midnight = try jst("2027-04-10 00:00")
    let lapsed = ledger.expire(at: midnight)
    #expect(lapsed.map(\.draw) == [Draw("a", 9)] && lapsed.map(\.at) == [midnight], "SUP-14")
    for writeOff in lapsed { try TraceFormula.check(writeOff.trace) }
    #expect(ledger.balance == 0)
    #expect(ledger.expire(at: midnight).isEmpty)
    #expect(ledger.consume(1, at: midnight, reference: "over").rejections.count == 1)
    #expect(ledger.entries.map(\.kind) == [.posted, .consumed, .lapsed])
  }

  @Test func aHandlingWithoutUnitsIsSettledFromTheNextLot() throws {
    var ledger = LotLedger()
    let end = try jst("2026-04-10 12:00")
    _ = ledger.post(
      try lot("a", 2, from: "2026-04-01", through: "2027-03-31"), at: end, reference: "order")
    #expect(ledger.charge(3, endedAt: end, handling: "h1") == nil, "SUP-15")
    #expect(ledger.charge(1, endedAt: end, handling: "h2") == nil)
    #expect(ledger.charge(0, endedAt: end, handling: "h0") == nil)
    #expect(ledger.balance == 2 && ledger.debts.map(\.id) == ["h1", "h2"], "SUP-15")
    // its start lies after the handlings
    let entries = ledger.post(
      try lot("b", 10, from: "2026-05-01", through: "2027-04-30"), at: end, reference: "order 2")
    #expect(entries.answer?.entries.map(\.kind) == [.posted, .settled, .settled], "SUP-15")
    #expect(entries.answer?.entries.map(\.reference) == ["order 2", "h1", "h2"])
    #expect(entries.answer?.entries[1].changes == [Draw("a", -2), Draw("b", -1)], "SUP-15")
    #expect(ledger.debts.isEmpty && ledger.balance == 8)
  }

  @Test func aSmallDebtNeverOvertakesALargeOne() throws {
    let debts = [
      Settlement.Debt("large", units: 9, day: try day("2026-04-10")),
      Settlement.Debt("small", units: 1, day: try day("2026-04-11")),
    ]
    let lots = [try lot("b", 5, from: "2026-05-01", through: "2027-04-30")]
    #expect(Settlement.plan(debts, from: lots, posted: "b").isEmpty, "SUP-15")
  }

  @Test func aReversalGivesBackWhereItWasTaken() throws {
    var ledger = LotLedger()
    let now = try jst("2026-04-10 12:00")
    _ = ledger.post(
      try lot("a", 2, from: "2026-04-01", through: "2026-04-30"), at: now, reference: "order")
    _ = ledger.post(
      try lot("b", 9, from: "2026-04-01", through: "2027-03-31"), at: now, reference: "order")
    _ = ledger.consume(4, at: now, reference: "h1")
    #expect(ledger.reverse(2, at: now, reference: "mistake").answer?.entry.units == 4, "SUP-13")
    #expect(ledger.lots["a"]?.left == 2 && ledger.lots["b"]?.left == 9)
    let twice = ledger.reverse(2, at: now, reference: "again").rejections
    #expect(twice == [.notReversible(2)])
    let posted = ledger.reverse(0, at: now, reference: "again").rejections
    let unknown = ledger.reverse(99, at: now, reference: "again").rejections
    #expect(posted == [.notReversible(0)] && unknown == [.entryUnknown(99)])
    expectClear(twice + posted + unknown)
    // what returns to a lot that is over lapses
    _ = ledger.consume(2, at: now, reference: "h2")
    let may = try jst("2026-05-02 00:00")
    #expect(ledger.expire(at: may).isEmpty)
    _ = ledger.reverse(4, at: may, reference: "mistake")
    #expect(ledger.expire(at: may).map(\.draw) == [Draw("a", 2)], "SUP-13")
  }

  /// The oracle has each unit as a thing of its own, with its lot's days, and takes them one by one.
  @Test func ledgersBalance() throws {
    struct Unit: Hashable {
      let lot: String
      let usable: ClosedRange<CivilDate>
    }
    var random = SeededRandom(state: 15)
    for round in 0..<30 {
      var ledger = LotLedger()
      var units: [Unit] = []
      var today = CivilDate(literal: 2024, 1, 1).advanced(by: round * 100)
      for step in 0..<60 {
        today = today.advanced(by: Int.random(in: 0...20, using: &random))
        let now = JST.instant(today, TimeOfDay(literal: 12, 0))
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2:
          let count = Int.random(in: 1...10, using: &random)
          let last = today.advanced(by: Int.random(in: 0...120, using: &random))
          let lot = Lot("\(step)", left: count, usable: today...last)
          #expect(ledger.post(lot, at: now, reference: "").answer?.entries.count == 1)
          units += Array(repeating: Unit(lot: lot.id, usable: lot.usable), count: count)
        case 3...8:
          let count = Int.random(in: 1...8, using: &random)
          let open = units.indices.filter { units[$0].usable.contains(today) }
            .sorted { a, b in
              let (left, right) = (units[a], units[b])
              return (left.usable.upperBound, left.usable.lowerBound, left.lot)
                < (right.usable.upperBound, right.usable.lowerBound, right.lot)
            }
          let ruling = ledger.consume(count, at: now, reference: "")
          if open.count < count {
            #expect(
              ruling.rejections == [
                .consumption(.insufficient(needed: count, available: open.count))
              ])
          } else {
            #expect(ruling.answer?.balance == open.count - count)
            for index in open.prefix(count).sorted(by: >) { units.remove(at: index) }
          }
        default:
          let lapsed = ledger.expire(at: now).reduce(0) { $0 + $1.draw.units }
          let before = units.count
          units.removeAll { $0.usable.upperBound < today }
          #expect(lapsed == before - units.count, "SUP-14")
        }
        #expect(ledger.balance == units.count)
        #expect(ledger.entries.reduce(0) { $0 + $1.units } == ledger.balance)
        #expect(ledger.lots.values.allSatisfy { $0.left >= 0 })
      }
    }
  }

  @Test func aLotIsPostedOnce() throws {
    var ledger = LotLedger()
    let now = try jst("2026-04-10 12:00")
    let lot = try lot("a", .max, from: "2026-04-01", through: "2026-04-30")
    #expect(ledger.post(lot, at: now, reference: "").answer != nil)
    let refused =
      ledger.post(
        try self.lot("a", 0, from: "2026-04-01", through: "2026-04-30"), at: now, reference: ""
      ).rejections
      + ledger.post(
        try self.lot("b", 1, from: "2026-04-01", through: "2026-04-30"), at: now, reference: ""
      ).rejections
    #expect(refused == [.lotExists("a"), .unitsNotPositive(0), .tooManyUnits(1)])
    expectClear(refused)
  }
}
