import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite

/// What the invoice of a contract's month says, before it has a number: the fees of the month, what was used in it, the
/// lots that were bought in it, what is charged once, and lines besides.
struct InvoiceDraft {
  let contract: BilledContract
  let month: BillingMonth
  private(set) var lines: [Billing.Line] = []
  private var charged: [InvoiceLine] = []
  private(set) var trace = Shared.Trace()

  /// Gathers the lines of a month.
  ///
  /// - Throws: what the rules refuse, such as a price that nobody has given.
  init(
    of contract: BilledContract, in month: BillingMonth, besides extras: [Billing.ExtraLine] = [],
    _ tenancy: Tenancy, _ connection: Connection
  ) throws {
    self.contract = contract
    self.month = month
    trace.catalogVersion = contract.catalogue.id
    try addFees()
    try addUsage(MeterStore(tenancy, connection))
    try addLots(LedgerStore(tenancy, connection))
    let store = ContractStore(tenancy, connection)
    for charge in try store.charges(of: contract.id, in: month.first) { add(charge.line, count: 1) }
    for extra in extras { add(extra) }
  }

  // MARK: Gathering

  /// The days of which use and purchases are charged: the month's, and with the first month that is billed those
  /// before it. Before that month nothing is, lest it be charged twice.
  private var days: ClosedRange<CivilDate>? {
    guard let start = contract.row.billingStart.map(BillingMonth.init(of:)), start <= month else {
      return nil
    }
    return start == month ? .min...month.last : month.days
  }

  private mutating func addFees() throws {
    guard let start = contract.row.billingStart else { return }
    let ordered = try contract.row.lines(by: contract.catalogue, in: month.first).granted()
    add(ordered.trace)
    let fees = try MonthlyCharges.compute(
      ordered.lines, in: month.first, from: start, through: contract.row.lastDay
    ).granted()
    for line in fees.lines {
      let quantity = ordered.lines.first { $0.item.code == line.item }?.quantity ?? 1
      add(line, count: Int64(quantity))
    }
    add(fees.trace)
  }

  private mutating func addUsage(_ meters: MeterStore) throws {
    guard let days else { return }
    let sums = try meters.sums(of: contract.id, in: days)
    let counts = Dictionary(
      sums.map { ($0.meter, Int($0.quantity)) }, uniquingKeysWith: { first, _ in first })
    let usage = try UsageCharges.compute(
      counts, of: contract.product, prices: contract.prices, supplied: month.last
    ).granted()
    for line in usage.lines { add(line, count: Int64(counts[line.item] ?? 1)) }
    add(usage.trace)
  }

  private mutating func addLots(_ ledgers: LedgerStore) throws {
    guard let days else { return }
    for ledger in try ledgers.ledgers(of: contract.id) {
      guard let item = contract.product[ledger.key.item] else { continue }
      for lot in try ledgers.boughtLots(of: ledger, in: days) {
        add(
          InvoiceLine(
            item.code, Yen(lot.netYen), category: item.category, basis: item.basis,
            supplied: lot.usableFrom), count: lot.boughtLots)
      }
    }
  }

  private mutating func add(_ extra: Billing.ExtraLine) {
    let line = InvoiceLine(
      extra.item, Yen(extra.amountYen), category: TaxCategory(extra.taxCategory),
      supplied: month.last)
    add(line, count: 1, name: Shared.LocalizedName(ja: extra.name, en: extra.name, zh: extra.name))
  }

  private mutating func add(_ trace: Rules.Trace) {
    let message = trace.message
    self.trace.steps += message.steps
    self.trace.warnings += message.warnings
  }

  /// - Parameters:
  ///   - count: how many the amount is of, if that divides it.
  ///   - name: what it is called, where that is not the catalogue's affair.
  private mutating func add(
    _ line: InvoiceLine, count: Int64, name: Shared.LocalizedName? = nil
  ) {
    let item = contract.product[line.item]
    let isEven = count > 0 && line.amount.amount % count == 0
    charged.append(line)
    lines.append(
      Billing.Line(
        item: line.item, name: name ?? item?.name.message ?? Self.name(of: line.item).message,
        quantity: isEven ? count : 1,
        unitPriceYen: isEven ? line.amount.amount / count : line.amount.amount,
        amountYen: line.amount.amount, taxCategory: line.category.message,
        taxBasis: line.basis.message, supplied: line.supplied.message,
        ruleId: item?.rule.rawValue ?? ""))
  }

  /// What is called so that is no item of a catalogue: what an early end costs (MTG-04, CTI-12), or a late payment.
  private static func name(of code: String) -> LocalizedName {
    code == ContractChargeRow.lateInterest
      ? LocalizedName(ja: "遅延損害金", en: "Late interest", zh: "滞纳金")
      : LocalizedName(ja: "中途解約違約金", en: "Penalty of an early end", zh: "提前解约违约金")
  }

  // MARK: The invoice

  /// The invoice, without id and number.
  ///
  /// - Parameter today: the day of issue.
  /// - Throws: TOTAL_NEGATIVE, and what the rules refuse.
  mutating func invoice(
    _ terms: BillingTermsRow, _ seller: SellerRow?, recipient: String, rates: TaxTable,
    on today: CivilDate
  ) throws -> Billing.Invoice {
    let rounding = TaxRounding(rawValue: terms.rounding) ?? contract.rounding
    let totals = try InvoiceTotals.compute(charged, rounding: rounding, rates: rates).granted()
    add(totals.trace)
    guard totals.total >= .zero else {
      throw RPCError(
        .failedPrecondition,
        "the invoice would come to \(totals.total) yen: give credit for another one instead",
        reason: "TOTAL_NEGATIVE", metadata: ["total_yen": totals.total.description])
    }
    for (index, line) in charged.enumerated() where line.category == .taxable {
      lines[index].basisPoints = Int32(rates.rate(on: line.supplied)?.basisPoints ?? 0)
    }
    return Billing.Invoice(
      kind: .invoice, state: .issued, tenantId: contract.row.tenant.text, contractId: contract.id,
      product: contract.product.code, month: month.text, issued: today.message,
      due: dueDay(terms, issued: today)?.message, seller: seller.map { Billing.Seller($0) },
      recipient: recipient, address: terms.address, resellerId: contract.row.reseller ?? "",
      lines: lines, totals: totals.message, outstandingYen: totals.total.amount,
      catalogVersion: contract.catalogue.id, trace: trace)
  }

  /// The last day of the month that is so many after the one invoiced, or after the one before the issue if that is
  /// later: who gets an invoice late has as long to pay it.
  private func dueDay(_ terms: BillingTermsRow, issued: CivilDate) -> CivilDate? {
    let base = max(month, BillingMonth(of: issued).previous ?? month)
    return (try? base.first.plus(months: Int(terms.dueMonths)))?.lastOfMonth
  }
}

extension Billing.Seller {
  init(_ seller: SellerRow) {
    self.init(
      name: seller.name, registrationNumber: seller.registrationNumber, address: seller.address,
      payee: seller.payee, etag: Etag(version: seller.version, of: "seller").text)
  }
}
