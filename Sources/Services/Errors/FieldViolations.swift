import CivilTime
import MadoAPI
import Protobuf
import RPC
import StandardAPI

/// Every field of a request that is wrong, gathered before anything is answered.
struct FieldViolations {
  private var violations: [GoogleRpc.BadRequest.FieldViolation] = []

  /// Notes a wrong field.
  ///
  /// - Parameters:
  ///   - field: the path from the request: `company_holidays[2].annual`.
  ///   - description: value, limit and fix.
  mutating func add(_ field: String, _ description: String) {
    violations.append(.init(field: field, description: description))
  }

  /// Throws INVALID_ARGUMENT with all of them, if there is any.
  func refuse() throws(RPCError) {
    if !violations.isEmpty { throw RPCError.invalid(violations) }
  }
}

/// Readers of what the rules of the schema cannot check. A wrong field reads as a stand-in, which nobody uses: it is noted,
/// and ``refuse()`` throws.
extension FieldViolations {
  /// A date; one that is missing is no day.
  mutating func date(_ date: GoogleType.Date?, _ field: String) -> CivilDate {
    let date = date ?? .init()
    if let day = CivilDate(date) { return day }
    add(
      field, "\(date.year)-\(date.month)-\(date.day) is no day: give one from year 1 to 9999")
    return .min
  }

  /// An instant of the years that the service knows.
  mutating func instant(_ timestamp: GoogleProtobuf.Timestamp?, _ field: String) -> Instant {
    let timestamp = timestamp ?? .init()
    if let instant = Instant(timestamp) { return instant }
    add(
      field,
      "\(timestamp.seconds) s and \(timestamp.nanos) ns is no instant: give one from year 1 to "
        + "9999 with 0 to 999999999 ns")
    return .epoch
  }

  /// A duration whose seconds and nanoseconds go together.
  mutating func duration(_ duration: GoogleProtobuf.Duration?, _ field: String) -> Duration {
    let duration = duration ?? .init()
    if let length = Duration(duration) { return length }
    add(
      field,
      "\(duration.seconds) s and \(duration.nanos) ns is no time: give both with the same sign, and "
        + "less than 1000000000 ns")
    return .zero
  }
}
