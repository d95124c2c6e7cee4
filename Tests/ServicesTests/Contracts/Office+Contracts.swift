import CivilTime
import MadoAPI
import Rules
import Storage

@testable import Services

extension Office {
  /// Puts a row of a tenant into each table of contracts.
  func fillContracts(of tenant: TenantID) async throws {
    let now = clock.now.seconds
    try await database.write { transaction in
      let (tenancy, connection) = (Tenancy.ofWhomItConcerns(tenant), transaction.connection)
      let order = Contracts.Order(product: "pop-up-a", licences: 1)
      let store = ContractStore(tenancy, connection)
      try store.add(
        ContractRow(
          id: "contract-of-tenant", tenant: tenant, catalogue: "published", order: order,
          licences: 1, billedLicences: 1, renewal: .unspecified, state: .active, createdAt: now))
      try store.put(
        ContractChargeRow(
          id: "charge-of-tenant", contract: "contract-of-tenant", item: ContractChargeRow.penalty,
          amount: 1, category: .outOfScope, supplied: CivilDate(literal: 2026, 7, 1),
          createdAt: now))
      try QuoteStore(tenancy, connection).add(
        QuoteRow(
          id: "quote-of-tenant", tenant: tenant, catalogue: "published", order: order,
          createdAt: now))
      try ApplicationStore(tenancy, connection).add(
        ApplicationRow(
          id: "application-of-tenant", tenant: tenant, kind: .new, state: .submitted, order: order,
          createdAt: now))
      _ = try TermsStore(connection).add(
        TermsRow(
          id: "terms", kind: .service, product: "", version: "1", title: "t", text: "x",
          effective: CivilDate(literal: 2026, 7, 1), postedAt: now, exception: ""))
      _ = try AcceptanceStore(tenancy, connection).add(
        AcceptanceRow(terms: "terms", user: "u", isForTenant: true, acceptedAt: now))
      try DisclosureStore(tenancy, connection).add(
        DisclosureRow(
          id: "disclosure-of-tenant", means: .marked, subject: "s", isByVendor: false,
          disclosed: CivilDate(literal: 2026, 7, 1), exclusion: .unspecified))
      let resellers = ResellerStore(connection)
      _ = try resellers.add(ResellerRow(id: "reseller", name: "r", createdAt: now))
      try resellers.assign(tenant, to: "reseller")
    }
  }
}
