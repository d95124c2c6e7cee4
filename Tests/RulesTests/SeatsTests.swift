import CivilTime
import Testing

@testable import Rules

@Suite struct SeatsTests {
  @Test func leaversSeatsAreFreed() throws {
    var seats = try #require(Seats(licences: 100, used: 100))
    let full = seats.assign().rejections
    #expect(full == [.noFreeSeat(needed: 1, free: 0)], "CARD-11")
    let freed = try #require(seats.recover(3).answer)
    #expect(freed.seats.used == 97, "SUP-09")
    #expect(try TraceFormula.check(freed.trace)["free"] == .integer(3), "SUP-09")
    #expect(seats.free == 3, "SUP-09")
    let many = seats.assign(4).rejections
    #expect(many == [.noFreeSeat(needed: 4, free: 3)])
    #expect(seats.used == 97)
    let taken = try #require(seats.assign(3).answer)
    #expect(taken.seats.free == 0)
    #expect(try TraceFormula.check(taken.trace)["used"] == .integer(100), "CARD-12")
    let none = seats.recover(0).rejections
    let over = seats.recover(101).rejections
    #expect(over == [.notUsed(released: 101, used: 100)])
    expectClear(full + many + none + over)
    #expect(Seats(licences: 5, used: 6) == nil)
  }

  @Test(arguments: [
    // rule, days since the last reassignment, a reason, allowed
    ("CARD-11", 30, nil, true), ("CARD-11", 29, nil, false), ("CARD-11", 29, "  ", false),
    ("CARD-11", 29, "left the company", true), ("CARD-11", 0, nil, false),
  ])
  func aSecondReassignmentWithinAMonthWantsAReason(
    rule: String, days: Int, reason: String?, allowed: Bool
  ) throws {
    let last = try day("2026-04-01")
    let ruling = Seats.judgeReassignment(
      on: last.advanced(by: days), last: last, reason: reason)
    #expect((ruling.answer != nil) == allowed, "\(rule)")
    expectClear(ruling.rejections)
    if let trace = ruling.answer { try TraceFormula.check(trace) }
    #expect(Seats.judgeReassignment(on: last, last: nil).answer != nil)
  }

  @Test(arguments: [
    // rule, licences, allowed
    ("CARD-13", 4, false), ("CARD-13", 5, true), ("CARD-13", 6, true), ("CARD-13", 0, false),
  ])
  func anOrderHasAtLeastFiveLicences(rule: String, count: Int, allowed: Bool) {
    let ruling = LicenceCount.judge(count, minimum: 5)
    #expect((ruling.answer != nil) == allowed, "\(rule)")
    #expect(ruling.rejections.allSatisfy { $0.fault.kind == .invalid })
    expectClear(ruling.rejections)
  }

  @Test func threePeopleBuyFiveLicences() {
    #expect(LicenceCount.needed(people: 3, minimum: 5) == 5, "CARD-13")
    #expect(LicenceCount.needed(people: 5, minimum: 5) == 5, "CARD-13")
    // one of the six only looks
    #expect(LicenceCount.needed(people: 6, minimum: 5) == 6, "CARD-12")
  }

  @Test func theCallCentreCountsTheLicencesOfAllProducts() {
    #expect(LicenceCount.ofProducts([60, 41]) == 101, "SUP-21")
    #expect(LicenceCount.ofProducts([60, 41], distinctPeople: 70) == 70, "SUP-21")
    #expect(LicenceCount.ofProducts([.max, 1]) == .max)
  }

  @Test func twoDevicesAtOnceAreASuspicion() throws {
    func session(_ device: String, _ from: String, _ to: String) throws -> SharedUse.Session {
      SharedUse.Session(
        device: device, span: try jst("2026-04-10 \(from)")..<jst("2026-04-10 \(to)"))
    }
    let found = SharedUse.find([
      try session("b", "09:30", "10:30"), try session("a", "09:00", "10:00"),
      try session("a", "09:40", "09:50"), try session("c", "10:30", "11:00"),
      try session("a", "10:45", "10:45"),
    ])
    #expect(
      found.suspicions == [.init(at: try jst("2026-04-10 09:30"), devices: ["a", "b"])], "CARD-11")
  }

  @Test func theSameDevicesAreWarnedOfOnce() throws {
    func session(_ device: String, _ from: String, _ to: String) throws -> SharedUse.Session {
      SharedUse.Session(
        device: device, span: try jst("2026-04-10 \(from)")..<jst("2026-04-10 \(to)"))
    }
    let all = [
      try session("a", "09:00", "10:00"), try session("b", "09:30", "10:00"),
      try session("a", "11:00", "12:00"), try session("b", "11:30", "12:00"),
      try session("c", "11:40", "12:00"), try session("c", "11:50", "12:00"),
    ]
    func warning(_ count: Int, since start: String = "00:00") throws -> [String]? {
      let (some, start) = (all.prefix(count), try jst("2026-04-10 \(start)"))
      return SharedUse.find(Array(some)).warning(at: all[count - 1].span.lowerBound, since: start)?
        .devices
    }
    #expect(
      try (1...6).map { try warning($0) } == [
        nil, ["a", "b"], nil, nil, ["a", "b", "c"], nil,
      ], "CARD-11")
    #expect(try warning(4, since: "09:30") == nil)
    #expect(try warning(4, since: "09:31") == ["a", "b"], "what was before is not known")
  }

  @Test func addedAccountsPayByTheMonthAndOthersAtRenewal() throws {
    let term = try day("2026-04-01")...day("2027-03-31")
    let telework = try #require(CatalogueVersion.published["telework"])
    let centre = try #require(CatalogueVersion.published["call-centre"])
    let july = try day("2026-07-10")
    let added = try #require(
      LicenceChange.compute(from: 10, to: 15, of: telework, on: july, term: term, price: 1_000)
        .answer)
    #expect(try TraceFormula.check(added.trace)["net_yen"] == .integer(45_000), "TEL-13")
    #expect(added.net == 45_000, "TEL-13")
    let frozen = try #require(
      LicenceChange.compute(from: 100, to: 101, of: centre, on: july, term: term).answer)
    #expect(frozen.net == .zero && frozen.licences == 101, "SUP-22")
    #expect(frozen.trace.warnings.map(\.code) == ["COUNTED_AT_RENEWAL"], "SUP-11")
    let card = try #require(CatalogueVersion.published["card-corporate-cloud"])
    let more = LicenceChange.compute(from: 5, to: 6, of: card, on: july, term: term).answer
    #expect(more?.trace.steps.last?.rule == .card09, "CARD-09")
    let next = try day("2027-04-01")
    let fewer = LicenceChange.compute(from: 10, to: 9, of: telework, on: next, term: term)
    #expect(fewer.answer?.net == .zero, "CTI-22")
    let refused =
      LicenceChange.compute(from: 10, to: 15, of: telework, on: july, term: term).rejections
      + LicenceChange.compute(from: 10, to: 9, of: telework, on: july, term: term).rejections
      + LicenceChange.compute(from: 10, to: 10, of: telework, on: july, term: term).rejections
      + LicenceChange.compute(
        from: 10, to: 11, of: telework, on: july, term: term, price: -1
      ).rejections
    #expect(
      refused.map(\.fault.reason) == [
        "PARAMETER_MISSING", "REDUCE_ONLY_AT_RENEWAL", "LICENCES_UNCHANGED", "PRICE_NEGATIVE",
      ], "TEL-12")
    expectClear(refused)
  }

  @Test func licencesAreReducedAtRenewalOnly() {
    let within = LicenceCount.judge(4, minimum: 5, present: 10).rejections
    #expect(
      within == [.belowMinimum(4, minimum: 5), .reducedWithinTerm(from: 10, to: 4)], "CTI-22")
    expectClear(within)
    #expect(LicenceCount.judge(9, minimum: 5, present: 10, atRenewal: true).answer != nil)
    let below = LicenceCount.judge(4, minimum: 5, present: 10, atRenewal: true).rejections
    #expect(below == [.belowMinimum(4, minimum: 5)], "CARD-13")
    #expect(LicenceCount.judge(11, minimum: 5, present: 10).answer != nil)
  }
}
