import Buffers
import Calling
import EventLoop
import Files
import Glibc
import Protobuf
import RPC
import RPCTransport

/// `loadtest call`: one method, called as the options say.
struct CallTest: Sendable {
  let options: LoadOptions
  let target: Target

  /// Later than this a start counts as late.
  static let lateAfter = Duration.milliseconds(1)

  func run() async throws -> Report {
    let group = try EventLoopGroup(count: threadCount, name: "load")
    defer { group.shutdown() }
    let configuration = try target.configuration()
    let metadata = try target.metadata(and: options.given.all("metadata"))
    let method = try await method(configuration, metadata, on: group.next())
    let plan = try plan(method, metadata)
    let schedule = try options.schedule()
    let recorders = group.loops.map { _ in Recorder(lateAfter: Self.lateAfter) }
    // Each loop's connections are every so many of all.
    let channels = group.loops.indices.map { index in
      stride(from: index, to: options.connections, by: threadCount).map { _ in
        Channel(configuration, on: group.loops[index])
      }
    }
    let lanes = group.loops.indices.map { index in
      let random = RandomSource(seed: options.seed).branch(index)
      let maker = CallMaker(
        plan, channels[index], first: index, stride: threadCount, on: group.loops[index],
        recorders[index], random: random)
      return Lane(
        loop: group.loops[index], recorder: recorders[index],
        driver: driver(index, maker, schedule, random.branch(-1)))
    }
    let run = LoadRun(
      lanes: lanes, times: times(schedule), grace: options.grace,
      view: LiveView(
        plannedSeconds: schedule?.seconds ?? options.closedDuration.map { $0 / .seconds(1) }))
    let result = await run.run()
    for channel in channels.joined() { Task { await channel.close() } }
    return report(result, plan, schedule)
  }

  private var threadCount: Int {
    min(options.connections, options.threads ?? EventLoopGroup.coreCount)
  }

  // MARK: - What is called

  /// The schema comes from the file that is given, else from what is built in, else from the server.
  private func method(
    _ configuration: Channel.Configuration, _ metadata: Metadata, on loop: EventLoop
  ) async throws -> SchemaMethod {
    if let path = options.given["descriptor-set"] {
      return try await DescriptorSetFile(path).method(options.method)
    }
    let builtIn = try BuiltInSchema()
    let service = String(options.method.prefix { $0 != "/" })
    if options.given["reflection"] == nil, builtIn.holds(service) {
      return try await builtIn.method(options.method)
    }
    let channel = Channel(configuration, on: loop)
    let reflection = Reflection(
      transport: channel,
      options: CallOptions(
        metadata: metadata, deadline: Deadline(after: .seconds(30)),
        maxResponseBytes: 64 << 20))
    let method = try await reflection.method(options.method)
    await channel.close()
    return method
  }

  private func plan(
    _ method: SchemaMethod, _ metadata: Metadata
  ) throws(UsageError) -> CallPlan {
    guard let input = method.input else {
      throw UsageError("the schema lacks \(method.method.input)")
    }
    let kind = method.descriptor.kind
    let (text, origin) = try data()
    let templates = try TemplateCompiler.compile(text, from: origin, input)
    if kind.hasSingleRequest {
      for name in ["messages", "message-interval"] where options.given[name] != nil {
        throw UsageError("--\(name) is for streams of requests: \(options.method) takes one")
      }
    }
    guard kind == .bidirectional || !options.isLockstep else {
      throw UsageError("--lockstep is for streams both ways: \(options.method) is none")
    }
    return CallPlan(
      method: method.descriptor,
      options: CallOptions(metadata: metadata, maxResponseBytes: 64 << 20),
      timeout: options.timeout, templates: templates,
      messages: options.messages ?? templates.count, isLockstep: options.isLockstep,
      messageInterval: options.messageInterval)
  }

  private func data() throws(UsageError) -> (text: String, origin: String) {
    guard let word = options.data else { return ("{}", "--data") }
    let path = word == "-" ? "/dev/stdin" : word.hasPrefix("@") ? String(word.dropFirst()) : nil
    guard let path else { return (word, "--data") }
    guard let file = fopen(path, "r") else {
      throw UsageError("--data: \(FileError(operation: "open", path: path, code: errno))")
    }
    defer { fclose(file) }
    // A pipe has no size to ask for.
    var content: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&piece, 1, piece.count, file), count > 0 {
      content += piece[..<count]
    }
    return (String(decoding: content, as: UTF8.self), word == "-" ? "standard input" : path)
  }

  // MARK: - When it is called

  private func times(_ schedule: Schedule?) -> RunTimes {
    // Far enough ahead for every loop to stand ready.
    let start = MonotonicClock.nanoseconds + 50_000_000
    let measuredFrom = start + options.warmUp.clampedNanoseconds
    let seconds = schedule.map { Duration.seconds($0.seconds) } ?? options.closedDuration
    return RunTimes(
      start: start, measuredFrom: measuredFrom,
      end: seconds.map { measuredFrom + $0.clampedNanoseconds })
  }

  private func driver(
    _ index: Int, _ maker: CallMaker, _ schedule: Schedule?, _ random: RandomSource
  ) -> any Driver {
    // The part of `whole` that falls to this loop.
    func share(_ whole: Int) -> Int { (whole + threadCount - 1 - index) / threadCount }
    let calls = options.calls.map(share)
    switch options.model {
    case .closed(let callers):
      return ClosedDriver(
        maker, callers: share(callers), first: index, stride: threadCount, calls: calls)
    case .open(_, let spread):
      let all = schedule ?? Schedule(segments: [])
      let arrivals = Arrivals(
        all.warmedUp(for: options.warmUp / .seconds(1)), first: index, stride: threadCount,
        spread: spread, random: random)
      return OpenDriver(
        maker, arrivals, first: index, stride: threadCount,
        inFlightMax: max(1, share(options.inFlightMax)), calls: calls)
    }
  }

  // MARK: - What was found

  private func report(
    _ result: LoadRun.Result, _ plan: CallPlan, _ schedule: Schedule?
  ) -> Report {
    var report = Report(
      title: plan.method.path.dropFirst() + " at \(target.server)", result,
      isStreaming: plan.method.kind != .unary)
    report.connections = options.connections
    report.threads = threadCount
    switch options.model {
    case .closed(let callers):
      report.model = .closed(callers: callers)
      report.verdict.hasSchedule = false
    case .open:
      let scheduled = options.calls ?? schedule?.calls ?? 0
      report.model = .open(text: options.given["rate"] ?? "", scheduled: scheduled)
      report.verdict.inFlightMax = options.inFlightMax
    }
    report.verdict.lateAfter = Self.lateAfter
    report.judge(options.report.thresholds)
    return report
  }
}
