import EventLoop
import Foundation
import MadoAPI
import RPC
import RPCTransport
import Testing

@testable import Services

/// What ends the stream of an agent that does nothing wrong in what it sends.
@Suite struct AgentStreamTests {
  private let present = Telework.AgentRecord.Content.sighting(
    .init(state: .present, confidencePermille: 900, thresholdPermille: 700))

  // MARK: Silence

  /// Serves an office on a path, where agents are awaited so long, and calls it there.
  private func calling(
    _ office: Office, helloWait: Swift.Duration,
    _ body: (Telework.AgentServiceClient) async throws -> Void
  ) async throws {
    let path = NSTemporaryDirectory() + "agents-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let group = try EventLoopGroup(count: 1)
    defer { group.shutdown() }
    var handler = try #require(office.services.compactMap { $0 as? AgentHandler }.first)
    handler.helloWait = helloWait
    let server = Server(
      Server.Configuration(addresses: [try SocketAddress("unix:\(path)")]), on: group,
      services: [handler], interceptors: office.interceptors)
    try server.start()
    let channel = Channel(.init(target: "unix:\(path)"), on: group.loops[0])
    do {
      try await body(Telework.AgentServiceClient(channel))
    } catch {
      Issue.record(error)
    }
    await channel.close()
    await server.drain(within: .milliseconds(200))
  }

  @Test(.timeLimit(.minutes(5)), arguments: [Swift.Duration.zero, .milliseconds(1)])
  func whoNeverSaysHelloIsCut(wait: Swift.Duration) async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    try await calling(office, helloWait: wait) { agents in
      let call = try await agents.connect(office.options("demo-device"))
      let error = await failure { try await call.next() }
      #expect(error?.code == .aborted && error?.reason == "HELLO_MISSING")
    }
    #expect(AgentStream.silenceMax == .seconds(90), "as the schema says")
  }

  @Test(.timeLimit(.minutes(5)))
  func whoHasSaidHelloIsNotHeldToThatWait() async throws {
    let office = try await Office(devices: 1)
    try await office.register()
    try await calling(office, helloWait: .seconds(3_600)) { agents in
      let call = try await agents.connect(office.options("demo-device"))
      try await call.send(.init(item: .hello(.init(oldestRecord: 1))))
      guard case .welcome? = try await call.next()?.item else { throw TestAgent.Unexpected() }
      call.closeSend()
      while try await call.next() != nil {}
    }
  }

  // MARK: From abroad

  @Test("TEL-07: who may call from abroad no longer loses the streams that he has open")
  func abroadMeanwhile() async throws {
    let office = try await Office(
      devices: 2, countries: CountrySource(header: "X-Country", proxies: ""))
    let administrator = office.options("demo-administrator", from: "JP")
    func set(_ policy: Identity.Policy, _ fields: [String]) async throws {
      var policy = policy
      policy.etag = try #require(
        try await office.policies.getPolicy(.init(), administrator).policy
      ).etag
      _ = try await office.policies.updatePolicy(
        .init(requestId: freshID(), policy: policy, updateMask: .init(paths: fields)),
        administrator)
    }
    try await set(
      .init(allowedCountries: ["US"], agreementId: "A-1"), ["allowed_countries", "agreement_id"])
    try await office.register()
    try await office.register(as: "demo-device-2")
    let abroad = try await office.connect(from: "US")
    let home = try await office.connect(as: "demo-device-2", from: "JP")
    let upload = try await office.evidence.upload(office.options("demo-device", from: "US"))
    func picture(_ sequence: UInt64) async throws -> Telework.UploadResponse? {
      try await upload.send(.init(item: .image(office.image(sequence))))
      return try await upload.next()
    }
    #expect(try await abroad.take(1, present).verdict == .taken)
    _ = try await picture(1)
    try await set(.init(geo: .warn), ["geo", "allowed_countries"])
    #expect(try await abroad.take(2, present).verdict == .taken)
    try await set(.init(geo: .block), ["geo"])
    for error in [
      await failure { try await abroad.beat(1, at: office.clock.now) },
      await failure { try await picture(2) },
    ] {
      #expect(error?.code == .permissionDenied && error?.reason == "GEO_RESTRICTED")
    }
    #expect(try await home.take(1, present).verdict == .taken)
    let seen = try await office.evidence.list(
      .init(agentId: "demo-device"), office.options("demo-manager", from: "JP")
    ).evidence
    #expect(seen.map(\.sequence) == [1], "what came after is not stored")
    let log = try await office.auditLog.list(.init(), administrator).records
    #expect(log.contains { $0.actor == "demo-device" && $0.refusal == "GEO_RESTRICTED" })
  }
}
