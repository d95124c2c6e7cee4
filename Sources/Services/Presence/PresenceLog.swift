import CivilTime
import Rules

/// How it stands with a tenant's workers, what has changed lately, and who waits for which of it.
///
/// A value without I/O: it is told what happened, and returns who is to be woken. All who watch read the same changes,
/// each from his own place; who waits takes no room of his own.
struct PresenceLog {
  /// How it stands with a worker, as those who watch have been told.
  struct Standing: Sendable {
    let worker: String
    /// Nil of whom nothing was ever heard.
    var row: PresenceRow?
    var shown: Presence.State
  }

  enum Change: Sendable {
    case stands(Standing)
    /// He is not of the department any more.
    case left(worker: String)
  }

  /// A change with its number.
  struct Numbered: Sendable {
    let seq: Int64
    let change: Change
  }

  /// Who is to be woken.
  struct Wakes: Equatable {
    /// There is something for them.
    var news: [Int] = []
    /// What they have not taken is gone.
    var cut: [Int] = []

    static func += (all: inout Wakes, more: Wakes) {
      all.news += more.news
      all.cut += more.cut
    }
  }

  /// What there is for somebody who watches.
  enum Collected {
    /// Up to a number; there may be none.
    case changes([Numbered], upTo: Int64)
    /// What he has not taken is gone.
    case fellBehind
    /// There is no such department any more.
    case groupGone
  }

  private struct Entry {
    let groups: [String]
    let change: Change
  }

  private struct Watcher {
    let group: String
    /// The first number behind which there may be something for him; nil when there is nothing.
    var pendingFrom: Int64?
    var fellBehind = false
  }

  /// Changes that are kept.
  let capacity: Int
  /// Before the first change.
  private let start: Int64
  /// The number of the last change.
  private(set) var last: Int64
  private var entries: [Entry] = []
  private var standings: [String: Standing] = [:]
  private(set) var roster = Roster.empty
  private var watchers: [Int: Watcher] = [:]
  private var byGroup: [String: Set<Int>] = [:]
  /// Those who have yet to take something, by where they go on.
  private var waiting: [Int64: Set<Int>] = [:]
  private var nextID = 0

  /// - Parameter start: a number above all that were given out before.
  init(start: Int64, capacity: Int = 8_192) {
    self.start = start
    self.capacity = max(1, capacity)
    last = start
  }

  // MARK: What happens

  /// Takes over what is kept when watching begins. What came meanwhile stands.
  mutating func load(_ rows: [PresenceRow], _ roster: Roster, at now: Instant) {
    self.roster = roster
    for row in rows { _ = set(row, at: now) }
  }

  /// Takes in how it stands with a worker.
  mutating func take(_ row: PresenceRow, at now: Instant) -> Wakes {
    guard let changed = set(row, at: now) else { return Wakes() }
    return append(.stands(changed), to: roster.groups(of: row.worker))
  }

  /// Nil where nobody is to be told.
  private mutating func set(_ row: PresenceRow, at now: Instant) -> Standing? {
    let known = standings[row.worker]
    if let seen = known?.row?.seen, seen > row.seen { return nil }
    let standing = Standing(worker: row.worker, row: row, shown: row.state(at: now))
    standings[row.worker] = standing
    return standing.shown == known?.shown ?? .unknown ? nil : standing
  }

  /// Lets go of what holds no more: nothing was heard of those workers for too long.
  mutating func lapse(at now: Instant) -> Wakes {
    var lapsed: [Standing] = []
    for (worker, standing) in standings where standing.shown != .unknown {
      guard let row = standing.row, row.lapse <= now else { continue }
      let lost = Standing(worker: worker, row: row, shown: .unknown)
      standings[worker] = lost
      lapsed.append(lost)
    }
    lapsed.sort { ($0.row?.lapse ?? now, $0.worker) < ($1.row?.lapse ?? now, $1.worker) }
    var wakes = Wakes()
    for standing in lapsed {
      wakes += append(.stands(standing), to: roster.groups(of: standing.worker))
    }
    return wakes
  }

  /// Takes in who is in which department now.
  mutating func replace(_ roster: Roster) -> Wakes {
    guard roster != self.roster else { return Wakes() }
    let before = self.roster
    self.roster = roster
    var wakes = Wakes()
    for worker in Set(before.workers).union(roster.workers).sorted() {
      let (old, new) = (before.groups(of: worker), roster.groups(of: worker))
      if old == new { continue }
      let (left, come) = (
        old.filter { !new.contains($0) }, new.filter { !old.contains($0) }
      )
      if !left.isEmpty { wakes += append(.left(worker: worker), to: left) }
      if !come.isEmpty { wakes += append(.stands(standing(of: worker)), to: come) }
    }
    for (id, watcher) in watchers where !roster.contains(group: watcher.group) {
      wakes.news.append(id)
    }
    return wakes
  }

  private mutating func append(_ change: Change, to groups: [String]) -> Wakes {
    guard !groups.isEmpty else { return Wakes() }
    last += 1
    let entry = Entry(groups: groups, change: change)
    var wakes = Wakes()
    if entries.count < capacity {
      entries.append(entry)
    } else {
      entries[place(of: last)] = entry
      // Whose next change that was has fallen behind.
      for id in waiting.removeValue(forKey: last - Int64(capacity)) ?? [] {
        watchers[id]?.fellBehind = true
        wakes.cut.append(id)
      }
    }
    for group in groups {
      for id in byGroup[group] ?? [] where watchers[id]?.pendingFrom == nil {
        watchers[id]?.pendingFrom = last
        waiting[last, default: []].insert(id)
        wakes.news.append(id)
      }
    }
    return wakes
  }

  private func place(of seq: Int64) -> Int { Int((seq - start - 1) % Int64(capacity)) }

  /// The number before the first change that is still kept.
  var before: Int64 { last - Int64(entries.count) }

  // MARK: Who watches

  /// How it stands with the workers of a department, in the order of their ids.
  func standings(of group: String) -> [Standing] {
    roster.workers(of: group).map(standing(of:))
  }

  private func standing(of worker: String) -> Standing {
    standings[worker] ?? Standing(worker: worker, row: nil, shown: .unknown)
  }

  /// Enters somebody who knows everything up to a number.
  ///
  /// - Returns: by what he is known here; nil when what follows is not kept any more.
  mutating func enter(group: String, after seq: Int64) -> Int? {
    guard seq >= before, seq <= last else { return nil }
    nextID += 1
    var watcher = Watcher(group: group)
    if seq < last {
      watcher.pendingFrom = seq + 1
      waiting[seq + 1, default: []].insert(nextID)
    }
    watchers[nextID] = watcher
    byGroup[group, default: []].insert(nextID)
    return nextID
  }

  mutating func leave(_ id: Int) {
    guard let watcher = watchers.removeValue(forKey: id) else { return }
    byGroup[watcher.group]?.remove(id)
    if byGroup[watcher.group]?.isEmpty == true { byGroup[watcher.group] = nil }
    unmark(id, watcher)
  }

  private mutating func unmark(_ id: Int, _ watcher: Watcher) {
    guard let from = watcher.pendingFrom else { return }
    waiting[from]?.remove(id)
    if waiting[from]?.isEmpty == true { waiting[from] = nil }
  }

  var hasWatchers: Bool { !watchers.isEmpty }

  func isWatched(_ group: String) -> Bool { byGroup[group] != nil }

  /// Gives somebody what there is for him, so much at a time, and takes it as told.
  mutating func collect(_ id: Int, limit: Int) -> Collected {
    guard var watcher = watchers[id] else { return .groupGone }
    if watcher.fellBehind { return .fellBehind }
    var found: [Numbered] = []
    var upTo = last
    if let from = watcher.pendingFrom {
      unmark(id, watcher)
      watcher.pendingFrom = nil
      var seq = from
      while seq <= last {
        let entry = entries[place(of: seq)]
        if entry.groups.contains(watcher.group) {
          if found.count == limit {
            watcher.pendingFrom = seq
            waiting[seq, default: []].insert(id)
            upTo = seq - 1
            break
          }
          found.append(Numbered(seq: seq, change: entry.change))
        }
        seq += 1
      }
      watchers[id] = watcher
    }
    // What he has yet to be told of a department that is gone, he is told first.
    if found.isEmpty, !roster.contains(group: watcher.group) { return .groupGone }
    return .changes(found, upTo: upTo)
  }
}
