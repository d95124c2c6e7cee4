import CivilTime
import Testing

@testable import Rules

@Suite struct PunchClockTests {
  /// `+ 09:00` starts work, `-` ends it, `a+` and `a-` a task; `~` before it: detected.
  private func punch(_ text: String) throws -> Punch {
    let words = text.split(separator: " ", maxSplits: 1)
    var act = words[0]
    let source: Punch.Source = act.first == "~" ? .detected : .operated
    if act.first == "~" { act = act.dropFirst() }
    let time = try jst(words[1].contains("-") ? String(words[1]) : "2026-04-09 \(words[1])")
    let task = String(act.dropLast())
    switch (task.isEmpty, act.last) {
    case (true, "+"): return Punch(.startWork, at: time, source: source)
    case (true, _): return Punch(.endWork, at: time, source: source)
    case (false, "+"): return Punch(.startTask(task), at: time, source: source)
    case (false, _): return Punch(.endTask(task), at: time, source: source)
    }
  }

  /// What is refused of some punches, by place.
  private func refusals(_ texts: [String], _ terms: PunchClock.Terms = .init()) throws -> [String] {
    var clock = PunchClock(terms)
    return try texts.enumerated().flatMap { place, text -> [String] in
      let before = clock
      let ruling = clock.take(try punch(text))
      expectClear(ruling.rejections)
      if let answer = ruling.answer { try TraceFormula.check(answer.trace) }
      if !ruling.rejections.isEmpty { #expect(clock == before, "a refused punch changes nothing") }
      return ruling.rejections.map { "\(place) \($0.fault.reason)" }
    }
  }

  @Test(
    "TEL-29: which punch follows which",
    arguments: [
      (["+ 09:00", "- 17:00"], []),
      (["+ 09:00", "+ 09:30"], ["1 ALREADY_WORKING"]),
      (["- 17:00"], ["0 NOT_WORKING"]),
      (["+ 09:00", "- 17:00", "- 17:30"], ["2 NOT_WORKING"]),
      (["a+ 09:00"], ["0 NOT_WORKING"]),
      (["a- 09:00"], ["0 NOT_WORKING", "0 TASK_NOT_OPEN"]),
      (["+ 09:00", "a+ 09:00", "a- 10:00", "- 17:00"], []),
      (["+ 09:00", "a+ 09:00", "a+ 10:00"], ["2 TASK_OPEN"]),
      (["+ 09:00", "a+ 09:00", "b+ 10:00"], ["2 TOO_MANY_TASKS"]),
      (["+ 09:00", "a+ 09:00", "b- 10:00"], ["2 TASK_NOT_OPEN"]),
      (["+ 09:00", "a+ 09:00", "a- 09:30", "a- 10:00"], ["3 TASK_NOT_OPEN"]),
      (["+ 09:00", "a+ 09:00", "- 17:00", "a- 17:00"], ["3 NOT_WORKING", "3 TASK_NOT_OPEN"]),
      (["+ 09:00", "- 08:59"], ["1 PUNCH_BEFORE_LAST"]),
      (["+ 09:00", "- 09:00"], []),
      (["+ 09:00", "+ 08:00"], ["1 ALREADY_WORKING", "1 PUNCH_BEFORE_LAST"]),
    ])
  func punches(texts: [String], refused: [String]) throws {
    #expect(try refusals(texts) == refused)
  }

  @Test(
    "TEL-29: what the worker punches himself stands for ten minutes",
    arguments: [
      // He stays in his seat: seen again, he does not work.
      (["+ 09:00", "- 17:00", "~+ 17:09:59"], ["2 OPERATED_STANDS"]),
      (["+ 09:00", "- 17:00", "~+ 17:10"], []),
      (["+ 09:00", "~- 09:05"], ["1 OPERATED_STANDS"]),
      // He punches what was seen before.
      (["~+ 08:58", "+ 09:00", "- 17:00"], []),
      (["~+ 08:58", "+ 09:08"], ["1 ALREADY_WORKING"]),
      (["+ 09:00", "~- 17:00", "- 17:05"], []),
      (["+ 09:00", "~- 17:00", "- 17:10"], ["2 NOT_WORKING"]),
      (["~+ 09:00", "~+ 09:01"], ["1 ALREADY_WORKING"]),
    ])
  func detection(texts: [String], refused: [String]) throws {
    #expect(try refusals(texts) == refused)
  }

  @Test("TEL-29: who punches himself what was detected moves it")
  func replacement() throws {
    var clock = PunchClock()
    _ = clock.take(try punch("~+ 08:58"))
    let start = try #require(clock.take(try punch("+ 09:00")).answer)
    #expect(start.replaced == (try jst("2026-04-09 08:58")))
    #expect(start.work.start == (try jst("2026-04-09 09:00")))
    _ = clock.take(try punch("a+ 09:30"))
    let seen = try #require(clock.take(try punch("~- 17:00")).answer)
    #expect(seen.endedTasks == ["a"] && seen.replaced == nil)
    let end = try #require(clock.take(try punch("- 17:05")).answer)
    #expect(end.replaced == (try jst("2026-04-09 17:00")))
    #expect(end.work.end == (try jst("2026-04-09 17:05")))
    #expect(end.work.tasks.map(\.end) == [try jst("2026-04-09 17:05")])
  }

  @Test("TEL-29: several tasks at once, where that is allowed, and the end of work ends them")
  func tasks() throws {
    var clock = PunchClock(.init(openTasksMax: 2))
    for text in ["+ 09:00", "a+ 09:00", "b+ 10:00"] { _ = clock.take(try punch(text)) }
    #expect(clock.take(try punch("c+ 11:00")).rejections == [.tooManyTasks(limit: 2)])
    _ = clock.take(try punch("a- 11:00"))
    let end = try #require(clock.take(try punch("- 12:00")).answer)
    #expect(end.endedTasks == ["b"])
    #expect(
      end.work.tasks.map(\.end) == [try jst("2026-04-09 11:00"), try jst("2026-04-09 12:00")])
    #expect(!clock.isWorking)
    #expect(clock.take(Punch(.startTask(""), at: .max)).rejections == [.notWorking, .taskMissing])
  }

  @Test("TEL-29: work over midnight is of the day on which it began, in Japan")
  func overnight() throws {
    var clock = PunchClock()
    _ = clock.take(try punch("+ 2026-04-09 22:00"))
    let end = try #require(clock.take(try punch("- 2026-04-10 06:00")).answer)
    #expect(end.work.day == (try day("2026-04-09")))
    _ = clock.take(try punch("+ 2026-04-11 00:00"))
    #expect(clock.work?.day == (try day("2026-04-11")))
  }

  @Test("whatever is punched, work and tasks lie one behind the other and within one another")
  func anything() throws {
    var random = SeededRandom(state: 29)
    for _ in 0..<300 {
      var clock = PunchClock(.init(openTasksMax: Int.random(in: 1...2, using: &random)))
      var at = try jst("2026-04-09 09:00")
      var spans: [WorkSpan] = []
      for _ in 0..<40 {
        at = at.advanced(by: .seconds(Int.random(in: -60...1800, using: &random)))
        let acts: [Punch.Act] = [
          .startWork, .endWork, .startTask("a"), .endTask("a"), .startTask("b"), .endTask("b"),
        ]
        let act = try #require(acts.randomElement(using: &random))
        let source: Punch.Source = Bool.random(using: &random) ? .operated : .detected
        let wasWorking = clock.isWorking
        guard let answer = clock.take(Punch(act, at: at, source: source)).answer else { continue }
        if act == .startWork, !wasWorking { spans.append(answer.work) }
        spans[spans.count - 1] = answer.work
      }
      for (before, after) in zip(spans, spans.dropFirst()) {
        #expect(try #require(before.end) <= after.start)
      }
      for span in spans {
        #expect(span.end.map { $0 >= span.start } ?? true)
        for task in span.tasks {
          #expect(task.start >= span.start)
          if let end = task.end {
            #expect(end >= task.start && span.end.map { end <= $0 } ?? true)
          } else {
            #expect(span.end == nil)
          }
        }
      }
    }
  }

  // MARK: - Corrections

  private func records(_ texts: [String]) throws -> [Timesheet.Record] {
    try texts.enumerated().map { Timesheet.Record("p\($0)", try punch($1)) }
  }

  @Test(
    "TEL-29: a correction is a record of its own, and what it leaves has to follow",
    arguments: [
      // id replaced, instead, refusals, work
      ("p1", "- 18:00", [], "09:00-18:00"),
      ("p0", "+ 08:30", [], "08:30-17:00"),
      (nil, "a+ 10:00", [], "09:00-17:00"),
      ("p1", nil, [], "09:00-"),
      ("p0", nil, ["NOT_WORKING"], ""),
      ("p0", "+ 17:30", ["NOT_WORKING"], ""),
      (nil, "+ 10:00", ["ALREADY_WORKING"], ""),
      (nil, nil, ["CHANGES_NOTHING"], ""),
      ("p9", "- 18:00", ["PUNCH_UNKNOWN", "NOT_WORKING"], ""),
    ] as [(String?, String?, [String], String)])
  func corrections(replaced: String?, instead: String?, refused: [String], work: String) throws {
    let correction = Timesheet.Correction(
      "c1", replaces: replaced, punch: try instead.map { try punch($0) }, reason: "forgotten")
    let ruling = Timesheet.correct(try records(["+ 09:00", "- 17:00"]), [], by: correction)
    #expect(ruling.rejections.map(\.fault.reason) == refused)
    expectClear(ruling.rejections)
    guard let answer = ruling.answer else { return }
    let spans = answer.work.map { span in
      "\(clock(span.start))-\(span.end.map { clock($0) } ?? "")"
    }
    #expect(spans == [work])
  }

  private func clock(_ instant: Instant) -> String {
    String(JST.dateTime(of: instant).time.description.prefix(5))
  }

  @Test("TEL-29: a correction may be corrected, and a reason is wanted")
  func correctionsOfCorrections() throws {
    let records = try records(["+ 09:00", "- 17:00"])
    let first = Timesheet.Correction(
      "c1", replaces: "p1", punch: try punch("- 18:00"), reason: "later")
    let second = Timesheet.Correction(
      "c2", replaces: "c1", punch: try punch("- 17:30"), reason: "not so late")
    let answer = try #require(Timesheet.correct(records, [first], by: second).answer)
    #expect(answer.records.map(\.id) == ["p0", "c2"])
    let again = Timesheet.correct(
      records, [first, second],
      by: .init("c3", replaces: "c1", punch: try punch("- 16:00"), reason: " "))
    #expect(
      again.rejections.map(\.fault.reason) == ["REASON_MISSING", "PUNCH_UNKNOWN", "NOT_WORKING"])
  }
}
