import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct QuoteServiceTests {
  private typealias Bureau = ContractBureau

  private func compute(
    _ order: Contracts.Order, _ bureau: ContractBureau
  ) async throws -> Contracts.Price {
    try #require(try await bureau.quotes.compute(.init(order: order)).price)
  }

  @Test(
    "SUP-21: anybody learns what the call centre costs, and is warned of the cliff",
    arguments: [
      // licences, first year with tax, whether it is warned of
      (99, 13_530_000, false), (100, 13_530_000, true), (101, 27_060_000, true),
      (50_000, 81_180_000, false),
    ])
  func callCentre(licences: Int32, year: Int64, isCliff: Bool) async throws {
    let bureau = try await ContractBureau()
    let price = try await compute(.init(product: "call-centre", licences: licences), bureau)
    #expect(price.firstYear?.totalYen == year)
    let warnings = price.trace?.warnings.map(\.code) ?? []
    #expect(warnings.contains("TIER_CLIFF") == isCliff)
    #expect(price.catalogVersion == "published" && price.trace?.catalogVersion == "published")
  }

  @Test(
    "what is wrong with an order is named, all of it",
    arguments: [
      // the order, the status, the reason, every field
      (
        .init(product: "call-centre"), .invalidArgument, "LICENCES_NOT_POSITIVE", ["order.licences"]
      ),
      (
        .init(product: "call-centre", licences: 50_001), .outOfRange, "INDIVIDUAL_QUOTE",
        ["order.licences"]
      ),
      (
        .init(product: "nothing", licences: 1), .invalidArgument, "PRODUCT_UNKNOWN",
        ["order.product"]
      ),
      (
        .init(
          product: "card-corporate-cloud", licences: 4, items: ["licence", "cake"],
          pricesYen: ["licence": -1]), .invalidArgument, "ITEM_UNKNOWN",
        ["order.items", "order.licences", "order.items", "order.items", "prices.licence"]
      ),
      (
        .init(product: "telework", licences: 1, pricesYen: ["account": .max]), .outOfRange,
        "AMOUNT_TOO_LARGE", []
      ),
      (
        .init(product: "meeting", licences: 1, supplyDate: .init(year: 2026, month: 2, day: 30)),
        .invalidArgument, "INVALID_FIELDS", ["order.supply_date"]
      ),
    ] as [(Contracts.Order, Code, String, [String])])
  func wrongOrders(
    order: Contracts.Order, code: Code, reason: String, fields: [String]
  ) async throws {
    let bureau = try await ContractBureau()
    let error = await failure { try await compute(order, bureau) }
    #expect(error?.code == code && error?.reason == reason)
    if !fields.isEmpty { #expect(error?.fields == fields) }
  }

  @Test("who asks without end waits")
  func pace() async throws {
    let bureau = try await ContractBureau()
    for _ in 0..<30 { _ = try await compute(ContractBureau.callCentre, bureau) }
    let error = await failure { try await compute(ContractBureau.callCentre, bureau) }
    #expect(error?.code == .resourceExhausted && error?.retryDelay == .seconds(2))
    bureau.office.clock.advance(by: .seconds(2))
    _ = try await compute(ContractBureau.callCentre, bureau)
  }

  @Test func aQuoteIsKeptAndAcceptedOnce() async throws {
    let bureau = try await ContractBureau()
    let made = try await bureau.quotes.create(
      .init(requestId: freshID(), order: ContractBureau.callCentre), bureau.customer)
    let quote = try #require(made.quote)
    #expect(quote.tenantId == "demo" && quote.order?.supplyDate?.text == "2026-07-01")
    #expect(try await bureau.quotes.get(.init(id: quote.id), bureau.customer).quote == quote)
    let listed = try await bureau.quotes.list(.init(tenantId: "demo"), bureau.vendor)
    #expect(listed.quotes == [quote])
    let accepted = try await bureau.quotes.accept(
      .init(requestId: freshID(), id: quote.id, etag: quote.etag), bureau.customer)
    let id = try #require(accepted.quote).applicationId
    let application = try await bureau.applications.get(.init(id: id), bureau.customer)
    #expect(application.application?.order == quote.order)
    let again = await failure {
      try await bureau.quotes.accept(
        .init(requestId: freshID(), id: quote.id, etag: accepted.quote?.etag ?? ""),
        bureau.customer)
    }
    #expect(again?.code == .failedPrecondition && again?.reason == "QUOTE_ACCEPTED")
    let elsewhere = await failure {
      try await bureau.quotes.get(.init(id: quote.id), bureau.office.options("other"))
    }
    #expect(elsewhere?.code == .notFound)
  }

  @Test("COM-13: a quote is good as long as its catalogue is in effect")
  func outdated() async throws {
    let bureau = try await ContractBureau()
    let made = try await bureau.quotes.create(
      .init(requestId: freshID(), order: ContractBureau.callCentre), bureau.customer)
    var version = try #require(
      try await bureau.catalogue.get(.init(), bureau.customer).version)
    (version.id, version.effectiveDate) = ("2026-08", ContractBureau.date("2026-08-01"))
    let billing = bureau.office.options("billing")
    _ = try await bureau.catalogue.publishVersion(
      .init(requestId: freshID(), version: version), billing)
    try await bureau.begin("2026-08-01")
    let error = await failure {
      try await bureau.quotes.accept(
        .init(requestId: freshID(), id: made.quote?.id ?? "", etag: made.quote?.etag ?? ""),
        bureau.customer)
    }
    #expect(error?.reason == "QUOTE_OUTDATED" && error?.values["in_effect"] == "2026-08")
  }
}

@Suite struct CatalogServiceTests {
  @Test(
    "TEL-04: a version is published 30 days before it takes effect",
    arguments: [
      // effect, exception, whether it is published, whether by the exception
      ("2026-07-31", "", true, false), ("2026-07-30", "", false, false),
      ("2026-07-30", "法令", true, true), ("2007-01-01", "", false, false),
    ])
  func notice(effect: String, exception: String, isPublished: Bool, isWaived: Bool) async throws {
    let bureau = try await ContractBureau()
    let billing = bureau.office.options("billing")
    let published = try await bureau.catalogue.get(.init(), billing)
    var version = try #require(published.version)
    #expect(version.products.count == 10 && version.publishTime == nil)
    (version.id, version.effectiveDate) = ("next", ContractBureau.date(effect))
    let request = Contracts.PublishVersionRequest(
      requestId: freshID(), version: version, exception: exception)
    if isPublished {
      let answer = try await bureau.catalogue.publishVersion(request, billing)
      #expect(answer.version?.exception == (isWaived ? exception : ""))
      let listed = try await bureau.catalogue.list(.init(), bureau.customer).versions
      #expect(listed.map(\.id) == ["published", "next"])
      #expect(listed.allSatisfy { $0.products.isEmpty })
      let later = try await bureau.catalogue.get(
        .init(date: ContractBureau.date("2026-08-01")), bureau.customer)
      #expect(later.version?.products == version.products)
      let today = try await bureau.catalogue.get(.init(), bureau.customer)
      #expect(today.version?.id == "published")
    } else {
      let error = await failure { try await bureau.catalogue.publishVersion(request, billing) }
      #expect(error?.code == .failedPrecondition || error?.code == .invalidArgument)
      #expect(error?.fields.contains("version.effective_date") == true)
      #expect(try await bureau.catalogue.list(.init(), billing).versions.count == 1)
    }
  }

  @Test func versionsNeverChange() async throws {
    let bureau = try await ContractBureau()
    let billing = bureau.office.options("billing")
    var version = try #require(try await bureau.catalogue.get(.init(), billing).version)
    version.effectiveDate = ContractBureau.date("2027-01-01")
    let error = await failure {
      try await bureau.catalogue.publishVersion(
        .init(requestId: freshID(), version: version), billing)
    }
    #expect(error?.code == .failedPrecondition && error?.reason == "VERSION_EXISTS")
    let none = await failure { try await bureau.catalogue.get(.init(id: "1999"), billing) }
    #expect(none?.code == .notFound)
    let before = await failure {
      try await bureau.catalogue.get(.init(date: .init(year: 2006, month: 1, day: 1)), billing)
    }
    #expect(before?.code == .notFound)
  }
}
