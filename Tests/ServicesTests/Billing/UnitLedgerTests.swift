import CivilTime
import Foundation
import RPC
import SQLite
import Storage
import Testing

@testable import Rules
@testable import Services

/// Ledgers of units as rows, held against the ledger that the rules keep as a value.
@Suite struct UnitLedgerTests {
  private static let tenancy = Tenancy.atTheMachine(Demo.tenant)

  /// What is done with the demo tenant's incidents.
  private func write<R: Sendable>(
    _ office: Office, _ body: @escaping @Sendable (UnitLedger, LedgerStore) throws -> R
  ) async throws -> R {
    try await office.database.write { transaction in
      try body(
        UnitLedger("incidents", of: "contract-1", Self.tenancy, transaction.connection),
        LedgerStore(Self.tenancy, transaction.connection))
    }
  }

  private static func time(_ text: String) throws -> Instant {
    try #require(Instant("\(text):00+09:00"))
  }

  private static func lot(
    _ id: String, _ units: Int64, _ from: String, _ through: String?, postedAt: Int64 = 1
  ) throws -> LotRow {
    LotRow(
      id: id, units: units, left: units, usableFrom: try #require(CivilDate(from)),
      usableThrough: through.flatMap { CivilDate($0) }, boughtLots: 1, reference: "order \(id)",
      postedAt: postedAt)
  }

  @Test func unitsAreTakenFromTheLotThatExpiresFirstAllOrNothing() async throws {
    let office = try await Office(devices: 1)
    let noon = try Self.time("2026-07-01T12:00")
    try await write(office) { ledger, store in
      try ledger.post(Self.lot("late", 10, "2026-06-01", "2027-05-31"))
      try ledger.post(Self.lot("early", 10, "2026-05-01", "2027-04-30"))
      let first = try ledger.consume(12, for: "h1", at: noon)
      #expect(first.entry.draws == [Draw("early", -10), Draw("late", -2)], "SUP-15")
      #expect(first.entry.balance == 8 && first.entry.position == 3)
      let error = #expect(throws: RPCError.self) { try ledger.consume(9, for: "h2", at: noon) }
      #expect(error?.reason == "INSUFFICIENT_UNITS" && error?.code == .failedPrecondition)
      #expect(try ledger.standing(on: JST.date(of: noon)).0.balance == 8, "nothing was taken")
      _ = try ledger.consume(8, for: "h2", at: noon)
      #expect(try ledger.standing(on: JST.date(of: noon)).0.nextExpiry == nil)
    }
  }

  @Test func whatFindsNoUnitsWaitsAndIsSettledFromTheNextLotFirst() async throws {
    let office = try await Office(devices: 1)
    let (end, later) = (try Self.time("2026-07-01T12:00"), try Self.time("2026-07-02T12:00"))
    try await write(office) { ledger, store in
      #expect(try ledger.charge(3, for: "h1", endedAt: end) == nil)
      #expect(try ledger.charge(1, for: "h2", endedAt: later) == nil)
      #expect(try ledger.standing(on: JST.date(of: later)).0.balance == -4)
      // Its first day is after the handlings: they are settled from it whatever (SUP-15).
      let entries = try ledger.post(Self.lot("lot", 10, "2026-07-03", "2027-07-02")).entries
      #expect(entries.map(\.kind) == [.posted, .settled, .settled])
      #expect(entries.map(\.reference) == ["order lot", "h1", "h2"])
      #expect(entries.last?.balance == 6)
      #expect(try ledger.takeBack("h1", because: "mistaken", at: later)?.units == 3)
      #expect(try ledger.takeBack("h1", because: "mistaken", at: later) == nil, "once")
    }
  }

  @Test func whatWaitsIsTakenBackByBeingForgotten() async throws {
    let office = try await Office(devices: 1)
    let end = try Self.time("2026-07-01T12:00")
    try await write(office) { ledger, store in
      _ = try ledger.charge(3, for: "h1", endedAt: end)
      #expect(try ledger.takeBack("h1", because: "mistaken", at: end) == nil)
      #expect(try ledger.standing(on: JST.date(of: end)).0.waiting == 0)
      #expect(try ledger.post(Self.lot("lot", 10, "2026-07-01", nil)).entries.count == 1)
    }
  }

  @Test func aConsumptionIsTakenBackOnceAndNothingElseIs() async throws {
    let office = try await Office(devices: 1)
    let noon = try Self.time("2026-07-01T12:00")
    try await write(office) { ledger, store in
      try ledger.post(Self.lot("lot", 10, "2026-07-01", "2027-06-30"))
      let taken = try ledger.consume(4, for: "h", at: noon).entry
      let back = try ledger.reverse(taken.position, because: "mistaken", at: noon).entry
      #expect(back.units == 4 && back.reverses == 2 && back.balance == 10)
      for (position, reason) in [
        (2, "NOT_REVERSIBLE"), (1, "NOT_REVERSIBLE"), (9, "ENTRY_NOT_FOUND"),
      ] {
        let error = #expect(throws: RPCError.self) {
          try ledger.reverse(Int64(position), because: "mistaken", at: noon)
        }
        #expect(error?.reason == reason)
      }
    }
  }

  @Test func theRestOfALotLapsesAtTheEndOfItsLastDayAndOnce() async throws {
    let office = try await Office(devices: 1)
    try await write(office) { ledger, _ in
      try ledger.post(Self.lot("lot", 10, "2026-04-10", "2027-04-09"))
      _ = try ledger.consume(3, for: "h", at: Self.time("2026-07-01T12:00"))
    }
    office.clock.set(try Self.time("2027-04-09T23:59"))
    #expect(try await office.expiries() == 0)
    office.clock.set(try Self.time("2027-04-10T00:00"))
    #expect(try await office.expiries() == 1)
    #expect(try await office.expiries() == 1)
    try await write(office) { ledger, store in
      let row = try #require(try store.ledger(ledger.key))
      let last = try #require(try store.entry(row.entryCount, of: row))
      #expect(last.kind == .lapsed && last.units == -7 && last.balance == 0, "SUP-14")
      #expect(last.at == (try Self.time("2027-04-10T00:00")).seconds)
      // What comes back to a lot that has lapsed lapses with it.
      _ = try ledger.takeBack("h", because: "mistaken", at: Self.time("2027-05-01T12:00"))
    }
    #expect(try await office.expiries() == 2)
    try await write(office) { ledger, store in
      let row = try #require(try store.ledger(ledger.key))
      #expect(row.balance == 0 && row.entryCount == 5)
    }
  }

  @Test func unitsThatDoNotFitAreRefused() async throws {
    let office = try await Office(devices: 1)
    try await write(office) { ledger, _ in
      try ledger.post(Self.lot("a", .max, "2026-07-01", nil))
      let error = #expect(throws: RPCError.self) {
        try ledger.post(Self.lot("b", 1, "2026-07-01", nil))
      }
      #expect(error?.reason == "TOO_MANY_UNITS" && error?.code == .outOfRange)
    }
  }

  /// Whatever is done, rows and rules say the same, and the ledger balances.
  @Test(arguments: 1...8) func rowsFollowTheRules(seed: UInt64) async throws {
    let office = try await Office(devices: 1)
    let start = try Self.time("2026-01-01T00:00")
    try await office.database.write { transaction in
      var random = Steps(state: seed)
      var model = LotLedger()
      let ledger = UnitLedger("incidents", of: "contract-1", Self.tenancy, transaction.connection)
      let store = LedgerStore(Self.tenancy, transaction.connection)
      var now = start
      for step in 0..<120 {
        now = now.advanced(by: .seconds(Int64(random.next(200_000))))
        try Self.expireAll(&model, store, at: now, transaction.connection)
        let today = JST.date(of: now)
        switch random.next(10) {
        case 0...2:
          let units = Int64(1 + random.next(30))
          let through = today.advanced(by: random.next(40))
          let id = "lot-\(step)"
          _ = model.post(
            Lot(id, left: Int(units), usable: today...through), at: now, reference: id)
          try ledger.post(
            LotRow(
              id: id, units: units, left: units, usableFrom: today, usableThrough: through,
              reference: id, postedAt: now.seconds))
        case 3...5:
          let units = 1 + random.next(12)
          let ruling = model.consume(units, at: now, reference: "c\(step)")
          let taken = try? ledger.consume(Int64(units), for: "c\(step)", at: now)
          #expect((ruling.answer == nil) == (taken == nil))
        case 6...8:
          let units = 1 + random.next(12)
          let paid = model.charge(units, endedAt: now, handling: "h\(step)")
          let taken = try ledger.charge(Int64(units), for: "h\(step)", endedAt: now)
          #expect((paid == nil) == (taken == nil))
        default:
          guard !model.entries.isEmpty else { continue }
          let index = random.next(model.entries.count)
          let ruling = model.reverse(index, at: now, reference: "r")
          let back = try? ledger.reverse(Int64(index + 1), because: "r", at: now)
          #expect((ruling.answer == nil) == (back == nil))
        }
        try Self.compare(model, ledger, store)
      }
      #expect(model.entries.count > 40)
    }
  }

  private static func expireAll(
    _ model: inout LotLedger, _ store: LedgerStore, at now: Instant, _ connection: Connection
  ) throws {
    _ = model.expire(at: now)
    for lot in try store.lapsedLots(before: JST.date(of: now), limit: 100) {
      _ = try UnitLedger.expire(lot.id, at: now, Self.tenancy, connection)
    }
  }

  private static func compare(
    _ model: LotLedger, _ ledger: UnitLedger, _ store: LedgerStore
  ) throws {
    guard let row = try store.ledger(ledger.key) else {
      #expect(model.entries.isEmpty)
      return
    }
    let rows = try store.entries(.none, of: row, before: .max, limit: 1_000).reversed()
    #expect(rows.map(\.units) == model.entries.map { Int64($0.units) })
    #expect(rows.map(\.at) == model.entries.map(\.at.seconds))
    for (row, entry) in zip(rows, model.entries) {
      #expect(row.draws.sorted { $0.lot < $1.lot } == entry.changes.sorted { $0.lot < $1.lot })
    }
    #expect(row.balance == Int64(model.balance))
    #expect(row.balance == rows.reduce(0) { $0 + $1.units }, "it balances")
    let open = try store.openLots(of: row)
    #expect(row.balance == open.reduce(0) { $0 + $1.left }, "the lots have what the entries say")
    #expect(try store.debts(of: row).map(\.id) == model.debts.map(\.id))
  }
}

extension Office {
  /// Carries out what is due, and says how many lots were looked at so far.
  func expiries() async throws -> Int {
    try await scheduler.runDue()
    return try await database.read {
      try JobStore($0).runs(of: JobKind.lotExpiry.name, limit: 100).count
    }
  }
}

/// Numbers that a seed makes (splitmix64).
struct Steps {
  var state: UInt64

  mutating func next(_ bound: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((z ^ (z >> 31)) % UInt64(max(bound, 1)))
  }
}
