import CivilTime
import Foundation
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI
import Storage
import Testing

@testable import Services

/// TEL-34: what days, weeks and months come to, as a page and as a file.
@Suite struct ReportServiceTests {
  private func date(_ text: String) throws -> GoogleType.Date {
    try #require(CivilDate(text)).message
  }

  private func query(
    _ first: String, _ last: String, by period: Telework.WorkPeriod = .day,
    _ subject: Telework.ReportSubject = .worker, worker: String = "", group: String = ""
  ) throws -> Telework.ReportQuery {
    try Telework.ReportQuery(
      period: period, fromDate: date(first), throughDate: date(last), subject: subject,
      workerId: worker, groupId: group)
  }

  private func punch(
    _ office: Office, _ who: String, _ times: [(String, Telework.PunchAct, String)]
  ) async throws {
    for (time, act, task) in times {
      try office.setClock(time)
      _ = try await office.punches.punch(
        .init(requestId: freshID(), punch: .init(act: act, task: task)), office.options(who))
    }
  }

  /// Two workers with two days each, of April 2026.
  private func office() async throws -> Office {
    let office = try await Office(devices: 2)
    try await punch(
      office, "demo-worker",
      [
        ("2026-04-09 09:00", .startWork, ""), ("2026-04-09 10:00", .startTask, "見積, 作成"),
        ("2026-04-09 12:00", .endTask, "見積, 作成"), ("2026-04-09 17:00", .endWork, ""),
        ("2026-04-30 22:00", .startWork, ""), ("2026-05-01 06:00", .endWork, ""),
      ])
    try await punch(
      office, "demo-worker-2",
      [("2026-05-02 09:00", .startWork, ""), ("2026-05-02 12:00", .endWork, "")])
    for (time, state) in [
      ("2026-05-02 09:00", Presence.State.present), ("2026-05-02 09:04", .away),
      ("2026-05-02 09:06", .present),
    ] {
      try await office.see("demo-worker-2", "demo-device-2", state, at: Office.japan(time))
    }
    try await office.detect(
      "demo-worker-2", "demo-device-2", at: Office.japan("2026-05-02 10:00"), .confirmed)
    try office.setClock("2026-05-03 09:00")
    return office
  }

  // MARK: Pages

  @Test func daysWeeksAndMonthsOfEachWorker() async throws {
    let office = try await office()
    let manager = office.options("demo-manager")
    let months = try await office.reports.aggregate(
      .init(query: query("2026-04-01", "2026-05-31", by: .month)), manager)
    #expect(
      months.rows.map(\.id) == ["demo-worker", "demo-worker", "demo-worker-2", "demo-worker-2"])
    #expect(months.rows.map(\.workSeconds) == [28_800 + 28_800, 0, 0, 10_800])
    #expect(months.rows[0].taskSeconds == ["見積, 作成": 7_200])
    let second = months.rows[3]
    #expect(second.presentSeconds == 240 + 300 && second.awaySeconds == 120)
    #expect(second.confirmedIncidents == 1 && second.openIncidents == 0)
    let weeks = try await office.reports.aggregate(
      .init(query: query("2026-04-06", "2026-04-19", by: .week, worker: "demo-worker")), manager)
    #expect(weeks.rows.map(\.workSeconds) == [28_800, 0])
    let days = try await office.reports.aggregate(
      .init(query: query("2026-04-30", "2026-05-01")), office.options("demo-worker"))
    #expect(days.rows.map(\.id) == ["demo-worker", "demo-worker"], "his own alone")
    #expect(days.rows.map(\.workSeconds) == [28_800, 0], "of the day on which it began")
  }

  @Test func aPageGoesOnWhereItEnded() async throws {
    let office = try await office()
    let manager = office.options("demo-manager")
    let asked = try query("2026-04-01", "2026-05-31", by: .month)
    let whole = try await office.reports.aggregate(.init(query: asked), manager).rows
    let first = try await office.reports.aggregate(.init(query: asked, pageSize: 1), manager)
    let second = try await office.reports.aggregate(
      .init(query: asked, pageSize: 1, pageToken: first.nextPageToken), manager)
    #expect(first.rows + second.rows == whole && second.nextPageToken.isEmpty)
    let other = try query("2026-04-01", "2026-05-31", by: .day)
    let mixed = await failure {
      try await office.reports.aggregate(
        .init(query: other, pageToken: first.nextPageToken), manager)
    }
    #expect(mixed?.reason == "PAGE_TOKEN_MISMATCH")
  }

  @Test func aGroupIsTheSumOfItsTree() async throws {
    let office = try await office()
    let (administrator, manager) = (
      office.options("demo-administrator"), office.options("demo-manager")
    )
    func group(_ name: String, in parent: String, _ members: [String]) async throws -> String {
      let made = try await office.groups.create(
        .init(requestId: freshID(), group: .init(name: name, parentId: parent)), administrator)
      let id = made.group?.id ?? ""
      _ = try await office.groups.setMembers(
        .init(requestId: freshID(), id: id, userIds: members), administrator)
      return id
    }
    let top = try await group("営業", in: "", ["demo-worker"])
    let below = try await group("東京", in: top, ["demo-worker-2", "demo-worker"])
    let rows = try await office.reports.aggregate(
      .init(query: query("2026-04-01", "2026-05-31", by: .month, .group)), manager
    ).rows
    let sums = Dictionary(grouping: rows, by: \.id).mapValues { $0.map(\.workSeconds) }
    #expect(sums == [top: [57_600, 10_800], below: [57_600, 10_800]], "each worker once")
    #expect(rows.allSatisfy { $0.workers == 2 })
    let members = try await office.reports.aggregate(
      .init(query: query("2026-05-01", "2026-05-31", by: .month, group: below)), manager)
    #expect(members.rows.map(\.id) == ["demo-worker", "demo-worker-2"])
    for (asked, who) in [
      (try query("2026-04-01", "2026-04-30", .group), "demo-worker"),
      (try query("2026-04-01", "2026-04-30", group: "nothing"), "demo-manager"),
      (try query("2026-04-01", "2026-04-30", worker: "demo-worker-2"), "demo-worker"),
    ] {
      let hidden = await failure {
        try await office.reports.aggregate(.init(query: asked), office.options(who))
      }
      #expect(hidden?.code == .notFound)
    }
    let tooLong = await failure {
      try await office.reports.aggregate(
        .init(query: query("2026-01-01", "2027-01-02")), manager)
    }
    #expect(tooLong?.code == .invalidArgument)
  }

  // MARK: Files

  private func file(
    _ office: Office, _ request: Telework.ReportServiceDownloadRequest
  ) async throws -> (bytes: [UInt8], last: Telework.ReportServiceDownloadResponse) {
    var (request, bytes) = (request, [UInt8]())
    while true {
      let part = try await office.reports.download(request, office.options("demo-manager"))
      bytes += Array(part.data)
      guard Int64(bytes.count) < part.sizeBytes else { return (bytes, part) }
      request.offset = Int64(bytes.count)
    }
  }

  @Test func theSameAsAFileInEachFormatAndInParts() async throws {
    let office = try await office()
    let asked = try query("2026-04-09", "2026-04-09", worker: "demo-worker")
    let (csv, whole) = try await file(office, .init(query: asked, byteOrderMark: true))
    let text = String(decoding: csv, as: UTF8.self)
    #expect(csv.prefix(3) == [0xef, 0xbb, 0xbf])
    #expect(
      text.hasSuffix(
        "demo-worker,demo-worker,2026-04-09,2026-04-09,28800,0,\"見積, 作成=7200\",0,0,0,0,0,0,1\r\n"))
    #expect(whole.fileName == "report-2026-04-09-2026-04-09.csv" && whole.sha256.count == 32)
    let parts = try await file(office, .init(query: asked, byteOrderMark: true, limit: 7))
    #expect(parts.bytes == csv)
    let (windows, _) = try await file(office, .init(query: asked, format: .csvCp932))
    #expect(windows == CP932.encode(String(text.unicodeScalars.dropFirst())).bytes)
    let (json, _) = try await file(office, .init(query: asked, format: .json))
    let rows = try JSONSerialization.jsonObject(with: Data(json)) as? [[String: Any]]
    #expect(rows?.count == 1 && rows?.first?["workSeconds"] as? String == "28800")
    let beyond = await failure {
      try await office.reports.download(
        .init(query: asked, offset: 100_000), office.options("demo-manager"))
    }
    #expect(beyond?.code == .outOfRange)
  }

  @Test func whatCP932LacksIsNamed() async throws {
    let office = try await office()
    try await punch(
      office, "demo-worker",
      [("2026-05-03 10:00", .startWork, ""), ("2026-05-03 10:01", .startTask, "😀 한글")])
    let asked = try query("2026-05-03", "2026-05-03", worker: "demo-worker")
    let refused = await failure {
      try await file(office, .init(query: asked, format: .csvCp932))
    }
    #expect(refused?.code == .invalidArgument && refused?.reason == "UNMAPPABLE_CHARACTERS")
    #expect(refused?.status.message.contains("U+1F600 😀, U+D55C 한, U+AE00 글") == true)
    let (bytes, last) = try await file(
      office, .init(query: asked, format: .csvCp932, replaceUnmappable: true))
    #expect(last.replaced == ["U+1F600 😀", "U+D55C 한", "U+AE00 글"])
    #expect(bytes.contains(0x81))
  }

  // MARK: What is gone

  @Test func reportsOutliveWhatTheyAreMadeOf() async throws {
    for months in [3, 12] {
      let office = try await office()
      let administrator = office.options("demo-administrator")
      var policy = try #require(
        try await office.retention.getPolicy(.init(), administrator).policy)
      policy.reportMonths = Int32(months)
      _ = try await office.retention.putPolicy(
        .init(requestId: freshID(), policy: policy), administrator)
      let asked = try query("2026-04-01", "2026-05-31", by: .month)
      let manager = office.options("demo-manager")
      let before = try await office.reports.aggregate(.init(query: asked), manager).rows
      for day in ["2026-08-01", "2026-09-01", "2026-10-01"] {
        try office.setClock("\(day) 00:00")
        try await office.scheduler.runDue()
      }
      let left = try await office.punches.list(.init(workerId: "demo-worker"), manager).punches
      #expect(left.isEmpty)
      let after = try await office.reports.aggregate(.init(query: asked), manager).rows
      if months == 12 {
        #expect(after == before)
      } else {
        #expect(after.allSatisfy { $0.workSeconds == 0 && $0.presentSeconds == 0 })
      }
      try office.setClock("2027-06-01 00:00")
      try await office.scheduler.runDue()
      let over = try await office.reports.aggregate(.init(query: asked), manager).rows
      #expect(over.allSatisfy { $0.workSeconds == 0 && $0.confirmedIncidents == 0 })
    }
  }
}

extension Office {
  var reports: Telework.ReportServiceClient { Telework.ReportServiceClient(transport) }

  /// Has an agent see a worker.
  func see(
    _ worker: String, _ agent: String, _ state: Presence.State, at instant: Instant
  ) async throws {
    try await database.write { transaction in
      try PresenceStore(.atTheMachine(Demo.tenant), transaction.connection).add(
        Presence.Sighting(state, at: instant), received: instant, of: worker, by: agent)
    }
  }

  /// Has an agent detect an incident.
  func detect(
    _ worker: String, _ agent: String, at instant: Instant, _ state: IncidentLife.State
  ) async throws {
    try await database.write { transaction in
      try DetectionStore(.atTheMachine(Demo.tenant), transaction.connection).add(
        DetectionRow(
          id: freshID(), worker: worker, agent: agent,
          detection: Detection(kind: .peeping, at: instant), received: instant, state: state))
    }
  }
}

extension RoleWalkTests {
  /// A right request of each method of reports, about the demo tenant's first worker.
  static func reportRequests() -> [String: any Message] {
    let day = GoogleType.Date(year: 2026, month: 7, day: 1)
    let query = Telework.ReportQuery(fromDate: day, throughDate: day, workerId: "demo-worker")
    return [
      "/mado.telework.v1.ReportService/Aggregate": Telework.AggregateRequest(query: query),
      "/mado.telework.v1.ReportService/Download": Telework.ReportServiceDownloadRequest(
        query: query),
    ]
  }
}
