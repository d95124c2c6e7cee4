import CivilTime

/// The named licences of a contract (CARD-11 to 13, SUP-09): how many there are, who has one, and what may
/// be done with them.
public struct Seats: Hashable, Sendable {
  /// Licences in the contract.
  public let licences: Int
  /// Licences that are somebody's, whether he scans or only looks (CARD-12).
  public private(set) var used: Int

  /// Nil unless `used` lies from 0 to `licences`.
  public init?(licences: Int, used: Int) {
    guard licences >= 0, (0...licences).contains(used) else { return nil }
    self.licences = licences
    self.used = used
  }

  public var free: Int { licences - used }

  /// The seats after a change.
  public struct Change: Hashable, Sendable {
    public let seats: Seats
    public let trace: Trace
  }

  /// Why nothing changes, in order of precedence.
  public enum Rejection: Refusal {
    case countNotPositive(Int)
    case noFreeSeat(needed: Int, free: Int)
    case notUsed(released: Int, used: Int)
    /// A second reassignment within ``reassignmentDays`` wants an administrator's reason.
    case reassignedTooSoon(last: CivilDate, earliest: CivilDate)

    public var fault: Fault {
      switch self {
      case .countNotPositive(let count):
        Fault(
          .invalid, "COUNT_NOT_POSITIVE", field: "count", value: String(count),
          limit: "1 or more", fix: "say how many")
      case .noFreeSeat(let needed, let free):
        Fault(
          .exhausted, "NO_FREE_SEAT", field: "count", value: String(needed),
          limit: "\(free) free", fix: "delete who has left, or add licences")
      case .notUsed(let released, let used):
        Fault(
          .invalid, "NOT_USED", field: "count", value: String(released), limit: "\(used) used",
          fix: "release no more than are used")
      case .reassignedTooSoon(let last, let earliest):
        Fault(
          .state, "REASSIGNED_TOO_SOON", field: "reassigned", value: last.description,
          limit: "again from \(earliest)", fix: "wait, or give an administrator's reason")
      }
    }
  }

  /// Gives licences to so many people, also to those who only look (CARD-12).
  public mutating func assign(_ count: Int = 1) -> Ruling<Change, Rejection> {
    guard count > 0 else { return .refused([.countNotPositive(count)]) }
    guard count <= free else { return .refused([.noFreeSeat(needed: count, free: free)]) }
    return .granted(use(count, .card12, "Each person has a licence of his own."))
  }

  /// Frees the licences of so many people who have left (ライセンス異動, SUP-09).
  public mutating func recover(_ count: Int = 1) -> Ruling<Change, Rejection> {
    guard count > 0 else { return .refused([.countNotPositive(count)]) }
    guard count <= used else { return .refused([.notUsed(released: count, used: used)]) }
    return .granted(use(-count, .sup09, "The licences of who has left are free again."))
  }

  private mutating func use(_ count: Int, _ rule: RuleID, _ text: String) -> Change {
    let before = used
    used += count
    var trace = Trace()
    trace.step(
      rule, text,
      [
        "licences": .integer(licences), "before": .integer(before), "change": .integer(count),
        "used": .integer(used), "free": .integer(free),
      ], formula: "used = before + change; free = licences - used")
    return Change(seats: self, trace: trace)
  }

  /// Days after a reassignment in which another wants a reason (CARD-11).
  public static let reassignmentDays = 30

  /// Whether a licence may go from one person to another on `day`.
  ///
  /// - Parameters:
  ///   - last: when it was reassigned before.
  ///   - reason: an administrator's reason; nil or blank if he gives none.
  public static func judgeReassignment(
    on day: CivilDate, last: CivilDate?, reason: String? = nil
  ) -> Ruling<Trace, Rejection> {
    var trace = Trace()
    guard let last else {
      trace.step(.card11, "It was never reassigned.", ["day": .date(day)])
      return .granted(trace)
    }
    let days = last.days(to: day)
    let hasReason = reason?.contains { !$0.isWhitespace } ?? false
    guard days >= reassignmentDays || hasReason else {
      let earliest = (try? last.plus(days: reassignmentDays)) ?? .max
      return .refused([.reassignedTooSoon(last: last, earliest: earliest)])
    }
    trace.step(
      .card11, "Reassigned before.",
      ["last": .date(last), "day": .date(day), "days": .integer(days)],
      formula: "days = days(last, day)")
    if days < reassignmentDays {
      trace.warn("REASSIGNED_AGAIN", "within \(reassignmentDays) days, for the reason given")
    }
    return .granted(trace)
  }
}

/// How many licences an order or a change may have (CARD-13, CTI-22, COM-10).
public enum LicenceCount {
  public struct Answer: Hashable, Sendable {
    public let licences: Int
    public let trace: Trace
  }

  /// Why the number is refused, in order of precedence.
  public enum Rejection: Refusal {
    case notPositive(Int)
    case belowMinimum(Int, minimum: Int)
    /// Fewer licences within the term.
    case reducedWithinTerm(from: Int, to: Int)

    public var fault: Fault {
      switch self {
      case .notPositive(let count):
        Fault(
          .invalid, "LICENCES_NOT_POSITIVE", field: "licences", value: String(count),
          limit: "1 or more", fix: "order at least one licence")
      case .belowMinimum(let count, let minimum):
        Fault(
          .invalid, "MIN_LICENCES", field: "licences", value: String(count),
          limit: "\(minimum) or more", fix: "order \(minimum) licences, even for fewer people")
      case .reducedWithinTerm(let from, let to):
        Fault(
          .state, "REDUCE_ONLY_AT_RENEWAL", field: "licences", value: String(to),
          limit: "\(from) or more before renewal", fix: "reduce when the contract is renewed")
      }
    }
  }

  /// Whether so many licences may be ordered, or a contract changed to so many.
  ///
  /// - Parameters:
  ///   - present: how many the contract has; nil for an order.
  ///   - atRenewal: whether the change takes effect with a new term.
  public static func judge(
    _ count: Int, minimum: Int, present: Int? = nil, atRenewal: Bool = false
  ) -> Ruling<Answer, Rejection> {
    var rejections: [Rejection] = []
    if count < 1 {
      rejections.append(.notPositive(count))
    } else if count < minimum {
      rejections.append(.belowMinimum(count, minimum: minimum))
    }
    if let present, count < present, !atRenewal {
      rejections.append(.reducedWithinTerm(from: present, to: count))
    }
    guard rejections.isEmpty else { return .refused(rejections) }
    var trace = Trace()
    trace.step(
      minimum > 1 ? .card13 : .com10, "At least the minimum, whatever the number of people.",
      ["licences": .integer(count), "minimum": .integer(minimum)])
    if let present, count < present {
      trace.step(
        .cti22, "Reduced at renewal.", ["from": .integer(present), "to": .integer(count)])
    }
    return .granted(Answer(licences: count, trace: trace))
  }

  /// How many licences the call centre's contract counts, of several products (SUP-21): their sum, or the
  /// people who have any, where the contract says so.
  public static func ofProducts(_ licences: [Int], distinctPeople: Int? = nil) -> Int {
    distinctPeople ?? saturatingSum(licences)
  }

  /// How many licences so many people have to buy: each one his own, and no fewer than the minimum.
  public static func needed(people: Int, minimum: Int) -> Int { max(people, minimum) }
}
