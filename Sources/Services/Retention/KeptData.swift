import CivilTime
import MadoAPI
import Rules
import SQLite
import Storage

/// A kind of data that goes when its time is over (TEL-40).
protocol KeptData: Sendable {
  var kind: Telework.RetentionKind { get }

  /// Whole months before the present one for which a policy keeps it.
  func months(_ policy: RetentionPolicyRow) -> Int

  /// Purges some of it, so that other commits come in between.
  ///
  /// - Parameter place: where to go on, as the step before said; empty at the beginning.
  func purgeSome(_ purging: Purging, from place: String) throws -> PurgeStep

  /// How many records a purge would take away, and how many it would leave because something holds them.
  func count(_ term: KeptTerm, _ connection: Connection) throws -> (purged: Int64, held: Int64)
}

extension KeptData {
  func months(_ policy: RetentionPolicyRow) -> Int { Retention.months }
}

/// Whose data is over when.
struct KeptTerm: Sendable {
  let tenancy: Tenancy
  let policy: RetentionPolicyRow
  /// As of when it is looked at.
  let asOf: Instant
  /// The first day in Japan whose data is kept.
  let keptFrom: CivilDate

  /// What was before it is over.
  var start: Instant { JST.instant(keptFrom) }
}

/// A purge under way: what is over, and the transaction in which it goes.
struct Purging {
  let term: KeptTerm
  let transaction: Transaction
  let keys: KeyRing

  var tenancy: Tenancy { term.tenancy }
  var connection: Connection { transaction.connection }

  /// Records that go in one commit.
  static let recordsMax = 500
}

/// What some of a purge came to.
struct PurgeStep: Sendable {
  var purged: Int64 = 0
  var held: Int64 = 0
  /// Where to go on; nil when nothing is left.
  var place: String?
}

// MARK: - Pictures

/// Pictures, agent by agent in the order of the chain; what a picture's log still has of it goes with the log
/// (``LogClearing``). Losses that were reported then are forgotten too.
struct KeptPictures: KeptData {
  let kind = Telework.RetentionKind.picture

  func purgeSome(_ purging: Purging, from place: String) throws -> PurgeStep {
    let store = EvidenceStore(purging.tenancy, purging.connection)
    let (before, after) = (try purging.term.start.stored(), Place(place))
    guard let agent = try store.agent(from: after.agent, including: after.position != nil) else {
      return PurgeStep()
    }
    let keys = try AuditChain.Keys {
      try purging.keys.secret(
        $0, ofTenant: purging.tenancy.tenant.text, in: purging.transaction)
    }
    let holds = try IncidentHolds(purging.term, agent: agent, purging.connection)
    let purged = try store.purgeSome(
      agent: agent, before: before, after: after.position ?? 0, limit: Purging.recordsMax, keys
    ) { holds.contains($0.capturedAt) }
    let logs = PurgedLogStore(purging.connection)
    for log in purged.logs { try logs.mark(log) }
    if purged.place == nil { try store.purgeLosses(agent: agent, before: before, keys) }
    return PurgeStep(
      purged: purged.count, held: purged.held,
      place: Place(agent: agent, position: purged.place).text)
  }

  /// The first day whose pictures are kept, if a picture that comes now was taken before it and nothing holds it: the
  /// next purge would take it away.
  ///
  /// - Parameter capturedAt: in nanoseconds since 1970.
  static func firstKept(
    overtaking capturedAt: Int64, of agent: Agent, at now: Instant, _ connection: Connection
  ) throws -> CivilDate? {
    let (tenancy, keptFrom) = (agent.tenancy, Retention.oldestKept(at: now))
    guard try capturedAt < JST.instant(keptFrom).stored(),
      try !ErasureStore(connection).isHeld(tenancy.tenant)
    else { return nil }
    let term = KeptTerm(
      tenancy: tenancy, policy: try RetentionStore(tenancy, connection).policy(), asOf: now,
      keptFrom: keptFrom)
    let holds = try IncidentHolds(term, agent: agent.id, connection)
    return holds.contains(capturedAt) ? nil : keptFrom
  }

  /// Behind which agent, or where in an agent's chain, to go on: `12 demo-device`, `- demo-device`.
  private struct Place {
    var agent = ""
    /// Nil behind all of the agent's.
    var position: Int64?

    init(agent: String, position: Int64?) {
      self.agent = agent
      self.position = position
    }

    init(_ text: String) {
      let words = text.split(separator: " ", maxSplits: 1)
      guard words.count == 2 else { return }
      (agent, position) = (String(words[1]), Int64(words[0]))
    }

    var text: String { "\(position.map { "\($0)" } ?? "-") \(agent)" }
  }

  func count(_ term: KeptTerm, _ connection: Connection) throws -> (purged: Int64, held: Int64) {
    let store = EvidenceStore(term.tenancy, connection)
    let all = try store.count(before: term.start.stored())
    let held = try IncidentHolds.count(term, connection)
    return (all - held, held)
  }
}

// MARK: - Punches

/// Punches and corrections, worker by worker.
struct KeptPunches: KeptData {
  let kind = Telework.RetentionKind.punch

  func months(_ policy: RetentionPolicyRow) -> Int { policy.punchMonths }

  func purgeSome(_ purging: Purging, from place: String) throws -> PurgeStep {
    let store = PunchStore(purging.tenancy, purging.connection)
    let start = purging.term.start
    guard let worker = try store.worker(after: place, withPunchesBefore: start) else {
      return PurgeStep(purged: try store.purgeCorrections(before: start))
    }
    let end = try Self.end(of: worker, from: start, store)
    return PurgeStep(purged: try store.purge(of: worker, before: end), place: worker)
  }

  /// Until when a worker's punches go: what he began before the term is over as a whole, however long after midnight
  /// it lasted (TEL-29).
  private static func end(
    of worker: String, from start: Instant, _ store: PunchStore
  ) throws -> Instant {
    let rows = try store.counting(
      of: worker, from: start, until: start.advanced(by: .seconds(7 * 86_400)))
    let across = Timesheet.work(of: rows.map(\.record)).first { $0.start < start }
    guard let end = across?.end, end >= start else { return start }
    return end.advanced(by: .nanoseconds(1))
  }

  func count(_ term: KeptTerm, _ connection: Connection) throws -> (purged: Int64, held: Int64) {
    (try PunchStore(term.tenancy, connection).count(before: term.start), 0)
  }
}
