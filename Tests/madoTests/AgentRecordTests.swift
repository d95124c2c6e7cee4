import Foundation
import MadoAPI
import RPC
import Synchronization
import Testing

@testable import mado

@Suite struct AgentRecordTests {
  private final class Seen<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    func add(_ element: Element) { elements.withLock { $0.append(element) } }
    var all: [Element] { elements.withLock { $0 } }
  }

  /// A spool with a folder in which things are put.
  private func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/in", withIntermediateDirectories: false)
    return folder
  }

  private func agent(
    _ folder: TemporaryFolder, _ service: Agents, input: String? = nil, _ more: String...
  ) async -> Outcome {
    var words = ["agent", "run", "--spool", folder.path, "--once"] + more
    if input != nil { words += ["--records", "-"] }
    return await run(words, input: input ?? "", transport: InProcessTransport([service]))
  }

  private func record(_ task: String) -> String {
    #"{"punch":{"act":"PUNCH_ACT_START_TASK","task":"\#(task)"}}"#
  }

  private func task(_ record: Telework.AgentRecord) -> String {
    if case .punch(let punch)? = record.content { punch.task } else { "" }
  }

  @Test("records of lines and files are brought in order, and those that are none are told")
  func order() async throws {
    let folder = try self.folder()
    for name in ["b", "a"] {
      try folder.write("in/\(name).json", Array(record(name).utf8))
      try FileManager.default.setAttributes(
        [
          .modificationDate: Date(
            timeIntervalSince1970: name == "b" ? 1_800_000_000 : 1_800_000_009)
        ],
        ofItemAtPath: "\(folder.path)/in/\(name).json")
    }
    try folder.write("in/wrong.json", Array("{\"punch\": 1}".utf8))
    let seen = Seen<Telework.AgentRecord>()
    let service = Agents(onItem: { item, responses in
      guard case .record(let record) = item else { return }
      seen.add(record)
      try await responses.send(
        .init(item: .ack(.init(number: record.number, verdict: .taken))))
    })
    let outcome = await agent(folder, service, input: record("line") + "\n\n{}\nno JSON\n")
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(
      outcome.out.hasPrefix(
        "kept\nrefused: it has neither punch, sighting nor incident\nrefused: line 1, column 1"))
    #expect(outcome.out.hasSuffix("\n0 pictures stored, 3 records taken; nothing waits\n"))
    #expect(seen.all.map(\.number) == [1, 2, 3])
    #expect(seen.all.map(task) == ["line", "b", "a"])
    #expect(seen.all.dropFirst().map { $0.agentTime?.seconds } == [1_800_000_000, 1_800_000_009])
    #expect(outcome.error.contains("wrong.json is no record"))
    #expect(outcome.error.contains("outside of what was tested: system is Linux, Windows 10 Pro"))
    #expect(throws: Never.self) { try folder.read("in/wrong.json.refused") }
  }

  @Test(
    "what the server has it does not get again, and what it refuses does not hold up the others")
  func resumes() async throws {
    let folder = try self.folder()
    let first = Agents(onItem: { item, responses in
      guard case .record(let record) = item, record.number == 2 else { return }
      throw RPCError(.invalidArgument, "the connection is lost", reason: "GONE")
    })
    let lines = (1...4).map { record("\($0)") }.joined(separator: "\n")
    let broken = await agent(folder, first, input: lines)
    #expect(broken.status == 13)
    let seen = Seen<Telework.AgentRecord>()
    var second = Agents(onItem: { item, responses in
      guard case .record(let record) = item else { return }
      seen.add(record)
      let verdict: Telework.RecordVerdict =
        record.number == 3 ? .refused : record.number == 4 ? .waiting : .taken
      try await responses.send(
        .init(
          item: .ack(
            .init(number: record.number, verdict: verdict, reason: "PUNCH", message: "why"))))
    })
    second.lastRecord = 1
    second.onWelcome = { hello, _ in #expect(hello.oldestRecord == 1) }
    let outcome = await agent(folder, second)
    #expect(outcome.status == 1)
    #expect(seen.all.map(\.number) == [2, 3, 4])
    #expect(seen.all.map(task) == ["2", "3", "4"])
    #expect(outcome.error.contains("record 3 is refused: PUNCH: why\n"))
    #expect(outcome.error.contains("record 4 came too late to count"))
  }

  @Test("what the server wants lies in the spool, and it is told so")
  func configuration() async throws {
    let folder = try self.folder()
    try folder.write("in/a.json", Array(record("a").utf8))
    let applied = Seen<Telework.AppliedConfig>()
    let held = Seen<UInt64>()
    var service = Agents(onItem: { item, responses in
      switch item {
      case .record(let record): held.add(record.number)
      case .applied(let config):
        applied.add(config)
      case .heartbeat(let beat):
        try await responses.send(
          .init(item: .heartbeat(.init(number: beat.number, clockOffset: .init(seconds: 5)))))
      case .hello: break
      }
      if let number = held.all.first, !applied.all.isEmpty {
        try await responses.send(.init(item: .ack(.init(number: number, verdict: .taken))))
      }
    })
    service.onWelcome = { _, responses in
      try await responses.send(
        .init(item: .config(.init(version: 7, behaviour: .init(uploadKbps: 256)))))
      try await responses.send(.init(item: .capture(.init(id: "c1", kinds: [.screen]))))
    }
    let outcome = await agent(folder, service)
    #expect(outcome.status == 0, "\(outcome.error)")
    #expect(applied.all == [.init(version: 7)])
    let config = try Telework.AgentConfig(
      json: String(decoding: try folder.read("config.json"), as: UTF8.self))
    #expect(config.version == 7 && config.behaviour?.uploadKbps == 256)
    let capture = String(decoding: try folder.read("capture.json"), as: UTF8.self)
    #expect(capture.contains("c1"))
  }

  @Test("who has not accepted the agent's licence is told how, and keeps what he has")
  func licence() async throws {
    let folder = try self.folder()
    try folder.write("in/a.json", Array(record("a").utf8))
    var service = Agents(onItem: { item, responses in
      guard case .record(let record) = item else { return }
      try await responses.send(
        .init(item: .ack(.init(number: record.number, verdict: .taken))))
    })
    service.licence = "2"
    for words in [[], ["--accept-licence", "1"]] {
      let refused = await run(
        ["agent", "run", "--spool", folder.path, "--once"] + words,
        transport: InProcessTransport([service]))
      #expect(refused.status == 19)
      #expect(
        refused.error.contains(
          "FAILED_PRECONDITION TERMS_NOT_ACCEPTED: version 2 of the agent's licence is in effect and "
            + "not accepted: read it by mado contract terms get --id terms-1, and start the agent with "
            + "--accept-licence 2"), "\(refused.error)")
    }
    let accepted = await agent(folder, service, "--accept-licence", "2")
    #expect(accepted.status == 0, "\(accepted.error)")
    #expect(accepted.out == "0 pictures stored, 1 record taken; nothing waits\n")
  }

  @Test("records come from standard input and from nowhere else")
  func wrong() async {
    let outcome = await run("agent", "run", "--spool", "/s", "--records", "file")
    #expect(outcome.status == 2)
    #expect(outcome.error.contains("--records: 'file' is not allowed; give - for standard input"))
  }
}
