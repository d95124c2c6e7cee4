import Buffers
import EventLoop
import RPC
import RPCTransport

/// Makes the calls of one loop, on that loop's thread alone: they are opened, answered and counted
/// without a lock or a change of threads. Hence `@unchecked Sendable`.
final class CallMaker: @unchecked Sendable {
  let loop: EventLoop
  let recorder: Recorder
  private let plan: CallPlan
  private let channels: [Channel]
  /// The number of the first of `channels` among all of the run's, and its distance to the next.
  private let first: Int
  private let stride: Int
  private var nextChannel = 0
  private var values: TemplateValues
  /// The calls under way, each in a place of its own.
  private var active: [(any ClientTransportStream)?] = []
  private var free: [Int] = []
  private var isCutOff = false

  init(
    _ plan: CallPlan, _ channels: [Channel], first: Int, stride: Int, on loop: EventLoop,
    _ recorder: Recorder, random: RandomSource
  ) {
    self.plan = plan
    self.channels = channels
    self.first = first
    self.stride = stride
    self.loop = loop
    self.recorder = recorder
    values = TemplateValues(random: random)
  }

  /// Ends what is still under way.
  func cutOff() {
    isCutOff = true
    for stream in active { stream?.cancel() }
    // Those that have no stream yet wait for their channel.
    for channel in channels { Task { await channel.close() } }
  }

  /// Makes call `number` of the run. Returns when it ended, and whether it ended well.
  ///
  /// - Parameters:
  ///   - due: when it should have started.
  ///   - began: now.
  ///   - isHeld: whether it waited for the number of calls in flight to fall.
  func call(
    _ number: Int64, due: Int64, began: Int64, isHeld: Bool = false
  ) async -> (ended: Int64, isOK: Bool) {
    let isMeasured = due >= recorder.measuredFrom
    if isMeasured { recorder.start(lag: began - due, isHeld: isHeld) }
    recorder.inFlight &+= 1
    var failure: RPCError?
    do throws(RPCError) {
      try await exchange(number, began, isMeasured)
    } catch {
      failure = error
    }
    recorder.inFlight &-= 1
    let now = MonotonicClock.nanoseconds
    guard isMeasured else { return (now, failure == nil) }
    if let failure {
      recorder.tally.end(isCutOff ? .unanswered : Outcome(failure), due: due, at: now)
    } else {
      recorder.tally.end(ok: due, began: began, at: now)
    }
    return (now, failure == nil)
  }

  private struct Conversation: Sendable {
    let stream: any ClientTransportStream
    let number: Int64
    let connection: Int64
    let began: Int64
    let isMeasured: Bool
  }

  private func exchange(
    _ number: Int64, _ began: Int64, _ isMeasured: Bool
  ) async throws(RPCError) {
    let turn = nextChannel
    nextChannel = turn + 1 == channels.count ? 0 : turn + 1
    var options = plan.options
    if let timeout = plan.timeout { options.deadline = Deadline(after: timeout) }
    let stream = try await channels[turn].open(plan.method, options)
    let place = enter(stream)
    defer { leave(place) }
    let call = Conversation(
      stream: stream, number: number, connection: Int64(first + turn * stride), began: began,
      isMeasured: isMeasured)
    switch plan.method.kind {
    case .unary, .serverStreaming:
      try await stream.send(request(0, of: call), endStream: true)
      try await receive(call)
    case .clientStreaming:
      await send(call)
      try await receive(call)
    case .bidirectional where plan.isLockstep:
      try await takeTurns(call)
    case .bidirectional:
      async let sent: Void = send(call)
      try await receive(call)
      await sent
    }
  }

  // MARK: - Messages

  private func request(_ message: Int, of call: Conversation) -> BytePieces {
    let turn = call.number &+ Int64(message)
    let index = plan.templates.count == 1 ? 0 : Int(turn % Int64(plan.templates.count))
    values.call = call.number
    values.message = Int64(message)
    values.connection = call.connection
    let framed = plan.templates[index].framed(&values)
    if call.isMeasured {
      recorder.tally.requests &+= 1
      recorder.tally.requestBytes &+= framed.count - MessagePrefix.size
    }
    return BytePieces(framed)
  }

  /// Sends all requests and half-closes. That the server ended the call meanwhile is told by its
  /// responses.
  private func send(_ call: Conversation) async {
    do throws(RPCError) {
      for message in 0..<plan.messages {
        await pause(before: message, call)
        let isLast = message == plan.messages - 1
        try await call.stream.send(request(message, of: call), endStream: isLast)
      }
      if plan.messages == 0 { call.stream.closeSend() }
    } catch {}
  }

  private func receive(_ call: Conversation) async throws(RPCError) {
    var isFirst = plan.method.kind != .unary
    while let message = try await call.stream.nextMessage() {
      count(message, call, isFirst)
      isFirst = false
    }
  }

  /// Each request waits for the response to the one before.
  private func takeTurns(_ call: Conversation) async throws(RPCError) {
    for message in 0..<plan.messages {
      await pause(before: message, call)
      let asked = MonotonicClock.nanoseconds
      try await call.stream.send(request(message, of: call), endStream: false)
      guard let response = try await call.stream.nextMessage() else { return }
      count(response, call, message == 0)
      if call.isMeasured { recorder.tally.turn.record(MonotonicClock.nanoseconds - asked) }
    }
    call.stream.closeSend()
    while let response = try await call.stream.nextMessage() { count(response, call, false) }
  }

  private func pause(before message: Int, _ call: Conversation) async {
    guard plan.messageInterval > .zero, message > 0 else { return }
    let interval = plan.messageInterval.clampedNanoseconds
    await loop.sleep(until: call.began &+ Int64(message) &* interval)
  }

  private func count(_ response: Bytes, _ call: Conversation, _ isFirst: Bool) {
    guard call.isMeasured else { return }
    if isFirst { recorder.tally.first.record(MonotonicClock.nanoseconds - call.began) }
    recorder.tally.responses &+= 1
    recorder.tally.responseBytes &+= response.count
  }

  // MARK: - Calls under way

  private func enter(_ stream: any ClientTransportStream) -> Int {
    if isCutOff { stream.cancel() }
    guard let place = free.popLast() else {
      active.append(stream)
      return active.count - 1
    }
    active[place] = stream
    return place
  }

  private func leave(_ place: Int) {
    active[place] = nil
    free.append(place)
  }
}
