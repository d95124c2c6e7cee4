import AgentSpool
import Calling
import Files
import MadoAPI
import Protobuf
import RPC
import Synchronization

/// Keeps the stream of `AgentService.Connect`: brings records, says that the agent is there, and takes what the server
/// wants of it.
///
/// What the camera program is to know lies in the spool: `config.json`, whole and new whenever it has changed, and
/// `capture.json` when pictures are wanted at once.
final class RecordDelivery: Delivery {
  /// What the receiving task leaves for the sending one.
  private struct Talk {
    var hasRegistered = false
    var applied: Telework.AppliedConfig?
    var configVersion: Int64 = 0
    var answerReceived: Int64?
    var taken = 0
  }

  private typealias Stream = ClientStream<Telework.ConnectRequest, Telework.ConnectResponse>

  /// Between heartbeats, where the server says nothing of it.
  private static let heartbeatDefault = Duration.seconds(30)

  private let client: Telework.AgentServiceClient
  private let options: CallOptions
  private let folder: AgentFolder
  /// Without its request's id.
  private let registration: Telework.RegisterRequest
  private let pace: Pace
  private let status: AgentStatus
  private let endsWhenDone: Bool
  private let talk = Mutex(Talk())

  init(
    client: Telework.AgentServiceClient, options: CallOptions, folder: AgentFolder,
    registration: Telework.RegisterRequest, pace: Pace, status: AgentStatus, endsWhenDone: Bool
  ) {
    self.client = client
    self.options = options
    self.folder = folder
    self.registration = registration
    self.pace = pace
    self.status = status
    self.endsWhenDone = endsWhenDone
  }

  var name: String { "records" }
  /// The stream stands as long as the agent runs.
  var hasWork: Bool { !endsWhenDone || folder.hasRecords || folder.hasPictures && !folder.hasMet }
  var takenCount: Int { talk.withLock { $0.taken } }

  func run() async throws {
    try await register()
    try await connect()
  }

  /// Once while the program runs: the machine may have changed since. Whom the administrator deregisters meanwhile stays
  /// away until somebody starts it again.
  private func register() async throws {
    guard !talk.withLock({ $0.hasRegistered }) else { return }
    var unary = options
    unary.deadline = unary.deadline ?? Deadline(after: .seconds(60))
    var request = registration
    request.requestId = RequestID.make()
    let response: Telework.RegisterResponse
    do throws(RPCError) {
      response = try await client.register(request, unary)
    } catch {
      throw Self.inOurWords(error)
    }
    talk.withLock { $0.hasRegistered = true }
    let unmet = (response.agent?.warnings ?? []).map { "\($0.field) is \($0.value), \($0.limit)" }
    if !unmet.isEmpty {
      status.tell("this machine is outside of what was tested: \(unmet.joined(separator: "; "))")
    }
  }

  /// Says by this program's own commands how the agent's licence is read and accepted.
  private static func inOurWords(_ error: RPCError) -> RPCError {
    guard error.reason == "TERMS_NOT_ACCEPTED",
      let terms = error.detail(GoogleRpc.ErrorInfo.self)?.metadata,
      let id = terms["terms_ids"], let version = terms["version"]
    else { return error }
    return RPCError(
      error.code,
      "version \(version) of the agent's licence is in effect and not accepted: read it by mado contract "
        + "terms get --id \(id), and start the agent with --accept-licence \(version)",
      reason: error.reason, metadata: terms)
  }

  private func connect() async throws {
    let begun = ContinuousClock.now
    // Whoever was there for a while need not wait as one who never gets in.
    defer { if .now - begun > .seconds(60) { talk.withLock { $0.taken += 1 } } }
    let stream = try await client.connect(options)
    let version = talk.withLock { talk in
      (talk.applied, talk.answerReceived) = (nil, nil)
      return talk.configVersion
    }
    let oldest = UInt64(clamping: folder.oldestRecord)
    try await stream.send(.init(item: .hello(.init(oldestRecord: oldest, configVersion: version))))
    guard case .welcome(let welcome)? = try await stream.next()?.item else {
      throw RPCError(.unavailable, "the server has not said welcome", reason: "NO_WELCOME")
    }
    try folder.welcomed(upTo: Int64(clamping: welcome.lastRecord))
    try folder.metPictures(upTo: Int64(clamping: welcome.lastPicture))
    let interval = welcome.heartbeatInterval?.nanosecondsInAll.map { Duration.nanoseconds($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await self.send(stream, every: max(interval ?? Self.heartbeatDefault, .seconds(1)))
      }
      while let response = try await stream.next() { try take(response) }
      group.cancelAll()
    }
    if !endsWhenDone {
      throw RPCError(.unavailable, "the server has ended the stream", reason: "STREAM_ENDED")
    }
  }

  // MARK: Sending

  private func send(_ stream: Stream, every interval: Duration) async throws {
    var (beats, nextBeat) = (UInt64(0), ContinuousClock.now)
    while true {
      if nextBeat <= .now {
        nextBeat = .now + interval
        beats += 1
        let received = talk.withLock { $0.answerReceived }
        let beat = Telework.AgentHeartbeat(
          number: beats, sendTime: GoogleProtobuf.Timestamp(nanoseconds: AgentClock.wall),
          answerReceiveTime: received.map(GoogleProtobuf.Timestamp.init(nanoseconds:)))
        try await stream.send(.init(item: .heartbeat(beat)))
      }
      let applied = talk.withLock { talk in
        defer { talk.applied = nil }
        return talk.applied
      }
      if let applied { try await stream.send(.init(item: .applied(applied))) }
      if let record = folder.nextRecord() {
        try await stream.send(.init(item: .record(record)))
        continue
      }
      if endsWhenDone, !folder.hasRecords { break }
      try await Task.sleep(for: AgentFolder.tick)
    }
    stream.closeSend()
  }

  // MARK: Taking

  private func take(_ response: Telework.ConnectResponse) throws {
    switch response.item {
    case .ack(let ack):
      try folder.acknowledged(ack)
      talk.withLock { $0.taken += 1 }
    case .heartbeat(let answer):
      talk.withLock { $0.answerReceived = AgentClock.wall }
      if let offset = answer.clockOffset?.nanosecondsInAll { folder.clock.learn(offset: offset) }
    case .config(let config): take(config)
    case .capture(let command):
      do throws(FileError) {
        try folder.leave("capture.json", command)
        status.tell("pictures are wanted at once: see capture.json in the spool")
      } catch {
        status.trouble("pictures are wanted at once, which cannot be told: \(error)")
      }
    case .welcome, nil: break
    }
  }

  private func take(_ config: Telework.AgentConfig) {
    var applied = Telework.AppliedConfig(version: config.version)
    pace.limit(kilobits: config.behaviour?.uploadKbps ?? 0)
    do throws(FileError) {
      try folder.leave("config.json", config)
      status.tell("configuration \(config.version) is in the spool, as config.json")
      talk.withLock { $0.configVersion = config.version }
    } catch {
      // Without room for it, what waits here has to get away all the same.
      status.trouble("configuration \(config.version) cannot be kept: \(error)")
      applied.problem = "\(error)"
    }
    talk.withLock { [applied] in $0.applied = applied }
  }
}
