import Calling
import CivilTime
import Contexts
import EventLoop
import Files
import MadoAPI
import Protobuf
import RPC
import RPCTransport

/// `loadtest month`: a month of a company against a server whose clock is fast.
struct Month: Sendable {
  /// How long answers are waited for after the last send, and how late a send may start before the generator
  /// counts as late: a minute of the server's.
  private static let patience = Duration.seconds(60)
  private static let lateAfter = Duration.milliseconds(20)
  /// When a day begins: before anybody starts to work.
  private static let morning = Duration.seconds(8 * 3600 + 50 * 60)

  private let options: MonthOptions
  private let targets: [(name: String, target: Target)]
  private let office: MonthOffice.Targets

  /// Finds a context for each agent, for the manager and for who sets the clock; fails when one is missing.
  init(_ options: MonthOptions, environment: [String: String]) throws(UsageError) {
    self.options = options
    let folder = ContextFolder(options.contextFolder ?? ContextFolder.defaultPath(environment))
    targets = try Target.numbered(
      options.contexts, 1..<options.workers + 1, in: folder, server: options.server)
    office = MonthOffice.Targets(
      manager: try Target(named: options.manager, in: folder, server: options.server),
      administrator: try Target(named: options.administrator, in: folder, server: options.server))
  }

  func run() async throws -> Report {
    let group = try EventLoopGroup(
      count: min(EventLoopGroup.coreCount, options.workers), name: "load")
    defer { group.shutdown() }
    let days = Self.workdays(options.days, from: options.from)
    let gate = DayGate(agents: options.workers)
    let office = try MonthOffice(office, on: group.loops[0])
    let picture = SyntheticPicture(size: options.imageBytes)
    let random = RandomSource(seed: options.seed)
    var lanes: [Lane] = []
    var agents: [MonthAgent] = []
    var channels: [Channel] = []
    for (lane, loop) in group.loops.enumerated() {
      let recorder = Recorder(lateAfter: Self.lateAfter)
      var own: [MonthAgent] = []
      for index in stride(from: lane, to: options.workers, by: group.loops.count) {
        let (name, target) = targets[index]
        let channel = Channel(try target.configuration(), on: loop)
        channels.append(channel)
        own.append(
          MonthAgent(
            channel, CallOptions(metadata: try target.metadata(and: [])), name: name,
            images: options.images, picture, random.branch(index), on: loop, recorder))
      }
      agents += own
      lanes.append(Lane(loop: loop, recorder: recorder, driver: Workers(own, gate, days)))
    }
    for agent in agents { try await agent.register() }
    // The days are led beside the run that they are: what goes wrong there ends it.
    let leading = Task { try await lead(days, office, gate) }
    let run = LoadRun(
      lanes: lanes,
      times: RunTimes(
        start: MonotonicClock.nanoseconds, measuredFrom: MonotonicClock.nanoseconds, end: nil),
      grace: Self.patience, view: LiveView(plannedSeconds: nil))
    let result = await run.run()
    await gate.shut()
    let reviews = try await leading.value
    if let path = options.sent {
      var text: [UInt8] = []
      for agent in agents { text += await agent.loop.run { agent.log.text } }
      try LinuxFileSystem().replace(path, with: text + reviews.text)
    }
    await office.close()
    for channel in channels { await channel.close() }
    return report(result, threads: group.loops.count)
  }

  /// Opens one day after another, each when all have ended the one before and its incidents are reviewed.
  private func lead(
    _ days: [CivilDate], _ office: MonthOffice, _ gate: DayGate
  ) async throws -> SentLog {
    var reviews = SentLog()
    do {
      for day in days {
        await gate.open(try await office.begin(at: JST.instant(day).advanced(by: Self.morning)))
        guard await gate.allEnded() else { break }
        try await office.review(day, into: &reviews)
      }
    } catch {
      await gate.shut()
      throw error
    }
    await gate.shut()
    return reviews
  }

  private static func workdays(_ count: Int, from first: CivilDate) -> [CivilDate] {
    var days: [CivilDate] = []
    var day = first
    while days.count < count, let next = try? day.plus(days: 1) {
      if day.weekday != .saturday, day.weekday != .sunday { days.append(day) }
      day = next
    }
    return days
  }

  private func report(_ result: LoadRun.Result, threads: Int) -> Report {
    var report = Report(
      title: "\(options.days) days of \(options.workers) workers from \(options.from)", result,
      isStreaming: true)
    report.unit = "pictures and records"
    report.connections = options.workers
    report.threads = threads
    let rate = Double(result.tally.started) / max(1, result.seconds)
    report.model = .open(text: decimal(rate, 1), scheduled: result.tally.started)
    report.verdict.lateAfter = Self.lateAfter
    report.judge(options.report.thresholds)
    return report
  }
}

/// The agents of one loop, day after day.
private struct Workers: Driver {
  private let agents: [MonthAgent]
  private let gate: DayGate
  private let days: [CivilDate]

  init(_ agents: [MonthAgent], _ gate: DayGate, _ days: [CivilDate]) {
    self.agents = agents
    self.gate = gate
    self.days = days
  }

  func run(_ times: RunTimes) async {
    await withTaskGroup { group in
      for agent in agents {
        group.addTask(executorPreference: agent.loop) {
          for (number, day) in days.enumerated() {
            guard let clock = await gate.clock(of: number) else { break }
            await agent.run(day, by: clock)
            await gate.end()
          }
        }
      }
    }
  }

  var hasStartedAll: Bool { false }

  func stop() {
    for agent in agents { agent.stop() }
    Task { await gate.shut() }
  }

  func cutOff() { for agent in agents { agent.cutOff() } }
}
