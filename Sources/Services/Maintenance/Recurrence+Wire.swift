import CivilTime
import MadoAPI
import Rules

extension Statuses.Recurrence {
  /// The rule that it stands for, if its numbers are what they can be. What is no day, which the request's reader has
  /// refused, is left out.
  func rule(from first: CivilDate) -> Ruling<Rules.Recurrence, Rules.Recurrence.Rejection> {
    let pattern: Rules.Recurrence.Pattern =
      switch self.pattern {
      case .daily(let daily): .daily(every: Int(daily.every))
      case .weekly(let weekly):
        .weekly(every: Int(weekly.every), on: Set(weekly.weekdays.compactMap { Weekday($0) }))
      case .monthly(let monthly): .monthly(every: Int(monthly.every), day: Int(monthly.day))
      case .monthlyWeekday(let monthly):
        .monthlyWeekday(
          every: Int(monthly.every), nth: Int(monthly.nth), Weekday(monthly.weekday) ?? .monday)
      case nil: .once
      }
    return Rules.Recurrence.make(
      pattern, from: first, until: until.flatMap { CivilDate($0) },
      except: Set(except.compactMap { CivilDate($0) }))
  }

  /// Nil for what happens once.
  init?(_ rule: Rules.Recurrence) {
    let pattern: Pattern
    switch rule.pattern {
    case .once: return nil
    case .daily(let every): pattern = .daily(.init(every: Int32(clamping: every)))
    case .weekly(let every, let days):
      pattern = .weekly(
        .init(
          every: Int32(clamping: every),
          weekdays: Weekday.allCases.filter { days.contains($0) }.map(\.message)))
    case .monthly(let every, let day):
      pattern = .monthly(.init(every: Int32(clamping: every), day: Int32(clamping: day)))
    case .monthlyWeekday(let every, let nth, let weekday):
      pattern = .monthlyWeekday(
        .init(
          every: Int32(clamping: every), nth: Int32(clamping: nth), weekday: weekday.message))
    }
    self.init(
      pattern: pattern, until: rule.until?.message, except: rule.except.sorted().map(\.message))
  }
}

extension Weekday {
  /// Nil for one that is not said or not known.
  init?(_ weekday: Calendar.Weekday) { self.init(rawValue: Int(weekday.number)) }

  var message: Calendar.Weekday { Calendar.Weekday(number: Int32(rawValue)) }
}

extension Range<Instant> {
  /// As a time of a window.
  var time: Statuses.MaintenanceTime {
    .init(startTime: lowerBound.message, endTime: upperBound.message)
  }
}

extension Statuses.Maintenance {
  /// A kept window in the schema's words, as it stands at an instant.
  init(_ row: WindowRow, at now: Instant) {
    let (current, next) = (row.current(at: now), row.next(from: now))
    let state: Statuses.MaintenanceState =
      if current != nil {
        .underWay
      } else if row.cancelledAt != nil {
        .cancelled
      } else {
        next == nil ? .over : .scheduled
      }
    let kind: Statuses.MaintenanceKind =
      switch row.kind {
      case .minor: .minor
      case .stopping: .stopping
      case .emergency: .emergency
      }
    self.init(
      id: row.id, kind: kind, title: row.title.message, reason: row.reason,
      services: row.services, startTime: row.start.message, endTime: row.end.message,
      recurrence: row.recurrence.flatMap { .init($0) }, state: state, next: (current ?? next)?.time,
      announceTime: row.announced.message, etag: row.etag.text)
  }
}
