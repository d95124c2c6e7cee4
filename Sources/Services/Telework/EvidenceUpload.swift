import Buffers
import CivilTime
import Crypto
import MadoAPI
import Protobuf
import RPC
import Rules
import Storage

/// One upload stream of an agent: pictures come in, a verdict for each goes out once it is durable.
///
/// Reading goes on while pictures are being made durable, so that one sync serves many of them; what
/// is under way holds at most ``heldBytesMax`` of memory, and beyond that the agent's window stays
/// closed.
struct EvidenceUpload: Sendable {
  private let agent: Agent
  private let vault: EvidenceVault
  private let call: CallContext
  private let responses: ResponseStream<Telework.UploadResponse>
  /// What the audit log says of the stream.
  private let act: AuditRecord
  private let wait = StorageWait()

  /// Pictures that one stream may have under way, in bytes; a single larger one is let through.
  static let heldBytesMax = 1 << 20

  init(
    _ agent: Agent, _ vault: EvidenceVault, _ call: CallContext,
    _ responses: ResponseStream<Telework.UploadResponse>
  ) throws {
    act = try AuditRecord(call, at: vault.clock.now)
    self.agent = agent
    self.vault = vault
    self.call = call
    self.responses = responses
  }

  func run(_ requests: RequestStream<Telework.UploadRequest>) async throws {
    defer { call.statistics.storageTime += wait.total }
    call.onDrain { requests.close() }
    let held = HeldBytes(bytesMax: Self.heldBytesMax)
    // A discarding group: an answer that has been sent leaves nothing behind.
    try await withThrowingDiscardingTaskGroup { underWay in
      while let request = try await requests.next() {
        try await call.confirmCaller()
        let weight = request.weight
        await held.take(weight)
        let answer: Answer
        do {
          answer = try await begin(request)
        } catch {
          held.give(weight)
          throw error
        }
        underWay.addTask {
          defer { held.give(weight) }
          do {
            try await responses.send(try await answer())
          } catch {
            // Whoever waits for the next picture is to hear of the end too.
            requests.close()
            throw error
          }
        }
      }
    }
    if call.isDraining { throw try await draining() }
  }

  /// What will be said of an item, once it can be said.
  private typealias Answer = @Sendable () async throws -> Telework.UploadResponse

  /// Takes an item in; items are taken in the order in which they came.
  private func begin(_ request: Telework.UploadRequest) async throws -> Answer {
    switch request.item {
    case .image(let image): return try await begin(image)
    case .lost(let range):
      let verdict = try await judge(range)
      return { Telework.UploadResponse(item: .lost(verdict)) }
    case nil:
      let verdict = Telework.ImageVerdict(
        verdict: .rejectedDrop, reason: "ITEM_MISSING",
        message: "the request has neither image nor lost: give one of them")
      return { Telework.UploadResponse(item: .image(verdict)) }
    }
  }

  // MARK: Pictures

  private func begin(_ image: Telework.Image) async throws -> Answer {
    let candidate = EvidenceCandidate(image)
    let hash = SHA256.hash(image.content)
    let judged = image.content.withUnsafeBytes { candidate.judged(content: $0, hash: hash.bytes) }
    do {
      let accepted = try judged.get()
      guard let capturedAt = accepted.capturedAt.storedNanoseconds else {
        throw EvidenceRejection.captureTimeInvalid
      }
      let storing = try await vault.store(
        accepted, trigger: image.trigger.known.number, kind: image.kind.number,
        content: image.content, hash: hash, capturedAt: capturedAt, of: agent, by: act, wait)
      let sequence = image.sequence
      return { try await answer(sequence, capturedAt, storing) }
    } catch {
      let verdict = try verdict(image.sequence, failed: error)
      return { Telework.UploadResponse(item: .image(verdict)) }
    }
  }

  private func answer(
    _ sequence: UInt64, _ capturedAt: Int64, _ storing: EvidenceVault.Storing
  ) async throws -> Telework.UploadResponse {
    var verdict = Telework.ImageVerdict(sequence: sequence)
    do {
      let acceptedAt: Int64
      switch try await wait.during({ try await storing.value }) {
      case .stored(let instant): (verdict.verdict, acceptedAt) = (.stored, instant)
      case .duplicate(let instant): (verdict.verdict, acceptedAt) = (.duplicate, instant)
      case .reused: throw EvidenceRejection.sequenceReused(sequence)
      case .purged: throw EvidenceRejection.retentionOver(sequence)
      case .tooOld(let keptFrom):
        throw EvidenceRejection.tooOld(
          Instant(storedNanoseconds: capturedAt), keptFrom: keptFrom)
      }
      verdict.evidenceId = "\(agent.id).\(sequence)"
      verdict.capturedInFuture =
        CaptureSkew(capturedAt: capturedAt, acceptedAt: acceptedAt).isInFuture
    } catch {
      verdict = try self.verdict(sequence, failed: error)
    }
    return Telework.UploadResponse(item: .image(verdict))
  }

  /// The verdict that a failure comes to. What ends the call instead is thrown on.
  private func verdict(
    _ sequence: UInt64, failed error: any Error
  ) throws -> Telework.ImageVerdict {
    let rejection: EvidenceRejection
    switch error {
    case let rejected as EvidenceRejection: rejection = rejected
    case let error as StorageError where error.isPassing:
      rejection = .storageUnavailable(Self.reason(error))
    default: throw error
    }
    return Telework.ImageVerdict(
      sequence: sequence, verdict: rejection.mayRetry ? .rejectedRetry : .rejectedDrop,
      reason: rejection.reason, message: rejection.message)
  }

  /// What a client is told of the storage: not the paths in it.
  private static func reason(_ error: StorageError) -> String {
    error.isDiskFull ? "the server's disk is full" : "the server's storage cannot write now"
  }

  // MARK: Losses

  private func judge(_ lost: Telework.LostRange) async throws -> Telework.LossVerdict {
    let limit = EvidenceCandidate.sequenceMax
    guard let first = Int64(exactly: lost.fromSequence), first > 0,
      let last = Int64(exactly: lost.toSequence), last >= first, last <= limit
    else {
      return Telework.LossVerdict(
        range: lost, verdict: .rejectedDrop, reason: "LOST_RANGE_INVALID",
        message: "lost says \(lost.fromSequence) to \(lost.toSequence): give a first and a last "
          + "sequence from 1 to \(limit), the first not above the last")
    }
    do {
      let isNew = try await wait.during {
        try await vault.storeLoss(first...last, of: agent)
      }
      return Telework.LossVerdict(range: lost, verdict: isNew ? .stored : .duplicate)
    } catch let error as StorageError where error.isPassing {
      return Telework.LossVerdict(
        range: lost, verdict: .rejectedRetry, reason: "STORAGE_UNAVAILABLE",
        message: "it could not be stored (\(Self.reason(error))): report it again later")
    }
  }

  // MARK: Draining

  /// The end of a stream whose server stops: where the agent goes on.
  private func draining() async throws -> RPCError {
    let next = try await wait.during { try await vault.firstUnsent(of: agent) }
    return RPCError(
      .unavailable,
      "the server is stopping: every picture with a verdict is stored; go on from sequence "
        + "\(next) on a new stream",
      reason: "SERVER_DRAINING", metadata: ["resume_from_sequence": "\(next)"]
    ).retrying(after: .seconds(1))
  }
}

extension Telework.UploadRequest {
  /// The memory it holds until it is answered, in bytes: the content, and about 2 KiB of tasks.
  fileprivate var weight: Int {
    guard case .image(let image) = item else { return 2048 }
    return image.content.count + 2048
  }
}
