import Buffers
import MadoAPI
import Protobuf
import RPC
import Synchronization
import Testing

@testable import mado

@Suite struct ImageUploadTests {
  /// What the service has been sent, by sequence.
  private final class Seen: Sendable {
    private let images = Mutex<[Telework.Image]>([])

    func add(_ image: Telework.Image) -> Int {
      images.withLock { images in
        images.append(image)
        return images.count
      }
    }

    var all: [Telework.Image] { images.withLock { $0 } }
  }

  private func verdict(
    _ image: Telework.Image, _ verdict: Telework.Verdict, reason: String = "", message: String = ""
  ) -> Telework.UploadResponse {
    .init(
      item: .image(
        .init(sequence: image.sequence, verdict: verdict, reason: reason, message: message)))
  }

  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("b.jpg", [0xff, 0xd8, 1])
    try folder.write("a.png", [0x89, 0x50, 2, 2])
    try folder.write("c.JPEG", [0xff, 0xd8, 3])
    try folder.write("notes.txt", [0])
    return folder
  }

  @Test("pictures of a folder go in order of their names, sequences counting on")
  func order() async throws {
    let folder = try folder()
    let seen = Seen()
    let transport = InProcessTransport([
      Evidence(onUpload: { request, responses in
        guard case .image(let image)? = request.item else { return }
        let count = seen.add(image)
        try await responses.send(verdict(image, count == 2 ? .duplicate : .stored))
      })
    ])
    let outcome = await run(
      "telework", "evidence", "upload", "--images", folder.path, "\(folder.path)/b.jpg",
      "--first-sequence", "100", transport: transport)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.out == "stored 3, duplicate 1, rejected 0\n")
    #expect(outcome.error.contains("sent 4 of 4 images"))
    #expect(seen.all.map(\.sequence) == [100, 101, 102, 103])
    #expect(seen.all.map(\.kind) == [.screen, .camera, .camera, .camera])
    #expect(seen.all.map(\.content.count) == [4, 3, 3, 3])
    #expect(seen.all.allSatisfy { ($0.capturedAt?.seconds ?? 0) > 1_700_000_000 })
  }

  @Test("lines of JSON are the verdicts, one by one, and the sum is no output")
  func verdictsAsJSON() async throws {
    let transport = InProcessTransport([
      Evidence(onUpload: { request, responses in
        guard case .image(let image)? = request.item else { return }
        try await responses.send(verdict(image, .stored))
      })
    ])
    let outcome = await run(
      "telework", "evidence", "upload", "--images", try folder().path, "--output", "jsonl",
      transport: transport)
    let lines = (1...3).map {
      "{\"image\":{\"sequence\":\"\($0)\",\"verdict\":\"VERDICT_STORED\"}}\n"
    }
    #expect(outcome.out == lines.joined())
    #expect(outcome.error.contains("stored 3, duplicate 0, rejected 0\n"))
  }

  @Test("a refused picture is named with its reason and makes the exit status 1")
  func rejected() async throws {
    let folder = try folder()
    let transport = InProcessTransport([
      Evidence(onUpload: { request, responses in
        guard case .image(let image)? = request.item else { return }
        try await responses.send(
          image.sequence == 2
            ? verdict(image, .rejectedDrop, reason: "IMAGE_TOO_WIDE", message: "641 is above 640")
            : verdict(image, .stored))
      })
    ])
    let outcome = await run(
      "telework", "evidence", "upload", "--images", folder.path, "--kind", "camera",
      transport: transport)
    #expect(outcome.status == 1)
    #expect(
      outcome.error.contains(
        "\(folder.path)/b.jpg: VERDICT_REJECTED_DROP IMAGE_TOO_WIDE: 641 is above 640\n"))
    #expect(outcome.out == "stored 2, duplicate 0, rejected 1\n")
  }

  @Test("what has no verdict when the connection breaks is sent again, and only that")
  func resumes() async throws {
    let folder = try folder()
    let seen = Seen()
    let transport = InProcessTransport([
      Evidence(onUpload: { request, responses in
        guard case .image(let image)? = request.item else { return }
        // The second picture's connection breaks before its verdict.
        if seen.add(image) == 2 {
          throw RPCError(.unavailable, "the connection is lost", reason: "GONE")
        }
        try await responses.send(verdict(image, .stored))
      })
    ])
    let outcome = await run(
      "telework", "evidence", "upload", "--images", folder.path, transport: transport)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(outcome.out == "stored 3, duplicate 0, rejected 0\n")
    #expect(outcome.error.contains("trying again"))
    #expect(seen.all.map(\.sequence) == [1, 2, 2, 3])
  }

  @Test("a server that stays away is given up on")
  func givesUp() async throws {
    let folder = try folder()
    let outcome = await run(
      "telework", "evidence", "upload", "--images", folder.path, "--attempts", "1",
      transport: Silent())
    #expect(outcome.status == 24)
  }

  @Test(
    "a first sequence that none can follow is told before anything is sent",
    arguments: ["0", "-1", "x", "9223372036854775808", "18446744073709551615"])
  func firstSequence(word: String) async throws {
    let folder = try folder()
    let outcome = await run(
      "telework", "evidence", "upload", "--images", folder.path, "--first-sequence", word,
      transport: Silent())
    #expect(outcome.status == 2)
    #expect(outcome.error.contains("--first-sequence: '\(word)' is not allowed"))
  }

  @Test("an empty folder or a missing file is told before anything is sent")
  func nothing() async throws {
    let folder = try TemporaryFolder()
    let empty = await run(
      "telework", "evidence", "upload", "--images", folder.path, transport: Silent())
    #expect(empty.status == 2)
    #expect(empty.error.contains("there is no picture (.jpg, .jpeg, .png) in \(folder.path)"))
    let missing = await run(
      "telework", "evidence", "upload", "--images", "\(folder.path)/x.jpg", transport: Silent())
    #expect(missing.error.contains("stat \(folder.path)/x.jpg: No such file or directory"))
  }

  @Test(
    "progress tells images, rate, acknowledged and the time left",
    arguments: [
      (0, 0, 0, "sent 0 of 10 images, 0.0 MB/s, acknowledged 0"),
      (5, 12_345_678, 4, "sent 5 of 10 images, 6.2 MB/s, acknowledged 4, 3 s left"),
      (12, 20_000_000, 10, "sent 10 of 10 images, 10.0 MB/s, acknowledged 10"),
    ])
  func progress(sent: Int, bytes: Int64, acknowledged: Int, line: String) {
    var progress = UploadProgress(images: 10, bytes: 20_000_000)
    progress.sentImages = sent
    progress.sentBytes = bytes
    progress.acknowledged = acknowledged
    #expect(progress.line(after: .seconds(2)) == line)
  }
}
