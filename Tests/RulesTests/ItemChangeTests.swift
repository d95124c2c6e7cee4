import CivilTime
import Testing

@testable import Rules

@Suite struct ItemChangeTests {
  private let popUp = CatalogueVersion.published["pop-up-a"]
  private static let start = CivilDate(literal: 2026, 4, 15)

  private func order(_ quantities: [String: Int] = [:]) -> Quote.Order {
    Quote.Order("pop-up-a", quantities: quantities, supplied: Self.start)
  }

  @Test(
    arguments: [
      // rule, item, had, wanted, asked on, with the first, from when, charged now
      ("CTI-09", "software", 3, 5, "2026-07-10", false, "2026-07-10", 0),
      ("CTI-22", "software", 3, 2, "2026-07-10", false, "2026-08-01", 0),
      ("CTI-22", "software", 3, 0, "2026-12-31", false, "2027-01-01", 0),
      ("CTI-21", "connections", 1, 2, "2026-10-10", false, "2027-04-15", 0),
      ("CTI-21", "connections", 1, 2, "2026-10-10", true, "2026-10-10", 34_650),
      ("CTI-21", "connections", 1, 2, "2027-04-14", true, "2027-04-14", 4_950),
      ("CTI-22", "connections", 3, 1, "2026-10-10", false, "2027-04-15", 0),
      ("CTI-22", "connections", 3, 1, "2027-04-15", false, "2028-04-15", 0),
      // before the first day that is billed
      ("CTI-09", "software", 3, 2, "2026-04-14", false, "2026-04-14", 0),
      ("CTI-14", "connections", 3, 1, "2026-04-14", false, "2026-04-14", 0),
    ] as [(String, String, Int, Int, String, Bool, String, Int64)])
  func aChangeHasItsDay(
    rule: String, item: String, had: Int, wanted: Int, on date: String, isCoTerm: Bool,
    from: String, net: Int64
  ) throws {
    let ruling = ItemChange.compute(
      .init(item, wanted, isCoTerm: isCoTerm), of: order([item: had]), [],
      try #require(popUp), on: try day(date), billedFrom: Self.start)
    let answer = try #require(ruling.answer)
    #expect(answer.count.from.description == from && answer.count.count == wanted, "\(rule)")
    #expect(answer.net == Yen(net), "\(rule)")
    let computed = try TraceFormula.check(answer.trace)
    #expect(computed["effective"] == .date(answer.count.from), "COM-12")
    if net > 0 { #expect(computed["net_yen"] == .integer(Int128(net)), "COM-12") }
  }

  /// The oracle walks day by day to the first on which the contract's year begins, or a month.
  @Test func whatIsPaidByTheYearChangesOnTheContractsOwnDay() throws {
    var random = SeededRandom(state: 22)
    let product = try #require(popUp)
    for _ in 0..<200 {
      let start = random.date(from: 2024, to: 2031)
      let asked = start.advanced(by: Int.random(in: 0...800, using: &random))
      let answer = try #require(
        ItemChange.compute(
          .init("connections", 1), of: order(["connections": 2]), [], product, on: asked,
          billedFrom: start
        ).answer)
      var (year, day) = (1, try Walked.months(12, from: start))
      while day <= asked {
        year += 1
        day = try Walked.months(12 * year, from: start)
      }
      #expect(answer.count.from == day, "CTI-22")
      let fewer = try #require(
        ItemChange.compute(
          .init("software", 1), of: order(["software": 2]), [], product, on: asked,
          billedFrom: start
        ).answer)
      #expect(fewer.count.from == Walked.next(Walked.endOfMonth(asked)), "CTI-22")
    }
  }

  @Test func everyFaultIsNamed() throws {
    let product = try #require(popUp)
    let july = try day("2026-07-10")
    func refused(
      _ wish: ItemChange.Wish, _ product: Product, _ quantities: [String: Int] = [:]
    ) -> [String] {
      let order = Quote.Order(product.code, quantities: quantities, supplied: Self.start)
      let rejections = ItemChange.compute(
        wish, of: order, [], product, on: july, billedFrom: Self.start
      ).rejections
      expectClear(rejections)
      return rejections.map(\.fault.reason)
    }
    #expect(refused(.init("fax", 1), product) == ["ITEM_UNKNOWN"])
    #expect(refused(.init("pop-up", 1), product) == ["ITEM_NOT_CHANGEABLE"])
    #expect(
      refused(.init("set-up", 0), product) == ["ITEM_NOT_CHANGEABLE", "MISSING_MANDATORY_ITEM"])
    #expect(refused(.init("maintenance", 2), product) == ["OPTION_COUNTED"])
    #expect(refused(.init("maintenance", 1), product) == ["QUANTITY_UNCHANGED"])
    #expect(
      refused(.init("software", -1, price: 5), product) == ["QUANTITY_NEGATIVE", "PRICE_PUBLISHED"])
    #expect(refused(.init("software", 2, isCoTerm: true), product) == ["CO_TERM_UNASKED"])
    #expect(
      refused(.init("connections", 1, isCoTerm: true), product, ["connections": 2])
        == ["CO_TERM_UNASKED"])
    let telework = try #require(CatalogueVersion.published["telework"])
    #expect(
      refused(.init("added-account", 2), telework)
        == ["ITEM_NOT_CHANGEABLE", "PARAMETER_MISSING"])
    #expect(
      refused(.init("connections", .max, isCoTerm: true), product, ["connections": 1])
        == ["AMOUNT_TOO_LARGE"])
  }

  @Test func aMonthIsChargedByWhatHoldsInIt() throws {
    let product = try #require(popUp)
    var counts: [ItemCount] = []
    counts.enter(ItemCount("software", 5, from: try day("2026-07-10")))
    counts.enter(ItemCount("software", 2, from: try day("2026-09-01")))
    counts.enter(ItemCount("connections", 3, from: try day("2026-10-10")))
    for (month, software, connections) in [
      ("2026-06-01", 3, 1), ("2026-07-01", 5, 1), ("2026-08-31", 5, 1), ("2026-09-01", 2, 1),
      // The year that has begun keeps its number; the next one has the new.
      ("2027-03-01", 2, 1), ("2027-04-01", 2, 3),
    ] {
      let counted = order(["software": 3, "connections": 1]).counting(
        counts, of: product, in: try day(month), from: Self.start)
      try TraceFormula.check(counted.trace)
      let order = counted.order
      #expect(order.quantities == ["software": software, "connections": connections], "\(month)")
      #expect(Quote.compute(order, by: .published).answer != nil)
    }
    counts.enter(ItemCount("software", 0, from: try day("2026-08-01")))
    #expect(
      counts.filter { $0.item == "software" }.map(\.count) == [5, 0], "what was planned is gone")
    let none = order(["software": 3]).counting(
      counts, of: product, in: try day("2026-08-01"), from: Self.start
    ).order
    #expect(none.quantities["software"] == nil)
    #expect(
      Quote.compute(none, by: .published).answer?.lines.map(\.item.code) == [
        "set-up", "maintenance",
      ])
  }

  @Test func whatWasPlannedIsCalledOffAtOnce() throws {
    let product = try #require(popUp)
    let july = try day("2026-07-10")
    let counts = [ItemCount("software", 1, from: try day("2026-08-01"))]
    let back = try #require(
      ItemChange.compute(
        .init("software", 3), of: order(["software": 3]), counts, product, on: july,
        billedFrom: Self.start
      ).answer)
    var after = counts
    after.enter(back.count)
    #expect(after == [ItemCount("software", 3, from: july)])
  }
}
