import CivilTime
import MadoAPI
import RPC
import Rules
import StandardAPI
import Storage

/// Serves `mado.calendar.v1.CalendarService`: here the calendar rules on the wire, which depend on the request and the
/// calendar that it names alone.
struct CalendarServiceHandler: Calendar.CalendarService {
  let database: Database
  let mutations: Mutations
  let book: CalendarBook

  func listHolidays(
    _ request: Calendar.ListHolidaysRequest, _ call: CallContext
  ) async throws -> Calendar.ListHolidaysResponse {
    var fields = CalendarRequest()
    let first = Int(request.fromYear)
    let last = request.toYear == 0 ? first : Int(request.toYear)
    if last < first {
      fields.violations.add(
        "to_year", "\(last) lies before from_year \(first): give the same year or a later one")
    }
    let calendar = try await fields.calendar(
      request.calendar, closed: request.companyHolidays, book, call)

    let faults = [("from_year", first), ("to_year", last)].compactMap { field, year in
      YearOutOfRange(outside: year).map { (field: field, error: $0) }
    }
    // A single year is one fault, not two.
    guard faults.isEmpty else { throw RPCError.years(first == last ? [faults[0]] : faults) }
    var holidays = try calendar.national.holidays(in: first...last).map(\.message)
    holidays += (first...last).flatMap { year in
      calendar.companyHolidays.compactMap { $0.message(in: year) }
    }
    return Calendar.ListHolidaysResponse(
      holidays: holidays.sorted { $0.order < $1.order },
      calendarVersion: calendar.national.version)
  }

  func checkDay(
    _ request: Calendar.CheckDayRequest, _ call: CallContext
  ) async throws -> Calendar.CheckDayResponse {
    var fields = CalendarRequest()
    let date = fields.violations.date(request.date, "date")
    let calendar = try await fields.calendar(
      request.calendar, closed: request.companyHolidays, book, call)

    switch BusinessDays.check(date, in: calendar) {
    case .refused(let rejections):
      throw RPCError.years(rejections.map { $0.fault(from: "date") })
    case .granted(let check):
      return Calendar.CheckDayResponse(
        businessDay: check.isBusinessDay, reasons: check.reasons.map(\.message),
        windows: check.windows.map(\.message), trace: check.trace.message)
    }
  }

  func addBusinessDays(
    _ request: Calendar.AddBusinessDaysRequest, _ call: CallContext
  ) async throws -> Calendar.AddBusinessDaysResponse {
    var fields = CalendarRequest()
    let date = fields.violations.date(request.date, "date")
    let calendar = try await fields.calendar(
      request.calendar, closed: request.companyHolidays, book, call)

    switch BusinessDays.add(Int(request.days), to: date, in: calendar) {
    case .refused(let rejections):
      throw RPCError.years(rejections.map { $0.fault(from: "date", result: "days") })
    case .granted(let sum):
      return Calendar.AddBusinessDaysResponse(
        date: sum.date.message, skipped: sum.skipped.map(\.message), trace: sum.trace.message)
    }
  }

  func countBusinessDays(
    _ request: Calendar.CountBusinessDaysRequest, _ call: CallContext
  ) async throws -> Calendar.CountBusinessDaysResponse {
    var fields = CalendarRequest()
    let from = fields.violations.date(request.from, "from")
    let to = fields.violations.date(request.to, "to")
    let calendar = try await fields.calendar(
      request.calendar, closed: request.companyHolidays, book, call)

    switch BusinessDays.count(from: from, to: to, in: calendar) {
    case .refused(let rejections):
      throw RPCError.years(rejections.map { $0.fault(from: "from", to: "to") })
    case .granted(let count):
      return Calendar.CountBusinessDaysResponse(
        days: Int32(count.days), skipped: count.skipped.map(\.message), trace: count.trace.message)
    }
  }

  func computeDue(
    _ request: Calendar.ComputeDueRequest, _ call: CallContext
  ) async throws -> Calendar.ComputeDueResponse {
    var fields = CalendarRequest()
    let start = fields.violations.instant(request.start, "start")
    let duration = fields.violations.duration(request.duration, "duration")
    let calendar = try await fields.calendar(
      request.calendar, closed: request.companyHolidays, book, call)

    switch DueTime.compute(duration, from: start, in: calendar) {
    case .refused(let rejections):
      throw RPCError.years(rejections.compactMap(\.fault))
    case .granted(let answer):
      return Calendar.ComputeDueResponse(
        due: answer.due.message, windows: answer.windows.map(\.message),
        skipped: answer.skipped.map(\.message), trace: answer.trace.message)
    }
  }

  func computePeriod(
    _ request: Calendar.ComputePeriodRequest, _ call: CallContext
  ) async throws -> Calendar.ComputePeriodResponse {
    var fields = CalendarRequest()
    let event = fields.event(request.event)
    let period = fields.period(request)
    let rolls = fields.rolls(request)
    let calendar = try await fields.calendar(
      request.calendar, closed: request.companyHolidays, book, call)

    switch PeriodEnd.compute(
      period, PeriodEnd.Placement(request.rule) ?? .after, event,
      roll: rolls ? .nextBusinessDay(calendar) : .none)
    {
    case .refused(let rejections):
      throw RPCError(period, event, rejections)
    case .granted(let end):
      return Calendar.ComputePeriodResponse(
        lastDay: end.lastDay.message, effectiveAt: end.effective.message,
        countedLastDay: end.countedLastDay.message, skipped: end.skipped.map(\.message),
        trace: end.trace.message)
    }
  }
}

extension Calendar.Holiday {
  /// By date; those of one day stay as they are given.
  fileprivate var order: Int32 {
    guard let date else { return 0 }
    return (date.year * 12 + date.month) * 31 + date.day
  }
}

// MARK: - A period's fields

extension CalendarRequest {
  fileprivate mutating func event(
    _ event: Calendar.ComputePeriodRequest.Event?
  ) -> PeriodEnd.Event {
    switch event {
    case .eventDate(let date): .date(violations.date(date, "event_date"))
    case .eventTime(let time): .instant(violations.instant(time, "event_time"))
    case nil: .date(violations.date(nil, "event_date"))
    }
  }

  fileprivate func period(_ request: Calendar.ComputePeriodRequest) -> Period {
    Period(Int(request.length), Period.Unit(request.unit) ?? .day)
  }

  fileprivate mutating func rolls(_ request: Calendar.ComputePeriodRequest) -> Bool {
    guard request.roll == .nextBusinessDay else { return false }
    if request.rule == .before {
      violations.add("roll", "a period before an event does not roll (COM-04): give NONE")
    }
    return true
  }
}

// MARK: - Refusals

extension BusinessDays.Rejection {
  /// The field that is at fault, and why.
  fileprivate func fault(
    from: String, to: String = "to", result: String = "days"
  ) -> (field: String, error: YearOutOfRange) {
    switch self {
    case .fromOutOfRange(let error): (from, error)
    case .toOutOfRange(let error): (to, error)
    case .resultOutOfRange(let error): (result, error)
    }
  }
}

extension DueTime.Rejection {
  /// The field that is at fault, and why; nil for what was checked when the request was read.
  fileprivate var fault: (field: String, error: YearOutOfRange)? {
    switch self {
    case .durationNotPositive, .durationTooLong: nil
    case .startOutOfRange(let error): ("start", error)
    case .dueOutOfRange(let error): ("duration", error)
    }
  }
}

extension RPCError {
  fileprivate init(
    _ period: Period, _ event: PeriodEnd.Event, _ rejections: [PeriodEnd.Rejection]
  ) {
    let years = rejections.compactMap { rejection in
      if case .rollOutOfRange(let error) = rejection { (field: "roll", error: error) } else { nil }
    }
    guard years.isEmpty else {
      self = RPCError.years(years)
      return
    }
    self.init(
      .outOfRange, "length: \(period) leads out of 0001-01-01 to 9999-12-31: give a shorter one",
      reason: "DATE_OUT_OF_RANGE", metadata: ["field": "length", "length": String(period.length)])
  }
}
