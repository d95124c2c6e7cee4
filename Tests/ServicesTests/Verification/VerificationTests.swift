import Crypto
import Foundation
import SQLite
import Storage
import Testing

@testable import Services

/// What somebody changes behind the server's back shows, and where.
@Suite struct VerificationTests {
  /// Six pictures of one device and two of another.
  private func filled() async throws -> Office {
    let office = try await Office()
    for sequence in UInt64(1)...6 {
      _ = try await office.verdicts([office.image(sequence, mark: UInt8(sequence))])
    }
    for sequence in UInt64(1)...2 {
      _ = try await office.verdicts([office.image(sequence)], as: "demo-device-2")
    }
    return office
  }

  private func state(_ office: Office) throws -> StoredState {
    try StoredState(of: office.path, masterKeyPath: nil, migrations: Backend.migrations)
  }

  private func flaws(_ office: Office) throws -> [Verification.Flaw] {
    let state = try state(office)
    defer { state.close() }
    return try Verification.run(state, .all).flaws
  }

  @Test func aWholeFolderIsWhole() async throws {
    let office = try await filled()
    let state = try state(office)
    defer { state.close() }
    let found = try Verification.run(state, .all)
    #expect(found.flaws == [])
    #expect(found.counts.contains("2 evidence chains, 8 links, 8 decrypted pictures"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: office.path).contains("mado.db"))
  }

  @Test func theCopyOfADatabaseGoesWithItsUse() async throws {
    let office = try await filled()
    func copies() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: office.path).filter {
        $0.hasPrefix("copy")
      }
    }
    let state = try state(office)
    #expect(try copies().count == 1)
    state.close()
    #expect(try copies() == [])
    let wrongKey = "\(office.path)/wrong.key"
    try Data("\(String(repeating: "5a", count: 32))\n".utf8).write(to: URL(filePath: wrongKey))
    #expect(throws: StorageError.self) {
      try StoredState(of: office.path, masterKeyPath: wrongKey, migrations: Backend.migrations)
    }
    #expect(try copies() == [])
  }

  /// Each column of a picture's row, with what somebody might put there.
  private static let changes: [(column: String, value: String)] = [
    ("agent_id", "'demo-device-2'"), ("sequence", "30"), ("tenant_id", "'other'"),
    ("worker_id", "'demo-worker-2'"), ("kind", "kind + 1"),
    ("capture_trigger", "capture_trigger + 1"), ("captured_at", "captured_at + 1"),
    ("received_at", "received_at - 1"), ("format", "2"), ("width", "width + 1"),
    ("height", "height + 1"), ("size_bytes", "size_bytes + 1"),
    ("sha256", "zeroblob(32)"), ("chain_position", "30"), ("chain_hash", "zeroblob(32)"),
    ("log_month", "'2026-08'"), ("log_offset", "log_offset + 1"),
    ("log_length", "log_length - 1"),
  ]

  @Test func eachColumnOfAPicturesRowIsWatched() async throws {
    let office = try await filled()
    let columns = try await office.database.read { connection in
      try connection.query("SELECT name FROM pragma_table_info('evidence')") {
        try $0.read(0, as: String.self)
      }
    }
    #expect(Set(columns) == Set(Self.changes.map(\.column)), "a column is not tried")
    for change in Self.changes {
      let office = try await filled()
      try await office.database.write { transaction in
        try transaction.connection.run("PRAGMA defer_foreign_keys = ON")
        try transaction.connection.run("INSERT INTO tenant (id, name) VALUES ('other', '')")
        try transaction.connection.run(
          """
          UPDATE evidence SET \(change.column) = \(change.value)
          WHERE agent_id = 'demo-device' AND sequence = 3
          """)
      }
      let found = try flaws(office)
      let names = [
        "demo-device.3", "demo-device.30", "demo-device-2.3", "demo-device, place 3 in",
      ]
      #expect(
        found.contains { flaw in names.contains { flaw.record.contains($0) } },
        "\(change.column): \(found)")
      #expect(found.allSatisfy { !$0.record.contains("demo-device.1 ") })
    }
  }

  @Test(arguments: [
    // what is done to the tables, what is named, the reason
    ("DELETE FROM evidence WHERE sequence = 3", "demo-device, place 3 in", "RECORD_MISSING"),
    ("DELETE FROM evidence WHERE sequence >= 5", "demo-device, place 5 in", "RECORD_MISSING"),
    ("UPDATE evidence_chain SET hash = zeroblob(32)", "place 6 in", "HEAD_MISMATCH"),
    ("UPDATE evidence_chain SET hash = 7", "agent demo-device", "HEAD_MISMATCH"),
    ("DELETE FROM evidence_chain", "demo-device, place 1 in", "HEAD_MISMATCH"),
    ("UPDATE evidence_chain SET position = 4", "demo-device, place 5 in", "HEAD_MISMATCH"),
    ("UPDATE evidence_chain SET position = 9", "demo-device, place 7 in", "RECORD_MISSING"),
    // The tail is cut and the head set back: the log still has the records.
    (
      """
      DELETE FROM evidence WHERE agent_id = 'demo-device' AND sequence >= 5;
      UPDATE evidence_chain SET (position, hash) = (SELECT chain_position, chain_hash
        FROM evidence WHERE agent_id = 'demo-device' AND sequence = 4)
        WHERE agent_id = 'demo-device';
      """, "log 2026-07, byte", "ROW_MISSING"
    ),
    ("UPDATE worker_key SET wrapped = zeroblob(60)", "key demo/demo-worker", "KEY_DAMAGED"),
    ("UPDATE worker_key SET id = id + 1", "evidence demo-device.1", "CONTENT_UNREADABLE"),
    ("UPDATE tenant_key SET wrapped = zeroblob(60)", "key demo", "KEY_DAMAGED"),
    ("DELETE FROM worker_key", "evidence demo-device.1", "CONTENT_UNREADABLE"),
    ("UPDATE audit_record SET actor = 'x'", "audit log of demo, record 1", "RECORD_CHANGED"),
    ("UPDATE audit_head SET seal = zeroblob(32)", "audit log of demo", "SEAL_BROKEN"),
    ("DELETE FROM audit_record", "audit log of demo, record 1", "RECORD_MISSING"),
    ("UPDATE evidence_log SET length = length + 4096", "log 2026-07", "LOG_CUT"),
    ("UPDATE evidence_log SET month = '2026-09'", "log 2026-09", "LOG_MISSING"),
  ])
  func changedRows(sql: String, record: String, reason: String) async throws {
    let office = try await filled()
    try await office.database.write { try $0.connection.execute(sql) }
    let found = try flaws(office)
    #expect(found.contains { $0.record.contains(record) && $0.reason == reason }, "\(found)")
  }

  @Test func rowsOfPicturesThatAreSwappedAreNamed() async throws {
    let office = try await filled()
    try await office.database.write { transaction in
      // Rows 2 and 4 keep their numbers and have each other's picture.
      try transaction.connection.execute(
        """
        CREATE TEMP TABLE swap AS SELECT * FROM evidence WHERE agent_id = 'demo-device';
        UPDATE evidence SET (log_offset, log_length) = (SELECT log_offset, log_length FROM swap
          WHERE swap.sequence = 6 - evidence.sequence)
          WHERE agent_id = 'demo-device' AND sequence IN (2, 4);
        DROP TABLE swap;
        """)
    }
    let found = try flaws(office)
    #expect(found.map(\.record) == ["evidence demo-device.2", "evidence demo-device.4"])
  }

  // MARK: Files

  private func record(_ office: Office, _ sequence: Int64) async throws -> EvidencePosition {
    try await office.database.read { connection in
      let store = EvidenceStore(.atTheMachine(Demo.tenant), connection)
      return try #require(try store.evidence(agent: "demo-device", sequence: sequence)).position
    }
  }

  private func log(_ office: Office) -> String { "\(office.path)/evidence/2026-07.log" }

  private func change(_ path: String, _ body: (inout Data) -> Void) throws {
    let url = URL(fileURLWithPath: path)
    var content = try Data(contentsOf: url)
    body(&content)
    let file = try FileHandle(forWritingTo: url)
    try file.write(contentsOf: content)
    try file.truncate(atOffset: UInt64(content.count))
    try file.close()
  }

  @Test func eachBitOfARecordIsWatched() async throws {
    let office = try await filled()
    let place = try await record(office, 3)
    let state = try state(office)
    defer { state.close() }
    var tried = 0
    for offset in Int(place.offset)..<Int(place.offset) + place.length {
      for bit in [UInt8(1), 0x80] {
        try change(log(office)) { $0[offset] ^= bit }
        let found = try Verification.run(state, .all).flaws
        #expect(
          found.map(\.record) == ["evidence demo-device.3"], "byte \(offset - Int(place.offset))")
        try change(log(office)) { $0[offset] ^= bit }
        tried += 1
      }
    }
    #expect(tried == 2 * place.length && tried == 166)
    #expect(try Verification.run(state, .all).flaws == [])
  }

  @Test func eachBitOfALogsHeaderIsWatched() async throws {
    let office = try await filled()
    let state = try state(office)
    defer { state.close() }
    for offset in 0..<16 {
      try change(log(office)) { $0[offset] ^= 4 }
      let found = try Verification.run(state, .all).flaws
      #expect(found.map(\.reason) == ["LOG_DAMAGED"], "byte \(offset)")
      try change(log(office)) { $0[offset] ^= 4 }
    }
  }

  @Test func aLogThatIsCutAnywhereIsNamedWithTheRecordsItLost() async throws {
    let office = try await filled()
    let state = try state(office)
    defer { state.close() }
    let whole = try Data(contentsOf: URL(fileURLWithPath: log(office)))
    let last = try await record(office, 6)
    var tried = 0
    for length in stride(from: 0, to: whole.count, by: 1_021) {
      try change(log(office)) { $0 = whole.prefix(length) }
      let found = try Verification.run(state, .all).flaws
      #expect(found.contains { $0.record == "log 2026-07" && $0.reason == "LOG_CUT" })
      if length < Int(last.offset) + last.length {
        #expect(found.contains { $0.record == "evidence demo-device.6" })
      }
      tried += 1
    }
    #expect(tried > 20)
    try FileManager.default.removeItem(atPath: log(office))
    let found = try flaws(office)
    #expect(found.contains { $0.reason == "LOG_MISSING" })
    #expect(found.count { $0.reason == "CONTENT_UNREADABLE" } == 8)
  }

  @Test func recordsThatAreSwappedOrCopiedInALogAreNamed() async throws {
    let office = try await filled()
    let (second, fourth) = (try await record(office, 2), try await record(office, 4))
    #expect(second.length == fourth.length)
    func range(_ place: EvidencePosition) -> Range<Int> {
      Int(place.offset)..<Int(place.offset) + place.length
    }
    try change(log(office)) { content in
      let kept = content.subdata(in: range(second))
      content.replaceSubrange(range(second), with: content.subdata(in: range(fourth)))
      content.replaceSubrange(range(fourth), with: kept)
    }
    #expect(
      try flaws(office).map(\.record) == ["evidence demo-device.2", "evidence demo-device.4"])
    try change(log(office)) { content in
      content.replaceSubrange(range(fourth), with: content.subdata(in: range(second)))
    }
    // What was the fourth is now where the second was, and twice.
    #expect(
      try flaws(office).map(\.record).contains("evidence demo-device.2"))
  }

  @Test func aBackupOfAFolderWithAFlawNamesItAndStillIsMade() async throws {
    let office = try await filled()
    let place = try await record(office, 3)
    try change(log(office)) { $0[Int(place.offset) + 40] ^= 1 }
    let target = "\(office.path)-backup"
    defer { try? FileManager.default.removeItem(atPath: target) }
    let backup = try Backup(of: office.path, to: target, now: "2026-07-01T00:00:00Z")
    let state = try backup.open(
      masterKeyPath: "\(office.path)/master.key", migrations: Backend.migrations)
    defer { state.close() }
    let flaw = try #require(
      try Verification.run(state, .pictures(in: backup.copied)).flaws.first)
    #expect(flaw.record == "evidence demo-device.3" && flaw.reason == "CONTENT_UNREADABLE")
    #expect(try !backup.differs(at: #require(flaw.position)), "it was so in the data folder")
    try backup.finish()
    // Nothing new: pictures that were looked at are not decrypted again.
    let next = try Backup(of: office.path, to: target, now: "2026-07-01T00:00:00Z")
    let second = try next.open(
      masterKeyPath: "\(office.path)/master.key", migrations: Backend.migrations)
    defer { second.close() }
    let found = try Verification.run(second, .pictures(in: next.copied))
    #expect(found.counts.contains("2 evidence chains, 8 links, 0 decrypted pictures"))
  }

  @Test func theHeadsAloneAreVerifiedInAMoment() async throws {
    let office = try await filled()
    try await office.database.write {
      try $0.connection.run("UPDATE evidence_chain SET position = 9 WHERE position = 6")
    }
    let state = try state(office)
    defer { state.close() }
    let found = try Verification.run(state, .heads)
    #expect(found.flaws.map(\.reason) == ["RECORD_MISSING"])
  }
}
