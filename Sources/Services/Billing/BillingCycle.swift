import CivilTime
import EventLoop
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage
import Synchronization

extension Billing.RunBillingCycleRequest: MutationRequest {}

/// Issues what is missing of a month's invoices, over all tenants: each in a transaction of its own, so that whoever is
/// killed in between goes on where he was.
final class BillingCycle: Sendable {
  private let database: Database
  private let clock: any Clock
  private let trail: AuditTrail
  private let isRunning = Mutex(false)

  /// Contracts that are invoiced together: their commits share a sync.
  private static let page = 64
  /// Failures that a report names.
  private static let failuresShown = 100

  init(_ database: Database, _ clock: any Clock, _ trail: AuditTrail) {
    self.database = database
    self.clock = clock
    self.trail = trail
  }

  /// Begins a cycle as an operation of the vendor's.
  ///
  /// - Throws: FAILED_PRECONDITION MONTH_NOT_OVER, SELLER_MISSING; ABORTED IN_PROGRESS while one runs.
  func begin(
    _ month: BillingMonth, _ request: Billing.RunBillingCycleRequest, _ call: CallContext,
    _ mutations: Mutations, _ operations: Operations
  ) async throws -> Job.Operation {
    let (tenancy, caller, method) = (try call.tenancy, try call.caller.principal, call.method)
    let (now, loop) = (clock.now, EventLoop.current)
    let record = try AuditRecord(call, at: now)
    try InvoiceIssue.check(month, on: JST.date(of: now))
    let response = try await mutations.perform(request, call, keeping: .fourHundredDays) {
      [self] transaction in
      if isRunning.withLock({ $0 }) { throw Self.inProgress }
      guard try SellerStore(transaction.connection).seller() != nil else {
        throw InvoiceIssue.sellerMissing
      }
      let operation = try operations.begin(caller, method, tenancy, on: loop, in: transaction) {
        [self] progress in try await run(month, progress, record)
      }
      return Change(
        "operation", operation.id, to: operation,
        answer: Billing.RunBillingCycleResponse(operation: operation))
    }
    return response.operation ?? .init()
  }

  private static let inProgress = RPCError(
    .aborted, "a billing cycle is under way: wait for its operation to end", reason: "IN_PROGRESS"
  ).retrying(after: .seconds(5))

  /// Issues what is missing.
  ///
  /// - Parameter record: who does it, as the audit log has it of each invoice.
  func run(
    _ month: BillingMonth, _ progress: Operations.Progress?, _ record: AuditRecord
  ) async throws -> Billing.BillingCycleReport {
    guard
      isRunning.withLock({ wasRunning in
        defer { wasRunning = true }
        return !wasRunning
      })
    else { throw Self.inProgress }
    defer { isRunning.withLock { $0 = false } }
    var report = Billing.BillingCycleReport(month: month.text)
    var (place, done): (String, Int64) = ("", 0)
    while true {
      try Task.checkCancellation()
      let found = try await database.read { [place] in
        try ContractRegister($0).billed(in: month.first, after: place, limit: Self.page)
      }
      guard let last = found.last else { return report }
      var pending: [(TenantID, String, Pending<Transaction, InvoiceIssue.Outcome>)] = []
      for (tenant, contract) in found {
        let issuing = try await database.submit { [trail, clock] transaction in
          let issue = InvoiceIssue(
            tenancy: .ofWhomItConcerns(tenant), connection: transaction.connection, now: clock.now)
          let outcome = try issue.issueIfMissing(contract, month)
          if case .issued(let invoice) = outcome {
            let altered = Alteration("invoice", invoice.id, to: invoice.message, in: tenant)
            trail.leave(record.of(altered), in: transaction)
          }
          return outcome
        }
        pending.append((tenant, contract, issuing))
      }
      for (tenant, contract, issuing) in pending {
        do {
          report.count(try await issuing.value)
        } catch {
          report.count(error, of: contract, tenant, shown: Self.failuresShown)
        }
      }
      done += Int64(found.count)
      progress?.report(done, of: 0)
      place = last.contract
    }
  }
}

extension Billing.BillingCycleReport {
  fileprivate mutating func count(_ outcome: InvoiceIssue.Outcome) {
    switch outcome {
    case .issued(let invoice):
      issued += 1
      issuedYen = issuedYen.addingReportingOverflow(invoice.totalYen).partialValue
    case .known: known += 1
    case .empty: empty += 1
    }
  }

  fileprivate mutating func count(
    _ error: any Error, of contract: String, _ tenant: TenantID, shown: Int
  ) {
    failed += 1
    guard failures.count < shown else { return }
    let failure = error as? RPCError ?? (error as? any RPCErrorConvertible)?.rpcError
    failures.append(
      Billing.BillingFailure(
        tenantId: tenant.text, contractId: contract,
        reason: failure?.reason ?? "UNEXPECTED_FAILURE",
        message: failure?.status.message ?? "the server failed: tell the operator"))
  }
}

// MARK: - By itself

extension JobKind {
  /// Every month's first day in Japan.
  static let billingRun = JobKind(name: "billing.run", rank: 80)
  /// A contract's month, planned by the run.
  static let contractBilling = JobKind(name: "billing.contract", rank: 81)
}

/// On a month's first day plans the invoices of the month before, one by one.
struct BillingRun: ScheduledWork {
  let kind = JobKind.billingRun
  let rules: [RuleID] = [.com08, .cti20]

  /// Contracts that are read at a time.
  private static let page = 500

  func standing(at now: CivilTime.Instant) -> [DueRow] {
    guard let next = BillingMonth(of: JST.date(of: now)).next else { return [] }
    return [DueRow(kind: kind, tenant: .vendor, subject: "month", due: JST.instant(next.first))]
  }

  func carryOut(
    _ due: DueRow, at now: CivilTime.Instant, in transaction: Transaction
  ) throws -> Carried {
    let present = BillingMonth(of: JST.date(of: due.due))
    let next = present.next.map { JST.instant($0.first) }
    guard let month = present.previous else { return Carried(note: "no month before", next: next) }
    let connection = transaction.connection
    guard try SellerStore(connection).seller() != nil else {
      return Carried(
        note: "\(month.text) is not invoiced: nobody has said who issues invoices", next: next)
    }
    var (count, place) = (0, "")
    while true {
      let found = try ContractRegister(connection).billed(
        in: month.first, after: place, limit: Self.page)
      guard let last = found.last else { break }
      for (tenant, contract) in found {
        try DueStore(connection).plan(
          .contractBilling, "\(contract)/\(month.text)", of: tenant, at: due.due)
      }
      (count, place) = (count + found.count, last.contract)
    }
    return Carried(note: "\(count) contracts to invoice for \(month.text)", next: next)
  }
}

/// Invoices a contract's month, unless that was done by hand.
struct ContractBilling: ScheduledWork {
  let kind = JobKind.contractBilling
  let rules: [RuleID] = [.com08, .cti20]

  func carryOut(
    _ due: DueRow, at now: CivilTime.Instant, in transaction: Transaction
  ) throws -> Carried {
    let words = due.subject.split(separator: "/").map(String.init)
    guard words.count == 2, let month = BillingMonth(words[1]) else {
      throw DamagedRow(table: "due_work")
    }
    let issue = InvoiceIssue(
      tenancy: .ofWhomItConcerns(due.tenant), connection: transaction.connection, now: due.due)
    switch try issue.issueIfMissing(words[0], month) {
    case .issued(let invoice):
      return Carried(
        note: "\(invoice.number): \(invoice.totalYen) yen",
        alterations: [Alteration("invoice", invoice.id, to: invoice.message, in: due.tenant)])
    case .known: return Carried(note: "it was invoiced before")
    case .empty: return Carried(note: "nothing is charged")
    }
  }
}
