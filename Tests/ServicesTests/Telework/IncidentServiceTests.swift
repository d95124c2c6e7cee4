import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import Testing

@testable import Services

@Suite struct IncidentServiceTests {
  private func review(
    _ id: String, _ act: Telework.IncidentAct, _ office: Office, as who: String = "demo-manager",
    comment: String = ""
  ) async throws -> Telework.Incident {
    try #require(
      try await office.detections.review(
        .init(requestId: freshID(), id: id, act: act, comment: comment), office.options(who)
      ).incident)
  }

  private func reopen(
    _ id: String, _ office: Office, because reason: String
  ) async throws -> Telework.Incident {
    try #require(
      try await office.detections.reopen(
        .init(requestId: freshID(), id: id, reason: reason), office.options("demo-manager")
      ).incident)
  }

  private func get(
    _ id: String, _ office: Office, as who: String = "demo-manager"
  ) async throws -> Telework.IncidentServiceGetResponse {
    try await office.detections.get(.init(id: id), office.options(who))
  }

  @Test func anIncidentIsReviewedDecidedAndTakenUpAgain() async throws {
    let office = try await Office(devices: 1)
    let detected = office.clock.now
    let id = try await office.detect(.peeping)
    let first = try #require(try await get(id, office).incident)
    #expect(first.state == .detected && first.kind == .peeping && first.agentId == "demo-device")
    #expect(first.detectTime == detected.message && first.receiveTime == detected.message)
    #expect(first.confidencePermille == 900 && first.thresholdPermille == 800)
    let early = await failure { try await reopen(id, office, because: "no") }
    #expect(early?.reason == "INCIDENT_NOT_DECIDED")
    office.clock.advance(by: .seconds(60))
    #expect(try await review(id, .look, office).state == .underReview)
    #expect(try await review(id, .confirm, office, comment: "a visitor").state == .confirmed)
    let again = await failure { try await review(id, .dismiss, office) }
    #expect(again?.code == .failedPrecondition && again?.reason == "INCIDENT_DECIDED")
    let blank = await failure { try await reopen(id, office, because: " ") }
    #expect(blank?.reason == "REASON_MISSING")
    #expect(try await reopen(id, office, because: "it was the cleaner").state == .underReview)
    let last = try await review(id, .dismiss, office)
    #expect(last.state == .dismissed && last.reviewerId == "demo-manager")
    let whole = try await get(id, office)
    #expect(whole.reviews.map(\.act) == [.look, .confirm, .reopen, .dismiss])
    #expect(
      whole.reviews.map(\.state) == [.underReview, .confirmed, .underReview, .dismissed])
    #expect(whole.reviews.map(\.comment) == ["", "a visitor", "it was the cleaner", ""])
    // What was detected is as it was.
    var now = try #require(whole.incident)
    (now.state, now.reviewerId) = (first.state, first.reviewerId)
    #expect(now == first)
  }

  @Test func nobodyDecidesOfHimselfAndOnlyTheManagerOfOthers() async throws {
    let office = try await Office(
      devices: 2,
      others: [
        (
          "both",
          Principal(.tenant(Demo.tenant, [.worker, .manager]), subject: "demo-worker")
        )
      ])
    let id = try await office.detect(.impersonation)
    let own = await failure { try await review(id, .dismiss, office, as: "both") }
    #expect(own?.code == .failedPrecondition && own?.reason == "OWN_INCIDENT")
    for (who, code) in [
      ("demo-worker", Code.permissionDenied), ("demo-administrator", .permissionDenied),
    ] {
      let error = await failure { try await review(id, .dismiss, office, as: who) }
      #expect(error?.code == code, "\(who)")
    }
    #expect(try await get(id, office, as: "demo-worker").incident?.id == id)
    let colleague = await failure { try await get(id, office, as: "demo-worker-2") }
    #expect(colleague?.code == .notFound && colleague?.reason == "TELEWORK_INCIDENT_NOT_FOUND")
  }

  @Test func thePicturesAroundAnIncidentStandBesideIt() async throws {
    let office = try await Office(devices: 1)
    let at = office.clock.now
    let id = try await office.detect(.peeping, at: at.advanced(by: .seconds(100)))
    let offsets: [Int64] = [39, 40, 100, 159, 160]
    let images = offsets.enumerated().map { place, seconds in
      office.image(UInt64(place + 1), ahead: .seconds(seconds))
    }
    _ = try await office.verdicts(images)
    let shown = try await get(id, office)
    #expect(shown.evidence.map(\.sequence) == [2, 3, 4])
    #expect(shown.evidence.allSatisfy { $0.trigger == .incident && $0.workerId == "demo-worker" })
    // To look is on record.
    let records = try await office.auditLog.list(
      .init(filter: "target = \"evidence/\(id)\""), office.options("demo-administrator"))
    #expect(records.records.count == 1)
  }

  @Test func incidentsAreListedTheLatestFirst() async throws {
    let office = try await Office(devices: 2)
    var ids: [String] = []
    for number in 0..<5 {
      office.clock.advance(by: .seconds(10))
      ids.append(try await office.detect(number % 2 == 0 ? .peeping : .impersonation))
    }
    let other = try await office.detect(.peeping, by: Office.agent("-2"))
    _ = try await review(ids[0], .confirm, office)
    func list(
      _ request: Telework.IncidentServiceListRequest, as who: String = "demo-manager"
    ) async throws -> [String] {
      var (request, found) = (request, [String]())
      repeat {
        let page = try await office.detections.list(request, office.options(who))
        found += page.incidents.map(\.id)
        request.pageToken = page.nextPageToken
      } while !request.pageToken.isEmpty
      return found
    }
    let latestFirst = Array(ids.reversed())
    #expect(try await list(.init(pageSize: 2, workerId: "demo-worker")) == latestFirst)
    #expect(Set(try await list(.init(pageSize: 4))) == Set(ids + [other]))
    #expect(try await list(.init(), as: "demo-worker") == latestFirst)
    #expect(try await list(.init(filter: "state = CONFIRMED")) == [ids[0]])
    #expect(
      try await list(.init(workerId: "demo-worker", filter: "kind = IMPERSONATION"))
        == [ids[3], ids[1]])
  }

  @Test func askingAgainAndAgainIsAWatch() async throws {
    let office = try await Office(devices: 2)
    let manager = office.options("demo-manager")
    let first = try await office.detect(.peeping)
    let start = try await office.detections.listChanges(.init(), manager)
    #expect(start.incidents.map(\.id) == [first])
    let token = start.nextSinceToken
    async let waiting = office.detections.listChanges(
      .init(sinceToken: token, wait: .init(seconds: 30)), manager)
    let second = try await office.detect(.impersonation, by: Office.agent("-2"))
    let found = try await waiting
    #expect(found.incidents.map(\.id) == [second])
    // To look at one is no change of it.
    _ = try await get(first, office)
    _ = try await review(first, .confirm, office)
    let later = try await office.detections.listChanges(
      .init(sinceToken: found.nextSinceToken), manager)
    #expect(later.incidents.map(\.id) == [first])
    #expect(later.incidents.map(\.state) == [.confirmed])
    // To a worker his own.
    let own = try await office.detections.listChanges(
      .init(), office.options("demo-worker-2"))
    #expect(own.incidents.map(\.id) == [second])
  }
}
