import Crypto
import Foundation
import MadoAPI
import RPC
import SQLite
import Storage
import Testing

@testable import Services

/// The audit log as auditors read it.
@Suite struct AuditServiceTests {
  private func filled(_ count: Int = 5) async throws -> Office {
    let office = try await Office(others: [
      ("auditor", Principal(.tenant(Demo.tenant, [.auditor]), subject: "auditor")),
      ("stranger", Principal(.tenant(TenantID("other"), [.auditor]), subject: "stranger")),
      ("vendor", Principal(.vendor([.admin]), subject: "v")),
    ])
    for number in 0..<count { try await office.makeUser("u\(number)") }
    return office
  }

  private func positions(_ request: Audit.ListRequest, _ office: Office) async throws -> [Int64] {
    try await office.auditLog.list(request, office.options("auditor")).records.map(\.position)
  }

  @Test func anAuditorReadsHisTenantsLogAndNoOthers() async throws {
    let office = try await filled()
    #expect(try await positions(.init(), office) == [1, 2, 3, 4, 5])
    for other in ["stranger", "vendor"] {
      #expect(try await office.auditLog.list(.init(), office.options(other)).records.isEmpty)
      let error = await failure {
        try await office.auditLog.get(.init(position: 1), office.options(other))
      }
      #expect(error?.reason == "RECORD_NOT_FOUND")
    }
    let got = try await office.auditLog.get(.init(position: 2), office.options("auditor")).record
    let listed = try await office.auditLog.list(.init(), office.options("auditor")).records
    #expect(got == listed[1] && got?.actor == "demo-administrator" && got?.hash.count == 32)
  }

  @Test(arguments: [
    // filter, order, positions
    ("", "", [1, 2, 3, 4, 5]), ("", "position desc", [5, 4, 3, 2, 1]),
    ("", "time desc", [5, 4, 3, 2, 1]), ("", "time asc", [1, 2, 3, 4, 5]),
    ("position > 2 AND position <= 4", "", [3, 4]),
    ("position != 3", "position desc", [5, 4, 2, 1]),
    (#"time >= "2026-07-01T00:00:00Z""#, "", [1, 2, 3, 4, 5]),
    (#"time < "2026-07-01T00:00:00Z""#, "", []),
    ("actor = demo-administrator", "", [1, 2, 3, 4, 5]),
    ("actor = nobody", "", []), (#"refusal != """#, "", []),
    (#"action = "/mado.identity.v1.UserService/Create" AND position = 5"#, "", [5]),
  ])
  func filtersAndOrders(filter: String, order: String, expected: [Int64]) async throws {
    let office = try await filled()
    #expect(try await positions(.init(filter: filter, orderBy: order), office) == expected)
    // Page by page it is the same.
    var (found, token): ([Int64], String) = ([], "")
    repeat {
      let page = try await office.auditLog.list(
        .init(pageSize: 2, pageToken: token, filter: filter, orderBy: order),
        office.options("auditor"))
      found += page.records.map(\.position)
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(found == expected)
  }

  @Test(arguments: [
    ("position = x", "", "FILTER_INVALID"), ("time > yesterday", "", "FILTER_INVALID"),
    ("actor > a", "", "FILTER_INVALID"), ("", "actor", "ORDER_INVALID"),
    ("", "time up", "ORDER_INVALID"), ("", "time desc, position", "ORDER_INVALID"),
  ])
  func whatCannotBeComparedOrSortedIsRefused(
    filter: String, order: String, reason: String
  ) async throws {
    let office = try await filled(1)
    let error = await failure {
      try await positions(.init(filter: filter, orderBy: order), office)
    }
    #expect(error?.code == .invalidArgument && error?.reason == reason)
  }

  @Test func aPageTokenIsBoundToFilterAndOrder() async throws {
    let office = try await filled()
    let token = try await office.auditLog.list(
      .init(pageSize: 2, orderBy: "time"), office.options("auditor")
    ).nextPageToken
    for other in [
      Audit.ListRequest(pageToken: token), .init(pageToken: token, orderBy: "time desc"),
      .init(pageToken: token, filter: "position > 0", orderBy: "time"),
    ] {
      let error = await failure { try await positions(other, office) }
      #expect(error?.reason == "PAGE_TOKEN_MISMATCH")
    }
    let changed = await failure {
      try await office.auditLog.listChanges(.init(sinceToken: token), office.options("auditor"))
    }
    #expect(changed?.reason == "PAGE_TOKEN_MISMATCH")
  }

  // MARK: Changes

  @Test func changesComeSinceATokenAndAreWaitedFor() async throws {
    let office = try await filled(3)
    let options = office.options("auditor")
    let first = try await office.auditLog.listChanges(.init(pageSize: 2), options)
    #expect(first.records.map(\.position) == [1, 2])
    let second = try await office.auditLog.listChanges(
      .init(sinceToken: first.nextSinceToken), options)
    #expect(second.records.map(\.position) == [3])
    let none = try await office.auditLog.listChanges(
      .init(sinceToken: second.nextSinceToken), options)
    #expect(none.records.isEmpty && none.nextSinceToken == second.nextSinceToken)
    async let waited = office.auditLog.listChanges(
      .init(sinceToken: none.nextSinceToken, wait: .init(seconds: 30)), options)
    try await office.makeUser("later")
    #expect(try await waited.records.map(\.position) == [4])
  }

  @Test func aWaitEndsWithItsTimeAndIsOfHalfAMinuteAtMost() async throws {
    let office = try await filled(1)
    let options = office.options("auditor")
    let all = try await office.auditLog.listChanges(.init(), options)
    let none = try await office.auditLog.listChanges(
      .init(sinceToken: all.nextSinceToken, wait: .init(nanos: 20_000_000)), options)
    #expect(none.records.isEmpty)
    let long = await failure {
      try await office.auditLog.listChanges(.init(wait: .init(seconds: 31)), options)
    }
    #expect(long?.code == .invalidArgument)
  }

  /// The same wait and the same tokens for whoever keeps what was changed.
  @Test func changedUsersAreFollowedByTheLog() async throws {
    let office = try await filled(2)
    let options = office.options("demo-administrator")
    let first = try await office.users.listChanges(.init(), options)
    #expect(first.users.compactMap(\.user?.login) == ["u0", "u1"])
    let user = try #require(first.users.first?.user)
    // Changes of other things do not end the wait.
    async let waited = office.users.listChanges(
      .init(sinceToken: first.nextSinceToken, wait: .init(seconds: 30)), options)
    _ = try await office.apiTokens.create(
      .init(requestId: UUID().uuidString.lowercased(), name: "t", scopes: ["identity.read"]),
      options)
    _ = try await office.users.update(
      .init(
        requestId: UUID().uuidString.lowercased(),
        user: .init(id: user.id, name: "Changed", etag: user.etag),
        updateMask: .init(paths: ["name"])), options)
    let second = try await waited
    #expect(
      second.users.map(\.user?.name) == ["Changed"] && second.users.map(\.userId) == [user.id])
    _ = try await office.users.delete(
      .init(requestId: UUID().uuidString.lowercased(), id: user.id), options)
    let third = try await office.users.listChanges(
      .init(sinceToken: second.nextSinceToken), options)
    #expect(third.users.map(\.userId) == [user.id] && third.users.first?.user == nil)
  }

  // MARK: Export

  @Test func anExportIsTheRecordsAsAFileAndOnRecord() async throws {
    let office = try await filled(2)
    let csv = try await office.auditLog.export(.init(format: .csv), office.options("auditor"))
    #expect(csv.mediaType == "text/csv; charset=utf-8" && csv.nextPageToken.isEmpty)
    let lines = String(decoding: csv.data, as: UTF8.self).components(separatedBy: "\r\n")
    #expect(lines.count == 5 && lines[0].hasPrefix("position,time,actor") && lines[4].isEmpty)
    #expect(lines[1].hasPrefix("1,2026-07-01T00:00:00"))
    #expect(lines[3].contains("auditor") && lines[3].contains("AuditService/Export"))
    let json = try await office.auditLog.export(
      .init(format: .jsonLines), office.options("auditor"))
    let records = try String(decoding: json.data, as: UTF8.self).split(separator: "\n")
      .map { try Audit.Record(json: String($0)) }
    let listed = try await office.auditLog.list(.init(), office.options("auditor")).records
    #expect(records == listed && records.count == 4)
    let none = await failure {
      try await office.auditLog.export(.init(), office.options("auditor"))
    }
    #expect(none?.code == .invalidArgument)
  }

  @Test func aLongExportComesInPieces() async throws {
    let office = try await filled(0)
    try await office.database.write { transaction in
      let trail = AuditTrail(office.database)
      for _ in 0...5_200 {
        trail.leave(
          AuditRecord(
            tenant: "demo", at: 1, actor: "=a,\"b\"", roles: "", action: "/a", target: "b/c",
            address: ""), in: transaction)
      }
    }
    var (text, token, pieces) = ("", "", 0)
    repeat {
      let piece = try await office.auditLog.export(
        .init(format: .csv, filter: "position > 1", pageToken: token), office.options("auditor"))
      text += String(decoding: piece.data, as: UTF8.self)
      token = piece.nextPageToken
      pieces += 1
    } while !token.isEmpty
    let lines = text.components(separatedBy: "\r\n")
    #expect(pieces == 2 && lines.filter { $0.hasPrefix("position") }.count == 1)
    #expect(lines.filter { $0.contains(#","'=a,""b""","#) }.count == 5_200)
  }
}

extension Office {
  /// Enters a user as the demo's administrator.
  func makeUser(_ login: String) async throws {
    _ = try await users.create(
      .init(
        requestId: UUID().uuidString.lowercased(),
        user: .init(login: login, name: login, locale: "ja", roles: [.worker])),
      options("demo-administrator"))
  }
}
