import CivilTime

/// Maintenance of the service: which windows may be planned, and when they are (CARD-25, CARD-26, TEL-23,
/// TEL-39).
public enum Maintenance {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// 軽微なメンテナンス: at night, without notice, never an outage.
    case minor
    /// With a stop, announced before.
    case stopping
    /// With a stop, at once, for a reason.
    case emergency
  }

  public struct Answer: Hashable, Sendable {
    /// The last day on which it could have been announced; nil where nothing has to be.
    public let announceBy: CivilDate?
    public let trace: Trace
  }

  /// Why a window is not planned, in order of precedence.
  public enum Rejection: Refusal {
    case windowEmpty
    /// A minor maintenance lies wholly from 01:00 to 06:00 in Japan of one day.
    case minorOutsideWindow(start: Instant, end: Instant)
    case alreadyStarted(start: Instant, now: Instant)
    case reasonMissing
    case notice(AdvanceNotice.Rejection)

    public var fault: Fault {
      switch self {
      case .windowEmpty:
        Fault(
          .invalid, "WINDOW_EMPTY", field: "end", value: "the start", limit: "after the start",
          fix: "let it end after it starts")
      case .minorOutsideWindow(let start, let end):
        Fault(
          .invalid, "MINOR_OUTSIDE_WINDOW", field: "start",
          value: "\(JST.dateTime(of: start)) to \(JST.dateTime(of: end))",
          limit: "\(minorHours) of one day in Japan", fix: "move it, or announce a stop")
      case .alreadyStarted(let start, let now):
        Fault(
          .state, "ALREADY_STARTED", field: "start", value: start.description,
          limit: "after \(now)", fix: "end it now, or plan another")
      case .reasonMissing:
        Fault(
          .invalid, "REASON_MISSING", field: "reason", value: "nothing", limit: "a reason",
          fix: "say why it cannot wait")
      case .notice(let rejection): rejection.fault
      }
    }
  }

  /// 01:00 to 06:00
  public static let minorHours = WorkingWindow(literal: (1, 0), (6, 0))
  /// Days by which a stop is announced before, unless a parameter says otherwise.
  public static let noticeDays = 7

  /// Whether a window may be planned.
  ///
  /// - Parameters:
  ///   - announced: when it is announced: now, or when it was first.
  ///   - reason: why an emergency cannot wait.
  public static func judge(
    _ kind: Kind, from start: Instant, to end: Instant, announced: Instant, at now: Instant,
    noticeDays: Int = Maintenance.noticeDays, reason: String = ""
  ) -> Ruling<Answer, Rejection> {
    var rejections: [Rejection] = []
    if end <= start { rejections.append(.windowEmpty) }
    if kind == .minor, end > start, !isMinor(start, end) {
      rejections.append(.minorOutsideWindow(start: start, end: end))
    }
    if start <= now, kind != .emergency {
      rejections.append(.alreadyStarted(start: start, now: now))
    }
    if kind == .emergency, !reason.contains(where: { !$0.isWhitespace }) {
      rejections.append(.reasonMissing)
    }
    var trace = Trace()
    var announceBy: CivilDate?
    if kind == .stopping {
      let ruling = AdvanceNotice.judge(
        announced: JST.date(of: announced), effect: JST.date(of: start), days: noticeDays,
        rule: .card26)
      rejections += ruling.rejections.map { .notice($0) }
      announceBy = ruling.answer?.latest
      if let notice = ruling.answer { trace.append(notice.trace) }
    }
    guard rejections.isEmpty else { return .refused(rejections) }
    let rule: RuleID = kind == .minor ? .card25 : .card26
    trace.step(
      rule, "A \(kind.rawValue) maintenance.",
      ["kind": .text(kind.rawValue), "start": .instant(start), "end": .instant(end)])
    return .granted(Answer(announceBy: announceBy, trace: trace))
  }

  private static func isMinor(_ start: Instant, _ end: Instant) -> Bool {
    let day = JST.date(of: start)
    return JST.instant(day, minorHours.open) <= start && end <= JST.instant(day, minorHours.close)
  }

  /// The times of a recurring window.
  public struct Occurrences: Hashable, Sendable {
    /// In order.
    public let windows: [Range<Instant>]
    fileprivate let days: Recurrence.Answer
    fileprivate let time: TimeOfDay
    fileprivate let length: Duration
    fileprivate let span: Range<Instant>

    /// How they came about; written when it is asked for.
    public var trace: Trace {
      var trace = days.trace
      trace.step(
        .card26,
        "On each of the days from a time in Japan on, so long; what touches the span stays.",
        [
          "time": .text("\(time)"), "length": .duration(length),
          "span_from": .instant(span.lowerBound), "span_to": .instant(span.upperBound),
          "count": .integer(windows.count),
        ])
      for window in windows {
        let day = JST.date(of: window.lowerBound)
        trace.step(
          .com02, "A time of the window.",
          [
            "day": .date(day), "midnight": .instant(JST.instant(day)),
            "start": .instant(window.lowerBound), "end": .instant(window.upperBound),
          ], formula: "midnight = midnight(day)")
      }
      return trace
    }
  }

  /// The windows of a recurrence that touch `span`, in order: on each of its days from a time on, so long.
  public static func occurrences(
    _ recurrence: Recurrence, at time: TimeOfDay, lasting length: Duration,
    in span: Range<Instant>
  ) -> Occurrences {
    // What began before the span may reach into it.
    let early = span.lowerBound.advanced(by: .zero - max(length, .zero))
    let days = recurrence.days(in: JST.date(of: early)...JST.date(of: span.upperBound))
    let windows = (length > .zero ? days.days : []).compactMap { day -> Range<Instant>? in
      let start = JST.instant(day, time)
      let window = start..<start.advanced(by: length)
      return window.overlaps(span) ? window : nil
    }
    return Occurrences(windows: windows, days: days, time: time, length: length, span: span)
  }
}
