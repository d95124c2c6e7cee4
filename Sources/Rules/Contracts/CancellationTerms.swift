import CivilTime

/// How a product's contract is cancelled, as the catalogue has it (COM-11).
public struct CancellationTerms: Hashable, Sendable {
  /// When a cancelled contract ends.
  public enum Ending: String, Sendable, Hashable, CaseIterable {
    /// With the term, if the notice came in time; with the next one otherwise.
    case term
    /// With the month after that of receipt, or with the wished month if that is later.
    case monthAfterReceipt = "month-after-receipt"
    /// The source states no rule: with the wished month.
    case unstated
  }

  /// The fee that is owed for each month left of the minimum term.
  public enum PenaltyFee: String, Sendable, Hashable, CaseIterable {
    case monthly
    case maintenance
  }

  public let ending: Ending
  /// How long before the term's end (or before the wished day) the notice has to come; nil where the source
  /// states none.
  public let notice: Period?
  /// Whether notice ends the contract at the end of its term at the latest.
  public let endsWithTerm: Bool
  public let penalty: PenaltyFee?
  /// Whether the stamped original has to arrive, with the customer number on it (MTG-01).
  public let needsOriginal: Bool
  /// The rule that says when it ends.
  public let rule: RuleID
  /// The rule of the penalty.
  public let penaltyRule: RuleID
  /// The rule that says that nothing paid is refunded, where one does.
  public let noRefundRule: RuleID?

  public init(
    ending: Ending, notice: Period?, endsWithTerm: Bool = false, penalty: PenaltyFee? = nil,
    needsOriginal: Bool = false, rule: RuleID, penaltyRule: RuleID = .com11,
    noRefundRule: RuleID? = nil
  ) {
    self.ending = ending
    self.notice = notice
    self.endsWithTerm = endsWithTerm
    self.penalty = penalty
    self.needsOriginal = needsOriginal
    self.rule = rule
    self.penaltyRule = penaltyRule
    self.noRefundRule = noRefundRule
  }

  /// 契約終了申出書, 30 days before the term's end (CARD-07).
  public static let card = CancellationTerms(
    ending: .term, notice: Period(30, .day), endsWithTerm: true, rule: .card07)
  /// 解約申込書, 30 days before the wished day (TEL-14); no penalty, and no refund.
  public static let telework = CancellationTerms(
    ending: .monthAfterReceipt, notice: Period(30, .day), endsWithTerm: true, rule: .tel14,
    noRefundRule: .tel20)
  /// The stamped original, a month before the wished month's end (MTG-02).
  public static let meeting = CancellationTerms(
    ending: .monthAfterReceipt, notice: Period(1, .month), penalty: .monthly, needsOriginal: true,
    rule: .mtg02, penaltyRule: .mtg04)
  /// Nothing is stated but the penalty (CTI-12).
  public static let popUps = CancellationTerms(
    ending: .unstated, notice: nil, penalty: .maintenance, rule: .com11, penaltyRule: .cti12)
  /// A contract by the year (SUP-22), without a stated notice.
  public static let callCentre = CancellationTerms(
    ending: .term, notice: nil, endsWithTerm: true, rule: .sup22)
  /// Nothing is stated.
  public static let paidSupport = CancellationTerms(ending: .unstated, notice: nil, rule: .com11)
}
