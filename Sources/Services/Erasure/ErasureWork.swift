import CivilTime
import Rules
import Storage

/// Has a tenant's erasure begin on its day (TEL-27). The erasure itself goes on in commits of its own.
struct ErasureWork: ScheduledWork {
  let erasures: Erasures
  let kind = Self.job
  let rules: [RuleID] = [.tel27]

  static let job = JobKind(name: "tenant.erasure", rank: 500)

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let tenant = TenantID(due.subject)
    let isHeld = try ErasureStore(transaction.connection).isHeld(tenant)
    transaction.afterCommit { [erasures] in erasures.wake() }
    return Carried(note: isHeld ? "a legal hold stands: it waits" : "the erasure begins")
  }
}
