/// What each way of support takes on (SUP-05, SUP-19, SUP-24), and what it needs to do so (SUP-17).
public enum SupportScope {
  public enum Channel: String, Sendable, Hashable, CaseIterable {
    /// The free form: of the vendor's own software only.
    case freeWeb = "free-web"
    /// Paid by the incident, a contract for each product (SUP-08).
    case paid
    /// A contract of the company, for all its products (SUP-18).
    case callCentre = "call-centre"
  }

  public enum Subject: String, Sendable, Hashable, CaseIterable {
    case ownSoftware = "own-software"
    case relatedSoftware = "related-software"
    /// What its own maker has to answer for.
    case otherSoftware = "other-software"
    case hardware
    /// Windows and Office
    case office
    /// How to work a PC.
    case operation
    /// ライセンス異動 on the customer's behalf (SUP-09).
    case licenceMove = "licence-move"
  }

  public struct Answer: Hashable, Sendable {
    /// The state in which the case is closed at once; nil where it is handled.
    public let closedAs: CaseState?
    public let trace: Trace
  }

  /// Why nobody looks at it, in order of precedence.
  public enum Rejection: Refusal {
    /// Paid support and the call centre want a contract first.
    case contractMissing(Channel)

    public var fault: Fault {
      switch self {
      case .contractMissing(let channel):
        Fault(
          .state, "CONTRACT_MISSING", field: "channel", value: channel.rawValue,
          limit: "a contract for it", fix: "conclude one first, or use the free form")
      }
    }
  }

  public static func judge(
    _ subject: Subject, by channel: Channel, hasContract: Bool
  ) -> Ruling<Answer, Rejection> {
    guard hasContract || channel == .freeWeb else { return .refused([.contractMissing(channel)]) }
    let (rule, closedAs) = finding(subject, channel)
    var trace = Trace()
    trace.step(
      rule, closedAs == nil ? "This way of support takes it on." : "It does not take it on.",
      [
        "subject": .text(subject.rawValue), "channel": .text(channel.rawValue),
        "closed_as": .text(closedAs?.rawValue ?? "handled"),
      ])
    if channel == .callCentre, closedAs == nil, subject != .ownSoftware {
      trace.warn("MAY_BE_DECLINED", "beyond the own software an operator may decline it")
    }
    return .granted(Answer(closedAs: closedAs, trace: trace))
  }

  private static func finding(_ subject: Subject, _ channel: Channel) -> (RuleID, CaseState?) {
    switch (channel, subject) {
    case (.freeWeb, .ownSoftware): (.sup05, nil)
    case (.freeWeb, _): (.sup05, .outOfScope)
    case (.paid, .ownSoftware), (.paid, .relatedSoftware), (.paid, .licenceMove): (.sup24, nil)
    case (.paid, _): (.sup24, .outOfScope)
    case (.callCentre, .otherSoftware): (.sup19, .declinedOtherVendor)
    case (.callCentre, .licenceMove): (.sup19, .declinedOutOfScope)
    case (.callCentre, _): (.sup19, nil)
    }
  }
}
