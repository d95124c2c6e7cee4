import CivilTime
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

/// The page of incidents, how components do, and how much of a month they were there.
@Suite struct StatusTests {
  private static let evidence = "mado.telework.v1.EvidenceService"
  private static let users = "mado.identity.v1.UserService"

  private func office() async throws -> Office {
    try await Office(
      devices: 1, others: [("vendor", Principal(.vendor([.admin]), subject: "v"))])
  }

  private func open(
    _ office: Office, _ impact: Statuses.Impact, of component: String = evidence,
    since start: String? = nil
  ) async throws -> Statuses.Incident {
    let answer = try await office.incidents.open(
      .init(
        requestId: freshID(),
        incident: .init(
          title: "Pictures do not come in", components: [.init(name: component, impact: impact)],
          startTime: start.flatMap { Instant($0)?.message }), text: "we look"),
      office.options("vendor"))
    return try #require(answer.incident)
  }

  @Test func anIncidentGoesItsWayAndIsShownToEverybody() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    let opened = try await open(office, .degraded)
    var summary = try await office.status.getSummary(.init())
    #expect(summary.state == .degraded && summary.incidents == [opened])
    #expect(summary.components.first { $0.name == Self.users }?.state == .operational)
    office.clock.advance(by: .seconds(600))
    _ = try await office.incidents.addUpdate(
      .init(requestId: freshID(), id: opened.id, state: .monitoring, text: "mended"), vendor)
    let early = await failure {
      _ = try await office.incidents.recordPostmortem(
        .init(requestId: freshID(), id: opened.id, text: "x"), vendor)
    }
    #expect(early?.reason == "INCIDENT_OPEN")
    let resolved = try #require(
      try await office.incidents.resolve(
        .init(requestId: freshID(), id: opened.id, text: "over"), vendor
      ).incident)
    #expect(resolved.updates.map(\.state) == [.investigating, .monitoring, .resolved])
    #expect(resolved.updates.map(\.text) == ["we look", "mended", "over"])
    let late = await failure {
      _ = try await office.incidents.addUpdate(
        .init(requestId: freshID(), id: opened.id, state: .monitoring, text: "x"), vendor)
    }
    #expect(late?.code == .failedPrecondition && late?.reason == "INCIDENT_RESOLVED")
    _ = try await office.incidents.recordPostmortem(
      .init(requestId: freshID(), id: opened.id, text: "a cable"), vendor)
    summary = try await office.status.getSummary(.init())
    #expect(summary.state == .operational && summary.incidents.isEmpty)
    let history = try await office.status.listHistory(.init()).incidents
    #expect(history.map(\.postmortem) == ["a cable"] && history[0].state == .resolved)
  }

  @Test func whatIsWrongWithAnIncidentIsSaidAtOnce() async throws {
    let office = try await office()
    let error = await failure {
      _ = try await office.incidents.open(
        .init(
          requestId: freshID(),
          incident: .init(
            title: "t",
            components: [
              .init(name: "mado.none", impact: .outage),
              .init(name: Self.users, impact: .outage), .init(name: Self.users, impact: .degraded),
            ], startTime: office.clock.now.advanced(by: .seconds(1)).message)),
        office.options("vendor"))
    }
    #expect(
      error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == [
        "incident.start_time", "incident.components[0].name", "incident.components[2].name",
      ])
    #expect(try await office.status.listHistory(.init()).incidents.isEmpty)
    let opened = try await open(office, .outage)
    let before = await failure {
      _ = try await office.incidents.resolve(
        .init(
          requestId: freshID(), id: opened.id,
          time: office.clock.now.advanced(by: .seconds(-1)).message), office.options("vendor"))
    }
    #expect(before?.code == .invalidArgument)
  }

  @Test func historyIsPagedTheLastOpenedFirst() async throws {
    let office = try await office()
    var ids: [String] = []
    for _ in 0..<5 {
      ids.append(try await open(office, .degraded).id)
      office.clock.advance(by: .seconds(1))
    }
    var (found, token): ([String], String) = ([], "")
    repeat {
      let page = try await office.status.listHistory(.init(pageSize: 2, pageToken: token))
      found += page.incidents.map(\.id)
      token = page.nextPageToken
    } while !token.isEmpty
    #expect(found == ids.reversed())
  }

  @Test("TEL-39, CARD-25: planned windows are no outage, emergencies are")
  func uptime() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    func plan(
      _ kind: Statuses.MaintenanceKind, _ start: String, _ end: String
    ) async throws {
      _ = try await office.maintenance.schedule(
        .init(
          requestId: freshID(),
          maintenance: .init(
            kind: kind, title: .init(en: "t"), reason: "r", services: [Self.evidence],
            startTime: Instant(start)?.message, endTime: Instant(end)?.message)), vendor)
    }
    try await plan(.stopping, "2026-07-10T02:00:00+09:00", "2026-07-10T12:00:00+09:00")
    try await plan(.emergency, "2026-07-20T00:00:00+09:00", "2026-07-20T01:00:00+09:00")
    office.clock.set(try #require(Instant("2026-07-15T00:00:00+09:00")))
    // Half of it lies in the announced stop.
    let incident = try await open(office, .outage, since: "2026-07-10T11:00:00+09:00")
    _ = try await office.incidents.resolve(
      .init(
        requestId: freshID(), id: incident.id,
        time: Instant("2026-07-10T13:00:00+09:00")?.message), vendor)
    _ = try await open(office, .degraded, since: "2026-07-11T00:00:00+09:00")
    office.clock.set(try #require(Instant("2026-08-03T00:00:00+09:00")))
    let july = try await office.status.getUptime(
      .init(component: Self.evidence, year: 2026, month: 7))
    #expect(july.planned?.seconds == 10 * 3600 && july.down?.seconds == 2 * 3600)
    // 734 hours, of which 732.
    #expect(july.promised?.seconds == 2_642_400 && july.partsPerMillion == 997_275)
    #expect(july.outages.count == 2)
    #expect(july.trace?.steps.map(\.ruleId).contains("CARD-25") == true)
    // A month that goes on counts up to now; one to come does not count.
    let august = try await office.status.getUptime(
      .init(component: Self.evidence, year: 2026, month: 8))
    #expect(august.promised?.seconds == 2 * 86_400 && august.partsPerMillion == 1_000_000)
    let september = await failure {
      _ = try await office.status.getUptime(
        .init(component: Self.evidence, year: 2026, month: 9))
    }
    #expect(september?.code == .outOfRange && september?.reason == "MONTH_TO_COME")
    let other = try await office.status.getUptime(
      .init(component: Self.users, year: 2026, month: 7))
    #expect(other.partsPerMillion == 1_000_000 && other.planned?.seconds == 0)
    let unknown = await failure {
      _ = try await office.status.getUptime(.init(component: "x", year: 2026, month: 7))
    }
    #expect(unknown?.code == .notFound)
  }
}
