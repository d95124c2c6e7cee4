import CivilTime
import Testing

@testable import Rules

/// COM-12 of answers that are lists: each is made again from the text of its trace, by walking days and minutes.
@Suite struct TraceListsTests {
  /// The days of a recurrence, from what its trace says of the pattern.
  static func days(_ trace: Trace) throws -> [CivilDate] {
    let steps = TraceReplayTests.Steps(trace)
    let (pattern, all) = (try #require(steps.steps.first), try #require(steps.steps.last))
    let leftOut = Set(pattern.values.filter { $0.value == "left out" }.keys)
    let first = try steps.date("first")
    let until = CivilDate(pattern.values["until"] ?? "")
    let every = try steps.integer("every")
    let on = try #require(pattern.values["on"])
    var found: [CivilDate] = []
    var day = try #require(CivilDate(all.values["from"] ?? ""))
    let through = try #require(CivilDate(all.values["through"] ?? ""))
    // Counted on the way from the first day: days, weeks from Monday and months.
    while day <= through {
      defer { day = Walked.next(day) }
      guard day >= first, until.map({ day <= $0 }) ?? true, !leftOut.contains("\(day)") else {
        continue
      }
      let isDue: Bool =
        switch pattern.values["pattern"] {
        case "once": day == first
        case "daily": first.days(to: day) % every == 0
        case "weekly": try weeks(first, day) % every == 0 && on.contains("\(day.weekday.rawValue)")
        case "monthly":
          try months(first, day) % every == 0
            && day.day == min(Int(on) ?? 0, Walked.endOfMonth(day).day)
        default: try months(first, day) % every == 0 && isNth(day, on)
        }
      if isDue { found.append(day) }
    }
    #expect(Int(all.values["count"] ?? "") == found.count)
    let listed = all.values.keys.compactMap { CivilDate($0) }.sorted()
    #expect(listed == found)
    return found
  }

  private static func weeks(_ first: CivilDate, _ day: CivilDate) throws -> Int {
    var (monday, count) = (first, 0)
    while monday.weekday != .monday { monday = monday.advanced(by: -1) }
    while monday.advanced(by: 7) <= day { (monday, count) = (monday.advanced(by: 7), count + 1) }
    return count
  }

  private static func months(_ first: CivilDate, _ day: CivilDate) throws -> Int {
    Walked.monthsBetween(first, day)
  }

  /// `2/1` is the second Monday, `-1/5` the last Friday.
  private static func isNth(_ day: CivilDate, _ words: String) throws -> Bool {
    let parts = words.split(separator: "/").compactMap { Int($0) }
    guard parts.count == 2, day.weekday.rawValue == parts[1] else { return false }
    var all: [CivilDate] = []
    var other = Walked.startOfMonth(day)
    while other.month == day.month {
      if other.weekday == day.weekday { all.append(other) }
      other = Walked.next(other)
    }
    let index = parts[0] < 0 ? all.count - 1 : parts[0] - 1
    return all.indices.contains(index) && all[index] == day
  }

  @Test func maintenanceWindows() throws {
    var random = SeededRandom(state: 126)
    for _ in 0..<60 {
      let first = random.date(from: 2026, to: 2030)
      let recurrence = try #require(
        Recurrence.make(
          .weekly(every: Int.random(in: 1...3, using: &random), on: [.monday, .saturday]),
          from: first, except: [first.advanced(by: 14)]
        ).answer)
      let time = TimeOfDay(literal: Int.random(in: 0...23, using: &random), 30)
      let length = Duration.seconds(Int.random(in: 60...90_000, using: &random))
      let from = JST.instant(first.advanced(by: Int.random(in: -10...40, using: &random)))
      let span = from..<from.advanced(by: .seconds(20 * 86_400))
      let answer = Maintenance.occurrences(recurrence, at: time, lasting: length, in: span)
      try TraceFormula.check(answer.trace)
      let days = try Self.days(
        Trace(of: answer.trace.steps.filter { $0.rule == .com03 }))
      let steps = TraceReplayTests.Steps(answer.trace)
      let (spanFrom, spanTo) = (try steps.instant("span_from"), try steps.instant("span_to"))
      let said = try #require(TimeOfDay(steps.first("time") ?? ""))
      let seconds = try #require(Int((steps.first("length") ?? "").dropLast()))
      let windows = try days.compactMap { day -> Range<Instant>? in
        let midnight = try #require(Instant("\(day)T00:00:00+09:00"))
        let start = midnight.advanced(by: .seconds(60 * (said.hour * 60 + said.minute)))
        let end = start.advanced(by: .seconds(seconds))
        return start < spanTo && end > spanFrom ? start..<end : nil
      }
      #expect(windows == answer.windows)
    }
  }

  @Test func sharedLicences() throws {
    var random = SeededRandom(state: 127)
    let start = try jst("2026-04-10 09:00")
    for _ in 0..<100 {
      let sessions = (0..<8).map { _ in
        let from = start.advanced(by: .seconds(60 * Int.random(in: 0...60, using: &random)))
        return SharedUse.Session(
          device: ["a", "b", "c"].randomElement(using: &random) ?? "a",
          span: from..<from.advanced(by: .seconds(60 * Int.random(in: 0...30, using: &random))))
      }
      let answer = SharedUse.find(sessions)
      let steps = TraceReplayTests.Steps(answer.trace).steps
      var (known, moments) = ([(device: String, from: Instant, to: Instant)](), [Instant]())
      for step in steps {
        let from = try #require(Instant(step.values["from"] ?? ""))
        let to = try #require(Instant(step.values["to"] ?? ""))
        let before = Set(known.filter { $0.to > from }.map(\.device))
        known.append((device: try #require(step.values["device"]), from: from, to: to))
        let after = Set(known.filter { $0.to > from }.map(\.device))
        #expect(step.values["before"] == "\(before.count)")
        #expect(step.values["in_use"] == "\(after.count)")
        if after.count > 1, after.count > before.count { moments.append(from) }
      }
      #expect(moments == answer.suspicions.map(\.at), "CARD-11")
    }
  }

  @Test func postingsAndReversals() throws {
    var random = SeededRandom(state: 128)
    let now = try jst("2026-04-10 12:00")
    let usable = try day("2026-04-01")...day("2027-03-31")
    for _ in 0..<100 {
      var (ledger, seen) = (LotLedger(), 0)
      for number in 0..<6 {
        _ = ledger.charge(
          Int.random(in: 1...9, using: &random), endedAt: now, handling: "h\(number)")
        let units = Int.random(in: 1...12, using: &random)
        let posted = try #require(
          ledger.post(Lot("\(number)", left: units, usable: usable), at: now, reference: "").answer)
        let computed = try TraceFormula.check(posted.trace)
        #expect(computed["balance"] == .integer(Int128(ledger.balance)), "SUP-15")
        let settled = TraceReplayTests.Steps(posted.trace).steps.compactMap {
          $0.values["handling"]
        }
        #expect(settled == posted.entries.dropFirst().map(\.reference))
        seen += settled.count
        if let index = ledger.entries.firstIndex(where: { $0.kind == .consumed }),
          let back = ledger.reverse(index, at: now, reference: "mistake").answer
        {
          let computed = try TraceFormula.check(back.trace)
          #expect(computed["balance"] == .integer(Int128(ledger.balance)), "SUP-13")
          let lots = TraceReplayTests.Steps(back.trace).steps.compactMap { $0.values["lot"] }
          #expect(lots == back.entry.changes.map(\.lot))
        }
      }
      #expect(seen > 0 || ledger.debts.isEmpty)
    }
  }
}

extension Trace {
  /// A trace of some steps alone.
  fileprivate init(of steps: [RuleStep]) {
    self.init()
    for step in steps { self.step(step.rule, step.text, [:], listing: step.values) }
  }
}
