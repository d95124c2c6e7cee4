import CivilTime
import Testing

@testable import Rules

@Suite struct PresenceTests {
  private func at(_ seconds: Int) throws -> Instant {
    try jst("2026-04-09 09:00").advanced(by: .seconds(seconds))
  }

  @Test("TEL-30: a sighting holds until the next, and no longer than silence")
  func merging() throws {
    let sightings = [
      Presence.Sighting(.present, at: try at(0)), Presence.Sighting(.present, at: try at(200)),
      Presence.Sighting(.away, at: try at(300)),
      Presence.Sighting(.present, at: try at(900), confidence: 699, threshold: 700),
      Presence.Sighting(.present, at: try at(1000), confidence: 700, threshold: 700),
    ]
    let intervals = Presence.intervals(
      sightings, in: try at(-100)..<at(2000), at: try at(1500))
    #expect(
      intervals == [
        .init(.unknown, try at(-100)..<at(0)), .init(.present, try at(0)..<at(300)),
        .init(.away, try at(300)..<at(600)), .init(.unknown, try at(600)..<at(900)),
        .init(.away, try at(900)..<at(1000)), .init(.present, try at(1000)..<at(1300)),
        .init(.unknown, try at(1300)..<at(1500)),
      ])
  }

  @Test("TEL-30: each second has the state of the last sighting before it")
  func oracle() throws {
    var random = SeededRandom(state: 30)
    let states = Presence.State.allCases
    for _ in 0..<200 {
      let silence = Int.random(in: 0...40, using: &random)
      let sightings = try (0..<Int.random(in: 0...12, using: &random)).map { _ in
        Presence.Sighting(
          states[Int.random(in: 0..<4, using: &random)],
          at: try at(Int.random(in: -50...250, using: &random)))
      }
      let now = Int.random(in: -10...220, using: &random)
      let intervals = Presence.intervals(
        sightings, in: try at(0)..<at(200), at: try at(now), silence: .seconds(silence))
      var place = try at(0)
      for (index, interval) in intervals.enumerated() {
        #expect(interval.span.lowerBound == place && !interval.span.isEmpty)
        if index > 0 { #expect(intervals[index - 1].state != interval.state) }
        place = interval.span.upperBound
      }
      #expect(place == (try at(min(200, max(0, now)))))
      for second in 0..<200 {
        let instant = try at(second)
        let before = sightings.enumerated().filter { $0.element.at <= instant }
          .max { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }?.element
        let isHeard = before.map { $0.at.advanced(by: .seconds(silence)) > instant } ?? false
        let expected = second >= now ? nil : isHeard ? before?.state : .unknown
        #expect(intervals.first { $0.span.contains(instant) }?.state == expected)
      }
    }
  }

  @Test(
    "TEL-33: an incident is decided, and looked at again with a reason",
    arguments: IncidentLife.State.allCases)
  func incidents(state: IncidentLife.State) {
    let isOpen = state == .detected || state == .underReview
    let decided = isOpen ? [] : ["INCIDENT_DECIDED"]
    let table: [(IncidentLife.Act, IncidentLife.State?, [String])] = [
      (.look, isOpen ? .underReview : nil, decided),
      (.decide(isTrue: true), isOpen ? .confirmed : nil, decided),
      (.decide(isTrue: false), isOpen ? .dismissed : nil, decided),
      (
        .reopen(reason: "seen again"), isOpen ? nil : .underReview,
        isOpen ? ["INCIDENT_NOT_DECIDED"] : []
      ),
      (
        .reopen(reason: " "), nil,
        (isOpen ? ["INCIDENT_NOT_DECIDED"] : []) + ["REASON_MISSING"]
      ),
    ]
    for (act, next, refused) in table {
      let ruling = IncidentLife.state(after: act, in: state)
      #expect(ruling.answer == next && ruling.rejections.map(\.fault.reason) == refused)
      expectClear(ruling.rejections)
    }
  }

  // MARK: - Analysis

  @Test(
    "TEL-34: periods without gaps, and in each what belongs to it",
    arguments: WorkAnalysis.Period.allCases)
  func analysis(period: WorkAnalysis.Period) throws {
    var random = SeededRandom(state: 34)
    for _ in 0..<20 {
      let days = random.date(from: 2024, to: 2032)
      let range = days...days.advanced(by: Int.random(in: 0...70, using: &random))
      let start = JST.instant(range.lowerBound).advanced(by: .seconds(-86_400))
      var (work, presence): ([WorkSpan], [Presence.Interval]) = ([], [])
      var place = start
      for _ in 0..<60 {
        var span = WorkSpan(start: place)
        let end = place.advanced(by: .seconds(Int.random(in: 0...90_000, using: &random)))
        span.end = end
        span.tasks = [.init(task: "a", start: place, end: end)]
        work.append(span)
        presence.append(.init(.present, place..<end))
        place = end.advanced(by: .seconds(Int.random(in: 0...50_000, using: &random)))
      }
      let incidents = work.map {
        WorkAnalysis.Incident(.peeping, .confirmed, at: $0.start)
      }
      let rows = WorkAnalysis.rows(
        work, presence, incidents, by: period, in: range, at: place)
      #expect(rows.first?.days.lowerBound == range.lowerBound)
      #expect(rows.last?.days.upperBound == range.upperBound)
      for (row, next) in zip(rows, rows.dropFirst()) {
        #expect(row.days.upperBound.advanced(by: 1) == next.days.lowerBound)
        #expect(begins(period, next.days.lowerBound))
      }
      for row in rows {
        #expect(!row.days.dropFirst().contains { begins(period, $0) })
        let own = work.filter { row.days.contains(JST.date(of: $0.start)) }
        let sum = own.reduce(Duration.zero) { $0 + $1.start.duration(to: $1.end ?? $1.start) }
        #expect(row.worked == sum && row.tasks["a", default: .zero] == sum && row.open == .zero)
        #expect(row.incidents[.confirmed, default: 0] == own.count)
        let whole =
          JST.instant(row.days.lowerBound)..<JST.instant(row.days.upperBound.advanced(by: 1))
        let seen = presence.reduce(Duration.zero) {
          let part = $1.span.clamped(to: whole)
          return $0 + part.lowerBound.duration(to: part.upperBound)
        }
        #expect(row.presence[.present, default: .zero] == seen)
      }
    }
  }

  private func begins(_ period: WorkAnalysis.Period, _ day: CivilDate) -> Bool {
    switch period {
    case .day: true
    case .week: day.weekday == .monday
    case .month: day.day == 1
    }
  }

  @Test("work without an end counts until now, and says so")
  func open() throws {
    let work = [WorkSpan(start: try at(0))]
    let today = try day("2026-04-09")
    let rows = WorkAnalysis.rows(work, [], [], by: .day, in: today...today, at: try at(60))
    #expect(rows.map(\.worked) == [.seconds(60)] && rows.map(\.open) == [.seconds(60)])
  }

  @Test(
    "TEL-34: planned times share none",
    arguments: [
      ([("2026-04-09", 9, 12), ("2026-04-09", 12, 17)], []),
      ([("2026-04-09", 9, 13), ("2026-04-09", 12, 17)], ["entries[1]"]),
      ([("2026-04-09", 12, 17), ("2026-04-09", 9, 13)], ["entries[0]"]),
      ([("2026-04-09", 9, 17), ("2026-04-10", 9, 17)], []),
      (
        [("2026-04-09", 9, 24), ("2026-04-09", 10, 11), ("2026-04-09", 12, 13)],
        ["entries[1]", "entries[2]"]
      ),
    ])
  func plans(entries: [(String, Int, Int)], refused: [String]) throws {
    let ruling = WorkPlan.judge(
      try entries.map { .init(try day($0.0), WorkingWindow(literal: ($0.1, 0), ($0.2, 0))) })
    #expect(ruling.rejections.map(\.fault.field) == refused)
    expectClear(ruling.rejections)
  }

  @Test func aPlanIsCopiedToAnotherWeek() throws {
    let entry = WorkPlan.Entry(try day("2026-04-09"), WorkingWindow(literal: (9, 0), (17, 0)))
    #expect(WorkPlan.copied([entry], days: 7)?.map(\.day) == [try day("2026-04-16")])
    #expect(WorkPlan.copied([entry], days: .max) == nil)
  }
}
