import Foundation
import MadoAPI
import RPC
import SQLite
import Storage
import Testing

@testable import Services

/// TEL-38: what has been tampered with shows, and where.
@Suite struct ChainTests {
  private func verify(
    _ office: Office, _ request: Telework.VerifyChainRequest = .init(agentId: "demo-device")
  ) async throws -> Telework.VerifyChainResponse {
    try await office.evidence.verifyChain(request, office.options("demo-manager"))
  }

  private func filled() async throws -> Office {
    let office = try await Office()
    for sequence in UInt64(1)...6 {
      _ = try await office.verdicts([office.image(sequence, mark: UInt8(sequence))])
    }
    return office
  }

  @Test func anEmptyChainAndAWholeOneAreOK() async throws {
    let office = try await Office()
    let empty = try await verify(office)
    #expect(empty.state == .ok && empty.checked == 0 && empty.headHash.isEmpty)
    let whole = try await verify(try await filled())
    #expect(whole.state == .ok && whole.checked == 6 && whole.nextPosition == 0)
  }

  @Test func aPlaceBehindTheEndIsOutOfRange() async throws {
    let office = try await filled()
    #expect(try await verify(office, .init(agentId: "demo-device", fromPosition: 7)).checked == 0)
    let beyond = Telework.VerifyChainRequest(agentId: "demo-device", fromPosition: 8)
    #expect(await failure { try await verify(office, beyond) }?.code == .outOfRange)
  }

  @Test func aChainIsVerifiedInParts() async throws {
    let office = try await filled()
    let first = try await verify(office, .init(agentId: "demo-device", maxRecords: 4))
    #expect(first.state == .ok && first.checked == 4 && first.nextPosition == 5)
    let rest = try await verify(
      office, .init(agentId: "demo-device", fromPosition: first.nextPosition))
    #expect(rest.state == .ok && rest.checked == 2 && rest.nextPosition == 0)
  }

  @Test(arguments: [
    // what is done to the tables, the place and the reason found
    ("UPDATE evidence SET captured_at = captured_at + 1 WHERE sequence = 3", 3, "LINK_MISMATCH"),
    ("UPDATE evidence SET worker_id = 'demo-worker-2' WHERE sequence = 3", 3, "LINK_MISMATCH"),
    ("UPDATE evidence SET width = 65 WHERE sequence = 3", 3, "CONTENT_MISMATCH"),
    ("DELETE FROM evidence WHERE sequence = 3", 3, "RECORD_MISSING"),
    ("DELETE FROM evidence WHERE sequence >= 5", 5, "RECORD_MISSING"),
    ("UPDATE evidence_chain SET hash = zeroblob(32)", 6, "HEAD_MISMATCH"),
    ("DELETE FROM evidence_chain", 1, "HEAD_MISMATCH"),
    ("UPDATE evidence_chain SET position = 4", 5, "HEAD_MISMATCH"),
    ("UPDATE evidence SET sha256 = zeroblob(31) WHERE sequence = 3", 3, "LINK_MISMATCH"),
    ("UPDATE evidence SET format = 7 WHERE sequence = 3", 3, "LINK_MISMATCH"),
  ])
  func changedRows(sql: String, position: UInt64, reason: String) async throws {
    let office = try await filled()
    try await office.database.write { _ = try $0.connection.run(sql) }
    let found = try await verify(office)
    #expect(found.state == .broken)
    #expect(found.firstBreak?.position == position && found.firstBreak?.reason == reason)
  }

  @Test func oneChangedByteInALogIsFoundUnlessOnlyLinksAreAskedFor() async throws {
    let office = try await filled()
    let row = try #require(
      try await office.database.read { connection in
        try EvidenceStore(.atTheMachine(Demo.tenant), connection)
          .evidence(agent: "demo-device", sequence: 4)
      })
    let log = "\(office.path)/evidence/\(row.position.month).log"
    let file = try #require(FileHandle(forUpdatingAtPath: log))
    let place = UInt64(row.position.offset) + 40
    try file.seek(toOffset: place)
    let byte = try #require(try file.read(upToCount: 1)).first ?? 0
    try file.seek(toOffset: place)
    try file.write(contentsOf: Data([byte ^ 1]))
    try file.close()
    let found = try await verify(office)
    #expect(found.state == .broken && found.firstBreak?.reason == "CONTENT_UNREADABLE")
    #expect(found.firstBreak?.evidenceId == "demo-device.4")
    #expect(try await verify(office, .init(agentId: "demo-device", linksOnly: true)).state == .ok)
    let download = await failure {
      try await office.evidence.download(
        .init(id: "demo-device.4"), office.options("demo-manager")
      ).reduce(0) { $0 + $1.data.count }
    }
    #expect(download?.code == .dataLoss)
  }
}
