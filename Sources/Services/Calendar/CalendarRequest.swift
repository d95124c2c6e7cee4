import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI

/// Reads a request's fields, and says of every one that is wrong what it should be.
///
/// A wrong field reads as a stand-in, which nobody uses:
/// ``calendar(_:closed:)`` is read last and throws.
struct CalendarRequest {
  /// So many closed days a request may bring along: what one company has in two years.
  static let companyHolidaysMax = 100

  var violations = FieldViolations()

  /// A date that must be there.
  mutating func date(_ date: GoogleType.Date?, _ field: String) -> CivilDate {
    guard let date else {
      violations.add(field, "is missing: give year, month and day")
      return .min
    }
    if let day = CivilDate(date) { return day }
    violations.add(
      field, "\(date.year)-\(date.month)-\(date.day) is no day: give one from year 1 to 9999")
    return .min
  }

  /// An instant that must be there.
  mutating func instant(_ timestamp: GoogleProtobuf.Timestamp?, _ field: String) -> Instant {
    guard let timestamp else {
      violations.add(field, "is missing: give an instant, such as 2026-05-01T09:00:00+09:00")
      return .epoch
    }
    if let instant = Instant(timestamp) { return instant }
    violations.add(
      field,
      "\(timestamp.seconds) s and \(timestamp.nanos) ns is no instant: give one from year 1 to "
        + "9999 with 0 to 999999999 ns")
    return .epoch
  }

  /// A duration that must be there, above zero and not above ``DueTime/durationMax``.
  mutating func duration(_ duration: GoogleProtobuf.Duration?, _ field: String) -> Duration {
    let limit = "above 0 s, at most \(DueTime.durationMax.components.seconds) s"
    guard let duration else {
      violations.add(field, "is missing: give a working time \(limit)")
      return .zero
    }
    if let length = Duration(duration), length > .zero, length <= DueTime.durationMax {
      return length
    }
    violations.add(
      field, "\(duration.seconds) s and \(duration.nanos) ns is no working time: give one \(limit)")
    return .zero
  }

  /// The calendar of that id, or business-days for an empty one, with a company's closed days.
  ///
  /// It is read last: what is wrong with any field is thrown here.
  mutating func calendar(
    _ id: String, closed days: [Calendar.CompanyHoliday]
  ) throws(RPCError) -> BusinessCalendar {
    let closed = companyHolidays(days)
    try violations.refuse()
    guard let desk = id.isEmpty ? .businessDays : DeskCalendar(rawValue: id) else {
      let known = DeskCalendar.allCases.map(\.rawValue).joined(separator: ", ")
      throw RPCError(
        .notFound, "calendar: there is no calendar \"\(id)\"; there are \(known)",
        reason: "CALENDAR_UNKNOWN", metadata: ["calendar": id, "known": known])
    }
    return desk.calendar.closed(on: closed)
  }

  private mutating func companyHolidays(_ days: [Calendar.CompanyHoliday]) -> [CompanyHoliday] {
    guard days.count <= Self.companyHolidaysMax else {
      violations.add(
        "company_holidays",
        "\(days.count) days are too many: give at most \(Self.companyHolidaysMax)")
      return []
    }
    return days.enumerated().map { index, day in companyHoliday(day, "company_holidays[\(index)]") }
  }

  private mutating func companyHoliday(
    _ day: Calendar.CompanyHoliday, _ field: String
  ) -> CompanyHoliday {
    let name =
      day.name.isEmpty
      ? LocalizedName(ja: "休業日", en: "Company holiday", zh: "公司休息日")
      : LocalizedName(ja: day.name, en: day.name, zh: day.name)
    switch day.day {
    case .annual(let annual):
      // 2028 is a leap year: 29 February is a day of some years.
      let (month, day) = (Int(annual.month), Int(annual.day))
      if CivilDate(year: 2028, month: month, day: day) != nil {
        return CompanyHoliday(.annual(month: month, day: day), name: name)
      }
      violations.add(
        "\(field).annual", "month \(month), day \(day) is no day: give month 1 to 12 and its day")
    case .once(let once):
      return CompanyHoliday(.once(date(once, "\(field).once")), name: name)
    case nil:
      violations.add(field, "names no day: give annual or once")
    }
    return CompanyHoliday(.once(.min), name: name)
  }
}

extension RPCError {
  /// OUT_OF_RANGE: these fields lead out of the years of known holidays.
  static func years(_ faults: [(field: String, error: YearOutOfRange)]) -> RPCError {
    let years = NationalHolidays.years
    let text = faults.map { "\($0.field): \($0.error)" }.joined(separator: "; ")
    let violations = faults.map {
      GoogleRpc.BadRequest.FieldViolation(field: $0.field, description: $0.error.description)
    }
    let metadata = [
      "field": faults.first?.field ?? "", "year": faults.first.map { String($0.error.year) } ?? "",
      "first_year": String(years.lowerBound), "last_year": String(years.upperBound),
    ]
    return RPCError(.outOfRange, text, reason: "YEAR_OUT_OF_RANGE", metadata: metadata)
      .adding(GoogleRpc.BadRequest(fieldViolations: violations))
  }
}
