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
  /// Of the next call.
  private var options: CallOptions
  private var values: TemplateValues
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
    options = plan.options
    values = TemplateValues(random: random)
  }

  /// Ends what is still under way.
  func cutOff() {
    isCutOff = true
    for channel in channels { channel.closeNow() }
  }

  /// Makes call `number` of the run, and calls `then` once it has ended: with when, and whether it ended
  /// well. A call with one request and one response costs no task.
  ///
  /// - Parameters:
  ///   - due: when it should have started.
  ///   - began: now.
  ///   - isHeld: whether it waited for the number of calls in flight to fall.
  func call(
    _ number: Int64, due: Int64, began: Int64, isHeld: Bool = false,
    then: @escaping @Sendable (_ ended: Int64, _ isOK: Bool) -> Void
  ) {
    let turn = nextChannel
    nextChannel = turn + 1 == channels.count ? 0 : turn + 1
    let call = Call(
      number: number, connection: Int64(first + turn * stride), due: due, began: began,
      isMeasured: due >= recorder.measuredFrom)
    if call.isMeasured { recorder.start(lag: began - due, isHeld: isHeld) }
    recorder.inFlight &+= 1
    if let timeout = plan.timeout { options.deadline = Deadline(after: timeout) }
    let channel = channels[turn]
    guard plan.method.kind != .unary else {
      return channel.exchange(plan.method, request(0, of: call), options) { [self] result in
        switch result {
        case .success(let response):
          count(response, call)
          then(end(call, nil), true)
        case .failure(let error): then(end(call, error), false)
        }
      }
    }
    Task.immediate(executorPreference: loop) { [options = options] in
      do throws(RPCError) {
        try await converse(call, on: try await channel.open(plan.method, options))
        then(end(call, nil), true)
      } catch {
        then(end(call, error), false)
      }
    }
  }

  private struct Call: Sendable {
    let number: Int64
    let connection: Int64
    let due: Int64
    let began: Int64
    let isMeasured: Bool
  }

  /// Counts the end of a call; returns when that was.
  private func end(_ call: Call, _ failure: RPCError?) -> Int64 {
    recorder.inFlight &-= 1
    let now = MonotonicClock.nanoseconds
    guard call.isMeasured else { return now }
    if let failure {
      recorder.tally.end(isCutOff ? .unanswered : Outcome(failure), due: call.due, at: now)
    } else {
      recorder.tally.end(ok: call.due, began: call.began, at: now)
    }
    return now
  }

  private func converse(
    _ call: Call, on stream: any ClientTransportStream
  ) async throws(RPCError) {
    switch plan.method.kind {
    case .unary, .serverStreaming:
      try await stream.send(request(0, of: call), endStream: true)
      try await receive(call, stream)
    case .clientStreaming:
      await send(call, stream)
      try await receive(call, stream)
    case .bidirectional where plan.isLockstep:
      try await takeTurns(call, stream)
    case .bidirectional:
      async let sent: Void = send(call, stream)
      try await receive(call, stream)
      await sent
    }
  }

  // MARK: - Messages

  private func request(_ message: Int, of call: Call) -> BytePieces {
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
  private func send(_ call: Call, _ stream: any ClientTransportStream) async {
    do throws(RPCError) {
      for message in 0..<plan.messages {
        await pause(before: message, call)
        let isLast = message == plan.messages - 1
        try await stream.send(request(message, of: call), endStream: isLast)
      }
      if plan.messages == 0 { stream.closeSend() }
    } catch {}
  }

  private func receive(
    _ call: Call, _ stream: any ClientTransportStream
  ) async throws(RPCError) {
    var isFirst = true
    while let message = try await stream.nextMessage() {
      count(message, call, isFirst: isFirst)
      isFirst = false
    }
  }

  /// Each request waits for the response to the one before.
  private func takeTurns(
    _ call: Call, _ stream: any ClientTransportStream
  ) async throws(RPCError) {
    for message in 0..<plan.messages {
      await pause(before: message, call)
      let asked = MonotonicClock.nanoseconds
      try await stream.send(request(message, of: call), endStream: false)
      guard let response = try await stream.nextMessage() else { return }
      count(response, call, isFirst: message == 0)
      if call.isMeasured { recorder.tally.turn.record(MonotonicClock.nanoseconds - asked) }
    }
    stream.closeSend()
    while let response = try await stream.nextMessage() { count(response, call) }
  }

  private func pause(before message: Int, _ call: Call) async {
    guard plan.messageInterval > .zero, message > 0 else { return }
    let interval = plan.messageInterval.clampedNanoseconds
    await loop.sleep(until: call.began &+ Int64(message) &* interval)
  }

  private func count(_ response: Bytes, _ call: Call, isFirst: Bool = false) {
    guard call.isMeasured else { return }
    if isFirst { recorder.tally.first.record(MonotonicClock.nanoseconds - call.began) }
    recorder.tally.responses &+= 1
    recorder.tally.responseBytes &+= response.count
  }
}
