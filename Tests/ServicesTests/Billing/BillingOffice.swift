import CivilTime
import Foundation
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import StandardAPI
import Storage
import Testing

@testable import Services

/// An office with contracts of the demo tenant, and somebody who bills them.
struct BillingOffice {
  let office: Office
  static let tenant = Demo.tenant.text

  init() async throws {
    office = try await Office(
      devices: 1,
      others: [
        ("billing", Principal(.vendor([.billing]), subject: "b")),
        ("super", Principal(.vendor([.superBilling]), subject: "s")),
        ("agent", Principal(.vendor([.agent]), subject: "a")),
        ("seller", Principal(.vendor([.reseller]), subject: "seller")),
        ("rival", Principal(.vendor([.reseller]), subject: "rival")),
      ])
    _ = try await invoices.updateSeller(
      .init(
        requestId: freshID(),
        seller: .init(
          name: "窓株式会社", registrationNumber: "T1234567890123", address: "東京都千代田区1-1",
          payee: "まど銀行 本店 普通 1234567")), vendor)
  }

  var vendor: CallOptions { office.options("billing") }
  var superBilling: CallOptions { office.options("super") }
  var customer: CallOptions { office.options("demo-administrator") }
  var invoices: Billing.InvoiceServiceClient { .init(office.transport) }
  var ledgers: Billing.LedgerServiceClient { .init(office.transport) }
  var meters: Billing.MeterServiceClient { .init(office.transport) }
  var payments: Billing.PaymentServiceClient { .init(office.transport) }

  static func date(_ text: String) -> GoogleType.Date? { CivilDate(text)?.message }

  func set(_ time: String) throws { office.clock.set(try #require(Instant("\(time):00+09:00"))) }

  /// Enters a contract that is billed from a day on.
  @discardableResult
  func contract(
    _ id: String, _ product: String, licences: Int64 = 1, from start: String,
    through end: String? = nil, quantities: [String: Int32] = [:], prices: [String: Int64] = [:],
    reseller: String? = nil
  ) async throws -> String {
    let row = ContractRow(
      id: id, tenant: Demo.tenant, reseller: reseller, catalogue: "published",
      order: Contracts.Order(
        product: product, licences: Int32(licences), quantities: quantities, pricesYen: prices),
      licences: licences, billedLicences: licences, renewal: .none, state: .active,
      concluded: CivilDate(start), started: CivilDate(start), billingStart: CivilDate(start),
      termAnchor: CivilDate(start), cancelledEnd: end.flatMap { CivilDate($0) }, createdAt: 1)
    try await office.database.write { transaction in
      try ContractStore(.atTheMachine(Demo.tenant), transaction.connection).add(row)
    }
    return id
  }

  func issue(
    _ contract: String, _ month: String, besides extras: [Billing.ExtraLine] = []
  ) async throws -> Billing.Invoice {
    try #require(
      try await invoices.issue(
        .init(
          requestId: freshID(), tenantId: Self.tenant, contractId: contract, month: month,
          extraLines: extras), vendor
      ).invoice)
  }

  func pay(_ invoice: String, _ amount: Int64, on day: String) async throws
    -> Billing.RecordResponse
  {
    try await payments.record(
      .init(
        requestId: freshID(), tenantId: Self.tenant,
        payment: .init(invoiceId: invoice, date: Self.date(day), amountYen: amount)), vendor)
  }

  /// Resellers with a person each, all of those names; the first has the tenant in its care.
  ///
  /// - Returns: as whom they call.
  func resellers(_ names: [String]) async throws -> [CallOptions] {
    try await office.database.write { transaction in
      let store = ResellerStore(transaction.connection)
      for name in names {
        _ = try store.add(ResellerRow(id: name, name: name, createdAt: 1))
        try store.setMembers([name], of: name)
      }
      try names.first.map { try store.assign(Demo.tenant, to: $0) }
    }
    return names.map { office.options($0) }
  }

  /// All invoices, the oldest first.
  func all(_ filter: String = "") async throws -> [Billing.Invoice] {
    try await invoices.list(
      .init(tenantId: Self.tenant, pageSize: 500, filter: filter), vendor
    ).invoices.reversed()
  }

  /// Runs a billing cycle to its end.
  func cycle(_ month: String) async throws -> Billing.BillingCycleReport {
    let begun = try await invoices.runBillingCycle(
      .init(requestId: freshID(), month: month), vendor)
    let operation = try #require(begun.operation)
    let ended = try #require(
      try await office.jobs.wait(.init(id: operation.id), vendor).operation)
    #expect(ended.state == .done, "\(ended.errorMessage)")
    return try Billing.BillingCycleReport(decoding: try #require(ended.result).value)
  }
}
