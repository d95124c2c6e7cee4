import CivilTime
import MadoAPI
import Protobuf
import RPC
import Rules
import SQLite

// The customer's end.

extension Contracts.CancelRequest: ContractAction {}
extension Contracts.RevokeCancellationRequest: ContractAction {}

extension ContractHandler {
  func previewCancellation(
    _ request: Contracts.PreviewCancellationRequest, _ call: CallContext
  ) async throws -> Contracts.PreviewCancellationResponse {
    let (customers, now, hasMailer) = (try Customers(of: call), clock.now, outbox.hasMailer)
    let notice = try Cancellation.Notice(request.notice ?? .init(), at: now)
    let found = try await call.awaitingStorage {
      try await database.read { connection in
        var (tenancy, row) = try Self.contract(request.contractId, customers, connection)
        let scene = try ContractScene(row, tenancy, customers, now, hasMailer, connection)
        row.state = row.standing(on: scene.today).state
        return try CancellationDesk(row, scene).judge(
          notice, monthlyFee: request.notice?.monthlyFeeYen)
      }
    }
    return Contracts.PreviewCancellationResponse(cancellation: found.message)
  }

  func cancel(
    _ request: Contracts.CancelRequest, _ call: CallContext
  ) async throws -> Contracts.CancelResponse {
    let given = request.notice ?? .init()
    let notice = try Cancellation.Notice(given, at: clock.now)
    if let received = given.receiveTime {
      _ = try Self.past(received, "notice.receive_time", clock.now)
    }
    return try await act(request, call, keeping: .fourHundredDays) { row, scene in
      try scene.customers.requireVendor(for: [
        "notice.receive_time": given.receiveTime != nil, "notice.file_time": given.fileTime != nil,
        "notice.literal": given.literal, "notice.monthly_fee_yen": given.monthlyFeeYen != nil,
      ])
      try Self.checkOriginal(request, scene)
      if let end = row.cancelledEnd {
        throw RPCError(
          .failedPrecondition,
          "the contract has been cancelled to \(end) already: revoke that first",
          reason: "ALREADY_CANCELLED", metadata: ["end_date": end.description])
      }
      let found = try CancellationDesk(row, scene).judge(notice, monthlyFee: given.monthlyFeeYen)
      (row.cancelledEnd, row.reference) = (found.answer.end, request.reference)
      if found.answer.penalty > .zero {
        try scene.store.put(
          ContractChargeRow(
            id: Self.penaltyID(row), contract: row.id, item: ContractChargeRow.penalty,
            amount: found.answer.penalty, category: found.answer.penaltyCategory,
            supplied: found.answer.end, createdAt: scene.now.seconds))
      }
      return found.message
    } answer: {
      Contracts.CancelResponse(contract: $0, cancellation: $1)
    }
  }

  private static func penaltyID(_ row: ContractRow) -> String {
    "\(row.id)-\(ContractChargeRow.penalty)"
  }

  /// Where the stamped original is asked for, it came to the vendor, with the customer number on it (MTG-01).
  private static func checkOriginal(
    _ request: Contracts.CancelRequest, _ scene: ContractScene
  ) throws(RPCError) {
    guard scene.product.cancellation.needsOriginal, !request.validateOnly else { return }
    guard scene.customers.isVendors else {
      throw RPCError(
        .failedPrecondition,
        "\(scene.product.code) is cancelled by the stamped original: send it by post",
        reason: "ORIGINAL_REQUIRED", metadata: ["product": scene.product.code])
    }
    guard request.customerNumber == scene.tenancy.tenant.text else {
      throw .invalid([
        .init(
          field: "customer_number",
          description: "\"\(request.customerNumber)\" is not this customer's: give "
            + "\(scene.tenancy.tenant.text), as it stands on the form")
      ])
    }
  }

  func revokeCancellation(
    _ request: Contracts.RevokeCancellationRequest, _ call: CallContext
  ) async throws -> Contracts.RevokeCancellationResponse {
    try await act(request, call, keeping: .fourHundredDays) { row, scene in
      guard row.cancelledEnd != nil, !row.state.isFinal else {
        throw RPCError(
          .failedPrecondition,
          "nothing is cancelled that has not ended: there is nothing to revoke",
          reason: "NOT_CANCELLED", metadata: ["id": row.id])
      }
      (row.cancelledEnd, row.reference) = (nil, "")
      try scene.store.removeCharge(Self.penaltyID(row))
      return row.standing(on: scene.today).trace.message
    } answer: {
      Contracts.RevokeCancellationResponse(contract: $0, trace: $1)
    }
  }
}

/// What a notice of cancellation does to a contract, by its product's terms (COM-11), and what the last invoice comes to.
private struct CancellationDesk {
  private let row: ContractRow
  private let scene: ContractScene

  init(_ row: ContractRow, _ scene: ContractScene) {
    self.row = row
    self.scene = scene
  }

  /// - Throws: what the rules refuse.
  func judge(
    _ notice: Cancellation.Notice, monthlyFee: Int64?
  ) throws -> (answer: Cancellation.Answer, message: Contracts.Cancellation) {
    guard ContractLife.starts(of: .terminate).contains(row.state) else {
      throw RPCError.state(
        row.state, "only a contract that was concluded and has not ended is cancelled")
    }
    let lines = try row.lines(by: scene.version, in: scene.today).granted().lines
    let contract = Cancellation.Contract(
      scene.product.cancellation, running: running, minimumEnd: row.minimumEnd,
      monthlyFee: try monthlyFee.map { Yen($0) } ?? fee(of: lines))
    let answer = try Cancellation.compute(notice, of: contract).granted(
      naming: [
        "received": "notice.receive_time", "wish": "notice.wish_date",
        "monthly_fee_yen": "notice.monthly_fee_yen",
      ])
    return (
      answer,
      Contracts.Cancellation(
        endDate: answer.end.message, feesThroughDate: answer.feesThrough.message,
        nextPossibleEndDate: answer.nextPossibleEnd.message,
        monthsLeft: Int32(clamping: answer.monthsLeft), penaltyYen: answer.penalty.amount,
        penaltyTaxable: answer.penaltyCategory == .taxable,
        lastInvoice: try lastInvoice(answer), explanation: Self.explanation(answer),
        trace: answer.trace.message)
    )
  }

  private var running: Cancellation.Running {
    switch scene.product.cancellation.ending {
    case .term:
      guard let anchor = row.termAnchor, let length = scene.product.termLength else { return .open }
      return .renewing(from: anchor, every: length)
    case .monthAfterReceipt, .unstated: return row.term.map { .until($0.upperBound) } ?? .open
    }
  }

  /// The fee of a month that a penalty counts (MTG-04, CTI-12).
  private func fee(of lines: [Quote.Line]) throws -> Yen? {
    let kind: CatalogueItem.Class
    switch scene.product.cancellation.penalty {
    case .monthly: kind = .monthly
    case .maintenance: kind = .maintenance
    case nil: return nil
    }
    return try Yen.sum(lines.filter { $0.item.feeClass == kind }.map(\.amount))
  }

  /// Of the month in which it ends, without what is charged per use.
  private func lastInvoice(_ answer: Cancellation.Answer) throws -> Contracts.LastInvoice {
    let lines = try row.lines(by: scene.version, in: answer.end).granted().lines
    var charged: [InvoiceLine] = []
    if let start = row.billingStart, answer.end >= start {
      charged = try MonthlyCharges.compute(
        lines, in: answer.end, from: start, through: answer.end
      ).granted().lines
    }
    charged += try scene.store.charges(of: row.id, in: answer.end)
      .filter { $0.item != ContractChargeRow.penalty }.map(\.line)
    if answer.penalty > .zero {
      charged.append(
        InvoiceLine(
          ContractChargeRow.penalty, answer.penalty, category: answer.penaltyCategory,
          supplied: answer.end))
    }
    let totals = try InvoiceTotals.compute(
      charged, rounding: TaxRounding(row.order.rounding)
    ).granted()
    return Contracts.LastInvoice(
      month: answer.end.firstOfMonth.message,
      items: charged.map {
        .init(
          item: $0.item, amountYen: $0.amount.amount, outOfScope: $0.category == .outOfScope)
      }, totals: totals.message)
  }

  private static func explanation(_ answer: Cancellation.Answer) -> Shared.LocalizedName {
    let (end, through, months) = (answer.end, answer.feesThrough, answer.monthsLeft)
    let penalty = answer.penalty
    return Shared.LocalizedName(
      ja: "契約は \(end) に終了し、料金は \(through) 分まで発生します。"
        + (months == 0
          ? "違約金はありません。" : "最低利用期間の残り \(months) か月分の違約金は \(penalty) 円です。"),
      en: "The contract ends on \(end); fees are owed through \(through). "
        + (months == 0
          ? "There is no penalty."
          : "The penalty for \(months) months of the minimum term is \(penalty) yen."),
      zh: "合同于 \(end) 终止，费用计至 \(through)。"
        + (months == 0 ? "没有违约金。" : "最低使用期剩余 \(months) 个月的违约金为 \(penalty) 日元。"))
  }
}

extension Cancellation.Notice {
  /// A notice as it came.
  ///
  /// - Parameter now: when it was received, where it does not say.
  fileprivate init(
    _ notice: Contracts.CancellationNotice, at now: CivilTime.Instant
  ) throws(RPCError) {
    func instant(
      _ timestamp: GoogleProtobuf.Timestamp?, _ field: String
    ) throws(RPCError) -> CivilTime.Instant? {
      guard let timestamp else { return nil }
      guard let instant = CivilTime.Instant(timestamp) else {
        throw .invalid([
          .init(field: field, description: "it is no instant: give one from year 1 to 9999")
        ])
      }
      return instant
    }
    let received = try instant(notice.receiveTime, "notice.receive_time") ?? now
    let filed = try instant(notice.fileTime, "notice.file_time")
    let wish = try notice.wishDate.map { date throws(RPCError) in
      try CivilDate(date, at: "notice.wish_date")
    }
    self.init(
      received: .instant(received), filed: filed.map { .instant($0) }, wish: wish,
      acceptsNextTerm: notice.acceptNextTerm, reading: notice.literal ? .literal : .wish)
  }
}
