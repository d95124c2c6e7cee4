import MadoAPI
import Protobuf
import RPC
import RPCTransport
import Synchronization

/// One simulated telework agent: one connection, one upload stream, pictures sent on schedule.
struct Agent: Sendable {
  let client: Telework.EvidenceServiceClient
  let pacer: Pacer
  let picture: SyntheticPicture
  let firstSequence: UInt64
  let count: Int
  let live: LiveCounts

  /// What a call takes before it holds its sender up, in bytes.
  private static let sendBufferBytes = Channel.Configuration(target: "").sendBufferBytes

  /// When each picture without a verdict was due, and when it was really sent.
  private struct Sent: Sendable {
    var due: ContinuousClock.Instant
    var began: ContinuousClock.Instant
  }

  func run(_ options: CallOptions) async -> Report {
    let report = Mutex(Report())
    let underWay = Mutex([UInt64: Sent]())
    do throws(RPCError) {
      let stream = try await client.upload(options)
      async let received: Void = receive(stream, underWay, report)
      await send(stream, underWay, report)
      await received
    } catch {
      report.withLock { $0.failures[error.code.name, default: 0] += 1 }
    }
    let unanswered = underWay.withLock { $0.count }
    if unanswered > 0 { report.withLock { $0.failures["UNANSWERED", default: 0] += unanswered } }
    return report.withLock { $0 }
  }

  private func send(
    _ stream: ClientStream<Telework.UploadRequest, Telework.UploadResponse>,
    _ underWay: borrowing Mutex<[UInt64: Sent]>, _ report: borrowing Mutex<Report>
  ) async {
    var punctuality = Punctuality(interval: pacer.interval)
    for index in 0..<count {
      let due = pacer.scheduledStart(index)
      if ContinuousClock.now < due {
        try? await Task.sleep(until: due, tolerance: .zero, clock: .continuous)
      }
      let sequence = firstSequence + UInt64(index)
      let began = ContinuousClock.now
      let unanswered = underWay.withLock { table in
        table[sequence] = Sent(due: due, began: began)
        return table.count
      }
      let lateness = punctuality.begin(due: due, at: began)
      report.withLock { report in
        report.sent += 1
        guard lateness > Report.lateness else { return }
        report.late += 1
        report.latest = max(report.latest, lateness)
      }
      live.sent.add(1, ordering: .relaxed)
      let request = request(sequence)
      let handedOver = ContinuousClock.now
      do throws(RPCError) {
        try await stream.send(request)
      } catch {
        return  // the receiving side sees the same end and counts it
      }
      let returned = ContinuousClock.now
      // With less under way than the buffer takes, it was not the server that held the send up.
      let mayBeHeldUp = unanswered * picture.size > Agent.sendBufferBytes
      punctuality.end(at: returned, heldUp: mayBeHeldUp ? returned - handedOver : .zero)
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

  private func receive(
    _ stream: ClientStream<Telework.UploadRequest, Telework.UploadResponse>,
    _ underWay: borrowing Mutex<[UInt64: Sent]>, _ report: borrowing Mutex<Report>
  ) async {
    do throws(RPCError) {
      while let response = try await stream.next() {
        guard case .image(let verdict) = response.item else { continue }
        let now = ContinuousClock.now
        guard let sent = underWay.withLock({ $0.removeValue(forKey: verdict.sequence) }) else {
          report.withLock { $0.failures["VERDICT_FOR_NOTHING", default: 0] += 1 }
          continue
        }
        live.acknowledged.add(1, ordering: .relaxed)
        let name = verdict.reason.isEmpty ? "\(verdict.verdict.name ?? "?")" : verdict.reason
        report.withLock { report in
          report.response.record(now - sent.due)
          report.service.record(now - sent.began)
          report.verdicts[name.withoutPrefix("VERDICT_"), default: 0] += 1
        }
      }
    } catch {
      report.withLock { $0.failures["\(error.code.name): \(error.message)", default: 0] += 1 }
    }
  }
}

/// What is shown while the test runs.
final class LiveCounts: Sendable {
  let sent = Atomic<Int>(0)
  let acknowledged = Atomic<Int>(0)
}

extension String {
  fileprivate func withoutPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}
