import CivilTime
import Testing

@testable import Rules

@Suite struct SeatsTests {
  @Test func leaversSeatsAreFreed() throws {
    var seats = try #require(Seats(licences: 100, used: 100))
    let full = seats.assign().rejections
    #expect(full == [.noFreeSeat(needed: 1, free: 0)], "CARD-11")
    #expect(seats.recover(3).answer?.used == 97, "SUP-09")
    #expect(seats.free == 3, "SUP-09")
    let many = seats.assign(4).rejections
    #expect(many == [.noFreeSeat(needed: 4, free: 3)])
    #expect(seats.used == 97)
    #expect(seats.assign(3).answer?.free == 0)
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
