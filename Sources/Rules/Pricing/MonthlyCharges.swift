import CivilTime

/// What a month's invoice charges of a contract: what is paid once with the first month, fees by the month from
/// the first to the last one that is begun (MTG-03), fees by the year when a contract year begins.
public enum MonthlyCharges {
  public struct Answer: Hashable, Sendable {
    public let lines: [InvoiceLine]
    public let trace: Trace
  }

  /// Why there are no charges, in order of precedence.
  public enum Rejection: Refusal {
    case endsBeforeStart(end: CivilDate, start: CivilDate)
    case amountTooLarge

    public var fault: Fault {
      switch self {
      case .endsBeforeStart(let end, let start):
        Fault(
          .invalid, "ENDS_BEFORE_START", field: "end", value: end.description,
          limit: "\(start) or later", fix: "give the last day of the contract")
      case .amountTooLarge: .amountTooLarge("lines")
      }
    }
  }

  /// The charges of the month of `month`.
  ///
  /// - Parameters:
  ///   - lines: the lines of the contract's quote, at the prices of its catalogue version (COM-13).
  ///   - start: the first day that is billed.
  ///   - end: the last day of the contract; nil while none is known.
  ///   - policy: how the month of the start is charged.
  public static func compute(
    _ lines: [Quote.Line], in month: CivilDate, from start: CivilDate, through end: CivilDate?,
    policy: StartMonth.Policy = .whole
  ) -> Ruling<Answer, Rejection> {
    if let end, end < start { return .refused([.endsBeforeStart(end: end, start: start)]) }
    let number = start.months(to: month)
    var trace = Trace()
    trace.step(
      .com13, "The months of the contract, from 0.",
      [
        "start": .date(start), "month": .date(month.firstOfMonth), "number": .integer(number),
        "end": .text(end?.description ?? "open"),
      ], formula: "number = months(start, month)")
    let isOver = end.map { month.firstOfMonth > $0 } ?? false
    guard number >= 0, !isOver else { return .granted(Answer(lines: [], trace: trace)) }
    var charged: [InvoiceLine] = []
    for line in lines {
      guard let amount = amount(of: line, in: number, start, policy, &trace) else {
        return .refused([.amountTooLarge])
      }
      guard let amount = amount.charged else { continue }
      charged.append(
        InvoiceLine(
          line.item.code, amount, category: line.item.category, basis: line.item.basis,
          supplied: min(month.lastOfMonth, end ?? .max)))
    }
    return .granted(Answer(lines: charged, trace: trace))
  }

  /// What a line charges in a month: nothing in most of them.
  private struct Charge {
    let charged: Yen?
  }

  /// Nil where the amount does not fit.
  private static func amount(
    of line: Quote.Line, in number: Int, _ start: CivilDate, _ policy: StartMonth.Policy,
    _ trace: inout Trace
  ) -> Charge? {
    let item = line.item
    let isDue =
      switch item.charge {
      case .once: number == 0
      case .monthly: true
      case .yearly, .prepaidYear: number.isMultiple(of: 12)
      case .perUse: false
      }
    guard isDue else { return Charge(charged: nil) }
    trace.step(
      item.rule, "Charged \(item.charge.rawValue).",
      ["item": .text(item.code), "number": .integer(number), "amount_yen": .yen(line.amount)])
    guard item.charge == .monthly, number == 0 else { return Charge(charged: line.amount) }
    guard
      let first = StartMonth.compute(
        monthly: line.amount, start: start, policy: policy, rule: item.rule)
    else { return nil }
    trace.append(first.trace)
    return Charge(charged: first.fee)
  }
}
