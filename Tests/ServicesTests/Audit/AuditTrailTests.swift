import Crypto
import Foundation
import MadoAPI
import Protobuf
import RPC
import SQLite
import Storage
import Testing

@testable import Services

/// What the audit log says, of whom and when.
@Suite struct AuditTrailTests {
  private static let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
  private static let users = "/mado.identity.v1.UserService"

  private func create(
    _ login: String, _ office: Office, id: String = Self.id, validateOnly: Bool = false,
    as who: String = "demo-administrator"
  ) async throws -> Identity.User {
    let request = Identity.UserServiceCreateRequest(
      requestId: id, validateOnly: validateOnly,
      user: .init(login: login, name: login, locale: "ja", roles: [.worker]))
    return try #require(try await office.users.create(request, office.options(who)).user)
  }

  @Test func aMutationIsOnRecordWithWhatItChanged() async throws {
    let office = try await Office()
    let made = try await create("a", office)
    var options = office.options("demo-administrator")
    options.metadata.add(["accept-language": "en"])
    let changed = try await office.users.update(
      .init(
        requestId: "1b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de",
        user: .init(id: made.id, name: "B", etag: made.etag), updateMask: .init(paths: ["name"])),
      options)
    let rows = try await office.audit()
    let records = rows.map(\.record)
    #expect(records.map(\.action) == ["\(Self.users)/Create", "\(Self.users)/Update"])
    #expect(records.map(\.target) == ["user/\(made.id)", "user/\(made.id)"])
    #expect(records.map(\.actor) == ["demo-administrator", "demo-administrator"])
    #expect(records.map(\.roles) == ["ADMIN", "ADMIN"] && records.allSatisfy(\.refusal.isEmpty))
    let after = SHA256.hash(made.encoded())
    #expect(records[0].before == nil && records[0].after == after && records[1].before == after)
    #expect(records[1].after == changed.user.map { SHA256.hash($0.encoded()) })
    #expect(records.allSatisfy { $0.at == office.clock.now.storedNanoseconds })
    #expect(records.allSatisfy { !$0.address.isEmpty && $0.request != nil })
    #expect(rows.map(\.position) == [1, 2])
  }

  @Test(arguments: ["actor", "target"])
  func whoAndWhatAreLookedUpAndNotSearchedFor(column: String) async throws {
    let office = try await Office()
    let plan = try await office.database.read { connection in
      try connection.query(
        """
        EXPLAIN QUERY PLAN SELECT * FROM audit_record
        WHERE tenant_id = ? AND \(column) = ? AND position > ? ORDER BY position LIMIT ?
        """, "demo", "somebody", 0, 10
      ) { try $0.read(3, as: String.self) }
    }
    #expect(
      plan.count == 1 && plan[0].contains("SEARCH audit_record USING INDEX audit_record_\(column)"))
  }

  @Test func whatChangesNothingIsNotOnRecord() async throws {
    let office = try await Office()
    _ = try await create("a", office)
    _ = try await create("a", office)
    _ = try await create("b", office, id: UUID().uuidString.lowercased(), validateOnly: true)
    let taken = await failure { try await create("a", office, id: UUID().uuidString.lowercased()) }
    #expect(taken?.reason == "LOGIN_TAKEN")
    _ = try await office.users.list(.init(), office.options("demo-administrator"))
    #expect(try await office.audit().count == 1)
  }

  /// Whatever shows evidence, by its access in the schema.
  @Test func everyReadOfEvidenceIsOnRecordBeforeAnythingIsShown() async throws {
    let office = try await Office()
    let evidence = try #require(try await office.verdicts([office.image(1)])[1]).evidenceId
    let before = try await office.audit().count
    let options = office.options("demo-manager")
    _ = try await office.evidence.list(.init(), options)
    _ = try await office.evidence.get(.init(id: evidence), options)
    _ = try await office.evidence.listGaps(.init(agentId: "demo-device"), options)
    let download = try await office.evidence.download(.init(id: evidence), options)
      .makeAsyncIterator()
    _ = try await download.next()
    let records = try await office.audit().dropFirst(before).map(\.record)
    let declared = try AccessTable([EvidenceHandler.descriptor])
    let reading = EvidenceHandler.descriptor.methods.filter {
      declared[$0]?.showsEvidence == true && $0.name != "Upload"
    }
    #expect(Set(records.map(\.action)) == Set(reading.map(\.path)))
    #expect(
      Set(records.map(\.target)) == ["evidence/", "evidence/\(evidence)", "gaps/demo-device"])
  }

  @Test func theHeadsOfEvidenceChainsAreAnchored() async throws {
    let office = try await Office()
    for sequence in UInt64(1)...130 { _ = try await office.verdicts([office.image(sequence)]) }
    let anchors = try await office.audit().map(\.record).filter { $0.action.hasSuffix("/Upload") }
    #expect(
      anchors.map(\.target) == [1, 65, 129].map { "evidence/demo-device.\($0)" })
    office.clock.advance(by: .seconds(601))
    _ = try await office.verdicts([office.image(131)])
    let last = try #require(try await office.audit().last { !$0.record.action.isEmpty }).record
    let head = try await office.database.read {
      try EvidenceStore(.atTheMachine(Demo.tenant), $0).head(agent: "demo-device")
    }
    #expect(last.target == "evidence/demo-device.131" && last.after == head.hash)
    #expect(last.actor == "demo-device" && last.roles == "DEVICE")
  }

  @Test func signingInIsOnRecordAndSoIsWhoIsRefused() async throws {
    let office = try await Office()
    try await office.setPassword("a password of his", of: "demo-worker")
    func logIn(_ tenant: String, _ login: String, _ password: String) async throws {
      _ = try await office.auth.login(.init(tenantId: tenant, login: login, password: password))
    }
    try await logIn("demo", "demo-worker", "a password of his")
    for (tenant, login) in [("demo", "demo-worker"), ("demo", "nobody"), ("nowhere", "nobody")] {
      #expect(await failure { try await logIn(tenant, login, "wrong") } != nil)
    }
    let records = try await office.audit().map(\.record).filter { $0.action.hasSuffix("/Login") }
    #expect(records.map(\.refusal) == ["", "SIGN_IN_REFUSED", "SIGN_IN_REFUSED"])
    #expect(records.map(\.actor) == ["demo-worker", "", ""])
    #expect(records.dropFirst().map(\.target) == ["user/demo-worker", "user/"])
    let vendors = try await office.audit(of: TenantID.vendor.text).map(\.record)
    #expect(vendors.map(\.refusal) == ["SIGN_IN_REFUSED"] && vendors.map(\.target) == ["user/"])
  }

  @Test func whoMayNotIsOnRecordOnceAMinute() async throws {
    let office = try await Office(others: [
      ("vendor", Principal(.vendor([.admin]), subject: "v"))
    ])
    for _ in 0..<5 {
      _ = await failure { try await office.users.list(.init(), office.options("demo-worker")) }
      _ = await failure { try await office.evidence.list(.init(), office.options("vendor")) }
    }
    var records = try await office.audit().map(\.record)
    #expect(records.map(\.refusal) == ["ROLE_NOT_ALLOWED"])
    #expect(records.first?.actor == "demo-worker")
    #expect(records.first?.action == "\(Self.users)/List")
    records = try await office.audit(of: TenantID.vendor.text).map(\.record)
    #expect(records.map(\.refusal) == ["EVIDENCE_IS_THE_CUSTOMERS"])
    #expect(records.first?.roles == "VENDOR_ADMIN")
    office.clock.advance(by: .seconds(60))
    _ = await failure { try await office.users.list(.init(), office.options("demo-worker")) }
    #expect(try await office.audit().filter { $0.record.actor == "demo-worker" }.count == 2)
  }

  @Test func manyAtOnceMakeOneChainThatGoesOnAfterARestart() async throws {
    let office = try await Office()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<60 {
        group.addTask {
          _ = try await create("u\(number)", office, id: UUID().uuidString.lowercased())
        }
      }
      try await group.waitForAll()
    }
    try await office.leaveAnotherAfterARestart()
    let rows = try await office.audit()
    #expect(rows.map(\.position) == Array(1...61) && rows.last?.record.refusal == "")
    var head = AuditChain.start("demo")
    for row in rows {
      head = head.appending(row.record)
      #expect(head.hash == row.hash)
    }
  }

  @Test func aRowThatSomebodyPutsInTheWayStopsNobodyForLong() async throws {
    let office = try await Office()
    _ = try await create("a", office)
    try await office.database.write {
      try $0.connection.execute(
        """
        INSERT INTO audit_record SELECT tenant_id, 2, recorded_at, actor, roles, action, target,
          refusal, before_hash, after_hash, address, trace, request, hash FROM audit_record
        """)
    }
    let id = UUID().uuidString.lowercased()
    let refused = await failure { try await create("b", office, id: id) }
    #expect(refused?.code == .unavailable)
    _ = try await create("b", office, id: id)
    #expect(try await office.audit().map(\.record.refusal) == ["", "", AuditTrail.brokenSeal, ""])
  }

  @Test(arguments: [
    "DELETE FROM audit_record WHERE position = 3; UPDATE audit_head SET position = 2",
    "UPDATE audit_head SET seal = zeroblob(32)", "DELETE FROM audit_head",
    "DELETE FROM audit_record WHERE position = 3",
  ])
  func aChainThatIsTakenUpAgainSaysThatItsSealWasBroken(sql: String) async throws {
    let office = try await Office()
    for number in 0..<3 {
      _ = try await create("u\(number)", office, id: UUID().uuidString.lowercased())
    }
    try await office.database.write { try $0.connection.execute(sql) }
    try await office.leaveAnotherAfterARestart()
    let refusals = try await office.audit().map(\.record.refusal)
    #expect(refusals.filter { $0 == AuditTrail.brokenSeal }.count == 1)
    #expect(refusals.last == "")
  }
}

extension Office {
  /// The records of a tenant's log.
  func audit(of tenant: String = Demo.tenant.text) async throws -> [AuditRow] {
    try await database.read { connection in
      try AuditStore(.atTheMachine(TenantID(tenant)), connection).chain(from: 1, limit: .max)
        .compactMap { $0 }
    }
  }

  /// A trail that knows nothing of what was written before, as after a restart, leaves a record.
  func leaveAnotherAfterARestart() async throws {
    let trail = AuditTrail(database)
    let record = AuditRecord(
      tenant: Demo.tenant.text, at: clock.now.storedNanoseconds ?? 0, actor: "x", roles: "",
      action: "/a", target: "b/c", address: "")
    try await database.write { trail.leave(record, in: $0) }
  }
}
