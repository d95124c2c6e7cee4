import EventLoop
import MadoAPI
import Protobuf
import RPC
import RPCTransport

/// One simulated telework agent: one connection, one upload stream, pictures sent on schedule.
///
/// Confined to its loop: hence `@unchecked Sendable`.
final class Agent: @unchecked Sendable {
  /// Which pictures, and when.
  struct Pacing: Sendable {
    let interval: Duration
    /// The first send's delay, so that many agents don't send in step.
    let offset: Duration
    let firstSequence: UInt64
    let count: Int
  }

  let loop: EventLoop
  private let client: Telework.EvidenceServiceClient
  private let options: CallOptions
  private let pacing: Pacing
  private let picture: SyntheticPicture
  private let recorder: Recorder
  private typealias Stream = ClientStream<Telework.UploadRequest, Telework.UploadResponse>
  private var stream: Stream?
  private var isStopped = false
  /// Whether no more pictures will be sent.
  private(set) var hasSentAll = false
  private var isCutOff = false
  /// When each picture without a verdict was due, and when it was really sent.
  private var underWay: [UInt64: (due: Int64, began: Int64)] = [:]

  /// What a call takes before it holds its sender up, in bytes.
  private static let sendBufferBytes = Channel.Configuration(target: "").sendBufferBytes

  init(
    _ client: Telework.EvidenceServiceClient, _ options: CallOptions, pacing: Pacing,
    _ picture: SyntheticPicture, on loop: EventLoop, _ recorder: Recorder
  ) {
    self.client = client
    self.options = options
    self.pacing = pacing
    self.picture = picture
    self.loop = loop
    self.recorder = recorder
  }

  func run(_ times: RunTimes) async {
    do throws(RPCError) {
      let stream = try await client.upload(options)
      self.stream = stream
      if isCutOff { stream.cancel() }
      async let received: Void = receive(stream)
      await send(stream, times)
      await received
    } catch {
      recorder.tally.end(Outcome(error), due: times.start, at: MonotonicClock.nanoseconds)
    }
    for (_, sent) in underWay {
      recorder.tally.end(.unanswered, due: sent.due, at: MonotonicClock.nanoseconds)
    }
    recorder.inFlight -= underWay.count
    stream = nil
  }

  /// Sends no more pictures.
  func stop() { isStopped = true }

  func cutOff() {
    isStopped = true
    isCutOff = true
    stream?.cancel()
  }

  private func send(_ stream: Stream, _ times: RunTimes) async {
    defer { hasSentAll = true }
    var punctuality = Punctuality(interval: pacing.interval.clampedNanoseconds)
    for index in 0..<pacing.count {
      let due =
        times.start + (pacing.offset + pacing.interval * index).clampedNanoseconds
      await loop.sleep(until: due)
      if isStopped { break }
      let sequence = pacing.firstSequence + UInt64(index)
      let began = MonotonicClock.nanoseconds
      underWay[sequence] = (due, began)
      recorder.inFlight += 1
      recorder.start(lag: punctuality.begin(due: due, at: began), isHeld: false)
      let request = request(sequence)
      recorder.tally.requests += 1
      recorder.tally.requestBytes += picture.size
      let handedOver = MonotonicClock.nanoseconds
      do throws(RPCError) {
        try await stream.send(request)
      } catch {
        return  // the receiving side sees the same end and counts it
      }
      let returned = MonotonicClock.nanoseconds
      // With less under way than the buffer takes, it was not the server that held the send up.
      let mayBeHeldUp = underWay.count * picture.size > Agent.sendBufferBytes
      punctuality.end(at: returned, heldUp: mayBeHeldUp ? returned - handedOver : 0)
    }
    stream.closeSend()
  }

  private func request(_ sequence: UInt64) -> Telework.UploadRequest {
    let now = SystemTime.now()
    return Telework.UploadRequest(
      item: .image(
        Telework.Image(
          sequence: sequence, kind: .camera, trigger: .interval,
          capturedAt: GoogleProtobuf.Timestamp(seconds: now.seconds, nanos: now.nanoseconds),
          content: picture.numbered(sequence))))
  }

  private func receive(_ stream: Stream) async {
    do throws(RPCError) {
      while let response = try await stream.next() {
        guard case .image(let verdict) = response.item else { continue }
        count(verdict)
      }
    } catch {
      guard !isCutOff else { return }
      let now = MonotonicClock.nanoseconds
      recorder.tally.end(Outcome(error), due: now, at: now)
    }
  }

  private func count(_ verdict: Telework.ImageVerdict) {
    let now = MonotonicClock.nanoseconds
    recorder.tally.responses += 1
    guard let sent = underWay.removeValue(forKey: verdict.sequence) else {
      recorder.tally.end(
        Outcome(code: "VERDICT_FOR_NOTHING", reason: ""), due: now, at: now)
      return
    }
    recorder.inFlight -= 1
    if verdict.verdict == .stored {
      recorder.tally.end(ok: sent.due, began: sent.began, at: now)
    } else {
      let name = verdict.verdict.name ?? "VERDICT_\(verdict.verdict.number)"
      let outcome = Outcome(
        code: name.hasPrefix("VERDICT_") ? String(name.dropFirst(8)) : name, reason: verdict.reason)
      recorder.tally.end(outcome, due: sent.due, at: now)
    }
  }
}
