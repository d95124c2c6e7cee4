import Foundation
import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Testing

@testable import Services

/// Prices over the wire: the rule book's examples.
@Suite struct RatingServiceTests {
  private func options(_ office: Office) -> CallOptions { office.options("demo-administrator") }

  @Test(
    arguments: [
      // licences, initial, monthly, first year with tax, later year with tax, warned of a cliff
      ("SUP-21", 1, 300_000, 1_000_000, 13_530_000, 13_200_000, false),
      ("SUP-21", 100, 300_000, 1_000_000, 13_530_000, 13_200_000, true),
      ("SUP-21", 101, 600_000, 2_000_000, 27_060_000, 26_400_000, true),
      ("SUP-21", 1_000, 900_000, 3_000_000, 40_590_000, 39_600_000, true),
      ("SUP-21", 5_000, 1_200_000, 4_000_000, 54_120_000, 52_800_000, true),
      ("SUP-21", 10_000, 1_500_000, 5_000_000, 67_650_000, 66_000_000, true),
      ("SUP-21", 50_000, 1_800_000, 6_000_000, 81_180_000, 79_200_000, false),
    ] as [(String, Int64, Int64, Int64, Int64, Int64, Bool)])
  func theCallCentre(
    rule: String, licences: Int64, initial: Int64, monthly: Int64, year: Int64, later: Int64,
    isCliff: Bool
  ) async throws {
    let office = try await Office(devices: 1)
    let answer = try await office.rating.rateCallCentre(.init(licences: licences), options(office))
    #expect(answer.initialYen == initial && answer.monthlyYen == monthly, "\(rule)")
    #expect(answer.firstYear?.totalYen == year && answer.laterYear?.totalYen == later)
    #expect(answer.trace?.warnings.contains { $0.code == "TIER_CLIFF" } == isCliff)
    #expect(answer.trace?.catalogVersion == "published")
  }

  @Test(
    arguments: [
      (0, Code.invalidArgument), (-1, .invalidArgument), (50_001, .outOfRange),
      (Int64.max, .outOfRange),
    ] as [(Int64, Code)])
  func licencesOutsideOfTheTiers(licences: Int64, code: Code) async throws {
    let office = try await Office(devices: 1)
    let error = await failure {
      try await office.rating.rateCallCentre(.init(licences: licences), options(office))
    }
    #expect(error?.code == code)
    let field = try #require(error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.first)
    #expect(field.field == "licences" && field.description.contains("\(licences)"))
  }

  @Test(
    arguments: [
      ("SUP-11", 1, 55_550), ("SUP-11", 100, 110_000), ("SUP-11", 120, 121_000),
      ("SUP-11", 333, 238_150),
    ] as [(String, Int64, Int64)])
  func paidSupport(rule: String, licences: Int64, total: Int64) async throws {
    let office = try await Office(devices: 1)
    let answer = try await office.rating.rateSupport(.init(licences: licences), options(office))
    #expect(answer.year?.totalYen == total, "\(rule)")
  }

  @Test(
    arguments: [
      // seconds, units, their value
      ("SUP-12", 0, 0, 0), ("SUP-12", 1, 1, 3_000), ("SUP-12", 1_800, 1, 3_000),
      ("SUP-12", 1_801, 2, 6_000), ("SUP-12", 3_601, 3, 9_000),
    ] as [(String, Int64, Int64, Int64)])
  func handlings(rule: String, seconds: Int64, units: Int64, value: Int64) async throws {
    let office = try await Office(devices: 1)
    let answer = try await office.rating.rateIncident(
      .init(duration: .init(seconds: seconds)), options(office))
    #expect(answer.units == units && answer.valueYen == value, "\(rule)")
  }

  @Test(
    arguments: [
      // shown, open, employee, spam, list input, price, match
      (
        "CTI-03", true, true, false, false, Billing.ListInput.unspecified, 30,
        Billing.CallMatch.standard
      ),
      ("CTI-03", false, true, false, false, .unspecified, 0, .notShown),
      ("CTI-04", true, true, true, false, .unspecified, 15, .employee),
      ("CTI-05", true, true, true, true, .unspecified, 0, .spam),
      ("CTI-06", true, false, true, true, .unspecified, 0, .outOfHours),
      ("CTI-13", true, true, false, false, .perPopUp, 35, .standard),
      ("CTI-13", true, true, true, false, .perPopUp, 20, .employee),
      ("CTI-13", true, true, false, false, .perEntry, 30, .standard),
    ] as [(String, Bool, Bool, Bool, Bool, Billing.ListInput, Int64, Billing.CallMatch)])
  func calls(
    rule: String, shown: Bool, open: Bool, employee: Bool, spam: Bool, lists: Billing.ListInput,
    price: Int64, match: Billing.CallMatch
  ) async throws {
    let office = try await Office(devices: 1)
    let answer = try await office.rating.rateCall(
      .init(
        product: "pop-up-a", listInput: lists, ringTime: .init(seconds: 1_800_000_000),
        shown: shown, officeOpen: open, staffed: true, employee: employee, spam: spam),
      options(office))
    #expect(answer.priceYen == price && answer.match == match, "\(rule)")
    #expect(answer.allowsHistory == !spam, "CTI-05")
  }

  @Test(
    arguments: [
      // product, standard, employee, list input, first, rounding, net, total
      (
        "CTI-20", "pop-up-a", 1_200, 37, Billing.ListInput.unspecified, false,
        Shared.TaxRounding.floor, 49_705, 54_675
      ),
      ("CTI-20", "pop-up-a", 1_200, 37, .unspecified, false, .halfUp, 49_705, 54_676),
      ("CTI-20", "pop-up-a", 1_200, 37, .perPopUp, false, .floor, 55_890, 61_479),
      ("CTI-20", "pop-up-b", 800, 12, .unspecified, false, .floor, 29_180, 32_098),
      ("CTI-20", "pop-up-b", 800, 12, .unspecified, true, .floor, 79_180, 87_098),
    ]
      as [(
        String, String, Int64, Int64, Billing.ListInput, Bool, Shared.TaxRounding, Int64, Int64
      )])
  func monthsOfCalls(
    rule: String, product: String, standard: Int64, employee: Int64, lists: Billing.ListInput,
    isFirst: Bool, rounding: Shared.TaxRounding, net: Int64, total: Int64
  ) async throws {
    let office = try await Office(devices: 1)
    let answer = try await office.rating.rateCallMonth(
      .init(
        product: product, month: "2026-07", standard: standard, employee: employee,
        pcs: product == "pop-up-a" ? 3 : 0, listInput: lists, firstMonth: isFirst,
        rounding: rounding), options(office))
    #expect(answer.totals?.netYen == net && answer.totals?.totalYen == total, "\(rule)")
  }

  @Test(
    arguments: [
      // peak, reading, packs, connections, a year with tax
      ("CTI-16", 1, Billing.PeakReading.unspecified, 0, 1, 0),
      ("CTI-16", 6, .unspecified, 2, 10, 130_680), ("CTI-16", 8, .unspecified, 2, 10, 130_680),
      ("CTI-16", 96, .unspecified, 20, 100, 1_306_800),
      ("CTI-16", 96, .countIncluded, 19, 95, 1_241_460),
    ] as [(String, Int64, Billing.PeakReading, Int64, Int64, Int64)])
  func connections(
    rule: String, peak: Int64, reading: Billing.PeakReading, packs: Int64, connections: Int64,
    total: Int64
  ) async throws {
    let office = try await Office(devices: 1)
    let answer = try await office.rating.rateConcurrency(
      .init(mobileDevices: 1, webSessions: peak - 1, pcClients: 40, reading: reading),
      options(office))
    #expect(answer.peak == peak && answer.packs == packs, "\(rule)")
    #expect(answer.connections == connections && answer.year?.totalYen ?? 0 == total)
  }

  @Test func whatIsAddedWithinATerm() async throws {
    let office = try await Office(devices: 1)
    let accounts = try await office.rating.rateAddition(
      .init(
        kind: .teleworkAccounts, count: 5, monthlyYen: 1_000,
        added: .init(year: 2026, month: 7, day: 10),
        termEnd: .init(year: 2027, month: 3, day: 31)), options(office))
    #expect(accounts.months == 9 && accounts.totals?.totalYen == 49_500, "TEL-13")
    let packs = try await office.rating.rateAddition(
      .init(
        kind: .connections, count: 5, added: .init(year: 2026, month: 10, day: 10),
        termEnd: .init(year: 2027, month: 3, day: 31)), options(office))
    #expect(packs.months == 6 && packs.totals?.totalYen == 32_670, "CTI-21")
    let unpublished = await failure {
      try await office.rating.rateAddition(
        .init(
          kind: .teleworkAccounts, count: 5, added: .init(year: 2026, month: 7, day: 10),
          termEnd: .init(year: 2027, month: 3, day: 31)), options(office))
    }
    #expect(unpublished?.code == .failedPrecondition)
    let violations = unpublished?.detail(GoogleRpc.BadRequest.self)?.fieldViolations
    #expect(violations?.map(\.field) == ["monthly_yen"])
    let days = await failure {
      try await office.rating.rateAddition(
        .init(
          kind: .connections, count: 5, added: .init(year: 2026, month: 2, day: 30),
          termEnd: .init(year: 2027, month: 13, day: 1)), options(office))
    }
    #expect(
      days?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field)
        == ["added", "term_end"], "every field at once")
  }

  @Test func scansCountSides() async throws {
    let office = try await Office(devices: 1)
    let answer = try await office.rating.rateScan(
      .init(simplex: 300, duplex: 2_900), options(office))
    #expect(answer.units == 6_100, "CARD-37")
    let error = await failure {
      try await office.rating.rateScan(.init(simplex: 1, duplex: .max), options(office))
    }
    #expect(error?.code == .outOfRange)
  }

  @Test func ratesOfTaxAreEnteredForDaysToCome() async throws {
    let office = try await Office(
      devices: 1, others: [("billing", Principal(.vendor([.billing]), subject: "b"))])
    let billing = office.options("billing")
    func put(_ day: GoogleType.Date, _ points: Int32) async throws -> [Billing.Rate] {
      try await office.taxes.putRate(
        .init(requestId: freshID(), rate: .init(from: day, basisPoints: points)), billing
      ).rates
    }
    let rates = try await put(.init(year: 2027, month: 4, day: 1), 1_200)
    #expect(rates.map(\.basisPoints) == [500, 800, 1_000, 1_200])
    #expect(rates.map(\.entered) == [false, false, false, true])
    #expect(try await put(.init(year: 2027, month: 4, day: 1), 1_300).last?.basisPoints == 1_300)
    let later = try await office.rating.rateSupport(
      .init(licences: 100, supplied: .init(year: 2027, month: 4, day: 1)), billing)
    #expect(later.year?.totalYen == 113_000, "COM-08: by the day of supply")
    let inForce = await failure { try await put(.init(year: 2026, month: 7, day: 1), 1_200) }
    #expect(inForce?.reason == "RATE_IN_FORCE")
    #expect(try await office.taxes.listRates(.init(), options(office)).rates.count == 4)
  }
}
