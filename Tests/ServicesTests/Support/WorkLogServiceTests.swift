import CivilTime
import MadoAPI
import RPC
import Rules
import Testing

@testable import Services

@Suite struct WorkLogServiceTests {
  private typealias Handling = Support.Handling

  /// An office with a case of paid support and so many units, and the case's id.
  private func office(units: Int64, at time: String = "2026-04-27 10:00") async throws
    -> (Office, Support.Case)
  {
    let office = try await Office.supporting(at: time)
    let contract = try await office.addPaidSupport()
    if units > 0 { try await office.post(units, to: contract) }
    let opened = try await office.open(
      subject: .ownSoftware, channel: .paid, as: "demo-administrator")
    #expect(opened.contractId == contract)
    return (office, opened)
  }

  private func log(
    _ minutes: Int, of opened: Support.Case, _ office: Office, seconds: Int = 0
  ) async throws -> Support.AddResponse {
    let end = office.clock.now
    let start = end.advanced(by: .seconds(-60 * minutes - seconds))
    return try await office.workLog.add(
      .init(
        requestId: freshID(), caseId: opened.id, startTime: start.message, endTime: end.message),
      office.options("desk"))
  }

  @Test(
    arguments: [
      // rule, minutes, seconds, units
      ("SUP-12", 0, 1, 1), ("SUP-12", 30, 0, 1), ("SUP-12", 30, 1, 2), ("SUP-12", 60, 0, 2),
      ("SUP-12", 60, 1, 3), ("SUP-12", 90, 0, 3), ("SUP-12", 0, 0, 0),
    ])
  func aHandlingCostsAUnitForEachHalfHourBegun(
    rule: String, minutes: Int, seconds: Int, units: Int64
  ) async throws {
    let (office, opened) = try await office(units: 10)
    let answer = try await log(minutes, of: opened, office, seconds: seconds)
    #expect(answer.consumption?.units == units, "\(rule)")
    #expect(answer.consumption?.balanceUnits == 10 - units, "\(rule)")
    #expect(answer.handling?.settled == true, "\(rule)")
    #expect(answer.consumption?.trace?.steps.contains { $0.ruleId == rule } == true)
  }

  @Test func aHandlingIsStartedAndStopped() async throws {
    let (office, opened) = try await office(units: 10)
    let desk = office.options("desk")
    let started = try #require(
      try await office.workLog.start(.init(requestId: freshID(), caseId: opened.id), desk).handling)
    #expect(started.state == .running && !started.settled)
    let twice = await failure {
      try await office.workLog.start(.init(requestId: freshID(), caseId: opened.id), desk)
    }
    #expect(twice?.code == .failedPrecondition && twice?.reason == "HANDLING_RUNNING")
    office.clock.advance(by: .seconds(1_801))
    let stopped = try await office.workLog.stop(.init(requestId: freshID(), id: started.id), desk)
    #expect(stopped.handling?.state == .stopped && stopped.handling?.spentSeconds == 1_801)
    #expect(stopped.consumption?.units == 2 && stopped.consumption?.balanceUnits == 8)
    #expect(stopped.consumption?.nextExpiryDate == "2027-04-26", "SUP-14")
    let again = await failure {
      try await office.workLog.stop(.init(requestId: freshID(), id: started.id), desk)
    }
    #expect(again?.reason == "HANDLING_NOT_RUNNING")
  }

  @Test func twoHandlingsOfTenMinutesCostTwoUnitsAndMergedOne() async throws {
    let (office, opened) = try await office(units: 10)
    let first = try #require(try await log(10, of: opened, office).handling)
    let second = try await log(10, of: opened, office)
    #expect(second.consumption?.balanceUnits == 8, "SUP-13")
    let merged = try await office.workLog.mergeEntries(
      .init(requestId: freshID(), ids: [first.id, second.handling?.id ?? ""]),
      office.options("desk"))
    #expect(merged.handling?.id == first.id && merged.handling?.spentSeconds == 1_200)
    #expect(merged.consumption?.units == 1 && merged.consumption?.balanceUnits == 9, "SUP-13")
    let list = try await office.workLog.list(.init(tenantId: "demo"), office.options("desk"))
    #expect(Set(list.handlings.map(\.state)) == [.stopped, .merged])
    let gone = await failure {
      try await office.workLog.mergeEntries(
        .init(requestId: freshID(), ids: [first.id, second.handling?.id ?? ""]),
        office.options("desk"))
    }
    #expect(gone?.reason == "HANDLING_NOT_STANDING")
    let alone = await failure {
      try await office.workLog.mergeEntries(
        .init(requestId: freshID(), ids: [first.id]), office.options("desk"))
    }
    #expect(alone?.code == .invalidArgument && alone?.reason == "NOTHING_TO_MERGE")
  }

  @Test func theContractorIsToldAtMidnightOnceAndThenNothingIsMerged() async throws {
    let (office, opened) = try await office(units: 10, at: "2026-04-27 16:00")
    let first = try #require(try await log(10, of: opened, office).handling)
    let second = try #require(try await log(10, of: opened, office).handling)
    #expect(first.reportTime == (try Office.japan("2026-04-28 00:00")).message)
    try office.setClock("2026-04-27 23:59:59")
    try await office.scheduler.runDue()
    #expect(try await notices(office).isEmpty)
    try office.setClock("2026-04-29 09:00")
    try await office.scheduler.runDue()
    try await office.scheduler.runDue()
    let told = try await notices(office)
    #expect(told.count == 2, "SUP-16: each handling, once")
    #expect(told.allSatisfy { $0.subject == "インシデント消費のお知らせ" })
    #expect(told.allSatisfy { $0.body.contains("残単位：8") && $0.body.contains("2027-04-26") })
    let error = await failure {
      try await office.workLog.mergeEntries(
        .init(requestId: freshID(), ids: [first.id, second.id]), office.options("desk"))
    }
    #expect(error?.code == .failedPrecondition && error?.reason == "ALREADY_REPORTED", "SUP-13")
    let reversed = try await office.workLog.reverseEntry(
      .init(requestId: freshID(), id: first.id, reason: "誤り"), office.options("desk"))
    #expect(reversed.handling?.state == .reversed)
    #expect(try await notices(office).count == 3)
    let next = try await log(10, of: opened, office)
    #expect(next.consumption?.balanceUnits == 8, "10 - 2 + 1 - 1")
  }

  @Test func theDeskMaySendTheReportAtOnce() async throws {
    let (office, opened) = try await office(units: 10)
    _ = try await office.contacts.set(
      .init(requestId: freshID(), contacts: [.init(name: "山田", email: "y@example.jp")]),
      office.options("demo-administrator"))
    _ = try await log(10, of: opened, office)
    let sent = try await office.workLog.sendReport(
      .init(requestId: freshID(), caseId: opened.id), office.options("desk"))
    #expect(sent.handlings.map(\.state) == [.reported] && sent.noticeIds.count == 1)
    let again = try await office.workLog.sendReport(
      .init(requestId: freshID(), caseId: opened.id), office.options("desk"))
    #expect(again.handlings.isEmpty)
    try office.setClock("2026-04-29 09:00")
    try await office.scheduler.runDue()
    let told = try await notices(office)
    #expect(told.map(\.recipient) == ["y@example.jp"])
  }

  @Test func whatUnitsDoNotSufficeForWaitsAndSettlesFromTheNextLot() async throws {
    let (office, opened) = try await office(units: 1)
    let waits = try await log(31, of: opened, office)
    #expect(waits.handling?.settled == false && waits.consumption?.units == 2, "SUP-15")
    #expect(waits.consumption?.balanceUnits == -1)
    // It does not overtake what waits, though its unit is there.
    let behind = try await log(10, of: opened, office)
    #expect(behind.handling?.settled == false)
    try await office.post(10, to: opened.contractId)
    let list = try await office.workLog.list(.init(tenantId: "demo"), office.options("desk"))
    #expect(list.handlings.map(\.settled) == [true, true])
    #expect(try await log(0, of: opened, office).consumption?.balanceUnits == 8)
  }

  @Test func whatWasTakenBackIsThereAgain() async throws {
    let (office, opened) = try await office(units: 10)
    let entered = try #require(try await log(61, of: opened, office).handling)
    let reversed = try await office.workLog.reverseEntry(
      .init(requestId: freshID(), id: entered.id, reason: "wrong case"), office.options("desk"))
    #expect(reversed.handling?.reversalReason == "wrong case")
    #expect(try await log(0, of: opened, office).consumption?.balanceUnits == 10)
    #expect(try await notices(office).isEmpty, "nobody had been told")
    let again = await failure {
      try await office.workLog.reverseEntry(
        .init(requestId: freshID(), id: entered.id, reason: "x"), office.options("desk"))
    }
    #expect(again?.reason == "HANDLING_NOT_STANDING")
  }

  @Test func wrongSpansAreRefusedAndTakeNothing() async throws {
    let (office, opened) = try await office(units: 10)
    let now = office.clock.now
    let cases: [(Instant, Instant, Code, String)] = [
      (now, now.advanced(by: .seconds(1)), .invalidArgument, "INVALID_FIELDS"),
      (now, now.advanced(by: .seconds(-1)), .invalidArgument, "DURATION_NEGATIVE"),
      (now.advanced(by: .seconds(-32 * 86_400)), now, .outOfRange, "DURATION_TOO_LONG"),
    ]
    for (start, end, code, reason) in cases {
      let error = await failure {
        try await office.workLog.add(
          .init(
            requestId: freshID(), caseId: opened.id, startTime: start.message,
            endTime: end.message), office.options("desk"))
      }
      #expect(error?.code == code && error?.reason == reason)
      #expect(
        error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) == ["end_time"])
    }
    let free = try await office.open()
    let unpaid = await failure { try await log(10, of: free, office) }
    #expect(unpaid?.code == .failedPrecondition && unpaid?.reason == "CASE_NOT_PAID")
    #expect(try await log(0, of: opened, office).consumption?.balanceUnits == 10)
  }

  private func notices(_ office: Office) async throws -> [Notices.Notice] {
    try await office.notices.list(.init(), office.options("demo-administrator")).notices
  }
}
