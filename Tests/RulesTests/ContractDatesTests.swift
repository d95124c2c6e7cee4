import CivilTime
import Testing

@testable import Rules

@Suite struct ContractDatesTests {
  @Test(arguments: [
    // rule, delivered, billing starts, setup ends, days of setup, the term ends
    ("CARD-04", "2026-01-31", "2026-03-01", "2026-02-28", 29, "2027-02-28"),
    ("CARD-04", "2026-02-01", "2026-04-01", "2026-03-31", 59, "2027-03-31"),
    ("CARD-04", "2026-02-28", "2026-04-01", "2026-03-31", 32, "2027-03-31"),
    ("CARD-04", "2026-11-30", "2027-01-01", "2026-12-31", 32, "2027-12-31"),
    ("CARD-04", "2026-12-15", "2027-02-01", "2027-01-31", 48, "2028-01-31"),
    ("CARD-04", "2027-12-31", "2028-02-01", "2028-01-31", 32, "2029-01-31"),
    ("CARD-06", "2027-01-20", "2027-03-01", "2027-02-28", 40, "2028-02-29"),
  ])
  func billingStartsInTheSecondMonthAfterDelivery(
    rule: String, delivered: String, start: String, setupEnd: String, setupDays: Int,
    termEnd: String
  ) throws {
    let plan = try #require(DeliveryPlan.compute(delivered: .date(day(delivered))).answer)
    try TraceFormula.check(plan.trace)
    #expect(plan.billingStart.description == start, "\(rule)")
    #expect(plan.setup.upperBound.description == setupEnd, "CARD-05")
    #expect(plan.setup.count == setupDays, "CARD-05")
    #expect(plan.term.lowerBound == plan.billingStart, "CARD-06")
    #expect(plan.term.upperBound.description == termEnd, "CARD-06")
  }

  @Test func deliveryAtMidnightInJapanIsOfTheNextMonth() throws {
    let instant = try moment("2026-01-31T15:10:00Z")
    let plan = try #require(DeliveryPlan.compute(delivered: .instant(instant)).answer)
    #expect(plan.billingStart.description == "2026-04-01", "CARD-04")
    let refused = DeliveryPlan.compute(delivered: .date(.max)).rejections
    #expect(refused == [.outOfCalendar])
    expectClear(refused)
  }

  /// The oracle walks day by day until the month has changed twice.
  @Test func billingStartsWhenTheMonthHasChangedTwice() throws {
    for delivered in Walked.allDays {
      var date = delivered
      var changes = 0
      while changes < 2 {
        date = Walked.next(date)
        if date.day == 1 { changes += 1 }
      }
      let plan = DeliveryPlan.compute(delivered: .date(delivered)).answer
      #expect(plan?.billingStart == date, "CARD-04")
      #expect(plan?.setup == delivered...date.advanced(by: -1), "CARD-05")
    }
  }

  /// The terms of every anchor from 2024 to 2032 follow each other without gap or overlap, and each ends the
  /// day before the anchor's day, or on the month's last day where there is no such day.
  @Test func termsFollowEachOtherFromTheirAnchor() throws {
    for anchor in Walked.allDays {
      let (year, month, day) = anchor.civil
      var previous = anchor.advanced(by: -1)
      for number in 1...4 {
        let term = try #require(ContractTerm.compute(number, from: anchor, rule: .card06).answer)
        let same = CivilDate(year: year + number, month: month, day: day)
        let expected =
          same?.advanced(by: -1)
          ?? Walked.endOfMonth(CivilDate(literal: year + number, month, 1))
        #expect(term.days == previous.advanced(by: 1)...expected, "COM-03 \(anchor) \(number)")
        previous = expected
      }
    }
  }

  @Test(arguments: [
    // rule, anchor, months of a term, number, first day, last day
    ("COM-03", "2026-01-31", 1, 1, "2026-01-31", "2026-02-28"),
    ("COM-03", "2026-01-31", 1, 2, "2026-03-01", "2026-03-30"),
    ("COM-03", "2026-01-31", 1, 3, "2026-03-31", "2026-04-30"),
    ("COM-04", "2028-02-29", 12, 1, "2028-02-29", "2029-02-28"),
    ("COM-04", "2028-02-29", 12, 4, "2031-03-01", "2032-02-28"),
    ("COM-04", "2028-02-29", 12, 5, "2032-02-29", "2033-02-28"),
  ])
  func monthsClampFromTheAnchor(
    rule: String, anchor: String, months: Int, number: Int, first: String, last: String
  ) throws {
    let term = try #require(
      ContractTerm.compute(
        number, from: day(anchor), length: Period(months, .month), rule: .com03
      ).answer)
    #expect("\(term.days)" == "\(try day(first)...day(last))", "\(rule)")
    if number == 1 { #expect(try day(anchor).plus(months: 2).description != "2026-03-28") }
  }

  @Test func aLicencesExpiryEndsTheTerm() throws {
    let concluded = try day("2026-04-10")
    let own = ContractTerm.compute(from: concluded, rule: .tel11).answer
    #expect(own?.days.upperBound.description == "2027-04-09", "TEL-11")
    let expiry = try day("2027-03-31")
    let term = ContractTerm.compute(from: concluded, licenceExpiry: expiry, rule: .tel11).answer
    #expect(term?.days.upperBound == expiry, "TEL-11")
    let refused =
      ContractTerm.compute(
        from: concluded, licenceExpiry: try day("2026-04-09"), rule: .tel11
      ).rejections
      + ContractTerm.compute(0, from: concluded, length: Period(0, .day), rule: .tel11).rejections
      + ContractTerm.compute(.max, from: concluded, rule: .tel11).rejections
    #expect(
      refused == [
        .expiresBeforeStart(expiry: try day("2026-04-09"), first: concluded),
        .numberNotPositive(0), .lengthNotPositive(0), .outOfCalendar,
      ])
    expectClear(refused)
  }

  @Test(arguments: [
    // rule, service start, first day, last day
    ("CTI-11", "2026-04-01", "2026-05-01", "2027-04-30"),
    ("CTI-11", "2026-04-15", "2026-05-01", "2027-04-30"),
    ("CTI-11", "2026-04-30", "2026-05-01", "2027-04-30"),
    ("CTI-11", "2026-12-10", "2027-01-01", "2027-12-31"),
  ])
  func theMinimumTermCountsFromTheNextMonth(
    rule: String, start: String, first: String, last: String
  ) throws {
    let term = MinimumTerm(months: 12, rule: .cti11)
    let answer = try #require(term.compute(serviceStart: day(start)).answer)
    try TraceFormula.check(answer.trace)
    #expect("\(answer.days)" == "\(try day(first)...day(last))", "\(rule)")
    let own = MinimumTerm(months: nil, rule: .mtg04)
    #expect(own.compute(serviceStart: try day(start)).rejections == [.lengthUnpublished], "MTG-04")
    #expect(own.compute(serviceStart: try day(start), months: 6).answer?.days.count ?? 0 > 180)
    expectClear(own.compute(serviceStart: try day(start)).rejections)
    expectClear(own.compute(serviceStart: .max, months: 6).rejections)
    expectClear(own.compute(serviceStart: .max, months: 0).rejections)
  }

  @Test func aTrialLastsAsLongAsAgreed() throws {
    let trial = ContractTerm.compute(
      from: try day("2026-05-01"), length: Period(30, .day), rule: .card28)
    #expect(trial.answer?.days.upperBound.description == "2026-05-30", "CARD-28")
  }

  // MARK: - Renewal

  @Test func remindersComeBeforeTheTermIsRenewed() throws {
    let plan = try #require(Renewal.plan(termEnd: day("2027-02-28"), mode: .auto).answer)
    try TraceFormula.check(plan.trace)
    #expect(
      plan.events == [
        .init(kind: .reminder(daysBefore: 90), at: try jst("2026-11-30 00:00")),
        .init(kind: .reminder(daysBefore: 60), at: try jst("2026-12-30 00:00")),
        .init(kind: .reminder(daysBefore: 31), at: try jst("2027-01-28 00:00")),
        .init(kind: .renewed, at: try jst("2027-03-01 00:00")),
      ], "CARD-08")
    let cancelled = Renewal.plan(
      termEnd: try day("2027-02-28"), mode: .auto, isCancelled: true)
    #expect(
      cancelled.answer?.events == [.init(kind: .expired, at: try jst("2027-03-01 00:00"))])
    let telework = Renewal.plan(termEnd: try day("2027-04-09"), mode: .none, rule: .tel11)
    #expect(telework.answer?.events.last?.kind == .expired, "TEL-11")
    let unstated = Renewal.plan(termEnd: try day("2027-04-09"), mode: .unspecified)
    #expect(unstated.answer?.trace.warnings.map(\.code) == ["RENEWAL_UNSTATED"])
    expectClear(Renewal.plan(termEnd: .max, mode: .auto).rejections)
    expectClear(Renewal.plan(termEnd: .min, mode: .auto, reminders: [0]).rejections)
  }

  // MARK: - Notices

  @Test(arguments: [
    // rule, announced, effect, days, allowed
    (RuleID.tel04, "2026-03-02", "2026-04-01", 30, true),
    (.tel04, "2026-03-03", "2026-04-01", 30, false),
    (.com13, "2026-03-02", "2026-04-01", 30, true),
    (.tel16, "2026-06-30", "2026-07-30", 30, true),
    (.tel19, "2026-06-30", "2026-07-29", 30, false),
    (.card26, "2026-06-30", "2026-07-07", 7, true),
    (.card26, "2026-07-01", "2026-07-07", 7, false),
    (.card26, "2026-07-01", "2026-07-01", 0, true),
  ])
  func whatTakesEffectIsAnnouncedBefore(
    rule: RuleID, announced: String, effect: String, days: Int, allowed: Bool
  ) throws {
    let ruling = AdvanceNotice.judge(
      announced: try day(announced), effect: try day(effect), days: days, rule: rule)
    #expect((ruling.answer != nil) == allowed, "\(rule.rawValue)")
    expectClear(ruling.rejections)
    if let answer = ruling.answer { try TraceFormula.check(answer.trace) }
    let waived = AdvanceNotice.judge(
      announced: try day(announced), effect: try day(effect), days: days,
      exception: "a law in force at once", rule: rule)
    #expect(waived.answer?.isWaived == !allowed)
    #expect(waived.answer?.trace.warnings.isEmpty == allowed)
  }

  @Test func aNoticeBehindItsEffectIsRefused() throws {
    let refused = AdvanceNotice.judge(
      announced: try day("2026-04-02"), effect: try day("2026-04-01"), days: -1, rule: .tel04)
    #expect(
      refused.rejections == [
        .daysNegative(-1),
        .announcedAfterEffect(announced: try day("2026-04-02"), effect: try day("2026-04-01")),
      ])
    expectClear(refused.rejections)
    let far = AdvanceNotice.judge(announced: .min, effect: .min, rule: .tel04).rejections
    #expect(far == [.outOfCalendar])
  }

  @Test func aMailCountsWhenItIsSentAndAPostingWhenItIsPosted() throws {
    let sent = try jst("2026-04-01 10:00")
    let read = try jst("2026-04-03 10:00")
    #expect(DeemedNotice.compute(.email, sent: sent).deliveredAt == sent, "TEL-06")
    #expect(DeemedNotice.compute(.loginScreen, sent: sent).deliveredAt == sent, "TEL-06")
    #expect(DeemedNotice.compute(.other, sent: sent).deliveredAt == nil, "TEL-06")
    let other = DeemedNotice.compute(.other, sent: sent, acknowledged: read)
    #expect(other.deliveredAt == read, "TEL-06")
    let bounced = DeemedNotice.compute(.email, sent: sent, bounced: true)
    #expect(bounced.deliveredAt == sent, "TEL-06")
    #expect(bounced.trace.warnings.map(\.code) == ["BOUNCED"])
  }

  @Test func whatWasSaidInSecretIsConfirmedWithinAWeek() throws {
    let said = try day("2026-04-01")
    let open = try #require(Disclosure.judge(.spoken, disclosed: said).answer)
    try TraceFormula.check(open.trace)
    #expect(open.confirmBy?.description == "2026-04-08", "TEL-24")
    #expect(open.protectedThrough.description == "2029-04-01", "TEL-24")
    #expect(!open.isProtected)
    let confirmed = Disclosure.judge(.spoken, disclosed: said, confirmed: try day("2026-04-08"))
    #expect(confirmed.answer?.isProtected == true, "TEL-24")
    let late = Disclosure.judge(.spoken, disclosed: said, confirmed: try day("2026-04-09"))
    #expect(late.rejections.first?.fault.reason == "CONFIRM_TOO_LATE", "TEL-24")
    #expect(Disclosure.judge(.marked, disclosed: said).answer?.isProtected == true, "TEL-24")
    let early = Disclosure.judge(.spoken, disclosed: said, confirmed: try day("2026-03-31"))
    let far = Disclosure.judge(.marked, disclosed: .max)
    expectClear(late.rejections + early.rejections + far.rejections)
  }

  // MARK: - Erasure and retention

  @Test(arguments: [
    // rule, end of the contract, erased from
    ("TEL-27", "2026-02-28", "2026-04-01"),
    ("TEL-27", "2026-01-31", "2026-03-01"),
    ("TEL-27", "2026-01-30", "2026-03-01"),
    ("TEL-27", "2026-03-14", "2026-04-15"),
  ])
  func dataIsErasedAMonthAfterTheEnd(rule: String, end: String, from: String) throws {
    let erasure = try #require(Erasure.compute(contractEnd: day(end)).answer)
    try TraceFormula.check(erasure.trace)
    #expect(erasure.from.description == from, "\(rule)")
    #expect(erasure.at == JST.instant(try day(from)))
    let held = Erasure.compute(contractEnd: try day(end), legalHold: "case 12").rejections
    #expect(held == [.legalHold("case 12")])
    expectClear(held + Erasure.compute(contractEnd: .max).rejections)
  }

  @Test(arguments: [
    // rule, captured, purged at
    ("TEL-40", "2026-03-31", "2026-07-01"),
    ("TEL-40", "2026-04-01", "2026-08-01"),
    ("TEL-40", "2026-04-30", "2026-08-01"),
    ("TEL-40", "2025-10-01", "2026-02-01"),
  ])
  func dataLivesForThreeMonthsMore(rule: String, captured: String, purged: String) throws {
    let answer = try #require(Retention.compute(captured: .date(day(captured))).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.purgedAt == JST.instant(try day(purged)), "\(rule)")
    let reminder = Walked.days(-7, from: try day(purged))
    #expect(answer.remindedAt == JST.instant(reminder), "\(rule)")
    let last = answer.purgedAt.advanced(by: .nanoseconds(-1))
    #expect(Retention.oldestKept(at: last) <= (try day(captured)))
    #expect(Retention.oldestKept(at: answer.purgedAt) > (try day(captured)))
    expectClear(Retention.compute(captured: .date(.max)).rejections)
  }

  @Test func theOldestMonthIsThatThreeBefore() throws {
    #expect(Retention.oldestKept(at: try jst("2026-07-15 00:00")) == (try day("2026-04-01")))
    #expect(Retention.oldestKept(at: try jst("2026-01-01 00:00")) == (try day("2025-10-01")))
  }
}
