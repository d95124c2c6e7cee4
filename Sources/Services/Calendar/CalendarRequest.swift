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
/// ``calendar(_:closed:_:_:)`` is read last and throws.
struct CalendarRequest {
  var violations = FieldViolations()

  /// The calendar of that id, or business-days for an empty one, with a company's closed days.
  ///
  /// It is read last: what is wrong with any field is thrown here.
  mutating func calendar(
    _ id: String, closed days: [Calendar.CompanyHoliday], _ book: CalendarBook, _ call: CallContext
  ) async throws -> BusinessCalendar {
    let closed = violations.companyHolidays(days)
    try violations.refuse()
    let calendar = try await book.calendar(id, for: call)
    return closed.isEmpty ? calendar : calendar.closed(on: calendar.companyHolidays + closed)
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
