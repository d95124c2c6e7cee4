import CivilTime
import MadoAPI
import RPC
import Rules
import SQLite
import Storage

extension Contracts.QuoteServiceCreateRequest: MutationRequest {}
extension Contracts.QuoteServiceAcceptRequest: MutationRequest {}

/// Serves `mado.contract.v1.QuoteService`.
struct QuoteHandler: Contracts.QuoteService {
  let database: Database
  let clock: any Clock
  let mutations: Mutations
  let pace: PublicPace
  let pageTokenSecret: [UInt8]

  // MARK: Asking

  func compute(
    _ request: Contracts.ComputeRequest, _ call: CallContext
  ) async throws -> Contracts.ComputeResponse {
    try pace.take(call)
    let (order, today) = (request.order ?? .init(), JST.date(of: clock.now))
    let day = try order.supply(otherwise: today)
    let version = try await call.awaitingStorage {
      try await database.read { try CatalogueStore($0).product(order.product, on: today).version }
    }
    return Contracts.ComputeResponse(price: try Contracts.Price(order, on: day, by: version))
  }

  // MARK: Changing

  func create(
    _ request: Contracts.QuoteServiceCreateRequest, _ call: CallContext
  ) async throws -> Contracts.QuoteServiceCreateResponse {
    let (customers, now) = (try Customers(of: call), clock.now)
    var order = request.order ?? .init()
    let today = JST.date(of: now)
    order.supplyDate = try order.supply(otherwise: today).message
    return try await mutations.perform(request, call) { [order] transaction in
      let connection = transaction.connection
      let tenancy = try customers.tenancy(named: request.tenantId, connection)
      let version = try CatalogueStore(connection).product(order.product, on: today).version
      let row = QuoteRow(
        id: freshID("quote", at: now.seconds), tenant: tenancy.tenant, catalogue: version.id,
        order: order, createdAt: now.seconds)
      let made = try Contracts.Quote(row, by: version)
      try QuoteStore(tenancy, connection).add(row)
      return Change(
        "quote", row.id, to: made, in: tenancy.tenant,
        answer: Contracts.QuoteServiceCreateResponse(quote: made))
    }
  }

  func accept(
    _ request: Contracts.QuoteServiceAcceptRequest, _ call: CallContext
  ) async throws -> Contracts.QuoteServiceAcceptResponse {
    let (customers, now) = (try Customers(of: call), clock.now)
    let today = JST.date(of: now)
    return try await mutations.perform(request, call) { transaction in
      let connection = transaction.connection
      var (tenancy, row) = try Self.quote(request.id, customers, connection)
      try row.etag.check(request.etag, "etag")
      let catalogue = CatalogueStore(connection)
      let (version, product) = try catalogue.product(row.order.product, on: today)
      let before = try Contracts.Quote(row, by: catalogue.known(row.catalogue))
      if let application = row.application {
        throw RPCError(
          .failedPrecondition, "the quote was accepted already, by \(application): ask for another",
          reason: "QUOTE_ACCEPTED", metadata: ["application_id": application])
      }
      guard version.id == row.catalogue else {
        throw RPCError(
          .failedPrecondition,
          "the catalogue \(version.id) is in effect, and the quote is of \(row.catalogue): ask for another",
          reason: "QUOTE_OUTDATED",
          metadata: ["catalog_version": row.catalogue, "in_effect": version.id])
      }
      let application = ApplicationRow(
        id: freshID("application", at: now.seconds), tenant: tenancy.tenant, kind: .new,
        state: .submitted, order: row.order, createdAt: now.seconds)
      let accepted = try TermsDesk.accept(
        request.termsIds, of: product.code, customers.principal, tenancy, now, connection)
      try ApplicationStore(tenancy, connection).add(application)
      (row.application, row.version) = (application.id, row.version + 1)
      try QuoteStore(tenancy, connection).replace(row)
      let after = try Contracts.Quote(row, by: version)
      return Change(
        [
          Alteration("quote", row.id, from: before, to: after, in: tenancy.tenant),
          Alteration(
            "application", application.id, to: Contracts.Application(application),
            in: tenancy.tenant),
        ] + accepted, answer: Contracts.QuoteServiceAcceptResponse(quote: after))
    }
  }

  // MARK: Reading

  func get(
    _ request: Contracts.QuoteServiceGetRequest, _ call: CallContext
  ) async throws -> Contracts.QuoteServiceGetResponse {
    let customers = try Customers(of: call)
    let quote = try await call.awaitingStorage {
      try await database.read { connection in
        let row = try Self.quote(request.id, customers, connection).row
        return try Contracts.Quote(row, by: CatalogueStore(connection).known(row.catalogue))
      }
    }
    return Contracts.QuoteServiceGetResponse(quote: quote)
  }

  func list(
    _ request: Contracts.QuoteServiceListRequest, _ call: CallContext
  ) async throws -> Contracts.QuoteServiceListResponse {
    let customers = try Customers(of: call)
    let page = try Page(
      request.pageSize, request.pageToken,
      of: ["quotes", customers.principal.home.text, request.tenantId], secret: pageTokenSecret)
    let quotes = try await call.awaitingStorage {
      try await database.read { connection in
        let tenancy = try customers.tenancy(named: request.tenantId, connection)
        let catalogue = CatalogueStore(connection)
        return try QuoteStore(tenancy, connection).list(before: page.place, limit: page.limit).map {
          try Contracts.Quote($0, by: catalogue.known($0.catalogue))
        }
      }
    }
    let shown = page.cut(quotes) { $0.id }
    return Contracts.QuoteServiceListResponse(
      quotes: Array(shown.rows), nextPageToken: shown.next)
  }

  /// A quote that the caller may see, and whose it is.
  private static func quote(
    _ id: String, _ customers: Customers, _ connection: Connection
  ) throws -> (tenancy: Tenancy, row: QuoteRow) {
    guard let tenancy = try customers.tenancy(of: .quote, id, connection),
      let row = try QuoteStore(tenancy, connection).quote(id)
    else {
      throw RPCError(
        .notFound, "there is no quote \"\(id)\" that you may see: check the id",
        reason: "QUOTE_NOT_FOUND", metadata: ["id": id])
    }
    return (tenancy, row)
  }
}

extension CatalogueStore {
  /// A version that rows name.
  func known(_ id: String) throws -> CatalogueVersion {
    guard let version = try version(id) else { throw DamagedRow(table: "catalogue_version") }
    return version
  }
}

extension Contracts.Quote {
  /// A kept quote in the schema's words, with what it costs.
  init(_ row: QuoteRow, by version: CatalogueVersion) throws {
    let day = try CivilDate(row.order.supplyDate ?? .init(), at: "order.supply_date")
    self.init(
      id: row.id, tenantId: row.tenant.text, order: row.order,
      price: try Contracts.Price(row.order, on: day, by: version),
      createTime: .init(seconds: row.createdAt), applicationId: row.application ?? "",
      etag: row.etag.text)
  }
}
