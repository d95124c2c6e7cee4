import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI

/// Reads a request's fields, and says of every one that is wrong what it should be. What the rules of
/// the schema say has been checked: here is what they cannot say.
///
/// A wrong field reads as a stand-in, which nobody uses:
/// ``calendar(_:closed:)`` is read last and throws.
struct CalendarRequest {
  var violations = FieldViolations()

  /// A date; one that is missing is no day.
  mutating func date(_ date: GoogleType.Date?, _ field: String) -> CivilDate {
    let date = date ?? .init()
    if let day = CivilDate(date) { return day }
    violations.add(
      field, "\(date.year)-\(date.month)-\(date.day) is no day: give one from year 1 to 9999")
    return .min
  }

  /// An instant of the years that the service knows.
  mutating func instant(_ timestamp: GoogleProtobuf.Timestamp?, _ field: String) -> Instant {
    let timestamp = timestamp ?? .init()
    if let instant = Instant(timestamp) { return instant }
    violations.add(
      field,
      "\(timestamp.seconds) s and \(timestamp.nanos) ns is no instant: give one from year 1 to "
        + "9999 with 0 to 999999999 ns")
    return .epoch
  }

  /// A duration whose seconds and nanoseconds go together.
  mutating func duration(_ duration: GoogleProtobuf.Duration?, _ field: String) -> Duration {
    let duration = duration ?? .init()
    if let length = Duration(duration) { return length }
    violations.add(
      field,
      "\(duration.seconds) s and \(duration.nanos) ns is no time: give both with the same sign, and "
        + "less than 1000000000 ns")
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
    days.enumerated().map { index, day in companyHoliday(day, "company_holidays[\(index)]") }
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
      violations.add("\(field).annual", "month \(month) has no day \(day): give one that it has")
    case .once(let once):
      return CompanyHoliday(.once(date(once, "\(field).once")), name: name)
    case nil: break
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
