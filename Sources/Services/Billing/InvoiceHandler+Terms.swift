import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite
import Storage

extension Billing.UpdateSellerRequest: MutationRequest {}
extension Billing.UpdateTermsRequest: MutationRequest {}

extension InvoiceHandler {
  // MARK: The seller

  func getSeller(
    _ request: Billing.GetSellerRequest, _ call: CallContext
  ) async throws -> Billing.GetSellerResponse {
    let seller = try await call.awaitingStorage {
      try await database.read { try SellerStore($0).seller() }
    }
    return Billing.GetSellerResponse(seller: seller.map { Billing.Seller($0) })
  }

  func updateSeller(
    _ request: Billing.UpdateSellerRequest, _ call: CallContext
  ) async throws -> Billing.UpdateSellerResponse {
    let given = request.seller ?? .init()
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      let store = SellerStore(transaction.connection)
      let known = try store.seller()
      if let known {
        try Etag(version: known.version, of: "seller").check(given.etag, "seller.etag")
      }
      let seller = SellerRow(
        name: given.name, registrationNumber: given.registrationNumber, address: given.address,
        payee: given.payee, version: (known?.version ?? 0) + 1)
      try store.replace(seller)
      let after = Billing.Seller(seller)
      return Change(
        "seller", "seller", from: known.map { Billing.Seller($0) }, to: after,
        answer: Billing.UpdateSellerResponse(seller: after))
    }
  }

  // MARK: Terms

  func getTerms(
    _ request: Billing.GetTermsRequest, _ call: CallContext
  ) async throws -> Billing.GetTermsResponse {
    let tenancy = try call.tenancy(named: request.tenantId)
    let terms = try await call.awaitingStorage {
      try await database.read { try InvoiceStore(tenancy, $0).terms() }
    }
    return Billing.GetTermsResponse(terms: Billing.Terms(terms))
  }

  func updateTerms(
    _ request: Billing.UpdateTermsRequest, _ call: CallContext
  ) async throws -> Billing.UpdateTermsResponse {
    let (tenancy, given) = (try call.tenancy(named: request.tenantId), request.terms ?? .init())
    let mask = try UpdateMask(
      request.updateMask, of: ["recipient", "address", "rounding", "due_months"])
    return try await mutations.perform(request, call, keeping: .fourHundredDays) { transaction in
      guard try TenantRegister(transaction.connection).contains(tenancy.tenant) else {
        throw RPCError.noTenant(tenancy.tenant.text)
      }
      let store = InvoiceStore(tenancy, transaction.connection)
      var terms = try store.terms()
      try terms.etag.check(given.etag, "terms.etag")
      let before = Billing.Terms(terms)
      if mask.contains("recipient") { terms.recipient = given.recipient }
      if mask.contains("address") { terms.address = given.address }
      if mask.contains("rounding") {
        terms.rounding = given.rounding == .unspecified ? "" : TaxRounding(given.rounding).rawValue
      }
      if mask.contains("due_months") { terms.dueMonths = Int64(given.dueMonths) }
      terms.version += 1
      try store.replace(terms)
      let after = Billing.Terms(terms)
      return Change(
        "billing-terms", tenancy.tenant.text, from: before, to: after, in: tenancy.tenant,
        answer: Billing.UpdateTermsResponse(terms: after))
    }
  }
}

extension BillingTermsRow {
  fileprivate var etag: Etag { Etag(version: version, of: "terms") }
}

extension Billing.Terms {
  fileprivate init(_ terms: BillingTermsRow) {
    self.init(
      recipient: terms.recipient, address: terms.address,
      rounding: TaxRounding(rawValue: terms.rounding).map { Shared.TaxRounding($0) }
        ?? .unspecified,
      dueMonths: Int32(clamping: terms.dueMonths), etag: terms.etag.text)
  }
}
