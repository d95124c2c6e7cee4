import CivilTime

/// An incoming call, when all of it is known that its price hangs on.
public struct IncomingCall: Hashable, Sendable {
  /// One call keeps its id through ring groups, transfers and replays: it is charged once (CTI-03).
  public let id: String
  /// When it began to ring.
  public let ringing: Instant
  /// Whether it popped up at one client at least.
  public let isShown: Bool
  /// Whether any pop-up client was signed in.
  public let isStaffed: Bool
  /// What its number was registered as at that instant; a withheld number is as none.
  public let isEmployee: Bool
  public let isSpam: Bool

  public init(
    _ id: String, ringing: Instant, isShown: Bool = true, isStaffed: Bool = true,
    isEmployee: Bool = false, isSpam: Bool = false
  ) {
    self.id = id
    self.ringing = ringing
    self.isShown = isShown
    self.isStaffed = isStaffed
    self.isEmployee = isEmployee
    self.isSpam = isSpam
  }
}

/// The price of calls (CTI-03 to 07).
public enum CallRating {
  /// The price of a call, by the first rule that matches (CTI-07).
  public static func rate(_ call: IncomingCall, isOpen: Bool, by rates: CallRates) -> RatedCall {
    let match: RatedCall.Match
    if !call.isShown {
      match = .notShown
    } else if !isOpen, !(rates.chargesStaffedOutOfHours && call.isStaffed) {
      match = .outOfHours
    } else if call.isSpam {
      match = .spam
    } else {
      match = call.isEmployee ? .employee : .standard
    }
    return RatedCall(
      match: match, price: rates.price(of: match), allowsHistory: !call.isSpam)
  }

  /// The same with its reasons.
  public static func explain(
    _ call: IncomingCall, isOpen: Bool, by rates: CallRates
  ) -> (rated: RatedCall, trace: Trace) {
    let rated = rate(call, isOpen: isOpen, by: rates)
    var trace = Trace()
    trace.step(
      .cti07, "Out of hours before spam before employee before standard.",
      [
        "ringing": .instant(call.ringing), "shown": .text(call.isShown ? "yes" : "no"),
        "open": .text(isOpen ? "yes" : "no"), "staffed": .text(call.isStaffed ? "yes" : "no"),
        "spam": .text(call.isSpam ? "yes" : "no"),
        "employee": .text(call.isEmployee ? "yes" : "no"), "match": .text(rated.match.rawValue),
      ])
    switch rated.match {
    case .employee, .standard:
      let base = rated.match == .employee ? rates.employee : rates.standard
      trace.step(
        rated.match.rule, "The price of the call.",
        [
          "base_yen": .yen(base), "surcharge_yen": .yen(rates.surcharge),
          "price_yen": .yen(rated.price),
        ], formula: "price_yen = base_yen + surcharge_yen")
    case .notShown, .outOfHours, .spam:
      trace.step(rated.match.rule, "The price of the call.", ["price_yen": .yen(rated.price)])
    }
    if !rated.allowsHistory {
      trace.warn("SPAM_CALLER", "no entry can be made in the history of this call")
    }
    return (rated, trace)
  }
}

/// The calls of a month, counted by what they matched, each call once.
public struct CallTally: Sendable {
  private var seen: Set<String> = []
  private var counts = [Int](repeating: 0, count: RatedCall.Match.allCases.count)
  /// Calls on days that the hours do not have.
  public private(set) var outsideOfDays = 0
  private let rates: CallRates
  private let hours: CallHours

  /// - Parameter count: how many calls to make room for at once; a hint, of which at most
  ///   ``roomMax`` is taken.
  public init(_ rates: CallRates, hours: CallHours, expecting count: Int = 0) {
    self.rates = rates
    self.hours = hours
    seen.reserveCapacity(min(max(0, count), Self.roomMax))
  }

  /// Room for ids made at once: some 100 MB.
  public static let roomMax = 4_000_000

  /// Counts a call.
  ///
  /// - Returns: its price; nil if it was counted before or lies outside of the days.
  @discardableResult
  public mutating func add(_ call: IncomingCall) -> RatedCall? {
    guard let isOpen = hours.isOpen(at: call.ringing) else {
      outsideOfDays += 1
      return nil
    }
    let rated = CallRating.rate(call, isOpen: isOpen, by: rates)
    // A call that was not shown may be shown by a later replay: only then it counts.
    guard rated.match != .notShown else { return rated }
    guard seen.insert(call.id).inserted else { return nil }
    counts[rated.match.index] += 1
    return rated
  }

  public subscript(match: RatedCall.Match) -> Int { counts[match.index] }
}

extension RatedCall.Match {
  fileprivate var index: Int {
    switch self {
    case .notShown: 0
    case .outOfHours: 1
    case .spam: 2
    case .employee: 3
    case .standard: 4
    }
  }
}
