import Buffers
import MadoAPI
import Protobuf
import RPC
import SQLite
import Testing

@testable import Services

@Suite struct AccessTests {
  private static let method = MethodDescriptor(service: "test.v1.S", name: "M", kind: .unary)
  private static let tenant = TenantID("t")

  private func reach(
    _ declared: Shared.Access, _ principal: Principal
  ) throws(RPCError) -> Reach? {
    guard let access = Access(declared) else { return nil }
    return try access.reach(of: principal, calling: Self.method)
  }

  @Test func whoHasSeveralRolesReachesAsFarAsTheFarthest() throws {
    let declared = Shared.Access(to: .roles(.init(all: [.manager], own: [.worker])))
    let worker = Principal(.tenant(Self.tenant, [.worker]), subject: "w")
    let both = Principal(.tenant(Self.tenant, [.worker, .manager]), subject: "w")
    #expect(try reach(declared, worker) == .tenant(Tenancy(of: worker, isOwnOnly: true)))
    #expect(try reach(declared, both) == .tenant(.atTheMachine(Self.tenant)))
  }

  @Test func whoLeadsDepartmentsReachesTheirWorkersBesideHisOwn() throws {
    let declared = Shared.Access(
      to: .roles(.init(all: [.manager, .admin], own: [.worker], led: [.groupManager])))
    for (roles, reached) in [
      // the roles, whose records
      (Set([TenantRole.groupManager]), Tenancy.Whose.led(by: "w", withOwn: false)),
      ([.groupManager, .user], .led(by: "w", withOwn: false)),
      ([.groupManager, .worker], .led(by: "w", withOwn: true)),
      ([.groupManager, .manager], .everybodys),
      ([.groupManager, .worker, .admin], .everybodys),
    ] {
      let principal = Principal(.tenant(Self.tenant, roles), subject: "w")
      guard case .tenant(let tenancy) = try reach(declared, principal) else {
        Issue.record("\(roles) reach nothing")
        continue
      }
      #expect(tenancy.whose == reached && tenancy.tenant == Self.tenant, "\(roles.words)")
    }
    let error = #expect(throws: RPCError.self) {
      let leader = Principal(.tenant(Self.tenant, [.groupManager]), subject: "w")
      return try reach(Shared.Access(to: .roles(.init(all: [.manager]))), leader)
    }
    #expect(error?.reason == "ROLE_NOT_ALLOWED")
  }

  @Test func aDeviceReachesItsWorker() {
    let device = Principal(.tenant(Self.tenant, [.device]), subject: "d", worker: "w")
    #expect(Tenancy(of: device, isOwnOnly: true).whose == .ones("w"))
  }

  @Test func peopleReachTheirOwnAccountAndAdministratorsEverybodys() throws {
    let declared = Shared.Access(to: .people(.init(all: [.admin], staff: [.admin])))
    let house = Tenancy.atTheMachine(.vendor)
    for role in TenantRole.people {
      let person = Principal(.tenant(Self.tenant, [role]), subject: "p")
      let reached = try reach(declared, person)
      #expect(reached == .tenant(Tenancy(of: person, isOwnOnly: role != .admin)))
    }
    for role in VendorRole.all {
      let person = Principal(.vendor([role]), subject: "p")
      let reached = try reach(declared, person)
      #expect(reached == .tenant(role == .admin ? house : Tenancy(of: person, isOwnOnly: true)))
    }
    for role in TenantRole.all where !TenantRole.people.contains(role) {
      let error = #expect(throws: RPCError.self) {
        try reach(declared, Principal(.tenant(Self.tenant, [role]), subject: "m"))
      }
      #expect(error?.reason == "ROLE_NOT_ALLOWED")
    }
  }

  @Test func whoHasYetToEnrolReachesNothingElse() throws {
    let principal = Principal(.tenant(Self.tenant, [.admin]), subject: "a", mustEnrol: true)
    let error = #expect(throws: RPCError.self) { try reach(.init(to: .people(.init())), principal) }
    #expect(error?.code == .permissionDenied && error?.reason == "MFA_REQUIRED")
    #expect(try reach(.init(to: .people(.init()), whileEnrolling: true), principal) != nil)
  }

  @Test(arguments: [
    // what is declared, the roles, the reason of the refusal
    (Shared.Access(to: .roles(.init(all: [.manager]))), [TenantRole.worker], "ROLE_NOT_ALLOWED"),
    (Shared.Access(to: .roles(.init(vendor: [.admin]))), [.admin], "ROLE_NOT_ALLOWED"),
    (Shared.Access(to: .evidence(.init(own: [.worker]))), [.admin, .auditor], "ROLE_NOT_ALLOWED"),
  ])
  func otherRolesAreRefused(declared: Shared.Access, roles: [TenantRole], reason: String) {
    let error = #expect(throws: RPCError.self) {
      try reach(declared, Principal(.tenant(Self.tenant, Set(roles)), subject: "w"))
    }
    #expect(error?.code == .permissionDenied && error?.reason == reason)
  }

  @Test("TEL-25: no role of the vendor sees evidence", arguments: VendorRole.all)
  func vendor(role: VendorRole) {
    let declared = Shared.Access(to: .evidence(.init(all: TenantRole.all, own: TenantRole.all)))
    let error = #expect(throws: RPCError.self) {
      try reach(declared, Principal(.vendor([role]), subject: "v"))
    }
    #expect(error?.reason == "EVIDENCE_IS_THE_CUSTOMERS")
  }

  @Test func anAPITokenIsGoodForItsScopesAndForNothingWithoutOne() throws {
    let scoped = Shared.Access(to: .anybodyKnown(true), scope: "calendar.read")
    func token(_ scopes: Set<String>) -> Principal {
      Principal(.tenant(Self.tenant, [.worker]), subject: "w", scopes: scopes)
    }
    #expect(try reach(scoped, token(["calendar.read", "telework.read"])) != nil)
    let other = #expect(throws: RPCError.self) { try reach(scoped, token(["telework.read"])) }
    #expect(other?.reason == "SCOPE_MISSING")
    let none = #expect(throws: RPCError.self) {
      try reach(Shared.Access(to: .anybodyKnown(true)), token(["calendar.read"]))
    }
    #expect(none?.reason == "NOT_FOR_API_TOKENS")
  }

  @Test(arguments: [
    Shared.Access(), Shared.Access(to: .everybody(false)), Shared.Access(to: .anybodyKnown(false)),
    Shared.Access(to: .roles(.init())), Shared.Access(to: .evidence(.init())),
    Shared.Access(to: .roles(.init(all: [.unspecified]))),
    Shared.Access(to: .roles(.init(vendor: [.unrecognized(99)]))),
    Shared.Access(scope: "calendar.read"),
  ])
  func aDeclarationThatLetsNobodyCallIsNone(declared: Shared.Access) {
    #expect(Access(declared) == nil)
  }

  @Test func aServerWithAMethodThatDeclaresNothingDoesNotStart() throws {
    let file = SchemaFile("test.proto", imports: [], descriptor: Bytes())
    let service = ServiceDescriptor(name: "test.v1.S", methods: [Self.method], file: file)
    let fault = #expect(throws: AccessTable.Fault.self) { try AccessTable([service]) }
    #expect(fault?.path == "/test.v1.S/M")
  }

  @Test func aStatementThatDoesNotNameTheTenantIsRefused() async throws {
    let office = try await Office(devices: 1)
    try await office.database.read { connection in
      let rows = TenantRows(.atTheMachine(Demo.tenant), connection)
      let error = #expect(throws: SQLiteError.self) {
        try rows.query("SELECT id FROM agent") { try $0.read(0, as: String.self) }
      }
      #expect(error?.message == "the statement does not name :tenant")
      let mine = try rows.query("SELECT id FROM agent WHERE tenant_id = :tenant") {
        try $0.read(0, as: String.self)
      }
      #expect(mine == ["demo-device"])
    }
  }
}
