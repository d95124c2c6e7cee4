import CivilTime
import Storage

/// A month's purge (TEL-40) that should have been done more than a day ago and is not: either no server was at work, or
/// something keeps it from its work.
public struct OverduePurge: Sendable {
  /// When the first of what is not done was due.
  public let since: Instant
  /// How many pieces of work are not done: of months, tenants and logs.
  public let count: Int
  /// Why the last of them failed that did; empty where none has.
  public let lastError: String
  /// The first of its jobs that is paused; nil without one.
  public let pausedJob: String?

  /// A purge of some size takes hours.
  private static let grace = Duration.seconds(86_400)

  /// Nil while nothing is overdue.
  public static func find(
    in state: StoredState, at now: Instant = SystemClock().now
  ) throws -> OverduePurge? {
    let (store, jobs) = (DueStore(state.connection), JobStore(state.connection))
    let limit = now.advanced(by: .zero - grace)
    let kinds = [JobKind.retention, .tenantPurge, .logClearing]
    let backlogs = try kinds.compactMap { kind in
      try store.backlog(kind, dueBefore: limit).map { (kind, $0) }
    }
    guard let since = backlogs.map(\.1.since).min() else { return nil }
    return OverduePurge(
      since: since, count: backlogs.map(\.1.count).reduce(0, +),
      lastError: backlogs.map(\.1.lastError).last { !$0.isEmpty } ?? "",
      pausedJob: try backlogs.map(\.0.name).first { try jobs.pause(of: $0) != nil })
  }
}
