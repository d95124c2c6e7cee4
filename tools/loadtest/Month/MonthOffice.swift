import Calling
import CivilTime
import EventLoop
import MadoAPI
import Protobuf
import RPC
import RPCTransport

/// Who sets the server's clock, and the manager who reviews what was detected.
struct MonthOffice: Sendable {
  struct Targets: Sendable {
    let manager: Target
    let administrator: Target
  }

  private let channels: [Channel]
  private let clock: Statuses.ClockServiceClient
  private let incidents: Telework.IncidentServiceClient
  private let asManager: CallOptions
  private let asAdministrator: CallOptions

  init(_ targets: Targets, on loop: EventLoop) throws {
    channels = [
      Channel(try targets.administrator.configuration(), on: loop),
      Channel(try targets.manager.configuration(), on: loop),
    ]
    clock = Statuses.ClockServiceClient(channels[0])
    incidents = Telework.IncidentServiceClient(channels[1])
    asAdministrator = CallOptions(metadata: try targets.administrator.metadata(and: []))
    asManager = CallOptions(metadata: try targets.manager.metadata(and: []))
  }

  func close() async {
    for channel in channels { await channel.close() }
  }

  /// Sets the server's clock, and compares it with the machine's: the one of five times whose answer came quickest.
  func begin(at instant: Instant) async throws -> ServerClock {
    let time = GoogleProtobuf.Timestamp(seconds: instant.seconds, nanos: instant.nanoseconds)
    _ = try await clock.setTestClock(Statuses.SetTestClockRequest(time: time), asAdministrator)
    var best: (took: Int64, clock: ServerClock)?
    for _ in 0..<5 {
      let asked = MonotonicClock.nanoseconds
      let answer = try await clock.now(Statuses.NowRequest(), asAdministrator)
      let took = MonotonicClock.nanoseconds - asked
      guard let time = answer.time,
        let shown = Instant(seconds: time.seconds, nanoseconds: time.nanos)
      else { throw RPCError(.internal, "the server says no time", reason: "NO_TIME") }
      guard answer.speed > 0 else {
        throw UsageError("the server's clock stands still: start it with --clock …,speed=3000")
      }
      if took < best?.took ?? .max {
        best = (
          took, ServerClock(instant: shown, monotonic: asked + took / 2, speed: Int64(answer.speed))
        )
      }
    }
    guard let best else { throw RPCError(.internal, "no clock", reason: "NO_TIME") }
    return best.clock
  }

  /// Of the incidents of a day leaves every third for later, and says of the others in turn that it was one and that
  /// it was none. Every seventh of these is looked at again.
  func review(_ day: CivilDate, into log: inout SentLog) async throws {
    let found = try await detected(on: day)
    for (place, incident) in found.enumerated() where place % 3 != 0 {
      let act: Telework.IncidentAct = place % 3 == 1 ? .confirm : .dismiss
      _ = try await incidents.review(
        Telework.ReviewRequest(
          requestId: RequestID.make(), id: incident.id, act: act, comment: "looked at"), asManager)
      note(incident, act, into: &log)
      guard place % 7 == 0 else { continue }
      _ = try await incidents.reopen(
        Telework.ReopenRequest(requestId: RequestID.make(), id: incident.id, reason: "asked for"),
        asManager)
      note(incident, .reopen, into: &log)
    }
  }

  private func detected(on day: CivilDate) async throws -> [Telework.Incident] {
    let (from, before) = (JST.instant(day), JST.instant(day, .endOfDay))
    var found: [Telework.Incident] = []
    var token = ""
    repeat {
      let page = try await incidents.list(
        Telework.IncidentServiceListRequest(
          pageSize: 500, pageToken: token,
          filter: "detect_time >= \"\(from)\" AND detect_time < \"\(before)\""), asManager)
      found += page.incidents
      token = page.nextPageToken
    } while !token.isEmpty
    return found
  }

  private func note(
    _ incident: Telework.Incident, _ act: Telework.IncidentAct, into log: inout SentLog
  ) {
    let time = incident.detectTime ?? GoogleProtobuf.Timestamp()
    guard let instant = Instant(seconds: time.seconds, nanoseconds: time.nanos) else { return }
    log.add(
      incident.agentId, at: instant, [("reviewed", incident.id), ("act", act.name ?? "")])
  }
}
