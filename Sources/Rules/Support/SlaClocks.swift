import CivilTime

/// Where the clocks of a case stand: a function of its policy, what has happened and the time. The calendar is
/// the one that was frozen in the case when it was opened.
public enum SlaClocks {
  public struct Event: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
      /// Of the customer.
      case message
      /// To the customer, a holding reply too.
      case reply
      case state(CaseState)
    }

    public let kind: Kind
    public let at: Instant

    public init(_ kind: Kind, at: Instant) {
      self.kind = kind
      self.at = at
    }
  }

  public struct Reading: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
      case running
      case paused
      /// Stopped no later than it was due.
      case met(at: Instant)
      /// Not stopped when it was due.
      case breached(at: Instant)
    }

    public let clock: SlaPolicy.Clock
    public let started: Instant
    public let standing: Standing
    /// When its time is or was over; nil while it is paused.
    public let due: Instant?
    /// When somebody is to be warned; nil while it is paused and where nobody is.
    public let warnAt: Instant?
    /// Desk time that it has run.
    public let used: Duration
    /// Where it ran and was not paused, in order; the last may still run.
    public let spans: [Range<Instant>]
  }

  public struct Answer: Hashable, Sendable {
    /// The first clock, those of later messages in order, the one of resolution.
    public let readings: [Reading]
    public let trace: Trace
  }

  /// Why nothing is said, in order of precedence.
  public enum Rejection: Refusal {
    case openedInFuture(opened: Instant, now: Instant)
    case outOfRange(YearOutOfRange)

    public var fault: Fault {
      switch self {
      case .openedInFuture(let opened, let now):
        Fault(
          .invalid, "FUTURE_DATE", field: "opened", value: opened.description,
          limit: "\(now) or earlier", fix: "give the receipt of the case")
      case .outOfRange(let error): DeskTime.Rejection.outOfRange(error).fault
      }
    }
  }

  /// - Parameters:
  ///   - opened: when the case was received: the customer's first message.
  ///   - events: in any order; those after `now` have not happened.
  public static func judge(
    opened: Instant, events: [Event], policy: SlaPolicy, in calendar: BusinessCalendar,
    at now: Instant
  ) -> Ruling<Answer, Rejection> {
    guard opened <= now else { return .refused([.openedInFuture(opened: opened, now: now)]) }
    var run = SlaRun(policy, opened: opened)
    let past = events.filter { $0.at <= now }.enumerated()
      .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    for event in past { run.meet(event) }
    var trace = Trace()
    trace.step(
      .tel43, "Clocks run in the windows of the case's calendar.",
      [
        "policy": .text(policy.id), "calendar": .text(calendar.id), "opened": .instant(opened),
        "now": .instant(now),
      ])
    var readings: [Reading] = []
    do throws(SlaRun.Unknown) {
      for watch in run.all {
        readings.append(try watch.read(policy, in: calendar, at: now, &trace))
      }
    } catch {
      return .refused([.outOfRange(error.year)])
    }
    return .granted(Answer(readings: readings, trace: trace))
  }
}

/// The clocks of a case while its events are gone through.
private struct SlaRun {
  struct Unknown: Error {
    let year: YearOutOfRange
  }

  private let policy: SlaPolicy
  private var state = CaseState.new
  private var first: Stopwatch
  private var later: [Stopwatch] = []
  private var resolution: Stopwatch

  init(_ policy: SlaPolicy, opened: Instant) {
    self.policy = policy
    first = Stopwatch(.first, at: opened)
    resolution = Stopwatch(.resolution, at: opened)
  }

  /// Those that are promised.
  var all: [Stopwatch] {
    ([first] + later + [resolution]).filter { policy.targets[$0.clock] != nil }
  }

  mutating func meet(_ event: SlaClocks.Event) {
    switch event.kind {
    case .message:
      // While a reply is owed a further message changes nothing.
      if first.isStopped, later.last?.isStopped ?? true {
        var watch = Stopwatch(.next, at: event.at)
        if pauses(.next) { watch.pause(at: event.at) }
        later.append(watch)
      }
    case .reply:
      if !first.isStopped {
        first.stop(at: event.at)
      } else if !later.isEmpty {
        later[later.count - 1].stop(at: event.at)
      }
    case .state(let new):
      state = new
      apply(to: &first, at: event.at)
      if !later.isEmpty { apply(to: &later[later.count - 1], at: event.at) }
      if new.isResolved {
        // Nothing is left to do: no reply is owed either.
        first.stop(at: event.at)
        if !later.isEmpty { later[later.count - 1].stop(at: event.at) }
        resolution.stop(at: event.at)
      } else {
        resolution.start(at: event.at)
        apply(to: &resolution, at: event.at)
      }
    }
  }

  private func pauses(_ clock: SlaPolicy.Clock) -> Bool {
    policy.pauses[clock]?.contains(state) ?? false
  }

  private func apply(to watch: inout Stopwatch, at instant: Instant) {
    if pauses(watch.clock) { watch.pause(at: instant) } else { watch.resume(at: instant) }
  }
}

///     running ── pause ──▶ paused ── resume ──▶ running
///        │ stop              │ stop
///        ▼                   ▼
///     stopped ── start (a case reopened) ──▶ running
private struct Stopwatch {
  let clock: SlaPolicy.Clock
  private let started: Instant
  private var spans: [Range<Instant>] = []
  /// The start of the present span; nil while it does not run.
  private var since: Instant?
  private var stopped: Instant?
  /// Whether it ran when it was stopped.
  private var ranToStop = false

  var isStopped: Bool { stopped != nil }

  init(_ clock: SlaPolicy.Clock, at start: Instant) {
    self.clock = clock
    started = start
    since = start
  }

  mutating func pause(at instant: Instant) {
    guard let start = since else { return }
    if start < instant { spans.append(start..<instant) }
    since = nil
  }

  mutating func resume(at instant: Instant) {
    if stopped == nil, since == nil { since = instant }
  }

  mutating func stop(at instant: Instant) {
    guard stopped == nil else { return }
    ranToStop = since != nil
    pause(at: instant)
    stopped = instant
  }

  mutating func start(at instant: Instant) {
    guard stopped != nil else { return }
    stopped = nil
    resume(at: instant)
  }

  /// Where it stands.
  func read(
    _ policy: SlaPolicy, in calendar: BusinessCalendar, at now: Instant, _ trace: inout Trace
  ) throws(SlaRun.Unknown) -> SlaClocks.Reading {
    var left = policy.targets[clock] ?? DueTime.durationMax
    var used: Duration = .zero
    var due: Instant?
    var warnAt: Instant?
    let run = spans + (since.map { [$0..<max($0, now)] } ?? [])
    for (index, span) in run.enumerated() {
      // Of what runs, or ran to its stop, the due time is known beyond the span too.
      let isOpenEnd = index == run.count - 1 && (since != nil || ranToStop && stopped != nil)
      if due == nil, left > .zero {
        let end = try dueTime(left, from: span.lowerBound, calendar)
        if isOpenEnd || end.due <= span.upperBound {
          due = end.due
          trace.append(end.trace)
        }
      }
      if warnAt == nil, policy.warning > .zero {
        let early = left - policy.warning
        let warn =
          early > .zero
          ? try dueTime(early, from: span.lowerBound, calendar).due : span.lowerBound
        if isOpenEnd || warn <= span.upperBound { warnAt = warn }
      }
      let spent = try elapsed(span, calendar)
      trace.step(
        .tel43, "The clock ran in this span, by the time of the desk.",
        [
          "from": .instant(span.lowerBound), "to": .instant(span.upperBound),
          "before": .duration(used), "spent": .duration(spent), "used": .duration(used + spent),
        ], formula: "used = before + spent")
      used += spent
      left -= spent
    }
    trace.step(
      .tel43, "The \(clock.rawValue) clock.",
      [
        "started": .instant(started), "used": .duration(used), "left": .duration(left),
        "target": .duration(policy.targets[clock] ?? .zero),
        "due": .text(due?.description ?? "paused"),
      ], formula: "left = target - used")
    return SlaClocks.Reading(
      clock: clock, started: started, standing: standing(due, now), due: due, warnAt: warnAt,
      used: used, spans: run)
  }

  private func standing(_ due: Instant?, _ now: Instant) -> SlaClocks.Reading.Standing {
    if let due, due < stopped ?? now { return .breached(at: due) }
    if let stopped { return .met(at: stopped) }
    return since == nil ? .paused : .running
  }

  private func dueTime(
    _ duration: Duration, from start: Instant, _ calendar: BusinessCalendar
  ) throws(SlaRun.Unknown) -> DueTime.Answer {
    let ruling = DueTime.compute(duration, from: start, in: calendar)
    switch ruling.rejections.first {
    case .startOutOfRange(let year)?, .dueOutOfRange(let year)?: throw SlaRun.Unknown(year: year)
    case .durationNotPositive?, .durationTooLong?, nil: break
    }
    guard let answer = ruling.answer else {
      throw SlaRun.Unknown(year: YearOutOfRange(year: JST.date(of: start).year))
    }
    return answer
  }

  private func elapsed(
    _ span: Range<Instant>, _ calendar: BusinessCalendar
  ) throws(SlaRun.Unknown) -> Duration {
    let ruling = DeskTime.elapsed(from: span.lowerBound, to: span.upperBound, in: calendar)
    guard let elapsed = ruling.answer else {
      throw SlaRun.Unknown(year: YearOutOfRange(year: JST.date(of: span.upperBound).year))
    }
    return elapsed.time
  }
}
