import CivilTime
import MadoAPI
import Rules

/// A contract as it is kept. Where it stands on a day follows from it and the day: ``standing(on:)``.
struct ContractRow: Sendable, Hashable {
  var id: String
  var tenant: TenantID
  /// Who bills it in the vendor's place; nil for the vendor (CARD-10).
  var reseller: String?
  /// The version of the catalogue by which it was concluded (COM-13).
  var catalogue: String
  /// What was ordered, with the number of licences that there was.
  var order: Contracts.Order
  /// How many licences there are.
  var licences: Int64
  /// The number by which this term's fees are counted (SUP-11, SUP-22).
  var billedLicences: Int64
  /// The number from the next term on; nil where nothing changes.
  var nextLicences: Int64?
  /// What happens at the end of a term, as the catalogue's version has it.
  var renewal: Renewal.Mode
  /// As the last action left it.
  var state: ContractLife.State
  var concluded: CivilDate?
  /// Until when it is to be prepared (SUP-23).
  var prepareTarget: CivilDate?
  var delivered: CivilDate?
  /// The first day of the service.
  var started: CivilDate?
  var billingStart: CivilDate?
  /// The first day of the first term, from which all others count (COM-03).
  var termAnchor: CivilDate?
  /// From 1; 0 without a term.
  var termNumber: Int64 = 0
  /// The present term.
  var term: ClosedRange<CivilDate>?
  /// The last day of the minimum term.
  var minimumEnd: CivilDate?
  /// The last day of a trial; nil of a contract.
  var trialEnd: CivilDate?
  /// The last day after a notice of cancellation.
  var cancelledEnd: CivilDate?
  /// The last day after the vendor's notice.
  var terminatedEnd: CivilDate?
  /// Why it was suspended or ended.
  var reason = Contracts.ContractReason.unspecified
  /// Under what the notice of cancellation is filed.
  var reference = ""
  /// What was changed of the items of its order, in the order of days.
  var itemCounts: [ItemCount] = []
  /// In seconds since 1970.
  var createdAt: Int64
  /// Grows by one with each change.
  var version: Int64 = 1

  /// The code of the product.
  var product: String { order.product }

  var etag: Etag { Etag(version: version, of: id) }

  /// What time alone does to it.
  var schedule: ContractLife.Schedule {
    ContractLife.Schedule(
      start: delivered == nil ? started : nil, billingStart: billingStart,
      termEnd: term?.upperBound, cancelledEnd: cancelledEnd,
      terminatedEnd: terminatedEnd, trialEnd: trialEnd, renewal: renewal)
  }

  /// The last day of the contract, as far as it is known.
  var lastDay: CivilDate? { trialEnd ?? schedule.lastDay }

  /// Where it stands on a day.
  func standing(on day: CivilDate) -> ContractLife.Standing {
    ContractLife.stand(on: day, after: state, schedule)
  }
}

/// An amount that is charged of a contract once, beside the lines of its order: a penalty, late interest, accounts that
/// were added within the term.
struct ContractChargeRow: Sendable, Hashable {
  /// Of the contract and what it is for, so that nothing is charged twice.
  var id: String
  var contract: String
  /// The code of a catalogue item, or ``penalty``.
  var item: String
  var amount: Yen
  var category: TaxCategory
  /// The day of supply, with whose month it is billed.
  var supplied: CivilDate
  /// In seconds since 1970.
  var createdAt: Int64

  /// What the penalty of an early end is called on an invoice (MTG-04, CTI-12).
  static let penalty = "penalty"
  /// What interest on what was paid late is called on an invoice (TEL-21).
  static let lateInterest = "late-interest"

  /// As a line of an invoice.
  var line: InvoiceLine { InvoiceLine(item, amount, category: category, supplied: supplied) }
}

extension ContractRow {
  /// The lines of its order in a month, at the prices of its version of the catalogue, for ``MonthlyCharges``: counted by
  /// the licences of the present term.
  ///
  /// - Parameter month: any day of it.
  func lines(
    by version: CatalogueVersion, in month: CivilDate
  ) -> Ruling<Lines, Quote.Rejection> {
    var counted = Quote.Order.Counted(
      order: Quote.Order(
        order, licences: Int(clamping: billedLicences), supplied: firstDay(by: version)))
    if let product = version[product] {
      counted = counted.order.counting(
        itemCounts, of: product, in: month, from: firstDay(by: version))
    }
    switch Quote.compute(counted.order, by: version) {
    case .granted(let answer): return .granted(Lines(lines: answer.lines, trace: counted.trace))
    case .refused(let rejections): return .refused(rejections)
    }
  }

  /// The lines of an order in a month, and how many of what was changed they count.
  struct Lines {
    let lines: [Quote.Line]
    let trace: Rules.Trace
  }

  /// The first day that is billed, or the one that is known in its place.
  private func firstDay(by version: CatalogueVersion) -> CivilDate {
    billingStart ?? concluded ?? version.effective
  }

  /// How many of an item there are on a day.
  func count(of item: String, on day: CivilDate) -> Int {
    itemCounts.inForce(item, on: day)?.count ?? Int(order.quantities[item] ?? 0)
  }
}
