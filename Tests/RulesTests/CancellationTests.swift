import CivilTime
import Testing

@testable import Rules

@Suite struct CancellationTests {
  typealias Contract = Cancellation.Contract
  typealias Notice = Cancellation.Notice

  private func telework(
    _ received: CivilDate, wish: CivilDate?, filed: CivilDate? = nil, termEnd: CivilDate? = nil,
    reading: Cancellation.Reading = .wish
  ) throws -> Cancellation.Answer {
    let contract = Contract(.telework, running: termEnd.map { .until($0) } ?? .open)
    let notice = Notice(
      received: .date(received), filed: filed.map { .date($0) }, wish: wish, reading: reading)
    let answer = try #require(Cancellation.compute(notice, of: contract).answer)
    try TraceFormula.check(answer.trace)
    return answer
  }

  private func meeting(
    _ received: CivilDate, wish: CivilDate?, minimumEnd: CivilDate? = nil, fee: Yen? = nil
  ) throws -> Cancellation.Answer {
    let contract = Contract(
      .meeting, running: .open, minimumEnd: minimumEnd, monthlyFee: fee)
    let notice = Notice(received: .date(received), wish: wish)
    let answer = try #require(Cancellation.compute(notice, of: contract).answer)
    try TraceFormula.check(answer.trace)
    return answer
  }

  @Test(
    arguments: [
      // rule, received, wish, end of the term, end, short notice
      ("TEL-14", "2026-01-31", "2026-02-28", nil, "2026-02-28", true),
      ("TEL-14", "2026-02-01", "2026-02-28", nil, "2026-03-31", true),
      ("TEL-14", "2026-01-05", "2026-02-10", nil, "2026-02-28", false),
      ("TEL-14", "2026-01-05", "2026-06-30", nil, "2026-06-30", false),
      ("TEL-14", "2026-12-31", nil, nil, "2027-01-31", false),
      ("TEL-14", "2026-02-20", nil, "2026-03-14", "2026-03-14", false),
      ("TEL-14", "2026-02-20", "2026-03-31", "2026-03-14", "2026-03-14", false),
      // exactly 30 days
      ("TEL-14", "2026-03-01", "2026-03-31", nil, "2026-04-30", false),
      ("TEL-14", "2026-03-02", "2026-03-31", nil, "2026-04-30", true),
    ] as [(String, String, String?, String?, String, Bool)])
  func teleworkEndsWithTheMonthAfterReceipt(
    rule: String, received: String, wish: String?, termEnd: String?, end: String, short: Bool
  ) throws {
    let answer = try telework(
      day(received), wish: wish.map { try day($0) }, termEnd: termEnd.map { try day($0) })
    #expect(answer.end.description == end, "\(rule)")
    #expect(answer.trace.warnings.contains { $0.code == "SHORT_NOTICE" } == short, "\(rule)")
    #expect(answer.penalty == .zero)
    #expect(answer.trace.steps.contains { $0.rule == .tel20 })
  }

  @Test func teleworkToTheLetterForgetsALateWish() throws {
    let answer = try telework(
      try day("2026-01-05"), wish: try day("2026-06-30"), reading: .literal)
    #expect(answer.end.description == "2026-02-28", "TEL-14")
    #expect(answer.trace.warnings.map(\.code) == ["WISH_MOVED"])
  }

  /// A form that arrives at 15:00Z on 31 January is of 1 February: a month later.
  @Test(arguments: [CancellationTerms.telework, .meeting])
  func theDayOfReceiptIsTheDayInJapan(terms: CancellationTerms) throws {
    for (instant, end) in [
      ("2026-01-31T14:59:59.999Z", "2026-02-28"), ("2026-01-31T15:00:00Z", "2026-03-31"),
    ] {
      let notice = Notice(received: .instant(try moment(instant)))
      let answer = Cancellation.compute(notice, of: Contract(terms, running: .open)).answer
      #expect(answer?.end.description == end, "COM-01")
    }
  }

  @Test func noticeCountsFromTheFilingAndTheEndFromTheVendorsReceipt() throws {
    let answer = try telework(
      day("2026-02-02"), wish: day("2026-02-28"), filed: day("2026-01-20"))
    #expect(answer.end.description == "2026-03-31", "TEL-14")
    #expect(!answer.trace.warnings.contains { $0.code == "SHORT_NOTICE" })
  }

  /// Measured to the month end that applies, notice is short for receipts on 30 and 31 January only, in
  /// leap years on 31 January only. The oracle walks the days to the end of the month after.
  @Test func noticeIsShortAtTheEndOfJanuaryOnly() throws {
    var short: [String] = []
    for received in Walked.allDays {
      var end = Walked.endOfMonth(received)
      end = Walked.endOfMonth(Walked.next(end))
      let answer = try #require(
        Cancellation.compute(
          Notice(received: .date(received), wish: end), of: Contract(.telework, running: .open)
        ).answer)
      #expect(answer.end == end, "TEL-14 \(received)")
      if answer.trace.warnings.contains(where: { $0.code == "SHORT_NOTICE" }) {
        short.append(received.description)
      }
    }
    let expected = (2024...2032).flatMap { year in
      (CivilDate.isLeap(year) ? [31] : [30, 31]).map { "\(year)-01-\($0)" }
    }
    #expect(short == expected, "TEL-14")
  }

  @Test(
    arguments: [
      // rule, received, wish, end
      ("MTG-02", "2026-05-30", "2026-06-30", "2026-06-30"),
      ("MTG-02", "2026-05-31", "2026-06-30", "2026-06-30"),
      ("MTG-02", "2026-06-01", "2026-06-30", "2026-07-31"),
      ("MTG-02", "2026-01-31", "2026-02-28", "2026-02-28"),
      ("MTG-02", "2026-03-01", "2026-03-31", "2026-04-30"),
      ("MTG-02", "2026-01-10", "2026-05-31", "2026-05-31"),
      ("MTG-02", "2026-01-10", "2026-05-15", "2026-05-31"),
    ])
  func meetingsEndWithAMonth(rule: String, received: String, wish: String, end: String) throws {
    let answer = try meeting(day(received), wish: day(wish))
    #expect(answer.end.description == end, "\(rule)")
    #expect(answer.feesThrough == answer.end, "MTG-03")
    let codes = answer.trace.warnings.map(\.code)
    #expect(codes.contains("WISH_NO_MONTH_END") == (wish == "2026-05-15"))
    #expect(codes.contains("WISH_MOVED") == (end != Walked.endOfMonth(try day(wish)).description))
  }

  /// The oracle reads the source's two sentences: in time, the wished month end; less than a month between
  /// receipt and wish, the end of the month after receipt. A month before the wish's end is read four ways,
  /// which all agree; two readings that do not are counted.
  @Test func allReadingsOfAMonthAheadAgree() throws {
    var cases = 0
    var byThirtyDays = 0
    var byCountingTheFirstDay = 0
    for received in CivilDate(literal: 2024, 1, 1)...CivilDate(literal: 2028, 12, 31) {
      let fallback = Walked.endOfMonth(Walked.next(Walked.endOfMonth(received)))
      let contract = Contract(.meeting, running: .open)
      for offset in 0..<8 {
        let wish = Walked.endOfMonth(
          try Walked.months(offset, from: Walked.startOfMonth(received)))
        let clamped = try Walked.months(-1, from: wish)
        let monthEnd = Walked.startOfMonth(wish).advanced(by: -1)
        let answer = try #require(
          Cancellation.compute(Notice(received: .date(received), wish: wish), of: contract).answer)
        for last in [clamped, monthEnd, clamped.advanced(by: -1), monthEnd.advanced(by: -1)] {
          let end = received <= last ? wish : fallback
          #expect(answer.end == end, "MTG-02 \(received) \(wish) \(last)")
        }
        if answer.end != (received.days(to: wish) >= 30 ? wish : fallback) { byThirtyDays += 1 }
        let first = try Walked.months(1, from: received).advanced(by: -1)
        if answer.end != (first <= wish ? wish : fallback) { byCountingTheFirstDay += 1 }
        cases += 1
      }
    }
    #expect(cases == 14_616, "MTG-02")
    #expect(byThirtyDays == 35, "MTG-02")
    #expect(byCountingTheFirstDay == 60, "MTG-02")
  }

  @Test(
    arguments: [
      // rule, terms, received, wish, end of the minimum term, monthly fee, months left, penalty
      (
        "MTG-04", CancellationTerms.meeting, "2026-09-10", "2026-10-31", "2027-03-31", 30_000, 5,
        150_000
      ),
      ("MTG-04", .meeting, "2026-09-10", "2027-03-31", "2027-03-31", 30_000, 0, 0),
      ("CTI-12", .popUps, "2026-09-10", "2026-10-31", "2027-04-30", 10_000, 6, 60_000),
      ("CTI-12", .popUps, "2026-09-10", "2026-10-31", "2027-04-30", 5_000, 6, 30_000),
      ("CTI-12", .popUps, "2026-09-10", "2027-04-30", "2027-04-30", 10_000, 0, 0),
      ("CTI-12", .popUps, "2026-09-10", "2027-08-31", "2027-04-30", 10_000, 0, 0),
    ] as [(String, CancellationTerms, String, String, String, Int64, Int, Int64)])
  func anEarlyEndCostsTheRemainingMonths(
    rule: String, terms: CancellationTerms, received: String, wish: String, minimumEnd: String,
    fee: Int64, months: Int, penalty: Int64
  ) throws {
    let contract = Contract(
      terms, running: .open, minimumEnd: try day(minimumEnd), monthlyFee: Yen(fee))
    let notice = Notice(received: .date(try day(received)), wish: try day(wish))
    let answer = try #require(Cancellation.compute(notice, of: contract).answer)
    try TraceFormula.check(answer.trace)
    #expect(answer.end == (try day(wish)), "\(rule)")
    #expect(answer.monthsLeft == months, "\(rule)")
    #expect(answer.penalty == Yen(penalty), "\(rule)")
    #expect(answer.penaltyCategory == .outOfScope, "COM-09")
  }

  // MARK: - With the term

  @Test(
    arguments: [
      // rule, billing start, received, accepts the next term, end, or the next possible one
      ("CARD-07", "2026-03-01", "2027-01-29", false, "2027-02-28", nil),
      ("CARD-07", "2026-03-01", "2027-01-30", false, nil, "2028-02-29"),
      ("CARD-08", "2026-03-01", "2027-01-30", true, "2028-02-29", nil),
      ("CARD-07", "2026-04-01", "2027-03-01", false, "2027-03-31", nil),
      ("CARD-07", "2026-04-01", "2027-03-02", false, nil, "2028-03-31"),
      ("CARD-07", "2027-02-01", "2028-01-01", false, "2028-01-31", nil),
      ("CARD-07", "2027-02-01", "2028-01-02", false, nil, "2029-01-31"),
      ("CARD-07", "2026-03-01", "2026-01-15", false, "2027-02-28", nil),
      ("CARD-08", "2026-03-01", "2031-01-29", false, "2031-02-28", nil),
    ] as [(String, String, String, Bool, String?, String?)])
  func cardsEndWithTheirTerm(
    rule: String, start: String, received: String, accepts: Bool, end: String?, next: String?
  ) throws {
    let contract = Contract(
      .card, running: .renewing(from: try day(start), every: ContractTerm.year))
    let notice = Notice(received: .date(try day(received)), acceptsNextTerm: accepts)
    let ruling = Cancellation.compute(notice, of: contract)
    #expect(ruling.answer?.end.description == end, "\(rule)")
    if let answer = ruling.answer { try TraceFormula.check(answer.trace) }
    if case .noticeTooLate(_, _, let possible)? = ruling.rejections.first {
      #expect(possible.description == next, "\(rule)")
    } else {
      #expect(next == nil, "\(rule)")
    }
  }

  /// The oracle walks from term to term by days, and counts 30 days back by days.
  @Test func noCancellationEndsBeforeTheNoticeAllows() throws {
    for start in [CivilDate(literal: 2024, 2, 29), CivilDate(literal: 2024, 3, 1)] {
      let contract = Contract(.card, running: .renewing(from: start, every: ContractTerm.year))
      var ends: [CivilDate] = []
      for years in 1...10 {
        let day = CivilDate(year: start.year + years, month: start.month, day: start.day)
        ends.append(
          day?.advanced(by: -1) ?? Walked.endOfMonth(CivilDate(literal: start.year + years, 2, 1)))
      }
      for received in start...Walked.allDays.upperBound {
        let inTime = ends.first { Walked.days(-30, from: $0) >= received }
        let present = ends.first { $0 >= received }
        let ruling = Cancellation.compute(Notice(received: .date(received)), of: contract)
        if inTime == present {
          #expect(ruling.answer?.end == inTime, "CARD-07 \(received)")
        } else if case .noticeTooLate(_, _, let next)? = ruling.rejections.first {
          #expect(next == inTime, "CARD-08 \(received)")
        } else {
          Issue.record("CARD-08 \(received): \(ruling)")
        }
      }
    }
  }

  /// Without a day in common with the formula: whatever the product, the end is a day on or after receipt,
  /// and for month ends the first day after it is the first of a month.
  @Test func endsFollowTheReceipt() throws {
    for received in Walked.allDays {
      let wish = received.advanced(by: received.day * 7)
      for terms in [CancellationTerms.telework, .meeting, .popUps, .paidSupport] {
        let notice = Notice(received: .date(received), wish: wish)
        let answer = try #require(
          Cancellation.compute(notice, of: Contract(terms, running: .open)).answer)
        #expect(answer.end >= received && answer.end >= answer.nextPossibleEnd)
        #expect(Walked.next(answer.end).day == 1)
        #expect(answer.end >= wish)
      }
    }
  }

  @Test func whatIsNotStatedIsWarnedOf() throws {
    let year = Cancellation.Running.renewing(
      from: try day("2026-04-01"), every: ContractTerm.year)
    let centre = Cancellation.compute(
      Notice(received: .date(try day("2027-03-31"))), of: Contract(.callCentre, running: year)
    ).answer
    #expect(centre?.end.description == "2027-03-31", "SUP-22")
    #expect(centre?.trace.warnings.map(\.code) == ["NOTICE_UNSTATED"], "COM-11")
    let support = Cancellation.compute(
      Notice(received: .date(try day("2027-03-31")), wish: try day("2027-05-31")),
      of: Contract(.paidSupport, running: .open)
    ).answer
    #expect(support?.trace.warnings.map(\.code) == ["NOTICE_UNSTATED"], "COM-11")
    let unknown = try meeting(day("2026-05-10"), wish: day("2026-06-30"))
    #expect(unknown.trace.warnings.map(\.code) == ["NO_MINIMUM_TERM"], "MTG-04")
  }

  @Test func everyRefusalSaysWhatToDo() throws {
    let received = PeriodEnd.Event.date(try day("2026-05-10"))
    let wish = try day("2026-05-31")
    func refused(_ notice: Notice, _ contract: Contract) -> [Cancellation.Rejection] {
      let rejections = Cancellation.compute(notice, of: contract).rejections
      expectClear(rejections)
      return rejections
    }
    let early = Notice(received: received, filed: .date(try day("2026-05-11")))
    #expect(refused(early, Contract(.telework, running: .open)).first?.fault.field == "received")
    #expect(refused(Notice(received: received), Contract(.card, running: .open)) == [.termUnknown])
    #expect(
      refused(Notice(received: received), Contract(.popUps, running: .open)) == [.wishMissing])
    for terms in [CancellationTerms.telework, .meeting, .popUps] {
      let over = Contract(terms, running: .until(try day("2026-05-09")))
      let late = refused(Notice(received: received, wish: wish), over)
      #expect(late.first?.fault.reason == "ALREADY_ENDED")
    }
    let minimum = Contract(.meeting, running: .open, minimumEnd: try day("2027-03-31"))
    #expect(
      refused(Notice(received: received, wish: wish), minimum)
        == [.feeUnknown(.monthly, monthsLeft: 9)])
    let large = Contract(
      .meeting, running: .open, minimumEnd: try day("2027-03-31"), monthlyFee: Yen(.max))
    #expect(refused(Notice(received: received, wish: wish), large) == [.amountTooLarge])
    let last = Notice(received: .date(.max), wish: .max)
    #expect(refused(last, Contract(.meeting, running: .open)) == [.outOfCalendar])
    let endless = Contract(.card, running: .renewing(from: .max, every: ContractTerm.year))
    #expect(refused(Notice(received: received), endless) == [.term(.outOfCalendar)])
    let nothing = Contract(
      .card, running: .renewing(from: try day("2026-05-10"), every: Period(0, .day)))
    #expect(refused(Notice(received: received), nothing) == [.term(.lengthNotPositive(0))])
  }
}
