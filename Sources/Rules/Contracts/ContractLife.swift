import CivilTime

/// The life of a contract (TEL-10, TEL-18, SUP-23, CARD-28): where it stands is a function of what was done to
/// it and of the day.
///
///     applied ─▶ refused, withdrawn
///        │
///        ▼             ┌─▶ preparing ──┐
///     concluded ───────┼─▶ set-up ─────┼─▶ active ⇄ suspended
///                      └───────────────┘      │
///     trial ─▶ concluded, ended               ▼
///                                   cancelled, expired, terminated
public enum ContractLife {
  public enum State: String, Sendable, Hashable, CaseIterable {
    case applied
    case refused
    case withdrawn
    case trial
    case concluded
    /// The call centre is being prepared (SUP-23).
    case preparing
    /// Delivered, usable and not yet billed (CARD-05).
    case setUp = "set-up"
    case active
    case suspended
    /// Ended by notice.
    case cancelled
    case expired
    /// Ended by the vendor.
    case terminated
    /// A trial is over without a contract.
    case ended

    /// Whether nothing comes after it.
    public var isFinal: Bool {
      switch self {
      case .refused, .withdrawn, .cancelled, .expired, .terminated, .ended: true
      case .applied, .trial, .concluded, .preparing, .setUp, .active, .suspended: false
      }
    }
  }

  /// What somebody does to a contract.
  public enum Action: String, Sendable, Hashable, CaseIterable {
    case refuse
    case withdraw
    case conclude
    case prepare
    case deliver
    case activate
    case suspend
    case resume
    case terminate
    case convertTrial = "convert-trial"
    case endTrial = "end-trial"
  }

  /// Why an action does nothing, in order of precedence.
  public enum Rejection: Refusal {
    case notPossible(Action, in: State)

    public var fault: Fault {
      switch self {
      case .notPossible(let action, let state):
        Fault(
          .state, action == .deliver && state == .setUp ? "ALREADY_DELIVERED" : "STATE",
          field: "state", value: state.rawValue,
          limit: ContractLife.starts(of: action).map(\.rawValue).joined(separator: ", "),
          fix: "\(action.rawValue) is possible in these states only")
      }
    }
  }

  /// The state after an action.
  public static func apply(_ action: Action, in state: State) -> Ruling<Standing, Rejection> {
    guard starts(of: action).contains(state) else {
      return .refused([.notPossible(action, in: state)])
    }
    let new = target(of: action)
    var trace = Trace()
    trace.step(
      rule(of: action), "What was done changes the state.",
      [
        "before": .text(state.rawValue), "action": .text(action.rawValue),
        "state": .text(new.rawValue),
      ])
    return .granted(Standing(state: new, trace: trace))
  }

  private static func rule(of action: Action) -> RuleID {
    switch action {
    case .refuse: .tel09
    case .withdraw, .conclude: .tel10
    case .prepare, .activate: .sup23
    case .deliver: .card04
    case .suspend, .resume: .tel18
    case .terminate: .tel15
    case .convertTrial, .endTrial: .card28
    }
  }

  /// The states in which an action is possible.
  public static func starts(of action: Action) -> [State] {
    switch action {
    case .refuse, .withdraw, .conclude: [.applied]
    case .prepare: [.concluded]
    case .deliver: [.concluded, .preparing]
    case .activate: [.concluded, .preparing, .setUp]
    case .suspend: [.active, .setUp]
    case .resume: [.suspended]
    case .terminate: [.concluded, .preparing, .setUp, .active, .suspended]
    case .convertTrial, .endTrial: [.trial]
    }
  }

  private static func target(of action: Action) -> State {
    switch action {
    case .refuse: .refused
    case .withdraw: .withdrawn
    case .conclude, .convertTrial: .concluded
    case .prepare: .preparing
    case .deliver: .setUp
    case .activate, .resume: .active
    case .suspend: .suspended
    case .terminate: .terminated
    case .endTrial: .ended
    }
  }

  /// What time alone does to a contract.
  public struct Schedule: Hashable, Sendable {
    /// The first day of a service that starts on a day to come; nil of what starts by its delivery.
    public let start: CivilDate?
    /// The first day that is billed: set-up is over (CARD-04).
    public let billingStart: CivilDate?
    /// The last day of the present term; nil where it has none.
    public let termEnd: CivilDate?
    /// The last day after a notice of cancellation.
    public let cancelledEnd: CivilDate?
    /// The last day after the vendor's notice (TEL-16, TEL-19).
    public let terminatedEnd: CivilDate?
    /// The last day of a trial.
    public let trialEnd: CivilDate?
    public let renewal: Renewal.Mode

    public init(
      start: CivilDate? = nil, billingStart: CivilDate? = nil, termEnd: CivilDate? = nil,
      cancelledEnd: CivilDate? = nil,
      terminatedEnd: CivilDate? = nil, trialEnd: CivilDate? = nil, renewal: Renewal.Mode = .none
    ) {
      self.start = start
      self.billingStart = billingStart
      self.termEnd = termEnd
      self.cancelledEnd = cancelledEnd
      self.terminatedEnd = terminatedEnd
      self.trialEnd = trialEnd
      self.renewal = renewal
    }

    /// The last day of the contract, as far as it is known: what is renewed without notice has none.
    public var lastDay: CivilDate? {
      [cancelledEnd, terminatedEnd, renewal == .auto ? nil : termEnd].compactMap { $0 }.min()
    }
  }

  public struct Standing: Hashable, Sendable {
    public let state: State
    public let trace: Trace
  }

  /// Where a contract stands on `day` that the last action left in `state`: ends are their last day's end, and
  /// what is renewed without notice goes on.
  public static func stand(
    on day: CivilDate, after state: State, _ schedule: Schedule
  ) -> Standing {
    var trace = Trace()
    func become(
      _ new: State, by rule: RuleID, _ text: String, _ since: CivilDate?
    ) -> Standing {
      trace.step(
        rule, text,
        [
          "day": .date(day), "before": .text(state.rawValue), "state": .text(new.rawValue),
          "since": since.map { .date($0) } ?? .text("the last action"),
        ])
      return Standing(state: new, trace: trace)
    }
    func end(_ last: CivilDate?) -> CivilDate? {
      guard let last, day > last else { return nil }
      return last.advanced(by: 1)
    }
    switch state {
    case .trial:
      if let since = end(schedule.trialEnd) {
        return become(.ended, by: .card28, "The trial is over.", since)
      }
    case .concluded, .preparing, .setUp, .active, .suspended:
      if let since = end(schedule.terminatedEnd),
        since <= schedule.cancelledEnd?.advanced(by: 1) ?? since
      {
        return become(.terminated, by: .tel16, "The vendor's notice has ended it.", since)
      }
      if let since = end(schedule.cancelledEnd) {
        return become(.cancelled, by: .com11, "It ended by notice.", since)
      }
      if let since = end(schedule.termEnd), schedule.renewal != .auto {
        return become(.expired, by: .tel11, "Its term is over and is not renewed.", since)
      }
      if state == .concluded || state == .preparing, let start = schedule.start, day >= start {
        return become(.active, by: .sup23, "The service has started.", start)
      }
      if state == .setUp, let start = schedule.billingStart, day >= start {
        return become(.active, by: .card04, "The setup period is over.", start)
      }
    case .applied, .refused, .withdrawn, .cancelled, .expired, .terminated, .ended: break
    }
    return become(state, by: .tel18, "As the last action left it.", nil)
  }

  /// Whether uploads and other use are refused: in suspension, while its administrators may still read
  /// (TEL-18).
  public static func refusesUse(_ state: State) -> Bool {
    switch state {
    case .trial, .setUp, .active: false
    case .applied, .refused, .withdrawn, .concluded, .preparing, .suspended, .cancelled, .expired,
      .terminated, .ended:
      true
    }
  }
}
