import MadoAPI
import RPC
import Testing

@testable import Services

/// Calls from abroad (TEL-07).
@Suite struct TerritoryGuardTests {
  private func office() async throws -> Office {
    try await Office(
      devices: 1, others: [("vendor", Principal(.vendor([.admin]), subject: "v"))],
      countries: CountrySource(header: "X-Country", proxies: ""))
  }

  private func outcome(_ country: String?, _ office: Office, as who: String) async -> String? {
    let options = country.map { office.options(who, from: $0) } ?? office.options(who)
    return await failure { try await office.devices.list(.init(), options) }?.reason
  }

  private func set(
    _ policy: Identity.Policy, _ fields: [String], _ office: Office
  ) async throws {
    let administrator = office.options("demo-administrator", from: "JP")
    var policy = policy
    policy.etag = try #require(
      try await office.policies.getPolicy(.init(), administrator).policy
    ).etag
    _ = try await office.policies.updatePolicy(
      .init(requestId: freshID(), policy: policy, updateMask: .init(paths: fields)), administrator)
  }

  @Test func whoCallsFromAbroadIsKeptOutUnlessItWasAgreed() async throws {
    let office = try await office()
    #expect(await outcome("jp", office, as: "demo-administrator") == nil)
    #expect(await outcome("US", office, as: "demo-administrator") == "GEO_RESTRICTED")
    #expect(await outcome(nil, office, as: "demo-administrator") == nil, "nobody says from where")
    #expect(await outcome("nowhere", office, as: "demo-administrator") == nil)
    #expect(await outcome("XX", office, as: "demo-administrator") == nil)
    let vendors = await failure {
      try await office.tenants.list(.init(), office.options("vendor", from: "US"))
    }
    #expect(vendors == nil, "the vendor's staff are no tenant's")
    let unagreed = await failure {
      try await set(.init(allowedCountries: ["US"]), ["allowed_countries"], office)
    }
    #expect(unagreed?.code == .failedPrecondition && unagreed?.reason == "AGREEMENT_REQUIRED")
    try await set(
      .init(allowedCountries: ["US"], agreementId: "A-1"), ["allowed_countries", "agreement_id"],
      office)
    #expect(await outcome("US", office, as: "demo-administrator") == nil)
    #expect(await outcome("FR", office, as: "demo-administrator") == "GEO_RESTRICTED")
    try await set(.init(geo: .warn), ["geo"], office)
    #expect(await outcome("FR", office, as: "demo-administrator") == nil)
    let log = try await office.auditLog.list(
      .init(), office.options("demo-administrator", from: "JP")
    ).records
    #expect(log.contains { $0.refusal == "GEO_RESTRICTED" })
    #expect(log.contains { $0.target == "country/FR" && $0.refusal.isEmpty })
  }

  @Test(
    arguments: [
      // the peer, from where it says that a call comes, what is believed
      ("192.0.2.7:443", "US", "US"), ("192.0.2.8:443", "US", nil), ("unix:", "US", "US"),
      ("[2001:db8::1]:443", "US", nil), ("192.0.2.7:443", "United States", nil),
    ] as [(String, String, String?)])
  func onlyWhoIsTrustedSaysFromWhere(peer: String, word: String, country: String?) throws {
    let source = try #require(
      CountrySource(header: "x-country", proxies: "198.51.100.0/24,192.0.2.7"))
    let services = ServiceRegistry([HealthHandler([])], interceptors: [])
    let method = try #require(services.method(at: "/grpc.health.v1.Health/Check"))
    let call = CallContext(method, metadata: ["x-country": word], peer: peer)
    #expect(source.country(of: call) == country)
  }
}
