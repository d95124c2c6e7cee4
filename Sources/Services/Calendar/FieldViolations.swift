import RPC

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
