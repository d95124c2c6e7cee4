import Buffers
import Contexts
import EventLoop
import Files
import MadoAPI
import RPC
import RPCTransport
import TLS

/// A load test from its options to its report.
struct LoadTest: Sendable {
  /// How long verdicts are waited for after the last send.
  private static let patience = Duration.seconds(60)

  private let options: LoadOptions
  private let contexts: [Context]

  /// Finds a context for each agent; fails when one is missing.
  init(_ options: LoadOptions, environment: [String: String]) throws {
    self.options = options
    let folder = ContextFolder(
      options.contextFolder ?? ContextFolder.defaultPath(environment))
    let first = options.firstContext
    contexts = try (first..<first + options.agents).map { number in
      try folder.context(named: number == 1 ? options.contexts : "\(options.contexts)-\(number)")
    }
  }

  func run() async throws -> Report {
    let group = try EventLoopGroup()
    let count = options.images ?? max(1, Int(options.rate * Double(options.seconds)))
    let interval = Duration.seconds(1) / options.rate
    let picture = SyntheticPicture(size: options.imageBytes)
    let live = LiveCounts()
    let credentials = try contexts.map(Self.credentials)
    let channels = try contexts.map { try channel($0, group) }
    // Far enough ahead for every connection to stand before the first send is due.
    let start = ContinuousClock.now + .milliseconds(500)
    let deadline = Deadline(after: interval * count + Self.patience)
    let display = Task { await LiveDisplay(live, total: count * options.agents).run() }
    var report = await withTaskGroup(of: Report.self) { agents in
      for (index, channel) in channels.enumerated() {
        let agent = Agent(
          client: Telework.EvidenceServiceClient(channel),
          pacer: Pacer(start: start, interval: interval, offset: interval * index / options.agents),
          picture: picture, firstSequence: options.firstSequence, count: count, live: live)
        let call = CallOptions(metadata: credentials[index], deadline: deadline)
        agents.addTask { await agent.run(call) }
      }
      return await agents.reduce(into: Report()) { $0.merge($1) }
    }
    display.cancel()
    await display.value
    let elapsed = (ContinuousClock.now - start) / .seconds(1)
    for channel in channels { await channel.close() }
    group.shutdown()
    report.agents = options.agents
    report.imageBytes = options.imageBytes
    report.offered = options.rate * Double(options.agents)
    report.seconds = elapsed
    report.scheduled = count * options.agents
    return report
  }

  /// What names the agent; a token that cannot stand in metadata is an error of its context.
  private static func credentials(_ context: Context) throws(MetadataError) -> Metadata {
    var metadata = Metadata()
    if let token = context.token { try metadata.add("authorization", "Bearer \(token)") }
    return metadata
  }

  private func channel(_ context: Context, _ group: EventLoopGroup) throws -> Channel {
    var trust = TLSContext.Trust.systemRoots
    if let path = context.certificateFile {
      trust = .roots(Bytes(try LinuxFileSystem().contents(of: path)), name: path)
    }
    let url = try ServerURL(options.server ?? context.server)
    return Channel(try url.configuration(trusting: trust), on: group.next())
  }
}

/// What goes on, once a second: over the same line on a terminal, on lines of its own elsewhere.
private struct LiveDisplay: Sendable {
  private let live: LiveCounts
  private let total: Int
  private let isTerminal = StandardStream.error.isTerminal

  init(_ live: LiveCounts, total: Int) {
    self.live = live
    self.total = total
  }

  func run() async {
    var before = 0
    while (try? await Task.sleep(for: .seconds(1))) != nil {
      let sent = live.sent.load(ordering: .relaxed)
      let acknowledged = live.acknowledged.load(ordering: .relaxed)
      let line =
        "sent \(sent) of \(total), acknowledged \(acknowledged) (\(acknowledged - before)/s), "
        + "under way \(sent - acknowledged)"
      before = acknowledged
      StandardStream.error.write(isTerminal ? "\r\u{1b}[K" + line : line + "\n")
    }
    if isTerminal { StandardStream.error.write("\r\u{1b}[K") }
  }
}
