import CivilTime
import Rules
import Storage

/// Says when a clock of a case is to be warned of, or is over (TEL-43, CARD-24). The subject is the case's id.
struct CaseClocksWork: ScheduledWork {
  let kind = CaseFile.clocks
  let rules: [RuleID] = [.tel43, .card24]

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let tenancy = Tenancy.ofWhomItConcerns(due.tenant)
    guard var file = try CaseFile(due.subject, tenancy, transaction.connection) else {
      return Carried(note: "the case is gone")
    }
    try file.catchUp(at: due.due)
    try file.keep(at: due.due, isAct: false)
    let overdue = try file.clocks(at: due.due).readings.contains { reading in
      if case .breached = reading.standing { true } else { false }
    }
    return Carried(
      note: overdue ? "a clock is over" : "a clock is nearly over", alterations: [file.alteration])
  }
}

/// Has silence accept an answer (TEL-41). The subject is the case's id.
struct AcceptanceWork: ScheduledWork {
  let kind = CaseFile.acceptance
  let rules: [RuleID] = [.tel41]

  func carryOut(_ due: DueRow, at now: Instant, in transaction: Transaction) throws -> Carried {
    let tenancy = Tenancy.ofWhomItConcerns(due.tenant)
    guard var file = try CaseFile(due.subject, tenancy, transaction.connection) else {
      return Carried(note: "the case is gone")
    }
    try file.catchUp(at: due.due)
    try file.keep(at: due.due)
    return Carried(
      note: file.row.state == .accepted ? "accepted by silence" : "a message came before",
      alterations: [file.alteration])
  }
}
