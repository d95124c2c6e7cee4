import CivilTime
import Testing

@testable import Rules

@Suite struct ConnectionsTests {
  @Test(
    arguments: [
      // rule, peak, packs, connections, yearly with tax, packs where the included one counts
      ("CTI-16", 0, 0, 1, 0, 0), ("CTI-16", 1, 0, 1, 0, 0),
      ("CTI-16", 2, 1, 5, 65_340, 1), ("CTI-16", 5, 1, 5, 65_340, 1),
      ("CTI-16", 6, 2, 10, 130_680, 1), ("CTI-16", 7, 2, 10, 130_680, 2),
      ("CTI-16", 8, 2, 10, 130_680, 2), ("CTI-16", 10, 2, 10, 130_680, 2),
      ("CTI-16", 11, 3, 15, 196_020, 2), ("CTI-16", 16, 4, 20, 261_360, 3),
      ("CTI-16", 21, 5, 25, 326_700, 4), ("CTI-16", 96, 20, 100, 1_306_800, 19),
      ("CTI-16", 100, 20, 100, 1_306_800, 20),
    ] as [(String, Int, Int, Int, Int64, Int)])
  func aPeakNeedsPacksOfFive(
    rule: String, peak: Int, packs: Int, connections: Int, yearly: Int64, included: Int
  ) throws {
    let answer = try #require(Connections.packs(forPeak: peak).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.packs == packs, "\(rule)")
    #expect(answer.connections == connections, "\(rule)")
    let other = try #require(Connections.packs(forPeak: peak, reading: .countIncluded).answer)
    try TraceFormula.check(other.trace)
    #expect(other.packs == included, "\(rule)")
    guard packs > 0 else { return }
    let item = try #require(CatalogueVersion.published["pop-up-a"]?["connections"])
    let bought = CivilDate(literal: 2026, 4, 10)
    let purchase = try #require(LotPurchase.compute(packs, of: item, bought: bought).answer)
    try TraceFormula.check(purchase.trace)
    #expect(purchase.price.total == Yen(yearly), "CTI-14")
    #expect(purchase.units == connections, "CTI-14")
    #expect(purchase.usable?.upperBound.description == "2027-04-09", "CTI-21")
  }

  /// The oracle buys pack after pack until the peak has room.
  @Test func packsAreEnoughAndNoMore() throws {
    for peak in 0...1_000 {
      var packs = 0
      while peak > 1, packs * 5 < peak { packs += 1 }
      #expect(Connections.packs(forPeak: peak).answer?.packs == packs)
    }
    expectClear(Connections.packs(forPeak: -1).rejections)
    expectClear(Connections.packs(forPeak: .max).rejections)
  }

  @Test(arguments: [
    // rule, mobile devices, web sessions, PCs, connections
    ("CTI-15", 2, 2, 0, 4), ("CTI-15", 0, 0, 9, 0), ("CTI-15", .max, 2, 0, .max),
  ])
  func onePersonWithFourConnectionsCountsFour(
    rule: String, mobile: Int, web: Int, pcs: Int, expected: Int
  ) throws {
    let count = Connections.count(mobileDevices: mobile, webSessions: web, pcClients: pcs)
    try TraceFormula.check(count.trace)
    #expect(count.connections == expected, "\(rule)")
  }

  @Test func leasesNeverExceedTheLicence() throws {
    let start = try jst("2026-04-10 10:00")
    var leases = SeatLeases(limit: 2)
    #expect(leases.acquire("a", .web, at: start).answer?.inUse == 1, "CTI-17")
    #expect(leases.acquire("b", .mobile, at: start).answer?.inUse == 2, "CTI-17")
    let full = leases.acquire("c", .web, at: start).rejections
    #expect(full == [.licence(inUse: 2, limit: 2)], "CTI-17")
    // who has a place keeps it
    #expect(leases.acquire("a", .web, at: start).answer?.inUse == 2)
    // a tab that crashed frees its place after 90 seconds
    let later = start.advanced(by: .seconds(60))
    #expect(leases.renew("a", at: later).answer != nil)
    let expired = start.advanced(by: SeatLeases.life)
    #expect(leases.inUse(at: expired) == 1)
    let lost = leases.renew("b", at: expired).rejections
    #expect(lost == [.unknown("b")], "CTI-17")
    #expect(leases.acquire("c", .web, at: expired).answer?.inUse == 2)
    // fewer licences stop new ones and end none
    leases.limit = 1
    #expect(leases.renew("a", at: expired).answer != nil, "CTI-22")
    #expect(leases.acquire("d", .web, at: expired).answer == nil, "CTI-22")
    leases.release("a")
    leases.release("c")
    #expect(leases.acquire("d", .web, at: expired).answer?.inUse == 1)
    expectClear(full + lost)
  }

  @Test func theHundredAndFirstWebSessionIsRefused() throws {
    let now = try jst("2026-04-10 10:00")
    var leases = SeatLeases(limit: 1_000)
    for number in 1...100 {
      #expect(leases.acquire("web-\(number)", .web, at: now).answer?.inUse == number)
    }
    let refused = leases.acquire("web-101", .web, at: now).rejections
    #expect(refused == [.webCap(inUse: 100)], "CTI-17")
    expectClear(refused)
    #expect(leases.acquire("phone", .mobile, at: now).answer?.inUse == 101, "CTI-17")
  }
}
