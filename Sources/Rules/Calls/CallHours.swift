import CivilTime

/// The opening hours of a span of days, laid out so that a call is judged in a few comparisons: rating takes a
/// million calls a second (CTI-06). Half-open, as every window (COM-02).
public struct CallHours: Sendable {
  private let first: Int
  /// Of each day when its windows open and close, in turn; `starts[day]..<starts[day + 1]`.
  private let bounds: [Instant]
  private let starts: [Int]

  /// Lays out the customer's own calendar.
  public init(
    _ calendar: BusinessCalendar, days: ClosedRange<CivilDate>
  ) throws(YearOutOfRange) {
    var bounds: [Instant] = []
    var starts = [0]
    for day in days {
      for window in try calendar.windows(on: day) {
        bounds.append(JST.instant(day, window.open))
        bounds.append(JST.instant(day, window.close))
      }
      starts.append(bounds.count)
    }
    first = days.lowerBound.dayNumber
    self.bounds = bounds
    self.starts = starts
  }

  /// Whether the customer's office is open when the phone rings; nil outside of the days laid out.
  public func isOpen(at instant: Instant) -> Bool? {
    let day = JST.date(of: instant).dayNumber - first
    guard day >= 0, day < starts.count - 1 else { return nil }
    var index = starts[day]
    let end = starts[day + 1]
    while index < end {
      if bounds[index] <= instant, instant < bounds[index + 1] { return true }
      index += 2
    }
    return false
  }
}
