import AgentSpool
import Buffers
import Calling
import Files
import MadoAPI
import Protobuf
import RPC
import Synchronization

/// The bandwidth that the deliveries of an agent share.
final class Pace: Sendable {
  private let throttle: Mutex<Throttle>
  /// What the command line says counts more than what the server says.
  private let isGiven: Bool
  private let start = ContinuousClock.now

  init(_ throttle: Throttle) {
    isGiven = throttle.bitsPerSecond != nil
    self.throttle = Mutex(throttle)
  }

  /// What the server allows; 0 for as much as there is.
  func limit(kilobits: Int32) {
    guard !isGiven else { return }
    throttle.withLock { $0.limit(to: kilobits > 0 ? Int64(kilobits) * 1000 : nil) }
  }

  /// Returns when it is time to send something of `bytes` bytes.
  func wait(toSend bytes: Int) async throws {
    let wait = throttle.withLock { $0.wait(toSend: bytes, at: .now - start) }
    if wait > .zero { try await Task.sleep(for: wait) }
  }
}

/// Brings pictures, and what is known of lost ones, by `EvidenceService.Upload`.
struct PictureDelivery: Delivery {
  /// After so long without a picture the stream is closed, until there is one.
  private static let idleMax = Duration.seconds(30)
  /// A server that says nothing for so long to what it was sent has forgotten it. At 8 kbit/s a picture takes half of it.
  private static let silenceMax = Duration.seconds(300)

  let client: Telework.EvidenceServiceClient
  let options: CallOptions
  let folder: AgentFolder
  let pace: Pace
  let status: AgentStatus
  let endsWhenDone: Bool

  var name: String { "pictures" }
  var hasWork: Bool { folder.hasPictures && (folder.hasMet || endsWhenDone) }
  var takenCount: Int { folder.takenCount }

  func run() async throws {
    folder.beginPictures()
    let stream = try await client.upload(options)
    let heard = Heard()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await send(stream, heard) }
      while let response = try await heard.next(of: stream) { try take(response) }
      group.cancelAll()
    }
    folder.settle()
    if folder.hasPictures, folder.picturesAreIdle {
      throw RPCError(.unavailable, "the server cannot keep pictures now", reason: "REJECTED_RETRY")
    }
  }

  // MARK: Sending

  private typealias Stream = ClientStream<Telework.UploadRequest, Telework.UploadResponse>

  private func send(_ stream: Stream, _ heard: Heard) async throws {
    var idleSince: ContinuousClock.Instant?
    while true {
      if let (item, picture) = folder.nextPicture() {
        idleSince = nil
        guard let request = request(item, picture) else { continue }
        try await pace.wait(toSend: request.bytes)
        heard.now()
        try await stream.send(request.message)
        continue
      }
      if folder.picturesAreIdle {
        let since = idleSince ?? .now
        idleSince = since
        if endsWhenDone || folder.hasPictures || .now - since > Self.idleMax { break }
      } else if heard.silence > Self.silenceMax {
        heard.giveUp(stream)
        return
      }
      try await Task.sleep(for: AgentFolder.tick)
    }
    stream.closeSend()
  }

  private func request(
    _ item: Outbox.Item, _ picture: (name: PictureName, path: String)?
  ) -> (message: Telework.UploadRequest, bytes: Int)? {
    switch item {
    case .loss(let range):
      let lost = Telework.LostRange(
        fromSequence: UInt64(clamping: range.lowerBound),
        toSequence: UInt64(clamping: range.upperBound))
      return (Telework.UploadRequest(item: .lost(lost)), 32)
    case .picture(let number):
      guard let (name, path) = picture else {
        folder.answered(number, .later)
        return nil
      }
      do throws(FileError) {
        let content = try LinuxFileSystem().contents(of: path)
        let image = Telework.Image(
          sequence: UInt64(clamping: number), kind: name.kind == .camera ? .camera : .screen,
          trigger: name.trigger == .incident ? .incident : .interval,
          capturedAt: GoogleProtobuf.Timestamp(nanoseconds: name.capturedNanoseconds),
          content: Bytes(content))
        return (Telework.UploadRequest(item: .image(image)), content.count)
      } catch  where error.kind == .notFound {
        status.tell("picture \(number) is lost: somebody has removed \(path)")
        folder.answered(number, .never)
        return nil
      } catch {
        status.trouble("picture \(number) cannot be read: \(error); trying again")
        folder.answered(number, .later)
        return nil
      }
    }
  }

  // MARK: Answers

  private func take(_ response: Telework.UploadResponse) throws {
    switch response.item {
    case .image(let verdict):
      guard let number = NumberedFolder.number(verdict.sequence) else { return }
      try take(verdict, of: number)
    case .lost(let verdict):
      guard let lost = verdict.range, let first = NumberedFolder.number(lost.fromSequence),
        let last = NumberedFolder.number(lost.toSequence), first <= last
      else { return }
      let answer = Outbox.Answer(verdict.verdict)
      if answer == .never {
        status.tell("the loss of \(first) to \(last) is refused: \(verdict.message)")
      }
      if let answer { folder.answered(first...last, answer) }
    case nil: break
    }
  }

  private func take(_ verdict: Telework.ImageVerdict, of number: Int64) throws {
    guard verdict.reason != "SEQUENCE_REUSED" else {
      throw LocalFailure(
        description: "the server has another picture under number \(number): two agents go by one "
          + "device; nothing of this one is lost, enrol it by itself")
    }
    guard let answer = Outbox.Answer(verdict.verdict) else { return }
    folder.answered(number, answer)
    switch verdict.verdict {
    case .stored: folder.count { $0.stored += 1 }
    case .duplicate: folder.count { $0.known += 1 }
    case .rejectedDrop:
      folder.count { $0.refused += 1 }
      status.tell("picture \(number) is refused: \(verdict.reason): \(verdict.message)")
    case .rejectedRetry:
      status.trouble("picture \(number) has to wait: \(verdict.reason): \(verdict.message)")
    default: break
    }
    if verdict.capturedInFuture {
      status.trouble("the server's clock is far behind this machine's: see which one is right")
    }
  }
}

extension Outbox.Answer {
  fileprivate init?(_ verdict: Telework.Verdict) {
    switch verdict {
    case .stored, .duplicate: self = .taken
    case .rejectedRetry: self = .later
    case .rejectedDrop: self = .never
    default: return nil
    }
  }
}
