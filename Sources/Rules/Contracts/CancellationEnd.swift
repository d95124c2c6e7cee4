import CivilTime

/// The search for the day on which a cancelled contract ends: a way for each of
/// ``CancellationTerms/Ending``.
struct CancellationEnd {
  private let notice: Cancellation.Notice
  private let contract: Cancellation.Contract
  private let received: CivilDate
  private let filed: CivilDate
  /// The day on which it ends.
  private(set) var end: CivilDate
  /// The earliest end that the notice allows.
  private(set) var earliest: CivilDate
  private(set) var trace: Trace

  init(
    _ notice: Cancellation.Notice, _ contract: Cancellation.Contract, received: CivilDate,
    filed: CivilDate, _ trace: Trace
  ) {
    self.notice = notice
    self.contract = contract
    self.received = received
    self.filed = filed
    end = received
    earliest = received
    self.trace = trace
  }

  private var rule: RuleID { contract.terms.rule }

  private func refused(_ why: Cancellation.Rejection) -> Cancellation.Refused {
    Cancellation.Refused(why: why)
  }

  // MARK: - With the term (CARD-07, CARD-08, SUP-22)

  mutating func withTerm() throws(Cancellation.Refused) {
    guard case .renewing(let anchor, let length) = contract.running else {
      throw refused(.termUnknown)
    }
    if contract.terms.notice == nil {
      trace.warn("NOTICE_UNSTATED", "the terms state no notice: any day of the term will do")
    }
    var number = Self.firstTerm(through: received, from: anchor, length)
    var present: (last: CivilDate, deadline: CivilDate)?
    while true {
      let term = try self.term(number, anchor, length)
      let last = term.days.upperBound
      let deadline = try self.deadline(of: last)
      if last >= received, present == nil { present = (last, deadline) }
      if let present, deadline >= received {
        let (first, firstDeadline) = present
        guard last == first || notice.acceptsNextTerm else {
          throw refused(
            .noticeTooLate(received: received, deadline: firstDeadline, nextPossibleEnd: last))
        }
        if last != first {
          trace.step(
            .card08, "Too late for the present term: it is renewed once more.",
            [
              "received": .date(received), "deadline": .date(firstDeadline),
              "term_end": .date(first),
            ])
        }
        trace.append(term.trace)
        noteTerm(last, deadline)
        return
      }
      number += 1
    }
  }

  private mutating func noteTerm(_ last: CivilDate, _ deadline: CivilDate) {
    if let period = contract.terms.notice {
      trace.step(
        rule, "The notice is in time up to this day, which counts and is not rolled.",
        [
          "received": .date(received), "end": .date(last), "notice": .text(period.description),
          "notice_days": .integer(period.length), "deadline": .date(deadline),
        ], formula: period.unit == .day ? "deadline = add_days(end, -notice_days)" : nil)
    } else {
      trace.step(rule, "It ends with the term.", ["received": .date(received), "end": .date(last)])
    }
    if let wish = notice.wish, wish != last {
      trace.warn("WISH_MOVED", "the contract ends with its term on \(last), not on \(wish)")
    }
    (end, earliest) = (last, last)
  }

  private func term(
    _ number: Int, _ anchor: CivilDate, _ length: Period
  ) throws(Cancellation.Refused) -> ContractTerm.Answer {
    switch ContractTerm.compute(number, from: anchor, length: length, rule: .com03) {
    case .granted(let term): return term
    case .refused(let rejections): throw refused(.term(rejections.first ?? .outOfCalendar))
    }
  }

  /// The last day on which notice holds for a term that ends on `last`.
  private func deadline(of last: CivilDate) throws(Cancellation.Refused) -> CivilDate {
    guard let period = contract.terms.notice else { return last }
    guard let day = PeriodEnd.compute(period, .before, .date(last)).answer?.lastDay else {
      throw refused(.outOfCalendar)
    }
    return day
  }

  /// A term that begins no later than the one in which `day` lies, near it.
  private static func firstTerm(
    through day: CivilDate, from anchor: CivilDate, _ length: Period
  ) -> Int {
    let daysMax =
      switch length.unit {
      case .day: 1
      case .week: 7
      case .month: 31
      case .year: 366
      }
    let (longest, overflow) = length.length.multipliedReportingOverflow(by: daysMax)
    guard !overflow, longest > 0 else { return 1 }
    return max(1, anchor.days(to: day) / longest)
  }

  // MARK: - With a month (TEL-14, MTG-02)

  mutating func withMonth() throws(Cancellation.Refused) {
    guard let month = try? received.firstOfMonth.plus(months: 1) else {
      throw refused(.outOfCalendar)
    }
    earliest = month.lastOfMonth
    end = earliest
    trace.step(
      rule, "It ends at the earliest with the month after that of receipt.",
      ["received": .date(received), "earliest_end": .date(earliest)],
      formula: "earliest_end = end_of_month(add_months(start_of_month(received), 1))")
    if let wish = notice.wish {
      applyWish(wish)
    } else {
      trace.step(rule, "No day is wished for.", ["end": .date(end)])
    }
    try capToTerm()
  }

  private mutating func applyWish(_ wish: CivilDate) {
    switch notice.reading {
    case .literal:
      trace.step(rule, "To the letter: the wish moves nothing.", ["end": .date(end)])
    case .wish:
      end = max(earliest, wish.lastOfMonth)
      trace.step(
        rule, "It ends with the wished month, if that is later.",
        ["earliest_end": .date(earliest), "wish": .date(wish), "end": .date(end)],
        formula: "end = max(earliest_end, end_of_month(wish))")
    }
    if wish != wish.lastOfMonth {
      trace.warn(
        "WISH_NO_MONTH_END", "contracts end with a month: \(wish.lastOfMonth), not \(wish)")
    }
    if end != wish.lastOfMonth {
      trace.warn("WISH_MOVED", "the contract ends on \(end), not on \(wish)")
    }
    if let period = contract.terms.notice, period.unit == .day,
      filed.days(to: wish) < period.length
    {
      trace.warn(
        "SHORT_NOTICE", "\(filed.days(to: wish)) days to the wish, \(period.length) are asked for")
    }
  }

  private mutating func capToTerm() throws(Cancellation.Refused) {
    guard case .until(let last) = contract.running else { return }
    guard received <= last else {
      throw refused(.alreadyEnded(received: received, end: last))
    }
    guard contract.terms.endsWithTerm else { return }
    let uncapped = end
    end = min(end, last)
    earliest = min(earliest, last)
    trace.step(
      rule, "Never after the end of the term.",
      ["uncapped_end": .date(uncapped), "term_end": .date(last), "end": .date(end)],
      formula: "end = min(uncapped_end, term_end)")
  }

  // MARK: - With the wish (CTI, SUP)

  mutating func withWish() throws(Cancellation.Refused) {
    guard let wish = notice.wish else { throw refused(.wishMissing) }
    earliest = received.lastOfMonth
    end = max(wish.lastOfMonth, earliest)
    trace.step(
      rule, "The terms state no end: the wished month's last day.",
      ["received": .date(received), "wish": .date(wish), "end": .date(end)],
      formula: "end = max(end_of_month(wish), end_of_month(received))")
    trace.warn("NOTICE_UNSTATED", "the terms state no notice")
    if end != wish { trace.warn("WISH_MOVED", "the contract ends on \(end), not on \(wish)") }
    if case .until(let last) = contract.running, received > last {
      throw refused(.alreadyEnded(received: received, end: last))
    }
  }
}
