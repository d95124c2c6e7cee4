import CivilTime
import EventLoop
import MadoAPI
import Protobuf
import RPC
import Rules

/// One stream of an agent: records, heartbeats and what it has taken come in; acks, answers, configurations and commands
/// go out.
///
/// Reading goes on while records are being made durable, so that one sync serves many of them; what is under way holds at
/// most ``heldBytesMax`` of memory, and beyond that the agent's window stays closed.
struct AgentStream: Sendable {
  private let link: AgentLink
  private let intake: AgentIntake
  private let links: AgentLinks
  private let call: CallContext
  private let responses: ResponseStream<Telework.ConnectResponse>
  /// What the audit log says of the stream.
  private let act: AuditRecord
  private let wait = StorageWait()

  private var agent: Agent { link.agent }

  /// Records that may be under way, in bytes.
  private static let heldBytesMax = 256 << 10
  /// Intervals without a heartbeat after which an agent is gone.
  private static let silentIntervals = 3
  /// How long an agent may be silent of which nothing says its interval yet.
  static let silenceMax = AgentConfigRow().heartbeatInterval * silentIntervals

  /// - Parameter silence: how long it may take until hello has come.
  init(
    _ agent: Agent, _ intake: AgentIntake, _ links: AgentLinks, silence: Duration,
    _ call: CallContext, _ responses: ResponseStream<Telework.ConnectResponse>
  ) throws {
    act = try AuditRecord(call, at: intake.clock.now)
    link = AgentLink(agent, at: intake.clock.now, silence: silence)
    self.intake = intake
    self.links = links
    self.call = call
    self.responses = responses
  }

  func run(_ requests: RequestStream<Telework.ConnectRequest>) async throws {
    defer { call.statistics.storageTime += wait.total }
    call.onDrain { [link] in
      requests.close()
      link.close()
    }
    let hello = try await hello(requests)
    let last = try await wait.during { try await intake.begin(agent, hello) }
    // From here on a change of the configuration is told, so none is missed.
    links.enter(link)
    defer { leave() }
    let config = try await config()
    try await responses.send(welcome(last, config))
    if hello.configVersion != 0 {
      try await apply(Telework.AppliedConfig(version: hello.configVersion))
    }
    try await serve(requests)
    if call.isDraining { throw try await draining() }
  }

  /// The first item, for which the stream waits as long as for a heartbeat.
  private func hello(
    _ requests: RequestStream<Telework.ConnectRequest>
  ) async throws -> Telework.AgentHello {
    let watch = SilenceWatch(link) { requests.close() }
    defer { watch.cancel() }
    if case .hello(let hello)? = try await requests.next()?.item {
      link.heard(at: intake.clock.now)
      return hello
    }
    if call.isDraining { throw try await draining() }
    throw link.silenceLeft > .zero ? Self.noHello : Self.lateHello
  }

  /// Reads and says, until one of them has come to its end.
  private func serve(_ requests: RequestStream<Telework.ConnectRequest>) async throws {
    let watch = SilenceWatch(link) { [link] in link.end(Self.silent) }
    defer { watch.cancel() }
    let held = HeldBytes(bytesMax: Self.heldBytesMax)
    try await withThrowingDiscardingTaskGroup { underWay in
      defer { link.close() }
      underWay.addTask {
        do {
          try await say()
        } catch {
          // Whoever reads is to hear of the end too.
          requests.close()
          throw error
        }
      }
      var clock = ClockComparison()
      while let request = try await requests.next() {
        try await call.confirmCaller()
        link.heard(at: intake.clock.now)
        switch request.item {
        case .heartbeat(let heartbeat): try await answer(heartbeat, &clock)
        case .applied(let applied): try await apply(applied)
        case .record(let record):
          let weight = record.weight
          await held.take(weight)
          let taking: AgentIntake.Taking
          do {
            taking = try await take(record)
          } catch {
            held.give(weight)
            throw error
          }
          underWay.addTask {
            defer { held.give(weight) }
            do {
              let ack = try await wait.during { try await taking.value }
              try await responses.send(Telework.ConnectResponse(item: .ack(ack)))
            } catch {
              requests.close()
              throw error
            }
          }
        case .hello, nil: throw Self.noItem
        }
      }
    }
  }

  // MARK: What comes in

  private func take(_ record: Telework.AgentRecord) async throws -> AgentIntake.Taking {
    try await wait.during {
      try await intake.take(record, of: agent, offset: link.offset?.offset, by: act)
    }
  }

  private func apply(_ applied: Telework.AppliedConfig) async throws {
    try await wait.during { try await intake.apply(applied, to: agent) }
  }

  private func answer(
    _ heartbeat: Telework.AgentHeartbeat, _ clock: inout ClockComparison
  ) async throws {
    let received = intake.clock.now
    // A contract that is suspended ends the stream, also of who has nothing to bring.
    _ = try await config()
    link.know(clock.take(heartbeat))
    let sent = intake.clock.now
    clock.answered(heartbeat, received: received, sent: sent)
    try await responses.send(
      Telework.ConnectResponse(
        item: .heartbeat(
          Telework.HeartbeatAnswer(
            number: heartbeat.number, receiveTime: received.message, sendTime: sent.message,
            clockOffset: link.offset?.offset.message, clockError: link.offset?.error.message))))
  }

  // MARK: What goes out

  /// Says what others have for the agent, until nobody has any more.
  private func say() async throws {
    while let event = await link.next() {
      switch event {
      case .config:
        let config = Telework.AgentConfig(try await config(), for: agent.id)
        try await responses.send(Telework.ConnectResponse(item: .config(config)))
      case .capture(let command):
        try await responses.send(Telework.ConnectResponse(item: .capture(command)))
      case .end(let error): throw error
      }
    }
  }

  /// What the agent goes by now; how long it may be silent follows.
  private func config() async throws -> AgentConfigRow {
    let config = try await wait.during { try await intake.config(for: agent) }
    link.allow(silence: config.heartbeatInterval * Self.silentIntervals)
    return config
  }

  private func welcome(_ last: (record: Int64, picture: Int64), _ config: AgentConfigRow)
    -> Telework.ConnectResponse
  {
    Telework.ConnectResponse(
      item: .welcome(
        Telework.AgentWelcome(
          lastRecord: UInt64(clamping: last.record),
          heartbeatInterval: config.heartbeatInterval.message,
          serverTime: intake.clock.now.message, lastPicture: UInt64(clamping: last.picture))))
  }

  // MARK: The end

  /// Keeps what is known of the agent. Whose stream was taken over is still there, and so he is when it is the server
  /// that stops.
  private func leave() {
    guard links.leave(link) else { return }
    let (intake, link, isGone) = (intake, link, !call.isDraining)
    // The call's own task may be cancelled.
    Task.detached { try? await intake.leave(link, isGone: isGone) }
  }

  private func draining() async throws -> RPCError {
    let last = try await wait.during {
      try await intake.database.read {
        try AgentStore(agent.tenancy, $0).lastRecord(of: agent.id) ?? 0
      }
    }
    return RPCError(
      .unavailable,
      "the server is stopping: every record with an ack is durable; go on from \(last + 1) on a new "
        + "stream", reason: "SERVER_DRAINING", metadata: ["resume_from_sequence": "\(last + 1)"]
    ).retrying(after: .seconds(1))
  }

  static let notRegistered = RPCError(
    .failedPrecondition,
    "the agent is not registered: call AgentService.Register with the facts of its machine first",
    reason: "AGENT_NOT_REGISTERED")

  fileprivate static let silent = RPCError(
    .aborted,
    "no heartbeat has come for \(silentIntervals) intervals: send them as welcome and config say",
    reason: "HEARTBEAT_MISSING")

  private static let noHello = RPCError.invalid(
    [.init(field: "hello", description: "it is missing: send it first")], reason: "HELLO_MISSING")

  private static let lateHello = RPCError(
    .aborted, "no hello has come: send it first, as soon as the stream is open",
    reason: "HELLO_MISSING")

  private static let noItem = RPCError.invalid(
    [
      .init(
        field: "item",
        description: "it is hello again, or nothing known: send a heartbeat, a record or applied")
    ], reason: "AGENT_ITEM_INVALID")
}

/// Ends a stream of which nothing was heard for too long. Of the call's thread; a call within the process has no loop
/// and is not watched.
private final class SilenceWatch {
  private let link: AgentLink
  private let end: () -> Void
  private var timer: Timer?

  /// - Parameter end: what ends the stream.
  init(_ link: AgentLink, end: @escaping () -> Void) {
    self.link = link
    self.end = end
    look()
  }

  private func look() {
    let left = link.silenceLeft
    guard left > .zero else { return end() }
    timer = EventLoop.current?.schedule(after: left) { [weak self] in self?.look() }
  }

  func cancel() { timer?.cancel() }
}

/// Compares an agent's clock with ours by its heartbeats.
private struct ClockComparison {
  private var offset = ClockOffset()
  private var last: (number: UInt64, sent: Instant, received: Instant, answered: Instant)?

  /// Takes what a heartbeat says of the answer before.
  ///
  /// - Returns: what the clock is off; nil while that is unknown.
  mutating func take(_ heartbeat: Telework.AgentHeartbeat) -> ClockOffset.Estimate? {
    if let last, last.number &+ 1 == heartbeat.number,
      let arrived = heartbeat.answerReceiveTime.flatMap({ Instant($0) })
    {
      offset.take(
        ClockOffset.Exchange(
          agentSent: last.sent, serverReceived: last.received, serverSent: last.answered,
          agentReceived: arrived))
    }
    return offset.estimate
  }

  /// A heartbeat was answered.
  mutating func answered(
    _ heartbeat: Telework.AgentHeartbeat, received: Instant, sent: Instant
  ) {
    last = heartbeat.sendTime.flatMap { Instant($0) }.map {
      (heartbeat.number, $0, received, sent)
    }
  }
}

extension Telework.AgentRecord {
  /// The memory it holds until it is acknowledged, in bytes: itself, and about 2 KiB of tasks.
  fileprivate var weight: Int {
    guard case .punch(let punch) = content else { return 2048 }
    return 2048 + punch.task.utf8.count
  }
}
