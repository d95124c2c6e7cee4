import CivilTime
import MadoAPI
import RPC
import Rules
import Synchronization

/// The streams of agents that are open now, one of each: where those who have something to tell an agent find it.
final class AgentLinks: Sendable {
  private let open = Mutex<[String: AgentLink]>([:])

  /// An agent's stream; nil when it is not there.
  subscript(_ agent: String) -> AgentLink? { open.withLock { $0[agent] } }

  /// Takes the place of an agent's older stream, which ends.
  func enter(_ link: AgentLink) {
    let older = open.withLock { $0.updateValue(link, forKey: link.agent.id) }
    older?.end(
      RPCError(
        .aborted, "a newer stream of this agent has taken the place of this one: close this one",
        reason: "SUPERSEDED"))
  }

  /// Forgets a stream.
  ///
  /// - Returns: whether it was its agent's newest.
  func leave(_ link: AgentLink) -> Bool {
    open.withLock { open in
      guard open[link.agent.id] === link else { return false }
      open[link.agent.id] = nil
      return true
    }
  }

  /// What agents go by has changed, and the change is durable.
  ///
  /// - Parameter agent: whose own it is; empty for the tenant's.
  func configChanged(of tenant: TenantID, agent: String) {
    let links = open.withLock { open in
      agent.isEmpty
        ? open.values.filter { $0.agent.tenancy.tenant == tenant }
        : open[agent].map { $0.agent.tenancy.tenant == tenant ? [$0] : [] } ?? []
    }
    for link in links { link.configChanged() }
  }
}

/// What others have for an agent that is there, until its stream says it; and what the stream knows of the agent.
final class AgentLink: Sendable {
  /// Something to say, or the end.
  enum Event: Sendable {
    /// There is a configuration that the agent has not been told.
    case config
    case capture(Telework.CaptureCommand)
    case end(RPCError)
  }

  /// Commands that wait at most: of more the oldest go.
  private static let capturesMax = 8

  private struct State {
    // The configuration is told at the beginning.
    var hasConfig = true
    var captures: [Telework.CaptureCommand] = []
    var end: RPCError?
    var isClosed = false
    var waiting: UnsafeContinuation<Void, Never>?
    var seen: CivilTime.Instant
    var heardAt = Deadline.now
    var silenceMax: Duration
    var offset: ClockOffset.Estimate?

    var isReady: Bool { isClosed || end != nil || hasConfig || !captures.isEmpty }
  }

  let agent: Agent
  private let state: Mutex<State>

  /// - Parameters:
  ///   - now: when the agent was heard of, as its stream began.
  ///   - silence: how long it may be silent.
  init(_ agent: Agent, at now: CivilTime.Instant, silence: Duration) {
    self.agent = agent
    state = Mutex(State(seen: now, silenceMax: silence))
  }

  // MARK: What others have for it

  func configChanged() { change { $0.hasConfig = true } }

  func capture(_ command: Telework.CaptureCommand) {
    change { state in
      state.captures.append(command)
      if state.captures.count > Self.capturesMax { state.captures.removeFirst() }
    }
  }

  /// Has the stream end; the first reason counts.
  func end(_ error: RPCError) { change { if $0.end == nil { $0.end = error } } }

  /// Nobody waits any more.
  func close() { change { $0.isClosed = true } }

  private func change(_ body: (inout State) -> Void) {
    let waiting = state.withLock { state in
      body(&state)
      return state.waiting.take()
    }
    waiting?.resume()
  }

  /// The next thing to say, once there is one; nil when it is closed. One task asks.
  func next() async -> Event? {
    while true {
      let (event, isOver) = state.withLock { state in (Self.take(&state), state.isClosed) }
      if let event { return event }
      if isOver { return nil }
      await withUnsafeContinuation { continuation in
        let isReady = state.withLock { state in
          if state.isReady { return true }
          state.waiting = continuation
          return false
        }
        if isReady { continuation.resume() }
      }
    }
  }

  private static func take(_ state: inout State) -> Event? {
    if let end = state.end.take() { return .end(end) }
    if state.isClosed { return nil }
    if state.hasConfig {
      state.hasConfig = false
      return .config
    }
    return state.captures.isEmpty ? nil : .capture(state.captures.removeFirst())
  }

  // MARK: What is known of it

  /// When something was heard of the agent last, by the server's clock.
  var seen: CivilTime.Instant { state.withLock { $0.seen } }

  /// What its clock is off, as far as this stream has shown.
  var offset: ClockOffset.Estimate? { state.withLock { $0.offset } }

  /// Something was heard of the agent.
  func heard(at now: CivilTime.Instant) {
    state.withLock { state in
      state.seen = now
      state.heardAt = .now
    }
  }

  func know(_ offset: ClockOffset.Estimate?) { state.withLock { $0.offset = offset } }

  /// How long it may be silent from now on.
  func allow(silence: Duration) { state.withLock { $0.silenceMax = silence } }

  /// How long it may go on being silent; nothing when that is over. By the machine's own clock: it is about a
  /// connection.
  var silenceLeft: Duration {
    state.withLock { max(.zero, $0.silenceMax + $0.heardAt.remaining()) }
  }
}
