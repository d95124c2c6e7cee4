import CivilTime
import MadoAPI
import Protobuf
import RPC
import Synchronization

/// One watch of a department: first how it stands, then what changes, as fast as it is read.
struct PresenceWatch: Sendable {
  let group: String
  let board: TenantBoard
  let clock: any Clock
  let pace: WatchPace
  let tokens: PageToken
  let call: CallContext
  let responses: ResponseStream<Telework.WatchGroupResponse>
  /// Looks again whether the caller may watch, and throws if not.
  let confirm: @Sendable () async throws -> Void
  /// The last change of which the client was told.
  private let place = Place()

  /// Changes in one message.
  private static let changesMax = 500

  private final class Place: Sendable {
    let seq = Atomic<Int64>(0)
  }

  init(
    of group: String, _ board: TenantBoard, _ clock: any Clock, _ pace: WatchPace,
    _ tokens: PageToken,
    _ call: CallContext, _ responses: ResponseStream<Telework.WatchGroupResponse>,
    confirm: @escaping @Sendable () async throws -> Void
  ) {
    self.group = group
    self.board = board
    self.clock = clock
    self.pace = pace
    self.tokens = tokens
    self.call = call
    self.responses = responses
    self.confirm = confirm
  }

  /// Watches until the client has enough, or is not told any more; then the trailers say with what to begin again.
  ///
  /// - Parameter seq: the last change that the client knows; nil for one who begins.
  func run(after seq: Int64?) async throws {
    let bells = TenantBoard.Bells()
    guard let beginning = board.begin(group, after: seq, bells) else {
      throw GroupHandler.notFound(group)
    }
    defer { board.leave(beginning.id) }
    call.onDrain { bells.news.end() }
    place.seq.store(beginning.snapshot == nil ? beginning.seq : seq ?? 0, ordering: .relaxed)
    defer {
      let last = place.seq.load(ordering: .relaxed)
      if last > 0 { call.trailers.add(["resume-token": token(last)]) }
    }
    try await withThrowingTaskGroup(of: Void.self) { parts in
      parts.addTask { try await tell(beginning, bells.news) }
      // Whoever does not read holds up the task that tells him, and not this one.
      parts.addTask { if case .ring = await bells.cut.listen() { throw Self.slow } }
      // The first that fails ends the other.
      while try await parts.next() != nil {}
    }
  }

  private func token(_ seq: Int64) -> String { tokens.seal("\(seq)") }

  // MARK: What is said

  private func tell(_ beginning: TenantBoard.Beginning, _ news: Doorbell) async throws {
    try await begin(beginning)
    var (spoken, confirmed) = (Deadline.now, Deadline.now)
    while true {
      if try await tellChanges(beginning.id) {
        spoken = .now
        if case .end = await news.pause(for: pace.gathering) { throw ended }
      } else if .zero - spoken.remaining() >= pace.heartbeat {
        try await say(
          .heartbeat(.init(serverTime: clock.now.message)), upTo: place.seq.load(ordering: .relaxed)
        )
        spoken = .now
      }
      if .zero - confirmed.remaining() >= pace.heartbeat {
        try await confirm()
        confirmed = .now
      }
      let untilHeartbeat = pace.heartbeat + spoken.remaining()
      if case .end = await news.listen(for: min(pace.look, untilHeartbeat)) { throw ended }
      try await call.awaitingStorage { try await board.look() }
    }
  }

  private func begin(_ beginning: TenantBoard.Beginning) async throws {
    if let gap = beginning.gap {
      try await responses.send(
        .init(item: .gap(.init(fromSeq: gap.lowerBound, toSeq: gap.upperBound))))
    }
    guard let snapshot = beginning.snapshot else {
      return try await say(.snapshotSkipped(.init(afterSeq: beginning.seq)), upTo: beginning.seq)
    }
    try await responses.send(.init(item: .snapshotBegin(.init(asOfSeq: snapshot.seq))))
    // All who begin at about the same time are sent the same bytes.
    let stream = try call.stream
    for part in snapshot.parts { try await stream.send(part) }
    try await say(.snapshotEnd(.init(count: Int64(snapshot.count))), upTo: snapshot.seq)
  }

  /// Says what has changed, and returns whether anything has.
  private func tellChanges(_ id: Int) async throws -> Bool {
    var hasSpoken = false
    while true {
      switch board.collect(id, limit: Self.changesMax) {
      case .fellBehind: throw Self.slow
      case .groupGone: throw GroupHandler.notFound(group)
      case .changes(let found, let last):
        if found.isEmpty {
          place.seq.store(last, ordering: .relaxed)
          return hasSpoken
        }
        let changes = found.map(Telework.PresenceChange.init)
        try await say(.changes(.init(changes: changes)), upTo: last)
        hasSpoken = true
      }
    }
  }

  /// Says something behind which the client knows everything up to a change.
  private func say(_ item: Telework.WatchGroupResponse.Item, upTo last: Int64) async throws {
    // It is on its way from here on, however long it takes.
    place.seq.store(last, ordering: .relaxed)
    try await responses.send(.init(item: item, resumeToken: token(last)))
  }

  // MARK: How it ends

  private static let slow = RPCError(
    .resourceExhausted,
    "the client does not keep up: what it has not read is gone; read faster, and begin again with "
      + "the resume-token of the trailers", reason: "SLOW_CONSUMER")

  /// Why nothing is waited for any more.
  private var ended: RPCError {
    guard call.isDraining else {
      return RPCError(.cancelled, "the call was cancelled", reason: "CANCELLED")
    }
    return RPCError(
      .unavailable,
      "the server is stopping: begin again with the resume-token of the trailers",
      reason: "WATCH_INTERRUPTED"
    ).retrying(after: .seconds(1))
  }
}

extension Telework.PresenceChange {
  init(_ numbered: PresenceLog.Numbered) {
    switch numbered.change {
    case .stands(let standing):
      self.init(seq: numbered.seq, change: .presence(Telework.WorkerPresence(standing)))
    case .left(let worker): self.init(seq: numbered.seq, change: .leftWorkerId(worker))
    }
  }
}
