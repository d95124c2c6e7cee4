import Calling
import CivilTime
import EventLoop
import MadoAPI
import Protobuf
import RPC
import RPCTransport

/// The agent of one worker for a month: a stream for what it records and one for its pictures on each day.
///
/// Confined to its loop: hence `@unchecked Sendable`.
final class MonthAgent: @unchecked Sendable {
  let loop: EventLoop
  /// The name of its context, by which the log knows it.
  let name: String
  private let agents: Telework.AgentServiceClient
  private let evidence: Telework.EvidenceServiceClient
  private let options: CallOptions
  private let picture: SyntheticPicture
  private let images: Int
  private let recorder: Recorder
  private var random: RandomSource
  private(set) var log = SentLog()
  private var sequence: UInt64 = 0
  private var record: UInt64 = 0
  /// When what has no answer yet was due, and when it was sent.
  private var pictures: [UInt64: (due: Int64, began: Int64)] = [:]
  private var records: [UInt64: (due: Int64, began: Int64)] = [:]
  private var isStopped = false
  private var streams: (upload: Upload, connection: Connection)?

  private typealias Upload = ClientStream<Telework.UploadRequest, Telework.UploadResponse>
  private typealias Connection = ClientStream<Telework.ConnectRequest, Telework.ConnectResponse>

  init(
    _ channel: Channel, _ options: CallOptions, name: String, images: Int,
    _ picture: SyntheticPicture,
    _ random: RandomSource, on loop: EventLoop, _ recorder: Recorder
  ) {
    agents = Telework.AgentServiceClient(channel)
    evidence = Telework.EvidenceServiceClient(channel)
    self.options = options
    self.name = name
    self.images = images
    self.picture = picture
    self.random = random
    self.loop = loop
    self.recorder = recorder
  }

  /// Sends nothing more.
  func stop() { isStopped = true }

  func cutOff() {
    isStopped = true
    streams?.upload.cancel()
    streams?.connection.cancel()
  }

  /// Tells the server of its machine, as an agent does before it connects.
  func register() async throws(RPCError) {
    let machine = Telework.AgentEnvironment(
      agentVersion: "1", physicalCores: 4, freeDiskMb: 10_000, memoryMb: 8_000, is64Bit: true,
      cameraPixels: 307_200, system: "Windows 10 Pro", browser: .chrome, browserVersion: 120,
      locale: "ja-JP")
    _ = try await agents.register(
      Telework.RegisterRequest(requestId: RequestID.make(), environment: machine), options)
  }

  /// A day from the first punch until all of it is durable.
  func run(_ date: CivilDate, by clock: ServerClock) async {
    let day = WorkerDay(images: images, &random)
    do throws(RPCError) {
      let upload = try await evidence.upload(options)
      let connection = try await agents.connect(options)
      streams = (upload, connection)
      try await connection.send(
        Telework.ConnectRequest(item: .hello(Telework.AgentHello(oldestRecord: record + 1))))
      async let verdicts: Void = receive(upload)
      async let acks: Void = receive(connection)
      await send(day, on: date, by: clock, upload, connection)
      await verdicts
      await acks
    } catch {
      let now = MonotonicClock.nanoseconds
      recorder.tally.end(Outcome(error), due: now, at: now)
    }
    streams = nil
    for (_, sent) in pictures.merging(records, uniquingKeysWith: { a, _ in a }) {
      recorder.tally.end(.unanswered, due: sent.due, at: MonotonicClock.nanoseconds)
    }
    recorder.inFlight -= pictures.count + records.count
    (pictures, records) = ([:], [:])
  }

  // MARK: Sending

  private func send(
    _ day: WorkerDay, on date: CivilDate, by clock: ServerClock, _ upload: Upload,
    _ connection: Connection
  ) async {
    let midnight = JST.instant(date)
    var images = (first: sequence + 1, atIncidents: 0)
    for (second, event) in day.events {
      let instant = midnight.advanced(by: .seconds(second))
      let due = clock.monotonic(at: instant)
      await loop.sleep(until: due)
      if isStopped { break }
      let began = MonotonicClock.nanoseconds
      recorder.inFlight += 1
      recorder.start(lag: max(0, began - due), isHeld: false)
      recorder.tally.requests += 1
      do throws(RPCError) {
        if case .image(let trigger) = event {
          sequence += 1
          pictures[sequence] = (due, began)
          images.atIncidents += trigger == .incident ? 1 : 0
          recorder.tally.requestBytes += picture.size
          try await upload.send(request(sequence, trigger, at: instant))
        } else {
          record += 1
          records[record] = (due, began)
          note(event, at: instant)
          try await connection.send(request(record, event, at: instant))
        }
      } catch {
        break  // the receiving side sees the same end and counts it
      }
    }
    log.add(
      name, at: midnight,
      [
        ("images", "\(sequence + 1 - images.first)"), ("at_incidents", "\(images.atIncidents)"),
        ("first", "\(images.first)"),
      ])
    upload.closeSend()
    connection.closeSend()
  }

  private func note(_ event: WorkerDay.Event, at instant: Instant) {
    switch event {
    case .punch(let act, let task):
      log.add(name, at: instant, [("punch", act.name ?? ""), ("task", task)])
    case .sighting(let state, let confidence):
      log.add(
        name, at: instant, [("sighting", state.name ?? ""), ("confidence", "\(confidence)")])
    case .incident(let kind): log.add(name, at: instant, [("incident", kind.name ?? "")])
    case .image: break
    }
  }

  private func request(
    _ sequence: UInt64, _ trigger: Telework.CaptureTrigger, at instant: Instant
  ) -> Telework.UploadRequest {
    Telework.UploadRequest(
      item: .image(
        Telework.Image(
          sequence: sequence, kind: .camera, trigger: trigger, capturedAt: timestamp(instant),
          content: picture.numbered(sequence))))
  }

  private func request(
    _ number: UInt64, _ event: WorkerDay.Event, at instant: Instant
  ) -> Telework.ConnectRequest {
    // Its clock is right, and it says so: what the server stores is then what was sent.
    var record = Telework.AgentRecord(
      number: number, agentTime: timestamp(instant), clockOffset: GoogleProtobuf.Duration())
    switch event {
    case .punch(let act, let task):
      record.content = .punch(Telework.PunchRecord(act: act, task: task))
    case .sighting(let state, let confidence):
      record.content = .sighting(
        Telework.SightingRecord(
          state: state, confidencePermille: confidence, thresholdPermille: WorkerDay.threshold))
    case .incident(let kind):
      record.content = .incident(
        Telework.IncidentRecord(
          kind: kind, confidencePermille: 900, thresholdPermille: WorkerDay.threshold))
    case .image: break
    }
    return Telework.ConnectRequest(item: .record(record))
  }

  private func timestamp(_ instant: Instant) -> GoogleProtobuf.Timestamp {
    GoogleProtobuf.Timestamp(seconds: instant.seconds, nanos: instant.nanoseconds)
  }

  // MARK: Receiving

  private func receive(_ upload: Upload) async {
    do throws(RPCError) {
      while let response = try await upload.next() {
        guard case .image(let verdict) = response.item else { continue }
        let outcome =
          verdict.verdict == .stored
          ? nil : Outcome(code: verdict.verdict.name ?? "", reason: verdict.reason)
        count(pictures.removeValue(forKey: verdict.sequence), outcome)
      }
    } catch {
      failed(error)
    }
  }

  private func receive(_ connection: Connection) async {
    do throws(RPCError) {
      while let response = try await connection.next() {
        guard case .ack(let ack) = response.item else { continue }
        let outcome =
          ack.verdict == .taken ? nil : Outcome(code: ack.verdict.name ?? "", reason: ack.reason)
        count(records.removeValue(forKey: ack.number), outcome)
      }
    } catch {
      failed(error)
    }
  }

  private func failed(_ error: RPCError) {
    guard !isStopped else { return }
    let now = MonotonicClock.nanoseconds
    recorder.tally.end(Outcome(error), due: now, at: now)
  }

  private func count(_ sent: (due: Int64, began: Int64)?, _ outcome: Outcome?) {
    let now = MonotonicClock.nanoseconds
    recorder.tally.responses += 1
    guard let sent else {
      recorder.tally.end(Outcome(code: "ANSWER_FOR_NOTHING", reason: ""), due: now, at: now)
      return
    }
    recorder.inFlight -= 1
    if let outcome {
      recorder.tally.end(outcome, due: sent.due, at: now)
    } else {
      recorder.tally.end(ok: sent.due, began: sent.began, at: now)
    }
  }
}
