import CivilTime
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct LedgerServiceTests {
  private func office() async throws -> BillingOffice {
    let office = try await BillingOffice()
    try await office.contract("support", "paid-support", licences: 100, from: "2026-04-01")
    return office
  }

  private func purchase(
    _ office: BillingOffice, lots: Int64 = 0, units: Int64 = 0, check: Bool = false
  ) async throws -> Billing.PurchaseLotsResponse {
    try await office.ledgers.purchaseLots(
      .init(
        requestId: freshID(), validateOnly: check, contractId: "support", item: "incidents",
        lots: lots, units: units), office.customer)
  }

  private func consume(_ office: BillingOffice, _ units: Int64) async throws
    -> Billing.ConsumeResponse
  {
    try await office.ledgers.consume(
      .init(
        requestId: freshID(), tenantId: BillingOffice.tenant, contractId: "support",
        item: "incidents", units: units, reference: "r"), office.office.options("agent"))
  }

  @Test func unitsAreBoughtInLotsAndBurntToTheLast() async throws {
    let office = try await office()
    try office.set("2026-04-10T10:00")
    let bought = try await purchase(office, lots: 1)
    #expect(bought.lot?.units == 10 && bought.price?.totalYen == 33_000, "SUP-14")
    #expect(bought.lot?.usableThrough == BillingOffice.date("2027-04-09"))
    let burnt = try await consume(office, 9)
    #expect(burnt.balance == 1 && burnt.nextExpiry == BillingOffice.date("2027-04-09"))
    let short = await failure { try await consume(office, 2) }
    #expect(short?.reason == "INSUFFICIENT_UNITS", "SUP-15")
    let info = short?.detail(GoogleRpc.ErrorInfo.self)?.metadata
    #expect(info?["value"] == "2" && info?["limit"] == "1 available")
    let last = try await consume(office, 1)
    #expect(last.balance == 0 && last.nextExpiry == nil)
    let balance = try await office.ledgers.getBalance(
      .init(contractId: "support", item: "incidents"), office.customer)
    #expect(balance.available == 0 && balance.lots.isEmpty && balance.entryCount == 3)
  }

  @Test(
    arguments: [
      // lots, units, reason, field
      (0, 7, "NOT_A_LOT", "units"), (0, 15, "NOT_A_LOT", "units"), (0, 0, "INVALID_FIELDS", "lots"),
      (1, 10, "INVALID_FIELDS", "lots"), (Int64.max, 0, "AMOUNT_TOO_LARGE", "lots"),
    ] as [(Int64, Int64, String, String)])
  func whatIsNoLotIsRefused(lots: Int64, units: Int64, reason: String, field: String) async throws {
    let office = try await office()
    let error = await failure { try await purchase(office, lots: lots, units: units) }
    #expect(error?.reason == reason)
    let fields = error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
    #expect(fields == [field])
    let balance = try await office.ledgers.getBalance(
      .init(contractId: "support", item: "incidents"), office.customer)
    #expect(balance.entryCount == 0, "nothing changed")
  }

  @Test func aCheckBuysNothingAndARepetitionBuysOnce() async throws {
    let office = try await office()
    #expect(try await purchase(office, lots: 2, check: true).price?.totalYen == 66_000)
    let request = Billing.PurchaseLotsRequest(
      requestId: freshID(), contractId: "support", item: "incidents", lots: 1)
    let first = try await office.ledgers.purchaseLots(request, office.customer)
    let second = try await office.ledgers.purchaseLots(request, office.customer)
    #expect(first == second && second.balance == 10)
    var other = request
    other.lots = 2
    let reused = await failure { try await office.ledgers.purchaseLots(other, office.customer) }
    #expect(reused?.reason == "IDEMPOTENCY_KEY_REUSED")
  }

  @Test func aMistakeIsReversedByAnotherEntry() async throws {
    let office = try await office()
    _ = try await purchase(office, lots: 1)
    let taken = try #require(try await consume(office, 4).entry)
    let reversed = try await office.ledgers.reverse(
      .init(
        requestId: freshID(), tenantId: BillingOffice.tenant, contractId: "support",
        item: "incidents", position: taken.position, reason: "mistaken"), office.vendor)
    #expect(reversed.balance == 10 && reversed.entry?.reverses == taken.position)
    let entries = try await office.ledgers.listEntries(
      .init(contractId: "support", item: "incidents"), office.customer)
    #expect(entries.entries.map(\.kind) == [.reversed, .consumed, .posted])
    #expect(entries.entries[1].reversedBy == 3)
    #expect(entries.entries.map(\.balance) == [10, 6, 10])
    let consumed = try await office.ledgers.listEntries(
      .init(contractId: "support", item: "incidents", filter: "kind = CONSUMED"), office.customer)
    #expect(consumed.entries.map(\.position) == [2])
  }

  @Test func entriesComeInPages() async throws {
    let office = try await office()
    _ = try await purchase(office, lots: 1)
    for _ in 0..<6 { _ = try await consume(office, 1) }
    var (positions, token): ([Int64], String) = ([], "")
    repeat {
      let page = try await office.ledgers.listEntries(
        .init(contractId: "support", item: "incidents", pageSize: 3, pageToken: token),
        office.customer)
      positions += page.entries.map(\.position)
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(positions == [7, 6, 5, 4, 3, 2, 1])
    let first = try await office.ledgers.listEntries(
      .init(contractId: "support", item: "incidents", pageSize: 3), office.customer)
    let other = await failure {
      try await office.ledgers.listEntries(
        .init(
          contractId: "support", item: "incidents", pageToken: first.nextPageToken,
          filter: "kind = POSTED"), office.customer)
    }
    #expect(other?.reason == "PAGE_TOKEN_MISMATCH")
  }

  @Test func theRestLapsesByHandAsByItself() async throws {
    let office = try await office()
    try office.set("2026-04-10T10:00")
    _ = try await purchase(office, lots: 1)
    try office.set("2027-04-09T23:59")
    func run() async throws -> [Billing.WriteOff] {
      try await office.ledgers.runExpiry(
        .init(requestId: freshID(), tenantId: BillingOffice.tenant), office.vendor
      ).writeOffs
    }
    #expect(try await run().isEmpty)
    try office.set("2027-04-10T00:00")
    let lapsed = try await run()
    #expect(lapsed.map(\.entry?.units) == [-10] && lapsed.first?.contractId == "support", "SUP-14")
    #expect(try await run().isEmpty)
    #expect(try await office.office.expiries() == 0, "never twice")
  }

  @Test func othersSeeNothing() async throws {
    let office = try await office()
    let strange = await failure {
      try await office.ledgers.getBalance(
        .init(tenantId: "other", contractId: "support", item: "incidents"), office.vendor)
    }
    #expect(strange?.reason == "CONTRACT_NOT_FOUND")
    let nobody = await failure {
      try await office.ledgers.getBalance(
        .init(contractId: "support", item: "incidents"), office.vendor)
    }
    #expect(nobody?.code == .invalidArgument, "the vendor says whose")
    let priced = await failure {
      try await office.ledgers.purchaseLots(
        .init(
          requestId: freshID(), contractId: "support", item: "incidents", lots: 1,
          unitPriceYen: 1), office.customer)
    }
    #expect(priced?.reason == "PRICE_IS_THE_VENDORS")
  }
}
