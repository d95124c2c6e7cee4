import Crypto
import Foundation
import MadoAPI
import RPC
import SQLite
import Storage
import Testing

@testable import Services

/// What is done to the audit log behind the server's back shows, and where.
@Suite struct AuditVerificationTests {
  /// Eight records: 1 to 3 and 6 to 7 of users, 4 of evidence that is anchored, 5 the signing of all before,
  /// 8 of a user.
  private func filled() async throws -> Office {
    let office = try await Office(devices: 1)
    for number in 1...3 { try await office.makeUser("u\(number)") }
    office.clock.advance(by: .seconds(61))
    _ = try await office.verdicts([office.image(1)])
    for number in 6...8 { try await office.makeUser("u\(number)") }
    return office
  }

  private func verify(
    _ office: Office, _ request: Audit.VerifyRequest = .init()
  ) async throws -> Audit.VerifyResponse {
    try await office.auditLog.verify(request, office.options("demo-administrator"))
  }

  @Test func anEmptyLogAndAWholeOneAreOK() async throws {
    let empty = try await verify(try await Office(devices: 1))
    #expect(empty.state == .ok && empty.checked == 0 && empty.head == nil)
    let office = try await filled()
    let whole = try await verify(office)
    #expect(whole.state == .ok && whole.checked == 8 && whole.nextPosition == 0)
    #expect(whole.head?.position == 8 && whole.firstBreak == nil)
    #expect(try await office.audit().map(\.record.target)[4] == AuditTrail.checkpointTarget)
  }

  @Test func aLogIsVerifiedInParts() async throws {
    let office = try await filled()
    let first = try await verify(office, .init(maxRecords: 3))
    #expect(first.state == .ok && first.checked == 3 && first.nextPosition == 4)
    let rest = try await verify(office, .init(fromPosition: 4))
    #expect(rest.state == .ok && rest.checked == 5 && rest.nextPosition == 0)
    #expect(try await verify(office, .init(fromPosition: 9)).checked == 0)
    let beyond = await failure { try await verify(office, .init(fromPosition: 10)) }
    #expect(beyond?.code == .outOfRange)
  }

  private static let columns = [
    "recorded_at = recorded_at + 1", "actor = 'x'", "roles = 'x'", "action = 'x'", "target = 'x'",
    "refusal = 'x'", "before_hash = zeroblob(32)", "after_hash = NULL", "address = 'x'",
    "trace = 'x'", "request = NULL", "hash = zeroblob(32)", "hash = x'00'", "tenant_id = 'x'",
  ]

  /// Each value of a record, altered in the first, in the middle and in the last.
  @Test(arguments: columns, [1, 3, 8])
  func alteredRows(change: String, position: Int64) async throws {
    let office = try await filled()
    try await office.database.write {
      _ = try $0.connection.run("UPDATE audit_record SET \(change) WHERE position = \(position)")
    }
    let found = try await verify(office)
    #expect(found.state == .broken && found.firstBreak?.position == position)
    let isGone = change.hasPrefix("tenant_id")
    #expect(found.firstBreak?.reason == (isGone ? "RECORD_MISSING" : "RECORD_CHANGED"))
    #expect(found.checked == position - 1)
  }

  private static func setBack(to position: Int) -> String {
    """
    DELETE FROM audit_record WHERE position > \(position);
    DELETE FROM audit_checkpoint WHERE position > \(position);
    UPDATE audit_head SET position = \(position),
      hash = (SELECT hash FROM audit_record WHERE position = \(position));
    """
  }

  @Test(arguments: [
    // what is done to the tables, the place and the reason found
    ("DELETE FROM audit_record WHERE position = 1", 1, "RECORD_MISSING"),
    ("DELETE FROM audit_record WHERE position = 6", 6, "RECORD_MISSING"),
    ("DELETE FROM audit_record WHERE position = 8", 8, "RECORD_MISSING"),
    ("DELETE FROM audit_record WHERE position >= 5", 5, "RECORD_MISSING"),
    ("DELETE FROM audit_record", 1, "RECORD_MISSING"),
    (swap, 2, "RECORD_CHANGED"),
    (
      "INSERT INTO audit_record SELECT tenant_id, 9, recorded_at, actor, roles, action, target, "
        + "refusal, before_hash, after_hash, address, trace, request, hash FROM audit_record "
        + "WHERE position = 8", 9, "HEAD_MISMATCH"
    ),
    (setBack(to: 7), 7, "SEAL_BROKEN"), (setBack(to: 4), 4, "SEAL_BROKEN"),
    (setBack(to: 1), 1, "SEAL_BROKEN"),
    ("DELETE FROM audit_head", 1, "HEAD_MISMATCH"),
    ("UPDATE audit_head SET position = 7", 7, "HEAD_MISMATCH"),
    ("UPDATE audit_head SET hash = zeroblob(32)", 8, "HEAD_MISMATCH"),
    ("UPDATE audit_head SET seal = zeroblob(32)", 8, "SEAL_BROKEN"),
    ("UPDATE audit_head SET seal = NULL", 8, "SEAL_BROKEN"),
    ("UPDATE audit_checkpoint SET hash = zeroblob(32)", 5, "CHECKPOINT_BROKEN"),
    ("UPDATE audit_checkpoint SET signature = zeroblob(64)", 5, "CHECKPOINT_BROKEN"),
    ("UPDATE audit_checkpoint SET signed_at = signed_at + 1", 5, "CHECKPOINT_BROKEN"),
    ("UPDATE audit_checkpoint SET position = 6", 5, "CHECKPOINT_BROKEN"),
    ("DELETE FROM audit_checkpoint", 5, "CHECKPOINT_BROKEN"),
    ("DELETE FROM evidence; DELETE FROM evidence_chain", 4, "EVIDENCE_CUT"),
    ("UPDATE evidence SET chain_hash = zeroblob(32)", 4, "EVIDENCE_CUT"),
  ])
  func tampering(sql: String, position: Int64, reason: String) async throws {
    let office = try await filled()
    try await office.database.write { try $0.connection.execute(sql) }
    let found = try await verify(office)
    #expect(found.state == .broken)
    #expect(found.firstBreak?.position == position)
    #expect(found.firstBreak?.reason == reason)
  }

  /// Two records, each in the other's place.
  private static let swap = """
    UPDATE audit_record SET position = -position WHERE position IN (2, 3);
    UPDATE audit_record SET position = 5 + position WHERE position < 0;
    """

  /// Who can write the database, and knows how the hashes are made, lacks the keys.
  @Test func aChainThatIsMadeAnewBehindAChangeIsNotSealed() async throws {
    let office = try await filled()
    var head = AuditChain.start(Demo.tenant.text)
    var rows = try await office.audit()
    rows[5].record.actor = "somebody else"
    for place in rows.indices {
      head = head.appending(rows[place].record)
      rows[place].hash = head.hash
    }
    try await office.database.write { [rows, head] transaction in
      for row in rows {
        try transaction.connection.run(
          "UPDATE audit_record SET actor = ?, hash = ? WHERE position = ?", row.record.actor,
          row.hash, row.position)
      }
      try transaction.connection.run("UPDATE audit_head SET hash = ?", head.hash)
    }
    let found = try await verify(office)
    #expect(found.firstBreak?.reason == "SEAL_BROKEN" && found.firstBreak?.position == 8)
  }

  @Test func anEarlierStateWithItsRightSealIsKnownByWhoHasSeenMore() async throws {
    let office = try await filled()
    let earlier = try await office.database.read { connection in
      try connection.first("SELECT position, hash, seal FROM audit_head") { row in
        (
          position: try row.read(0, as: Int64.self), hash: try row.read(1, as: [UInt8].self),
          seal: try row.read(2, as: [UInt8].self)
        )
      }
    }
    try await office.makeUser("u9")
    let known = try await verify(office).head
    try await office.database.write { transaction in
      let connection = transaction.connection
      try connection.run("DELETE FROM audit_record WHERE position = 9")
      try connection.run(
        "UPDATE audit_head SET position = ?, hash = ?, seal = ?", earlier?.position ?? 0,
        earlier?.hash ?? [], earlier?.seal ?? [])
    }
    // The server that wrote them knows.
    let found = try await verify(office)
    #expect(found.firstBreak?.reason == "WENT_BACK" && found.firstBreak?.position == 9)
    // One that was started since does not, but who has kept a head does.
    let (database, trail) = (office.database, AuditTrail(office.database))
    let fresh = AuditVerification(.atTheMachine(Demo.tenant), database.keys)
    #expect(try await fresh.run(.init(), database, trail).state == .ok)
    let told = try await fresh.run(.init(known: known), database, trail)
    #expect(told.firstBreak?.reason == "KNOWN_HEAD_MISMATCH" && told.firstBreak?.position == 9)
    let right = Audit.Head(
      position: earlier?.position ?? 0, hash: .init(earlier?.hash ?? []))
    #expect(try await fresh.run(.init(known: right), database, trail).state == .ok)
    let wrong = Audit.Head(position: 3, hash: .init([UInt8](repeating: 1, count: 32)))
    #expect(try await fresh.run(.init(known: wrong), database, trail).firstBreak?.position == 3)
  }

  @Test func whatTheServerFoundBrokenWhenItStartedStaysBroken() async throws {
    let office = try await filled()
    try await office.database.write { try $0.connection.execute(Self.setBack(to: 7)) }
    try await office.leaveAnotherAfterARestart()
    let found = try await verify(office)
    #expect(found.firstBreak?.reason == "SEAL_BROKEN" && found.firstBreak?.position == 8)
  }

  /// Numbers at the ends of their range end no server.
  @Test(arguments: [
    "UPDATE audit_record SET position = 9223372036854775807 WHERE position = 8",
    "UPDATE audit_record SET position = -9223372036854775807 - 1 WHERE position = 8",
    "UPDATE audit_head SET position = 9223372036854775807",
    "UPDATE audit_head SET position = -9223372036854775807 - 1",
    "UPDATE audit_checkpoint SET position = 9223372036854775807, signed_at = -9223372036854775807",
    "UPDATE audit_record SET recorded_at = -9223372036854775807 WHERE position = 2",
  ])
  func positionsAtTheEndsOfTheirRange(sql: String) async throws {
    let office = try await filled()
    try await office.database.write { try $0.connection.execute(sql) }
    #expect(try await verify(office).state == .broken)
    try await office.leaveAnotherAfterARestart()
    #expect(try await verify(office).state == .broken)
    _ = try await office.auditLog.list(.init(), office.options("demo-administrator"))
  }

  @Test func checkpointsAreVerifiedWithThePublicKeyAlone() async throws {
    let office = try await filled()
    let list = try await office.auditLog.listCheckpoints(
      .init(), office.options("demo-administrator"))
    let checkpoint = try #require(list.checkpoints.first)
    #expect(list.checkpoints.count == 1 && checkpoint.head?.position == 5)
    // By the words of the schema.
    var message = Array("mado audit checkpoint 1".utf8)
    func append(_ number: Int64) {
      withUnsafeBytes(of: number.bigEndian) { message.append(contentsOf: $0) }
    }
    append(4)
    message += Array("demo".utf8)
    append(5)
    message += Array(checkpoint.head?.hash ?? .init())
    let time = try #require(checkpoint.time)
    append(time.seconds * 1_000_000_000 + Int64(time.nanos))
    #expect(
      SigningKey.verify(
        Array(checkpoint.signature), of: message, publicKey: Array(list.publicKey)))
  }
}
