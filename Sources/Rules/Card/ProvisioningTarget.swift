import CivilTime

/// When the start information is to reach the customer (CARD-03): within about 8 business days of
/// the required papers in the cloud, about 12 on premise. A target, no promise.
public enum ProvisioningTarget {
  public enum Hosting: String, Sendable, Hashable, CaseIterable {
    case cloud
    case onPremise = "on-premise"

    /// Business days from the last paper.
    public var leadDays: Int {
      switch self {
      case .cloud: 8
      case .onPremise: 12
      }
    }
  }

  /// A required paper (必要書類).
  public struct Paper: Hashable, Sendable {
    public let name: String
    /// The day in Japan on which it was submitted; nil while it is missing.
    public let submitted: CivilDate?

    public init(_ name: String, submitted: CivilDate?) {
      self.name = name
      self.submitted = submitted
    }
  }

  public struct Answer: Hashable, Sendable {
    public let target: CivilDate
    public let trace: Trace
  }

  /// Why there is no target, in order of precedence.
  public enum Rejection: Hashable, Sendable {
    /// No paper was named.
    case noPapers
    /// The clock starts with the last missing paper.
    case papersMissing([String])
    /// The count leaves the years of known holidays.
    case outOfRange(YearOutOfRange)
  }

  /// The target day; the day of submission is not counted, the last paper starts the clock.
  public static func compute(
    _ hosting: Hosting, papers: [Paper], in calendar: BusinessCalendar
  ) -> Ruling<Answer, Rejection> {
    let missing = papers.filter { $0.submitted == nil }.map(\.name)
    guard missing.isEmpty else { return .refused([.papersMissing(missing)]) }
    guard let last = papers.compactMap(\.submitted).max() else { return .refused([.noPapers]) }
    switch BusinessDays.add(hosting.leadDays, to: last, in: calendar) {
    case .refused(let rejections):
      return .refused(rejections.map { .outOfRange($0.year) })
    case .granted(let sum):
      var trace = Trace()
      trace.step(
        .card03, "The last of the required papers starts the clock.",
        [
          "papers_complete": .date(last), "hosting": .text(hosting.rawValue),
          "lead_days": .integer(hosting.leadDays),
        ])
      trace.append(sum.trace)
      trace.warn("TARGET_ONLY", "\"about\" \(hosting.leadDays) business days: a target, no promise")
      return .granted(Answer(target: sum.date, trace: trace))
    }
  }
}

extension BusinessDays.Rejection {
  /// The year at fault.
  var year: YearOutOfRange {
    switch self {
    case .fromOutOfRange(let error), .toOutOfRange(let error), .resultOutOfRange(let error): error
    }
  }
}
