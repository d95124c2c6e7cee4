import CivilTime
import Crypto
import Foundation
import MadoAPI
import RPC
import SQLite
import Storage
import Testing

@testable import Services

/// A tenant's end, and what is left of it (TEL-27).
@Suite struct ErasureTests {
  private static let tenant = TenantID("C000007")
  private static let password = "a password of his"

  // MARK: A tenant

  private func office() async throws -> Office {
    let office = try await Office(
      devices: 1, others: [("vendor", Principal(.vendor([.admin]), subject: "v"))])
    office.clock.set(try #require(Instant("2026-06-20T00:00:00Z")))
    return office
  }

  /// Enters a tenant that has something of everything: four pictures of June and three of July, where the demo has one.
  private func fill(_ office: Office) async throws {
    let id = Self.tenant.text
    let made = try await office.tenants.create(
      .init(
        requestId: freshID(), tenant: .init(id: id, name: "山田商事", locale: "ja"),
        administrator: .init(login: "yamada", name: "山田", locale: "ja")), office.options("vendor"))
    _ = try await office.auth.setPassword(
      .init(tenantId: id, login: "yamada", code: made.code, password: Self.password))
    let session = try await office.login("yamada", Self.password, tenant: id)
    _ = try await office.enrol(session.accessToken)
    let refreshed = try await office.auth.refresh(.init(refreshToken: session.refreshToken))
    let administrator = office.options(try #require(refreshed.session).accessToken)
    let worker = try #require(
      try await office.users.create(
        .init(
          requestId: freshID(),
          user: .init(login: "w", name: "佐藤", locale: "ja", roles: [.worker])), administrator
      ).user)
    try await office.fillWorktime(of: Self.tenant, worker: worker.id)
    try await office.fillAgents(of: Self.tenant, worker: worker.id)
    let group = try #require(
      try await office.groups.create(
        .init(requestId: freshID(), group: .init(name: "a")), administrator
      ).group)
    _ = try await office.groups.create(
      .init(requestId: freshID(), group: .init(name: "b", parentId: group.id)), administrator)
    _ = try await office.groups.setMembers(
      .init(requestId: freshID(), id: group.id, userIds: [worker.id]), administrator)
    _ = try await office.groups.setLeaders(
      .init(requestId: freshID(), id: group.id, userIds: [worker.id]), administrator)
    _ = try await office.contacts.set(
      .init(requestId: freshID(), contacts: [.init(name: "山田", email: "y@example.jp")]),
      administrator)
    _ = try await office.policies.updatePolicy(
      .init(
        requestId: freshID(),
        policy: .init(
          requireMfa: true,
          etag: try #require(try await office.policies.getPolicy(.init(), administrator).policy)
            .etag),
        updateMask: .init(paths: ["require_mfa"])), administrator)
    _ = try await office.notices.send(
      .init(
        requestId: freshID(), tenantId: id, means: .email, recipient: "y@example.jp", subject: "s",
        body: "b"), office.options("vendor"))
    try await office.fillContracts(of: Self.tenant)
    let code = try await office.devices.issueCode(
      .init(requestId: freshID(), workerId: worker.id), administrator
    ).code
    let device = try await office.devices.enrol(.init(code: code, name: "PC"))
    try await office.fillWatching(
      of: Self.tenant, worker: worker.id, agent: try #require(device.device).id)
    _ = try await office.devices.issueCode(
      .init(requestId: freshID(), workerId: worker.id), administrator)
    _ = try await office.users.putFaceImage(
      .init(requestId: freshID(), content: .init(Office.jpeg(mark: 1))),
      office.options(device.secret))
    try await office.fillRetention(
      of: Self.tenant, agent: device.device?.id ?? "", worker: worker.id)
    _ = try await office.privacy.createSubjectRequest(
      .init(requestId: freshID(), userId: worker.id, kind: .inquire), administrator)
    try await office.fillSupport(of: Self.tenant, administrator)
    for sequence in UInt64(1)...4 {
      _ = try await office.verdicts([office.image(sequence)], as: device.secret)
    }
    _ = try await office.upload(
      [.lost(.init(fromSequence: 5, toSequence: 6))], as: device.secret)
    _ = try await office.calendars.createCalendar(
      .init(requestId: freshID(), calendar: .init(id: "desk", name: "受付")), administrator)
    try await office.database.write { transaction in
      let (connection, now) = (transaction.connection, office.clock.now)
      try BillingRows.fill(Self.tenant, connection)
      try DueStore(connection).plan(JobKind(name: "a", rank: 1), "b", of: Self.tenant, at: now)
      _ = try JobStore(connection).add(
        RunRow(kind: "a", tenant: Self.tenant, subject: "b", due: now, ran: now, note: ""))
    }
    let verification = try await office.auditLog.startVerification(
      .init(requestId: freshID()), administrator)
    _ = try await office.jobs.wait(
      .init(id: try #require(verification.operation).id), administrator)
    office.clock.set(try #require(Instant("2026-07-05T00:00:00Z")))
    for sequence in UInt64(7)...9 {
      _ = try await office.verdicts([office.image(sequence)], as: device.secret)
    }
    _ = try await office.verdicts([office.image(1)])
  }

  @discardableResult
  private func close(_ office: Office) async throws -> Tenancies.Tenant? {
    try await office.tenants.close(
      .init(
        requestId: freshID(), id: Self.tenant.text,
        contractEnd: .init(year: 2026, month: 7, day: 31)), office.options("vendor")
    ).tenant
  }

  private func erasure(_ office: Office) async throws -> Tenancies.Erasure {
    let found = try await office.erasing.get(
      .init(tenantId: Self.tenant.text), office.options("vendor"))
    return try #require(found.erasure)
  }

  /// Rows that are left of a tenant, by table.
  private func left(_ database: Database) async throws -> [String: Int64] {
    try await database.read { connection in
      var found: [String: Int64] = [:]
      for table in try Self.tables(connection) {
        found[table] = try connection.first(
          "SELECT COUNT(*) FROM \(table) WHERE tenant_id = ?", Self.tenant.text
        ) { try $0.read(0) }
      }
      for table in ["tenant_key", "worker_key"] {
        found[table] = try connection.first(
          "SELECT COUNT(*) FROM \(table) WHERE tenant = ?", Self.tenant.text
        ) { try $0.read(0) }
      }
      return found.filter { $0.value > 0 }
    }
  }

  /// The tables whose rows name their tenant.
  private static func tables(_ connection: Connection) throws -> [String] {
    let all = try connection.query("SELECT name FROM sqlite_master WHERE type = 'table'") {
      try $0.read(0, as: String.self)
    }
    return try all.filter { table in
      try connection.query("PRAGMA table_info(\(table))") { try $0.read(1, as: String.self) }
        .contains("tenant_id")
    }.sorted()
  }

  private static let july = "2026-07.log"

  private func logs(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(path)/evidence").sorted()
  }

  /// What a certificate says was deleted.
  private func deleted(_ statement: String) -> [String] {
    statement.split(separator: "\n").map(String.init).filter {
      $0.hasPrefix("deleted ") || $0.hasPrefix("log-")
    }
  }

  // MARK: The tests

  @Test func noTableWithRowsOfTenantsIsForgotten() async throws {
    let office = try await office()
    let tables = try await office.database.read { try Self.tables($0) }
    #expect(Set(tables) == Set(TenantTable.all.map(\.name) + TenantTable.kept))
    try await fill(office)
    let filled = try await left(office.database)
    #expect(
      Set(filled.keys).isSuperset(of: TenantTable.all.map(\.name)),
      "nothing is in \(Set(TenantTable.all.map(\.name)).subtracting(filled.keys).sorted())")
  }

  @Test func nothingIsLeftButTheCertificate() async throws {
    let office = try await office()
    try await fill(office)
    let closed = try await close(office)
    #expect(closed?.eraseFrom == .init(year: 2026, month: 9, day: 1))
    office.clock.set(try #require(Instant("2026-08-31T14:59:59Z")))
    #expect(try await office.erasures.runDue(at: office.clock.now) == 0)
    #expect(try await erasure(office).state == .scheduled)
    #expect(try logs(office.path) == ["2026-06.log", Self.july])
    office.clock.set(try #require(Instant("2026-08-31T15:00:00Z")))
    #expect(try await erasure(office).state == .due)
    #expect(try await office.erasures.runDue(at: office.clock.now) == 1)
    #expect(try await office.erasures.runDue(at: office.clock.now) == 0, "it is done once")

    #expect(try await left(office.database) == ["tenant_erasure": 1])
    #expect(try logs(office.path) == [Self.july], "the demo has a picture of July")
    let shown = try await office.tenants.get(
      .init(id: Self.tenant.text), office.options("vendor")
    ).tenant
    #expect(shown?.state == .erased && shown?.name == "" && shown?.systemId == "")
    let demo = try await office.evidence.list(.init(), office.options("demo-manager")).evidence
    let state = try StoredState(
      of: office.path, masterKeyPath: nil, migrations: Backend.migrations)
    defer { state.close() }
    let verified = try Verification.run(state, .all)
    #expect(demo.count == 1 && verified.flaws == [])
    try await holdsUp(try #require(try await erasure(office).certificate), office)
  }

  /// What the certificate says, and whose it is.
  private func holdsUp(_ certificate: Tenancies.ErasureCertificate, _ office: Office) async throws {
    let vendor = office.options("vendor")
    let signed = try await office.auditLog.listCheckpoints(.init(), vendor)
    let records = try await office.auditLog.list(
      .init(filter: "target = \"tenant/\(Self.tenant.text)\""), vendor
    ).records
    let acts = records.filter { $0.action == "madod erase" }
    #expect(acts.count == 2 && acts.allSatisfy { $0.refusal.isEmpty })
    #expect(acts.last?.afterHash == .init(SHA256.hash(Array(certificate.statement.utf8)).bytes))
    #expect(signed.publicKey.isEmpty || signed.publicKey == certificate.publicKey)
    #expect(
      SigningKey.verify(
        Array(certificate.signature), of: Array(certificate.statement.utf8),
        publicKey: Array(certificate.publicKey)))
    let lines = certificate.statement.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(5) == [
        "mado certificate of erasure 1", "tenant C000007", "contract-end 2026-07-31",
        "erase-from 2026-09-01", "begun 2026-08-31T15:00:00Z",
      ])
    for line in [
      "keys-destroyed 2, the tenant's and its workers'", "deleted evidence 7",
      "deleted tenant_user 2", "deleted department 2", "log-removed 2026-06 4",
      "log-kept-for-others 2026-07 3", "finished 2026-08-31T15:00:00Z",
    ] {
      #expect(lines.contains(line), "\(certificate.statement)")
    }
    for word in ["山田", "佐藤", "yamada", "user-", "example.jp", "127.0.0.1"] {
      #expect(!certificate.statement.contains(word))
    }
  }

  @Test func aHoldStopsItUntilItIsReleased() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    try await fill(office)
    let held = try await office.erasing.placeHold(
      .init(requestId: freshID(), tenantId: Self.tenant.text, reason: "令和8年(ワ)第1号"), vendor)
    #expect(held.erasure?.state == .held && held.erasure?.eraseFrom == nil)
    try await close(office)
    office.clock.set(try #require(Instant("2026-12-01T00:00:00Z")))
    for _ in 1...3 { #expect(try await office.erasures.runDue(at: office.clock.now) == 0) }
    #expect(try await erasure(office).state == .held)
    #expect(try await left(office.database)["evidence"] == 7)
    let refusals = try await office.auditLog.list(.init(filter: "refusal = LEGAL_HOLD"), vendor)
    #expect(refusals.records.map(\.target) == ["tenant/C000007"], "said once")
    let hold = try #require(held.hold)
    let released = try await office.erasing.releaseHold(
      .init(requestId: freshID(), id: hold.id), vendor)
    #expect(released.hold?.releasedBy == "v" && released.erasure?.state == .due)
    let again = await failure {
      try await office.erasing.releaseHold(.init(requestId: freshID(), id: hold.id), vendor)
    }
    #expect(again?.reason == "HOLD_RELEASED")
    #expect(try await office.erasures.runDue(at: office.clock.now) == 1)
    let done = try await erasure(office)
    #expect(done.state == .done && done.holds.map(\.reason) == ["令和8年(ワ)第1号"])
    let late = await failure {
      try await office.erasing.placeHold(
        .init(requestId: freshID(), tenantId: Self.tenant.text, reason: "r"), vendor)
    }
    #expect(late?.code == .failedPrecondition && late?.reason == "ERASURE_BEGUN")
    let list = try await office.erasing.list(.init(), vendor).erasures
    #expect(list.map(\.tenantId) == [Self.tenant.text] && list.first?.certificate?.statement == "")
  }

  /// Each step in a server of its own, as if the one before had been killed behind its commit.
  @Test func whoIsKilledInBetweenGoesOnAndCountsNothingTwice() async throws {
    let office = try await office()
    try await fill(office)
    try await close(office)
    let now = try #require(Instant("2026-09-01T00:00:00Z"))
    let path = "\(office.path)-killed"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.copyItem(atPath: office.path, toPath: path)
    #expect(try await office.erasures.runDue(at: now) == 1)
    let whole = try #require(try await erasure(office).certificate).statement

    var steps = 0
    while true {
      let database = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { database.close() }
      let erasure = TenantErasure(
        tenant: Self.tenant, database: database, trail: AuditTrail(database))
      let outcome = try await erasure.advance(at: now)
      steps += 1
      #expect(steps < 100)
      guard outcome == .done || steps >= 100 else { continue }
      let row = try await database.read { try ErasureStore($0).erasure(Self.tenant) }
      #expect(deleted(try #require(row).statement) == deleted(whole))
      #expect(try await left(database) == ["tenant_erasure": 1])
      #expect(try logs(path) == [Self.july])
      #expect(try await erasure.advance(at: now) == .done)
      break
    }
    #expect(steps > TenantTable.all.count)
  }

  @Test func whatWouldGoAtOnceIsAskedForTwice() async throws {
    let office = try await office()
    try await fill(office)
    var request = Tenancies.CloseRequest(
      requestId: freshID(), id: Self.tenant.text,
      contractEnd: .init(year: 2025, month: 7, day: 31))
    let error = await failure { try await office.tenants.close(request, office.options("vendor")) }
    #expect(error?.code == .failedPrecondition && error?.reason == "ERASURE_AT_ONCE")
    #expect(try await erasure(office).state == .notScheduled)
    request.eraseAtOnce = true
    _ = try await office.tenants.close(request, office.options("vendor"))
    #expect(try await erasure(office).state == .due)
  }

  @Test func whoWasClosedByAnEarlierReleaseHasAWeekAtLeast() async throws {
    let office = try await office()
    try await fill(office)
    try await office.database.write { transaction in
      try transaction.connection.run(
        "UPDATE tenant SET state = 'CLOSED', contract_end = '2025-01-31' WHERE id = ?",
        Self.tenant.text)
    }
    #expect(try await office.erasures.runDue(at: office.clock.now) == 0)
    let scheduled = try await erasure(office)
    #expect(scheduled.state == .scheduled)
    #expect(scheduled.eraseFrom == .init(year: 2026, month: 7, day: 12))
    let later = try #require(Instant("2026-07-12T00:00:00Z"))
    #expect(try await office.erasures.runDue(at: later) == 1)
  }

  @Test func nothingComesBackOfAnErasedTenant() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    try await fill(office)
    try await close(office)
    #expect(
      try await office.erasures.runDue(at: try #require(Instant("2026-09-01T00:00:00Z"))) == 1)
    let sending = await failure {
      try await office.notices.send(
        .init(
          requestId: freshID(), tenantId: Self.tenant.text, means: .other, subject: "s", body: "b"),
        vendor)
    }
    #expect(sending?.reason == "TENANT_NOT_FOUND")
    let changing = await failure {
      try await office.tenants.update(
        .init(
          requestId: freshID(), tenant: .init(id: Self.tenant.text, name: "n", etag: "e"),
          updateMask: .init(paths: ["name"])), vendor)
    }
    #expect(changing?.reason == "TENANT_ERASED")
    let entering = await failure {
      try await office.tenants.create(
        .init(
          requestId: freshID(), tenant: .init(id: Self.tenant.text, name: "n", locale: "ja"),
          administrator: .init(login: "a", name: "A", locale: "ja")), vendor)
    }
    #expect(entering?.reason == "TENANT_EXISTS", "its number is nobody else's")
    let signingIn = await failure {
      try await office.login("yamada", Self.password, tenant: Self.tenant.text)
    }
    #expect(signingIn?.reason == "SIGN_IN_REFUSED")
    // A record of it, from wherever it comes, stands in the vendor's log.
    let trail = AuditTrail(office.database)
    try await office.database.write { transaction in
      trail.leave(
        AuditRecord(
          tenant: Self.tenant.text, at: 1, actor: "late", roles: "", action: "", target: "",
          address: ""), in: transaction)
    }
    #expect(try await left(office.database) == ["tenant_erasure": 1])
    let found = try await office.auditLog.list(.init(filter: "actor = late"), vendor).records
    #expect(found.count == 1)
  }
}
