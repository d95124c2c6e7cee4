import CivilTime
import MadoAPI
import Rules

extension Rules.Trace {
  var message: Shared.Trace {
    Shared.Trace(
      steps: steps.map(\.message),
      warnings: warnings.map { Shared.Warning(code: $0.code, text: $0.text) },
      calendarVersion: calendarVersion)
  }
}

extension Rules.RuleStep {
  fileprivate var message: Shared.RuleStep {
    let values = values.map { ($0.name, $0.value.description) }
    return Shared.RuleStep(
      ruleId: rule.rawValue, text: text,
      values: Dictionary(values, uniquingKeysWith: { first, _ in first }))
  }
}

extension ClosedDay {
  var message: Calendar.SkippedDay {
    Calendar.SkippedDay(date: date.message, reasons: reasons.map(\.message))
  }
}

extension Range<Instant> {
  /// As a window in which a clock ran.
  var message: Calendar.UsedWindow {
    Calendar.UsedWindow(
      from: lowerBound.message, to: upperBound.message,
      used: lowerBound.duration(to: upperBound).message)
  }
}

extension Period.Unit {
  /// Nil for a unit that is not said or not known.
  init?(_ unit: Calendar.PeriodUnit) {
    switch unit {
    case .day: self = .day
    case .week: self = .week
    case .month: self = .month
    case .year: self = .year
    case .unspecified, .unrecognized: return nil
    }
  }
}

extension PeriodEnd.Placement {
  /// After, where it is not said; nil where it is not known.
  init?(_ rule: Calendar.PeriodRule) {
    switch rule {
    case .after, .unspecified: self = .after
    case .from: self = .from
    case .before: self = .before
    case .unrecognized: return nil
    }
  }
}
