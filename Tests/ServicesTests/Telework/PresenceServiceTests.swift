import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import Storage
import Testing

@testable import Services

@Suite struct PresenceServiceTests {
  // MARK: Asking

  @Test func presenceHoldsForFiveMinutesWithoutASighting() async throws {
    let office = try await Office(devices: 2)
    func shown() async throws -> Telework.WorkerPresence {
      try #require(
        try await office.presence.get(
          .init(workerId: "demo-worker"), office.options("demo-manager")
        ).presence)
    }
    let unheard = try await shown()
    #expect(unheard.state == .unknown && unheard.sinceTime == nil)
    let start = office.clock.now
    try await office.see(.present, confidence: 900, threshold: 700)
    office.clock.advance(by: .seconds(200))
    try await office.see(.present, ago: .seconds(10), confidence: 800, threshold: 700)
    let present = try await shown()
    #expect(present.state == .present && present.sinceTime == start.message)
    #expect(present.seeTime == start.advanced(by: .seconds(190)).message)
    #expect(present.receiveTime == office.clock.now.message)
    #expect(present.confidencePermille == 800 && present.thresholdPermille == 700)
    #expect(present.agentId == "demo-device")
    // A face that nobody is sure of.
    try await office.see(.present, confidence: 600, threshold: 700)
    #expect(try await shown().state == .away)
    // What comes late is kept, and changes nothing of now.
    try await office.see(.absent, ago: .seconds(100))
    #expect(try await shown().state == .away)
    let seen = office.clock.now
    office.clock.advance(by: .seconds(300))
    let silent = try await shown()
    #expect(silent.state == .unknown)
    #expect(silent.sinceTime == seen.advanced(by: .seconds(300)).message)
    // Ahead of our clock it counts as now, so that what follows counts too.
    try await office.see(.present, ago: .seconds(-900))
    #expect(try await shown().seeTime == office.clock.now.message)
  }

  @Test func nobodySeesAnothersPresenceButTheManager() async throws {
    let office = try await Office(devices: 2)
    try await office.see(.present)
    for (who, code) in [
      ("demo-worker", nil), ("demo-manager", nil), ("demo-worker-2", Code.notFound),
      ("demo-administrator", .permissionDenied), ("demo-device", .permissionDenied),
    ] {
      let error = await failure {
        try await office.presence.get(.init(workerId: "demo-worker"), office.options(who))
      }
      #expect(error?.code == code, "\(who)")
    }
  }

  @Test func intervalsHaveNoGapsAndComeInPages() async throws {
    let office = try await Office(devices: 1)
    let start = office.clock.now
    for (state, seconds) in [
      (Presence.State.present, 60), (.present, 200), (.away, 400), (.present, 1_000),
      (.absent, 1_100),
    ] {
      try await office.see(state, ago: .seconds(-seconds))
    }
    // They were all ahead: nothing but now is known.
    office.clock.advance(by: .seconds(2_000))
    for (state, seconds) in [
      (Presence.State.present, 60), (.present, 200), (.away, 400), (.present, 1_000),
      (.absent, 1_100),
    ] {
      try await office.see(state, ago: .seconds(2_000 - seconds))
    }
    func intervals(size: Int32) async throws -> [String] {
      var request = Telework.ListIntervalsRequest(
        pageSize: size, workerId: "demo-worker",
        fromTime: start.advanced(by: .seconds(30)).message,
        beforeTime: start.advanced(by: .seconds(5_000)).message)
      var found: [String] = []
      repeat {
        let page = try await office.presence.listIntervals(request, office.options("demo-manager"))
        found += page.intervals.map { interval in
          let ends = [interval.startTime, interval.endTime].map {
            ($0?.seconds ?? 0) - start.seconds
          }
          return "\(ends[0])-\(ends[1]) \(interval.state.word)"
        }
        request.pageToken = page.nextPageToken
      } while !request.pageToken.isEmpty
      return found
    }
    let expected = [
      // What was seen ahead of the clock holds from the instant at which it came.
      "30-60 ABSENT", "60-400 PRESENT", "400-700 AWAY", "700-1000 UNKNOWN", "1000-1100 PRESENT",
      "1100-1400 ABSENT", "1400-2000 UNKNOWN",
    ]
    #expect(try await intervals(size: 500) == expected)
    #expect(try await intervals(size: 2) == expected)
    let error = await failure {
      try await office.presence.listIntervals(
        .init(
          fromTime: start.message, beforeTime: start.advanced(by: .seconds(401 * 86_400)).message),
        office.options("demo-worker"))
    }
    #expect(error?.code == .invalidArgument)
  }

  // MARK: Watching

  @Test func aWatchShowsHowItStandsAndThenEachChange() async throws {
    let office = try await Office(devices: 2)
    try await office.see(.present)
    let follower = try await office.follow()
    #expect(try await follower.next() == "begin")
    #expect(try await follower.next() == "part of 2")
    #expect(try await follower.next() == "end of 2")
    #expect(follower.states == ["demo-worker": .present, "demo-worker-2": .unknown])
    try await office.see(.away)
    #expect(try await follower.next() == "changes")
    #expect(follower.states["demo-worker"] == .away)
    try await office.see(.present, by: Office.agent("-2"))
    try await follower.follow(until: "demo-worker-2", is: .present)
  }

  @Test func whoWasCutOffGoesOnWhereHeWas() async throws {
    let office = try await Office(devices: 2)
    try await office.see(.present)
    var follower = try await office.follow()
    try await follower.follow(until: "demo-worker", is: .present)
    _ = try await follower.next()
    try await office.see(.away)
    try await follower.follow(until: "demo-worker", is: .away)
    let token = follower.token
    follower = try await office.follow(token: token)
    #expect(try await follower.next() == "skipped")
    try await office.see(.absent)
    try await office.see(.present, by: Office.agent("-2"))
    try await follower.follow(until: "demo-worker-2", is: .present)
    #expect(follower.states == ["demo-worker": .absent, "demo-worker-2": .present])
    // Again from the older place: what came since comes at once.
    follower = try await office.follow(token: token)
    #expect(try await follower.next() == "skipped")
    #expect(try await follower.next() == "changes")
    #expect(follower.states == ["demo-worker": .absent, "demo-worker-2": .present])
    // A token of another watch is none of this one's.
    let strange = await failure {
      let strange = try await office.follow("elsewhere", token: token)
      return try await strange.next()
    }
    #expect(strange?.reason == "RESUME_TOKEN_MISMATCH")
  }

  @Test func whoDoesNotReadIsCutAndLearnsWhatHeMissed() async throws {
    let office = try await Office(devices: 1)
    let slow = try await office.follow()
    while try await slow.next() != "end of 1" {}
    // More than are kept, whatever was taken of them meanwhile.
    office.flood(30_000)
    let error = await failure { while try await slow.next() != "end" {} }
    #expect(error?.code == .resourceExhausted && error?.reason == "SLOW_CONSUMER")
    let token = try #require(await slow.stream.trailers()["resume-token"])
    #expect(token == slow.token)
    let again = try await office.follow(token: token)
    #expect(try await again.next() == "gap")
    #expect(try await again.next() == "begin")
    try await again.follow(until: "demo-worker", is: .away)
  }

  @Test func silenceAndMovesAreSeenByWhoWatches() async throws {
    var pace = WatchPace()
    (pace.heartbeat, pace.look) = (.milliseconds(40), .milliseconds(10))
    let office = try await Office(devices: 2, watchPace: pace)
    let administrator = office.options("demo-administrator")
    func setMembers(_ ids: [String], of group: String) async throws {
      _ = try await office.groups.setMembers(
        .init(requestId: freshID(), id: group, userIds: ids), administrator)
    }
    let group = try #require(
      try await office.groups.create(
        .init(requestId: freshID(), group: .init(name: "sales")), administrator
      ).group)
    try await setMembers(["demo-worker"], of: group.id)
    try await office.see(.present)
    let follower = try await office.follow(group.id)
    try await follower.follow(until: "demo-worker", is: .present)
    while try await follower.next() != "heartbeat" {}
    #expect(follower.states == ["demo-worker": .present])
    office.clock.advance(by: .seconds(301))
    let board = try await office.presenceIntake.board.board(of: .atTheMachine(Demo.tenant))
    try await board.look(evenSooner: true)
    try await follower.follow(until: "demo-worker", is: .unknown)
    try await setMembers(["demo-worker-2"], of: group.id)
    try await board.look(evenSooner: true)
    try await follower.follow(until: "demo-worker", is: nil)
    try await follower.follow(until: "demo-worker-2", is: .unknown)
    #expect(follower.states == ["demo-worker-2": .unknown])
    // A department that goes ends its watches.
    try await setMembers([], of: group.id)
    _ = try await office.groups.delete(.init(requestId: freshID(), id: group.id), administrator)
    try await board.look(evenSooner: true)
    let error = await failure { while try await follower.next() != "end" {} }
    #expect(error?.reason == "GROUP_NOT_FOUND")
    let missing = await failure {
      try await office.follow(group.id).next()
    }
    #expect(missing?.reason == "GROUP_NOT_FOUND")
  }
}
