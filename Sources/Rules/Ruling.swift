/// What a rule says to a request: an answer, or the refusals. A refusal is an outcome, no exception.
///
/// The rejections of an operation are one enum, declared in order of precedence; a ruling names
/// every one that applies, in that order.
public enum Ruling<Answer: Sendable, Rejection: Sendable>: Sendable {
  case granted(Answer)
  /// At least one.
  case refused([Rejection])

  /// The answer, if it was granted.
  public var answer: Answer? {
    if case .granted(let answer) = self { answer } else { nil }
  }

  /// The refusals; none if it was granted.
  public var rejections: [Rejection] {
    if case .refused(let rejections) = self { rejections } else { [] }
  }
}
