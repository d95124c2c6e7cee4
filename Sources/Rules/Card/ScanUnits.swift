/// What a scan takes of the allowance (CARD-15): one for a side, so two for a card scanned on both, even if its
/// back is blank.
public enum ScanUnits {
  public struct Answer: Hashable, Sendable {
    public let units: Int
    public let trace: Trace
  }

  /// Why nothing is counted, in order of precedence.
  public enum Rejection: Refusal {
    case cardsNegative(Int)
    case tooMany(Int)

    public var fault: Fault {
      switch self {
      case .cardsNegative(let cards):
        Fault(
          .invalid, "COUNT_NEGATIVE", field: "cards", value: String(cards), limit: "0 or more",
          fix: "give the cards that were scanned")
      case .tooMany(let cards):
        Fault(
          .outOfRange, "TOO_MANY_UNITS", field: "cards", value: String(cards),
          limit: "\(Int.max) sides", fix: "count in smaller batches")
      }
    }
  }

  public static func compute(simplex: Int, duplex: Int) -> Ruling<Answer, Rejection> {
    let negative = [simplex, duplex].filter { $0 < 0 }
    guard negative.isEmpty else { return .refused(negative.map { .cardsNegative($0) }) }
    let (backs, overflow) = duplex.multipliedReportingOverflow(by: 2)
    let (units, overflowed) = backs.addingReportingOverflow(simplex)
    guard !overflow, !overflowed else { return .refused([.tooMany(max(simplex, duplex))]) }
    var trace = Trace()
    trace.step(
      .card15, "Each side scanned counts as one.",
      ["simplex": .integer(simplex), "duplex": .integer(duplex), "units": .integer(units)],
      formula: "units = simplex + 2 * duplex")
    return .granted(Answer(units: units, trace: trace))
  }
}
