/// The states of an incident that an agent saw, and how the manager decides of it (TEL-30, TEL-33). What was detected
/// never changes.
///
///     detected ── look ──▶ underReview ── decide ──▶ confirmed, dismissed
///         └───────────── decide ──────────────▶            │
///                              ▲────────── reopen ─────────┘
public enum IncidentLife {
  /// What an agent sees.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// のぞき込み: somebody else looks at the screen.
    case peeping
    /// なりすまし: somebody else sits in the worker's place.
    case impersonation
  }

  public enum State: String, Hashable, Sendable, CaseIterable {
    case detected
    case underReview = "under-review"
    case confirmed
    case dismissed

    public var isDecided: Bool { self == .confirmed || self == .dismissed }
  }

  public enum Act: Hashable, Sendable {
    /// The manager looks at the detail.
    case look
    /// He says whether it was one.
    case decide(isTrue: Bool)
    case reopen(reason: String)
  }

  /// Why nothing changes, in order of precedence.
  public enum Rejection: Refusal {
    case decided(State)
    case notDecided(State)
    case reasonMissing

    public var fault: Fault {
      switch self {
      case .decided(let state):
        Fault(
          .state, "INCIDENT_DECIDED", field: "incident", value: state.rawValue,
          limit: "detected or under-review", fix: "reopen it first")
      case .notDecided(let state):
        Fault(
          .state, "INCIDENT_NOT_DECIDED", field: "incident", value: state.rawValue,
          limit: "confirmed or dismissed", fix: "decide it as it is")
      case .reasonMissing:
        Fault(
          .invalid, "REASON_MISSING", field: "reason", value: "nothing", limit: "a reason",
          fix: "say why it is looked at again")
      }
    }
  }

  /// The state that `act` leads to.
  public static func state(after act: Act, in state: State) -> Ruling<State, Rejection> {
    switch act {
    case .look:
      return state.isDecided ? .refused([.decided(state)]) : .granted(.underReview)
    case .decide(let isTrue):
      return state.isDecided
        ? .refused([.decided(state)]) : .granted(isTrue ? .confirmed : .dismissed)
    case .reopen(let reason):
      var rejections: [Rejection] = state.isDecided ? [] : [.notDecided(state)]
      if !reason.contains(where: { !$0.isWhitespace }) { rejections.append(.reasonMissing) }
      return rejections.isEmpty ? .granted(.underReview) : .refused(rejections)
    }
  }
}
