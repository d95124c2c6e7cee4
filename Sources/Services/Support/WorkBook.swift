import CivilTime
import MadoAPI
import Rules
import SQLite

/// The handlings of a tenant with the units that they take, within a transaction.
struct WorkBook {
  let tenancy: Tenancy
  let store: HandlingStore
  let report: HandlingReport
  private let connection: Connection

  init(_ tenancy: Tenancy, _ connection: Connection) {
    self.tenancy = tenancy
    self.connection = connection
    store = HandlingStore(tenancy, connection)
    report = HandlingReport(tenancy: tenancy, connection: connection)
  }

  private func ledger(of contract: String) -> UnitLedger {
    UnitLedger(WorkLogHandler.item, of: contract, tenancy, connection)
  }

  /// Takes the units of a handling that has ended, and plans its report; the caller keeps it.
  ///
  /// - Parameters:
  ///   - fields: what the request calls the duration.
  ///   - before: what led to its time.
  func charge(
    _ row: HandlingRow, naming fields: [String: String], behind before: Trace = Trace()
  ) throws -> (row: HandlingRow, consumption: Support.Consumption) {
    let cost = try HandlingUnits.compute(row.spent).granted(naming: fields)
    var row = row
    (row.units, row.minutes, row.state) = (Int64(cost.units), Int64(cost.minutes), .stopped)
    var trace = before
    trace.append(cost.trace)
    let end = row.end ?? row.start
    let taken = try ledger(of: row.contract).charge(row.units, for: row.id, endedAt: end)
    if let taken { trace.append(taken.trace) }
    let (standing, _) = try ledger(of: row.contract).standing(on: JST.date(of: end))
    trace.append(standing.trace)
    if let handling = row.handling { try report.plan(handling) }
    return (
      row,
      Support.Consumption(
        units: row.units, minutes: row.minutes, balanceUnits: Int64(standing.balance),
        nextExpiryDate: standing.nextExpiry?.description ?? "",
        settled: taken != nil || row.units == 0, trace: trace.message)
    )
  }

  /// Gives the units of a handling back, and tells nobody of it any more.
  func takeBack(_ row: HandlingRow, because reason: String, at now: Instant) throws {
    try ledger(of: row.contract).takeBack(row.id, because: reason, at: now)
    try report.cancel(row.id)
  }

  /// Whether the units of a handling were there, or have come since.
  private func isSettled(_ row: HandlingRow) throws -> Bool {
    guard row.state == .stopped || row.state == .reported, row.units > 0 else { return true }
    return try !ledger(of: row.contract).waits(row.id)
  }

  // MARK: In the schema's words

  func message(_ row: HandlingRow) throws -> Support.Handling {
    Support.Handling(row, of: tenancy.tenant, isSettled: try isSettled(row))
  }

  func alterations(of notices: [NoticeRow], hasMailer: Bool) -> [Alteration] {
    notices.map {
      Alteration(
        "notice", $0.id, to: Notices.Notice($0, hasMailer: hasMailer), in: tenancy.tenant)
    }
  }
}

extension Support.Handling {
  fileprivate init(_ row: HandlingRow, of tenant: TenantID, isSettled: Bool) {
    let state: Support.HandlingState =
      switch row.state {
      case .running: .running
      case .stopped: .stopped
      case .reported: .reported
      case .merged: .merged
      case .reversed: .reversed
      }
    let due = row.state == .stopped ? row.handling.map { WorkLog.reportDue($0) } : nil
    self.init(
      id: row.id, tenantId: tenant.text, caseId: row.caseID, contractId: row.contract,
      agentId: row.agent, startTime: row.start.message, endTime: row.end?.message, state: state,
      spentSeconds: row.spent.components.seconds, units: row.units, minutes: row.minutes,
      settled: isSettled && row.state != .running, reportTime: (row.reported ?? due)?.message,
      mergedIntoId: row.mergedInto, reversalReason: row.reversalReason)
  }
}
