import Calling
import Contexts
import EventLoop
import MadoAPI
import RPC
import RPCTransport

/// `loadtest telework`: pictures of many agents, each with a connection and a stream.
struct TeleworkDay: Sendable {
  /// How long verdicts are waited for after the last send.
  private static let patience = Duration.seconds(60)
  /// How far behind its schedule a send may start before the generator counts as late.
  private static let lateAfter = Duration.milliseconds(10)

  private let options: TeleworkOptions
  private let targets: [Target]

  /// Finds a context for each agent; fails when one is missing.
  init(_ options: TeleworkOptions, environment: [String: String]) throws(UsageError) {
    self.options = options
    let folder = ContextFolder(options.contextFolder ?? ContextFolder.defaultPath(environment))
    let numbers = options.firstContext..<options.firstContext + options.agents
    targets = try Target.numbered(
      options.contexts, numbers, in: folder, server: options.server
    ).map(\.target)
  }

  func run() async throws -> Report {
    let group = try EventLoopGroup(
      count: min(EventLoopGroup.coreCount, options.agents), name: "load")
    defer { group.shutdown() }
    let count = options.images ?? max(1, Int(options.rate * Double(options.seconds)))
    let interval = Duration.seconds(1) / options.rate
    let picture = SyntheticPicture(size: options.imageBytes)
    var lanes: [Lane] = []
    var channels: [Channel] = []
    for (lane, loop) in group.loops.enumerated() {
      let recorder = Recorder(lateAfter: Self.lateAfter)
      var agents: [Agent] = []
      for index in stride(from: lane, to: options.agents, by: group.loops.count) {
        let channel = Channel(try targets[index].configuration(), on: loop)
        channels.append(channel)
        agents.append(
          Agent(
            Telework.EvidenceServiceClient(channel),
            CallOptions(metadata: try targets[index].metadata(and: [])),
            pacing: Agent.Pacing(
              interval: interval, offset: interval * index / options.agents,
              firstSequence: options.firstSequence, count: count),
            picture, on: loop, recorder))
      }
      lanes.append(Lane(loop: loop, recorder: recorder, driver: Agents(agents)))
    }
    // Far enough ahead for every connection to stand before the first send is due.
    let start = MonotonicClock.nanoseconds + 500_000_000
    let end = start + (interval * count).clampedNanoseconds
    let run = LoadRun(
      lanes: lanes, times: RunTimes(start: start, measuredFrom: start, end: end),
      grace: Self.patience, view: LiveView(plannedSeconds: interval * count / .seconds(1)))
    let result = await run.run()
    for channel in channels { await channel.close() }
    return report(result, scheduled: count * options.agents, threads: group.loops.count)
  }

  private func report(_ result: LoadRun.Result, scheduled: Int, threads: Int) -> Report {
    var report = Report(
      title: "\(options.agents) agents, pictures of \(options.imageBytes) bytes", result,
      isStreaming: true)
    report.unit = "pictures"
    report.connections = options.agents
    report.threads = threads
    report.model = .open(
      text: decimal(options.rate * Double(options.agents), 1), scheduled: scheduled)
    report.verdict.lateAfter = Self.lateAfter
    report.judge(options.report.thresholds)
    return report
  }
}

/// The agents of one loop.
private struct Agents: Driver {
  private let agents: [Agent]

  init(_ agents: [Agent]) { self.agents = agents }

  func run(_ times: RunTimes) async {
    await withTaskGroup { group in
      for agent in agents {
        group.addTask(executorPreference: agent.loop) { await agent.run(times) }
      }
    }
  }

  var hasStartedAll: Bool { agents.allSatisfy { $0.hasSentAll } }

  func stop() { for agent in agents { agent.stop() } }

  func cutOff() { for agent in agents { agent.cutOff() } }
}
