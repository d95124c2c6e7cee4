import CivilTime
import Rules
import Storage

/// A kind of work that is done when its time has come.
struct JobKind: Hashable, Sendable {
  /// As it is listed: `contract.renewal`. Rows keep it, so it never changes.
  let name: String
  /// Its place among what is due at the same instant, the lowest first.
  let rank: Int
}

/// A due instant as it is planned: of each kind, tenant and subject there is one at most.
struct DueRow: Hashable, Sendable {
  let kind: JobKind
  /// Whom it concerns; ``TenantID/vendor`` where that is no tenant.
  let tenant: TenantID
  /// What it concerns within the kind, such as a contract's id.
  let subject: String
  let due: Instant
}

/// What an area does when its time has come.
///
/// State is a function of the schedule and the time: work acts as of ``DueRow/due``, however late it is done. An area
/// plans its instants by ``DueStore`` in the transaction of what they belong to, and stands in the list that
/// ``Scheduler`` is made with.
protocol ScheduledWork: Sendable {
  var kind: JobKind { get }
  /// The rules of the rule book that say when, or what.
  var rules: [RuleID] { get }

  /// Instants that stand from the beginning and belong to no row, such as those of a run for every month. They are planned
  /// when the server starts, unless they are planned already.
  func standing(at now: Instant) -> [DueRow]

  /// Does it. The row is gone, and what is done is kept with that or not at all; so it is done once, whoever is killed
  /// in between. It may plan and cancel, itself too.
  ///
  /// - Parameter now: later than ``DueRow/due`` if it is late.
  /// - Throws: what keeps it from being done: nothing of it remains, and it is tried again after a while. It holds up no
  ///   other.
  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried
}

extension ScheduledWork {
  func standing(at now: Instant) -> [DueRow] { [] }
}

/// What came of scheduled work.
struct Carried: Sendable {
  /// For people, in English: `renewed to 2027-08-31`.
  var note: String
  /// When the same is due again, later than it was unless it is a part; nil when it is done.
  var next: Instant?
  /// What it has altered, in the tenant's log unless it says otherwise.
  var alterations: [Alteration]
  /// Whether it is some of what is long and goes on at ``next``: no run of its own, and others' commits come in between.
  var isPart: Bool

  init(
    note: String, next: Instant? = nil, alterations: [Alteration] = [], isPart: Bool = false
  ) {
    self.note = note
    self.next = next
    self.alterations = alterations
    self.isPart = isPart
  }
}
