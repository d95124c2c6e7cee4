import CivilTime
import Testing

@testable import Rules

@Suite struct CallTests {
  private func rates(
    surcharge: Yen = 0, staffed: Bool = false
  ) throws -> CallRates {
    try #require(CallRates(surcharge: surcharge, chargesStaffedOutOfHours: staffed))
  }

  private func office() throws -> BusinessCalendar {
    BusinessCalendar(
      id: "office", name: LocalizedName(ja: "営業時間", en: "Office", zh: "营业时间"),
      hours: WeeklyHours(mondayToFriday: WorkingWindow(literal: (9, 0), (18, 0))))
  }

  private func call(
    _ id: String = "1", at: String = "2026-04-10 10:00", shown: Bool = true, staffed: Bool = true,
    employee: Bool = false, spam: Bool = false
  ) throws -> IncomingCall {
    IncomingCall(
      id, ringing: try jst(at), isShown: shown, isStaffed: staffed, isEmployee: employee,
      isSpam: spam)
  }

  @Test(
    arguments: [
      // rule, shown, open, employee, spam, match, price, with lists entered
      (RuleID.cti03, true, true, false, false, .standard, 30, 35),
      (.cti03, false, true, false, false, .notShown, 0, 0),
      (.cti04, true, true, true, false, .employee, 15, 20),
      (.cti05, true, true, false, true, .spam, 0, 0),
      (.cti05, true, true, true, true, .spam, 0, 0),
      (.cti06, true, false, false, false, .outOfHours, 0, 0),
      (.cti06, true, false, true, false, .outOfHours, 0, 0),
      (.cti06, true, false, false, true, .outOfHours, 0, 0),
      (.cti06, true, false, true, true, .outOfHours, 0, 0),
    ] as [(RuleID, Bool, Bool, Bool, Bool, RatedCall.Match, Int64, Int64)])
  func theFirstRuleThatMatchesMakesThePrice(
    rule: RuleID, shown: Bool, open: Bool, employee: Bool, spam: Bool, match: RatedCall.Match,
    price: Int64, withLists: Int64
  ) throws {
    let call = try call(shown: shown, employee: employee, spam: spam)
    let explained = CallRating.explain(call, isOpen: open, by: try rates())
    try TraceFormula.check(explained.trace)
    #expect(explained.rated.match == match, "CTI-07")
    #expect(match.rule == rule)
    #expect(explained.rated.price == Yen(price), "\(rule.rawValue)")
    #expect(explained.rated.allowsHistory == !spam, "CTI-05")
    let lists = CallRating.explain(call, isOpen: open, by: try rates(surcharge: 5))
    try TraceFormula.check(lists.trace)
    #expect(lists.rated.price == Yen(withLists), "CTI-13")
  }

  @Test(arguments: [
    // rule, ringing, price
    ("CTI-06", "2026-04-10 17:59:59", 30), ("CTI-06", "2026-04-10 17:59:59.999", 30),
    ("CTI-06", "2026-04-10 18:00", 0), ("CTI-06", "2026-04-10 08:59:59", 0),
    ("CTI-06", "2026-04-10 09:00", 30), ("CTI-06", "2026-04-11 10:00", 0),
    ("CTI-06", "2026-04-29 10:00", 0),
  ])
  func theInstantOfRingingDecides(rule: String, ringing: String, price: Int64) throws {
    let days = try day("2026-04-01")...day("2026-04-30")
    var tally = CallTally(try rates(), hours: try CallHours(office(), days: days))
    #expect(tally.add(try call(at: ringing))?.price == Yen(price), "\(rule)")
    #expect(tally.add(try call("2", at: "2026-05-01 10:00")) == nil)
    #expect(tally.outsideOfDays == 1)
  }

  @Test func aStricterContractChargesStaffedCallsOutOfHours() throws {
    let staffed = try call(at: "2026-04-10 20:00")
    let empty = try call(at: "2026-04-10 20:00", staffed: false)
    let strict = try rates(staffed: true)
    #expect(CallRating.rate(staffed, isOpen: false, by: strict).price == 30, "CTI-06")
    #expect(CallRating.rate(empty, isOpen: false, by: strict).price == 0, "CTI-06")
  }

  @Test func aCallIsChargedOnce() throws {
    let days = try day("2026-04-01")...day("2026-04-30")
    var tally = CallTally(try rates(), hours: try CallHours(office(), days: days))
    #expect(tally.add(try call("1", shown: false))?.price == 0, "CTI-03")
    #expect(tally.add(try call("1"))?.price == 30, "CTI-03")
    #expect(tally.add(try call("1")) == nil, "CTI-03")
    #expect(tally[.standard] == 1)
  }

  @Test func whatANumberWasAtTheTimeOfTheCallCounts() throws {
    var register = CallerRegister()
    let from = try jst("2026-04-10 10:00")
    let end = try jst("2026-04-20 10:00")
    register.register("+81312345678", as: .employee, from: from)
    register.register("+81312345678", as: .employee, from: end)
    register.register("+81312345678", as: .spam, from: end)
    let before = from.advanced(by: .nanoseconds(-1))
    #expect(register.classes(of: "+81312345678", at: before).isEmpty, "CTI-04")
    #expect(register.classes(of: "+81312345678", at: from) == [.employee], "CTI-04")
    register.unregister("+81312345678", as: .employee, at: end)
    #expect(register.classes(of: "+81312345678", at: from) == [.employee], "CTI-04")
    #expect(register.classes(of: "+81312345678", at: end) == [.spam], "CTI-05")
    register.unregister("+81399999999", as: .spam, at: end)
    #expect(register.classes(of: "+81399999999", at: end).isEmpty)
  }

  // MARK: - The month

  private static let usage = CallBill.Usage(
    standard: 1_200, employee: 37, spam: 54, outOfHours: 80, pcs: 3)

  @Test(
    arguments: [
      // rule, product, usage, lists, first month, rounding, net, with tax
      ("CTI-20", "pop-up-a", usage, .none, false, .floor, 49_705, 54_675),
      ("CTI-20", "pop-up-a", usage, .none, false, .halfUp, 49_705, 54_676),
      ("CTI-20", "pop-up-a", usage, .perPopUp, false, .floor, 55_890, 61_479),
      (
        "CTI-20", "pop-up-b", .init(standard: 800, employee: 12), .none, false, .floor, 29_180,
        32_098
      ),
      (
        "CTI-02", "pop-up-b", .init(standard: 800, employee: 12), .none, true, .floor, 79_180,
        87_098
      ),
      ("CTI-02", "pop-up-a", .init(standard: 0, employee: 0), .none, true, .floor, 10_000, 11_000),
      (
        "CTI-09", "pop-up-b", .init(standard: 0, employee: 0, pcs: 9), .none, false, .floor, 5_000,
        5_500
      ),
      (
        "CTI-13", "pop-up-b", .init(standard: 0, employee: 0, listEntries: 10), .perEntry, false,
        .floor, 5_400, 5_940
      ),
    ] as [(String, String, CallBill.Usage, CallRates.ListInput, Bool, TaxRounding, Int64, Int64)])
  func aMonthIsBilled(
    rule: String, product: String, usage: CallBill.Usage, lists: CallRates.ListInput,
    first: Bool, rounding: TaxRounding, net: Int64, total: Int64
  ) throws {
    let product = try #require(CatalogueVersion.published[product])
    let bill = try #require(
      CallBill.compute(
        usage, product: product, listInput: lists, supplied: day("2026-04-30"), isFirst: first,
        rounding: rounding
      ).answer)
    try TraceFormula.check(bill.trace)
    #expect(bill.totals.net == Yen(net), "\(rule)")
    #expect(bill.totals.total == Yen(total), "\(rule)")
  }

  /// A million times fewer calls than a month may have, told by their prices one by one.
  @Test func theTallyIsTheSumOfItsCalls() throws {
    let product = try #require(CatalogueVersion.published["pop-up-a"])
    let days = try day("2026-04-01")...day("2026-04-30")
    let rates = try #require(CallRates(product, listInput: .perPopUp))
    var tally = CallTally(rates, hours: try CallHours(office(), days: days))
    var random = SeededRandom(state: 20)
    var sum: Int64 = 0
    for number in 0..<2_000 {
      let call = IncomingCall(
        "\(number % 1_500)",
        ringing: JST.instant(days.lowerBound).advanced(
          by: .seconds(Int.random(in: 0..<30 * 86_400, using: &random))),
        isShown: Int.random(in: 0..<9, using: &random) > 0,
        isEmployee: Int.random(in: 0..<9, using: &random) == 0,
        isSpam: Int.random(in: 0..<9, using: &random) == 0)
      sum += tally.add(call)?.price.amount ?? 0
    }
    let bill = try #require(
      CallBill.compute(
        CallBill.Usage(tally), product: product, listInput: .perPopUp,
        supplied: day("2026-04-30")
      ).answer)
    #expect(bill.totals.net == Yen(sum + 10_000), "CTI-20")
  }

  @Test func openingHoursAgreeWithTheCalendar() throws {
    let days = try day("2026-04-25")...day("2026-05-10")
    let calendar = BusinessCalendar.phoneDesk
    let hours = try CallHours(calendar, days: days)
    let start = JST.instant(days.lowerBound)
    for quarter in 0..<(16 * 96) {
      let instant = start.advanced(by: .seconds(quarter * 900))
      #expect(hours.isOpen(at: instant) == (try calendar.isOpen(at: instant)))
    }
    #expect(hours.isOpen(at: start.advanced(by: .nanoseconds(-1))) == nil)
    #expect(hours.isOpen(at: JST.instant(try day("2026-05-11"))) == nil)
  }

  @Test func everyFaultOfABillIsNamed() throws {
    let popUp = try #require(CatalogueVersion.published["pop-up-a"])
    let support = try #require(CatalogueVersion.published["paid-support"])
    let supplied = try day("2026-04-30")
    let wrong = CallBill.Usage(
      standard: -1, employee: 0, outOfHours: -2, pcs: -3, listEntries: 4)
    let refused = CallBill.compute(wrong, product: popUp, supplied: supplied).rejections
    #expect(
      refused == [
        .countNegative("software", -3), .countNegative("pop-up", -1),
        .countNegative("out-of-hours", -2), .entriesUncharged(4),
      ])
    let other = CallBill.compute(
      .init(standard: 1, employee: 0), product: support, supplied: supplied
    ).rejections
    #expect(other.count == 8 && CallRates(support) == nil)
    let large = CallBill.compute(
      .init(standard: .max, employee: 1), product: popUp, supplied: supplied
    ).rejections
    let many = CallBill.compute(
      .init(standard: .max, employee: 0), product: popUp, supplied: supplied
    ).rejections
    #expect(large == [.amountTooLarge] && many == [.amountTooLarge])
    expectClear(refused + other + large)
    #expect(CallRates(standard: Yen(.max), surcharge: 1) == nil)
  }
}
