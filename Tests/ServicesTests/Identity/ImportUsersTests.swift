import MadoAPI
import RPC
import Testing

@testable import Services

/// Users from a table.
@Suite struct ImportUsersTests {
  private func enter(
    _ csv: String, _ office: Office, only isRehearsal: Bool = false
  ) async throws -> Identity.ImportUsersResponse {
    try await office.users.importUsers(
      .init(requestId: freshID(), validateOnly: isRehearsal, csv: csv),
      office.options("demo-administrator"))
  }

  private func logins(_ office: Office) async throws -> [String] {
    try await office.users.list(.init(), office.options("demo-administrator")).users.map(\.login)
  }

  @Test func eachRowIsForItself() async throws {
    let office = try await Office(devices: 1)
    let before = try await logins(office)
    let table = """
      \u{feff}login,name,reading,roles
      taro,"佐藤, 太郎",さとう,WORKER;manager
      Hanako,花子,はなこ,USER
      jiro,次郎,,KING

      taro,もう一人,,WORKER
      saburo,三郎,,AUDITOR
      """
    let rehearsed = try await enter(table, office, only: true)
    #expect(try await logins(office) == before, "nobody is entered")
    let report = try await enter(table, office)
    #expect(rehearsed.rows.map(\.reason) == report.rows.map(\.reason))
    #expect(report.rows.map(\.line) == [2, 3, 4, 6, 7])
    #expect(
      report.rows.map(\.reason) == ["", "INVALID_FIELDS", "INVALID_FIELDS", "LOGIN_TAKEN", ""])
    #expect(report.entered == 2 && report.refused == 3)
    #expect(report.rows[2].message.contains("KING is no role"))
    #expect(Set(try await logins(office)) == Set(before + ["taro", "saburo"]))
    let taro = try #require(
      try await office.users.get(
        .init(id: report.rows[0].userId), office.options("demo-administrator")
      ).user)
    #expect(taro.name == "佐藤, 太郎" && taro.roles == [.worker, .manager] && taro.locale == "ja")
    let log = try await office.auditLog.list(
      .init(filter: "target = \"user/\(taro.id)\""), office.options("demo-administrator"))
    #expect(log.records.map(\.actor) == ["demo-administrator"])
  }

  @Test(arguments: [
    // the table, what is said of it
    ("\n\n", "it is empty"), ("login,name,rank\n", "there is no column \"rank\""),
    ("login,name\n", "these are missing: roles"), ("login,login,name,roles\n", "stands twice"),
    ("login,name,roles\na,b\n", "line 2: it has 2 fields"),
    ("login,name,roles\n\na,\"b,c\n", "line 3: a quoted field has no end"),
    ("login,name,roles\na,b\"c,d\n", "line 2: a quote stands within a field"),
    ("login,name,roles\na,\"b\"c,d\n", "line 2: something stands behind a quote"),
  ])
  func whatIsNoTableIsRefused(csv: String, text: String) async throws {
    let office = try await Office(devices: 1)
    let error = await failure { try await enter(csv, office) }
    #expect(error?.code == .invalidArgument && error?.message.contains(text) == true)
  }

  @Test(arguments: [
    // the text, its records
    ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]), ("\"a\"\"b\",\"c\r\nd\"\n", [["a\"b", "c\r\nd"]]),
    (",\n", [["", ""]]), ("\"\",x", [["", "x"]]), ("a\rb\n", [["a"], ["b"]]),
  ])
  func fieldsInQuotesHoldAnything(text: String, fields: [[String]]) throws {
    #expect(try CSVReader.records(of: text).map(\.fields) == fields)
  }
}
