import CivilTime

/// Whether a desk is open, and how long it has been (COM-02, COM-05): windows are half-open, a day may have
/// several, 24:00 may end one.
public enum DeskTime {
  public struct Opening: Hashable, Sendable {
    public let isOpen: Bool
    /// When it opens next, if it is closed.
    public let opens: Instant?
    /// When it closes next: the end of the present window, or of the one that opens next.
    public let closes: Instant
    public let trace: Trace
  }

  public struct Elapsed: Hashable, Sendable {
    public let time: Duration
    /// When it was open, in order.
    public let windows: [Range<Instant>]
    /// The closed days on the way, in order.
    public let skipped: [ClosedDay]
    public let trace: Trace
  }

  /// Why nothing is known, in order of precedence.
  public enum Rejection: Refusal {
    /// A time span runs backward.
    case endsBeforeStart(start: Instant, end: Instant)
    /// Years without known holidays, or no window up to them.
    case outOfRange(YearOutOfRange)

    public var fault: Fault {
      switch self {
      case .endsBeforeStart(let start, let end):
        Fault(
          .invalid, "ENDS_BEFORE_START", field: "end", value: end.description,
          limit: "\(start) or later", fix: "give the later instant as the end")
      case .outOfRange(let error):
        Fault(
          .outOfRange, "YEAR_OUT_OF_RANGE", field: "instant", value: String(error.year),
          limit:
            "\(NationalHolidays.years.lowerBound) to \(NationalHolidays.years.upperBound)",
          fix: "give an instant within these years")
      }
    }
  }

  /// Whether the desk is open at `instant`, and when that changes.
  public static func check(
    at instant: Instant, in calendar: BusinessCalendar
  ) -> Ruling<Opening, Rejection> {
    var walk = Walk(from: JST.date(of: instant), in: calendar)
    do throws(YearOutOfRange) {
      var isBusinessDay = try walk.isBusinessDayHere()
      while true {
        for window in isBusinessDay ? calendar.hours[walk.day.weekday] : [] {
          let span = JST.instant(walk.day, window.open)..<JST.instant(walk.day, window.close)
          guard span.upperBound > instant else { continue }
          let isOpen = span.contains(instant)
          var trace = Trace()
          trace.pass(over: walk.skipped, in: calendar)
          trace.step(
            .com02, isOpen ? "In a window, whose end is not in it." : "Between windows.",
            [
              "instant": .instant(instant), "calendar": .text(calendar.id),
              "from": .instant(span.lowerBound), "to": .instant(span.upperBound),
            ])
          return .granted(
            Opening(
              isOpen: isOpen, opens: isOpen ? nil : span.lowerBound, closes: span.upperBound,
              trace: trace))
        }
        isBusinessDay = try walk.isBusinessDayNext()
      }
    } catch {
      return .refused([.outOfRange(error)])
    }
  }

  /// How long the desk was open from `start` to `end`.
  public static func elapsed(
    from start: Instant, to end: Instant, in calendar: BusinessCalendar
  ) -> Ruling<Elapsed, Rejection> {
    guard start <= end else { return .refused([.endsBeforeStart(start: start, end: end)]) }
    var windows: [Range<Instant>] = []
    let last = JST.date(of: end)
    var walk = Walk(from: JST.date(of: start), in: calendar)
    do throws(YearOutOfRange) {
      var isBusinessDay = try walk.isBusinessDayHere()
      while true {
        for window in isBusinessDay ? calendar.hours[walk.day.weekday] : [] {
          let open = max(JST.instant(walk.day, window.open), start)
          let close = min(JST.instant(walk.day, window.close), end)
          if open < close { windows.append(open..<close) }
        }
        if walk.day == last { break }
        isBusinessDay = try walk.isBusinessDayNext()
      }
    } catch {
      return .refused([.outOfRange(error)])
    }
    var trace = Trace()
    trace.step(
      .com02, "The time in the calendar's windows counts.",
      ["start": .instant(start), "end": .instant(end), "calendar": .text(calendar.id)])
    trace.pass(over: walk.skipped, in: calendar)
    var sum: Duration = .zero
    for window in windows {
      let before = sum
      let length = window.lowerBound.duration(to: window.upperBound)
      sum += length
      trace.step(
        .com02, "The desk was open.",
        [
          "from": .instant(window.lowerBound), "to": .instant(window.upperBound),
          "before": .duration(before), "length": .duration(length), "elapsed": .duration(sum),
        ], formula: "elapsed = before + length")
    }
    return .granted(Elapsed(time: sum, windows: windows, skipped: walk.skipped, trace: trace))
  }
}
