import CivilTime
import Testing

@testable import Rules

@Suite struct AgentTests {
  private static let tested = AgentEnvironment(
    physicalCores: 2, freeDiskMegabytes: 100, memoryMegabytes: 4096, is64Bit: true,
    cameraPixels: 300_000, system: "Windows 10 Pro", browser: .chrome, browserVersion: 54,
    locale: "ja-JP")

  @Test("TEL-45: what is less than what was tested is named")
  func environments() {
    let table: [(change: (inout AgentEnvironment) -> Void, unmet: [String])] = [
      ({ _ in }, []),
      ({ $0.physicalCores = 1 }, ["physical_cores"]),
      ({ $0.freeDiskMegabytes = 99 }, ["free_disk_mb"]),
      ({ $0.memoryMegabytes = 4095 }, ["memory_mb"]),
      ({ $0.cameraPixels = 0 }, ["camera_pixels"]),
      ({ $0.system = "Windows 11 Pro" }, ["system"]),
      ({ $0.system = "Windows 7 Professional" }, ["system"]),
      ({ ($0.system, $0.servicePack) = ("Windows 7 Professional", "SP1") }, []),
      (
        {
          ($0.system, $0.servicePack) = ("Windows 7 Professional", "SP1")
          ($0.is64Bit, $0.memoryMegabytes) = (false, 2048)
        }, []
      ),
      ({ ($0.is64Bit, $0.memoryMegabytes) = (false, 2047) }, ["memory_mb", "system"]),
      ({ $0.browserVersion = 53 }, ["browser_version"]),
      ({ ($0.browser, $0.browserVersion) = (.internetExplorer, 11) }, []),
      ({ ($0.browser, $0.browserVersion) = (.edge, 24) }, ["browser_version"]),
      ({ $0.locale = "en-US" }, ["locale"]),
      ({ $0.isVirtual = true }, ["virtual"]),
    ]
    for (change, unmet) in table {
      var environment = Self.tested
      change(&environment)
      #expect(environment.unmet().map(\.field) == unmet)
      #expect(environment.unmet().allSatisfy { !$0.value.isEmpty && !$0.limit.isEmpty })
    }
  }

  @Test("TEL-37: the offset of the exchange that took the least is believed, and bounds the truth")
  func offsets() throws {
    var random = SeededRandom(state: 37)
    for _ in 0..<100 {
      let truth = Duration.milliseconds(Int.random(in: -3_600_000...3_600_000, using: &random))
      var offset = ClockOffset()
      #expect(offset.estimate == nil)
      var server = try jst("2026-04-09 09:00")
      for _ in 0..<20 {
        let there = Duration.milliseconds(Int.random(in: 1...2000, using: &random))
        let back = Duration.milliseconds(Int.random(in: 1...2000, using: &random))
        let sent = server.advanced(by: .zero - truth)
        let answered = server.advanced(by: there + .milliseconds(5))
        offset.take(
          .init(
            agentSent: sent, serverReceived: server.advanced(by: there), serverSent: answered,
            agentReceived: answered.advanced(by: back - truth)))
        server = server.advanced(by: .seconds(30))
        let estimate = try #require(offset.estimate)
        let off = estimate.offset - truth
        #expect(off <= estimate.error && .zero - off <= estimate.error)
      }
    }
  }

  @Test("TEL-37: when the agent's clock is set, what was measured before counts no more")
  func jumps() throws {
    let server = try jst("2026-04-09 09:00")
    var offset = ClockOffset()
    func exchange(agentAhead ahead: Int) -> ClockOffset.Exchange {
      let agent = server.advanced(by: .seconds(ahead))
      return .init(
        agentSent: agent, serverReceived: server, serverSent: server, agentReceived: agent)
    }
    offset.take(exchange(agentAhead: 0))
    offset.take(exchange(agentAhead: 3600))
    #expect(offset.estimate?.offset == .seconds(-3600))
    offset.take(
      .init(
        agentSent: server, serverReceived: server, serverSent: server,
        agentReceived: server.advanced(by: .seconds(-60))))
    #expect(offset.estimate == nil)
  }
}
