import CivilTime
import Foundation
import MadoAPI
import Rules
import Storage
import Testing

@testable import Services

@Suite struct ContractStoreTests {
  private static func day(_ text: String) -> CivilDate { CivilDate(text) ?? .min }

  private static let demo = Tenancy.atTheMachine(Demo.tenant)

  /// A contract with a value in each place.
  private static func full(_ id: String) -> ContractRow {
    ContractRow(
      id: id, tenant: Demo.tenant, reseller: "r", catalogue: "published",
      order: Contracts.Order(product: "telework", licences: 10, pricesYen: ["account": 12_000]),
      licences: 12, billedLicences: 11, nextLicences: 9, renewal: .none, state: .suspended,
      concluded: day("2026-04-01"), prepareTarget: day("2026-04-02"),
      delivered: day("2026-04-03"), started: day("2026-04-04"), billingStart: day("2026-04-05"),
      termAnchor: day("2025-04-06"), termNumber: 2,
      term: day("2026-04-06")...day("2027-04-05"), minimumEnd: day("2026-04-08"),
      trialEnd: day("2026-04-09"), cancelledEnd: day("2026-12-31"),
      terminatedEnd: day("2027-01-31"), reason: .notPaid, reference: "form 7", createdAt: 5,
      version: 3)
  }

  private func database() async throws -> Office { try await Office(devices: 1) }

  @Test func whatIsKeptIsReadBack() async throws {
    let office = try await database()
    try await office.database.write { transaction in
      var contract = Self.full("contract-1")
      let store = ContractStore(Self.demo, transaction.connection)
      try store.add(contract)
      #expect(try store.contract(contract.id) == contract)
      (contract.reseller, contract.nextLicences, contract.licences) = (nil, nil, 13)
      (contract.state, contract.reason, contract.reference) = (.active, .unspecified, "")
      (contract.concluded, contract.prepareTarget, contract.delivered) = (nil, nil, nil)
      (contract.started, contract.billingStart, contract.termAnchor) = (nil, nil, nil)
      (contract.term, contract.minimumEnd, contract.trialEnd) = (nil, nil, nil)
      (contract.cancelledEnd, contract.terminatedEnd) = (nil, nil)
      (contract.termNumber, contract.billedLicences, contract.version) = (0, 14, 4)
      try store.replace(contract)
      #expect(try store.contract(contract.id) == contract)
      #expect(try store.contracts(of: "telework") == [contract])
      #expect(try store.contracts(of: "meeting") == [])
    }
  }

  @Test func anotherTenantHasNothing() async throws {
    let office = try await database()
    try await office.database.write { transaction in
      try ContractStore(Self.demo, transaction.connection).add(Self.full("contract-1"))
      let other = ContractStore(.atTheMachine(TenantID("other")), transaction.connection)
      #expect(try other.contract("contract-1") == nil && other.contracts() == [])
    }
  }

  @Test("what is charged once is charged in its month, and in one place")
  func charges() async throws {
    let office = try await database()
    try await office.database.write { transaction in
      let store = ContractStore(Self.demo, transaction.connection)
      try store.add(Self.full("contract-1"))
      func charge(_ id: String, _ amount: Int64, _ date: String) -> ContractChargeRow {
        ContractChargeRow(
          id: id, contract: "contract-1", item: ContractChargeRow.penalty, amount: Yen(amount),
          category: .outOfScope, supplied: Self.day(date), createdAt: 7)
      }
      let (first, last) = (charge("a", 1, "2026-04-01"), charge("b", 2, "2026-04-30"))
      for row in [last, first, charge("c", 4, "2026-05-01"), charge("d", 8, "2026-03-31")] {
        try store.put(row)
      }
      let april = Self.day("2026-04-15")
      #expect(try store.charges(of: "contract-1", in: april) == [first, last])
      // The same id again takes its place.
      let moved = charge("b", 16, "2026-04-29")
      try store.put(moved)
      #expect(try store.charges(of: "contract-1", in: april) == [first, moved])
      try store.removeCharge("a")
      #expect(try store.charges(of: "contract-1", in: april) == [moved])
    }
  }

  @Test(
    "a month's billing touches what began by its end and had not ended before it",
    arguments: [
      // billing start, last day, the month, whether it is billed
      ("2026-04-01", nil, "2026-03-31", false), ("2026-04-30", nil, "2026-04-01", true),
      ("2026-04-01", "2026-06-30", "2026-06-01", true),
      ("2026-04-01", "2026-06-30", "2026-07-31", false), (nil, nil, "2026-07-31", false),
      ("2026-04-01", "2026-06-01", "2026-06-30", true),
    ] as [(String?, String?, String, Bool)])
  func billed(start: String?, last: String?, month: String, isBilled: Bool) async throws {
    let office = try await database()
    try await office.database.write { transaction in
      var contract = Self.full("contract-1")
      (contract.term, contract.terminatedEnd, contract.state) = (nil, nil, .active)
      contract.trialEnd = nil
      contract.billingStart = start.map(Self.day)
      contract.cancelledEnd = last.map(Self.day)
      try ContractStore(Self.demo, transaction.connection).add(contract)
      let register = ContractRegister(transaction.connection)
      let found = try register.billed(in: Self.day(month), after: "", limit: 9)
      #expect(found.map(\.contract) == (isBilled ? ["contract-1"] : []))
      #expect(found.allSatisfy { $0.tenant == Demo.tenant })
      #expect(try register.billed(in: Self.day(month), after: "contract-1", limit: 9).isEmpty)
      #expect(try register.tenant(of: .contract, "contract-1") == Demo.tenant)
      #expect(try register.tenant(of: .contract, "contract-2") == nil)
    }
  }

  @Test("its lines are counted by the licences of the term, at the prices of its catalogue")
  func lines() throws {
    let lines = try Self.full("contract-1").lines(
      by: .published, in: CivilDate(literal: 2026, 7, 1)
    ).granted().lines
    #expect(lines.map(\.quantity) == [11] && lines.map(\.amount) == [132_000])
  }

  @Test func versionsOfTheCatalogueFollowEachOther() async throws {
    let office = try await database()
    try await office.database.write { transaction in
      let store = CatalogueStore(transaction.connection)
      let next = try #require(
        CatalogueVersion(
          "2027", effective: Self.day("2027-04-01"), products: CatalogueVersion.published.products))
      try store.add(CatalogueRow(version: next, publishedAt: 1, exception: "law"))
      #expect(try store.all().map(\.version) == [.published, next])
      #expect(try store.version("2027") == next && store.version("published") == .published)
      #expect(try store.version("2028") == nil)
      #expect(try store.version(on: Self.day("2027-03-31")) == .published)
      #expect(try store.version(on: Self.day("2027-04-01")) == next)
      #expect(try store.version(on: Self.day("2006-12-31")) == nil)
    }
  }
}
