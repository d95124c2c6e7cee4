/// The states of a case, and what leads from one to another (TEL-41, SUP-19).
///
///     new ── holding ──▶ open ◀── customer ──▶ waitingCustomer (the desk asks back)
///      └───── answer ─────┴──────────┴──▶ answered ── accept ──▶ accepted
///                                             ▲                     │ customer, reopen
///     any of the first four ── close ──▶ closed, outOfScope, declined… ── reopen ──▶ open
public enum CaseLife {
  public enum Act: Hashable, Sendable {
    /// The customer writes.
    case customer
    /// The desk writes what is no answer.
    case holding
    /// The desk writes, and waits for the customer.
    case ask
    /// The desk answers.
    case answer
    /// The customer accepts the answer, or silence does.
    case accept
    /// The desk ends it in a state in which nothing is left to do.
    case close(CaseState)
    case reopen
  }

  /// Why nothing happens, in order of precedence.
  public enum Rejection: Refusal {
    /// It is closed as what it is not closed as.
    case notAnEnd(CaseState)
    case ended(CaseState)
    case notEnded(CaseState)
    case notAnswered(CaseState)
    /// The desk asks back after its answer, which stands.
    case answerStands

    public var fault: Fault {
      switch self {
      case .notAnEnd(let state):
        Fault(
          .invalid, "NOT_AN_END", field: "state", value: state.rawValue,
          limit: "closed, out-of-scope, declined-out-of-scope or declined-other-vendor",
          fix: "say as what it ends")
      case .ended(let state):
        Fault(
          .state, "CASE_ENDED", field: "case", value: state.rawValue,
          limit: "a case that has not ended", fix: "reopen it first")
      case .notEnded(let state):
        Fault(
          .state, "CASE_NOT_ENDED", field: "case", value: state.rawValue,
          limit: "a case that has ended", fix: "write to it as it is")
      case .notAnswered(let state):
        Fault(
          .state, "CASE_NOT_ANSWERED", field: "case", value: state.rawValue,
          limit: "a case with an answer", fix: "wait for the desk's answer")
      case .answerStands:
        Fault(
          .state, "ANSWER_STANDS", field: "waits_for_customer", value: "true",
          limit: "a case without an answer", fix: "answer anew, or write without waiting")
      }
    }
  }

  /// The state that `act` leads to.
  public static func state(after act: Act, in state: CaseState) -> Ruling<CaseState, Rejection> {
    switch act {
    case .close(let end) where !end.isResolved || end == .accepted:
      return .refused([.notAnEnd(end)])
    case .accept:
      return state == .answered ? .granted(.accepted) : .refused([.notAnswered(state)])
    case .reopen:
      return state.isResolved ? .granted(.open) : .refused([.notEnded(state)])
    case .customer where state == .accepted: return .granted(.open)
    case _ where state.isResolved: return .refused([.ended(state)])
    case .customer: return .granted(state == .new ? .new : .open)
    case .holding: return .granted(state == .new ? .open : state)
    case .ask:
      return state == .answered ? .refused([.answerStands]) : .granted(.waitingCustomer)
    case .answer: return .granted(.answered)
    case .close(let end): return .granted(end)
    }
  }
}
