import CivilTime
import Testing

@testable import Rules

/// COM-12: a result can be computed again from its trace alone. What is read here is only the text
/// that goes over the wire; what counts here is only days and seconds, no calendar and no rule.
@Suite struct TraceReplayTests {
  /// The steps as the wire has them: rule id, values by name.
  struct Steps {
    let steps: [(rule: String, values: [String: String])]

    init(_ trace: Trace) {
      steps = trace.steps.map { step in
        let values = step.values.map { ($0.name, $0.value.description) }
        return (step.rule.rawValue, Dictionary(values) { first, _ in first })
      }
    }

    /// The first value of that name, from the front or the back.
    func first(_ name: String) -> String? { steps.lazy.compactMap { $0.values[name] }.first }
    func last(_ name: String) -> String? {
      steps.reversed().lazy.compactMap { $0.values[name] }.first
    }

    func date(_ name: String) throws -> CivilDate { try day(first(name) ?? "no \(name)") }
    func instant(_ name: String) throws -> Instant {
      try moment(first(name))
    }
    func integer(_ name: String) throws -> Int {
      try #require(Int(first(name) ?? ""), "no \(name)")
    }

    /// The days passed over: the names that are dates.
    var skipped: [CivilDate] {
      steps.flatMap { $0.values.keys }.compactMap { CivilDate($0) }.sorted()
    }
  }

  /// Goes so many business days from a date, given the closed days on the way.
  private func walk(_ days: Int, from date: CivilDate, over closed: [CivilDate]) -> CivilDate {
    let closed = Set(closed)
    var day = date
    var left = abs(days)
    while left > 0 {
      day = day.advanced(by: days.signum())
      if !closed.contains(day) { left -= 1 }
    }
    return day
  }

  @Test func additions() throws {
    var random = SeededRandom(state: 12)
    for _ in 0..<200 {
      let count = Int.random(in: -60...60, using: &random)
      let ruling = BusinessDays.add(
        count, to: random.date(from: 2008, to: 2098), in: .withYearEnd)
      let sum = try #require(ruling.answer)
      let steps = Steps(sum.trace)
      let replayed = walk(
        try steps.integer("days"), from: try steps.date("date"), over: steps.skipped)
      #expect(replayed == sum.date)
      #expect(steps.last("date") == sum.date.description)
    }
  }

  @Test func counts() throws {
    var random = SeededRandom(state: 13)
    for _ in 0..<200 {
      let from = random.date(from: 2008, to: 2098)
      let to = from.advanced(by: Int.random(in: -90...90, using: &random))
      let count = try #require(BusinessDays.count(from: from, to: to, in: .withYearEnd).answer)
      let steps = Steps(count.trace)
      let span = try steps.date("from").days(to: steps.date("to"))
      #expect(span.signum() * (abs(span) - steps.skipped.count) == count.days)
      #expect(try steps.integer("calendar_days") == span)
      #expect(steps.last("days") == String(count.days))
    }
  }

  @Test func dueTimes() throws {
    var random = SeededRandom(state: 14)
    for _ in 0..<200 {
      let start = JST.instant(random.date(from: 2008, to: 2098)).advanced(
        by: .milliseconds(Int.random(in: 0..<86_400_000, using: &random)))
      let duration = Duration.milliseconds(Int.random(in: 1...90_000_000, using: &random))
      let answer = try #require(DueTime.compute(duration, from: start, in: .phoneDesk).answer)
      let steps = Steps(answer.trace)
      var left = try seconds(steps.first("duration") ?? "")
      var due = try steps.instant("start")
      for step in steps.steps {
        guard let from = step.values["from"], let to = step.values["to"] else { continue }
        let opens = try moment(from)
        #expect(opens >= due)
        due = try moment(to)
        left -= opens.duration(to: due)
      }
      #expect(left == .zero)
      #expect(due == answer.due)
      #expect(steps.last("due") == answer.due.description)
    }
  }

  /// `9900s` or `0.250000000s`
  private func seconds(_ text: String) throws -> Duration {
    let parts = text.dropLast().split(separator: ".")
    let whole = try #require(Int64(parts[0]))
    let fraction = parts.count > 1 ? try #require(Int64(parts[1])) : 0
    return .seconds(whole) + .nanoseconds(fraction)
  }

  @Test func periods() throws {
    var random = SeededRandom(state: 15)
    for _ in 0..<400 {
      let placement = PeriodEnd.Placement.allCases.randomElement(using: &random) ?? .after
      let unit = Period.Unit.allCases.randomElement(using: &random) ?? .day
      let period = Period(Int.random(in: 1...24, using: &random), unit)
      let event = JST.instant(random.date(from: 2040, to: 2060), .midnight)
      let roll: PeriodEnd.Roll = placement == .before ? .none : .nextBusinessDay(.withYearEnd)
      let end = try #require(
        PeriodEnd.compute(period, placement, .instant(event), roll: roll).answer)
      let steps = Steps(end.trace)
      let counted = try countedLastDay(steps)
      #expect(counted == end.countedLastDay)
      let rolled = counted.advanced(by: steps.skipped.count)
      #expect(rolled == end.lastDay)
      #expect(JST.instant(rolled.advanced(by: 1)) == end.effective)
      #expect(steps.last("effective_at") == end.effective.description)
    }
  }

  private func countedLastDay(_ steps: Steps) throws -> CivilDate {
    #expect(try steps.date("event") == steps.date("date"))
    let words = try #require(steps.first("period")).split(separator: " ")
    let length = try #require(Int(words[0]))
    let event = try steps.date("event")
    let first = steps.first("first_day").flatMap { CivilDate($0) }
    switch (words[1], first) {
    case ("day", let first?): return first.advanced(by: length - 1)
    case ("week", let first?): return first.advanced(by: 7 * length - 1)
    case ("day", nil): return event.advanced(by: -length)
    case ("week", nil): return event.advanced(by: -7 * length)
    case (let unit, let first?):
      let months = unit == "year" ? 12 * length : length
      if let corresponding = try first.correspondingDay(monthsLater: months) {
        #expect(try steps.date("corresponding_day") == corresponding)
        return corresponding.advanced(by: -1)
      }
      return try first.plus(months: months)
    case (let unit, nil):
      return try event.plus(months: unit == "year" ? -12 * length : -length)
    }
  }

  @Test func cardRules() throws {
    let received = try jst("2026-05-01 17:31")
    let answer = try #require(AnswerDue.compute(received: received).answer)
    let steps = Steps(answer.trace)
    let next = walk(1, from: JST.date(of: try steps.instant("instant")), over: steps.skipped)
    let closing = try #require(TimeOfDay(steps.first("closing") ?? ""))
    #expect(JST.instant(next, closing) == answer.due)

    let papers = [ProvisioningTarget.Paper("order", submitted: try day("2026-12-21"))]
    let target = try #require(
      ProvisioningTarget.compute(.onPremise, papers: papers, in: .withYearEnd).answer)
    let lead = Steps(target.trace)
    #expect(
      walk(
        try lead.integer("lead_days"), from: try lead.date("papers_complete"), over: lead.skipped)
        == target.target)
  }

  @Test func deemedAcceptance() throws {
    let answer = DeemedAcceptance.Message(.answer, sent: try jst("2026-04-28 10:00"))
    let judged = try #require(
      DeemedAcceptance.judge([answer], at: try jst("2026-06-01 00:00")).answer)
    let steps = Steps(judged.trace)
    let counted = JST.date(of: try steps.instant("sent")).advanced(by: 7)
    let accepted = JST.instant(counted.advanced(by: 1 + steps.skipped.count))
    #expect(judged.state == .accepted(at: accepted))
    #expect(steps.last("accepted_at") == accepted.description)
  }
}
