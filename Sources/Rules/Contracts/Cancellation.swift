import CivilTime

/// When a cancelled contract ends, and what it costs (COM-11). What is not stated in the source is warned
/// of, never guessed in silence.
public enum Cancellation {
  /// How long the contract runs.
  public enum Running: Hashable, Sendable {
    /// Nothing is stated.
    case open
    /// To this day.
    case until(CivilDate)
    /// Term after term, counted from the anchor.
    case renewing(from: CivilDate, every: Period)
  }

  /// How a wish beyond the month after receipt is read (TEL-14).
  public enum Reading: String, Sendable, Hashable, CaseIterable {
    /// The contract ends with the wished month.
    case wish
    /// To the letter: it ends with the month after receipt, however late the wish.
    case literal
  }

  /// What counts of a contract.
  public struct Contract: Hashable, Sendable {
    public let terms: CancellationTerms
    public let running: Running
    /// The last day of the minimum term, if it has one.
    public let minimumEnd: CivilDate?
    /// The fee of a month, for the penalty: that of the cancellation month (MTG-04), or the maintenance
    /// fee (CTI-12). Nil where it is not known.
    public let monthlyFee: Yen?
    public let penaltyCategory: TaxCategory

    public init(
      _ terms: CancellationTerms, running: Running, minimumEnd: CivilDate? = nil,
      monthlyFee: Yen? = nil, penaltyCategory: TaxCategory = .outOfScope
    ) {
      self.terms = terms
      self.running = running
      self.minimumEnd = minimumEnd
      self.monthlyFee = monthlyFee
      self.penaltyCategory = penaltyCategory
    }
  }

  /// A notice of cancellation.
  public struct Notice: Hashable, Sendable {
    /// When the vendor or a reseller got it: from here its length counts. The arrival, no postmark.
    public let filed: PeriodEnd.Event
    /// When the vendor got it: from here the end counts (CARD-07, TEL-14).
    public let received: PeriodEnd.Event
    /// The day on which the customer wants to end, if he says one.
    public let wish: CivilDate?
    /// Whether a late notice is to hold for the next term (CARD-08).
    public let acceptsNextTerm: Bool
    public let reading: Reading

    public init(
      received: PeriodEnd.Event, filed: PeriodEnd.Event? = nil, wish: CivilDate? = nil,
      acceptsNextTerm: Bool = false, reading: Reading = .wish
    ) {
      self.filed = filed ?? received
      self.received = received
      self.wish = wish
      self.acceptsNextTerm = acceptsNextTerm
      self.reading = reading
    }
  }

  public struct Answer: Hashable, Sendable {
    /// The last day of the contract.
    public let end: CivilDate
    /// The last day for which fees are owed: a month begun is paid whole where fees run by the month
    /// (MTG-03).
    public let feesThrough: CivilDate
    /// The earliest end that this notice could have had.
    public let nextPossibleEnd: CivilDate
    /// Whole months between the end and that of the minimum term.
    public let monthsLeft: Int
    public let penalty: Yen
    public let penaltyCategory: TaxCategory
    public let trace: Trace
  }

  /// Why a notice does not end the contract, in order of precedence.
  public enum Rejection: Refusal {
    /// The vendor cannot have got it before it was filed.
    case receivedBeforeFiled(received: CivilDate, filed: CivilDate)
    /// A contract that ends with its term needs one.
    case termUnknown
    case term(ContractTerm.Rejection)
    /// Nothing says when to end.
    case wishMissing
    /// The contract has ended already.
    case alreadyEnded(received: CivilDate, end: CivilDate)
    /// The notice came after the last day for this term.
    case noticeTooLate(received: CivilDate, deadline: CivilDate, nextPossibleEnd: CivilDate)
    /// The penalty needs a fee.
    case feeUnknown(CancellationTerms.PenaltyFee, monthsLeft: Int)
    case amountTooLarge
    case outOfCalendar
  }

  /// What `notice` does to `contract`.
  public static func compute(
    _ notice: Notice, of contract: Contract
  ) -> Ruling<Answer, Rejection> {
    var trace = Trace()
    let received = notice.received.day(&trace)
    let filed = notice.filed == notice.received ? received : notice.filed.day(&trace)
    guard filed <= received else {
      return .refused([.receivedBeforeFiled(received: received, filed: filed)])
    }
    var end = CancellationEnd(notice, contract, received: received, filed: filed, trace)
    do throws(Refused) {
      switch contract.terms.ending {
      case .term: try end.withTerm()
      case .monthAfterReceipt: try end.withMonth()
      case .unstated: try end.withWish()
      }
      return .granted(try penalise(end, contract))
    } catch {
      return .refused([error.why])
    }
  }

  /// Carries a rejection out of the steps.
  struct Refused: Error {
    let why: Rejection
  }

  /// The fee of every month that is left of the minimum term (MTG-04, CTI-12).
  private static func penalise(
    _ ended: CancellationEnd, _ contract: Contract
  ) throws(Refused) -> Answer {
    var trace = ended.trace
    var months = 0
    var penalty = Yen.zero
    if let fee = contract.terms.penalty {
      let rule = contract.terms.penaltyRule
      if let minimumEnd = contract.minimumEnd {
        months = max(0, ended.end.months(to: minimumEnd))
        trace.step(
          rule, "The months between the end and that of the minimum term.",
          [
            "end": .date(ended.end), "minimum_end": .date(minimumEnd),
            "months_left": .integer(months),
          ], formula: "months_left = max(0, months(end, minimum_end))")
      } else {
        trace.warn("NO_MINIMUM_TERM", "no minimum term is known: no penalty is computed")
      }
      if months > 0 {
        guard let yen = contract.monthlyFee else {
          throw Refused(why: .feeUnknown(fee, monthsLeft: months))
        }
        do {
          penalty = try yen.times(months)
        } catch {
          throw Refused(why: .amountTooLarge)
        }
        trace.step(
          rule, "Each of them costs the \(fee.rawValue) fee.",
          [
            "months_left": .integer(months), "fee_yen": .yen(yen), "penalty_yen": .yen(penalty),
            "tax_category": .text(contract.penaltyCategory.rawValue),
          ], formula: "penalty_yen = months_left * fee_yen")
      }
    }
    if let rule = contract.terms.noRefundRule {
      trace.step(rule, "Nothing that was paid is refunded.", ["refund_yen": .yen(.zero)])
    }
    return Answer(
      end: ended.end, feesThrough: ended.end.lastOfMonth, nextPossibleEnd: ended.earliest,
      monthsLeft: months, penalty: penalty, penaltyCategory: contract.penaltyCategory, trace: trace)
  }
}

extension CivilDate {
  /// Months from this date's month to that of `other`.
  func months(to other: CivilDate) -> Int {
    let (from, to) = (civil, other.civil)
    return (to.year - from.year) * 12 + to.month - from.month
  }
}

extension Cancellation.Rejection {
  public var fault: Fault {
    switch self {
    case .receivedBeforeFiled(let received, let filed):
      Fault(
        .invalid, "RECEIVED_BEFORE_FILED", field: "received", value: received.description,
        limit: "\(filed) or later", fix: "give the vendor's receipt, which follows the filing")
    case .termUnknown:
      Fault(
        .state, "TERM_UNKNOWN", field: "contract.term", value: "nothing",
        limit: "a contract whose term has begun", fix: "record the delivery or the conclusion first"
      )
    case .term(let rejection): rejection.fault
    case .wishMissing:
      Fault(
        .invalid, "WISH_MISSING", field: "wish", value: "nothing", limit: "a day",
        fix: "say when to end: this product's terms do not")
    case .alreadyEnded(let received, let end):
      Fault(
        .state, "ALREADY_ENDED", field: "received", value: received.description,
        limit: "\(end) or earlier", fix: "nothing is left to cancel")
    case .noticeTooLate(let received, let deadline, let next):
      Fault(
        .state, "NOTICE_TOO_LATE", field: "received", value: received.description,
        limit: "\(deadline) or earlier",
        fix: "the next possible end is \(next): accept the next term to end then",
        values: ["next_possible_end": next.description])
    case .feeUnknown(let fee, let months):
      Fault(
        .state, "PARAMETER_MISSING", field: "\(fee.rawValue)_fee_yen", value: "nothing",
        limit: "0 or more", fix: "give the fee: it is owed for each of \(months) months")
    case .amountTooLarge: .amountTooLarge("monthly_fee_yen")
    case .outOfCalendar: .dateOutOfCalendar("received")
    }
  }
}
