import CivilTime

/// What a worker punches (打刻, TEL-29).
public struct Punch: Hashable, Sendable {
  public enum Act: Hashable, Sendable {
    case startWork
    case endWork
    case startTask(String)
    case endTask(String)
  }

  /// Whether the worker punched himself, or his agent saw that he came or went.
  public enum Source: String, Hashable, Sendable, CaseIterable {
    case operated
    case detected
  }

  public let act: Act
  public let at: Instant
  public let source: Source

  public init(_ act: Act, at: Instant, source: Source = .operated) {
    self.act = act
    self.at = at
    self.source = source
  }
}

/// A time in which somebody worked, with what he worked on.
public struct WorkSpan: Hashable, Sendable {
  public struct TaskSpan: Hashable, Sendable {
    public let task: String
    public var start: Instant
    /// Nil while it is open.
    public var end: Instant?
  }

  public var start: Instant
  /// Nil while he works.
  public var end: Instant?
  /// In the order in which they began.
  public var tasks: [TaskSpan] = []

  /// The day that all of it belongs to, also what is done after midnight: the day in Japan on which it began.
  public var day: CivilDate { JST.date(of: start) }
}

/// The punch clock of a worker (TEL-29). Within work, and only there, are tasks; the end of work ends them.
///
///     off ── startWork ──▶ working ── endWork ──▶ off
///                           │  ▲
///                  startTask│  │endTask
///                           ▼  │
///                        on a task
public struct PunchClock: Hashable, Sendable {
  /// What the source leaves open.
  public struct Terms: Hashable, Sendable {
    /// Tasks that may be open at once.
    public var openTasksMax: Int
    /// How long what the worker punches himself stands against what is detected.
    public var operatedWins: Duration

    public init(openTasksMax: Int = 1, operatedWins: Duration = .seconds(600)) {
      self.openTasksMax = openTasksMax
      self.operatedWins = operatedWins
    }
  }

  public struct Answer: Hashable, Sendable {
    /// The work as it stands with the punch.
    public let work: WorkSpan
    /// The tasks that the end of work has ended.
    public let endedTasks: [String]
    /// When what was detected would have been, in whose place the punch stands.
    public let replaced: Instant?
    public let trace: Trace
  }

  /// Why a punch does not count, in order of precedence.
  public enum Rejection: Refusal {
    case alreadyWorking(since: Instant)
    case notWorking
    case taskMissing
    case taskOpen(String, since: Instant)
    case tooManyTasks(limit: Int)
    case taskNotOpen(String)
    case beforeLast(at: Instant, last: Instant)
    /// Something was detected shortly after the worker had punched himself.
    case operatedStands(at: Instant, operated: Instant)

    public var fault: Fault {
      switch self {
      case .alreadyWorking(let since):
        Fault(
          .state, "ALREADY_WORKING", field: "act", value: "start of work",
          limit: "not working; work began \(JST.dateTime(of: since))", fix: "end the work first")
      case .notWorking:
        Fault(
          .state, "NOT_WORKING", field: "act", value: "not working", limit: "working",
          fix: "start work first")
      case .taskMissing:
        Fault(
          .invalid, "TASK_MISSING", field: "task", value: "nothing", limit: "a task",
          fix: "say which task")
      case .taskOpen(let task, let since):
        Fault(
          .state, "TASK_OPEN", field: "task", value: task,
          limit: "a task not begun; it began \(JST.dateTime(of: since))", fix: "end it first")
      case .tooManyTasks(let limit):
        Fault(
          .state, "TOO_MANY_TASKS", field: "task", value: "one more", limit: "\(limit) at once",
          fix: "end another task first")
      case .taskNotOpen(let task):
        Fault(
          .state, "TASK_NOT_OPEN", field: "task", value: task, limit: "a task that was begun",
          fix: "start it first")
      case .beforeLast(let at, let last):
        Fault(
          .state, "PUNCH_BEFORE_LAST", field: "at", value: at.description,
          limit: "\(last) or later", fix: "enter a correction for what was earlier")
      case .operatedStands(let at, let operated):
        Fault(
          .state, "OPERATED_STANDS", field: "at", value: at.description,
          limit: "later after the worker's own punch of \(operated)",
          fix: "nothing: his own punch counts")
      }
    }
  }

  public let terms: Terms
  /// The work under way, or else what was done last; nil before the first.
  public private(set) var work: WorkSpan?
  /// The last punch that counts.
  private var last: Punch?
  private var lastOperated: Instant?

  public init(_ terms: Terms = Terms()) {
    self.terms = terms
  }

  public var isWorking: Bool { work.map { $0.end == nil } ?? false }

  /// Takes a punch, if it counts.
  public mutating func take(_ punch: Punch) -> Ruling<Answer, Rejection> {
    var rejections = refusals(of: punch)
    if let last, punch.at < last.at {
      rejections.append(.beforeLast(at: punch.at, last: last.at))
    }
    if punch.source == .detected, let lastOperated,
      lastOperated.duration(to: punch.at) < terms.operatedWins
    {
      rejections.append(.operatedStands(at: punch.at, operated: lastOperated))
    }
    guard rejections.isEmpty else { return .refused(rejections) }
    let replaced = replaces(punch) ? last?.at : nil
    let (work, ended) = work(after: punch)
    self.work = work
    last = punch
    if punch.source == .operated { lastOperated = punch.at }
    return .granted(
      Answer(work: work, endedTasks: ended, replaced: replaced, trace: trace(punch, work)))
  }

  /// Whether the worker himself punches what was detected shortly before.
  private func replaces(_ punch: Punch) -> Bool {
    guard let last else { return false }
    return punch.source == .operated && last.source == .detected && punch.act == last.act
      && last.at <= punch.at && last.at.duration(to: punch.at) < terms.operatedWins
  }

  /// What the state has against a punch.
  private func refusals(of punch: Punch) -> [Rejection] {
    if replaces(punch) { return [] }
    let open = work?.tasks.filter { $0.end == nil } ?? []
    switch punch.act {
    case .startWork:
      guard let work, isWorking else { return [] }
      return [.alreadyWorking(since: work.start)]
    case .endWork:
      return isWorking ? [] : [.notWorking]
    case .startTask(let task):
      var rejections: [Rejection] = isWorking ? [] : [.notWorking]
      if task.isEmpty { rejections.append(.taskMissing) }
      if let same = open.first(where: { $0.task == task }) {
        rejections.append(.taskOpen(task, since: same.start))
      } else if open.count >= terms.openTasksMax {
        rejections.append(.tooManyTasks(limit: terms.openTasksMax))
      }
      return rejections
    case .endTask(let task):
      var rejections: [Rejection] = isWorking ? [] : [.notWorking]
      if task.isEmpty { rejections.append(.taskMissing) }
      if !open.contains(where: { $0.task == task }) { rejections.append(.taskNotOpen(task)) }
      return rejections
    }
  }

  /// The work with a punch that counts, and the tasks that it ends besides.
  private func work(after punch: Punch) -> (WorkSpan, [String]) {
    let isNew = punch.act == .startWork && !isWorking
    var work = (isNew ? nil : work) ?? WorkSpan(start: punch.at)
    var ended: [String] = []
    switch punch.act {
    case .startWork:
      work.start = punch.at
    case .endWork:
      let before = work.end
      work.end = punch.at
      for place in work.tasks.indices where [nil, before].contains(work.tasks[place].end) {
        work.tasks[place].end = punch.at
        ended.append(work.tasks[place].task)
      }
    case .startTask(let task):
      if replaces(punch) {
        work.tasks[work.tasks.count - 1].start = punch.at
      } else {
        work.tasks.append(WorkSpan.TaskSpan(task: task, start: punch.at))
      }
    case .endTask(let task):
      let place = work.tasks.lastIndex { $0.task == task }
      if let place { work.tasks[place].end = punch.at }
    }
    return (work, ended)
  }

  private func trace(_ punch: Punch, _ work: WorkSpan) -> Trace {
    var trace = Trace()
    trace.step(
      .tel29, "A punch of the work that began on that day, in Japan.",
      [
        "punched": .instant(punch.at), "source": .text(punch.source.rawValue),
        "work_start": .instant(work.start), "work_day": .date(work.day),
      ], formula: "work_day = day_of(work_start)")
    return trace
  }
}
