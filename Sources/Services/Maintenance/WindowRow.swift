import CivilTime
import Rules

/// A maintenance window as it is kept.
struct WindowRow: Sendable, Hashable {
  var id: String
  var kind: Maintenance.Kind
  var title: LocalizedName
  /// Of an emergency.
  var reason: String
  /// Which services it concerns, by their full names; all of them when empty.
  var services: [String]
  /// Its first time.
  var start: Instant
  var end: Instant
  /// On which days it happens; nil for once.
  var recurrence: Recurrence?
  /// When it was announced, or its last change of time.
  var announced: Instant
  var cancelledAt: Instant?
  /// Grows by one with each change.
  var version: Int64 = 1
  /// When times that were ended early ended, by their starts.
  var cuts: [Instant: Instant] = [:]

  var etag: Etag { Etag(version: version, of: id) }

  /// Whether it stops what it concerns.
  var stops: Bool { kind != .minor }

  func concerns(_ service: String) -> Bool { services.isEmpty || services.contains(service) }
}

/// Its times are a function of what is kept.
extension WindowRow {
  /// The times that touch a span, in order, as far as they were not called off.
  func times(in span: Range<Instant>) -> [Range<Instant>] {
    // What has no length touches nothing.
    guard !span.isEmpty else { return [] }
    let planned = occurrences(in: span)?.windows ?? [start..<end]
    return planned.compactMap { time in
      if let cancelledAt, time.lowerBound >= cancelledAt { return nil }
      let end = min(time.upperBound, cuts[time.lowerBound] ?? time.upperBound)
      let left = time.lowerBound..<max(time.lowerBound, end)
      return left.overlaps(span) ? left : nil
    }
  }

  /// What its recurrence makes of a span, whatever was called off; nil where it has none.
  func occurrences(in span: Range<Instant>) -> Maintenance.Occurrences? {
    recurrence.map {
      Maintenance.occurrences(
        $0, at: JST.dateTime(of: start).time, lasting: start.duration(to: end), in: span)
    }
  }

  /// The time that goes on.
  func current(at now: Instant) -> Range<Instant>? {
    times(in: now..<now.advanced(by: .nanoseconds(1))).first
  }

  /// Days that are looked through at a time for the next one, and how often: a fifth Monday of every twelfth month is
  /// years away.
  private static let lookDays = 366
  private static let looksMax = 30

  /// The first time that begins at `instant` or later; nil when there is none.
  func next(from instant: Instant) -> Range<Instant>? { next(from: instant, limit: 1).first }

  /// The first times that begin at `instant` or later.
  func next(from instant: Instant, limit: Int) -> [Range<Instant>] {
    var found: [Range<Instant>] = []
    // Nothing is before the first.
    var from = max(instant, start)
    for _ in 0..<Self.looksMax where found.count < limit {
      let to = from.advanced(by: .seconds(Self.lookDays * 86_400))
      found += times(in: from..<to).filter { $0.lowerBound >= from && $0.lowerBound < to }
      if recurrence == nil { break }
      from = to
    }
    return Array(found.prefix(limit))
  }
}
