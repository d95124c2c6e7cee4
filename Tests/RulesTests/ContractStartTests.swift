import CivilTime
import Testing

@testable import Rules

/// What conclusion, delivery and start make of a contract's dates.
@Suite struct ContractStartTests {
  private func product(_ code: String) throws -> Product {
    try #require(CatalogueVersion.published[code])
  }

  @Test(
    arguments: [
      // rule, product, event, day, billing start, term's first and last day, end of the minimum term
      ("TEL-11", "telework", "conclude", "2026-04-10", "–", "2026-04-10", "2027-04-09", "–"),
      ("TEL-11", "telework", "conclude", "2028-02-29", "–", "2028-02-29", "2029-02-28", "–"),
      ("TEL-20", "telework", "activate", "2026-05-01", "2026-05-01", "–", "–", "–"),
      ("CARD-04", "card-corporate-cloud", "conclude", "2026-01-05", "–", "–", "–", "–"),
      (
        "CARD-04", "card-corporate-cloud", "deliver", "2026-01-31", "2026-03-01", "2026-03-01",
        "2027-02-28", "–"
      ),
      (
        "CARD-04", "card-starter-on-premise", "deliver", "2026-02-01", "2026-04-01", "2026-04-01",
        "2027-03-31", "–"
      ),
      (
        "SUP-22", "call-centre", "activate", "2026-04-01", "2026-04-01", "2026-04-01", "2027-03-31",
        "–"
      ),
      ("CTI-11", "pop-up-a", "activate", "2026-04-15", "2026-04-15", "–", "–", "2027-04-30"),
      ("CTI-11", "pop-up-b", "activate", "2026-12-10", "2026-12-10", "–", "–", "2027-12-31"),
      ("MTG-04", "meeting", "activate", "2026-03-20", "2026-03-20", "–", "–", "2027-03-31"),
    ])
  func datesFollow(
    rule: String, code: String, event: String, date: String, billing: String, first: String,
    last: String, minimum: String
  ) throws {
    let (product, on) = (try product(code), try day(date))
    let months = code == "meeting" ? 12 : nil
    let ruling =
      switch event {
      case "conclude": ContractStart.conclude(product, on: on)
      case "deliver": ContractStart.deliver(product, at: .date(on))
      default: ContractStart.activate(product, on: on, minimumMonths: months)
      }
    let answer = try #require(ruling.answer, "\(rule)")
    func text(_ date: CivilDate?) -> String { date?.description ?? "–" }
    #expect(text(answer.billingStart) == billing, "\(rule)")
    #expect(
      text(answer.term?.lowerBound) == first && text(answer.term?.upperBound) == last, "\(rule)")
    #expect(text(answer.minimumEnd) == minimum, "\(rule)")
    #expect(throws: Never.self) { try TraceFormula.check(answer.trace) }
  }

  @Test func whatDoesNotSuitTheProductIsRefused() throws {
    let (card, telework) = (try product("card-corporate-cloud"), try product("telework"))
    let april = try day("2026-04-01")
    let refused =
      ContractStart.activate(card, on: april).rejections
      + ContractStart.deliver(telework, at: .date(april)).rejections
      + ContractStart.conclude(card, on: april, licenceExpiry: april).rejections
      + ContractStart.conclude(telework, on: april, licenceExpiry: try day("2026-03-31")).rejections
    #expect(
      refused.map(\.fault.reason) == [
        "STARTS_BY_DELIVERY", "NOTHING_TO_DELIVER", "EXPIRY_UNASKED", "LICENCE_EXPIRED",
      ])
    expectClear(refused)
  }

  @Test("TEL-11: an explicit expiry of the licence wins")
  func theLicenceEndsTheTerm() throws {
    let (first, last) = (try day("2026-04-10"), try day("2026-12-31"))
    let answer = ContractStart.conclude(try product("telework"), on: first, licenceExpiry: last)
    #expect(answer.answer?.term == first...last)
  }

  @Test("a meeting contract without a minimum term says so")
  func noMinimumIsWarnedOf() throws {
    let answer = ContractStart.activate(try product("meeting"), on: try day("2026-04-01")).answer
    #expect(answer?.minimumEnd == nil)
    #expect(answer?.trace.warnings.map(\.code) == ["NO_MINIMUM_TERM"])
  }

  @Test(
    "TEL-16: the earlier of two ends counts",
    arguments: [
      // cancelled on, terminated on, the last day, the state on the day after it
      ("2026-06-30", "2026-07-31", "2026-06-30", ContractLife.State.cancelled),
      ("2026-06-30", "2026-05-31", "2026-05-31", .terminated),
      ("2026-06-30", "2026-06-30", "2026-06-30", .terminated),
      (nil, "2026-05-31", "2026-05-31", .terminated), (nil, nil, nil, .active),
    ] as [(String?, String?, String?, ContractLife.State)])
  func ends(
    cancelled: String?, terminated: String?, last: String?, state: ContractLife.State
  ) throws {
    let schedule = ContractLife.Schedule(
      termEnd: try day("2027-02-28"), cancelledEnd: try cancelled.map { try day($0) },
      terminatedEnd: try terminated.map { try day($0) }, renewal: .auto)
    #expect(schedule.lastDay == (try last.map { try day($0) }))
    let (on, after) = (try day(last ?? "2026-06-30"), try day(last ?? "2026-06-30").advanced(by: 1))
    #expect(ContractLife.stand(on: on, after: .active, schedule).state == .active)
    #expect(ContractLife.stand(on: after, after: .active, schedule).state == state)
  }

  @Test(
    "SUP-23, CTI-11: a service starts on its day, unless the contract has ended by then",
    arguments: [
      // state, looked at on, cancelled on, the state then
      (ContractLife.State.concluded, "2026-08-31", nil, ContractLife.State.concluded),
      (.concluded, "2026-09-01", nil, .active), (.preparing, "2026-09-01", nil, .active),
      (.concluded, "2026-09-01", "2026-08-31", .cancelled),
      (.suspended, "2026-09-01", nil, .suspended), (.setUp, "2026-09-01", nil, .setUp),
    ] as [(ContractLife.State, String, String?, ContractLife.State)])
  func startsByItself(
    state: ContractLife.State, on date: String, cancelled: String?, expected: ContractLife.State
  ) throws {
    let schedule = ContractLife.Schedule(
      start: try day("2026-09-01"), cancelledEnd: try cancelled.map { try day($0) })
    #expect(ContractLife.stand(on: try day(date), after: state, schedule).state == expected)
  }

  @Test func whatIsNotRenewedEndsWithItsTerm() throws {
    let end = try day("2027-02-28")
    #expect(ContractLife.Schedule(termEnd: end, renewal: .unspecified).lastDay == end)
    #expect(ContractLife.Schedule(termEnd: end, renewal: .auto).lastDay == nil)
  }
}
