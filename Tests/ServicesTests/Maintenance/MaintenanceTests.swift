import CivilTime
import MadoAPI
import Protobuf
import RPC
import StandardAPI
import Testing

@testable import Services

/// Maintenance windows: what may be planned, what they stop, and who is told.
@Suite struct MaintenanceTests {
  private static let evidence = "mado.telework.v1.EvidenceService"
  private static let vendor = Principal(.vendor([.admin]), subject: "v")

  private func office(_ mailer: (any Mailer)? = nil) async throws -> Office {
    try await Office(devices: 1, others: [("vendor", Self.vendor)], mailer: mailer)
  }

  private static func instant(_ text: String) -> Instant { Instant(text) ?? .epoch }

  /// A window from an instant to another.
  private func window(
    _ kind: Statuses.MaintenanceKind, _ start: String, _ end: String,
    services: [String] = [evidence], reason: String = "",
    _ recurrence: Statuses.Recurrence? = nil
  ) -> Statuses.Maintenance {
    .init(
      kind: kind, title: .init(ja: "基盤の更新", en: "New machines"), reason: reason,
      services: services, startTime: Self.instant(start).message,
      endTime: Self.instant(end).message, recurrence: recurrence)
  }

  private func schedule(
    _ window: Statuses.Maintenance, _ office: Office, validateOnly: Bool = false
  ) async throws -> Statuses.ScheduleResponse {
    try await office.maintenance.schedule(
      .init(requestId: freshID(), validateOnly: validateOnly, maintenance: window),
      office.options("vendor"))
  }

  private func fields(_ error: RPCError?) -> [String] {
    error?.detail(GoogleRpc.BadRequest.self)?.fieldViolations.map(\.field) ?? []
  }

  private func calls(_ office: Office, _ language: String = "en") async -> RPCError? {
    var options = office.options("demo-worker")
    options.metadata.add(["accept-language": language])
    return await failure { _ = try await office.evidence.list(.init(), options) }
  }

  // MARK: Planning (the clock begins at 2026-07-01 09:00 in Japan)

  @Test("CARD-25, CARD-26: what may not be planned says why, every field at once")
  func whatMayNotBePlanned() async throws {
    let office = try await office()
    let cases: [(Statuses.Maintenance, Code, String, [String])] = [
      // a window, the code, the reason, the fields
      (
        window(.minor, "2026-07-02T06:00:00+09:00", "2026-07-02T06:30:00+09:00"),
        .invalidArgument, "MINOR_OUTSIDE_WINDOW", ["maintenance.start_time"]
      ),
      (
        window(.minor, "2026-07-02T00:59:59+09:00", "2026-07-02T02:00:00+09:00"),
        .invalidArgument, "MINOR_OUTSIDE_WINDOW", ["maintenance.start_time"]
      ),
      (
        window(.stopping, "2026-07-07T23:00:00+09:00", "2026-07-08T01:00:00+09:00"),
        .failedPrecondition, "NOTICE_TOO_SHORT", ["maintenance.start_time"]
      ),
      (
        window(.stopping, "2026-07-20T02:00:00+09:00", "2026-07-20T02:00:00+09:00"),
        .invalidArgument, "WINDOW_EMPTY", ["maintenance.end_time"]
      ),
      (
        window(.emergency, "2026-07-01T09:00:00+09:00", "2026-07-01T10:00:00+09:00"),
        .invalidArgument, "REASON_MISSING", ["maintenance.reason"]
      ),
      (
        window(.minor, "2026-06-30T02:00:00+09:00", "2026-06-30T03:00:00+09:00"),
        .failedPrecondition, "ALREADY_STARTED", ["maintenance.start_time"]
      ),
      (
        .init(
          kind: .unspecified, services: ["mado.none.v1.None", "mado.status.v1.StatusService"]),
        .invalidArgument, "INVALID_FIELDS",
        [
          "maintenance.kind", "maintenance.title", "maintenance.services[0]",
          "maintenance.services[1]", "maintenance.start_time", "maintenance.end_time",
        ]
      ),
      (
        window(
          .minor, "2026-07-07T02:00:00+09:00", "2026-07-07T03:00:00+09:00",
          .init(pattern: .weekly(.init(every: 1, weekdays: [.wednesday])))), .invalidArgument,
        "INVALID_FIELDS", ["maintenance.start_time"]
      ),
      (
        window(
          .minor, "2026-07-07T02:00:00+09:00", "2026-07-07T03:00:00+09:00",
          .init(pattern: .monthly(.init(every: 0, day: 32)))), .invalidArgument,
        "INTERVAL_NOT_POSITIVE", ["maintenance.recurrence.every", "maintenance.recurrence.day"]
      ),
    ]
    for (window, code, reason, expected) in cases {
      let error = await failure { _ = try await schedule(window, office) }
      #expect(error?.code == code && error?.reason == reason, "\(window)")
      #expect(fields(error) == expected)
    }
    #expect(try await office.maintenance.list(.init()).maintenances.isEmpty)
  }

  @Test func aWindowThatIsPlannedShowsItsTimesAndWhenItHadToBeAnnounced() async throws {
    let office = try await office()
    let monthly = Statuses.Recurrence(
      pattern: .monthlyWeekday(.init(every: 1, nth: -1, weekday: .sunday)),
      except: [.init(year: 2026, month: 9, day: 27)])
    let planned = window(
      .stopping, "2026-07-26T02:00:00+09:00", "2026-07-26T04:00:00+09:00", monthly)
    let rehearsed = try await schedule(planned, office, validateOnly: true)
    #expect(try await office.maintenance.list(.init()).maintenances.isEmpty)
    let made = try await schedule(planned, office)
    #expect(made.times == rehearsed.times && made.trace == rehearsed.trace)
    #expect(made.announceBy == .init(year: 2026, month: 7, day: 19))
    #expect(
      made.times.prefix(3).map { Instant($0.startTime ?? .init())?.description } == [
        "2026-07-25T17:00:00Z", "2026-08-29T17:00:00Z", "2026-10-24T17:00:00Z",
      ])
    let shown = try #require(try await office.maintenance.list(.init()).maintenances.first)
    #expect(shown.state == .scheduled && shown.recurrence == monthly)
    #expect(shown.title == .init(ja: "基盤の更新", en: "New machines", zh: "基盤の更新"))
  }

  // MARK: Stopping

  @Test("TEL-23: what is stopped says until when, in the caller's language")
  func whatIsStopped() async throws {
    let office = try await office()
    _ = try await schedule(
      window(.stopping, "2026-07-10T02:00:00+09:00", "2026-07-10T04:00:00+09:00"), office)
    let options = office.options("demo-worker")
    for (time, isStopped) in [
      ("2026-07-10T01:59:59+09:00", false), ("2026-07-10T02:00:00+09:00", true),
      ("2026-07-10T03:59:00+09:00", true), ("2026-07-10T04:00:00+09:00", false),
    ] {
      office.clock.set(Self.instant(time))
      #expect(await calls(office)?.reason == (isStopped ? "MAINTENANCE" : nil), "\(time)")
      // What was not named goes on.
      _ = try await office.users.get(.init(id: "demo-worker"), options)
    }
    office.clock.set(Self.instant("2026-07-10T03:59:00+09:00"))
    let error = try #require(await calls(office))
    #expect(error.code == .unavailable && error.retryDelay == .seconds(60))
    #expect(
      error.detail(GoogleRpc.LocalizedMessage.self)?.message
        == "New machines: stopped for maintenance until 2026-07-10 04:00, time of Japan. "
        + "Try again after that.")
    let japanese = await calls(office, "ja")?.detail(GoogleRpc.LocalizedMessage.self)
    #expect(japanese?.message.hasPrefix("基盤の更新：2026-07-10 04:00（日本時間）") == true)
  }

  @Test func whatStopsAllLeavesHealthAndStatusAnswered() async throws {
    let office = try await office()
    let made = try await schedule(
      window(
        .emergency, "2026-07-01T09:00:00+09:00", "2026-07-01T12:00:00+09:00", services: [],
        reason: "a disk fails"), office)
    let options = office.options("demo-worker")
    #expect(await calls(office)?.reason == "MAINTENANCE")
    #expect(
      await failure { _ = try await office.users.get(.init(id: "demo-worker"), options) }?.code
        == .unavailable)
    let health = GrpcHealth.HealthClient(office.transport)
    #expect(try await health.check(.init()).status == .serving)
    let summary = try await office.status.getSummary(.init())
    #expect(summary.state == .outage && summary.maintenances.map(\.state) == [.underWay])
    let states = Dictionary(
      uniqueKeysWithValues: summary.components.map { ($0.name, $0.state) })
    #expect(states[Self.evidence] == .outage)
    #expect(states["mado.status.v1.StatusService"] == .operational)
    // It ends by the vendor's word, which is heard.
    let id = try #require(made.maintenance).id
    let vendor = office.options("vendor")
    office.clock.advance(by: .seconds(600))
    let ended = try await office.maintenance.endNow(.init(requestId: freshID(), id: id), vendor)
    #expect(ended.maintenance?.state == .over)
    #expect(await calls(office) == nil)
    let again = await failure {
      _ = try await office.maintenance.endNow(.init(requestId: freshID(), id: id), vendor)
    }
    #expect(again?.code == .failedPrecondition && again?.reason == "NOT_UNDER_WAY")
  }

  @Test func healthSaysWhichServiceIsStoppedAndTellsWhoWatches() async throws {
    let office = try await office()
    _ = try await schedule(
      window(.stopping, "2026-07-10T02:00:00+09:00", "2026-07-10T04:00:00+09:00"), office)
    let health = GrpcHealth.HealthClient(office.transport)
    let watched = try await health.watch(.init(service: Self.evidence))
    var told = watched.makeAsyncIterator()
    #expect(try await told.next()?.status == .serving)
    for (time, status) in [
      ("2026-07-10T02:00:00+09:00", GrpcHealth.HealthCheckResponse.ServingStatus.notServing),
      ("2026-07-10T04:00:00+09:00", .serving),
    ] {
      office.clock.set(Self.instant(time))
      try await office.scheduler.runDue()
      #expect(try await told.next()?.status == status, "\(time)")
      #expect(try await health.check(.init(service: Self.evidence)).status == status, "\(time)")
      let all = try await health.list(.init()).statuses
      #expect(all[Self.evidence]?.status == status)
      #expect(all[""]?.status == .serving, "the server answers")
      #expect(all["mado.status.v1.StatusService"]?.status == .serving)
    }
  }

  @Test func aMinorWindowStopsNothing() async throws {
    let office = try await office()
    _ = try await schedule(
      window(.minor, "2026-07-02T01:00:00+09:00", "2026-07-02T06:00:00+09:00"), office)
    office.clock.set(Self.instant("2026-07-02T03:00:00+09:00"))
    #expect(await calls(office) == nil)
    #expect(try await office.status.getSummary(.init()).state == .maintenance)
  }

  @Test func aStopIsThereAfterARestartToo() async throws {
    let office = try await office()
    _ = try await schedule(
      window(.stopping, "2026-07-10T02:00:00+09:00", "2026-07-10T04:00:00+09:00"), office)
    office.clock.set(Self.instant("2026-07-10T03:00:00+09:00"))
    let stops = Stops(office.clock)
    #expect(stops.stop(of: Self.evidence) == nil)
    try await stops.load(office.database)
    #expect(stops.stop(of: Self.evidence)?.until == Self.instant("2026-07-10T04:00:00+09:00"))
    #expect(stops.stop(of: "mado.identity.v1.UserService") == nil)
  }

  // MARK: Changing

  @Test func whatIsMovedIsAnnouncedAgainAndWhatIsCalledOffStopsNothing() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    let made = try #require(
      try await schedule(
        window(.stopping, "2026-07-10T02:00:00+09:00", "2026-07-10T04:00:00+09:00"), office
      ).maintenance)
    func move(to day: String, etag: String) async throws -> Statuses.Maintenance? {
      var given = window(
        .stopping, "2026-07-\(day)T02:00:00+09:00", "2026-07-\(day)T04:00:00+09:00")
      (given.id, given.etag) = (made.id, etag)
      return try await office.maintenance.update(
        .init(
          requestId: freshID(), maintenance: given,
          updateMask: .init(paths: ["start_time", "end_time"])), vendor
      ).maintenance
    }
    let early = await failure { _ = try await move(to: "07", etag: made.etag) }
    #expect(early?.reason == "NOTICE_TOO_SHORT" && fields(early) == ["maintenance.start_time"])
    let moved = try #require(try await move(to: "12", etag: made.etag))
    let stale = await failure { _ = try await move(to: "13", etag: made.etag) }
    #expect(stale?.reason == "ETAG_MISMATCH")
    try await office.scheduler.runDue()
    office.clock.set(Self.instant("2026-07-10T03:00:00+09:00"))
    #expect(await calls(office) == nil)
    let cancelled = try await office.maintenance.cancel(
      .init(requestId: freshID(), id: made.id, etag: moved.etag), vendor)
    #expect(cancelled.maintenance?.state == .cancelled)
    try await office.scheduler.runDue()
    office.clock.set(Self.instant("2026-07-12T03:00:00+09:00"))
    #expect(await calls(office) == nil)
    let subjects = try await office.notices.list(
      .init(tenantId: "demo"), vendor
    ).notices.map(\.subject)
    // What was moved before anybody was told of it is told as it is.
    #expect(subjects == ["メンテナンスの中止：基盤の更新", "メンテナンスの日時変更：基盤の更新"])
  }

  @Test func whatHasBegunIsNotMovedNorCalledOff() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    let made = try #require(
      try await schedule(
        window(
          .stopping, "2026-07-10T02:00:00+09:00", "2026-07-10T04:00:00+09:00",
          .init(pattern: .daily(.init(every: 1)))), office
      ).maintenance)
    office.clock.set(Self.instant("2026-07-10T03:00:00+09:00"))
    for error in [
      await failure {
        _ = try await office.maintenance.cancel(
          .init(requestId: freshID(), id: made.id, etag: made.etag), vendor)
      },
      await failure {
        _ = try await office.maintenance.update(
          .init(
            requestId: freshID(),
            maintenance: .init(id: made.id, title: .init(ja: "x"), etag: made.etag),
            updateMask: .init(paths: ["title"])), vendor)
      },
    ] { #expect(error?.code == .failedPrecondition && error?.reason == "ALREADY_STARTED") }
    // Its time ends; those of the next days stay, until they are called off.
    let ended = try #require(
      try await office.maintenance.endNow(.init(requestId: freshID(), id: made.id), vendor)
        .maintenance)
    #expect(ended.state == .scheduled)
    #expect(ended.next?.startTime == Self.instant("2026-07-11T02:00:00+09:00").message)
    #expect(await calls(office) == nil)
    _ = try await office.maintenance.cancel(
      .init(requestId: freshID(), id: made.id, etag: ended.etag), vendor)
    office.clock.set(Self.instant("2026-07-11T03:00:00+09:00"))
    #expect(await calls(office) == nil)
  }

  // MARK: What the scheduler does of it

  @Test func everyTenantIsToldOnceAndBeginningsAndEndsAreOnRecord() async throws {
    let office = try await office()
    let vendor = office.options("vendor")
    _ = try await office.contacts.set(
      .init(requestId: freshID(), contacts: [.init(name: "山田", email: "y@example.jp")]),
      office.options("demo-administrator"))
    let made = try #require(
      try await schedule(
        window(
          .stopping, "2026-07-10T02:00:00+09:00", "2026-07-10T04:00:00+09:00",
          .init(
            pattern: .daily(.init(every: 1)), until: .init(year: 2026, month: 7, day: 11))),
        office
      ).maintenance)
    try await office.scheduler.runDue()
    try await office.scheduler.runDue()
    let notices = try await office.notices.list(.init(tenantId: "demo"), vendor).notices
    #expect(Set(notices.map(\.means)) == [.email, .loginScreen] && notices.count == 2)
    let body = try #require(notices.first).body
    #expect(body.contains("2026-07-10 02:00 から 2026-07-10 04:00 まで（日本時間）"))
    #expect(body.contains(Self.evidence))
    office.clock.set(Self.instant("2026-07-31T00:00:00+09:00"))
    try await office.scheduler.runDue()
    let runs = try await office.scheduling.listRuns(.init(), vendor).runs.reversed()
      .filter { $0.job.hasPrefix("maintenance.") }
    #expect(
      runs.map { "\($0.job) \(Instant($0.dueTime ?? .init())?.description ?? "") \($0.late)" } == [
        "maintenance.notice 2026-07-01T00:00:00Z false",
        "maintenance.start 2026-07-09T17:00:00Z true",
        "maintenance.end 2026-07-09T19:00:00Z true",
        "maintenance.start 2026-07-10T17:00:00Z true",
        "maintenance.end 2026-07-10T19:00:00Z true",
      ])
    let over = try await office.maintenance.get(.init(id: made.id))
    #expect(over.maintenance?.state == .over && over.times.isEmpty)
  }

  @Test func tenantsByTheHundredAreToldInParts() async throws {
    let office = try await office()
    try await office.database.write { transaction in
      for number in 0..<250 {
        try TenantRegister(transaction.connection).add(TenantID("C\(1000 + number)"), name: "T")
      }
    }
    _ = try await schedule(
      window(.stopping, "2026-07-10T02:00:00+09:00", "2026-07-10T04:00:00+09:00"), office)
    try await office.scheduler.runDue()
    let count = try await office.database.read { connection in
      try connection.first("SELECT COUNT(*), COUNT(DISTINCT tenant_id) FROM notice") { row in
        try [row.read(0, as: Int.self), row.read(1)]
      }
    }
    // And the demo's.
    #expect(count == [251, 251])
    let runs = try await office.scheduling.listRuns(.init(), office.options("vendor")).runs
    #expect(runs.reversed().map { $0.note.prefix { $0 != " " } } == ["100", "100", "51"])
  }
}
