import CivilTime

/// The punches of a worker with their corrections, and the work that they make (TEL-29). A correction is a record of its
/// own: what it corrects stays beside it.
public enum Timesheet {
  /// A punch as it is kept.
  public struct Record: Hashable, Sendable {
    public let id: String
    public let punch: Punch

    public init(_ id: String, _ punch: Punch) {
      self.id = id
      self.punch = punch
    }
  }

  /// What takes the place of a punch, adds one that was forgotten, or takes one away.
  public struct Correction: Hashable, Sendable {
    public let id: String
    /// Which punch it takes the place of, by its id or that of the correction that it came by; nil to add one.
    public let replaces: String?
    /// What counts instead; nil to take the punch away.
    public let punch: Punch?
    public let reason: String

    public init(_ id: String, replaces: String?, punch: Punch?, reason: String) {
      self.id = id
      self.replaces = replaces
      self.punch = punch
      self.reason = reason
    }
  }

  public struct Answer: Hashable, Sendable {
    /// The punches that count, in order of time.
    public let records: [Record]
    /// The work that they make, in order.
    public let work: [WorkSpan]
    public let trace: Trace
  }

  /// Why a correction is not taken, in order of precedence.
  public enum Rejection: Refusal {
    case reasonMissing
    case changesNothing
    case punchUnknown(String)
    /// With it, the punches would not follow one another.
    case doesNotFollow(at: Instant, PunchClock.Rejection)

    public var fault: Fault {
      switch self {
      case .reasonMissing:
        Fault(
          .invalid, "REASON_MISSING", field: "reason", value: "nothing", limit: "a reason",
          fix: "say why it is corrected")
      case .changesNothing:
        Fault(
          .invalid, "CHANGES_NOTHING", field: "correction", value: "no punch, and none replaced",
          limit: "one of both", fix: "name the punch that is wrong, or give the one that is missing"
        )
      case .punchUnknown(let id):
        Fault(
          .state, "PUNCH_UNKNOWN", field: "replaces", value: id, limit: "a punch that counts",
          fix: "list the punches: one that was corrected counts no more")
      case .doesNotFollow(let at, let rejection):
        Fault(
          rejection.fault.kind, rejection.fault.reason, field: "punch",
          value: "\(rejection.fault.value) at \(at)", limit: rejection.fault.limit,
          fix: "correct the punches beside it first, or choose another time")
      }
    }
  }

  /// The work that punches make; those that do not follow one another are left out.
  public static func work(
    of records: [Record], _ terms: PunchClock.Terms = .init()
  ) -> [WorkSpan] {
    fold(records, terms).work
  }

  /// What counts once a correction is added to those before it.
  ///
  /// - Parameters:
  ///   - records: all punches that were made.
  ///   - corrections: the earlier ones, in the order in which they were made.
  public static func correct(
    _ records: [Record], _ corrections: [Correction], by correction: Correction,
    _ terms: PunchClock.Terms = .init()
  ) -> Ruling<Answer, Rejection> {
    let before = effective(records, corrections)
    var rejections: [Rejection] = []
    if !correction.reason.contains(where: { !$0.isWhitespace }) {
      rejections.append(.reasonMissing)
    }
    if correction.replaces == nil, correction.punch == nil { rejections.append(.changesNothing) }
    if let replaced = correction.replaces, !before.contains(where: { $0.id == replaced }) {
      rejections.append(.punchUnknown(replaced))
    }
    let after = apply(correction, to: before)
    let (work, flaws) = fold(after, terms)
    // What was wrong before is no fault of the correction's.
    let known = Set(fold(before, terms).flaws)
    rejections += flaws.filter { !known.contains($0) }
    guard rejections.isEmpty else { return .refused(rejections) }
    var trace = Trace()
    trace.step(
      .tel29, "Corrected; what was punched is kept.",
      [
        "replaces": .text(correction.replaces ?? "nothing"),
        "punched": correction.punch.map { .instant($0.at) } ?? .text("taken away"),
        "reason": .text(correction.reason),
      ])
    return .granted(Answer(records: after, work: work, trace: trace))
  }

  /// The punches that count, in order of time.
  public static func effective(
    _ records: [Record], _ corrections: [Correction]
  ) -> [Record] {
    corrections.reduce(inOrder(records)) { apply($1, to: $0) }
  }

  private static func apply(_ correction: Correction, to records: [Record]) -> [Record] {
    var records = records
    if let replaced = correction.replaces { records.removeAll { $0.id == replaced } }
    if let punch = correction.punch { records.append(Record(correction.id, punch)) }
    return inOrder(records)
  }

  /// By time; what was at the same instant stays in its order.
  private static func inOrder(_ records: [Record]) -> [Record] {
    records.enumerated().sorted {
      ($0.element.punch.at, $0.offset) < ($1.element.punch.at, $1.offset)
    }.map(\.element)
  }

  private static func fold(
    _ records: [Record], _ terms: PunchClock.Terms
  ) -> (work: [WorkSpan], flaws: [Rejection]) {
    var clock = PunchClock(terms)
    var (work, flaws): ([WorkSpan], [Rejection]) = ([], [])
    for record in records {
      let before = clock
      switch clock.take(record.punch) {
      case .refused(let rejections):
        flaws += rejections.prefix(1).map { .doesNotFollow(at: record.punch.at, $0) }
      case .granted(let answer):
        // The start of a work that was detected may have moved.
        let isNew = record.punch.act == .startWork && !before.isWorking
        if !isNew, !work.isEmpty { work.removeLast() }
        work.append(answer.work)
      }
    }
    return (work, flaws)
  }
}
