import Foundation
import MadoAPI
import RPC
import Synchronization
import Testing

@testable import mado

@Suite struct AgentCommandTests {
  /// An evidence service that keeps what it is sent, as `judge` has it.
  private final class Store: Sendable {
    private let seen = Mutex<[Telework.UploadRequest]>([])

    var pictures: [Telework.Image] {
      seen.withLock {
        $0.compactMap { if case .image(let image)? = $0.item { image } else { nil } }
      }
    }

    var losses: [Telework.LostRange] {
      seen.withLock { $0.compactMap { if case .lost(let range)? = $0.item { range } else { nil } } }
    }

    /// - Parameters:
    ///   - lastPicture: the highest number that the server knows already.
    ///   - judge: what is said of a picture, of which so many were sent.
    func transport(
      lastPicture: UInt64 = 0,
      _ judge: @escaping @Sendable (Telework.Image, Int) throws -> Telework.ImageVerdict = {
        image, _ in .init(sequence: image.sequence, verdict: .stored)
      }
    ) -> any ClientTransport {
      InProcessTransport([
        Evidence(onUpload: { request, responses in
          let count = self.seen.withLock { seen in
            seen.append(request)
            return seen.count
          }
          switch request.item {
          case .image(let image):
            try await responses.send(.init(item: .image(try judge(image, count))))
          case .lost(let range):
            try await responses.send(.init(item: .lost(.init(range: range, verdict: .stored))))
          case nil: break
          }
        }), Agents(lastPicture: lastPicture),
      ])
    }
  }

  private let jpeg: [UInt8] = [0xff, 0xd8, 1]

  /// A folder with `in`, where pictures lie, and the spool that is to be made.
  private func folder(_ names: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/in", withIntermediateDirectories: false)
    for name in names { try folder.write("in/\(name)", jpeg + Array(name.utf8)) }
    return folder
  }

  private func agent(
    _ folder: TemporaryFolder, _ more: String..., over transport: any ClientTransport
  ) async -> Outcome {
    let words = ["--spool", "\(folder.path)/spool", "--watch", "\(folder.path)/in", "--once"]
    return await run(["agent", "run"] + words + more, transport: transport)
  }

  private func names(_ folder: TemporaryFolder, _ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(path)").sorted()
  }

  @Test("brings what lies in the folder, numbered on from run to run, as their names say")
  func delivers() async throws {
    let folder = try folder(["camera-1.jpg", "screen-incident.jpg", "z.png", "notes.txt"])
    let store = Store()
    let first = await agent(folder, over: store.transport())
    #expect(first.status == 0, "\(first.error)")
    #expect(first.out == "3 pictures stored; nothing waits\n")
    #expect(store.pictures.map(\.sequence) == [1, 2, 3])
    #expect(store.pictures.map(\.kind) == [.camera, .screen, .screen])
    #expect(store.pictures.map(\.trigger) == [.interval, .incident, .interval])
    #expect(store.pictures.allSatisfy { ($0.capturedAt?.seconds ?? 0) > 1_700_000_000 })
    #expect(try names(folder, "in") == ["notes.txt"])
    #expect(try names(folder, "spool/pictures") == ["3.done", "base.0"])

    try folder.write("in/later.jpg", jpeg)
    let second = await agent(folder, over: store.transport())
    #expect(second.out == "1 picture stored; nothing waits\n")
    #expect(store.pictures.last?.sequence == 4)
    let third = await agent(folder, over: Silent())
    #expect(third.status == 0 && third.out == "0 pictures stored; nothing waits\n")
  }

  @Test("what is more than may be kept is lost, the oldest first, and the server is told")
  func losses() async throws {
    let folder = try folder((1...5).map { "\($0).jpg" })
    for n in 1...5 {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 1_800_000_000 - Double(n))],
        ofItemAtPath: "\(folder.path)/in/\(n).jpg")
    }
    let store = Store()
    let outcome = await agent(folder, "--keep", "2", over: store.transport())
    #expect(outcome.status == 0)
    #expect(outcome.out == "2 pictures stored, 3 lost; nothing waits\n")
    #expect(outcome.error.contains("pictures 1 to 3 are lost: 2 are kept"))
    #expect(store.losses == [.init(fromSequence: 1, toSequence: 3)])
    // The last name is the oldest picture: numbers follow the time.
    #expect(store.pictures.map { $0.content.last } == [UInt8(ascii: "g"), UInt8(ascii: "g")])
    #expect(store.pictures.compactMap(\.capturedAt?.seconds) == [1_799_999_998, 1_799_999_999])
  }

  @Test("what cannot be kept now is sent again on another stream, what never will is told as lost")
  func verdicts() async throws {
    let folder = try folder(["a.jpg", "b.jpg", "c.jpg"])
    let store = Store()
    let outcome = await agent(
      folder,
      over: store.transport { image, count in
        switch (image.sequence, count) {
        case (1, 1):
          .init(
            sequence: 1, verdict: .rejectedRetry, reason: "STORAGE_UNAVAILABLE", message: "full")
        case (2, _):
          .init(sequence: 2, verdict: .rejectedDrop, reason: "IMAGE_TOO_LARGE", message: "641")
        default: .init(sequence: image.sequence, verdict: count < 4 ? .stored : .duplicate)
        }
      })
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("picture 1 has to wait: STORAGE_UNAVAILABLE: full\n"))
    #expect(outcome.error.contains("picture 2 is refused: IMAGE_TOO_LARGE: 641\n"))
    #expect(outcome.error.contains("the server cannot keep pictures now; trying again\n"))
    #expect(outcome.out == "1 picture stored, 1 known before, 1 refused; nothing waits\n")
    #expect(store.pictures.map(\.sequence) == [1, 2, 3, 1])
    #expect(store.losses == [.init(fromSequence: 2, toSequence: 2)])
  }

  @Test(
    "a server that knows other pictures under the spool's numbers is not written to, and nothing goes"
  )
  func reused() async throws {
    let folder = try folder(["a.jpg"])
    let outcome = await agent(
      folder,
      over: Store().transport { image, _ in
        .init(sequence: 1, verdict: .rejectedDrop, reason: "SEQUENCE_REUSED", message: "other")
      })
    #expect(outcome.status == 1)
    #expect(outcome.error.contains("the server has another picture under number 1"))
    #expect(try names(folder, "spool/pictures").count == 2)
  }

  @Test("what no other stream will mend ends who is to end, and everything stays")
  func refused() async throws {
    let folder = try folder(["a.jpg"])
    let outcome = await agent(
      folder,
      over: Store().transport { _, _ in
        throw RPCError(.failedPrecondition, "suspended", reason: "CONTRACT_SUSPENDED")
      })
    #expect(outcome.status == 19)
    #expect(outcome.error.contains("CONTRACT_SUSPENDED"))
    #expect(try names(folder, "spool/pictures").count == 2)
  }

  @Test("files that can be no pictures are put aside, and a second agent is refused the spool")
  func aside() async throws {
    let folder = try folder([])
    try folder.write("in/empty.jpg", [])
    let store = Store()
    let outcome = await agent(
      folder,
      over: store.transport())
    #expect(outcome.status == 0 && store.pictures.isEmpty)
    #expect(outcome.error.contains("empty.jpg is no picture: it has 0 bytes"))
    #expect(try names(folder, "in") == ["empty.jpg.refused"])

    let settings = try AgentCommand.Settings(
      ["run"], .init(options: ["spool": ["\(folder.path)/spool"]]))
    let console = Console(
      input: .init(""), isTerminal: false, columns: nil, out: { _ in }, error: { _ in })
    let held = try AgentFolder(settings, nil, AgentStatus(console))
    let second = await agent(folder, over: store.transport())
    #expect(second.status == 1)
    #expect(second.error.contains("spool is in use by another agent"))
    withExtendedLifetime(held) {}
  }

  @Test(
    "says what is wrong with its command line",
    arguments: [
      ("agent rum", "agent: there is one command, run"),
      ("agent run", "--spool is missing"),
      ("agent run --spol /s", "there is no option --spol of agent; did you mean --spool?"),
      (
        "agent run --spool /s --keep 501",
        "--keep: '501' is not allowed; give a whole number from 1"
      ),
      ("agent run --spool /s --keep 0", "--keep: '0' is not allowed"),
      ("agent run --spool /s --bandwidth 256", "--bandwidth: '256' is not allowed; give bits"),
      ("agnet", "did you mean agent?"),
    ])
  func wrong(line: String, complaint: String) async {
    let outcome = await run(line.split(separator: " ").map(String.init))
    #expect(outcome.status == 2)
    #expect(outcome.error.contains(complaint), "\(outcome.error)")
  }

  @Test("help says how to run it")
  func help() async {
    for words in [["agent"], ["agent", "--help"], ["help", "agent"]] {
      let outcome = await run(words)
      #expect(outcome.status == 0)
      #expect(outcome.out.contains("mado --context desk agent run --spool ~/spool"))
    }
  }
}
