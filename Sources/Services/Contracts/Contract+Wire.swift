import CivilTime
import MadoAPI
import Rules

extension Contracts.ContractReason: SchemaWord {
  static var prefix: String { "CONTRACT_REASON_" }
}

extension Contracts.Contract {
  /// A kept contract in the schema's words, as it stands on a day.
  init(_ row: ContractRow, on day: CivilDate) {
    var order = row.order
    order.licences = Int32(clamping: row.licences)
    let state = row.standing(on: day).state
    self.init(
      id: row.id, tenantId: row.tenant.text, resellerId: row.reseller ?? "", order: order,
      billedLicences: Int32(clamping: row.billedLicences),
      nextLicences: Int32(clamping: row.nextLicences ?? 0), catalogVersion: row.catalogue,
      state: Contracts.ContractState(state), concludeDate: row.concluded?.message,
      prepareTargetDate: row.prepareTarget?.message, deliveryDate: row.delivered?.message,
      startDate: row.started?.message, billingStartDate: row.billingStart?.message,
      termNumber: Int32(clamping: row.termNumber), termStartDate: row.term?.lowerBound.message,
      termEndDate: row.term?.upperBound.message, minimumEndDate: row.minimumEnd?.message,
      trialEndDate: row.trialEnd?.message, endDate: row.lastDay?.message, reason: row.reason,
      cancellationReference: row.reference, createTime: .init(seconds: row.createdAt),
      etag: row.etag.text, itemCounts: row.itemCounts.map(\.message))
  }
}

extension ItemCount {
  var message: Contracts.ItemCount {
    Contracts.ItemCount(
      item: item, fromDate: from.message, quantity: Int32(clamping: count), priceYen: price?.amount)
  }

  /// Nil without a day.
  init?(_ message: Contracts.ItemCount) {
    guard let day = message.fromDate.flatMap({ CivilDate($0) }) else { return nil }
    self.init(
      message.item, Int(message.quantity), from: day, price: message.priceYen.map { Yen($0) })
  }
}
