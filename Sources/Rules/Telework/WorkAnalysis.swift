import CivilTime

/// What a worker's days, weeks or months came to (TEL-34): work, tasks, presence and incidents.
public enum WorkAnalysis {
  public enum Period: String, Hashable, Sendable, CaseIterable {
    case day
    /// From Monday.
    case week
    case month
  }

  /// An incident as it stands.
  public struct Incident: Hashable, Sendable {
    public let kind: IncidentLife.Kind
    public let state: IncidentLife.State
    public let at: Instant

    public init(_ kind: IncidentLife.Kind, _ state: IncidentLife.State, at: Instant) {
      self.kind = kind
      self.state = state
      self.at = at
    }
  }

  /// A period and what it came to.
  public struct Row: Hashable, Sendable {
    /// The days of it that were asked for.
    public let days: ClosedRange<CivilDate>
    /// Work that began in it, however long after midnight it lasted.
    public var worked: Duration = .zero
    /// Of it, how much has no end yet, and counts until now.
    public var open: Duration = .zero
    /// By task; tasks may run at the same time.
    public var tasks: [String: Duration] = [:]
    public var presence: [Presence.State: Duration] = [:]
    public var incidents: [IncidentLife.State: Int] = [:]

    public init(_ days: ClosedRange<CivilDate>) {
      self.days = days
    }

    /// Adds what something else came to: another day, or somebody else.
    public mutating func add(_ other: Row) {
      worked += other.worked
      open += other.open
      tasks.merge(other.tasks, uniquingKeysWith: +)
      presence.merge(other.presence, uniquingKeysWith: +)
      incidents.merge(other.incidents, uniquingKeysWith: +)
    }
  }

  /// The periods that touch some days, in order, each with those of its days.
  public static func periods(
    _ period: Period, in days: ClosedRange<CivilDate>
  ) -> [ClosedRange<CivilDate>] {
    var periods: [ClosedRange<CivilDate>] = []
    for day in days {
      if let last = periods.last, first(of: period, day) == first(of: period, last.lowerBound) {
        periods[periods.count - 1] = last.lowerBound...day
      } else {
        periods.append(day...day)
      }
    }
    return periods
  }

  /// What the periods that touch some days came to, from what each day came to.
  public static func sums(
    of rows: [Row], by period: Period, in days: ClosedRange<CivilDate>
  ) -> [Row] {
    var sums = periods(period, in: days).map(Row.init)
    let places = places(of: sums)
    for row in rows {
      if let place = places[row.days.lowerBound] { sums[place].add(row) }
    }
    return sums
  }

  private static func places(of rows: [Row]) -> [CivilDate: Int] {
    var places: [CivilDate: Int] = [:]
    for (place, row) in rows.enumerated() {
      for day in row.days { places[day] = place }
    }
    return places
  }

  /// The periods that touch some days, in order, also those in which nothing was.
  ///
  /// - Parameters:
  ///   - work: in any order.
  ///   - presence: intervals that do not overlap.
  ///   - now: until when what has no end counts.
  public static func rows(
    _ work: [WorkSpan], _ presence: [Presence.Interval], _ incidents: [Incident],
    by period: Period, in days: ClosedRange<CivilDate>, at now: Instant
  ) -> [Row] {
    var rows = periods(period, in: days).map(Row.init)
    let places = places(of: rows)
    for span in work {
      guard let place = places[span.day] else { continue }
      let length = length(span.start, span.end, now)
      rows[place].worked += length
      if span.end == nil { rows[place].open += length }
      for task in span.tasks {
        rows[place].tasks[task.task, default: .zero] += Self.length(task.start, task.end, now)
      }
    }
    for interval in presence {
      for (day, length) in split(interval.span, in: days) {
        guard let place = places[day] else { continue }
        rows[place].presence[interval.state, default: .zero] += length
      }
    }
    for incident in incidents {
      guard let place = places[JST.date(of: incident.at)] else { continue }
      rows[place].incidents[incident.state, default: 0] += 1
    }
    return rows
  }

  private static func first(of period: Period, _ day: CivilDate) -> CivilDate {
    switch period {
    case .day: day
    case .week: (try? day.plus(days: 1 - day.weekday.rawValue)) ?? .min
    case .month: day.firstOfMonth
    }
  }

  private static func length(_ start: Instant, _ end: Instant?, _ now: Instant) -> Duration {
    max(start.duration(to: end ?? now), .zero)
  }

  /// How much of a span lies on each day, in Japan, of some.
  private static func split(
    _ span: Range<Instant>, in days: ClosedRange<CivilDate>
  ) -> [(CivilDate, Duration)] {
    guard !span.isEmpty else { return [] }
    let first = max(JST.date(of: span.lowerBound), days.lowerBound)
    let last = min(JST.date(of: span.upperBound), days.upperBound)
    guard first <= last else { return [] }
    return (first...last).map { day in
      let part = span.clamped(to: JST.day(day))
      return (day, part.lowerBound.duration(to: part.upperBound))
    }
  }
}
