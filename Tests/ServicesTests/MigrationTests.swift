import Crypto
import Foundation
import SQLite
import Storage
import Testing

@testable import Services

@Suite struct MigrationTests {
  /// A data folder that goes with the test.
  private func withFolder(_ body: (String) async throws -> Void) async throws {
    let path = NSTemporaryDirectory() + "migration-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try await body(path)
  }

  /// What the first release kept, each thing once.
  private static let firstRelease = """
    INSERT INTO tenant (id, name) VALUES ('t', 'T');
    INSERT INTO tenant_user (id, tenant_id, role, name) VALUES ('w', 't', 'WORKER', 'W');
    INSERT INTO tenant_user (id, tenant_id, role, name) VALUES ('a', 't', 'TENANT_ADMIN', 'A');
    INSERT INTO agent (id, tenant_id, worker_id) VALUES ('d', 't', 'w');
    INSERT INTO token (hash, role, tenant_id, subject, worker_id)
      VALUES (x'\(hash(1))', 'TENANT_ADMIN', 't', 'a', 'a');
    INSERT INTO token (hash, role, tenant_id, subject, worker_id)
      VALUES (x'\(hash(2))', 'V_ADMIN', NULL, 'v', 'v');
    INSERT INTO token (hash, role, tenant_id, subject, worker_id)
      VALUES (x'\(hash(3))', 'DEVICE', 't', 'd', 'w');
    INSERT INTO evidence_chain (agent_id, position, hash) VALUES ('d', 3, x'\(hash(4))');
    INSERT INTO evidence_loss (agent_id, from_sequence, to_sequence, reported_at)
      VALUES ('d', 1, 2, 9);
    """

  private static func hash(_ byte: UInt8) -> String {
    Hex.encode([UInt8](repeating: byte, count: 32))
  }

  @Test func whatTheFirstReleaseKeptIsThereAfterwards() async throws {
    try await withFolder { path in
      let first = Backend.migrations.map {
        MigrationList(area: $0.area, Array($0.steps.prefix(1)))
      }
      let old = try Database(try DataFolder(path), migrations: first)
      try await old.write { try $0.connection.execute(Self.firstRelease) }
      old.close()
      let database = try Database(try DataFolder(path), migrations: Backend.migrations)
      defer { database.close() }
      try await database.read { connection in
        let tenant = Tenancy.atTheMachine(TenantID("t"))
        let sides = try (UInt8(1)...3).map { byte in
          let digest = SHA256.Digest([UInt8](repeating: byte, count: 32))
          return try digest.flatMap { try TokenStore(connection).credential(.token($0))?.principal }
        }
        #expect(
          sides == [
            Principal(.tenant(TenantID("t"), [.admin]), subject: "a"),
            Principal(.vendor([.admin]), subject: "v"),
            Principal(.tenant(TenantID("t"), [.device]), subject: "d", worker: "w"),
          ])
        let users = try PeopleStore(tenant, connection).list(.none, after: "", limit: 9)
        #expect(users.map(\.login) == ["a", "w"] && users.map(\.roles) == [[.admin], [.worker]])
        let evidence = EvidenceStore(tenant, connection)
        #expect(try evidence.head(agent: "d").position == 3)
        #expect(try evidence.losses(agent: "d", overlapping: 1...9, limit: 9) == [1...2])
        let other = EvidenceStore(.atTheMachine(TenantID("other")), connection)
        #expect(try other.head(agent: "d").position == 0)
        #expect(try other.losses(agent: "d", overlapping: 1...9, limit: 9).isEmpty)
      }
    }
  }
}
