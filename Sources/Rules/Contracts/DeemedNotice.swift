import CivilTime

/// When a notice counts as delivered (TEL-06): an e-mail when it is sent, a posting on the login screen
/// when it is posted, even if the mail bounces. Other means have no deemed time.
public enum DeemedNotice {
  public enum Means: String, Sendable, Hashable, CaseIterable {
    case email
    case loginScreen = "login-screen"
    case other
  }

  public struct Answer: Hashable, Sendable {
    /// Nil while nobody has acknowledged what has no deemed time.
    public let deliveredAt: Instant?
    public let trace: Trace
  }

  /// - Parameters:
  ///   - sent: when it was sent or posted.
  ///   - acknowledged: when the recipient said that he has it.
  ///   - bounced: whether the mail came back, which undoes nothing but has to be seen.
  public static func compute(
    _ means: Means, sent: Instant, acknowledged: Instant? = nil, bounced: Bool = false
  ) -> Answer {
    var trace = Trace()
    let delivered = means == .other ? acknowledged : sent
    trace.step(
      .tel06,
      means == .other
        ? "Delivered when it is acknowledged." : "Delivered when it is sent or posted.",
      [
        "means": .text(means.rawValue), "sent": .instant(sent),
        "acknowledged": .text(acknowledged?.description ?? "no"),
        "delivered": .text(delivered?.description ?? "no"),
      ])
    if bounced { trace.warn("BOUNCED", "the mail came back: delivered all the same") }
    return Answer(deliveredAt: delivered, trace: trace)
  }
}
