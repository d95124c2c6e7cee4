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

/// TEL-40: what is over goes when a month begins, what is held stays, and the chain holds across both.
@Suite struct RetentionTests {
  // MARK: An office in July

  func office() async throws -> Office {
    try await Office(others: [("vendor", Principal(.vendor([.admin]), subject: "v"))])
  }

  /// Stores pictures of the demo's first device that were taken at times in Japan, in the order given.
  func store(_ pictures: [(UInt64, String)], _ office: Office) async throws {
    for (sequence, time) in pictures {
      var image = office.image(sequence, mark: UInt8(sequence & 0x7f))
      image.capturedAt = try Office.japan(time).message
      #expect(try await office.verdicts([image])[sequence]?.verdict == .stored)
    }
  }

  func sequences(_ office: Office) async throws -> [UInt64] {
    try await office.evidence.list(
      .init(agentId: "demo-device", pageSize: 500), office.options("demo-manager")
    ).evidence.map(\.sequence)
  }

  func logs(_ office: Office) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(office.path)/evidence").sorted()
  }

  func run(_ office: Office, at time: String) async throws {
    try office.setClock(time)
    try await office.scheduler.runDue()
  }

  func verify(
    _ office: Office, _ request: Telework.VerifyChainRequest = .init(agentId: "demo-device")
  ) async throws -> Telework.VerifyChainResponse {
    try await office.evidence.verifyChain(request, office.options("demo-manager"))
  }

  /// What a verification of the whole folder finds.
  func flaws(_ office: Office) throws -> [Verification.Flaw] {
    let state = try StoredState(
      of: office.path, masterKeyPath: nil, migrations: Backend.migrations)
    defer { state.close() }
    return try Verification.run(state, .all).flaws
  }

  // MARK: What goes, and when

  @Test func aMonthGoesFourMonthsLaterAndNotASecondBefore() async throws {
    let office = try await office()
    try await store(
      [
        (1, "2026-07-01 00:00"), (2, "2026-07-31 23:59:59"), (3, "2026-08-01 00:00"),
        (4, "2026-08-31 12:00"), (5, "2026-10-01 12:00"),
      ], office)
    try await run(office, at: "2026-10-31 23:59:59")
    #expect(try await sequences(office) == [1, 2, 3, 4, 5])
    try await run(office, at: "2026-11-01 00:00")
    #expect(try await sequences(office) == [3, 4, 5])
    #expect(try logs(office) == ["2026-08.log", "2026-10.log"])
    let gone = await failure {
      try await office.evidence.get(.init(id: "demo-device.1"), office.options("demo-manager"))
    }
    #expect(gone?.code == .notFound)
    let chain = try await verify(office)
    #expect(chain.state == .ok && chain.purged == 2 && chain.checked == 3)
    #expect(try flaws(office) == [])
    try await run(office, at: "2026-12-01 00:00")
    #expect(try await sequences(office) == [5])
    #expect(try logs(office) == ["2026-10.log"])
    let all = try await office.retention.listRuns(.init(), office.options("demo-manager")).runs
    #expect(all.allSatisfy { $0.state == .done } && all.count == 5, "of August to December")
    #expect(all.first?.counts.first?.purged == 2 && all[1].counts.first?.purged == 2)
    #expect(all.first?.counts.first?.keptFrom == .init(year: 2026, month: 9, day: 1))
  }

  @Test func whatIsPurgedIsSeenToBeAndDoesNotComeAgain() async throws {
    let office = try await office()
    try await store([(1, "2026-07-02 09:00"), (2, "2026-07-02 09:01")], office)
    _ = try await office.upload([.lost(.init(fromSequence: 3, toSequence: 4))])
    try await store([(6, "2026-08-02 09:00")], office)
    let old = office.image(1, mark: 1)
    try await run(office, at: "2026-11-01 00:00")
    let again = try #require(try await office.verdicts([old])[1])
    #expect(again.verdict == .rejectedDrop && again.reason == "RETENTION_OVER")
    let gaps = try await office.evidence.listGaps(
      .init(agentId: "demo-device"), office.options("demo-manager"))
    #expect(
      gaps.gaps == [
        .init(fromSequence: 1, toSequence: 4, state: .purged),
        .init(fromSequence: 5, toSequence: 5, state: .pending),
      ])
    try await run(office, at: "2026-12-01 00:00")
    let last = try await office.evidence.listGaps(
      .init(agentId: "demo-device"), office.options("demo-manager"))
    #expect(last.highestSequence == 6 && last.gaps.map(\.state) == [.purged, .pending, .purged])
  }

  @Test func theChainGoesOnAcrossWhatCameLate() async throws {
    let office = try await office()
    try await store(
      [
        (1, "2026-07-02 09:00"), (3, "2026-08-02 09:00"), (2, "2026-07-31 09:00"),
        (4, "2026-08-03 09:00"), (5, "2026-07-31 10:00"),
      ], office)
    let before = try await verify(office)
    try await run(office, at: "2026-11-01 00:00")
    let after = try await verify(office)
    #expect(after.state == .ok && after.headHash == before.headHash)
    #expect(after.purged == 3 && after.checked == 2)
    for first in UInt64(1)...5 {
      let part = try await verify(
        office, .init(agentId: "demo-device", fromPosition: first, maxRecords: 1))
      #expect(part.state == .ok, "from \(first)")
    }
    // It goes on, and what is purged next joins what was.
    office.clock.advance(by: .seconds(60))
    try await store([(6, "2026-10-31 09:00")], office)
    try await run(office, at: "2026-12-01 00:00")
    let later = try await verify(office)
    #expect(later.state == .ok && later.purged == 5 && later.checked == 1)
    let kept = try await office.database.read {
      try $0.query("SELECT from_position, to_position FROM evidence_purge") {
        [try $0.read(0, as: Int64.self), try $0.read(1)]
      }
    }
    #expect(kept == [[1, 5]])
    #expect(try flaws(office) == [])
  }

  @Test func moreThanOneStepIsDoneToItsEnd() async throws {
    let office = try await office()
    let july = try Office.japan("2026-07-15 09:00").message
    let images = (UInt64(1)...1_200).map { sequence in
      var image = office.image(sequence)
      image.capturedAt = july
      return image
    }
    #expect(try await office.verdicts(images).values.allSatisfy { $0.verdict == .stored })
    try await store([(1_201, "2026-08-15 09:00")], office)
    try await run(office, at: "2026-11-01 00:00")
    #expect(try await sequences(office) == [1_201] && logs(office) == ["2026-08.log"])
    let chain = try await verify(office)
    #expect(chain.state == .ok && chain.purged == 1_200)
    let runs = try await office.retention.listRuns(.init(), office.options("demo-manager")).runs
    #expect(runs.first?.counts.first?.purged == 1_200)
    #expect(try flaws(office) == [])
  }

  // MARK: What is tampered with

  @Test(arguments: [
    // what is done after the purge, the place and the reason found
    ("DELETE FROM evidence WHERE sequence = 3", 3, "RECORD_MISSING"),
    ("DELETE FROM evidence_purge", 1, "RECORD_MISSING"),
    ("UPDATE evidence_purge SET after_hash = zeroblob(32)", 1, "CHECKPOINT_MISMATCH"),
    ("UPDATE evidence_purge SET to_position = 3", 1, "CHECKPOINT_MISMATCH"),
    (
      """
      INSERT INTO evidence_purge SELECT agent_id, 3, 3, tenant_id, before_hash, after_hash, seal
        FROM evidence_purge;
      DELETE FROM evidence WHERE sequence = 3
      """, 3, "CHECKPOINT_MISMATCH"
    ),
  ])
  func aCheckpointIsNoWayToHideAnything(sql: String, position: UInt64, reason: String) async throws
  {
    let office = try await office()
    try await store(
      [
        (1, "2026-07-02 09:00"), (2, "2026-07-02 09:01"), (3, "2026-08-02 09:00"),
        (4, "2026-08-02 09:01"),
      ], office)
    try await run(office, at: "2026-11-01 00:00")
    try await office.database.write { transaction in
      for statement in sql.split(separator: ";") {
        _ = try transaction.connection.run(String(statement))
      }
    }
    let found = try await verify(office)
    #expect(found.state == .broken)
    #expect(found.firstBreak?.position == position && found.firstBreak?.reason == reason)
    #expect(try flaws(office).contains { $0.reason == reason })
  }

  @Test func theAuditLogTellsAPurgeFromACut() async throws {
    let office = try await office()
    try await store([(1, "2026-07-02 09:00")], office)
    try await run(office, at: "2026-11-01 00:00")
    #expect(try flaws(office) == [])
    try await office.database.write {
      _ = try $0.connection.run("UPDATE evidence_purged_sequence SET seal = zeroblob(32)")
    }
    #expect(try flaws(office).contains { $0.reason == "EVIDENCE_CUT" })
  }

  // MARK: Holds

  @Test func aLegalHoldKeepsAllOfATenantAndNothingOfAnother() async throws {
    let office = try await Office(
      others: [
        ("vendor", Principal(.vendor([.admin]), subject: "v")),
        (
          "other",
          Principal(
            .tenant(TenantID("other"), [.device]), subject: "other-device", worker: "other-worker")
        ),
      ])
    try await office.database.write { transaction in
      let people = PeopleStore(.atTheMachine(TenantID("other")), transaction.connection)
      try people.addUser("other-worker", [.worker], name: "w")
      try people.addAgent("other-device", watching: "other-worker")
    }
    try await store([(1, "2026-07-02 09:00"), (2, "2026-08-02 09:00")], office)
    #expect(try await office.verdicts([office.image(1)], as: "other")[1]?.verdict == .stored)
    let vendor = office.options("vendor")
    let hold = try await office.erasing.placeHold(
      .init(requestId: freshID(), tenantId: "demo", reason: "r"), vendor
    ).hold
    try await run(office, at: "2026-11-01 00:00")
    #expect(try await sequences(office) == [1, 2])
    let others = try await office.database.read {
      try $0.first("SELECT COUNT(*) FROM evidence WHERE tenant_id = 'other'") {
        try $0.read(0, as: Int64.self)
      }
    }
    #expect(others == 0)
    #expect(try logs(office) == ["2026-07.1.log", "2026-08.log"], "what is held has moved")
    let content = try await office.evidence.download(
      .init(id: "demo-device.1"), office.options("demo-manager")
    ).reduce(into: [UInt8]()) { $0 += $1.data }
    #expect(content == Office.jpeg(mark: 1))
    #expect(try flaws(office) == [])
    let held = try await office.retention.listRuns(.init(), office.options("demo-manager")).runs
    #expect(held.first?.state == .held)
    let refused = await failure {
      try await office.retention.run(.init(requestId: freshID(), tenantId: "demo"), vendor)
    }
    #expect(refused?.code == .failedPrecondition && refused?.reason == "LEGAL_HOLD")
    let report = try await office.retention.run(
      .init(requestId: freshID(), validateOnly: true), vendor)
    #expect(report.runs.map(\.tenantId) == ["demo"] && report.runs.first?.state == .held)

    _ = try await office.erasing.releaseHold(
      .init(requestId: freshID(), id: hold?.id ?? ""), vendor)
    try await office.scheduler.runDue()
    #expect(try await sequences(office) == [2] && logs(office) == ["2026-08.log"])
    #expect(try await verify(office).state == .ok && flaws(office) == [])
  }

  @Test func anOpenIncidentHoldsItsPicturesWhereTheTenantHasChosenThat() async throws {
    for isHeld in [false, true] {
      let office = try await office()
      let (administrator, manager) = (
        office.options("demo-administrator"), office.options("demo-manager")
      )
      var policy = try #require(
        try await office.retention.getPolicy(.init(), administrator).policy)
      policy.holdOpenIncidents = isHeld
      _ = try await office.retention.putPolicy(
        .init(requestId: freshID(), policy: policy), administrator)
      try await store(
        [
          (1, "2026-07-02 08:58:59"), (2, "2026-07-02 08:59"), (3, "2026-07-02 09:00:59"),
          (4, "2026-07-02 09:01"),
        ], office)
      try await office.detect(
        "demo-worker", "demo-device", at: Office.japan("2026-07-02 09:00"), .detected)
      try await office.detect(
        "demo-worker", "demo-device", at: Office.japan("2026-07-02 08:00"), .dismissed)
      try await office.see(
        "demo-worker", "demo-device", .present, at: Office.japan("2026-07-02 09:00"))
      try office.setClock("2026-10-31 12:00")
      let forecast = try await office.retention.run(
        .init(
          requestId: freshID(), validateOnly: true,
          asOfTime: Office.japan("2026-11-01 00:00").message), office.options("vendor"))
      try await run(office, at: "2026-11-01 00:00")
      #expect(try await sequences(office) == (isHeld ? [2, 3] : []))
      #expect(try logs(office) == (isHeld ? ["2026-07.1.log"] : []))
      let done = try #require(
        try await office.retention.listRuns(.init(), manager).runs.first)
      let counts = done.counts.map { [$0.kind.number, Int32($0.purged), Int32($0.held)] }
      #expect(
        counts == [
          [1, isHeld ? 2 : 4, isHeld ? 2 : 0], [2, 0, 0], [3, 1, 0],
          [4, isHeld ? 1 : 2, isHeld ? 1 : 0], [5, 0, 0],
        ])
      let ahead = forecast.runs.first?.counts.sorted { $0.kind.number < $1.kind.number }
      #expect(ahead == done.counts, "what was said before")
      #expect(try await verify(office).state == .ok && flaws(office) == [])
      guard isHeld else { continue }
      let incident = try #require(
        try await office.detections.list(.init(workerId: "demo-worker"), manager).incidents.first)
      _ = try await office.detections.review(
        .init(requestId: freshID(), id: incident.id, act: .confirm), manager)
      try await run(office, at: "2026-12-01 00:00")
      #expect(try await sequences(office) == [] && logs(office) == [])
      #expect(try await verify(office).state == .ok && flaws(office) == [])
    }
  }

  @Test func aBackupOfAClearedFolderIsWhole() async throws {
    let office = try await office()
    try await store([(1, "2026-07-02 09:00"), (2, "2026-08-02 09:00")], office)
    let backups = "\(office.path)-backups"
    defer { try? FileManager.default.removeItem(atPath: backups) }
    func copy() throws -> [Verification.Flaw] {
      let backup = try Backup(of: office.path, to: backups, now: "2026-11-01T00:00:00Z")
      let state = try backup.open(
        masterKeyPath: DataFolder.masterKeyPath(in: office.path), migrations: Backend.migrations)
      defer { state.close() }
      let flaws = try Verification.run(state, .all).flaws
      try backup.finish()
      return flaws
    }
    #expect(try copy() == [])
    try await run(office, at: "2026-11-01 00:00")
    #expect(try copy() == [])
    let kept = try FileManager.default.contentsOfDirectory(atPath: "\(backups)/evidence")
    #expect(kept == ["2026-08.log"], "what was purged is in no backup that is made after")
  }

  // MARK: By hand

  @Test func aRunByHandSaysWhatItWillComeToAndComesToIt() async throws {
    let office = try await office()
    try await store([(1, "2026-07-02 09:00"), (2, "2026-08-02 09:00")], office)
    let vendor = office.options("vendor")
    let ahead = Telework.RunRequest(
      requestId: freshID(), validateOnly: true,
      asOfTime: try Office.japan("2026-12-01 00:00").message)
    let forecast = try await office.retention.run(ahead, vendor).runs
    #expect(forecast.count == 1 && forecast[0].counts[0].purged == 2)
    #expect(try await sequences(office) == [1, 2])
    var really = ahead
    (really.requestId, really.validateOnly) = (freshID(), false)
    let refused = await failure { try await office.retention.run(really, vendor) }
    #expect(refused?.code == .invalidArgument && refused?.reason == "AS_OF_IN_FUTURE")
    try office.setClock("2026-11-15 12:00")
    let now = Telework.RunRequest(requestId: freshID(), tenantId: "demo")
    #expect(try await office.retention.run(now, vendor).runs.first?.counts.first?.purged == 1)
    #expect(try await office.retention.run(now, vendor).runs.count == 1, "asked for again")
    try await office.scheduler.runDue()
    #expect(try await sequences(office) == [2])
    let nobody = await failure {
      try await office.retention.run(.init(requestId: freshID(), tenantId: "nobody"), vendor)
    }
    #expect(nobody?.code == .notFound)
  }

  // MARK: Punches

  @Test func punchesGoWithTheWorkThatTheyAreOf() async throws {
    for months in [3, 4] {
      let office = try await office()
      let manager = office.options("demo-manager")
      let policy = try #require(
        try await office.retention.getPolicy(.init(), manager).policy)
      #expect(policy.punchMonths == 3 && policy.reportMonths == 3 && !policy.holdOpenIncidents)
      var chosen = policy
      chosen.punchMonths = Int32(months)
      _ = try await office.retention.putPolicy(
        .init(requestId: freshID(), policy: chosen), office.options("demo-administrator"))
      for (time, act) in [
        ("2026-07-30 09:00", .startWork), ("2026-07-30 17:00", .endWork),
        ("2026-07-31 22:00", .startWork), ("2026-08-01 06:00", .endWork),
        ("2026-08-01 22:00", .startWork), ("2026-08-02 06:00", .endWork),
      ] as [(String, Telework.PunchAct)] {
        try office.setClock(time)
        _ = try await office.punches.punch(
          .init(requestId: freshID(), punch: .init(act: act)), office.options("demo-worker"))
      }
      try await run(office, at: "2026-11-01 00:00")
      let kept = try await office.punches.list(.init(workerId: "demo-worker"), manager).punches
      #expect(kept.count == (months == 3 ? 2 : 6), "with \(months) months")
      let stale = await failure {
        try await office.retention.putPolicy(
          .init(requestId: freshID(), policy: policy), office.options("demo-administrator"))
      }
      #expect(stale?.reason == "ETAG_MISMATCH")
    }
  }

  // MARK: The reminder

  @Test func administratorsAreToldSevenDaysBefore() async throws {
    let office = try await office()
    try await store([(1, "2026-07-02 09:00")], office)
    try await run(office, at: "2026-10-24 23:59:59")
    let administrator = office.options("demo-administrator")
    #expect(try await office.notices.list(.init(), administrator).notices.isEmpty)
    try await run(office, at: "2026-10-25 00:00")
    let notices = try await office.notices.list(.init(), administrator).notices
    #expect(notices.count == 1)
    let body = notices.first?.body ?? ""
    #expect(body.contains("2026-11-01") && body.contains("2026-08-01"))
  }
}

extension Office {
  var retention: Telework.RetentionServiceClient { Telework.RetentionServiceClient(transport) }

  /// Leaves rows of the tenant in every table of retention.
  func fillRetention(of tenant: TenantID, agent: String, worker: String) async throws {
    let now = clock.now
    try await database.write { transaction in
      let store = RetentionStore(.atTheMachine(tenant), transaction.connection)
      try store.put(RetentionPolicyRow())
      try store.put(PurgeRow(asOf: now))
      try store.add(
        PurgeCount(kind: .picture, keptFrom: CivilDate(literal: 2026, 4, 1)), asOf: now)
      try ExportStore(.atTheMachine(tenant), transaction.connection).add(
        ExportRow(
          id: "export", worker: worker, capturedFrom: 0, capturedBefore: 1, heads: [agent: 1],
          createdAt: 0), forgettingBefore: 0)
      var row = WorkAnalysis.Row(CivilDate(literal: 2026, 1, 1)...CivilDate(literal: 2026, 1, 1))
      row.worked = .seconds(1)
      try ReportStore(.atTheMachine(tenant), transaction.connection)
        .add(row, of: worker, hasWork: true, hasRest: true)
      for sql in [
        """
        INSERT INTO evidence_purge
          (agent_id, from_position, to_position, tenant_id, before_hash, after_hash, seal)
        VALUES (?, 100, 100, ?, zeroblob(32), zeroblob(32), zeroblob(32))
        """,
        """
        INSERT INTO evidence_purged_sequence
          (agent_id, from_sequence, to_sequence, tenant_id, seal)
        VALUES (?, 100, 100, ?, zeroblob(32))
        """,
      ] {
        try transaction.connection.run(sql, agent, tenant.text)
      }
    }
  }
}

extension RoleWalkTests {
  /// A right request of each method of retention.
  static func retentionRequests(_ office: Office) async throws -> [String: any Message] {
    let policy = try await office.retention.getPolicy(
      .init(), office.options("demo-administrator")
    ).policy
    let id = "0b9f6dd8-7c39-4d7a-9d5c-3f1de7a1c0de"
    let service = "/mado.telework.v1.RetentionService/"
    return [
      service + "Run": Telework.RunRequest(requestId: id, validateOnly: true),
      service + "ListRuns": Telework.ListRunsRequest(),
      service + "GetPolicy": Telework.RetentionServiceGetPolicyRequest(),
      service + "PutPolicy": Telework.PutPolicyRequest(
        requestId: id, validateOnly: true, policy: policy),
    ]
  }
}
