import MadoAPI
import Protobuf
import RPC
import Rules

@testable import Services

/// A watch as a client follows it.
final class Follower {
  let stream: ClientStream<Telework.WatchGroupRequest, Telework.WatchGroupResponse>
  private(set) var states: [String: Telework.PresenceState] = [:]
  private(set) var token = ""

  init(
    _ presence: Telework.PresenceServiceClient, _ options: CallOptions, group: String = "",
    token: String = ""
  ) async throws {
    stream = try await presence.watchGroup(.init(groupId: group, resumeToken: token), options)
    self.token = token
  }

  /// Takes in the next message and says what it was.
  func next() async throws -> String {
    guard let response = try await stream.next() else { return "end" }
    if !response.resumeToken.isEmpty { token = response.resumeToken }
    switch response.item {
    case .snapshotBegin:
      states = [:]
      return "begin"
    case .snapshotPart(let part):
      for worker in part.workers { states[worker.workerId] = worker.state }
      return "part of \(part.workers.count)"
    case .snapshotEnd(let end): return "end of \(end.count)"
    case .snapshotSkipped: return "skipped"
    case .changes(let changes):
      for change in changes.changes {
        switch change.change {
        case .presence(let presence): states[presence.workerId] = presence.state
        case .leftWorkerId(let worker): states[worker] = nil
        case nil: break
        }
      }
      return "changes"
    case .gap: return "gap"
    case .heartbeat: return "heartbeat"
    case nil: return "nothing"
    }
  }

  /// Follows until somebody is seen in a state, or is not there any more.
  func follow(until worker: String, is state: Telework.PresenceState?) async throws {
    while states[worker] != state { _ = try await next() }
  }
}

extension Office {
  /// Watches the demo tenant as its manager.
  func follow(_ group: String = "", token: String = "") async throws -> Follower {
    try await Follower(presence, options("demo-manager"), group: group, token: token)
  }

  /// Tells the board that a worker came and went, so many times, from so long after now on.
  func flood(_ count: Int, after delay: Duration = .zero, of worker: String = "demo-worker") {
    var at = clock.now.advanced(by: delay)
    for number in 0..<count {
      at = at.advanced(by: .milliseconds(1))
      let sighting = Presence.Sighting(number % 2 == 0 ? .present : .away, at: at)
      presenceIntake.board.publish(
        PresenceRow(sighting, received: at, of: worker, by: "demo-device", after: nil),
        of: Demo.tenant)
    }
  }
}
