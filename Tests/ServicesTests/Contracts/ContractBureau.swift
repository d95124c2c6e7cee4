import CivilTime
import Foundation
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI
import Testing

@testable import Services

/// An office with the vendor's people, and the ways by which contracts come about.
struct ContractBureau {
  let office: Office
  /// As whom the vendor's administrator calls.
  private var administrator = "vendor"

  init(of office: Office, vendor: String) {
    self.office = office
    administrator = vendor
  }

  /// - Parameter now: when it opens.
  init(at now: String = "2026-07-01T00:00:00Z") async throws {
    office = try await Office(
      devices: 1,
      others: [
        ("vendor", Principal(.vendor([.admin]), subject: "v")),
        ("billing", Principal(.vendor([.billing]), subject: "b")),
        ("seller", Principal(.vendor([.reseller]), subject: "seller")),
        ("rival", Principal(.vendor([.reseller]), subject: "rival")),
        ("other", Principal(.tenant(TenantID("other"), [.admin]), subject: "o")),
      ])
    let instant = CivilTime.Instant(now)
    office.clock.set(try #require(instant))
  }

  var vendor: CallOptions { office.options(administrator) }
  var customer: CallOptions { office.options("demo-administrator") }
  var contracts: Contracts.ContractServiceClient {
    Contracts.ContractServiceClient(office.transport)
  }
  var quotes: Contracts.QuoteServiceClient { Contracts.QuoteServiceClient(office.transport) }
  var applications: Contracts.ApplicationServiceClient {
    Contracts.ApplicationServiceClient(office.transport)
  }
  var catalogue: Contracts.CatalogServiceClient {
    Contracts.CatalogServiceClient(office.transport)
  }
  var terms: Contracts.TermsServiceClient { Contracts.TermsServiceClient(office.transport) }
  var disclosures: Contracts.DisclosureServiceClient {
    Contracts.DisclosureServiceClient(office.transport)
  }
  var leads: Contracts.LeadServiceClient { Contracts.LeadServiceClient(office.transport) }
  var resellers: Tenancies.ResellerServiceClient {
    Tenancies.ResellerServiceClient(office.transport)
  }

  static func date(_ text: String) -> GoogleType.Date { (CivilDate(text) ?? .min).message }

  static func time(_ text: String) -> GoogleProtobuf.Timestamp {
    (CivilTime.Instant(text) ?? .epoch).message
  }

  /// Sets the clock to the beginning of a day in Japan, and does what is due by then.
  func begin(_ day: String) async throws {
    office.clock.set(JST.instant(try #require(CivilDate(day))))
    try await office.scheduler.runDue()
  }

  /// An application with its sealed form.
  func apply(for order: Contracts.Order, reseller: String = "") async throws
    -> Contracts.Application
  {
    let made = try await applications.submit(
      .init(requestId: freshID(), kind: .new, order: order, resellerId: reseller), customer)
    let id = try #require(made.application).id
    let day = JST.date(of: office.clock.now).message
    return try #require(
      try await applications.addDocument(
        .init(
          requestId: freshID(), id: id,
          document: .init(kind: .sealedForm, reference: "F-1", receiveDate: day)), vendor
      ).application)
  }

  /// A concluded contract.
  func conclude(
    _ order: Contracts.Order, on day: String? = nil, reseller: String = ""
  ) async throws -> Contracts.Contract {
    let application = try await apply(for: order, reseller: reseller)
    let answer = try await applications.approve(
      .init(
        requestId: freshID(), id: application.id, etag: application.etag,
        concludeDate: day.map(Self.date)), vendor)
    return try #require(answer.contract)
  }

  /// A contract whose service has started.
  func active(_ order: Contracts.Order, on day: String) async throws -> Contracts.Contract {
    let contract = try await conclude(order, on: day)
    let answer = try await contracts.activate(
      .init(
        requestId: freshID(), contractId: contract.id, etag: contract.etag,
        startDate: Self.date(day)), vendor)
    return try #require(answer.contract)
  }

  /// A contract of the cards that a reseller bills, delivered on 10 June 2026: its first term ends with July 2027.
  func delivered() async throws -> Contracts.Contract {
    _ = try await reseller()
    let contract = try await conclude(Self.card, on: "2026-06-01")
    return try #require(
      try await contracts.recordDelivery(
        .init(
          requestId: freshID(), contractId: contract.id, etag: contract.etag,
          deliverTime: Self.time("2026-06-10T00:00:00Z")), vendor
      ).contract)
  }

  func contract(_ id: String) async throws -> Contracts.Contract {
    try #require(try await contracts.get(.init(id: id), vendor).contract)
  }

  /// A reseller of somebody, with the demo in its care.
  @discardableResult
  func reseller(of user: String = "seller") async throws -> String {
    let made = try await resellers.create(
      .init(requestId: freshID(), reseller: .init(name: "販売店")), vendor)
    let id = try #require(made.reseller).id
    try await office.database.write { transaction in
      try ResellerStore(transaction.connection).setMembers([user], of: id)
    }
    _ = try await resellers.assignTenant(
      .init(requestId: freshID(), tenantId: "demo", resellerId: id), vendor)
    return id
  }

  static let callCentre = Contracts.Order(product: "call-centre", licences: 100)
  static let card = Contracts.Order(
    product: "card-corporate-cloud", licences: 5,
    pricesYen: ["licence": 10_000, "digitisation": 50_000, "onboarding": 100_000])
  static let telework = Contracts.Order(
    product: "telework", licences: 10, pricesYen: ["account": 12_000])
  static let meeting = Contracts.Order(
    product: "meeting", licences: 1, pricesYen: ["monthly": 30_000], minimumMonths: 12)
  static let popUp = Contracts.Order(
    product: "pop-up-a", licences: 3, quantities: ["software": 3])
}

extension GoogleType.Date {
  /// ISO 8601.
  var text: String { CivilDate(self)?.description ?? "no day" }
}

extension RPCError {
  /// What the error says besides its reason.
  var values: [String: String] { detail(GoogleRpc.ErrorInfo.self)?.metadata ?? [:] }
  /// Every field that is named.
  var fields: [String] { detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) ?? [] }
}
