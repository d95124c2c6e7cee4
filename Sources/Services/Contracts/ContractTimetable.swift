import CivilTime
import Rules
import SQLite

/// What becomes due of a contract: each an instant of its own, planned anew with every change of it.
enum ContractTimetable {
  /// A notice has ended it. Before all else: what has ended is not renewed.
  static let end = JobKind(name: "contract.end", rank: 20)
  static let trialEnd = JobKind(name: "contract.trial-end", rank: 21)
  static let setupEnd = JobKind(name: "contract.setup-end", rank: 22)
  static let termEnd = JobKind(name: "contract.term-end", rank: 23)
  static let reminder = JobKind(name: "contract.reminder", rank: 24)
  /// The service starts on the day that was said.
  static let start = JobKind(name: "contract.start", rank: 25)

  static let kinds = [end, trialEnd, setupEnd, termEnd, reminder, start]

  /// When each kind is due of a contract; nothing of what is not.
  ///
  /// - Parameter now: behind which the next reminder lies.
  static func instants(
    of contract: ContractRow, after now: CivilTime.Instant
  ) -> [JobKind: CivilTime.Instant] {
    guard !contract.state.isFinal else { return [:] }
    func after(_ day: CivilDate?) -> CivilTime.Instant? {
      day.map { JST.instant($0.advanced(by: 1)) }
    }
    guard contract.state != .trial else {
      return after(contract.trialEnd).map { [trialEnd: $0] } ?? [:]
    }
    var due: [JobKind: CivilTime.Instant] = [:]
    let ends = [contract.cancelledEnd, contract.terminatedEnd].compactMap { $0 }.min()
    due[end] = after(ends)
    if contract.state == .setUp { due[setupEnd] = contract.billingStart.map { JST.instant($0) } }
    if contract.state == .concluded || contract.state == .preparing {
      due[start] = contract.started.map { JST.instant($0) }
    }
    guard let last = contract.term?.upperBound, ends.map({ $0 > last }) ?? true else { return due }
    due[termEnd] = after(last)
    due[reminder] =
      Renewal.plan(termEnd: last, mode: contract.renewal).answer?.events.first {
        if case .reminder = $0.kind { $0.at > now } else { false }
      }?.at
    return due
  }

  /// Plans what is due of a contract as it is now, and forgets what is not any more.
  static func plan(
    _ contract: ContractRow, after now: CivilTime.Instant, _ connection: Connection
  ) throws {
    let (store, due) = (DueStore(connection), instants(of: contract, after: now))
    for kind in kinds {
      if let at = due[kind] {
        try store.plan(kind, contract.id, of: contract.tenant, at: at)
      } else {
        try store.cancel(kind, contract.id, of: contract.tenant)
      }
    }
  }
}
