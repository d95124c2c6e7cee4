import Foundation
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

/// What things cost by another version of the catalogue (COM-13).
@Suite struct RatingVersionTests {
  /// A bureau on 1 July 2026 with a version from 1 August on, in which everything costs something else.
  private func bureau() async throws -> ContractBureau {
    let bureau = try await ContractBureau()
    var version = try #require(
      try await bureau.catalogue.get(.init(), bureau.customer).version)
    (version.id, version.effectiveDate) = ("2026-08", ContractBureau.date("2026-08-01"))
    for (place, product) in version.products.enumerated() {
      for (at, item) in product.items.enumerated() {
        switch item.price {
        case .fixedYen(let yen): version.products[place].items[at].price = .fixedYen(yen * 2)
        case .tiers(var tiers):
          for row in tiers.rows.indices { tiers.rows[row].priceYen *= 2 }
          version.products[place].items[at].price = .tiers(tiers)
        case nil: break
        }
        if item.code == "connections" { version.products[place].items[at].lot = 10 }
      }
    }
    _ = try await bureau.catalogue.publishVersion(
      .init(requestId: freshID(), version: version), bureau.office.options("billing"))
    return bureau
  }

  /// What everything costs by a version, and which one that is; with tax where there is a total.
  private func prices(
    _ version: String, _ bureau: ContractBureau
  ) async throws -> [String: [Int64]] {
    let (rating, caller) = (bureau.office.rating, bureau.office.options("billing"))
    var versions: Set<String> = []
    func seen(_ trace: Shared.Trace?) { versions.insert(trace?.catalogVersion ?? "none") }
    let call = try await rating.rateCall(
      .init(
        product: "pop-up-a", ringTime: .init(seconds: 1_800_000_000), shown: true,
        officeOpen: true, catalogVersion: version), caller)
    let month = try await rating.rateCallMonth(
      .init(product: "pop-up-b", month: "2026-07", standard: 1, catalogVersion: version), caller)
    let incident = try await rating.rateIncident(
      .init(duration: .init(seconds: 1), catalogVersion: version), caller)
    let support = try await rating.rateSupport(
      .init(licences: 100, catalogVersion: version), caller)
    let centre = try await rating.rateCallCentre(
      .init(licences: 100, catalogVersion: version), caller)
    let connections = try await rating.rateConcurrency(
      .init(webSessions: 11, catalogVersion: version), caller)
    let scan = try await rating.rateScan(.init(duplex: 1, catalogVersion: version), caller)
    let addition = try await rating.rateAddition(
      .init(
        kind: .connections, count: 5, added: ContractBureau.date("2026-10-10"),
        termEnd: ContractBureau.date("2027-03-31"), catalogVersion: version), caller)
    seen(call.trace)
    seen(month.trace)
    seen(incident.trace)
    seen(support.trace)
    seen(centre.trace)
    seen(connections.trace)
    seen(scan.trace)
    seen(addition.trace)
    return [
      versions.sorted().joined(separator: " "): [
        call.priceYen, month.totals?.netYen ?? 0, incident.valueYen, support.year?.totalYen ?? 0,
        centre.initialYen, centre.monthlyYen, connections.packs, connections.connections,
        connections.year?.netYen ?? 0, scan.units, addition.totals?.netYen ?? 0,
      ]
    ]
  }

  private static let published: [String: [Int64]] = [
    "published": [
      30, 5_030, 3_000, 110_000, 300_000, 1_000_000, 3, 15, 178_200, 2, 29_700,
    ]
  ]
  /// Packs of ten, of which two are enough for eleven.
  private static let next: [String: [Int64]] = [
    "2026-08": [
      60, 10_060, 6_000, 220_000, 600_000, 2_000_000, 2, 20, 475_200, 2, 59_400,
    ]
  ]

  @Test("prices are those of the version that is asked for, or of the one in effect")
  func versions() async throws {
    let bureau = try await bureau()
    #expect(try await prices("", bureau) == Self.published)
    #expect(try await prices("2026-08", bureau) == Self.next, "before its effect too")
    try await bureau.begin("2026-08-01")
    #expect(try await prices("", bureau) == Self.next)
    #expect(try await prices("published", bureau) == Self.published)
  }

  @Test func aVersionThatIsNotKnownIsRefusedAsByTheCatalogue() async throws {
    let bureau = try await ContractBureau()
    let (rating, caller) = (bureau.office.rating, bureau.customer)
    let day = ContractBureau.date("2026-10-10")
    let errors = [
      await failure {
        try await rating.rateCall(
          .init(product: "pop-up-a", ringTime: .init(), catalogVersion: "x"), caller)
      },
      await failure {
        try await rating.rateCallMonth(
          .init(product: "pop-up-a", month: "2026-07", catalogVersion: "x"), caller)
      },
      await failure {
        try await rating.rateIncident(.init(duration: .init(), catalogVersion: "x"), caller)
      },
      await failure {
        try await rating.rateSupport(.init(licences: 1, catalogVersion: "x"), caller)
      },
      await failure {
        try await rating.rateCallCentre(.init(licences: 1, catalogVersion: "x"), caller)
      },
      await failure { try await rating.rateConcurrency(.init(catalogVersion: "x"), caller) },
      await failure { try await rating.rateScan(.init(catalogVersion: "x"), caller) },
      await failure {
        try await rating.rateAddition(
          .init(kind: .connections, count: 1, added: day, termEnd: day, catalogVersion: "x"),
          caller)
      },
    ]
    let known = await failure { try await bureau.catalogue.get(.init(id: "x"), caller) }
    #expect(known?.code == .notFound && known?.reason == "CATALOGUE_NOT_FOUND")
    #expect(errors.count == 8)
    for error in errors {
      #expect(error?.code == known?.code && error?.reason == known?.reason)
      #expect(error?.values["id"] == "x")
    }
  }
}
