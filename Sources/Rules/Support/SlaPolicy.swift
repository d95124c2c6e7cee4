import CivilTime

/// Where a case stands.
public enum CaseState: String, Sendable, Hashable, CaseIterable {
  case new
  case open
  case waitingCustomer = "waiting-customer"
  case answered
  case accepted
  case closed
  case outOfScope = "out-of-scope"
  case declinedOutOfScope = "declined-out-of-scope"
  case declinedOtherVendor = "declined-other-vendor"

  /// Whether nothing is left to do.
  public var isResolved: Bool {
    switch self {
    case .new, .open, .waitingCustomer, .answered: false
    case .accepted, .closed, .outOfScope, .declinedOutOfScope, .declinedOtherVendor: true
    }
  }
}

/// What is promised of a case, in time of its desk. Each of the three clocks runs for itself.
public struct SlaPolicy: Hashable, Sendable {
  public enum Clock: String, Sendable, Hashable, CaseIterable {
    /// To the first reply to the customer.
    case first
    /// From a later message of the customer to the next reply.
    case next
    /// To the state in which nothing is left to do.
    case resolution
  }

  public let id: String
  /// Of the clocks that are promised; each is positive.
  public let targets: [Clock: Duration]
  /// Desk time before the due instant at which somebody is warned; zero for no warning.
  public let warning: Duration
  /// The states in which a clock stands still.
  public let pauses: [Clock: Set<CaseState>]

  /// Why there is no such policy, in order of precedence.
  public enum Rejection: Refusal {
    case targetNotPositive(Clock, Duration)
    case targetTooLong(Clock, Duration)
    case warningNegative(Duration)

    public var fault: Fault {
      switch self {
      case .targetNotPositive(let clock, let duration):
        Fault(
          .invalid, "TARGET_NOT_POSITIVE", field: "targets.\(clock.rawValue)",
          value: TraceValue.duration(duration).description, limit: "more than 0s",
          fix: "leave out a clock that is not promised")
      case .targetTooLong(let clock, let duration):
        Fault(
          .outOfRange, "TARGET_TOO_LONG", field: "targets.\(clock.rawValue)",
          value: TraceValue.duration(duration).description,
          limit: TraceValue.duration(DueTime.durationMax).description,
          fix: "promise less desk time")
      case .warningNegative(let duration):
        Fault(
          .invalid, "WARNING_NEGATIVE", field: "warning",
          value: TraceValue.duration(duration).description, limit: "0s or more",
          fix: "give desk time before the due instant")
      }
    }
  }

  private init(
    checked id: String, _ targets: [Clock: Duration], _ warning: Duration,
    _ pauses: [Clock: Set<CaseState>]
  ) {
    self.id = id
    self.targets = targets
    self.warning = warning
    self.pauses = pauses
  }

  /// A policy, if its durations are what they can be.
  public static func make(
    _ id: String, targets: [Clock: Duration], warning: Duration = .zero,
    pauses: [Clock: Set<CaseState>] = [:]
  ) -> Ruling<SlaPolicy, Rejection> {
    var rejections: [Rejection] = []
    for clock in Clock.allCases {
      guard let target = targets[clock], target <= .zero else { continue }
      rejections.append(.targetNotPositive(clock, target))
    }
    for clock in Clock.allCases {
      guard let target = targets[clock], target > DueTime.durationMax else { continue }
      rejections.append(.targetTooLong(clock, target))
    }
    if warning < .zero { rejections.append(.warningNegative(warning)) }
    guard rejections.isEmpty else { return .refused(rejections) }
    return .granted(SlaPolicy(checked: id, targets, warning, pauses))
  }

  /// One that promises no time.
  static func unpromised(_ id: String) -> SlaPolicy { SlaPolicy(checked: id, [:], .zero, [:]) }

  /// The call centre's first answer within three hours of the phone desk (TEL-43).
  public static let phone = SlaPolicy(
    checked: "telework-phone", [.first: FirstAnswerDue.deskTime], .seconds(1_800), [:])
}
