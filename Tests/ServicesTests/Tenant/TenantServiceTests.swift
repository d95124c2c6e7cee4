import Foundation
import MadoAPI
import RPC
import Testing

@testable import Services

@Suite struct TenantServiceTests {
  private static let password = "a password of his"

  private func office() async throws -> Office {
    try await Office(devices: 1, others: [("vendor", Principal(.vendor([.admin]), subject: "v"))])
  }

  private func create(
    _ id: String, _ office: Office, corporateNumber: String = "7000012050002"
  ) async throws -> Tenancies.TenantServiceCreateResponse {
    try await office.tenants.create(
      .init(
        requestId: freshID(),
        tenant: .init(id: id, name: "山田商事", corporateNumber: corporateNumber, locale: "ja"),
        administrator: .init(login: "yamada", name: "山田", locale: "ja")), office.options("vendor"))
  }

  /// Enters a tenant and signs in as its first administrator.
  private func enter(_ id: String, _ office: Office) async throws -> Identity.Session {
    let made = try await create(id, office)
    _ = try await office.auth.setPassword(
      .init(tenantId: id, login: "yamada", code: made.code, password: Self.password))
    return try await office.login("yamada", Self.password, tenant: id)
  }

  @Test func aTenantBeginsWithItsAdministrator() async throws {
    let office = try await office()
    let made = try await create("C001234", office)
    let tenant = try #require(made.tenant)
    #expect(tenant.state == .active && tenant.systemId.wholeMatch(of: /[0-9]{10}/) != nil)
    #expect(made.administrator?.roles == [.admin])
    let shown = try await office.tenants.get(.init(id: "C001234"), office.options("vendor"))
    #expect(shown.tenant == tenant)
    _ = try await office.auth.setPassword(
      .init(tenantId: "C001234", login: "yamada", code: made.code, password: Self.password))
    let session = try await office.login("yamada", Self.password, tenant: "C001234")
    let mine = try await office.tenants.get(.init(), office.options(session.accessToken))
    #expect(mine.tenant == tenant)
    let users = try await office.users.list(.init(), office.options(session.accessToken)).users
    #expect(users.map(\.login) == ["yamada"])
    let foreign = await failure {
      try await office.tenants.get(.init(id: "demo"), office.options(session.accessToken))
    }
    #expect(foreign?.code == .notFound)
  }

  @Test(arguments: [
    // the number, the corporate number, what is refused
    ("C001234", "7000012050003", "CHECK_DIGIT"), ("C001234", "123", "INVALID_FIELDS"),
    ("C01234", "", "INVALID_FIELDS"), ("vendor", "", "INVALID_FIELDS"),
    ("demo", "", "INVALID_FIELDS"), ("C00123x", "", "INVALID_FIELDS"),
  ])
  func aWrongNumberIsRefused(id: String, corporateNumber: String, reason: String) async throws {
    let office = try await office()
    let error = await failure {
      try await create(id, office, corporateNumber: corporateNumber)
    }
    #expect(error?.code == .invalidArgument && error?.reason == reason)
  }

  @Test func aNumberIsOneTenants() async throws {
    let office = try await office()
    _ = try await create("C001234", office)
    let error = await failure { try await create("C001234", office) }
    #expect(error?.code == .alreadyExists && error?.reason == "TENANT_EXISTS")
  }

  @Test func tenantsAreListedWithoutTheVendor() async throws {
    let office = try await office()
    for id in ["C000003", "C000001", "C000002"] { _ = try await create(id, office) }
    var (ids, token): ([[String]], String) = ([], "")
    repeat {
      let page = try await office.tenants.list(
        .init(pageSize: 2, pageToken: token), office.options("vendor"))
      ids.append(page.tenants.map(\.id))
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(ids == [["C000001", "C000002"], ["C000003", "demo"]])
    let vendor = await failure {
      try await office.tenants.get(.init(id: "vendor"), office.options("vendor"))
    }
    #expect(vendor?.code == .notFound)
  }

  @Test func anUpdateChangesWhatItsMaskNames() async throws {
    let office = try await office()
    let tenant = try #require(try await create("C001234", office).tenant)
    let changed = try await office.tenants.update(
      .init(
        requestId: freshID(), tenant: .init(id: tenant.id, name: "佐藤商事", etag: tenant.etag),
        updateMask: .init(paths: ["name"])), office.options("vendor")
    ).tenant
    #expect(changed?.name == "佐藤商事" && changed?.corporateNumber == tenant.corporateNumber)
    let stale = await failure {
      try await office.tenants.update(
        .init(
          requestId: freshID(), tenant: .init(id: tenant.id, locale: "en", etag: tenant.etag),
          updateMask: .init(paths: ["locale"])), office.options("vendor"))
    }
    #expect(stale?.reason == "ETAG_MISMATCH")
  }

  @Test("TEL-17: nobody of a closed tenant comes in, nor do its devices")
  func close() async throws {
    let office = try await office()
    let session = try await enter("C001234", office)
    let administrator = office.options(session.accessToken)
    let worker = try #require(
      try await office.users.create(
        .init(
          requestId: freshID(),
          user: .init(login: "w", name: "W", locale: "ja", roles: [.worker])), administrator
      ).user)
    let code = try await office.devices.issueCode(
      .init(requestId: freshID(), workerId: worker.id), administrator
    ).code
    let late = try await office.users.issueCode(
      .init(requestId: freshID(), userId: worker.id), administrator
    ).code
    let device = try await office.devices.enrol(.init(code: code, name: "PC"))
    #expect(await office.letsIn(device.secret))
    let closed = try await office.tenants.close(
      .init(
        requestId: freshID(), id: "C001234",
        contractEnd: .init(year: 2026, month: 6, day: 30)), office.options("vendor")
    ).tenant
    #expect(closed?.state == .closed && closed?.contractEnd?.day == 30)
    #expect(await !office.letsIn(session.accessToken))
    #expect(await !office.letsIn(device.secret))
    let refreshing = await failure {
      try await office.auth.refresh(.init(refreshToken: session.refreshToken))
    }
    #expect(refreshing?.reason == "SESSION_ENDED")
    let signingIn = await failure {
      try await office.login("yamada", Self.password, tenant: "C001234")
    }
    #expect(signingIn?.reason == "SIGN_IN_REFUSED")
    let setting = await failure {
      try await office.auth.setPassword(
        .init(tenantId: "C001234", login: "w", code: late, password: Self.password))
    }
    #expect(setting?.reason == "SIGN_IN_REFUSED")
    let again = await failure {
      try await office.tenants.close(
        .init(
          requestId: freshID(), id: "C001234",
          contractEnd: .init(year: 2026, month: 6, day: 30)), office.options("vendor"))
    }
    #expect(again?.code == .failedPrecondition && again?.reason == "TENANT_CLOSED")
    #expect(await office.letsIn("demo-manager"))
  }

  @Test func theVendorsStaffSignInAndAreHisOwn() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    let made = try #require(
      try await office.users.create(
        .init(
          requestId: freshID(),
          user: .init(
            login: "support", name: "S", locale: "ja", vendorRoles: [.agent, .admin])), vendor
      ).user)
    let issued = try await office.users.issueCode(
      .init(requestId: freshID(), userId: made.id), vendor)
    _ = try await office.auth.setPassword(
      .init(tenantId: "vendor", login: "support", code: issued.code, password: Self.password))
    let session = try await office.login("support", Self.password, tenant: "vendor")
    let support = office.options(session.accessToken)
    #expect(try await office.tenants.list(.init(), support).tenants.map(\.id) == ["demo"])
    #expect(try await office.users.list(.init(), support).users.map(\.login) == ["support"])
    let (_, codes) = try await office.enrol(session.accessToken)
    #expect(codes.count == 10)
    let evidence = await failure { try await office.evidence.list(.init(), support) }
    #expect(evidence?.reason == "EVIDENCE_IS_THE_CUSTOMERS")
    let customers = await failure { try await office.users.get(.init(id: "demo-worker"), support) }
    #expect(customers?.code == .notFound)
  }

  @Test(
    arguments: [
      // as whom, the roles, the vendor's roles, the fields that are named
      ("vendor", [.worker], [.agent], ["user.roles"]),
      ("vendor", [], [], ["user.vendor_roles"]),
      ("demo-administrator", [.worker], [.admin], ["user.vendor_roles"]),
      ("demo-administrator", [], [], ["user.roles"]),
    ] as [(String, [TenantRole], [VendorRole], [String])])
  func nobodyIsOfBothSides(
    who: String, roles: [TenantRole], vendorRoles: [VendorRole], fields: [String]
  ) async throws {
    let office = try await office()
    let error = await failure {
      try await office.users.create(
        .init(
          requestId: freshID(),
          user: .init(
            login: "x", name: "X", locale: "ja", roles: roles, vendorRoles: vendorRoles)),
        office.options(who))
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == fields)
  }
}
