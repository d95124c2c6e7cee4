import RPC
import Rules

extension Ruling where Rejection: Refusal {
  /// The answer, where it was granted.
  ///
  /// - Parameter fields: what the request calls the fields that the rule names otherwise.
  /// - Throws: the refusals as one error, see ``RPCError/refusing(_:naming:)``.
  func granted(naming fields: [String: String] = [:]) throws(RPCError) -> Answer {
    switch self {
    case .granted(let answer): return answer
    case .refused(let rejections): throw .refusing(rejections.map(\.fault), naming: fields)
    }
  }
}

extension RPCError {
  /// What rules refuse, as one error that names every field at once.
  ///
  /// The gravest kind gives the status: INVALID_ARGUMENT, OUT_OF_RANGE, RESOURCE_EXHAUSTED,
  /// FAILED_PRECONDITION; the first fault of that kind gives reason and metadata (field, value,
  /// limit, fix, and what else it names).
  ///
  /// - Parameter fields: what the request calls the fields that the rule names otherwise.
  static func refusing(_ faults: [Fault], naming fields: [String: String] = [:]) -> RPCError {
    let kind = Fault.Kind.byGravity.first { kind in faults.contains { $0.kind == kind } } ?? .state
    guard let first = faults.first(where: { $0.kind == kind }) else {
      return RPCError(Status(.internal, "a rule refuses without a reason"))
    }
    let violations = faults.map { fault in
      GoogleRpc.BadRequest.FieldViolation(
        field: fields[fault.field] ?? fault.field, description: fault.sentence,
        reason: fault.reason)
    }
    let text = violations.map { "\($0.field): \($0.description)" }.joined(separator: "; ")
    let metadata = [
      "field": fields[first.field] ?? first.field, "value": first.value, "limit": first.limit,
      "fix": first.fix,
    ].merging(first.values) { named, _ in named }
    return RPCError(kind.code, text, reason: first.reason, metadata: metadata)
      .adding(GoogleRpc.BadRequest(fieldViolations: violations))
  }
}

extension Fault {
  /// Between the value and the limit in a violation's description.
  private static let middle = " is not possible: give "
  /// Between the limit and the fix.
  private static let end = "; "

  /// Value, limit and fix.
  fileprivate var sentence: String { "\(value)\(Self.middle)\(limit)\(Self.end)\(fix)" }

  /// The values in a violation's description, by the names that texts for people have for them; none where a rule did
  /// not make it.
  static func values(field: String, in sentence: String) -> [String: String] {
    guard let middle = sentence.firstRange(of: Self.middle),
      let end = sentence[middle.upperBound...].firstRange(of: Self.end)
    else { return [:] }
    return [
      "field": field, "value": String(sentence[..<middle.lowerBound]),
      "limit": String(sentence[middle.upperBound..<end.lowerBound]),
      "fix": String(sentence[end.upperBound...]),
    ]
  }
}

extension Fault.Kind {
  /// What the caller mends first comes first.
  fileprivate static let byGravity: [Fault.Kind] = [.invalid, .outOfRange, .exhausted, .state]

  fileprivate var code: Code {
    switch self {
    case .invalid: .invalidArgument
    case .outOfRange: .outOfRange
    case .exhausted: .resourceExhausted
    case .state: .failedPrecondition
    }
  }
}
