import CivilTime
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct MeterServiceTests {
  private func office() async throws -> BillingOffice {
    let office = try await BillingOffice()
    try await office.contract("pop", "pop-up-a", from: "2026-06-01")
    try office.set("2026-07-10T12:00")
    return office
  }

  private func event(
    _ id: String, _ office: BillingOffice, meter: String = "pop-up", quantity: Int64 = 1,
    ahead: Int64 = 0
  ) -> Billing.UsageEvent {
    .init(
      eventId: id, meter: meter, quantity: quantity,
      time: .init(seconds: office.office.clock.now.seconds + ahead))
  }

  private func record(
    _ events: [Billing.UsageEvent], _ office: BillingOffice
  ) async throws -> [Billing.UsageVerdict] {
    try await office.meters.recordUsage(
      .init(contractId: "pop", events: events), office.customer
    ).verdicts
  }

  @Test func eachEventIsCountedOnce() async throws {
    let office = try await office()
    let events = (0..<100).map { event("e\($0 % 40)", office) }
    let verdicts = try await record(events, office)
    #expect(verdicts.filter { $0.outcome == .accepted }.count == 40)
    #expect(verdicts.filter { $0.outcome == .duplicate }.count == 60)
    #expect(try await record(events, office).allSatisfy { $0.outcome == .duplicate })
    let usage = try await office.meters.getUsage(
      .init(contractId: "pop", month: "2026-07"), office.customer
    ).usage
    #expect(usage.map(\.quantity) == [40] && usage.first?.ruleId == "CTI-03")
  }

  @Test func oneThatIsWrongStopsNoOther() async throws {
    let office = try await office()
    var unnamed = event("x", office)
    unnamed.eventId = ""
    var timeless = event("t", office)
    timeless.time = nil
    let verdicts = try await record(
      [
        event("a", office), unnamed, event("m", office, meter: "maintenance"),
        event("q", office, quantity: 0), event("q2", office, quantity: .max), timeless,
        event("f", office, ahead: 301), event("a", office, quantity: 2), event("b", office),
      ], office)
    #expect(
      verdicts.map(\.reason) == [
        "", "EVENT_ID_INVALID", "METER_UNKNOWN", "QUANTITY_INVALID", "QUANTITY_INVALID",
        "TIME_INVALID", "TIME_INVALID", "EVENT_DIFFERS", "",
      ])
    #expect(verdicts.filter { $0.outcome == .accepted }.map(\.eventId) == ["a", "b"])
    let many = await failure {
      try await record((0...1_000).map { event("e\($0)", office) }, office)
    }
    #expect(many?.code == .invalidArgument)
  }

  @Test func daysAreDaysInJapan() async throws {
    let office = try await office()
    try office.set("2026-08-01T00:00")
    _ = try await record(
      [event("july", office, ahead: -1), event("august", office, quantity: 2)], office)
    let days = try await office.meters.listUsage(.init(contractId: "pop"), office.customer).usage
    #expect(
      days.map(\.day) == [BillingOffice.date("2026-07-31"), BillingOffice.date("2026-08-01")])
    #expect(days.map(\.quantity) == [1, 2], "COM-01")
    let filtered = try await office.meters.listUsage(
      .init(contractId: "pop", filter: "day >= 2026-08-01"), office.customer)
    #expect(filtered.usage.count == 1)
    let page = try await office.meters.listUsage(
      .init(contractId: "pop", pageSize: 1), office.customer)
    let rest = try await office.meters.listUsage(
      .init(contractId: "pop", pageSize: 1, pageToken: page.nextPageToken), office.customer)
    #expect(page.usage + rest.usage == days && rest.nextPageToken.isEmpty)
  }
}
