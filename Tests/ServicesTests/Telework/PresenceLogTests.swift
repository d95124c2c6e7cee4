import CivilTime
import Rules
import Testing

@testable import Services

/// What those who watch are told, without anybody who is told it.
@Suite struct PresenceLogTests {
  private static let start = Instant("2026-07-01T00:00:00Z") ?? .epoch

  /// Sales with an east and a west, beside production; worker 1 is in the east, 2 in the west, 3 in production.
  private static let roster = Roster(
    parents: [("sales", nil), ("east", "sales"), ("west", "sales"), ("production", nil)],
    members: [("1", "east"), ("2", "west"), ("3", "production")], workers: ["1", "2", "3", "4"])

  private static func row(
    _ worker: String, _ state: Presence.State, at seconds: Int64
  ) -> PresenceRow {
    let at = start.advanced(by: .seconds(seconds))
    return PresenceRow(
      Presence.Sighting(state, at: at), received: at, of: worker, by: "agent-\(worker)", after: nil)
  }

  private static func log(capacity: Int = 100) -> PresenceLog {
    var log = PresenceLog(start: 1_000, capacity: capacity)
    log.load([row("1", .present, at: 0)], roster, at: start)
    return log
  }

  @discardableResult
  private func take(
    _ worker: String, _ state: Presence.State, at seconds: Int64, _ log: inout PresenceLog
  ) -> PresenceLog.Wakes {
    log.take(
      Self.row(worker, state, at: seconds), at: Self.start.advanced(by: .seconds(seconds)))
  }

  /// Enters somebody who knows everything up to a number, or up to now.
  private func enter(
    _ group: String, after seq: Int64? = nil, _ log: inout PresenceLog
  ) throws -> Int {
    let id = log.enter(group: group, after: seq ?? log.last)
    return try #require(id)
  }

  /// What there is for somebody, in short: `1001 2 present` or `1002 2 left`.
  private func told(_ id: Int, _ log: inout PresenceLog, limit: Int = 100) -> [String] {
    switch log.collect(id, limit: limit) {
    case .fellBehind: return ["fell behind"]
    case .groupGone: return ["gone"]
    case .changes(let changes, _): return changes.map(words)
    }
  }

  private func words(_ numbered: PresenceLog.Numbered) -> String {
    switch numbered.change {
    case .stands(let standing): "\(numbered.seq) \(standing.worker) \(standing.shown)"
    case .left(let worker): "\(numbered.seq) \(worker) left"
    }
  }

  @Test(arguments: [
    // department, of whom it shows
    ("", ["1", "2", "3", "4"]), ("sales", ["1", "2"]), ("east", ["1"]), ("production", ["3"]),
    ("nowhere", []),
  ])
  func aDepartmentShowsThoseOfAllBelowIt(group: String, workers: [String]) {
    #expect(Self.log().standings(of: group).map(\.worker) == workers)
    #expect(Self.roster.contains(group: group) == (group != "nowhere"))
  }

  @Test func aChangeWakesThoseWhoWatchItsDepartmentOrOneAbove() throws {
    var log = Self.log()
    let watchers = try Dictionary(
      uniqueKeysWithValues: ["", "sales", "west", "production"].map {
        ($0, try enter($0, &log))
      })
    let woken = Set(take("2", .present, at: 10, &log).news)
    #expect(woken == Set(["", "sales", "west"].compactMap { watchers[$0] }))
    // Who has yet to look is not woken again.
    #expect(take("2", .away, at: 20, &log) == PresenceLog.Wakes())
    for (group, id) in watchers {
      let expected = group == "production" ? [] : ["1001 2 present", "1002 2 away"]
      #expect(told(id, &log) == expected, "\(group)")
      #expect(told(id, &log) == [], "nothing twice")
    }
  }

  @Test func whatChangesNothingIsNotSaid() throws {
    var log = Self.log()
    let id = try enter("", &log)
    take("1", .present, at: 60, &log)
    // A sighting that comes behind a later one.
    take("1", .absent, at: 30, &log)
    #expect(told(id, &log) == [])
    #expect(log.standings(of: "east").map(\.row?.seen) == [Self.start.advanced(by: .seconds(60))])
    // Old when it comes: nothing is known of him any more.
    _ = log.take(Self.row("2", .present, at: 0), at: Self.start.advanced(by: .seconds(400)))
    #expect(told(id, &log) == [])
  }

  @Test func silenceIsSaidOnce() throws {
    var log = Self.log()
    take("2", .away, at: 10, &log)
    let id = try enter("sales", &log)
    _ = log.lapse(at: Self.start.advanced(by: .seconds(299)))
    #expect(told(id, &log) == [])
    _ = log.lapse(at: Self.start.advanced(by: .seconds(311)))
    _ = log.lapse(at: Self.start.advanced(by: .seconds(400)))
    #expect(told(id, &log) == ["1002 1 unknown", "1003 2 unknown"])
    take("1", .present, at: 500, &log)
    #expect(told(id, &log) == ["1004 1 present"])
  }

  @Test func whoIsMovedLeavesOneDepartmentAndComesToAnother() throws {
    var log = Self.log()
    let ids = try ["", "sales", "east", "production"].map {
      try enter($0, &log)
    }
    let moved = Roster(
      parents: [("sales", nil), ("west", "sales"), ("production", nil)],
      members: [("1", "production"), ("2", "west"), ("3", "production")],
      workers: ["1", "2", "3", "4"])
    let woken = log.replace(moved)
    #expect(Set(woken.news) == Set(ids.dropFirst()))
    #expect(told(ids[0], &log) == [])
    #expect(told(ids[1], &log) == ["1001 1 left"])
    #expect(told(ids[2], &log) == ["1001 1 left"])
    // The department itself is gone.
    #expect(told(ids[2], &log) == ["gone"])
    #expect(told(ids[3], &log) == ["1002 1 present"])
    #expect(log.replace(moved) == PresenceLog.Wakes())
  }

  @Test func whoFallsBehindIsTold() throws {
    var log = Self.log(capacity: 4)
    let slow = try enter("sales", &log)
    let other = try enter("production", &log)
    for second in 1...4 { take("2", second % 2 == 0 ? .away : .present, at: Int64(second), &log) }
    let wakes = take("2", .present, at: 5, &log)
    #expect(wakes == PresenceLog.Wakes(cut: [slow]))
    #expect(told(slow, &log) == ["fell behind"])
    // Who had nothing to take has lost nothing.
    take("3", .present, at: 6, &log)
    #expect(told(other, &log) == ["1006 3 present"])
    #expect(log.enter(group: "sales", after: 1_001) == nil)
    #expect(log.enter(group: "sales", after: 1_007) == nil)
    let again = try enter("sales", after: 1_002, &log)
    #expect(told(again, &log) == ["1003 2 present", "1004 2 away", "1005 2 present"])
  }

  @Test func muchIsTakenInParts() throws {
    var log = Self.log()
    let id = try enter("", &log)
    for second in 1...5 { take("2", second % 2 == 0 ? .away : .present, at: Int64(second), &log) }
    #expect(told(id, &log, limit: 2) == ["1001 2 present", "1002 2 away"])
    #expect(told(id, &log, limit: 2) == ["1003 2 present", "1004 2 away"])
    #expect(told(id, &log, limit: 2) == ["1005 2 present"])
    #expect(told(id, &log, limit: 2) == [])
    log.leave(id)
    #expect(!log.hasWatchers && take("2", .away, at: 9, &log) == PresenceLog.Wakes())
  }

  // MARK: Many of each

  /// One who watches, and what he believes.
  private struct View {
    let group: String
    var id: Int
    var seq: Int64
    var states: [String: Presence.State]
  }

  private func states(_ standings: [PresenceLog.Standing]) -> [String: Presence.State] {
    Dictionary(uniqueKeysWithValues: standings.map { ($0.worker, $0.shown) })
  }

  private func catchUp(_ view: inout View, _ log: inout PresenceLog, limit: Int) {
    while true {
      switch log.collect(view.id, limit: limit) {
      case .changes(let changes, let upTo):
        for numbered in changes {
          switch numbered.change {
          case .stands(let standing): view.states[standing.worker] = standing.shown
          case .left(let worker): view.states[worker] = nil
          }
        }
        view.seq = upTo
        if changes.isEmpty { return }
      case .fellBehind, .groupGone:
        log.leave(view.id)
        view = begin(view.group, &log)
        return
      }
    }
  }

  private func begin(_ group: String, _ log: inout PresenceLog) -> View {
    let states = states(log.standings(of: group))
    return View(
      group: group, id: log.enter(group: group, after: log.last) ?? 0, seq: log.last, states: states
    )
  }

  /// A tree of departments, ten below each but the last hundred.
  private func roster(_ workers: [String], _ random: inout SeededGenerator) -> Roster {
    let groups = (0..<111).map { "g\($0)" }
    let parents = groups.enumerated().map { place, id in
      (id: id, parent: place == 0 ? nil : groups[(place - 1) / 10] as String?)
    }
    let members = workers.map {
      (worker: $0, group: groups[Int.random(in: 0..<111, using: &random)])
    }
    return Roster(parents: parents, members: members, workers: workers)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4])
  func everybodyWhoWatchesBelievesWhatIsSo(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let workers = (0..<1_000).map { "w\($0)" }
    var log = PresenceLog(start: 0, capacity: 512)
    log.load([], roster(workers, &random), at: Self.start)
    var views = (0..<100).map { begin($0 == 0 ? "" : "g\($0)", &log) }
    for step in 0..<6_000 {
      let second = Int64(step)
      let worker = workers[Int.random(in: 0..<1_000, using: &random)]
      take(worker, Presence.State.allCases.randomElement(using: &random) ?? .away, at: second, &log)
      if step % 97 == 0 { _ = log.lapse(at: Self.start.advanced(by: .seconds(second))) }
      if step % 1_500 == 1_499 { _ = log.replace(roster(workers, &random)) }
      let place = Int.random(in: 0..<100, using: &random)
      switch Int.random(in: 0..<20, using: &random) {
      case 0:
        // Cut off, he goes on from where he was, if that is still known.
        log.leave(views[place].id)
        if let id = log.enter(group: views[place].group, after: views[place].seq) {
          views[place].id = id
        } else {
          views[place] = begin(views[place].group, &log)
        }
      case 1...6: catchUp(&views[place], &log, limit: 7)
      default: break
      }
    }
    for place in views.indices {
      catchUp(&views[place], &log, limit: 50)
      #expect(views[place].states == states(log.standings(of: views[place].group)))
    }
  }
}

/// Numbers that are the same for the same seed: splitmix64.
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
