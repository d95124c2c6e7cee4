import CivilTime
import MadoAPI
import Protobuf
import RPC
import Testing

@testable import Services

@Suite struct AgentServiceTests {
  private let present = Telework.AgentRecord.Content.sighting(
    .init(state: .present, confidencePermille: 900, thresholdPermille: 700))

  // MARK: Machines

  @Test("TEL-45: what is outside of what was tested is a warning, and never refused")
  func environments() async throws {
    let office = try await Office(devices: 2)
    #expect(try await office.register().warnings == [])
    let weak = try await office.register(
      .init(
        physicalCores: 1, freeDiskMb: 99, memoryMb: 4_095, is64Bit: true, cameraPixels: 307_200,
        system: "Linux", locale: "en-US", isVirtual: true))
    #expect(Set(weak.warnings.map(\.code)) == ["UNSUPPORTED_ENV"])
    #expect(
      weak.warnings.map(\.field) == [
        "physical_cores", "free_disk_mb", "memory_mb", "system", "locale", "virtual",
      ])
    for who in ["demo-administrator", "demo-manager", "demo-worker"] {
      let listed = try await office.agents.list(.init(), office.options(who)).agents
      #expect(listed == [weak], "\(who)")
      #expect(listed.first?.state == .offline)
    }
    let colleague = try await office.agents.list(.init(), office.options("demo-worker-2"))
    #expect(colleague.agents == [])
  }

  @Test func whoIsDeregisteredConnectsNoMoreAndKeepsHisCount() async throws {
    let office = try await Office(devices: 1)
    let early = await failure { try await office.connect() }
    #expect(early?.code == .failedPrecondition && early?.reason == "AGENT_NOT_REGISTERED")
    try await office.register()
    let agent = try await office.connect()
    _ = try await agent.take(1, present)
    let request = Telework.DeregisterRequest(requestId: freshID(), id: "demo-device")
    _ = try await office.agents.deregister(request, office.options("demo-administrator"))
    #expect(await failure { try await agent.next() }?.reason == "AGENT_NOT_REGISTERED")
    #expect(await failure { try await office.connect() }?.reason == "AGENT_NOT_REGISTERED")
    let again = await failure {
      try await office.agents.deregister(
        .init(requestId: freshID(), id: "demo-device"), office.options("demo-administrator"))
    }
    #expect(again?.code == .notFound)
    try await office.register()
    #expect(try await office.connect().welcome.lastRecord == 1)
  }

  // MARK: Records

  @Test func recordsAreTakenOnceAndAStreamGoesOnWhereTheLastOneEnded() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let agent = try await office.connect()
    #expect(agent.welcome.lastPicture == 0)
    _ = try await office.upload([.lost(.init(fromSequence: 3, toSequence: 7))])
    #expect(agent.welcome.lastRecord == 0 && agent.welcome.heartbeatInterval?.seconds == 30)
    let punch = try await agent.take(1, .punch(.init(act: .startWork)))
    #expect(punch.verdict == .taken && !punch.id.isEmpty)
    #expect(try await agent.take(2, present) == .init(number: 2, verdict: .taken))
    let incident = try await agent.take(
      3, .incident(.init(kind: .peeping, confidencePermille: 950, thresholdPermille: 800)))
    #expect(incident.verdict == .taken && !incident.id.isEmpty)
    try await agent.close()

    let next = try await office.connect()
    #expect(next.welcome.lastRecord == 3 && next.welcome.lastPicture == 7)
    let again = try await next.take(1, .punch(.init(act: .startWork)))
    #expect(again == .init(number: 1, verdict: .known))
    try await next.send(.record(next.record(5, present)))
    let error = await failure { try await next.next() }
    #expect(error?.code == .aborted && error?.reason == "RECORD_OUT_OF_ORDER")
    #expect(error?.detail(GoogleRpc.ErrorInfo.self)?.metadata["expected"] == "4")
    let punches = try await office.punches.list(.init(), office.options("demo-worker")).punches
    #expect(punches.map(\.id) == [punch.id])
    let log = try await office.auditLog.list(.init(), office.options("demo-administrator"))
    let targets = Set(log.records.map(\.target))
    #expect(targets.isSuperset(of: ["punch/\(punch.id)", "telework-incident/\(incident.id)"]))
    let seen = try #require(
      try await office.agents.list(.init(), office.options("demo-manager")).agents.first)
    #expect(seen.lastRecord == 3 && seen.lostRecords == 0)
  }

  @Test func twoStreamsThatSendTheSameRecordsTakeEachOnce() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let first = try await office.connect()
    for number in UInt64(1)...20 { try await first.send(.record(first.record(number, present))) }
    // Takes over while the other's records are on their way.
    let second = try await office.connect()
    let last = second.welcome.lastRecord
    if last < 40 {
      for number in (last + 1)...40 {
        try await second.send(.record(second.record(number, present)))
      }
    }
    var acked: [UInt64] = []
    while acked.count < 40 - Int(last) {
      guard case .ack(let ack)? = try await second.next() else { break }
      acked.append(ack.number)
    }
    #expect(acked.sorted() == Array((last + 1)...40))
    let rows = try await office.database.read { connection in
      try connection.first("SELECT COUNT(*) FROM presence_sighting") {
        try $0.read(0, as: Int.self)
      }
    }
    #expect(rows == 40)
  }

  @Test(
    arguments: [
      // what is wrong with a record, its reason
      (nil, "RECORD_EMPTY"),
      (.punch(.init()), "RECORD_INVALID"),
      (.punch(.init(act: .startTask)), "TASK_MISSING"),
      (.punch(.init(act: .endWork)), "NOT_WORKING"),
      (.punch(.init(act: .startTask, task: String(repeating: "x", count: 101))), "RECORD_INVALID"),
      (.sighting(.init()), "RECORD_INVALID"),
      (.sighting(.init(state: .present, confidencePermille: 1_001)), "RECORD_INVALID"),
      (.sighting(.init(state: .init(number: 99))), "RECORD_INVALID"),
      (.incident(.init(kind: .peeping, thresholdPermille: -1)), "RECORD_INVALID"),
      (.incident(.init()), "RECORD_INVALID"),
    ] as [(Telework.AgentRecord.Content?, String)])
  func aWrongRecordIsRefusedForGoodAndTheStreamGoesOn(
    content: Telework.AgentRecord.Content?, reason: String
  ) async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let agent = try await office.connect()
    let source = Telework.PunchSource.detected
    var content = content
    // What the worker himself punches out of place is not lost, so this one was detected.
    if case .punch(var punch)? = content {
      punch.source = source
      content = .punch(punch)
    }
    let ack = try await agent.take(1, content)
    #expect(ack.verdict == .refused && ack.reason == reason && !ack.message.isEmpty)
    #expect(try await agent.take(2, present).verdict == .taken)
  }

  @Test func aRecordWithoutATimeIsRefused() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let agent = try await office.connect()
    for (number, time) in [nil, GoogleProtobuf.Timestamp(seconds: .max)].enumerated() {
      try await agent.send(
        .record(.init(number: UInt64(number) + 1, agentTime: time, content: present)))
      guard case .ack(let ack)? = try await agent.next() else { throw TestAgent.Unexpected() }
      #expect(ack.reason == "RECORD_TIME_INVALID")
    }
  }

  @Test func aPunchThatComesTooLateWaitsForTheManager() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let agent = try await office.connect()
    _ = try await agent.take(1, .punch(.init(act: .startWork)))
    let late = try await agent.take(
      2, .punch(.init(act: .startTask, task: "estimates")), ahead: .seconds(-60))
    #expect(late.verdict == .waiting)
    let waiting = try await office.punches.listCorrections(.init(), office.options("demo-manager"))
    #expect(waiting.corrections.map(\.id) == [late.id])
  }

  @Test func recordsThatAnAgentHasLostAreCountedAndPassedOver() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    try await office.connect().close()
    let agent = try await office.connect(oldest: 11)
    #expect(agent.welcome.lastRecord == 10)
    #expect(try await agent.take(11, present).verdict == .taken)
    // What the server has already is no loss.
    let next = try await office.connect(oldest: 5)
    #expect(next.welcome.lastRecord == 11)
    let seen = try await office.agents.list(.init(), office.options("demo-manager")).agents
    #expect(seen.map(\.lostRecords) == [10] && seen.map(\.state) == [.connected])
  }

  // MARK: Streams

  @Test func aNewerStreamTakesThePlaceOfTheOlder() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let older = try await office.connect()
    let newer = try await office.connect()
    let error = await failure { try await older.next() }
    #expect(error?.code == .aborted && error?.reason == "SUPERSEDED")
    #expect(try await newer.take(1, present).verdict == .taken)
  }

  @Test func aStreamBeginsWithHelloAndHasItOnce() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let call = try await office.agents.connect(office.options("demo-device"))
    try await call.send(.init(item: .heartbeat(.init())))
    #expect(await failure { try await call.next() }?.reason == "HELLO_MISSING")
    let agent = try await office.connect()
    try await agent.send(.hello(.init()))
    #expect(await failure { try await agent.next() }?.reason == "AGENT_ITEM_INVALID")
  }

  @Test func aClockThatIsOffIsKnownAndWhatItSaysPutRight() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let agent = try await office.connect()
    // An hour behind, and nothing takes time on the way.
    let behind = office.clock.now.advanced(by: .seconds(-3_600))
    let first = try await agent.beat(1, at: behind)
    #expect(first.clockOffset == nil && first.receiveTime == office.clock.now.message)
    let second = try await agent.beat(2, at: behind, answered: behind)
    #expect(second.clockOffset?.seconds == 3_600 && second.clockError == .init())
    _ = try await agent.take(1, .punch(.init(act: .startWork)), ahead: .seconds(-3_600))
    let punches = try await office.punches.list(.init(), office.options("demo-worker")).punches
    #expect(punches.first?.punchTime == office.clock.now.message)
    // What the agent itself knew counts first.
    var record = agent.record(2, .punch(.init(act: .endWork)), ahead: .seconds(-3_600))
    record.clockOffset = .init(seconds: 3_660)
    office.clock.advance(by: .seconds(120))
    try await agent.send(.record(record))
    _ = try await agent.next()
    let work = try await office.punches.list(.init(), office.options("demo-worker")).punches
    #expect(
      work.last?.punchTime?.seconds == (work.first?.punchTime?.seconds ?? 0) + 60)
    let seen = try await office.agents.list(.init(), office.options("demo-manager")).agents
    #expect(seen.first?.clockOffset?.seconds == 3_600)
  }

  @Test func picturesThatAManagerWantsAreAskedFor() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    func capture(_ kinds: [Telework.ImageKind]) async throws -> Telework.CaptureResponse {
      try await office.agents.capture(
        .init(requestId: freshID(), agentId: "demo-device", kinds: kinds),
        office.options("demo-manager"))
    }
    let offline = await failure { try await capture([]) }
    #expect(offline?.code == .failedPrecondition && offline?.reason == "AGENT_OFFLINE")
    let agent = try await office.connect()
    let id = try await capture([.screen]).commandId
    #expect(try await agent.next() == .capture(.init(id: id, kinds: [.screen])))
    let both = try await capture([]).commandId
    #expect(try await agent.next() == .capture(.init(id: both, kinds: [.camera, .screen])))
  }

  @Test func whenAnAgentIsGoneNobodyKnowsWhereItsWorkerIs() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let agent = try await office.connect()
    _ = try await agent.take(1, present)
    let presences = Telework.PresenceServiceClient(office.transport)
    func state() async throws -> Telework.PresenceState? {
      try await presences.get(
        .init(workerId: "demo-worker"), office.options("demo-manager")
      ).presence?.state
    }
    #expect(try await state() == .present)
    // A newer stream means that it is there.
    let newer = try await office.connect()
    #expect(await failure { try await agent.next() }?.reason == "SUPERSEDED")
    #expect(try await state() == .present)
    try await newer.close()
    while try await state() != .unknown { await Task.yield() }
  }

  // MARK: Who may

  @Test("TEL-18: while the contract is suspended nothing is taken from agents, and all is read")
  func suspended() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let agent = try await office.connect()
    _ = try await agent.take(1, present)
    _ = try await office.verdicts([office.image(1)])
    try await office.setContract(.suspended)
    let device = office.options("demo-device")
    let refusals = [
      await failure { try await agent.take(2, present) },
      await failure { try await office.connect() },
      await failure { try await office.register() },
      await failure { try await office.verdicts([office.image(2)]) },
      await failure { try await office.upload([.lost(.init(fromSequence: 2, toSequence: 2))]) },
      await failure {
        try await office.punches.punch(
          .init(requestId: freshID(), punch: .init(act: .startWork)), device)
      },
    ]
    for refusal in refusals {
      #expect(refusal?.code == .failedPrecondition && refusal?.reason == "CONTRACT_SUSPENDED")
    }
    for who in ["demo-manager", "demo-administrator"] {
      #expect(try await office.agents.list(.init(), office.options(who)).agents.count == 1)
    }
    let seen = try await office.evidence.list(.init(), office.options("demo-manager")).evidence
    #expect(seen.map(\.sequence) == [1])
    try await office.setContract(.active)
    #expect(try await office.connect().take(2, present).verdict == .taken)
  }

  @Test(
    "TEL-18: a stream that is open ends with its next heartbeat, an upload with its next picture")
  func suspendedMeanwhile() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    let agent = try await office.connect()
    let upload = try await office.evidence.upload(office.options("demo-device"))
    try await upload.send(.init(item: .image(office.image(1))))
    _ = try await upload.next()
    try await office.setContract(.suspended)
    #expect(
      await failure { try await agent.beat(1, at: office.clock.now) }?.reason
        == "CONTRACT_SUSPENDED")
    try await upload.send(.init(item: .image(office.image(2))))
    #expect(await failure { try await upload.next() }?.reason == "CONTRACT_SUSPENDED")
  }

  @Test("TEL-07: streams from abroad do not begin", arguments: ["Connect", "Upload"])
  func abroad(method: String) async throws {
    let office = try await Office(
      devices: 1, countries: CountrySource(header: "X-Country", proxies: ""))
    let options = office.options("demo-device", from: "US")
    let error = await failure {
      if method == "Connect" {
        let call = try await office.agents.connect(options)
        try await call.send(.init(item: .hello(.init())))
        _ = try await call.next()
      } else {
        _ = try await office.evidence.upload(options).next()
      }
    }
    #expect(error?.code == .permissionDenied && error?.reason == "GEO_RESTRICTED")
  }
}
