import CivilTime
import Crypto
import Foundation
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage
import Synchronization
import Testing

@testable import ForgetfulFiles
@testable import Services

/// Money on a disk that forgets. Units are burnt and months invoiced by many callers at a time while the power goes again
/// and again; whoever got no answer asks again by the same request_id. Nothing that was answered is lost, nothing is
/// done twice, and the ledger balances at every start.
///
/// `MADO_SOAK=1` (tools/soak billing) makes it 10,000 invoices, 100,000 units and fifty crashes.
@Suite struct BillingDurabilityTests {
  private struct Scale {
    var contracts = 6
    var months = 5
    var units = 150
    var crashes = 6

    static let isSoak = ProcessInfo.processInfo.environment["MADO_SOAK"] == "1"
    static let asked =
      isSoak ? Scale(contracts: 200, months: 50, units: 100_000, crashes: 50) : Scale()
    /// One long walk, or a few short ones.
    static let seeds: [UInt64] = isSoak ? [1] : [1, 2, 3]
  }

  /// Something to ask for, by a request_id of its own.
  private enum Work: Sendable {
    case burn(Int)
    case issue(contract: Int, month: String)

    /// What tells it from all others in the rows.
    var label: String {
      switch self {
      case .burn(let number): "burn-\(number)"
      case .issue(let contract, let month): "centre-\(contract)/\(month)"
      }
    }

    /// A UUID that is always the same.
    var requestID: String {
      let hash = SHA256.hash(Array(label.utf8)).bytes.prefix(16)
      let digits = Hex.encode(Array(hash))
      func part(_ from: Int, _ to: Int) -> String { String(Array(digits)[from..<to]) }
      return [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)]
        .joined(separator: "-")
    }
  }

  // MARK: The server

  /// A server's storage and services on a disk, as long as the power is there.
  private final class Place: Sendable {
    let database: Database
    let ledgers: Billing.LedgerServiceClient
    let invoices: Billing.InvoiceServiceClient
    static let options = CallOptions(metadata: ["authorization": "Bearer super"])

    init(_ files: ForgetfulFileSystem) async throws {
      var limits = Database.Limits()
      limits.readers = 1
      database = try Database(
        DataFolder("/data", masterKeyPath: "/keys/master.key", files: files),
        migrations: Backend.migrations, limits: limits)
      let backend = try await Backend(
        database, clock: TestClock(Instant("2026-07-15T00:00:00Z") ?? .epoch),
        passwordCost: Scrypt.Cost(logRounds: 4, blockSize: 1, parallelism: 1))
      let transport = InProcessTransport(backend.services, interceptors: backend.interceptors)
      ledgers = Billing.LedgerServiceClient(transport)
      invoices = Billing.InvoiceServiceClient(transport)
    }

    func carryOut(_ work: Work) async throws {
      switch work {
      case .burn:
        _ = try await ledgers.consume(
          .init(
            requestId: work.requestID, tenantId: "demo", contractId: "support", item: "incidents",
            units: 1, reference: work.label), Self.options)
      case .issue(let contract, let month):
        _ = try await invoices.issue(
          .init(
            requestId: work.requestID, tenantId: "demo", contractId: "centre-\(contract)",
            month: month), Self.options)
      }
    }
  }

  /// A disk with contracts, lots and somebody who bills.
  private static func prepared(_ scale: Scale) async throws -> ForgetfulDisk {
    var disk = ForgetfulDisk()
    disk.apply(.makeDirectory("/keys"))
    disk.apply(.syncDirectory("/"))
    let files = ForgetfulFileSystem(disk)
    let place = try await Place(files)
    _ = try await Backend.makeDemo(devices: 1, secrets: [:], in: place.database)
    try await place.database.write { transaction in
      let (tenancy, connection) = (Tenancy.atTheMachine(Demo.tenant), transaction.connection)
      try TokenStore(connection).add(
        Token(secret: "super"), for: Principal(.vendor([.superBilling]), subject: "s"))
      try SellerStore(connection).replace(
        SellerRow(
          name: "窓", registrationNumber: "T1234567890123", address: "", payee: "", version: 1))
      let start = CivilDate(literal: 2020, 1, 1)
      for (id, product) in [("support", "paid-support")]
        + (0..<scale.contracts).map({ ("centre-\($0)", "call-centre") })
      {
        let row = ContractRow(
          id: id, tenant: Demo.tenant, catalogue: "published",
          order: Contracts.Order(product: product, licences: 100), licences: 100,
          billedLicences: 100, renewal: .none, state: .active, billingStart: start, createdAt: 1)
        try ContractStore(tenancy, connection).add(row)
      }
      // Fifty lots, so that consumption goes from one to the next.
      let ledger = UnitLedger("incidents", of: "support", tenancy, connection)
      let each = Int64(scale.units / 50 + 1)
      for number in 0..<50 {
        try ledger.post(
          LotRow(
            id: "lot-\(number)", units: each, left: each,
            usableFrom: CivilDate(literal: 2026, 1, 1),
            usableThrough: CivilDate(literal: 2027, 1, 1).advanced(by: number), boughtLots: 1,
            reference: "order \(number)", postedAt: 1))
      }
    }
    place.database.close()
    return files.disk
  }

  private static func works(_ scale: Scale) -> [Work] {
    var months: [String] = []
    var month = BillingMonth(of: CivilDate(literal: 2026, 6, 1))
    for _ in 0..<scale.months {
      months.append(month.text)
      month = month.previous ?? month
    }
    let invoices = months.flatMap { month in
      (0..<scale.contracts).map { Work.issue(contract: $0, month: month) }
    }
    return (0..<scale.units).map { Work.burn($0) } + invoices
  }

  // MARK: Crashes

  /// What was answered so far, and what there was when the power went.
  private final class Answers: Sendable {
    private let state = Mutex<(labels: Set<String>, crash: Crash?)>(([], nil))

    typealias Crash = (answered: Set<String>, disk: ForgetfulDisk)

    /// Nil as long as there is power.
    var crash: Crash? { state.withLock { $0.crash } }
    var labels: Set<String> { state.withLock { $0.labels } }

    func add(_ label: String) { state.withLock { _ = $0.labels.insert(label) } }
    func crash(_ disk: ForgetfulDisk) { state.withLock { $0.crash = ($0.labels, disk) } }
  }

  /// Asks for what is left, by eight callers, until the disk has done so many operations.
  ///
  /// - Returns: what was answered before, and the disk at that moment.
  private static func run(
    _ works: [Work], on files: ForgetfulFileSystem, operations: Int? = nil
  ) async throws -> Answers.Crash {
    let place = try await Place(files)
    let answers = Answers()
    // While the disk is looked at nothing is written, so that what is answered by then is on it.
    if let operations { files.photograph(after: operations) { answers.crash($0) } }
    let callers = 8
    await withTaskGroup(of: Void.self) { group in
      for caller in 0..<callers {
        group.addTask {
          for index in stride(from: caller, to: works.count, by: callers) {
            if answers.crash != nil { return }
            // What is under way when the power goes has no answer.
            guard (try? await place.carryOut(works[index])) != nil else { continue }
            answers.add(works[index].label)
          }
        }
      }
    }
    place.database.close()
    return answers.crash ?? (answers.labels, files.disk)
  }

  @Test(arguments: Scale.seeds)
  func nothingIsLostNothingTwiceAndTheLedgerBalances(seed: UInt64) async throws {
    let scale = Scale.asked
    var dice = Steps(state: seed)
    var disk = try await Self.prepared(scale)
    var left = Self.works(scale)
    for index in left.indices.dropFirst() { left.swapAt(index, dice.next(index + 1)) }
    let all = left
    var answered: Set<String> = []
    for crash in 0..<scale.crashes {
      let files = ForgetfulFileSystem(disk)
      // Some of what was answered is asked for again.
      let again = all.filter { answered.contains($0.label) && dice.next(20) == 0 }
      let share = all.count * 6 / scale.crashes
      let (known, found) = try await Self.run(
        again + left, on: files, operations: 20 + dice.next(share))
      answered.formUnion(known)
      switch dice.next(3) {
      case 0: disk = found.cut(.forgetting)
      case 1: disk = found.cut(.keepingSome(seed: seed &* 1_000 &+ UInt64(crash)))
      default: disk = found  // The process alone was killed.
      }
      left.removeAll { answered.contains($0.label) }
      try await check(disk, answered: answered)
    }
    let files = ForgetfulFileSystem(disk)
    let (known, _) = try await Self.run(all, on: files)
    #expect(known.count == all.count, "in the end everything was answered")
    let rows = try await check(files.disk.cut(.forgetting), answered: known)
    #expect(rows.burnt == scale.units && rows.invoices == scale.contracts * scale.months)
  }

  // MARK: Checking

  /// Opens what a crash has left and counts it.
  @discardableResult
  private func check(
    _ disk: ForgetfulDisk, answered: Set<String>
  ) async throws -> (burnt: Int, invoices: Int) {
    let place = try await Place(ForgetfulFileSystem(disk))
    defer { place.database.close() }
    return try await place.database.read { connection in
      let burns = try connection.query(
        "SELECT reference FROM unit_entry WHERE kind = 'CONSUMED'"
      ) { try $0.read(0, as: String.self) }
      let months = try connection.query(
        "SELECT contract_id || '/' || month FROM invoice WHERE kind = 'INVOICE'"
      ) { try $0.read(0, as: String.self) }
      let found = Set(burns + months)
      #expect(found.count == burns.count + months.count, "something was done twice")
      #expect(answered.subtracting(found) == [], "something that was answered is lost")
      func number(_ sql: String) throws -> Int64 {
        try connection.first(sql) { try $0.read(0) } ?? -1
      }
      let balance = try number("SELECT balance FROM unit_ledger")
      #expect(balance == (try number("SELECT SUM(units) FROM unit_entry")))
      #expect(balance == (try number("SELECT SUM(units_left) FROM unit_lot")))
      #expect(
        try number(
          """
          SELECT COUNT(*) FROM unit_lot WHERE units_left < 0 OR units_left <>
            (SELECT SUM(units) FROM unit_draw WHERE lot_id = unit_lot.id)
          """) == 0, "a lot has what its entries say")
      let entries = try number("SELECT entry_count FROM unit_ledger")
      #expect(entries == (try number("SELECT COUNT(*) FROM unit_entry")))
      #expect(entries == (try number("SELECT MAX(position) FROM unit_entry")))
      #expect(months.count == Int(try number("SELECT COUNT(*) FROM billed_month")))
      #expect(
        months.count == Int(try number("SELECT COALESCE(SUM(last_number), 0) FROM invoice_series")),
        "numbers have no gaps")
      return (burns.count, months.count)
    }
  }
}
