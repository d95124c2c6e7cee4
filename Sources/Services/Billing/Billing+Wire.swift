import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI

// What amounts and units are on the wire.

extension InvoiceTotals.Answer {
  var message: Shared.Totals {
    Shared.Totals(
      netYen: net.amount, taxYen: tax.amount, totalYen: total.amount,
      groups: groups.map { Shared.TaxGroup($0) }, rounding: Shared.TaxRounding(rounding))
  }
}

extension Shared.TaxGroup {
  init(_ group: InvoiceTotals.Group) {
    self.init(
      category: group.rate == nil ? .outOfScope : .taxable,
      basisPoints: Int32(group.rate?.basisPoints ?? 0), netYen: group.net.amount,
      taxYen: group.tax.amount)
  }
}

extension TaxRounding {
  /// Cut off where nothing is said.
  init(_ rounding: Shared.TaxRounding) { self = rounding.rule ?? .floor }
}

extension TaxCategory {
  init(_ category: Shared.TaxCategory) {
    self = category == .outOfScope ? .outOfScope : .taxable
  }

  var message: Shared.TaxCategory { self == .outOfScope ? .outOfScope : .taxable }
}

extension TaxBasis {
  init(_ basis: Shared.TaxBasis) { self = basis == .inclusive ? .inclusive : .exclusive }

  var message: Shared.TaxBasis { self == .inclusive ? .inclusive : .exclusive }
}

extension Billing.Lot {
  init(_ lot: LotRow) {
    self.init(
      id: lot.id, units: lot.units, left: lot.left, usableFrom: lot.usableFrom.message,
      usableThrough: lot.usableThrough?.message, included: lot.isIncluded)
  }
}

extension Billing.Entry {
  init(_ entry: EntryRow) {
    let kind: Billing.EntryKind =
      switch entry.kind {
      case .posted: .posted
      case .consumed: .consumed
      case .settled: .settled
      case .lapsed: .lapsed
      case .reversed: .reversed
      }
    self.init(
      position: entry.position, kind: kind, time: .init(seconds: entry.at), units: entry.units,
      balance: entry.balance, reference: entry.reference,
      draws: entry.draws.map { Billing.Draw(lotId: $0.lot, units: Int64($0.units)) },
      reverses: entry.reverses ?? 0, reversedBy: entry.reversedBy ?? 0)
  }
}

/// Reads the days of a request, and says of every one that is wrong what it should be.
struct DayReader {
  private var violations = FieldViolations()

  /// A day; `otherwise` where none is given.
  mutating func day(
    _ date: GoogleType.Date?, _ field: String, otherwise: CivilDate? = nil
  ) -> CivilDate {
    guard let date else {
      if let otherwise { return otherwise }
      violations.add(field, "it is missing: give year, month and day")
      return .min
    }
    if let day = CivilDate(date) { return day }
    violations.add(
      field, "\(date.year)-\(date.month)-\(date.day) is no day: give one from year 1 to 9999")
    return .min
  }

  /// Throws INVALID_ARGUMENT with everything that is wrong, if anything is.
  func refuse() throws(RPCError) { try violations.refuse() }
}

/// A month in Japan.
struct BillingMonth: Hashable, Sendable, Comparable {
  let first: CivilDate

  /// The month of a day.
  init(of day: CivilDate) {
    first = day.firstOfMonth
  }

  /// As the schema writes it: `2026-07`. Nil for what is no month.
  init?(_ text: String) {
    guard let first = CivilDate("\(text)-01") else { return nil }
    self.first = first
  }

  /// Of a request.
  init(_ text: String, field: String) throws(RPCError) {
    guard let month = BillingMonth(text) else {
      throw .invalid([
        .init(field: field, description: "\(text) is no month: give one as 2026-07")
      ])
    }
    self = month
  }

  var last: CivilDate { first.lastOfMonth }
  var days: ClosedRange<CivilDate> { first...last }
  var text: String { String(first.description.prefix(7)) }
  /// The month before; nil before the first of all.
  var previous: BillingMonth? { (try? first.plus(days: -1)).map(BillingMonth.init(of:)) }
  /// The month after; nil after the last of all.
  var next: BillingMonth? { (try? last.plus(days: 1)).map(BillingMonth.init(of:)) }

  static func < (a: BillingMonth, b: BillingMonth) -> Bool { a.first < b.first }
}
