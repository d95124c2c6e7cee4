import Protobuf

extension RPCError {
  /// The error with one more detail.
  public func adding(_ detail: some Message) -> RPCError {
    var error = self
    error.status.details.append(GoogleProtobuf.`Any`(packing: detail))
    return error
  }

  /// The error without what it tells programs of our reasons.
  public var withoutReason: RPCError {
    var error = self
    error.status.details.removeAll {
      $0.unpacked(GoogleRpc.ErrorInfo.self)?.domain == RPCError.domain
    }
    return error
  }

  /// `INVALID_ARGUMENT` with every field that is wrong, not the first only.
  ///
  /// - Parameter violations: at least one; `field` is the path from the request, such as
  ///   `image.captured_at`.
  public static func invalid(
    _ violations: [GoogleRpc.BadRequest.FieldViolation], reason: String = "INVALID_FIELDS"
  ) -> RPCError {
    let text = violations.map { violation in
      violation.field.isEmpty
        ? violation.description : "\(violation.field): \(violation.description)"
    }.joined(separator: "; ")
    return RPCError(.invalidArgument, text, reason: reason)
      .adding(GoogleRpc.BadRequest(fieldViolations: violations))
  }

  /// `INVALID_ARGUMENT` with every rule of the schema that a request breaks; the `reason` of each
  /// field is the rule's id, such as `string.min_len`.
  public static func invalid(_ violations: Violations) -> RPCError {
    invalid(
      violations.all.map {
        .init(field: $0.field, description: $0.message, reason: $0.rule)
      })
  }

  /// The error with advice to try again after `delay`.
  public func retrying(after delay: Duration) -> RPCError {
    let (seconds, attoseconds) = delay.components
    return adding(
      GoogleRpc.RetryInfo(
        retryDelay: GoogleProtobuf.Duration(
          seconds: seconds, nanos: Int32(truncatingIfNeeded: attoseconds / 1_000_000_000))))
  }

  /// The error with a text for people in `locale`: `ja`, `en` or `zh`.
  public func localized(_ locale: String, _ message: String) -> RPCError {
    adding(GoogleRpc.LocalizedMessage(locale: locale, message: message))
  }

  /// The delay that a `google.rpc.RetryInfo` advises.
  public var retryDelay: Duration? {
    detail(GoogleRpc.RetryInfo.self)?.retryDelay.map {
      .seconds($0.seconds) + .nanoseconds(Int64($0.nanos))
    }
  }
}
