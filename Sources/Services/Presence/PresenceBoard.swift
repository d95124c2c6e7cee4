import Buffers
import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage
import Synchronization

/// How it stands with the workers of those tenants that somebody watches: fed after each commit, read by every watch.
///
/// Short locks, none across I/O. A tenant that nobody has watched for a while costs nothing.
final class PresenceBoard: Sendable {
  private let database: Database
  private let clock: any Clock
  private let boards = Mutex<[TenantID: TenantBoard]>([:])

  /// How long a board stands that nobody watches: who was cut off goes on from it.
  private static let keeping = Duration.seconds(600)

  init(_ database: Database, _ clock: any Clock) {
    self.database = database
    self.clock = clock
  }

  /// Tells those who watch how it stands with a worker. Of several tellings the one that was seen last counts.
  func publish(_ row: PresenceRow, of tenant: TenantID) {
    boards.withLock { $0[tenant] }?.take(row, at: clock.now)
  }

  /// The board of a tenant, with everything on it.
  func board(of tenancy: Tenancy) async throws -> TenantBoard {
    let board = boards.withLock { boards in
      boards = boards.filter { $0.key == tenancy.tenant || !$0.value.isIdle(for: Self.keeping) }
      let board = boards[tenancy.tenant] ?? TenantBoard(tenancy, database, clock)
      boards[tenancy.tenant] = board
      // Nobody takes it away before somebody watches.
      board.touch()
      return board
    }
    try await board.load()
    return board
  }
}

/// What one tenant's watches read.
final class TenantBoard: Sendable {
  /// A department as it stood, ready to be sent to whoever begins to watch it.
  struct Snapshot: Sendable {
    /// The last change in it.
    let seq: Int64
    let count: Int
    let parts: [BytePieces]
  }

  /// By what somebody who watches is woken.
  struct Bells: Sendable {
    /// There is something for him.
    let news = Doorbell()
    /// He has fallen behind.
    let cut = Doorbell()
  }

  private struct State: Sendable {
    var log: PresenceLog
    var bells: [Int: Bells] = [:]
    var snapshots: [String: Snapshot] = [:]
    var isLoaded = false
    var loading: [UnsafeContinuation<Void, Never>]?
    var lookedAt = Deadline.now
    var rosterAt = Deadline.now
    var watchedAt = Deadline.now
  }

  private let tenancy: Tenancy
  private let database: Database
  private let clock: any Clock
  private let state: Mutex<State>

  /// How old a snapshot may be that is shown again, in changes that follow it.
  private static let snapshotAge: Int64 = 512
  /// Workers in one message of a snapshot.
  private static let partMax = 250
  /// How often what is silent is looked for, and who is in which department.
  private static let (lookInterval, rosterInterval) = (Duration.seconds(4), Duration.seconds(14))

  fileprivate init(_ tenancy: Tenancy, _ database: Database, _ clock: any Clock) {
    self.tenancy = .ofWhomItConcerns(tenancy.tenant)
    self.database = database
    self.clock = clock
    let now = clock.now
    // In microseconds since 1970, so that numbers grow from one run of the server to the next.
    let (micros, overflow) = now.seconds.multipliedReportingOverflow(by: 1_000_000)
    let start = overflow || micros < 0 ? 0 : micros + Int64(now.nanoseconds / 1_000)
    state = Mutex(State(log: PresenceLog(start: start)))
  }

  fileprivate func isIdle(for limit: Duration) -> Bool {
    state.withLock { state in
      guard state.log.hasWatchers == false, state.loading == nil else { return false }
      return state.watchedAt.remaining() < .zero - limit
    }
  }

  var hasWatchers: Bool { state.withLock { $0.log.hasWatchers } }

  fileprivate func touch() { state.withLock { $0.watchedAt = .now } }

  // MARK: What happens

  fileprivate func take(_ row: PresenceRow, at now: Instant) {
    ring { $0.take(row, at: now) }
  }

  private func ring(_ change: (inout PresenceLog) -> PresenceLog.Wakes) {
    let (news, cuts) = state.withLock { state in
      let wakes = change(&state.log)
      return (
        wakes.news.compactMap { state.bells[$0]?.news },
        wakes.cut.compactMap { state.bells[$0]?.cut }
      )
    }
    for bell in news + cuts { bell.ring() }
  }

  private enum Turn {
    case mine, others, nobodys
  }

  /// Reads what is kept, once, whoever comes first; the others wait for it.
  fileprivate func load() async throws {
    while true {
      let turn = state.withLock { state in
        if state.isLoaded { return Turn.nobodys }
        if state.loading != nil { return .others }
        state.loading = []
        return .mine
      }
      switch turn {
      case .mine: return try await read()
      case .others: await othersLoad()
      case .nobodys: return
      }
    }
  }

  private func othersLoad() async {
    await withUnsafeContinuation { continuation in
      let isOver = state.withLock { state in
        if state.loading == nil { return true }
        state.loading?.append(continuation)
        return false
      }
      if isOver { continuation.resume() }
    }
  }

  private func read() async throws {
    defer {
      let waiting = state.withLock { $0.loading.take() }
      for continuation in waiting ?? [] { continuation.resume() }
    }
    // Whatever is committed from here on is told to the board, which keeps the later of the two.
    let (rows, roster) = try await database.read { [tenancy] connection in
      let store = PresenceStore(tenancy, connection)
      return (try store.all(), try store.roster())
    }
    let now = clock.now
    state.withLock { state in
      state.log.load(rows, roster, at: now)
      state.isLoaded = true
      state.rosterAt = .now
    }
  }

  /// Looks, once in a while whoever asks, for who is silent and for who is in which department.
  ///
  /// - Parameter evenSooner: whether to look though it is not time yet.
  func look(evenSooner: Bool = false) async throws {
    let now = clock.now
    let (isDue, isRosterDue) = state.withLock { state in
      let isDue = evenSooner || .zero - state.lookedAt.remaining() > Self.lookInterval
      if isDue { state.lookedAt = .now }
      let isRosterDue = evenSooner || .zero - state.rosterAt.remaining() > Self.rosterInterval
      if isRosterDue { state.rosterAt = .now }
      return (isDue, isRosterDue)
    }
    if isDue { ring { $0.lapse(at: now) } }
    if isRosterDue {
      let roster = try await database.read { [tenancy] in try PresenceStore(tenancy, $0).roster() }
      ring { $0.replace(roster) }
    }
  }

  // MARK: Watching

  /// How a watch begins.
  struct Beginning: Sendable {
    let id: Int
    /// Where the watch stands.
    let seq: Int64
    /// Nil where the caller goes on from what he knows.
    let snapshot: Snapshot?
    /// What he has missed.
    let gap: ClosedRange<Int64>?
  }

  /// Enters somebody who watches a department, and is woken by `bells`.
  ///
  /// - Parameter seq: the last change that he knows; nil for one who begins.
  /// - Returns: nil when there is no such department.
  func begin(_ group: String, after seq: Int64?, _ bells: Bells) -> Beginning? {
    guard state.withLock({ $0.log.roster.contains(group: group) }) else { return nil }
    if let seq, let id = enter(group, after: seq, bells) {
      return Beginning(id: id, seq: seq, snapshot: nil, gap: nil)
    }
    while true {
      let snapshot = snapshot(of: group)
      guard let id = enter(group, after: snapshot.seq, bells) else { continue }
      var gap: ClosedRange<Int64>?
      // Who knows more than there is has it from nowhere: he has missed everything.
      if let seq { gap = (seq < snapshot.seq ? seq + 1 : 0)...snapshot.seq }
      return Beginning(id: id, seq: snapshot.seq, snapshot: snapshot, gap: gap)
    }
  }

  private func enter(_ group: String, after seq: Int64, _ bells: Bells) -> Int? {
    state.withLock { state in
      guard let id = state.log.enter(group: group, after: seq) else { return nil }
      state.bells[id] = bells
      return id
    }
  }

  func leave(_ id: Int) {
    state.withLock { state in
      state.log.leave(id)
      state.bells[id] = nil
      state.watchedAt = .now
      state.snapshots = state.snapshots.filter { state.log.isWatched($0.key) }
    }
  }

  func collect(_ id: Int, limit: Int) -> PresenceLog.Collected {
    state.withLock { $0.log.collect(id, limit: limit) }
  }

  /// How a department stands, or stood shortly before: the changes since then follow.
  private func snapshot(of group: String) -> Snapshot {
    let known: Snapshot?
    let (standings, seq): ([PresenceLog.Standing], Int64)
    (known, standings, seq) = state.withLock { state in
      if let known = state.snapshots[group], state.log.last - known.seq <= Self.snapshotAge,
        known.seq >= state.log.before
      {
        return (known, [], 0)
      }
      return (nil, state.log.standings(of: group), state.log.last)
    }
    if let known { return known }
    // Made beside the lock, since there may be thousands.
    let parts = stride(from: 0, to: standings.count, by: Self.partMax).map { start in
      let part = standings[start..<min(start + Self.partMax, standings.count)]
      return Telework.WatchGroupResponse(
        item: .snapshotPart(.init(workers: part.map(Telework.WorkerPresence.init)))
      ).framed()
    }
    let snapshot = Snapshot(seq: seq, count: standings.count, parts: parts)
    state.withLock { $0.snapshots[group] = snapshot }
    return snapshot
  }
}

extension Telework.WorkerPresence {
  init(_ standing: PresenceLog.Standing) {
    if let row = standing.row {
      self.init(row, in: standing.shown)
    } else {
      self.init(ofUnheard: standing.worker)
    }
  }
}
