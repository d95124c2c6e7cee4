import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import StandardAPI
import Storage

/// Serves `mado.billing.v1.RatingService`: prices by a version of the catalogue, which keep nothing.
struct RatingHandler: Billing.RatingService {
  let database: Database
  let clock: any Clock

  // MARK: Calls

  func rateCall(
    _ request: Billing.RateCallRequest, _ call: CallContext
  ) async throws -> Billing.RateCallResponse {
    let book = try await book(request.catalogVersion, call)
    let product = try book.product(request.product)
    guard let ringing = request.ringTime.flatMap({ CivilTime.Instant($0) }) else {
      throw RPCError.invalid([
        .init(field: "ring_time", description: "it is no instant: give one from year 1 to 9999")
      ])
    }
    let rates = CallRates(
      product, listInput: CallRates.ListInput(request.listInput),
      chargesStaffedOutOfHours: request.chargesStaffedOutOfHours)
    guard let rates else { throw PriceBook.noProduct(request.product) }
    let (rated, trace) = CallRating.explain(
      IncomingCall(
        "", ringing: ringing, isShown: request.shown, isStaffed: request.staffed,
        isEmployee: request.employee, isSpam: request.spam),
      isOpen: request.officeOpen, by: rates)
    return Billing.RateCallResponse(
      match: Billing.CallMatch(rated.match), priceYen: rated.price.amount,
      allowsHistory: rated.allowsHistory, trace: book.traced(trace))
  }

  func rateCallMonth(
    _ request: Billing.RateCallMonthRequest, _ call: CallContext
  ) async throws -> Billing.RateCallMonthResponse {
    let month = try BillingMonth(request.month, field: "month")
    let book = try await book(request.catalogVersion, call)
    let bill = try CallBill.compute(
      CallBill.Usage(
        standard: Int(request.standard), employee: Int(request.employee),
        spam: Int(request.spam), outOfHours: Int(request.outOfHours), pcs: Int(request.pcs),
        listEntries: Int(request.listEntries)),
      product: book.product(request.product), listInput: CallRates.ListInput(request.listInput),
      supplied: month.last, isFirst: request.firstMonth,
      rounding: TaxRounding(request.rounding), rates: book.rates
    ).granted()
    return Billing.RateCallMonthResponse(
      lines: bill.lines.map { Billing.RatedLine(item: $0.item, amountYen: $0.amount.amount) },
      totals: bill.totals.message, trace: book.traced(bill.trace))
  }

  // MARK: Support

  func rateIncident(
    _ request: Billing.RateIncidentRequest, _ call: CallContext
  ) async throws -> Billing.RateIncidentResponse {
    guard let duration = Duration(request.duration ?? .init()) else {
      throw RPCError.invalid([
        .init(
          field: "duration",
          description: "seconds and nanoseconds do not go together: give both with the same sign")
      ])
    }
    let book = try await book(request.catalogVersion, call)
    let handling = try HandlingUnits.compute(duration).granted()
    var value = Yen.zero
    if case .fixed(let price)? = try book.product("paid-support")["incidents"]?.price,
      let product = try? price.times(handling.units)
    {
      value = product
    }
    return Billing.RateIncidentResponse(
      units: Int64(handling.units), minutes: Int64(handling.minutes), valueYen: value.amount,
      trace: book.traced(handling.trace))
  }

  func rateSupport(
    _ request: Billing.RateSupportRequest, _ call: CallContext
  ) async throws -> Billing.RateSupportResponse {
    let book = try await book(request.catalogVersion, call)
    let quote = try quote(
      "paid-support", request.licences, request.supplied, request.rounding, by: book)
    return Billing.RateSupportResponse(
      year: quote.firstYear.message, trace: book.traced(quote.trace))
  }

  func rateCallCentre(
    _ request: Billing.RateCallCentreRequest, _ call: CallContext
  ) async throws -> Billing.RateCallCentreResponse {
    let book = try await book(request.catalogVersion, call)
    let quote = try quote(
      "call-centre", request.licences, request.supplied, request.rounding, by: book)
    func amount(_ item: String) -> Int64 {
      quote.lines.first { $0.item.code == item }?.amount.amount ?? 0
    }
    return Billing.RateCallCentreResponse(
      initialYen: amount("initial"), monthlyYen: amount("monthly"),
      firstInvoice: quote.firstInvoice.message, firstYear: quote.firstYear.message,
      laterYear: quote.laterYear.message, trace: book.traced(quote.trace))
  }

  private func quote(
    _ product: String, _ licences: Int64, _ supplied: GoogleType.Date?,
    _ rounding: Shared.TaxRounding, by book: PriceBook
  ) throws -> Quote.Answer {
    var reader = DayReader()
    let day = reader.day(supplied, "supplied", otherwise: today)
    try reader.refuse()
    return try Quote.compute(
      Quote.Order(
        product, licences: Int(licences), supplied: day, rounding: TaxRounding(rounding)),
      by: book.catalogue, rates: book.rates
    ).granted()
  }

  // MARK: Connections, scans, additions

  func rateConcurrency(
    _ request: Billing.RateConcurrencyRequest, _ call: CallContext
  ) async throws -> Billing.RateConcurrencyResponse {
    var reader = DayReader()
    let bought = reader.day(request.bought, "bought", otherwise: today)
    try reader.refuse()
    let book = try await book(request.catalogVersion, call)
    let item = try book.product("pop-up-a")["connections"]
    let peak = Connections.count(
      mobileDevices: Int(request.mobileDevices), webSessions: Int(request.webSessions),
      pcClients: Int(request.pcClients))
    let packs = try Connections.packs(
      forPeak: peak.connections,
      reading: request.reading == .countIncluded ? .countIncluded : .peakIsPaid,
      of: item?.lot ?? Connections.pack
    ).granted(naming: ["peak": "web_sessions"])
    var steps = book.traced(peak.trace)
    steps.steps += book.traced(packs.trace).steps
    var totals = Shared.Totals(rounding: .floor)
    if packs.packs > 0, let item {
      let purchase = try LotPurchase.compute(
        packs.packs, of: item, bought: bought, rates: book.rates
      ).granted()
      totals = purchase.price.message
      steps.steps += book.traced(purchase.trace).steps
    }
    return Billing.RateConcurrencyResponse(
      peak: Int64(peak.connections), packs: Int64(packs.packs),
      connections: Int64(packs.connections), year: totals, trace: steps)
  }

  func rateScan(
    _ request: Billing.RateScanRequest, _ call: CallContext
  ) async throws -> Billing.RateScanResponse {
    let book = try await book(request.catalogVersion, call)
    let scan = try ScanUnits.compute(simplex: Int(request.simplex), duplex: Int(request.duplex))
      .granted(naming: ["cards": request.simplex > request.duplex ? "simplex" : "duplex"])
    return Billing.RateScanResponse(units: Int64(scan.units), trace: book.traced(scan.trace))
  }

  func rateAddition(
    _ request: Billing.RateAdditionRequest, _ call: CallContext
  ) async throws -> Billing.RateAdditionResponse {
    var reader = DayReader()
    let added = reader.day(request.added, "added")
    let termEnd = reader.day(request.termEnd, "term_end")
    try reader.refuse()
    let book = try await book(request.catalogVersion, call)
    let isTelework = request.kind == .teleworkAccounts
    let code = isTelework ? "telework" : "pop-up-a"
    guard let item = try book.product(code)[isTelework ? "added-account" : "connections"] else {
      throw PriceBook.noProduct(code)
    }
    var monthly = request.monthlyYen.map { Yen($0) }
    if monthly == nil, case .fixed(let price) = item.price { monthly = price }
    guard let monthly else {
      throw RPCError.refusing(
        [LotPurchase.Rejection.priceUnpublished(item: item.code).fault],
        naming: ["prices.\(item.code)": "monthly_yen"])
    }
    let addition = try WithinTerm.compute(
      Int(request.count), monthly: monthly, added: added, termEnd: termEnd,
      rule: isTelework ? .tel13 : .cti21
    ).granted()
    let totals = try InvoiceTotals.compute(
      [
        InvoiceLine(
          item.code, addition.net, category: item.category, basis: item.basis, supplied: added)
      ], rounding: TaxRounding(request.rounding), rates: book.rates
    ).granted()
    var trace = book.traced(addition.trace)
    trace.steps += book.traced(totals.trace).steps
    return Billing.RateAdditionResponse(
      months: Int64(addition.months), totals: totals.message, trace: trace)
  }

  // MARK: What prices hang on

  private var today: CivilDate { JST.date(of: clock.now) }

  /// - Parameter version: empty for the one in effect today.
  /// - Throws: NOT_FOUND CATALOGUE_NOT_FOUND.
  private func book(_ version: String, _ call: CallContext) async throws -> PriceBook {
    let today = today
    return try await call.awaitingStorage {
      try await database.read { connection in
        PriceBook(
          catalogue: try CatalogueStore(connection).version(named: version, on: today),
          rates: try TaxStore(connection).table())
      }
    }
  }
}

/// What a price hangs on: a version of the catalogue (COM-13), and the rates of tax.
private struct PriceBook: Sendable {
  let catalogue: CatalogueVersion
  let rates: TaxTable

  func product(_ code: String) throws(RPCError) -> Product {
    guard let product = catalogue[code] else { throw Self.noProduct(code) }
    return product
  }

  static func noProduct(_ code: String) -> RPCError {
    RPCError(
      .notFound, "there is no product \"\(code)\" that is rated so: list the catalogue",
      reason: "PRODUCT_NOT_FOUND", metadata: ["product": code])
  }

  /// A trace that says by which version.
  func traced(_ trace: Rules.Trace) -> Shared.Trace {
    var message = trace.message
    message.catalogVersion = catalogue.id
    return message
  }
}

extension CallRates.ListInput {
  init(_ input: Billing.ListInput) {
    self =
      switch input {
      case .perPopUp: .perPopUp
      case .perEntry: .perEntry
      case .unspecified, .unrecognized: .none
      }
  }
}

extension Billing.CallMatch {
  init(_ match: RatedCall.Match) {
    self =
      switch match {
      case .notShown: .notShown
      case .outOfHours: .outOfHours
      case .spam: .spam
      case .employee: .employee
      case .standard: .standard
      }
  }
}
